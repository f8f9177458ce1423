"""The input tables: what the user types or an import brings."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.types import Choice, Column, Filled, Kind, Label, Table


def _column(
    key: str,
    zh: str,
    en: str,
    kind: Kind,
    *,
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
        key, Label(zh, en), kind, filled, options, required, width, None, help, minimum, maximum, signed
    )


def _customer(key: str = "customer") -> Column:
    return _column(key, "客户名称", "Customer", Kind.TEXT, width=24, required=True)


CUSTOMERS = Table(
    "customers",
    "tblCustomers",
    Label("客户清单", "Customer list"),
    (
        _column("code", "客户编码", "Code", Kind.ID),
        _customer("name"),
        _column("industry", "行业", "Industry", Kind.TEXT, width=14),
        _column("region", "区域/园区", "Region or park", Kind.TEXT, width=14),
        _column("owner", "负责人", "Owner", Kind.TEXT, width=10),
        _column("since", "合作起始", "Customer since", Kind.DATE),
        _column("this_year", "今年业绩", "Revenue this year", Kind.MONEY, width=14, signed=True,
                help=Label("今年净成交额;订单明细有数据时按订单计算并与此处核对", "Net revenue this year; computed from the order list when it has rows, and compared with this figure")),
        _column("last_year", "去年业绩", "Revenue last year", Kind.MONEY, width=14, signed=True),
        _column("year_before", "前年业绩", "Revenue year before", Kind.MONEY, width=14, signed=True),
        _column("margin", "毛利率", "Gross margin", Kind.SHARE, width=10, minimum=-1, maximum=1),
        _column("needs", "客户需求", "Stated needs", Kind.TEXT, width=26,
                help=Label("客户说过、还没有满足的需求", "What the customer said it needs and has not bought yet")),
        _column("lines_needed", "需要的产品线", "Product lines needed", Kind.TEXT, width=22,
                help=Label("多条产品线用、分开", "Separate several lines with a semicolon")),
        _column("influence", "影响力", "Influence", Kind.CHOICE, width=9, options=choices.LEVELS),
        _column("potential", "采购潜力", "Purchase potential", Kind.CHOICE, width=10, options=choices.LEVELS),
        _column("tier_override", "指定分类", "Tier by hand", Kind.CHOICE, width=10, options=choices.TIERS,
                help=Label("不认可系统分类时在此指定,并写明理由", "Set your own tier here and say why")),
        _column("override_reason", "指定理由", "Reason by hand", Kind.TEXT, width=22),
        _column("note", "备注", "Note", Kind.TEXT, width=22),
        _column("language", "语言", "Language", Kind.CHOICE, width=8, options=choices.BOOK_LANGS,
                help=Label("给客户写信用哪种语言;空白按本簿语言", "In which language to write to the customer; blank: that of the book")),
    ),
    identity=("name",),
    folded=("influence", "potential", "tier_override", "override_reason"),
)  # fmt: skip

ORDERS = Table(
    "orders",
    "tblOrders",
    Label("订单明细", "Orders"),
    (
        _column("date", "日期", "Date", Kind.DATE, required=True),
        _column("order_no", "订单号", "Order no", Kind.ID, width=16),
        _customer(),
        _column("line", "产品线", "Product line", Kind.TEXT, width=14),
        _column("product", "产品/型号", "Product", Kind.TEXT, width=18),
        _column("quantity", "数量", "Quantity", Kind.NUMBER, width=9, signed=True),
        _column("unit", "单位", "Unit", Kind.TEXT, width=7),
        _column("price", "单价", "Price", Kind.MONEY, width=11, signed=True,
                help=Label("外币订单的单价按原币", "In the currency of the row")),
        _column("currency", "币种", "Currency", Kind.TEXT, width=8,
                help=Label("外币订单写ISO代码;金额已按汇率换算", "ISO code of an order in another currency; the amount is converted")),
        _column("amount", "金额", "Amount", Kind.MONEY, width=14, required=True, signed=True),
        _column("margin", "毛利率", "Gross margin", Kind.SHARE, width=10, minimum=-1, maximum=1),
        _column("source", "线索来源", "Lead source", Kind.CHOICE, width=10, options=choices.LEAD_SOURCES),
        _column("kind", "类型", "Kind", Kind.CHOICE, width=10, options=choices.ORDER_KINDS),
        _column("owner", "负责人", "Owner", Kind.TEXT, width=10),
        _column("status", "状态", "Status", Kind.TEXT, width=10,
                help=Label("来源系统里的状态;作废、取消的不会导入", "As the other system has it; void and cancelled rows are not imported")),
    ),
)  # fmt: skip

RECEIVABLES = Table(
    "receivables",
    "tblReceivables",
    Label("应收账款", "Receivables"),
    (
        _column("invoice", "单据号", "Invoice no", Kind.ID, width=16),
        _customer(),
        _column("kind", "款项类型", "Kind", Kind.CHOICE, width=11, options=choices.RECEIVABLE_KINDS),
        _column("due", "到期日", "Due date", Kind.DATE, required=True),
        _column("amount", "应收金额", "Amount due", Kind.MONEY, width=14, required=True, signed=True),
        _column("paid_date", "回款日期", "Paid on", Kind.DATE),
        _column("paid_amount", "回款金额", "Amount paid", Kind.MONEY, width=14, signed=True),
    ),
)  # fmt: skip

CONTACTS = Table(
    "contacts",
    "tblContacts",
    Label("联系人", "Contacts"),
    (
        _customer(),
        _column("name", "姓名", "Name", Kind.TEXT, required=True),
        _column("role", "角色", "Role", Kind.CHOICE, width=10, options=choices.ROLES, required=True),
        _column("attitude", "态度", "Attitude", Kind.CHOICE, width=10, options=choices.ATTITUDES),
        _column("influence", "影响力", "Influence", Kind.CHOICE, width=9, options=choices.LEVELS),
        _column("cares", "关注点", "Cares about", Kind.TEXT, width=24),
        _column("last_contact", "最近联系", "Last contact", Kind.DATE),
    ),
)  # fmt: skip

OPPORTUNITIES = Table(
    "opportunities",
    "tblOpportunities",
    Label("商机储备", "Opportunities"),
    (
        _customer(),
        _column("project", "项目", "Project", Kind.TEXT, width=24, required=True),
        _column("stage", "阶段", "Stage", Kind.CHOICE, width=10, options=choices.STAGES, required=True),
        _column("amount", "预计金额", "Amount", Kind.MONEY, width=14, required=True, minimum=0),
        _column("probability", "把握", "Probability", Kind.SHARE, width=9, minimum=0, maximum=1,
                help=Label("空白时按阶段默认值", "Blank: the default of its stage is used")),
        _column("sign_date", "预计签单", "Expected sign date", Kind.DATE),
        _column("pay_date", "预计回款", "Expected payment date", Kind.DATE),
        _column("line", "产品线", "Product line", Kind.TEXT, width=14),
        _column("bottleneck", "卡点", "Bottleneck", Kind.TEXT, width=20),
        _column("next_step", "下一步", "Next step", Kind.TEXT, width=24),
        _column("next_date", "完成时间", "Next step due", Kind.DATE),
        _column("owner", "负责人", "Owner", Kind.TEXT, width=10),
        _column("nodes", "关键节点", "Key nodes", Kind.TEXT, width=28),
        _column("slips", "延期次数", "Slips", Kind.COUNT, width=9, minimum=0),
        _column("result", "结果", "Result", Kind.CHOICE, width=9, options=choices.RESULTS),
        _column("loss_reason", "丢单原因", "Loss reason", Kind.TEXT, width=20),
        _column("source", "线索来源", "Lead source", Kind.CHOICE, width=10, options=choices.LEAD_SOURCES,
                help=Label("这条商机从哪里来;新客户漏斗按它统计转化率", "Where the opportunity came from; the funnel counts conversion by it")),
        _column("opened", "登记日期", "Opened on", Kind.DATE),
    ),
    identity=("customer", "project"),
)  # fmt: skip

VISITS = Table(
    "visits",
    "tblVisits",
    Label("拜访记录", "Visits"),
    (
        _column("date", "日期", "Date", Kind.DATE, required=True),
        _customer(),
        _column("purpose", "目的", "Purpose", Kind.CHOICE, width=11, options=choices.PURPOSES),
        _column("contacts", "见到的人", "People met", Kind.TEXT, width=18),
        _column("days", "用时(天)", "Days", Kind.NUMBER, width=9, minimum=0, maximum=31,
                help=Label("空白时按每次半天计", "Blank: counted as half a day")),
        _column("referral", "问过转介绍", "Referral asked", Kind.YES_NO, width=11, options=choices.YES_NO),
        _column("outcome", "结果", "Outcome", Kind.TEXT, width=30),
    ),
)  # fmt: skip

ACTIONS = Table(
    "actions",
    "tblActions",
    Label("行动计划", "Actions"),
    (
        _column("customer", "客户名称", "Customer", Kind.TEXT, width=24),
        _column("action", "行动", "Action", Kind.TEXT, width=32, required=True),
        _column("owner", "负责人", "Owner", Kind.TEXT, width=10),
        _column("due", "完成时间", "Due date", Kind.DATE),
        _column("acceptance", "验收标准", "Acceptance", Kind.TEXT, width=26,
                help=Label("做到什么程度算完成,要能核对", "What counts as done, so that it can be checked")),
        _column("bottleneck", "解决的卡点", "Bottleneck served", Kind.TEXT, width=22),
        _column("resources", "需要的资源", "Resources", Kind.TEXT, width=20),
        _column("verify_by", "验证日期", "Verify by", Kind.DATE),
        _column("done_on", "完成日期", "Done on", Kind.DATE),
        _column("result", "结果", "Result", Kind.TEXT, width=26),
        _column("cause", "未完成原因", "Cause", Kind.CHOICE, width=12, options=choices.DEVIATION_CAUSES,
                help=Label("没完成时:是客户原因还是自身原因", "If not done: the customer's cause or one's own")),
    ),
    identity=("customer", "action"),
)  # fmt: skip

RESOURCES = Table(
    "resources",
    "tblResources",
    Label("资源储备", "Resources"),
    (
        _column("kind", "类别", "Kind", Kind.CHOICE, width=13, options=choices.RESOURCE_KINDS, required=True),
        _column("name", "名称", "Name", Kind.TEXT, width=22, required=True),
        _column("strength", "擅长/内容", "Strength or content", Kind.TEXT, width=30),
        _column("contact", "联系方式", "Contact", Kind.TEXT, width=18),
        _column("valid_until", "有效期至", "Valid until", Kind.DATE),
        _column("customers", "用于哪些客户", "For which customers", Kind.TEXT, width=30),
    ),
    identity=("kind", "name"),
)  # fmt: skip

INPUTS = (CUSTOMERS, ORDERS, RECEIVABLES, CONTACTS, OPPORTUNITIES, VISITS, ACTIONS, RESOURCES)
