"""Reports as Word files: blocks in, a document out that Word opens, edits and prints, in pages of ours or a company's."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from salesplan_xl.book.export.docx import letter
from salesplan_xl.book.export.pdf import find_office
from salesplan_xl.book.export.word_report import (
    Block,
    Cards,
    Chart,
    Heading,
    Page,
    PageBreak,
    Paragraph,
    Rows,
    Run,
    Words,
    word_report,
)
from salesplan_xl.errors import WorkbookError
from salesplan_xl.schema import palette

PAGE = Page("2026年终总结", "张三 · 2026", "zh")
MONTHS = tuple(f"{month}月" for month in range(1, 13))
REVENUE = Chart("销售额(万元)", ("目标", "今年", "去年"), (("销售额", (1965, 1900, 1696)),))
TWO_YEARS = Chart(
    "各月(万元)",
    MONTHS,
    (
        ("今年", (90.2, 91, 120, 150, 160, 155, 130, 115, 130, 175, 130, 174)),
        ("去年", (80.0,) * 11 + (None,)),
    ),
)
LOST = Chart("丢单金额(万元)", ("价格", "交期", "没有见到决策人"), (("金额", (120.5, 80, 33.3)),), bars=True)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RED_POINT = bytes.fromhex(  # a picture
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c494441"
    "54789c6398c3c0000001d8009d7dc61e880000000049454e44ae426082"
)
HOME = Path(__file__).parents[2]
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def words(text: str) -> Words:
    return (Run(text),)


def battles(count: int) -> Rows:
    """A table of long Chinese names; what is not known yet is marked."""
    rows = tuple(
        (
            words(f"上海浦东新区精密机械制造有限责任公司第{at}分公司"),
            words(f"{at:,}.0"),
            (Run("【待填】为什么?", marked=True),),
        )
        for at in range(1, count + 1)
    )
    return Rows(("客户", "金额", "原因"), rows, (0.5, 0.2, 0.3), (1,))


REPORT: tuple[Block, ...] = (
    Heading("一、三句话"),
    Paragraph((Run("完成率:", bold=True), Run("96.7%。")), "lead"),
    Cards((("完成率", "96.7%", "+5.5个百分点"), ("增长", "12.0%", ""), ("回款", "1,748.5万元", ""), ("毛利率", "31.4%", ""))),
    Paragraph(words("样机一台,8万元。"), "bullet"),
    PageBreak(), Heading("二、看板"), REVENUE, TWO_YEARS, LOST,
    PageBreak(), Heading("三、战役"), Heading("丢掉的", 2), battles(50),
)  # fmt: skip


def written(*blocks: Block, template: Path | None = None, page: Page = PAGE) -> bytes:
    return word_report(page, blocks, template)


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: package.read(name) for name in package.namelist()}


def chart_xml(chart: Chart) -> etree._Element:
    """The chart part of a report with one chart."""
    return etree.fromstring(parts(written(chart))["word/charts/chart1.xml"])


def values(root: etree._Element, name: str) -> list[str | None]:
    return [element.get("val") for element in root.iter(f"{C}{name}")]


def complaints(data: bytes, folder: Path) -> list[str]:
    """What a validator of the format says."""
    path = folder / "report.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


def refused(code: str, path: Path) -> None:
    with pytest.raises(WorkbookError) as stopped:
        written(Heading("一"), template=path)
    assert stopped.value.code == code


# ── pages of ours ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_is_valid_and_says_nothing_of_its_writer(tmp_path: Path) -> None:
    data = written(*REPORT)
    assert complaints(data, tmp_path) == []
    everything = parts(data)
    assert not [
        name for name in everything if "app.xml" in name or "thumbnail" in name or "custom" in name.lower()
    ]
    relations = b"".join(blob for name, blob in everything.items() if name.endswith(".rels"))
    assert b"External" not in relations
    properties = opened(data).core_properties
    assert (properties.title, properties.author, properties.last_modified_by, properties.comments) == (
        "2026年终总结", "", "", "",
    )  # fmt: skip


def test_headings_stand_in_words_own_styles() -> None:
    document = opened(written(*REPORT))
    assert [(item.style.name, item.text) for item in document.paragraphs if item.style.name.startswith("Head")] == [
        ("Heading 1", "一、三句话"), ("Heading 1", "二、看板"), ("Heading 1", "三、战役"), ("Heading 2", "丢掉的"),
    ]  # fmt: skip
    levels = [document.styles[f"Heading {level}"].element.pPr.find(qn("w:outlineLvl")) for level in (1, 2, 3)]
    assert [level.get(qn("w:val")) for level in levels] == ["0", "1", "2"]
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "微软雅黑"


def test_every_page_is_a4_upright_with_a_header_and_its_number() -> None:
    section = opened(written(*REPORT)).sections[0]
    assert (section.page_width.cm, section.page_height.cm) == (
        pytest.approx(21, abs=0.01),
        pytest.approx(29.7, abs=0.01),
    )
    assert section.header.paragraphs[0].text == "张三 · 2026"
    fields = [item.get(qn("w:instr")) for item in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_page_break_makes_the_next_block_begin_a_page() -> None:
    """A break in front of everything, twice or at the end makes no empty page; a table begins below a low line."""
    document = opened(
        written(
            PageBreak(),
            Heading("一"),
            PageBreak(),
            PageBreak(),
            battles(1),
            PageBreak(),
            page=Page("", "张三", "zh"),
        )
    )
    breaks = [bool(item.paragraph_format.page_break_before) for item in document.paragraphs]
    assert breaks == [False, True, False]
    assert document.element.xpath("count(//w:br[@w:type='page'])") == 0


def test_a_table_repeats_its_head_and_keeps_its_rows_whole() -> None:
    table = opened(written(battles(30))).tables[0]
    assert len(table.rows) == 31
    assert [len(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows] == [1] + [0] * 30
    assert {len(row._tr.xpath("./w:trPr/w:cantSplit")) for row in table.rows} == {1}
    total = sum(column.width for column in table.columns)
    assert [round(column.width / total, 2) for column in table.columns] == [0.5, 0.2, 0.3]
    sides = [item.get(qn("w:val")) for item in table.rows[0]._tr.iter(qn("w:jc"))]
    assert sides == ["left", "right", "left"]


def test_what_is_to_be_written_is_yellow() -> None:
    document = opened(written(Paragraph((Run("原因:", bold=True), Run("【待填】为什么?", marked=True)))))
    known, open_ = document.paragraphs[1].runs
    assert (known.bold, known.font.highlight_color) == (True, None)
    assert open_.font.highlight_color == docx.enum.text.WD_COLOR_INDEX.YELLOW


def test_two_tables_stay_two_and_the_last_one_has_text_below() -> None:
    """Word joins tables that touch, and wants a paragraph at the end."""
    body = opened(written(battles(1), battles(2), Cards((("a", "1", ""),) * 5))).element.body
    tags = [child.tag.split("}")[1] for child in body]
    assert tags == ["p", "tbl", "p", "tbl", "p", "tbl", "p", "tbl", "p", "sectPr"]


def test_a_long_figure_in_a_card_is_written_smaller() -> None:
    def size(figure: str) -> int:
        card = opened(written(Cards((("回款", figure, ""),) * 4))).tables[0].rows[0].cells[0]
        run = card.paragraphs[1].runs[0]
        return (run.font.size or run.style.font.size or Pt(20)).pt

    assert size("96.7%") == 20
    assert 8 <= size("123,456,789.0万元") < 12


def test_letters_that_xml_does_not_know_are_left_out(tmp_path: Path) -> None:
    chart = Chart("图\x0b<&>\ud800", ("=1+1", "a\x00b"), (("'系列\"", (1, 2)),))
    data = written(Heading("a\x01b & <c>"), Paragraph(words("一\n二\t三\ufffe")), chart)
    assert complaints(data, tmp_path) == []
    assert [item.text for item in opened(data).paragraphs][1:3] == ["ab & <c>", "一\n二 三"]


# ── charts ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_chart_carries_the_book_of_its_figures() -> None:
    everything = parts(written(REVENUE, TWO_YEARS))
    book = load_workbook(io.BytesIO(everything["word/embeddings/Microsoft_Excel_Sheet2.xlsx"]))
    rows = list(book.worksheets[0].values)
    assert rows[0] == (None, "今年", "去年")
    assert (rows[1], rows[12]) == (("1月", 90.2, 80), ("12月", 174, None))
    assert book.properties.creator in (None, "")
    assert book.worksheets[0]._charts == []
    relation = everything["word/charts/_rels/chart2.xml.rels"].decode()
    assert 'Id="rId1"' in relation and "../embeddings/Microsoft_Excel_Sheet2.xlsx" in relation
    assert 'externalData r:id="rId1"' in everything["word/charts/chart2.xml"].decode().replace(
        "c:externalData", "externalData"
    )


def test_other_readers_are_told_what_a_chart_does_not_show() -> None:
    root = chart_xml(LOST)
    for name in (
        "showLegendKey",
        "showCatName",
        "showSerName",
        "showPercent",
        "varyColors",
        "roundedCorners",
    ):
        assert set(values(root, name)) == {"0"}, name
    assert (values(root, "showVal"), values(root, "barDir")) == (["1"], ["bar"])
    assert values(root, "delete") == ["0", "1"], "the figures stand at the bars, not on an axis"
    assert values(root, "dispBlanksAs") == ["gap"]
    assert [child.tag.removeprefix(C) for child in root][-2:] != ["externalData", "printSettings"]
    assert root[-1].tag == f"{C}externalData"
    assert b"latin" not in etree.tostring(root), "the letters are the reader's"


@pytest.mark.parametrize(("lowest", "start"), [(0.0, ["0"]), (-12.3, [])])
def test_the_axis_begins_at_nought_unless_there_is_a_loss(lowest: float, start: list[str]) -> None:
    root = chart_xml(Chart("利润", ("2025", "2026"), (("利润", (lowest, 20)),)))
    assert values(root, "min") == start
    assert values(root, "invertIfNegative") == ["0"]


def test_years_are_words_and_a_gap_stays_a_gap() -> None:
    root = chart_xml(Chart("销售额", ("2024", "2025", "2026"), (("销售额", (None, float("nan"), 20)),)))
    assert root.find(f".//{C}cat/{C}strRef/{C}strCache") is not None
    assert [point.get("idx") for point in root.find(f".//{C}val").iter(f"{C}pt")] == ["2"]


def test_a_chart_has_the_colours_of_the_dashboard() -> None:
    series = chart_xml(TWO_YEARS).iterfind(f".//{C}ser/{C}spPr/{{*}}solidFill/{{*}}srgbClr")
    assert [f"#{colour.get('val')}" for colour in series] == [palette.BLUE, palette.SKY]


@pytest.mark.parametrize(
    ("figures", "money", "code"),
    [
        ((1965.0, 1900.0), True, "#,##0"), ((120.5, 80.0), True, "#,##0.0"), ((0.967, 1.0), False, "0.0%"),
        ((1899.999999, 2.0), True, "#,##0"),
    ],
)  # fmt: skip
def test_money_has_thousands_and_shares_one_decimal(
    figures: tuple[float, ...], money: bool, code: str
) -> None:
    root = chart_xml(Chart("图", ("a", "b"), (("x", figures),), money=money))
    assert root.find(f".//{C}dLbls/{C}numFmt").get("formatCode") == code


def test_figures_stand_at_columns_only_where_they_have_room() -> None:
    assert values(chart_xml(REVENUE), "showVal") == ["1"]
    assert values(chart_xml(TWO_YEARS), "showVal") == []


@pytest.mark.parametrize(
    "chart", [Chart("空", (), ()), Chart("空", ("a",), ()), Chart("空", ("a", "b"), (("x", (None, None)),))]
)
def test_an_empty_chart_is_left_out(chart: Chart) -> None:
    data = written(Heading("一"), chart, Paragraph(words("二")))
    assert [item.text for item in opened(data).paragraphs] == [PAGE.title, "一", "二"]
    assert not [name for name in parts(data) if "chart" in name]


# ── the same report twice ─────────────────────────────────────────────────────────────────────────────────

TWICE = """
import hashlib, pathlib
from salesplan_xl.book.export.word_report import *
chart = Chart("图", ("2025", "2026"), (("x", (1.5, None)), ("y", (2.0, 3.0))))
blocks = (Heading("一"), Paragraph((Run("二", marked=True),), "bullet"), Cards((("a", "1", ""),)), Rows(("a",), (((),),)), chart, chart)
for template in (None, pathlib.Path({template!r})):
    print(hashlib.sha256(word_report(Page("题", "头", "zh"), blocks, template)).hexdigest())
