"""Books that tell too much: every kind of leak put into any workbook on purpose, part by part."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PERSON = "王五"
PATH = r"C:\Users\wangwu\2027\客户底价"
SHEET1 = "xl/worksheets/sheet1.xml"
Leaky = Callable[[bytes], bytes]


def parts(data: bytes) -> dict[str, bytes]:
    """All parts of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def with_part(
    data: bytes, name: str, content: str | bytes, owner: str = "xl/workbook.xml", kind: str = ""
) -> bytes:
    """One more part with its content type and a relationship from ``owner``."""
    found = parts(data)
    found[name] = content.encode("utf-8") if isinstance(content, str) else content
    types = found["[Content_Types].xml"].decode("utf-8")
    override = f'<Override PartName="/{name}" ContentType="application/x-test"/></Types>'
    found["[Content_Types].xml"] = types.replace("</Types>", override).encode("utf-8")
    if kind:
        folder, _, base = owner.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels".lstrip("/")
        empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        text = found.get(rels, empty.encode()).decode("utf-8")
        if text.endswith("/>"):
            text = empty
        link = f'<Relationship Id="rLeak{len(found)}" Type="{R}/{kind}" Target="/{name}"/></Relationships>'
        found[rels] = text.replace("</Relationships>", link).encode("utf-8")
    return packed(found)


def edited(data: bytes, name: str, pattern: str, replacement: str) -> bytes:
    """The first match of a pattern in one part replaced; there must be one."""
    found = parts(data)
    text, count = re.subn(pattern, lambda m: m.expand(replacement), found[name].decode("utf-8"), count=1)
    assert count, (name, pattern)
    found[name] = text.encode("utf-8")
    return packed(found)


def core(field: str) -> Leaky:
    text = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{field}</cp:coreProperties>'
    )
    return lambda data: with_part(data, "docProps/core.xml", text)


def app(data: bytes) -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    text = f'<Properties xmlns="{space}"><Manager>{PERSON}</Manager><Company>某某电气有限公司</Company></Properties>'
    return with_part(data, "docProps/app.xml", text)


def custom_property(data: bytes) -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    vt = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    text = f'<Properties xmlns="{space}"><property name="部门"><v:lpwstr xmlns:v="{vt}">华东</v:lpwstr></property></Properties>'
    return with_part(data, "docProps/custom.xml", text)


def abs_path(data: bytes) -> bytes:
    space = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    text = f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="x15"><x15ac:absPath url="{PATH}" xmlns:x15ac="{space}"/></mc:Choice></mc:AlternateContent>'
    return edited(data, "xl/workbook.xml", "(<sheets>)", text.replace("\\", r"\\") + r"\1")


def reserved(data: bytes) -> bytes:
    return edited(
        data,
        "xl/workbook.xml",
        "(<sheets>)",
        rf'<fileSharing userName="{PERSON}" readOnlyRecommended="1"/>\1',
    )


def printer(data: bytes) -> bytes:
    data = with_part(
        data, "xl/printerSettings/printerSettings1.bin", b"HP LaserJet 3F", SHEET1, "printerSettings"
    )
    return edited(data, SHEET1, r"</worksheet>", f'<pageSetup xmlns:q="{R}" q:id="rLeak"/></worksheet>')


def comment(data: bytes) -> bytes:
    text = f'<comments xmlns="{MAIN}"><authors><author>{PERSON}</author></authors><commentList><comment ref="A1" authorId="0"><text><t>别给客户看</t></text></comment></commentList></comments>'
    return with_part(data, "xl/comments1.xml", text, SHEET1, "comments")


def threaded(data: bytes) -> bytes:
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    person = f'<personList xmlns="{space}"><person displayName="{PERSON}" id="1" userId="wangwu@corp"/></personList>'
    data = with_part(data, "xl/persons/person.xml", person, kind="person")
    text = f'<ThreadedComments xmlns="{space}"><threadedComment ref="A1" personId="1"><text>底价80万</text></threadedComment></ThreadedComments>'
    return with_part(data, "xl/threadedComments/threadedComment1.xml", text, SHEET1, "threadedComment")


