"""Key accounts: their table, the decision chain, the gate, the judgement log, and the blocks of the printed page."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.analysis import computed
from salesplan_xl.schema.blocks import VALUE
from salesplan_xl.schema.formulas import At
from salesplan_xl.schema.lookups import NamedLink
from salesplan_xl.schema.types import (
    Choice,
    Column,
    Filled,
    Grid,
    GridCell,
    GridColumn,
    GridRow,
    Kind,
    Label,
    Sheet,
    Table,
)

# Accounts of the heat map and the grid of lines; lines of that grid; lines of each list of the week.
SHOWN, LINES, WEEK_LINES = 10, 8, 5
ACCOUNT_KEYS = tuple(f"r{row}" for row in range(1, SHOWN + 1))
LINE_KEYS = tuple(f"l{line}" for line in range(1, LINES + 1))
# The printed page (1-based): head on top, below it the week at the left, heat map and lines at the right; what the
# links need stands right of what is printed.
_HEAD, _BAND = 2, 9
_SPACE = _BAND + SHOWN + 3
_LEFT, _RIGHT, _HIDDEN = 1, 4, 15
LAST_ROW = _SPACE + SHOWN + 1


def _typed(
    key: str, zh: str, en: str, kind: Kind, width: float, *, options: tuple[Choice, ...] = (),
    filled: Filled = Filled.USER, required: bool = False, help: Label | None = None,  # noqa: A002 - as in Column
) -> Column:  # fmt: skip
    """A column that the user types or an import brings."""
    return Column(
        key, Label(zh, en), kind, filled, options, required=required, width=width, help=help, signed=True,
    )  # fmt: skip


KEY_ACCOUNTS = Table(
    "key_accounts",
    "tblKeyAccounts",
    Label("大客户", "Key accounts"),
    (
        _typed("customer", "客户名称", "Customer", Kind.TEXT, 20, required=True),
        _typed("bottleneck", "卡点", "Bottleneck", Kind.TEXT, 50, filled=Filled.EDIT,
               help=Label("不填就按最大的在谈项目,再按决策链判断", "Blank: taken from the largest open project, else from the decision chain")),
        computed("answer", "没打下来谁负责", "If lost, who", Kind.TEXT, 24),
        _typed("key_tier", "定位", "Position", Kind.CHOICE, 11, options=choices.POSITIONS,
               help=Label("选一项才算大客户;空白只是建议", "Pick one to make it a key account; blank is only a proposal")),
        computed("proposed", "建议定位", "Proposed", Kind.CHOICE, 14, choices.POSITIONS),
        computed("days_left", "窗口剩余天数", "Days left", Kind.DAYS, 12),
        computed("stake", "涉及金额", "At stake", Kind.MONEY, 13),
        computed("stuck_days", "卡点天数", "Days unmoved", Kind.DAYS, 12),
        computed("path", "突破口", "Way in", Kind.TEXT, 12),
        computed("aimed_actions", "对准的行动", "Actions that count", Kind.COUNT, 12),
        computed("busy_actions", "忙而无效", "Busy-work", Kind.COUNT, 12),
        computed("coverage", "接触层数", "Layers reached", Kind.COUNT, 12),
        computed("support", "支持层数", "With us", Kind.COUNT, 12),
        computed("quiet_days", "几天没动", "Days quiet", Kind.DAYS, 12),
        _typed("owner", "唯一负责人", "Accountable owner", Kind.TEXT, 14, filled=Filled.EDIT,
               help=Label("只写一个人的名字", "One person's name, nobody else's")),
        _typed("window", "窗口截止", "Window closes", Kind.DATE, 12, filled=Filled.EDIT),
        _typed("granted", "资源与授权", "Granted", Kind.TEXT, 26,
               help=Label("谁给了人、钱、授权,给了什么,如:王总:技术总监陪访2次,账期90天", "Who grants people, money or authority, and what")),
        _typed("drop_reason", "不打的理由", "Why not pursued", Kind.TEXT, 22),
        computed("answerable", "负责人", "The one name", Kind.TEXT, 12),
        computed("bottleneck_from", "卡点来自", "Bottleneck from", Kind.CHOICE, 11, choices.BOTTLENECK_SOURCES),
        computed("stuck", "卡在哪一层", "Stuck at", Kind.CHOICE, 11, choices.ROLES),
        computed("stuck_why", "为什么卡", "Why stuck", Kind.TEXT, 26),
        computed("cares", "客户最在意", "Cares most about", Kind.TEXT, 22),
        computed("days_spent", "近一年用时", "Days in 12 months", Kind.NUMBER, 11),
        computed("cross_sell", "还能卖什么", "What else", Kind.TEXT, 27),
        computed("similar", "像哪些旧事", "Seen before", Kind.TEXT, 27),
        computed("proposed_why", "建议理由", "Why proposed", Kind.TEXT, 27),
    ),
    identity=("customer",),
    folded=(
        "answerable", "bottleneck_from", "stuck", "stuck_why", "cares", "days_spent", "cross_sell", "similar",
        "proposed_why",
    ),
)  # fmt: skip

CHAIN = Table(
    "chain",
    "tblChain",
    Label("决策链", "Decision chain"),
    (
        computed("customer", "客户名称", "Customer", Kind.TEXT, 22),
        computed("layer", "层级", "Layer", Kind.CHOICE, 26, choices.ROLES),
        computed("name", "姓名", "Name", Kind.TEXT, 12),
        computed("attitude", "态度", "Attitude", Kind.CHOICE, 12, choices.ATTITUDES),
        computed("influence", "影响力", "Influence", Kind.CHOICE, 12, choices.LEVELS),
        computed("cares", "关注点", "Cares about", Kind.TEXT, 12),
        computed("idle_days", "多久没联系", "Days idle", Kind.DAYS, 20),
        computed("live", "有效", "Live", Kind.YES_NO, 12, choices.YES_NO),
        computed("state", "层状态", "State", Kind.CHOICE, 40, choices.LAYER_STATES),
        computed("weight", "分量", "Weight", Kind.COUNT, 9),
        computed("score", "卡分", "Score", Kind.COUNT, 9),
    ),
    identity=("customer", "layer", "name"),
)  # fmt: skip

GATE = Table(
    "gate",
    "tblGate",
    Label("行动过四问", "Four questions to every action"),
    (
        computed("customer", "客户名称", "Customer", Kind.TEXT, 22),
        computed("action", "行动", "Action", Kind.TEXT, 26),
        computed("serves", "对准卡点", "Serves", Kind.YES_NO, 12, choices.YES_NO),
        computed("owned", "一人负责", "Owned", Kind.YES_NO, 12, choices.YES_NO),
        computed("equipped", "有资源授权", "Equipped", Kind.YES_NO, 12, choices.YES_NO),
        computed("checkable", "阶段内可验", "Checkable", Kind.YES_NO, 12, choices.YES_NO),
        computed("no", "缺什么", "Missing", Kind.TEXT, 20),
        computed("verdict", "判定", "Verdict", Kind.CHOICE, 12, choices.GATE_VERDICTS),
        computed("say", "说明", "In words", Kind.LONG_TEXT, 40),
    ),
    identity=("customer", "action"),
)  # fmt: skip

JUDGEMENTS = Table(
    "judgements",
    "tblJudgements",
    Label("判断记录", "Judgement log"),
    (
        _typed("customer", "客户名称", "Customer", Kind.TEXT, 22, required=True),
        _typed("assumption", "判断", "Assumption", Kind.TEXT, 44, filled=Filled.EDIT, required=True,
               help=Label("当时相信什么;以后能用事实核对", "What was believed, so that facts can tell later")),
        _typed("check_by", "验证日期", "Check by", Kind.DATE, 12, filled=Filled.EDIT),
        computed("state", "状态", "State", Kind.CHOICE, 10, choices.JUDGEMENT_STATES),
        _typed("verdict", "结论", "Verdict", Kind.CHOICE, 13, options=choices.JUDGEMENT_VERDICTS,
               help=Label("只选一项:判断错了还是执行没到位", "One pick: wrong judgement, or not carried out")),
        _typed("lesson", "教训", "Lesson", Kind.TEXT, 28),
        computed("proposed", "建议结论", "Proposed", Kind.CHOICE, 13, choices.JUDGEMENT_VERDICTS),
        computed("why", "依据", "Why", Kind.LONG_TEXT, 44),
        computed("source", "来源", "Source", Kind.CHOICE, 11, choices.JUDGEMENT_SOURCES),
    ),
    identity=("customer", "assumption"),
)  # fmt: skip


def _long(key: str, zh: str, en: str, width: float = 12) -> GridColumn:
    return GridColumn(key, Label(zh, en), Kind.LONG_TEXT, width)


def _text(key: str, zh: str, en: str, width: float = 12) -> GridColumn:
    return GridColumn(key, Label(zh, en), Kind.TEXT, width)


ACCOUNT_HEAD = Grid(
    "account_head",
    Label("大客户", "Key accounts"),
    Label("少打几家、一人负责、卡在哪、行动对不对准、当时判断对不对:每周一看十分钟。",
          "Few, owned, stuck where, do actions touch it, was it so: ten minutes every Monday."),
    (_long("text", "", ""),),
    (
        GridRow("focus", Label("打哪几家", "Which few"), (VALUE,)),
        GridRow("effort", Label("力气花在哪", "Effort"), (VALUE,)),
        GridRow("released", Label("放弃换来什么", "Letting go frees"), (VALUE,)),
        GridRow("oldest", Label("最久没动的卡点", "Oldest bottleneck"), (VALUE,)),
    ),
    place=(_HEAD, _LEFT),
)  # fmt: skip

_WEEK_KEYS = tuple((f"{kind.key}{line}", kind.label) for kind in choices.WEEK_KINDS for line in range(1, WEEK_LINES + 1))


def _week_row(key: str, label: Label) -> GridRow:
    link = NamedLink(At("account_links", key, "key"), At("account_links", key, "place"))
    return GridRow(key, label, (VALUE, GridCell(link)))


ACCOUNT_WEEK = Grid(
    "account_week",
    # The link is no text cell: Excel would show a formula that is written back into one as text.
    Label("本周四张短清单:每条只要选一下", "This week: one pick each"),
    Label("清单", "List"),
    (_long("say", "等什么", "What waits", 58), _long("link", "去填", "Go to", 28)),
    tuple(_week_row(key, label) for key, label in _WEEK_KEYS),
    place=(_BAND, _LEFT),
)
ACCOUNT_LINKS = Grid(
    "account_links",
    Label("链接用(不打印)", "For the links (not printed)"),
    Label("清单", "List"),
    (_text("key", "名称", "Name"), _text("place", "出处", "Where")),
    tuple(GridRow(key, label, (VALUE, VALUE)) for key, label in _WEEK_KEYS),
    place=(_BAND, _HIDDEN),
)
BOTTLENECK_KEYS = tuple(f"b{row}" for row in range(1, WEEK_LINES * len(choices.WEEK_KINDS) + 1))
ACCOUNT_BOTTLENECKS = Grid(
    "account_bottlenecks",
    Label("卡点清单(不打印;行动计划里可选)", "Bottlenecks to pick from in the action plan (not printed)"),
    Label("序号", "No"),
    (_text("text", "卡点", "Bottleneck"),),
    tuple(GridRow(key, Label(key[1:], key[1:]), (VALUE,)) for key in BOTTLENECK_KEYS),
    place=(_BAND, _HIDDEN + 4),
)
ACCOUNT_HEAT = Grid(
    "account_heat",
    Label("决策链热图:谁在哪一层,站哪边", "Decision chain: who stands where"),
    Label("名次", "Rank"),
    (
        _text("customer", "客户", "Customer"),
        *(GridColumn(role.key, role.label, Kind.TEXT) for role in choices.ROLES if role.key != "other"),
        _long("stuck_why", "卡在哪", "Stuck"),
    ),
    tuple(GridRow(key, Label(key[1:], key[1:]), (VALUE,) * 6) for key in ACCOUNT_KEYS),
    place=(_BAND, _RIGHT),
)
ACCOUNT_SPACE = Grid(
    "account_space",
    Label("还能卖什么:八条产品线", "What else: eight lines"),
    Label("名次", "Rank"),
    (_text("customer", "客户", "Customer"), *(_text(key, f"产品线{key[1:]}", f"Line {key[1:]}") for key in LINE_KEYS)),
    (
        GridRow("lines", Label("线", "Line"), (None, *(VALUE,) * LINES), total=True),
        *(GridRow(key, Label(key[1:], key[1:]), (VALUE,) * (1 + LINES)) for key in ACCOUNT_KEYS),
    ),
    place=(_SPACE, _RIGHT),
)

ACCOUNT_PAGE = (ACCOUNT_HEAD, ACCOUNT_WEEK, ACCOUNT_HEAT, ACCOUNT_SPACE, ACCOUNT_LINKS, ACCOUNT_BOTTLENECKS)

SHEETS = (
    Sheet(
        "accounts", Label("大客户作战", "Key accounts"), "accounts", Label("大客户作战", "Key accounts"),
        ACCOUNT_HEAD.row_header, grids=ACCOUNT_PAGE,
        tables=(KEY_ACCOUNTS,), extras=("accounts",),
    ),
    Sheet(
        "account_actions", Label("大客户行动", "Account actions"), "accounts", Label("大客户行动:过四问", "Account actions: four questions"),
        Label("对准卡点吗、一人负责吗、有资源授权吗、阶段内可验吗;下面是每家客户的决策链。",
              "Does it serve the bottleneck, is one person on it, is it equipped, can it be checked; below, the decision chains."),
        tables=(GATE, CHAIN),
    ),
    Sheet(
        "judgements", Label("判断记录", "Judgements"), "accounts", Label("判断记录:当时信什么,后来对不对", "Judgement log: what was believed, was it so"),
        Label("行动会自动写进来;到期选一个结论,写一句教训,下次遇到同样的卡点会提醒您。",
              "Actions write themselves; pick a verdict when due and note the lesson: it comes back at the same bottleneck."),
        tables=(JUDGEMENTS,),
    ),
)  # fmt: skip

REPORT_ACCOUNTS = Grid(
    "report_accounts",
    Label("8 大客户:没打下来谁负责", "8 Key accounts: if lost, who answers"),
    Label("名次", "Rank"),
    (
        _text("customer", "客户", "Customer"),
        _text("room1", "", ""),
        GridColumn("days_left", Label("窗口剩余天数", "Days left"), Kind.DAYS),
        _text("answerable", "谁负责", "Who answers"),
        _text("room2", "", ""),
        _text("room3", "", ""),
        _long("stuck", "卡在哪", "Stuck where"),
    ),
    # Names and sentences flow over the blank cells beside them.
    tuple(
        GridRow(key, Label(key[1:], key[1:]), (VALUE, None, VALUE, VALUE, None, None, VALUE))
        for key in ACCOUNT_KEYS[:5]
    ),
)
