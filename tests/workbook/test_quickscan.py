"""The quick scan over the bytes of a sheet: what it proves of a plainly spelt part, and what it leaves to others."""

from __future__ import annotations

from salesplan_xl.book.xlsx.quickscan import bounded_extent, formula_cells, has_formulas

HEAD = b'<?xml version="1.0" encoding="UTF-8"?><worksheet>'
MARKS = b'<conditionalFormatting sqref="A1"><cfRule type="expression"><formula>A1&gt;0</formula></cfRule></conditionalFormatting>'


def sheet(cells: bytes, after: bytes = b"") -> bytes:
    return HEAD + b'<sheetData><row r="5">' + cells + b"</row></sheetData>" + after + b"</worksheet>"


def test_a_sheet_with_conditional_formats_is_plain_too() -> None:
    assert bounded_extent(sheet(b'<c r="B5"><v>1</v></c>', MARKS)) == (6, 26)
    assert bounded_extent(sheet(b"<c><v>1</v></c>", MARKS)) is None


def test_formula_cells_are_found_by_their_address() -> None:
    data = sheet(
        b'<c r="B5" s="3"><f>1+1</f><v>2</v></c><c r="AA5" t="str"><f t="shared" si="0"/></c><c r="AB5"/>'
    )
    assert has_formulas(data)
    assert formula_cells(data) == [(5, 2), (5, 27)]


def test_the_formula_of_a_condition_is_no_formula_cell() -> None:
    assert not has_formulas(sheet(b'<c r="B5"><v>1</v></c>', MARKS))


def test_a_formula_without_an_address_is_left_to_the_careful_reading() -> None:
    assert formula_cells(sheet(b'<c r="B5"><f>1</f></c><c><f>2</f></c>')) is None
