"""The amount of a row where a file has several: the line's and not its whole document's, with tax or without."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.book.importing.coded import Cells, Coded, taken
from salesplan_xl.book.importing.fields import customer_field
from salesplan_xl.book.importing.figures import read_figures
from salesplan_xl.book.importing.locate import Located
from salesplan_xl.book.importing.reading import Reading, short, some
from salesplan_xl.book.importing.rows import Verdict
from salesplan_xl.catalogue import imports as words
from salesplan_xl.findings import Severity

_DOCUMENT_WORD, _TAX_WORD = re.compile(words.DOCUMENT_AMOUNT), re.compile(words.TAX_AMOUNT)
_BESIDE_WORD = re.compile(words.FREIGHT_AMOUNT)
_CENT, _NEARLY, _ENOUGH = 0.011, 0.95, 2
Numbers = npt.NDArray[np.float64]


def settle_amount(located: Located, verdict: Verdict, mark: str, reading: Reading) -> None:
    """Take the column that holds the amount of each row; drop rows that repeat the amount of their document."""
    table, positions = reading.table.key, located.mapped.positions
    if table not in ("orders", "receivables", "opportunities") or "amount" not in positions or located.months:
        return
    figures = _Figures(located, verdict, mark)
    if table != "opportunities":
        _settle_tax(
            located, figures, with_tax=table == "receivables" or reading.facts.rules.amount_tax == "with"
        )
    number = {"orders": ("order_no",), "opportunities": (customer_field(table), "project")}.get(table, ())
    if number and all(key in positions for key in number):
        _settle_document(located, verdict, figures, number, reading)


class _Figures:
    """The figures of the kept rows of a table, column by column, read once."""

    def __init__(self, located: Located, verdict: Verdict, mark: str) -> None:
        self.located, self.rows, self.mark = located, verdict.keep, mark
        self.read: dict[int, Numbers] = {}

    def cells(self, at: int) -> Cells:
        return taken(self.located.grid.columns[at], self.rows, self.located.body)

    def of(self, at: int) -> Numbers:
        if at not in self.read:
            self.read[at] = np.nan_to_num(read_figures(self.cells(at), self.mark).numbers)
        return self.read[at]


# ── tax ─────────────────────────────────────────────────────────────────────────────────────────────


def _settle_tax(located: Located, figures: _Figures, *, with_tax: bool) -> None:
    """The amount with or without tax by the sum of amount and tax, where no header says which it is."""
    mapped = located.mapped
    taken, rivals = mapped.positions["amount"], mapped.rivals.get("amount", [])
    taxes = _columns(located, _TAX_WORD)
    if not rivals or not taxes or any(mapped.headers[at].tax for at in (taken, *rivals)):
        return
    beside = _columns(located, _BESIDE_WORD)
    for rival, tax in itertools.product(rivals, taxes):
        less, more = (taken, rival) if figures.of(rival).sum() > figures.of(taken).sum() else (rival, taken)
        extras = [np.zeros(len(figures.rows)), *(figures.of(at) for at in beside)]
        fits = any(_same(figures.of(less) + figures.of(tax) + extra, figures.of(more)) for extra in extras)
        if fits and figures.of(tax).any():
            _take(located, more if with_tax else less)
            return


def _columns(located: Located, word: re.Pattern[str]) -> list[int]:
    used = set(located.mapped.positions.values())
    headers = enumerate(located.mapped.headers)
    return [at for at, header in headers if at not in used and word.search(header.text.casefold())]


def _same(left: Numbers, right: Numbers) -> bool:
    return bool((np.abs(left - right) < _CENT).mean() >= _NEARLY) if len(left) else False


def _take(located: Located, at: int) -> None:
    """Take another column for the amount; the one that was taken becomes its rival."""
    mapped = located.mapped
    taken = mapped.positions["amount"]
    if at != taken:
        mapped.rivals["amount"] = [
            taken,
            *(rival for rival in mapped.rivals.get("amount", []) if rival != at),
        ]
        mapped.positions["amount"] = at


# ── documents ───────────────────────────────────────────────────────────────────────────────────────


def _settle_document(
    located: Located, verdict: Verdict, figures: _Figures, number: Sequence[str], reading: Reading
) -> None:
    """An amount that all lines of every document repeat is the document's: the lines' own is taken instead."""
    documents = _documents(located, figures, number)
    taken = located.mapped.positions["amount"]
    if documents is None or not _repeats(figures.of(taken), documents):
        return
    own = _line_amounts(located, figures, documents, taken)
    if own is not None and reading.table.key == "orders":
        _take(located, own)
    elif reading.table.key == "orders" and _product_fits(located, figures, documents, taken):
        del located.mapped.positions["amount"]
        located.mapped.rivals["amount"] = []
    elif reading.table.key == "opportunities" or reading.answers.amounts == "document":
        _keep_first(located, verdict, documents, reading)
    elif reading.answers.amounts != "line" and _is_doubtful(located, taken, documents):
        samples = some([short(cell) for cell in dict.fromkeys(figures.cells(taken))], 4)
        reading.ask("document", located.mapped.headers[taken].text, ("line", "document"), samples=samples)


def _documents(located: Located, figures: _Figures, number: Sequence[str]) -> npt.NDArray[np.int64] | None:
    """The document of each row as a number, -1 for one alone; ``None`` where no document has several rows."""
    every = [figures.cells(located.mapped.positions[key]) for key in number]
    if any(isinstance(cells, Coded) and cells.all_differ for cells in every):
        return None
    columns = {key: list(map(str, cells)) for key, cells in zip(number, every, strict=True)}
    frame = pd.DataFrame(columns)
    blank = frame.isin(["", "None"]).any(axis=1).to_numpy()
    alone = ~frame.duplicated(keep=False).to_numpy() | blank
    if alone.all():
        return None
    codes = frame.groupby(list(number), sort=False).ngroup().to_numpy()
    return np.where(alone, -1, codes)


def _repeats(amounts: Numbers, documents: npt.NDArray[np.int64]) -> bool:
    """Whether every document of several rows has one amount throughout, and not nought."""
    part = pd.Series(amounts[documents >= 0]).groupby(documents[documents >= 0])
    return bool((part.max() - part.min() < _CENT).all() and part.max().ne(0).any())


def _line_amounts(
    located: Located, figures: _Figures, documents: npt.NDArray[np.int64], taken: int
) -> int | None:
    """Another column of amounts that differs within documents and comes to no more than their amount."""
    for at in located.mapped.rivals.get("amount", []):
        if not _repeats(figures.of(at), documents) and _sums_to(figures.of(at), figures.of(taken), documents):
            return at
    return None


def _sums_to(lines: Numbers, whole: Numbers, documents: npt.NDArray[np.int64]) -> bool:
    """Whether lines add up to their documents, or to somewhat less: tax and freight come on top."""
    several = documents >= 0
    parts = pd.Series(lines[several]).groupby(documents[several]).sum()
    wholes = pd.Series(whole[several]).groupby(documents[several]).first()
    return bool(((parts <= wholes + _CENT) & (2 * parts >= wholes)).mean() >= _NEARLY)


def _product_fits(located: Located, figures: _Figures, documents: npt.NDArray[np.int64], taken: int) -> bool:
    """Whether quantity times price of the lines comes to the amount of their document."""
    positions = located.mapped.positions
    if not {"quantity", "price"} <= positions.keys():
        return False
    product = figures.of(positions["quantity"]) * figures.of(positions["price"])
    return _sums_to(product, figures.of(taken), documents)


def _is_doubtful(located: Located, taken: int, documents: npt.NDArray[np.int64]) -> bool:
    """Whether the amount can hardly be that of lines: several documents repeat theirs, or the header says it."""
    named = _DOCUMENT_WORD.search(located.mapped.headers[taken].text.casefold())
    return bool(named) or len(set(documents[documents >= 0].tolist())) >= _ENOUGH


def _keep_first(
    located: Located, verdict: Verdict, documents: npt.NDArray[np.int64], reading: Reading
) -> None:
    """One row a document."""
    again = (documents >= 0) & pd.Series(documents).duplicated().to_numpy()
    rows = [row for row, drop in zip(verdict.keep, again.tolist(), strict=True) if drop]
    verdict.keep = [row for row, drop in zip(verdict.keep, again.tolist(), strict=True) if not drop]
    reading.say(
        "F-536",
        Severity.WARNING,
        "amount",
        count=len(rows),
        rows=some([located.grid.lines[row] for row in rows]),
    )
