"""The weekly and monthly review: filled from the tables, judged by the salesperson."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.analysis import computed, edit, native
from salesplan_xl.schema.blocks import VALUE
from salesplan_xl.schema.formulas import Here, ratio
from salesplan_xl.schema.lookups import WhenFilled
from salesplan_xl.schema.types import Grid, GridColumn, GridRow, Kind, Label, Table

REVIEW_SUMMARY = Grid(
    "review_summary",
    Label("这一期", "This period"),
    Label("复盘", "Review"),
    (
        GridColumn("period", Label("期间", "Period"), Kind.TEXT, 12),
        GridColumn("planned", Label("计划项", "Planned"), Kind.COUNT),
        GridColumn("done", Label("完成项", "Done"), Kind.COUNT),
        GridColumn("missed", Label("未完成", "Missed"), Kind.COUNT),
        GridColumn("customer", Label("客户原因", "Customer's cause"), Kind.COUNT),
        GridColumn("own", Label("自身原因", "Own cause"), Kind.COUNT),
        GridColumn("open", Label("待判断", "To be judged"), Kind.COUNT),
        GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 60),
    ),
    (
        GridRow("week", Label("本周", "This week"), (VALUE,) * 8),
        GridRow("month", Label("本月", "This month"), (VALUE,) * 8),
    ),
)

REVIEWS = Table(
    "reviews",
    "tblReviews",
    Label("复盘记录", "Reviews"),
    (
        computed("period", "期间", "Period", Kind.TEXT, 12),
        computed("scope", "复盘", "Review", Kind.CHOICE, 10, choices.REVIEW_SCOPES),
        computed("side", "维度", "Side", Kind.CHOICE, 12, choices.REVIEW_SIDES),
        computed("customer", "客户名称", "Customer", Kind.TEXT, 22),
        computed("item", "内容", "Item", Kind.TEXT, 32),
        computed("planned", "计划", "Planned", Kind.NUMBER, 11),
        computed("done", "完成", "Done", Kind.NUMBER, 11),
        native(
            "deviation",
            "偏差",
            "Deviation",
            Kind.NUMBER,
            WhenFilled("done", Here("done") - Here("planned")),
            11,
        ),
        native("rate", "完成率", "Rate", Kind.SHARE, ratio(Here("done"), Here("planned")), 9),
        computed("reached", "达成", "Reached", Kind.YES_NO, 8, choices.YES_NO),
        edit("cause", "偏差原因", "Cause", Kind.CHOICE, 11, choices.DEVIATION_CAUSES),
        edit("judgement", "判断还是执行", "Judgement or execution", Kind.CHOICE, 12, choices.JUDGEMENTS),
        edit("lesson", "经验教训", "Lesson", Kind.TEXT, 28),
        edit("correction", "下期改进", "Next correction", Kind.TEXT, 32),
        computed("why", "说明", "In words", Kind.LONG_TEXT, 50),
    ),
    identity=("period", "side", "customer", "item"),
)