def second_sheet(state: str) -> Leaky:
    def put(data: bytes) -> bytes:
        plain = parts(data)["xl/workbook.xml"].decode("utf-8").replace(' state="visible"', "")
        found = parts(data) | {"xl/workbook.xml": plain.encode("utf-8")}
        return edited(
            packed(found), "xl/workbook.xml", r"(<sheet\s[^>]*/>\s*<sheet)\s", rf'\1 state="{state}" '
        )

    return put


def hidden_row(data: bytes) -> bytes:
    return edited(data, SHEET1, r'<row r="(\d+)"', r'<row r="\1" hidden="1"')


def no_height_row(data: bytes) -> bytes:
    return edited(data, SHEET1, r'<row r="(\d+)"( ht="[^"]*")?', r'<row r="\1" ht="0"')


def hidden_column(data: bytes) -> bytes:
    return edited(data, SHEET1, "(<sheetData)", r'<cols><col min="2" max="2" width="9" hidden="1"/></cols>\1')


def name(attributes: str, text: str) -> Leaky:
    def put(data: bytes) -> bytes:
        one = f"<definedName {attributes}>{text}</definedName>"
        book = parts(data)["xl/workbook.xml"].decode("utf-8")
        if "<definedNames>" in book:
            return edited(data, "xl/workbook.xml", "(<definedNames>)", r"\1" + one.replace("\\", r"\\"))
        return edited(
            data, "xl/workbook.xml", "(</sheets>)", rf"\1<definedNames>{one}</definedNames>".replace("[", "[")
        )

    return put


def external_link(data: bytes) -> bytes:
    cached = '<sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>底价80万</v></cell></row></sheetData>'
    text = f'<externalLink xmlns="{MAIN}"><externalBook><sheetNames><sheetName val="成本"/></sheetNames><sheetDataSet>{cached}</sheetDataSet></externalBook></externalLink>'
    return with_part(data, "xl/externalLinks/externalLink1.xml", text, kind="externalLink")


def external_formula(data: bytes) -> bytes:
    return edited(
        data,
        SHEET1,
        "</sheetData>",
        '<row r="99999"><c r="A99999"><f>[1]成本!A1*2</f><v>160</v></c></row></sheetData>',
    )


def connection(data: bytes) -> bytes:
    text = f'<connections xmlns="{MAIN}"><connection id="1" name="ERP"><dbPr connection="Server=10.0.0.8;UID=sa;PWD=123"/></connection></connections>'
    return with_part(data, "xl/connections.xml", text, kind="connections")


def pivot(data: bytes) -> bytes:
    text = f'<pivotCacheRecords xmlns="{MAIN}" count="1"><r><s v="底价80万"/></r></pivotCacheRecords>'
    return with_part(data, "xl/pivotCache/pivotCacheRecords1.xml", text, kind="pivotCacheRecords")


def web_extension(data: bytes) -> bytes:
    text = (
        '<we:webextension xmlns:we="http://schemas.microsoft.com/office/webextensions/webextension/2010/11"/>'
    )
    return with_part(data, "xl/webextensions/webextension1.xml", text)


def uid(data: bytes) -> bytes:
    space = "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
    return edited(data, SHEET1, "<worksheet ", rf'<worksheet xmlns:xr="{space}" xr:uid="{{1-2-3}}" ')


def unused_text(data: bytes) -> bytes:
    if "xl/sharedStrings.xml" not in parts(data):
        text = f'<sst xmlns="{MAIN}"><si><t>底价80万</t></si></sst>'
        return with_part(data, "xl/sharedStrings.xml", text, kind="sharedStrings")
    return edited(data, "xl/sharedStrings.xml", "</sst>", "<si><t>底价80万</t></si></sst>")


