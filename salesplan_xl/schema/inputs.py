"""The input tables: what the user types or an import brings."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.types import Choice, Column, Filled, Kind, Label, Table

NAME_SYNONYMS = ("客户", "客户全称", "单位名称", "公司名称", "购货单位", "customer", "customer name", "account", "company")


def _column(
    key: str,
    zh: str,
    en: str,
    kind: Kind,
    *synonyms: str,
    width: float = 12,
    required: bool = False,
    filled: Filled = Filled.USER,
    options: tuple[Choice, ...] = (),
    help: Label | None = None,  # noqa: A002 - the field is called help
    minimum: float | None = None,
    maximum: float | None = None,
    signed: bool = False,
) -> Column:
    return Column(
        key, Label(zh, en), kind, filled, options, required, width, None, help, synonyms, minimum, maximum, signed
    )


def _customer(key: str = "customer") -> Column:
    return _column(key, "客户名称", "Customer", Kind.TEXT, *NAME_SYNONYMS, width=24, required=True)


CUSTOMERS = Table(
    "customers",
    "tblCustomers",
    Label("客户清单", "Customer list"),
    (
        _column("code", "客户编码", "Code", Kind.ID, "编码", "编号", "客户编号", "客户代码", "customer code", "id"),
        _customer("name"),
        _column("industry", "行业", "Industry", Kind.TEXT, "所属行业", "sector", width=14),
        _column("region", "区域/园区", "Region or park", Kind.TEXT, "区域", "园区", "地区", "省份", "城市", "region", "park", "area", width=14),
        _column("owner", "负责人", "Owner", Kind.TEXT, "业务员", "销售", "销售员", "客户经理", "owner", "sales rep", width=10),
        _column("since", "合作起始", "Customer since", Kind.DATE, "建档日期", "合作日期", "首次成交", "since"),
        _column("this_year", "今年业绩", "Revenue this year", Kind.MONEY, "今年销售额", "本年业绩", "本年销售额", "今年成交额", "本年累计", "销售额", "业绩", "this year", "revenue", "sales", width=14, signed=True,
                help=Label("今年净成交额;订单明细有数据时按订单计算并与此处核对", "Net revenue this year; computed from the order list when it has rows, and compared with this figure")),
        _column("last_year", "去年业绩", "Revenue last year", Kind.MONEY, "去年销售额", "上年业绩", "上年销售额", "last year", "prior year", width=14, signed=True),
        _column("year_before", "前年业绩", "Revenue year before", Kind.MONEY, "前年销售额", "year before", width=14, signed=True),
        _column("margin", "毛利率", "Gross margin", Kind.SHARE, "毛利", "gross margin", width=10, minimum=-1, maximum=1),
        _column("needs", "客户需求", "Stated needs", Kind.TEXT, "需求", "潜在需求", "needs", width=26,
                help=Label("客户说过、还没有满足的需求", "What the customer said it needs and has not bought yet")),
        _column("lines_needed", "需要的产品线", "Product lines needed", Kind.TEXT, "需求产品线", "产品需求", "lines needed", width=22,
                help=Label("多条产品线用、分开", "Separate several lines with a semicolon")),
        _column("influence", "影响力", "Influence", Kind.CHOICE, "influence", width=9, options=choices.LEVELS),
        _column("potential", "采购潜力", "Purchase potential", Kind.CHOICE, "潜力", "potential", width=10, options=choices.LEVELS),
        _column("tier_override", "指定分类", "Tier by hand", Kind.CHOICE, "手工分类", "tier", width=10, options=choices.TIERS,
                help=Label("不认可系统分类时在此指定,并写明理由", "Set your own tier here and say why")),
        _column("override_reason", "指定理由", "Reason by hand", Kind.TEXT, "reason", width=22),
        _column("note", "备注", "Note", Kind.TEXT, "说明", "remark", "note", width=22),
        _column("language", "语言", "Language", Kind.CHOICE, "沟通语言", width=8, options=choices.BOOK_LANGS,
                help=Label("给客户写信用哪种语言;空白按本簿语言", "In which language to write to the customer; blank: that of the book")),
    ),
    identity=("name",),
)  # fmt: skip

ORDERS = Table(
    "orders",
    "tblOrders",
    Label("订单明细", "Orders"),
    (
        _column("date", "日期", "Date", Kind.DATE, "订单日期", "下单日期", "单据日期", "签单日期", "order date", required=True),
        _column("order_no", "订单号", "Order no", Kind.ID, "单号", "单据号", "单据编号", "合同号", "合同编号", "order number", "document", width=16),
        _customer(),
        _column("line", "产品线", "Product line", Kind.TEXT, "品类", "产品类别", "物料类别", "category", width=14),
        _column("product", "产品/型号", "Product", Kind.TEXT, "产品", "型号", "规格型号", "product", width=18),
        _column("quantity", "数量", "Quantity", Kind.NUMBER, "qty", width=9, signed=True),
        _column("unit", "单位", "Unit", Kind.TEXT, "计量单位", width=7),
        _column("price", "单价", "Price", Kind.MONEY, "含税单价", "unit price", width=11, signed=True),
        _column("currency", "币种", "Currency", Kind.TEXT, "货币", width=8),
        _column("amount", "金额", "Amount", Kind.MONEY, "订单金额", "合同金额", "销售金额", "含税金额", "价税合计", "成交额", "revenue", "value", width=14, required=True, signed=True),
        _column("margin", "毛利率", "Gross margin", Kind.SHARE, "毛利", width=10, minimum=-1, maximum=1),
        _column("source", "线索来源", "Lead source", Kind.CHOICE, "来源", "lead source", width=10, options=choices.LEAD_SOURCES),
        _column("kind", "类型", "Kind", Kind.CHOICE, "单据类型", "订单类型", "type", width=10, options=choices.ORDER_KINDS),
    ),
)  # fmt: skip

RECEIVABLES = Table(
    "receivables",
    "tblReceivables",
    Label("应收账款", "Receivables"),
    (
        _column("invoice", "单据号", "Invoice no", Kind.ID, "发票号", "发票号码", "应收单号", "invoice", "document", width=16),
        _customer(),
        _column("kind", "款项类型", "Kind", Kind.CHOICE, "类型", "款项", "款项性质", "type", width=11, options=choices.RECEIVABLE_KINDS),
        _column("due", "到期日", "Due date", Kind.DATE, "应收日期", "到期日期", "约定付款日", "付款到期日", "due", required=True),
        _column("amount", "应收金额", "Amount due", Kind.MONEY, "金额", "应收", "开票金额", "amount", width=14, required=True, signed=True),
        _column("paid_date", "回款日期", "Paid on", Kind.DATE, "收款日期", "到账日期", "付款日期", "paid date"),
        _column("paid_amount", "回款金额", "Amount paid", Kind.MONEY, "收款金额", "已收金额", "已回款", "paid amount", "paid", width=14, signed=True),
    ),
)  # fmt: skip

CONTACTS = Table(
    "contacts",
    "tblContacts",
    Label("联系人", "Contacts"),
    (
        _customer(),
        _column("name", "姓名", "Name", Kind.TEXT, "联系人", "联系人姓名", "contact", "contact name", required=True),
        _column("role", "角色", "Role", Kind.CHOICE, "职务", "岗位", "部门", "position", width=10, options=choices.ROLES, required=True),
        _column("attitude", "态度", "Attitude", Kind.CHOICE, "attitude", width=10, options=choices.ATTITUDES),
        _column("influence", "影响力", "Influence", Kind.CHOICE, width=9, options=choices.LEVELS),
        _column("cares", "关注点", "Cares about", Kind.TEXT, "关心", width=24),
        _column("last_contact", "最近联系", "Last contact", Kind.DATE, "最近联系日期", "最后联系", "last contact date"),
    ),
)  # fmt: skip

OPPORTUNITIES = Table(
    "opportunities",
    "tblOpportunities",
    Label("商机储备", "Opportunities"),
    (
        _customer(),
        _column("project", "项目", "Project", Kind.TEXT, "项目名称", "商机", "商机名称", "opportunity", width=24, required=True),
        _column("stage", "阶段", "Stage", Kind.CHOICE, "商机阶段", "销售阶段", width=10, options=choices.STAGES, required=True),
        _column("amount", "预计金额", "Amount", Kind.MONEY, "金额", "项目金额", "商机金额", "expected amount", width=14, required=True, minimum=0),
        _column("probability", "把握", "Probability", Kind.SHARE, "概率", "成功率", "赢率", "win rate", width=9, minimum=0, maximum=1,
                help=Label("空白时按阶段默认值", "Blank: the default of its stage is used")),
        _column("sign_date", "预计签单", "Expected sign date", Kind.DATE, "预计签单日期", "预计成交日期", "签单日期", "close date"),
        _column("pay_date", "预计回款", "Expected payment date", Kind.DATE, "预计回款日期", "expected payment"),
        _column("line", "产品线", "Product line", Kind.TEXT, "产品", "product", width=14),
        _column("bottleneck", "卡点", "Bottleneck", Kind.TEXT, "障碍", width=20),
        _column("next_step", "下一步", "Next step", Kind.TEXT, "下一步动作", width=24),
        _column("next_date", "完成时间", "Next step due", Kind.DATE, "下一步时间", "下一步日期"),
        _column("owner", "负责人", "Owner", Kind.TEXT, "业务员", "销售", width=10),
        _column("nodes", "关键节点", "Key nodes", Kind.TEXT, "里程碑", width=28),
        _column("slips", "延期次数", "Slips", Kind.COUNT, width=9, minimum=0),
        _column("result", "结果", "Result", Kind.CHOICE, "输赢", width=9, options=choices.RESULTS),
        _column("loss_reason", "丢单原因", "Loss reason", Kind.TEXT, "失败原因", width=20),
        _column("source", "线索来源", "Lead source", Kind.CHOICE, "来源", "商机来源", width=10, options=choices.LEAD_SOURCES,
                help=Label("这条商机从哪里来;新客户漏斗按它统计转化率", "Where the opportunity came from; the funnel counts conversion by it")),
        _column("opened", "登记日期", "Opened on", Kind.DATE, "创建日期", "创建时间", "建档日期", "created", "created on"),
    ),
    identity=("customer", "project"),
)  # fmt: skip

VISITS = Table(
    "visits",
    "tblVisits",
    Label("拜访记录", "Visits"),
    (
        _column("date", "日期", "Date", Kind.DATE, "拜访日期", "visit date", required=True),
        _customer(),
        _column("purpose", "目的", "Purpose", Kind.CHOICE, "拜访目的", "类型", width=11, options=choices.PURPOSES),
        _column("contacts", "见到的人", "People met", Kind.TEXT, "拜访对象", "联系人", width=18),
        _column("days", "用时(天)", "Days", Kind.NUMBER, "天数", "用时", width=9, minimum=0, maximum=31,
                help=Label("空白时按每次半天计", "Blank: counted as half a day")),
        _column("referral", "问过转介绍", "Referral asked", Kind.YES_NO, "转介绍", width=11, options=choices.YES_NO),
        _column("outcome", "结果", "Outcome", Kind.TEXT, "拜访结果", "纪要", width=30),
    ),
)  # fmt: skip

ACTIONS = Table(
    "actions",
    "tblActions",
    Label("行动计划", "Actions"),
    (
        _column("customer", "客户名称", "Customer", Kind.TEXT, *NAME_SYNONYMS, width=24),
        _column("action", "行动", "Action", Kind.TEXT, "任务", "动作", "task", width=32, required=True),
        _column("owner", "负责人", "Owner", Kind.TEXT, "责任人", width=10),
        _column("due", "完成时间", "Due date", Kind.DATE, "截止日期", "时间节点", "due"),
        _column("acceptance", "验收标准", "Acceptance", Kind.TEXT, "完成标准", width=26,
                help=Label("做到什么程度算完成,要能核对", "What counts as done, so that it can be checked")),
        _column("bottleneck", "解决的卡点", "Bottleneck served", Kind.TEXT, "卡点", width=22),
        _column("resources", "需要的资源", "Resources", Kind.TEXT, "资源", width=20),
        _column("verify_by", "验证日期", "Verify by", Kind.DATE, "检查日期"),
        _column("done_on", "完成日期", "Done on", Kind.DATE, "实际完成", "完成于"),
        _column("result", "结果", "Result", Kind.TEXT, "完成情况", width=26),
        _column("cause", "未完成原因", "Cause", Kind.CHOICE, "偏差原因", width=12, options=choices.DEVIATION_CAUSES,
                help=Label("没完成时:是客户原因还是自身原因", "If not done: the customer's cause or one's own")),
    ),
    identity=("customer", "action"),
)  # fmt: skip

RESOURCES = Table(
    "resources",
    "tblResources",
    Label("资源储备", "Resources"),
    (
        _column("kind", "类别", "Kind", Kind.CHOICE, "资源类别", width=13, options=choices.RESOURCE_KINDS, required=True),
        _column("name", "名称", "Name", Kind.TEXT, "资源名称", width=22, required=True),
        _column("strength", "擅长/内容", "Strength or content", Kind.TEXT, "擅长", "内容", width=30),
        _column("contact", "联系方式", "Contact", Kind.TEXT, width=18),
        _column("valid_until", "有效期至", "Valid until", Kind.DATE),
        _column("customers", "用于哪些客户", "For which customers", Kind.TEXT, "客户", width=30),
    ),
    identity=("kind", "name"),
)  # fmt: skip

INPUTS = (CUSTOMERS, ORDERS, RECEIVABLES, CONTACTS, OPPORTUNITIES, VISITS, ACTIONS, RESOURCES)