"""


@pytest.mark.slow
def test_the_same_report_is_the_same_bytes(tmp_path: Path) -> None:
    template = company(tmp_path / "公司.docx")
    code, said = TWICE.format(template=str(template)), []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONUTF8": "1"}
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=env, cwd=HOME, check=True
        )
        said.append(run.stdout.split())
    assert said[0] == said[1] and len(set(said[0])) == 2


def test_letters_have_fixed_dates_as_well() -> None:
    letters = [letter("感谢信", ["您好!"], [], "zh") for _ in range(2)]
    assert letters[0] == letters[1] and parts(letters[0])


def test_words_library_is_loaded_for_reports_alone() -> None:
    code = (
        "import sys, salesplan_xl.book.export.word_report, salesplan_xl.book.export.docx;"
        "print(sorted({'docx', 'lxml', 'xlsxwriter'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HOME, check=True)
    assert run.stdout == "[]\n"


# ── a company's document ──────────────────────────────────────────────────────────────────────────────────


def company(path: Path, change: Callable[[Any], None] = lambda _: None) -> Path:
    """A document as companies have them: indented text in fixed lines, a cover, links, comments, its writers' names."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.paragraph_format.line_spacing = Pt(20)
    normal.element.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")
    document.styles["Heading 1"].font.color.rgb = RGBColor(0x9C, 0, 0)
    for name in ("List Bullet", "Heading 3"):
        document.styles[name].element.getparent().remove(document.styles[name].element)
    cover = document.sections[0]
    cover.page_width, cover.page_height, cover.left_margin = Cm(21), Cm(29.7), Cm(4)
    _company_header(cover)
    document.add_heading("旧标题", 1)
    secret = document.add_paragraph("去年的机密数字")
    document.add_comment(secret.runs[0], "删掉", author="钱七", initials="钱")
    document.add_section()
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.category = "王五"
    _attach(document, "file:///C:\\Users\\wangwu\\公司.dotm")
    change(document)
    document.save(str(path))
    return path


