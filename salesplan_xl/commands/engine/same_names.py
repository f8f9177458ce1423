"""Names that may be one customer: proposed on the sheet 导入, answered there by yes or no, followed by the next run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from salesplan_xl.book.importing.words import meaning
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.engine.standing import standing_rows
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.schema.types import Filled, Kind
from salesplan_xl.schema.workbook import tables

FORM = "import_form"
_MARK = "[same:]"
_SHOWN = 5


def propose(book: PlanBook, pairs: Sequence[tuple[str, str]]) -> None:
    """Put each pair on the sheet with a question to be answered by yes or no; those that stand there stay."""
    form = book.frame(FORM)
    there = set(zip(form["header"].tolist(), form["samples"].tolist(), strict=True))
    rows = [_row(book, new, name) for name, new in pairs if (new, name) not in there]
    if rows:
        fresh = pd.DataFrame(rows).reindex(columns=form.columns).astype(form.dtypes.to_dict())
        book.put(FORM, pd.concat([form, fresh], ignore_index=True), ordered=True)
        book.show(FORM)


def _row(book: PlanBook, new: str, name: str) -> dict[str, object]:
    question = render(Sentence("ask.same", {"alias": new, "name": name}), book.lang)
    file = word("import.names", book.lang)
    return {
        "file": file,
        "table": "customers",
        "header": new,
        "samples": name,
        "question": f"{_MARK} {question}",
    }


def told_apart(book: PlanBook) -> set[str]:
    """Names that the user has said are customers of their own: they go by themselves in the table of names."""
    names = book.frame("merged_names")
    return set(names.loc[names["alias"] == names["customer"], "alias"].dropna())


def follow_answers(book: PlanBook) -> list[Finding]:
    """Merge the customers whose pair was answered with yes, remember both kinds of answers, and say what was done."""
    form = book.frame(FORM)
    asked = form["question"].fillna("").str.startswith(_MARK) & form["answer"].notna()
    if not asked.any():
        return []
    said = {
        str(new): (str(name), meaning("boolean", str(answer)))
        for new, name, answer in form.loc[asked, ["header", "samples", "answer"]].itertuples(index=False)
    }
    merged = {new: name for new, (name, answer) in said.items() if answer == "yes"}
    apart = {new: new for new, (_, answer) in said.items() if answer == "no"}
    merged = {new: _last(name, merged) for new, name in merged.items()}
    _remember(book, merged | apart)
    done = {*merged, *apart}
    book.put(FORM, form[~(asked & form["header"].isin(done))], ordered=True)
    if not merged:
        return []
    _rename(book, merged)
    _join_customers(book, merged)
    shown = [f"{new} → {name}" for new, name in list(merged.items())[:_SHOWN]]
    return [Finding("F-597", Severity.NOTE, {"count": len(merged), "names": shown}, Place("customers"))]


def _last(name: str, merged: Mapping[str, str]) -> str:
    """The customer at the end of a chain of names."""
    passed = {name}
    while name in merged and merged[name] not in passed:
        name = merged[name]
        passed.add(name)
    return name


def _remember(book: PlanBook, names: Mapping[str, str]) -> None:
    frame = book.frame("merged_names")
    fresh = pd.DataFrame({"alias": list(names), "customer": list(names.values())}).reindex(
        columns=frame.columns
    )
    rest = frame[~frame["alias"].isin(list(names))]
    rows = [rest, fresh.astype(frame.dtypes.to_dict())]
    book.put("merged_names", pd.concat(rows, ignore_index=True), ordered=True)
    book.show("merged_names")


def _rename(book: PlanBook, merged: Mapping[str, str]) -> None:
    """The customer's rows in every table that people or files fill."""
    for key, table in tables().items():
        filled = [column for column in table.columns if column.key == "customer"]
        if not filled or filled[0].filled not in (Filled.USER, Filled.IMPORT) or book.is_gone(key):
            continue
        rows = standing_rows(book, key)
        if rows["customer"].isin(list(merged)).any():
            book.put(key, rows.assign(customer=rows["customer"].replace(dict(merged))), ordered=True)


def _join_customers(book: PlanBook, merged: Mapping[str, str]) -> None:
    """One row on the customer list: what was sold to both adds up, and blanks are filled from the row that goes."""
    rows = standing_rows(book, "customers")
    here = set(rows["name"].dropna())
    names = rows["name"].replace({new: name for new, name in merged.items() if name not in here})
    goes = names.isin([new for new, name in merged.items() if name in here and name != new])
    going = rows[goes].assign(name=names[goes].replace(dict(merged))).groupby("name")
    rest = rows[~goes].assign(name=names[~goes])
    for column in tables()["customers"].columns:
        if column.key in rest and column.key != "name" and goes.any():
            given = (
                going[column.key].sum(min_count=1) if column.kind is Kind.MONEY else going[column.key].first()
            )
            more = rest["name"].map(given)
            both = rest[column.key].notna() & more.notna() & (column.kind is Kind.MONEY)
            filled = rest[column.key].where(rest[column.key].notna(), more)
            rest[column.key] = filled.where(~both, filled + more if column.kind is Kind.MONEY else filled)
    book.put("customers", rest.astype(rows.dtypes.to_dict()).reset_index(drop=True), ordered=True)