def local_link(data: bytes) -> bytes:
    found = parts(data)
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    link = f'<Relationship Id="rFile" Type="{R}/hyperlink" Target="file:///{PATH}" TargetMode="External"/>'
    empty = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    found[rels] = found.get(rels, empty.encode()).replace(
        b"</Relationships>", link.encode() + b"</Relationships>"
    )
    return edited(
        packed(found),
        SHEET1,
        "</worksheet>",
        f'<hyperlinks><hyperlink ref="A1" xmlns:q="{R}" q:id="rFile"/></hyperlinks></worksheet>',
    )


def filter_criteria(data: bytes) -> bytes:
    column = '<filterColumn colId="0"><filters><filter val="王五的客户"/></filters></filterColumn>'
    return edited(data, SHEET1, "</sheetData>", f'</sheetData><autoFilter ref="A1:B2">{column}</autoFilter>')


def own_sheet_name(data: bytes) -> bytes:
    return edited(data, "xl/workbook.xml", r'(<sheet\s[^>]*?name=")[^"]*"', r'\1操作记录"')


def part(name_: str, content: bytes = b"\0binary") -> Leaky:
    return lambda data: with_part(data, name_, content)


# The fourteen kinds of the promise first, then what else is known to travel unseen.
LEAKS: dict[str, tuple[str, Leaky]] = {
    "author": ("creator", core(f"<dc:creator>{PERSON}</dc:creator>")),
    "last saved by": ("modified_by", core(f"<cp:lastModifiedBy>{PERSON}</cp:lastModifiedBy>")),
    "company and manager": ("company", app),
    "custom properties": ("custom_properties", custom_property),
    "absolute path": ("path", abs_path),
    "printer settings": ("printer", printer),
    "comments": ("comments", comment),
    "threaded comments and persons": ("comments", threaded),
    "hidden sheet": ("hidden_sheets", second_sheet("hidden")),
    "very hidden sheet": ("hidden_sheets", second_sheet("veryHidden")),
    "hidden row": ("hidden_rows", hidden_row),
    "row without height": ("hidden_rows", no_height_row),
    "hidden column": ("hidden_columns", hidden_column),
    "hidden name": ("hidden_names", name('name="底价" hidden="1"', "80")),
    "external link and its cache": ("external_links", external_link),
    "external formula": ("external_links", external_formula),
    "external name": ("external_links", name('name="成本"', "'D:\\\\[成本.xlsx]A'!$A$1")),
    "connection": ("connections", connection),
    "query table": ("connections", part("xl/queryTables/queryTable1.xml", b"<q/>")),
    "pivot cache": ("pivots", pivot),
    "custom XML": ("custom_xml", part("customXml/item1.xml", b"<label>secret</label>")),
    "sensitivity label": ("custom_xml", part("docMetadata/LabelInfo.xml", b"<l/>")),
    "the book's own records": ("records", own_sheet_name),
    "thumbnail": ("thumbnails", part("docProps/thumbnail.jpeg")),
    "macros": ("macros", part("xl/vbaProject.bin")),
    "web extension": ("web_extensions", web_extension),
    "ActiveX": ("controls", part("xl/activeX/activeX1.bin")),
    "embedded object": ("controls", part("xl/embeddings/oleObject1.bin")),
    "revision history": ("revisions", part("xl/revisions/revisionLog1.xml", b"<r/>")),
    "revision ids": ("ids", uid),
    "unused text": ("unused_texts", unused_text),
    "link to a local file": ("links", local_link),
    "filter criteria": ("views", filter_criteria),
    "who reserved the file": ("path", reserved),
    "signature": ("signatures", part("_xmlsignatures/sig1.xml", b"<s/>")),
    "picture": ("pictures", part("xl/media/image1.png")),
    "a part nobody knows": ("parts", part("xl/somethingNew/part1.bin")),
}