def _company_header(section: Any) -> None:
    header = section.header.paragraphs[0]
    header.text = "某某股份有限公司 "
    link = section.header.part.relate_to(
        "https://www.example.com", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    run = "<w:r><w:t>www.example.com</w:t></w:r>"
    header._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}">{run}</w:hyperlink>'))
    section.footer.paragraphs[0].text = "保密"


def _attach(document: Any, path: str) -> None:
    settings = document.part._settings_part
    link = settings.relate_to(path, f"{OFFICE}/attachedTemplate", is_external=True)
    settings.element.insert(1, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{link}"/>'))


def retyped(path: Path, kind: str, **further: bytes) -> Path:
    """The document announced as another kind, with further parts."""
    content = parts_of(path)
    types = content["[Content_Types].xml"].decode()
    content["[Content_Types].xml"] = types.replace("wordprocessingml.document.main", kind).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, blob in (content | further).items():
            package.writestr(name, blob)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_companys_document_gives_its_page_styles_header_and_footer(tmp_path: Path) -> None:
    document = opened(written(*REPORT, template=company(tmp_path / "公司.docx")))
    section = document.sections[0]
    assert len(document.sections) == 1 and section.left_margin.cm == pytest.approx(4, abs=0.01)
    assert section.header.paragraphs[0].text == "某某股份有限公司 www.example.com"
    assert section.footer.paragraphs[0].text == "保密"
    heading = next(item for item in document.paragraphs if item.text == "一、三句话")
    assert heading.style.font.color.rgb == RGBColor(0x9C, 0, 0)
    width = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(column.width for column in document.tables[-1].columns) - width) < Pt(1)


