"""The sheet 导入: one row a column of a file and a question, the answers typed there, and cells pasted below."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from salesplan_xl.book.importing.answers import answered, column_of
from salesplan_xl.book.importing.grids import Grid, by_columns, is_blank
from salesplan_xl.book.importing.opening import Pasted
from salesplan_xl.book.importing.questions import Answers, AskedFile
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render, word
from salesplan_xl.schema.workbook import tables

FORM = "import_form"
_KIND = re.compile(r"^\[(\w+)(?::([^\]]*))?\]")
# Cells pasted there are read as far as this; more come as a file.
_MOST_COLUMNS = 200


def stage_form(book: PlanBook, asked: Sequence[AskedFile]) -> None:
    """Fill the sheet with the columns and the questions of files; answers for other files stay."""
    standing = book.frame(FORM)
    rest = standing[~standing["file"].isin([item.file for item in asked])]
    rows = [row for item in asked for row in _rows(book, item)]
    fresh = pd.DataFrame(rows, columns=standing.columns).astype(standing.dtypes.to_dict())
    book.put(FORM, pd.concat([rest, fresh], ignore_index=True), ordered=True)
    book.show(FORM)


def _rows(book: PlanBook, item: AskedFile) -> list[dict[str, object]]:
    declared = tables()[item.table]
    rows: list[dict[str, object]] = []
    for question in item.questions:
        text = f"[{question.kind}:{question.values.get('key', '')}] {render(question.sentence, book.lang)}"
        rows.append(_row(item, header=question.header or None, question=text))
    for column in item.columns:
        label = (
            declared.column(column.field).label.of(book.lang)
            if column.field in declared.keys()
            else column.field
        )
        rows.append(
            _row(item, header=column.header, samples=", ".join(column.samples), goes_to=label or None)
        )
    return rows


def _row(item: AskedFile, **cells: object) -> dict[str, object]:
    blank = dict.fromkeys(("header", "samples", "goes_to", "question", "answer"))
    return {"file": item.file, "table": item.table, **blank, **cells}


def form_answers(book: PlanBook, file: str, table: str) -> Answers:
    """The answers on the sheet for a file: where its columns go, and the answers typed."""
    standing = book.frame(FORM)
    own = standing[(standing["file"] == file) & (standing["table"] == table)]
    answers = Answers()
    if own["answer"].isna().all() and own["question"].notna().any():
        return answers
    for header, goes_to, question, answer in own[["header", "goes_to", "question", "answer"]].itertuples(
        index=False
    ):
        picked = _KIND.match(str(question or ""))
        if picked and answer:
            answers = answered(answers, picked[1], str(answer), picked[2] or "")
        elif header and goes_to and not question:
            answers = answered(answers, "column", str(header), column_of(str(goes_to)))
    return answers


def clear_form(book: PlanBook, files: Sequence[str]) -> None:
    """Rows of files that came in are no longer open."""
    standing = book.frame(FORM)
    rest = standing[~standing["file"].isin(list(files))]
    if len(rest) < len(standing):
        book.put(FORM, rest, ordered=True)


def pasted(book: PlanBook) -> Pasted | None:
    """Cells pasted below the table of the sheet, one row under it or more; ``None`` where there are none."""
    place = book.place(FORM)
    top = place.first_row + place.rows + 1
    rows = book.port.height(place.sheet) - top + 1
    columns = min(book.port.width(place.sheet), _MOST_COLUMNS)
    if rows < 1 or columns < 1:
        return None
    cells = [list(row) for row in book.port.block(place.sheet, top, 1, rows, columns)]
    if not any(not is_blank(cell) for row in cells for cell in row):
        return None
    grid = Grid(word("import.pasted", book.lang), by_columns(cells), list(range(top, top + rows)))
    return Pasted(word("import.pasted", book.lang), (grid,))
