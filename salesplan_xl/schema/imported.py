"""The tables around the import: exchange rates, names that are one customer, remembered answers, the sheet 导入."""

from __future__ import annotations

from salesplan_xl.schema.analysis import computed
from salesplan_xl.schema.tracking import IMPORTED_TABLES
from salesplan_xl.schema.types import Column, Filled, Kind, Label, Table


def _own(key: str, zh: str, en: str, kind: Kind, width: float, help: Label | None = None) -> Column:  # noqa: A002
    return Column(key, Label(zh, en), kind, Filled.USER, width=width, help=help)


RATES = Table(
    "rates",
    "tblRates",
    Label("汇率", "Exchange rates"),
    (
        _own("currency", "币种", "Currency", Kind.TEXT, 10, Label("ISO代码,例如USD", "ISO code, such as USD")),
        _own("rate", "汇率", "Rate", Kind.NUMBER, 12,
             Label("一个外币等于多少规划簿的货币", "What one of it is in the book's money")),
        _own("note", "备注", "Note", Kind.TEXT, 30),
    ),
    identity=("currency",),
)  # fmt: skip

MERGED_NAMES = Table(
    "merged_names",
    "tblMergedNames",
    Label("客户合并", "Names of one customer"),
    (
        _own("alias", "文件里的名字", "Name in files", Kind.TEXT, 34),
        _own("customer", "客户名称", "Customer", Kind.TEXT, 34,
             Label("清单里的名字;以后导入时自动归到这一家", "The name on the list; later imports follow it")),
    ),
    identity=("alias",),
)  # fmt: skip

IMPORT_ANSWERS = Table(
    "import_answers",
    "tblImportAnswers",
    Label("导入的回答", "Answers for imports"),
    (
        computed("headers", "文件的样子", "Kind of file", Kind.ID, 14),
        computed("table", "导入到", "Into", Kind.CHOICE, 14, IMPORTED_TABLES),
        computed("example", "例如", "Such as", Kind.TEXT, 30),
        computed("answers", "回答", "Answers", Kind.LONG_TEXT, 70),
    ),
    identity=("headers", "table"),
)

IMPORT_FORM = Table(
    "import_form",
    "tblImportForm",
    Label("导入", "Import"),
    (
        _own("file", "文件", "File", Kind.TEXT, 44),
        Column("table", Label("导入到", "Into"), Kind.CHOICE, Filled.USER, IMPORTED_TABLES, width=14),
        _own("header", "来源列", "Column of the file", Kind.TEXT, 26),
        _own("samples", "样本", "Samples", Kind.TEXT, 34),
        _own("goes_to", "对应列", "Goes to", Kind.TEXT, 18,
             Label("规划簿的列名;留空就不导入这一列", "A column of the book; blank leaves it out")),
        _own("question", "问题", "Question", Kind.LONG_TEXT, 60),
        _own("answer", "回答", "Answer", Kind.TEXT, 22,
             Label("照问题里给的写法回答,然后再点“导入数据”", "Answer as the question says, then Import again")),
    ),
)  # fmt: skip

BATCH_ROWS = Table(
    "batch_rows",
    "tblBatchRows",
    Label("导入的行", "Rows of imports"),
    (
        computed("batch", "批次", "Batch", Kind.ID, 9),
        computed("part", "段", "Part", Kind.COUNT, 8),
        computed("rows", "内容", "Data", Kind.TEXT, 60),
    ),
    identity=("batch", "part"),
)