def test_styles_that_a_company_lacks_are_ours(tmp_path: Path) -> None:
    blocks = (Heading("小标题", 3), Paragraph(words("样机"), "bullet"), battles(1))
    document = opened(written(*blocks, template=company(tmp_path / "公司.docx")))
    assert [item.style.name for item in document.paragraphs][1:3] == ["Heading 3", "List Bullet"]
    number = document.styles["List Bullet"].element.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    level = numbering.xpath(f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val")[0]
    assert numbering.xpath(f"./w:abstractNum[@w:abstractNumId='{level}']//w:numFmt/@w:val") == ["bullet"]
    cell = document.tables[0].rows[1].cells[0].paragraphs[0].style.element.pPr
    assert cell.ind.get(qn("w:firstLineChars")) == "0", (
        "a table's text is not indented as a company's paragraphs are"
    )
    assert cell.spacing.get(qn("w:lineRule")) == "auto"


def test_nothing_of_the_old_text_and_its_writers_stays(tmp_path: Path) -> None:
    data = written(*REPORT, template=company(tmp_path / "公司.docx"))
    assert complaints(data, tmp_path) == []
    everything = b"".join(parts(data).values()).decode("utf-8", "ignore")
    for trace in ("机密", "旧标题", "钱七", "王五", "wangwu", "External", "attachedTemplate"):
        assert trace not in everything, trace


def test_a_document_without_header_and_footer_gets_ours(tmp_path: Path) -> None:
    path = tmp_path / "空白.docx"
    docx.Document().save(str(path))
    section = opened(written(Heading("一"), template=path)).sections[0]
    assert section.header.paragraphs[0].text == "张三 · 2026"
    assert len(section.footer._element.xpath(".//w:fldSimple")) == 2


def test_drawings_in_a_header_keep_their_numbers_to_themselves(tmp_path: Path) -> None:
    def picture(document: Any) -> None:
        document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(RED_POINT), Cm(1))

    everything = parts(written(REVENUE, LOST, template=company(tmp_path / "公司.docx", picture)))
    numbers = [
        number
        for name in ("word/document.xml", "word/header1.xml")
        for number in re.findall(r'<wp:docPr [^>]*?\bid="(\d+)"', everything[name].decode())
    ]
    assert len(numbers) == len(set(numbers)) == 3
    assert "word/media/image1.png" in everything


