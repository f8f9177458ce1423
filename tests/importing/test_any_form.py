"""Whatever the order of columns, the delimiter, the encoding or the line end: the same table comes in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.book.importing.imports import read_import
from salesplan_xl.book.importing.reading import BookFacts
from salesplan_xl.schema import inputs

HEADERS = {
    "date": ("订单日期", "下单时间", "Order Date", "Belegdatum", "日期"), "order_no": ("单号", "订单编号", "Order No"),
    "customer": ("客户名称", "购货单位", "Customer", "Kunde", "客戶名稱"), "amount": ("金额(元)", "销售金额(元)", "Amount (CNY)"),
}  # fmt: skip
ROWS = (
    ("2026-03-05", "N-01", "无锡宏泰工程机械有限公司", "1250.50"), ("2026-03-17", "N-02", "苏州恒锐机械有限公司", "980.00"),
    ("2026-04-28", "N-03", "无锡宏泰工程机械有限公司", "12000.25"),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    order=st.permutations(list(HEADERS)),
    words=st.tuples(*(st.sampled_from(words) for words in HEADERS.values())),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    end=st.sampled_from(["\n", "\r\n"]),
    titles=st.integers(0, 30),
    total=st.booleans(),
)
def test_the_same_orders_come_in(
    order: list[str],
    words: tuple[str, ...],
    delimiter: str,
    encoding: str,
    end: str,
    titles: int,
    total: bool,
) -> None:
    named = dict(zip(HEADERS, words, strict=True))
    lines = [f"说明{number}:内部使用" for number in range(titles)]
    lines.append(delimiter.join(named[key] for key in order))
    places = {key: at for at, key in enumerate(HEADERS)}
    lines += [delimiter.join(row[places[key]] for key in order) for row in ROWS]
    if total:
        lines.append(delimiter.join({"customer": "合计", "amount": "14230.75"}.get(key, "") for key in order))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.csv")
        path.write_bytes((end.join(lines) + end).encode(encoding))
        result = read_import(path, inputs.ORDERS, BookFacts("yuan", "zh"))
    assert result.questions == []
    frame = result.frame
    assert frame["date"].dt.strftime("%Y-%m-%d").tolist() == [row[0] for row in ROWS]
    assert frame["order_no"].tolist() == [row[1] for row in ROWS]
    assert frame["customer"].tolist() == [row[2] for row in ROWS]
    assert frame["amount"].tolist() == [float(row[3]) for row in ROWS]
