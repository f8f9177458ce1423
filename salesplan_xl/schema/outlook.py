"""The plan year as it stands: forecast, and how sure each target was at planning and is now."""

from __future__ import annotations

from salesplan_xl.schema.blocks import VALUE, sureness_holds
from salesplan_xl.schema.formulas import At, Compare, Empty, Formula, If, Number, Round, Setting
from salesplan_xl.schema.lookups import Shown
from salesplan_xl.schema.types import Grid, GridCell, GridColumn, GridRow, Kind, Label

LEVELS = (
    ("guaranteed", "保底目标", "Guaranteed target"),
    ("derived", "推导目标", "Derived target"),
    ("stretch", "冲刺目标", "Stretch target"),
    ("company", "公司下达目标", "Company's figure"),
)

def _level(key: str, zh: str, en: str) -> GridRow:
    """A target: a chance beside a figure that was changed since would look current: blank till the next run."""
    amount: Formula = At("commitments", key, "amount")
    if key == "company":
        stated = Setting("company_target")
        amount = If(Compare(">", stated, Number(0)), stated, Empty())
    planned: Formula = If(sureness_holds(key), Shown(At("commitments", key, "sureness")), Empty())
    here, basis = (Round(At("outlook", key, part) * Number(100)) for part in ("amount", "basis"))
    now: Formula = If(Compare("=", here, basis), Shown(At("outlook", key, "chance")), Empty())
    if key == "company":
        planned, now = (Shown(At("outlook", key, "amount"), cell) for cell in (planned, now))
    cells = (GridCell(amount), GridCell(planned), GridCell(now), VALUE, VALUE, VALUE)
    return GridRow(key, Label(zh, en), cells)


def _figure(key: str, zh: str, en: str) -> GridRow:
    return GridRow(key, Label(zh, en), (VALUE, None, None, None, None, VALUE))


OUTLOOK = Grid(
    "outlook",
    Label("这一年做到哪了,现在有多大把握", "The year as it stands, and how sure it is now"),
    Label("项目", "Item"),
    (
        GridColumn("amount", Label("金额", "Amount"), Kind.MONEY, 14),
        GridColumn("planned", Label("计划时把握", "Sure at planning"), Kind.SHARE),
        GridColumn("now", Label("现在把握", "Sure now"), Kind.SHARE),
        GridColumn("basis", Label("按此数算", "Worked out for"), Kind.MONEY, 14),
        GridColumn("chance", Label("算得的把握", "As worked out"), Kind.SHARE),
        GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 60),
    ),
    (
        _figure("actual", "累计业绩", "Actual to date"),
        _figure("target", "累计目标", "Target to date"),
        _figure("forecast", "全年预测", "Year forecast"),
        *(_level(*level) for level in LEVELS),
        _figure("gap", "离保底还差", "Gap to guaranteed"),
        _figure("needed", "每月还要", "Needed a month"),
        _figure("workday", "每个工作日还要", "Needed a workday"),
    ),
)  # fmt: skip

OUTLOOK_CHANCES = Grid(
    "outcome_now",
    Label("计划时与现在的把握", "How sure at planning, and now"),
    Label("目标", "Target"),
    (
        GridColumn("planned", Label("计划时", "At planning"), Kind.SHARE),
        GridColumn("amount", Label("金额", "Amount"), Kind.MONEY, 14),
        GridColumn("now", Label("现在", "Now"), Kind.SHARE),
    ),
    tuple(
        GridRow(
            key,
            Label(zh, en),
            tuple(GridCell(Shown(At("outlook", key, column))) for column in ("planned", "amount", "now")),
        )
        for key, zh, en in LEVELS
    ),
)  # fmt: skip
