"""The sheet 导入: one row a column of a file and a question, the answers typed there, and cells pasted below."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

import pandas as pd

from salesplan_xl.book.importing.answers import answered, column_of
from salesplan_xl.book.importing.grids import Grid, by_columns, is_blank
from salesplan_xl.book.importing.opening import Pasted
from salesplan_xl.book.importing.questions import Answers, AskedFile, Question
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.engine.same_names import FORM
from salesplan_xl.schema.workbook import tables

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
    declared = tables()[item.table or "orders"]
    rows: list[dict[str, object]] = []
    for question in _one_by_one(item.questions):
        about = question.values.get("key", question.values.get("word", ""))
        text = f"[{question.kind}:{about}] {render(question.sentence, book.lang)}"
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


def _one_by_one(questions: Sequence[Question]) -> Iterator[Question]:
    """Each question; one about several words as one for each, so that it is answered by a choice."""
    for question in questions:
        listed = question.values.get("words")
        for term in listed if isinstance(listed, list) else ():
            values = {**question.values, "values": [term], "first": term, "word": term}
            yield dataclasses.replace(question, values=values)
        if not isinstance(listed, list):
            yield question


def _row(item: AskedFile, **cells: object) -> dict[str, object]:
    blank = dict.fromkeys(("header", "samples", "goes_to", "question", "answer"))
    return {"file": item.file, "table": item.table or None, **blank, **cells}


def form_answers(book: PlanBook, file: str, table: str) -> Answers:
    """The answers on the sheet for a file: where its columns go, and the answers typed."""
    standing = book.frame(FORM)
    own = standing[(standing["file"] == file) & (standing["table"] == table)]
    answers = Answers()
    if own["answer"].isna().all() and own["question"].notna().any() and not _placed(own):
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


def _placed(rows: pd.DataFrame) -> bool:
    """Whether a column that was asked for has been given one of the file's beside it."""
    kinds = [_KIND.match(str(text)) for text in rows["question"].dropna()]
    asked = {picked[2] for picked in kinds if picked and picked[1] in ("column", "contested")}
    given = {column_of(str(text)) for text in rows.loc[rows["question"].isna(), "goes_to"].dropna()}
    return not asked.isdisjoint(given)


def stated_kind(book: PlanBook, file: str) -> list[str]:
    """The tables that the user has chosen on the sheet for a file of which nobody can tell what it holds."""
    standing = book.frame(FORM)
    own = standing[standing["file"] == file]
    chosen = [str(key) for key in own["table"].dropna()]
    labels = {
        label: key for key, table in tables().items() for label in (key, table.label.zh, table.label.en)
    }
    asks = own["question"].fillna("").str.startswith("[kind:")
    typed = [
        labels[str(text).strip()] for text in own.loc[asks, "answer"].dropna() if str(text).strip() in labels
    ]
    return list(dict.fromkeys([*typed, *chosen]))[:1]


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