def test_a_word_template_opens_as_a_document(tmp_path: Path) -> None:
    template = retyped(company(tmp_path / "公司.dotx"), "wordprocessingml.template.main")
    section = opened(written(Heading("一"), template=template)).sections[0]
    assert section.left_margin.cm == pytest.approx(4, abs=0.01)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_text("hello", encoding="utf-8"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:3000]),
        lambda path: retyped(path, "x", **{"word/document.xml": b"<w:document"}),
        lambda path: retyped(path, "wordprocessingml.document.main", **{"word/document.xml": b"<w:document"}),
        lambda path: retyped(path, "spreadsheetml.sheet.main"),
        lambda path: retyped(path, "ms-word.document.macroEnabled.main", **{"word/vbaProject.bin": b"x"}),
    ],
    ids=["text", "empty", "cut", "no type", "broken xml", "a workbook", "macros"],
)  # fmt: skip
def test_what_is_no_word_document_is_refused(spoil: Callable[[Path], object], tmp_path: Path) -> None:
    path = company(tmp_path / "公司.docx")
    spoil(path)
    refused("SP-358", path)


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    refused("SP-309", tmp_path / "没有.docx")


# ── as a word processor prints it ─────────────────────────────────────────────────────────────────────────


def printed(data: bytes, folder: Path) -> tuple[list[str], str]:
    """The text of each page as LibreOffice prints it, and the list of fonts."""
    office = find_office()
    if office is None or shutil.which("pdftotext") is None:
        assert not os.environ.get("CI"), "LibreOffice and poppler must be installed in CI"
        pytest.skip("LibreOffice or poppler is not installed")
    (folder / "report.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        folder / "report.docx",
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    made = folder / "report.pdf"
    text = _output("pdftotext", "-layout", made, "-").removesuffix("\f")
    return text.split("\f"), _output("pdffonts", made)


def _output(*command: object) -> str:
    run = subprocess.run([str(part) for part in command], capture_output=True, check=True)
    return run.stdout.decode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_come_out_as_they_were_meant(lang: str, tmp_path: Path) -> None:
    pages, fonts = printed(word_report(Page("2026年终总结", "张三 · 2026", lang), REPORT), tmp_path)
    assert len(pages) == 4, "the table goes over two pages"
    for number, text in enumerate(pages, 1):
        assert "张三 · 2026" in text and f"{number}/4" in text.replace(" ", "")
    _in_order(pages[0], ["2026年终总结", "一、三句话", "96.7%", "1,748.5", "样机一台"])
    _in_order(pages[1], ["二、看板", "1,965", "12月", "120.5"])
    assert all("客户" in text and "金额" in text for text in pages[2:]), "the head stands on both pages"
    table = "".join(pages[2:])
    assert table.count("【待填】为什么?") == 50
    assert "CJK" in fonts and "\ufffd" not in "".join(pages), "Chinese has its letters, not boxes"


def _in_order(text: str, parts_of_it: Sequence[str]) -> None:
    places = [re.sub(r"\s", "", text).find(part) for part in parts_of_it]
    assert -1 not in places and places == sorted(places), dict(zip(parts_of_it, places, strict=True))
