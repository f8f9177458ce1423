"""Text files that are broken or written otherwise than they seem: read rightly, or stopped with the line that shows it."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salesplan_xl.book.importing.encoding import ENCODINGS, decoded
from salesplan_xl.book.importing.imports import ImportResult, read_import
from salesplan_xl.book.importing.questions import Answers, OpenQuestions
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Severity
from salesplan_xl.schema import inputs
from tests.fast import fast_only

HEADER = "日期,订单号,客户名称,产品线,金额"
NAMES = ("无锡宏泰工程机械有限公司", "苏州恒锐机械有限公司", "昆山金桥电子", "南通远海船舶", "湖州春风泵业")
ROWS = [f"2027-02-{at % 28 + 1:02},Q{at:03},{NAMES[at % 5]},伺服,{10 + at}" for at in range(30)]


def text(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


def with_row(at: int, row: str) -> str:
    """Thirty orders, one of them (counted from 0) otherwise; it stands in line ``at + 2``."""
    return text(*ROWS[:at], row, *ROWS[at + 1 :])


def orders(tmp_path: Path, content: str | bytes, encoding: str | None = None) -> ImportResult:
    path = tmp_path / "orders.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = read_import(path, inputs.ORDERS, answers=Answers(unit="wan", encoding=encoding))
    if result.questions:
        raise OpenQuestions([question.sentence for question in result.questions])
    return result


def stopped(tmp_path: Path, content: str | bytes) -> PlanInputError:
    with pytest.raises(PlanInputError) as caught:
        orders(tmp_path, content)
    assert caught.value.code == "SP-213"
    for lang in ("zh", "en"):
        assert "{" not in caught.value.sentence(lang)
    return caught.value


def fault(tmp_path: Path, content: str | bytes) -> tuple[str, object]:
    """Why a file was stopped, and in which line."""
    reason = stopped(tmp_path, content).values["reason"]
    return reason.code.removeprefix("import.reason_"), reason.values.get("line")  # type: ignore[attr-defined]


# ── broken rows ─────────────────────────────────────────────────────────────────────────────────────


def test_thirty_orders_are_thirty(tmp_path: Path) -> None:
    assert len(orders(tmp_path, text(*ROWS)).frame) == 30


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # A quote that is never closed: all that follows would be one cell.
        (with_row(10, '2027-02-11,Q010,"恒力 电气有限公司,伺服,10'), ("open_quote", 12)),
        (with_row(29, '2027-02-11,Q010,"恒力 电气有限公司,伺服,10'), ("open_quote", 31)),
        # Two of them: the rows between, or two, or the next one alone, would be one cell.
        (text(*ROWS[:5], '2027-03-01,Q905,"恒力,伺服,10', *ROWS[6:15], '2027-03-02,Q906,"海尔,伺服,11', *ROWS[16:]), ("open_quote", 7)),
        (text(*ROWS[:5], '2027-03-01,Q905,"恒力,伺服,10', *ROWS[6:15], '2027-03-02,Q906,海尔",伺服,11', *ROWS[16:]), ("open_quote", 7)),
        (text(*ROWS[:5], '2027-03-01,Q905,"恒力,伺服,10', '2027-03-02,Q906,海尔",伺服,11', *ROWS[7:]), ("open_quote", 7)),
        # Quotes within a quoted cell that are not doubled.
        (with_row(3, '2027-02-04,Q003,"恒力"电气"有限公司",伺服,10'), ("quote", 5)),
        # A separator inside a text, or a number, that lacks its quotes.
        (with_row(20, "2027-02-04,Q003,恒力,电气有限公司,伺服,10"), ("long", 22)),
        (with_row(20, "2027-02-04,Q003,恒力电气有限公司,伺服,1,234.50"), ("long", 22)),
        (text(*(f"{row},50" for row in ROWS)), ("long", 2)),
        (text("2027-02-01,Q1,恒力,电气,伺服,10", *ROWS), ("long", 2)),
        # A line break inside a text that lacks its quotes.
        (with_row(7, "2027-02-04,Q003,恒力\n电气有限公司,伺服,10"), ("short", 9)),
        # A row that lost its end.
        (with_row(7, "2027-02-04,Q003,恒力电气有限公司"), ("short", 9)),
        # The file ends in the middle of a row.
        (text(*ROWS)[:-10], ("cut", 31)),
        (text(*ROWS) + "2027-03", ("cut", 32)),
        (text(*ROWS[:4])[:-10], ("cut", 5)),
    ],
)  # fmt: skip
def test_a_broken_row_stops_the_file(tmp_path: Path, content: str, expected: tuple[str, int]) -> None:
    assert fault(tmp_path, content) == expected


def test_every_row_of_a_semicolon_file_may_break_as_well(tmp_path: Path) -> None:
    broken = with_row(7, '2027-02-04,Q003,"恒力电气有限公司,伺服,10').replace(",", ";")
    assert fault(tmp_path, "sep=;\n" + broken) == ("open_quote", 10)


SOMEWHERE = st.integers(0, len(text(*ROWS)) - 1)


@given(
    st.tuples(SOMEWHERE, st.sampled_from('",\n')).map(lambda mark: [mark])
    | st.lists(SOMEWHERE.map(lambda at: (at, '"')), max_size=2)
)
@example([(2, "\n")])  # the header broken after its first name: the row below is data, not its second line
def test_wherever_a_mark_is_too_much_no_order_is_lost_without_a_word(marks: list[tuple[int, str]]) -> None:
    """A stray quote, comma or line break anywhere, or two quotes: thirty orders as they were, or it is said."""
    content = text(*ROWS)
    for at, mark in sorted(marks, reverse=True):
        content = content[:at] + mark + content[at:]
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = orders(Path(folder), content)
        except PlanInputError:
            return
    if not any(finding.severity is Severity.ERROR for finding in result.findings):
        assert result.frame["amount"].tolist() == [10.0 + at for at in range(30)]
        assert result.frame["date"].notna().all()


def test_a_separator_too_much_in_the_header_is_told(tmp_path: Path) -> None:
    """One comma more moves every name of the header by a column: nothing would stand where it belongs."""
    assert fault(tmp_path, text(*ROWS, header=HEADER.replace(",", ",,", 1))) == ("long", 1)


# ── what is not broken ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "row",
    [
        '2027-02-04,Q003,"恒力电气有限公司\n苏州市工业园区, 88号\n电话 0512-1234",伺服,10',
        '2027-02-04,Q003,"恒力 ""电气"" 有限公司",伺服,10',
        '2027-02-04,Q003,恒力"电气"有限公司,伺服,10',
        '2027-02-04,Q003,5" 管件公司,伺服,10',
        '2027-02-04, "Q003", "恒力, 电气", 伺服, 10',
        '"2027-02-04","Q003","恒力电气","伺服","1,234.50"',
        "2027-02-04,Q003,恒力电气,伺服,10,,,",
        "2027-02-04,Q003,恒力电气,伺服,10,见附件",
        "2027-02-04,Q003,恒力电气,,10",
    ],
)
def test_a_row_that_only_looks_odd_is_read(tmp_path: Path, row: str) -> None:
    result = orders(tmp_path, with_row(3, row))
    assert len(result.frame) == 30
    assert result.frame["date"].notna().all() and result.frame["amount"].notna().all()


@pytest.mark.parametrize(
    "end",
    [
        "合计,,,,735\n",
        "合计,735\n",
        "制表人:王芳\n",
        "制表人:王芳,审核:李娜,2027-03-01\n",
        "\n\n",
        ",,,,\n",
        "共30笔",
        "共100笔",
    ],
)
def test_totals_and_notes_at_the_end_are_no_broken_rows(tmp_path: Path, end: str) -> None:
    assert len(orders(tmp_path, text(*ROWS) + end).frame.dropna(subset=["date"])) == 30


def test_titles_groups_and_subtotals_are_no_broken_rows(tmp_path: Path) -> None:
    rows = [*ROWS[:10], "小计,145", "华东区", *ROWS[10:20], "小计,245", *ROWS[20:]]
    content = "销售明细\n打印日期:2027-03-31,第1页\n" + text(*rows)
    assert len(orders(tmp_path, content).frame.dropna(subset=["date"])) == 30


def test_a_program_that_writes_no_blanks_at_the_end_of_a_row(tmp_path: Path) -> None:
    """Then short rows are its habit, and the cells after them are blank."""
    rows = [row if at % 4 else row.rpartition(",")[0] for at, row in enumerate(ROWS)]
    assert orders(tmp_path, text(*rows)).frame["amount"].isna().sum() == 8


# ── encodings ───────────────────────────────────────────────────────────────────────────────────────

TRADITIONAL = "訂單日期,單號,客戶名稱,金額\n2026-02-20,79,臺北許氏企業股份有限公司,7.5\n2026-02-26,80,高雄嶺東機械廠,14\n"
ENGLISH = "date,order_no,customer,amount\n2027-02-01,Q1,{0},10\n2027-02-02,Q2,{1},20\n"
TAIWAN = ("上海恆力電氣有限公司", "臺灣積體電路")
JAPAN = ("株式会社日立製作所", "トヨタ自動車")
KOREA = ("현대중공업", "한국전력공사")
EUROPE = ("Café Möller GmbH", "Bäcker & Söhne")
CHINA = ("北京机电", "联通")


def read(tmp_path: Path, content: bytes) -> tuple[list[str], list[object]]:
    """The customers, and in which encodings the file was said to be."""
    result = orders(tmp_path, content)
    announced = [finding.values["encoding"] for finding in result.findings if finding.code == "F-510"]
    return result.frame["customer"].tolist(), announced


@pytest.mark.parametrize(
    ("names", "codec", "encoding"),
    [
        (CHINA, "gbk", None),
        (TAIWAN, "gbk", None),
        (TAIWAN, "utf-8", None),
        (TAIWAN, "big5", "big5"),
        (JAPAN, "cp932", "shift_jis"),
        (JAPAN, "euc_jp", "euc-jp"),
        (KOREA, "cp949", "euc-kr"),
        (EUROPE, "cp1252", "cp1252"),
        (EUROPE, "utf-8", None),
    ],
)
def test_the_names_tell_the_encoding(
    tmp_path: Path, names: tuple[str, str], codec: str, encoding: str | None
) -> None:
    """The header is English, so that only the names can tell; an encoding unusual here is told."""
    content = ENGLISH.format(*names).encode(codec)
    assert read(tmp_path, content) == (list(names), [encoding] if encoding else [])


def test_traditional_headers_are_headers(tmp_path: Path) -> None:
    for codec in ("big5", "gb18030", "utf-8"):
        names, _ = read(tmp_path, TRADITIONAL.encode(codec))
        assert names == ["臺北許氏企業股份有限公司", "高雄嶺東機械廠"]


@pytest.mark.parametrize("size", fast_only((1, 2, 3), 1, 2))
def test_few_and_short_chinese_names_stay_chinese(tmp_path: Path, size: int) -> None:
    """GBK is what Chinese offices write: two characters must not make it Korean or Big5."""
    words = [
        "海尔",
        "美的",
        "格力",
        "北京机电",
        "联通",
        "中车",
        "徐工",
        "三一",
        "潍柴",
        "吉利",
        "比亚迪",
        "宁德时代",
        "立讯",
    ]
    for names in itertools.combinations(words, size):
        content = text(*(f"2027-02-01,1,{name},5" for name in names), header="date,order_no,customer,amount")
        assert read(tmp_path, content.encode("gbk")) == (list(names), [])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # Two exports pasted together.
        (text(*ROWS[:20]).encode() + "\n".join(ROWS[20:]).encode("gbk"), ("line", 22)),
        (text(*ROWS[:5]).encode("gbk") + "\n".join(ROWS[5:9]).encode("gbk") + b"\n" + ROWS[9].encode() + b"\n", ("mixed", 11)),
        (b"\xef\xbb\xbf" + text(*ROWS[:20]).encode() + "\n".join(ROWS[20:]).encode("gbk"), ("line", 22)),
        (text(*ROWS).encode("gbk") + "2027-03-01,Q9,臺灣積體電路製造,伺服,3\n".encode("big5"), ("mixed", 32)),
        (ENGLISH.format(*EUROPE).encode("cp1252") + "2027-02-03,Q3,Société Élan,1\n".encode(), ("mixed", 4)),
        (text(*ROWS).encode("utf-16") + b"2027-02-01,Q000,ABCD,S,10\n", ("mixed", 32)),
        # The end of the file falls within a character.
        (text(*ROWS).encode("utf-16")[:-1], ("cut", 31)),
        (text(*ROWS).encode("utf-16-le")[:-1], ("cut", 31)),
        (text(*ROWS[:3], ROWS[3][:17]).encode()[:-2], ("cut", 5)),
        (text(*ROWS[:3], ROWS[3][:17]).encode("gbk")[:-2], ("cut", 5)),
        # A byte that no character has.
        (text(*ROWS).encode("gbk").replace("苏州".encode("gbk"), b"\xff\xff", 1), ("line", 3)),
        # Characters that were lost before, and blocks that were never written.
        (text(*ROWS).replace("昆山", "��", 1).encode(), ("lost", 4)),
        (text(*ROWS).encode() + b"\x00" * 600, ("zeros", 32)),
    ],
)  # fmt: skip
def test_what_no_encoding_reads_rightly_stops_the_file(
    tmp_path: Path, content: bytes, expected: tuple[str, int]
) -> None:
    assert fault(tmp_path, content) == expected


def test_what_two_encodings_could_mean_names_the_option(tmp_path: Path) -> None:
    """A Russian export is none of ours; what it may be is said with the option that reads it."""
    content = ENGLISH.format("Завод Уралмаш", "Газпром").encode("cp1251")
    for lang in ("zh", "en"):
        assert "--encoding" in stopped(tmp_path, content).sentence(lang)


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
def test_the_users_word_beats_every_guess(tmp_path: Path, encoding: str) -> None:
    names = {"big5": TAIWAN, "shift_jis": JAPAN, "euc-jp": JAPAN, "euc-kr": KOREA, "cp1252": EUROPE}
    pair = names.get(encoding, CHINA)
    content = ENGLISH.format(*pair).encode(ENCODINGS[encoding])
    result = orders(tmp_path, content, encoding)
    assert result.frame["customer"].tolist() == list(pair)
    assert [finding.code for finding in result.findings] == []


def test_a_word_that_is_wrong_is_told_with_the_line(tmp_path: Path) -> None:
    with pytest.raises(PlanInputError) as caught:
        orders(tmp_path, text(*ROWS).encode("gbk"), "utf-8")
    assert "1" in caught.value.sentence("en") and "utf-8" in caught.value.sentence("en")


def test_lost_characters_may_be_accepted(tmp_path: Path) -> None:
    content = text(*ROWS).replace("昆山", "��", 1).encode()
    assert len(orders(tmp_path, content, "utf-8").frame) == 30


def test_a_large_file_is_told_by_its_beginning_and_read_whole() -> None:
    content = text(*(ROWS * 2_000)).encode("gbk")
    assert len(content) > 2 << 20
    assert decoded(content, "orders.csv").text.count("\n") == 60_001
