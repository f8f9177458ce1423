"""The columns of a file as columns of ours: by whole words, checked by content; what is unclear stays open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from salesplan_xl.book.importing import content
from salesplan_xl.book.importing.fields import fields, missing
from salesplan_xl.book.importing.header_text import Header, header_key, parsed, pieces
from salesplan_xl.book.importing.words import OTHER, Meaning, header_words, own_words
from salesplan_xl.catalogue import imports as words
from salesplan_xl.schema.types import Kind

# Choosing among columns that mean the same is told for these.
_TOLD_KINDS = (Kind.MONEY, Kind.DATE)
_SHORTEST_END = 2
# What a header of money has in it, whatever else it says.
_MONEY_WORD = re.compile(words.MONEY_HEADER)
# Columns that hold names.
_NAMED = ("customer", "name", "project", "first_name", "last_name")
# Every column that tells the state of a row counts, not the best alone.
_STATES = "status"
# Words that make of a date or an amount something else, wherever they stand in a header.
_VETOES = (
    "ship", "deliver", "due", "updat", "modif", "paid", "payment", "tax", "vat", "discount",
    "cost", "balance", "freight", "seller", "vendor", "supplier", "approv", "profit",
    "credit limit", "quota", "target", "budget", "tva", "mwst", "iva", "liefer", "zahlung", "卖家",
    "销方", "供应商", "收货", "发货", "交货", "更新", "修改", "提交", "审核", "付款", "收款",
    "回款", "到期", "计划", "要求", "税", "折扣", "优惠", "运费", "成本", "利润", "毛利", "余额",
    "未收", "已收", "目标", "预算", "已开票", "未开票", "电话", "地址", "编码", "编号", "代码",
    "类型", "级别", "分类", "id", "code", "number", "phone", "type", "class", "email", "contact",
    "address", "count", "rate", "率",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapped:
    """The columns of a table as they were understood.

    Args:
        positions: our column → position in the grid.
        headers: header of each position, in the reading that was taken.
        likely: our columns whose header only ends like one of ours, or is told by content alone.
        rivals: our column → positions that mean the same and were not taken.
        contested: our column → positions of which none is better than the other.
    """

    positions: dict[str, int]
    headers: list[Header]
    likely: tuple[str, ...] = ()
    rivals: dict[str, list[int]] = field(default_factory=dict)
    contested: dict[str, list[int]] = field(default_factory=dict)

    def lacks(self, table: str) -> list[str]:
        """Needed columns that are not there."""
        return missing(table, set(self.positions))

    def certain(self) -> int:
        """Number of certain columns."""
        return len(self.positions) - len(self.likely)


@dataclass(frozen=True, slots=True)
class Sampled:
    """One column to be mapped: the readings of its header, best first, and cells below it."""

    readings: tuple[Header, ...]
    cells: list[object]
    uncomputed: bool = False

    @property
    def filled(self) -> bool:
        """Whether anything stands there, be it a formula whose value was never stored."""
        return bool(self.cells) or self.uncomputed


def map_columns(
    columns: Sequence[Sampled],
    table: str,
    stated: Mapping[str, str],
    this_year: int,
    date1904: bool = False,
    *,
    with_tax: bool = False,
) -> Mapped:
    """Map a table's columns.

    Args:
        columns: the columns of the grid.
        table: the table they are meant for.
        stated: our column → header, as the user has said.
        this_year: the year before the plan's, for revenue columns that name a year.
        date1904: see ``dates``.
        with_tax: whether amounts with tax go before those without; of what is owed they always do.
    """
    headers = [column.readings[0] for column in columns]
    meanings = _meanings(columns, table, headers, this_year)
    positions = _stated_positions(columns, table, stated, headers)
    free = {at: picked for at, picked in meanings.items() if at not in positions.values()}
    kinds = {key: item.kind for key, item in fields(table).items()}
    needed = frozenset(key for key, item in fields(table).items() if item.needed)
    wanted = _candidates(free, columns, kinds, {*positions, *stated}, date1904)
    mapped = Mapped(positions, headers)
    _take_best(mapped, wanted, kinds, columns, with_tax or table == "receivables", needed)
    return _with_likely(mapped, columns, table, meanings, stated, date1904)


def _meanings(
    columns: Sequence[Sampled], table: str, headers: list[Header], this_year: int
) -> dict[int, tuple[Meaning, ...]]:
    """The meanings of each header by its whole words, in the first of its readings that has any."""
    listed = header_words(table)
    prefix = _common_prefix([column.readings[0].text for column in columns])
    picked: dict[int, tuple[Meaning, ...]] = {}
    for at, column in enumerate(columns):
        readings = column.readings
        if prefix:
            readings = (*readings, *(parsed(reading.text[len(prefix) :]) for reading in readings))
        for reading in readings:
            lookup = listed.get(reading.key) or (
                _year_column(reading, this_year) if table == "customers" else ()
            )
            if lookup:
                picked[at], headers[at] = lookup, reading
                break
    return picked


def _common_prefix(texts: Sequence[str]) -> str:
    """The beginning of all headers, such as ``Deal - ``."""
    filled = [text for text in texts if text]
    first = filled[0] if filled else ""
    for mark in (" - ", ": ", ".", "/", "_"):
        prefix = first.partition(mark)[0] + mark
        if mark in first and len(filled) > 1 and all(text.startswith(prefix) for text in filled):
            return prefix
    return ""


def _year_column(header: Header, this_year: int) -> tuple[Meaning, ...]:
    """A revenue column that names its year."""
    parts = pieces(header.text)
    digits = [part for word in parts for part in _years_in(word)]
    if len(set(digits)) != 1:
        return ()
    rest = header_key(
        "".join(parts).replace(str(digits[0]), "").replace("年度", "").replace("年", "").replace("fy", "")
    )
    amounts = {*own_words("orders", "amount"), *own_words("customers", "this_year"), ""}
    back = this_year - digits[0]
    if rest not in amounts:
        return ()
    return (
        (Meaning(("this_year", "last_year", "year_before")[back], 0),)
        if 0 <= back <= 2
        else (Meaning(OTHER, 0),)
    )


def _years_in(word: str) -> list[int]:
    numbers = "".join(letter if letter.isdigit() else " " for letter in word).split()
    return [int(number) for number in numbers if len(number) == 4 and 1990 <= int(number) <= 2100]


def _stated_positions(
    columns: Sequence[Sampled], table: str, stated: Mapping[str, str], headers: list[Header]
) -> dict[str, int]:
    """The positions of the headers that the user named."""
    places: dict[str, int] = {}
    for at, column in enumerate(columns):
        for reading in column.readings:
            places.setdefault(header_key(reading.text), at)
    exact = {reading.text: at for at, column in enumerate(columns) for reading in column.readings}
    picked = {}
    for key, text in stated.items():
        place = exact.get(text, places.get(header_key(text))) if text else None
        if place is not None and key in fields(table):
            picked[key] = place
            headers[place] = next(
                (reading for reading in columns[place].readings if reading.text == text),
                columns[place].readings[0],
            )
    return picked


def _candidates(
    meanings: Mapping[int, tuple[Meaning, ...]],
    columns: Sequence[Sampled],
    kinds: Mapping[str, Kind],
    taken: set[str],
    date1904: bool,
) -> dict[str, list[tuple[int, int]]]:
    """Our column → (rank, position) of the columns that can be it and hold what it holds."""
    wanted: dict[str, list[tuple[int, int]]] = {}
    for at, picked in meanings.items():
        for meaning in picked:
            if meaning.field == OTHER or meaning.field in taken:
                continue
            if _suits(columns[at].cells, meaning.field, kinds[meaning.field], date1904):
                wanted.setdefault(meaning.field, []).append((meaning.rank, at))
    return {key: sorted(places) for key, places in wanted.items()}


def _suits(cells: Sequence[object], key: str, kind: Kind, date1904: bool) -> bool:
    """Whether cells can be what the header says; a customer has a name, not a number."""
    if key in _NAMED and not content.are_names(cells):
        return False
    return content.suits(cells, kind, date1904)


def _take_best(
    mapped: Mapped,
    wanted: dict[str, list[tuple[int, int]]],
    kinds: Mapping[str, Kind],
    columns: Sequence[Sampled],
    with_tax: bool,
    needed: frozenset[str],
) -> None:
    """The best column of each meaning; each column once. A blank column gives way, and is none of the needed ones."""
    used = set(mapped.positions.values())
    for key in sorted(wanted, key=lambda name: (wanted[name][0][0], list(kinds).index(name))):
        places = [(rank, at) for rank, at in wanted[key] if at not in used]
        filled = [(rank, at) for rank, at in places if columns[at].filled]
        filled = filled or ([] if key in needed and any(column.filled for column in columns) else places)
        if not filled:
            continue
        if kinds[key] is Kind.MONEY:
            filled = _by_tax(filled, mapped.headers, prefer_with=with_tax)
        equal = [at for rank, at in filled if rank == filled[0][0]]
        if len(equal) > 1 and not _alike(equal, columns):
            mapped.contested[key] = equal
            continue
        at = filled[0][1]
        mapped.positions[key] = at
        used.add(at)
        if kinds[key] in _TOLD_KINDS or key == _STATES:
            mapped.rivals[key] = [place for _, place in filled[1:]]


def _by_tax(
    places: list[tuple[int, int]], headers: list[Header], *, prefer_with: bool
) -> list[tuple[int, int]]:
    """Amounts without tax before those with it, where both stand side by side."""
    flags = {at: headers[at].tax for _, at in places}
    if len(set(flags.values())) < 2:
        return places
    order = ("with", "", "without") if prefer_with else ("without", "", "with")
    return sorted(((order.index(flags[at]) * 1000 + rank, at) for rank, at in places), key=lambda item: item)


def _alike(places: list[int], columns: Sequence[Sampled]) -> bool:
    """Columns of one name that hold the same."""
    first = columns[places[0]]
    return all(columns[at].cells == first.cells for at in places[1:])


def _with_likely(
    mapped: Mapped,
    columns: Sequence[Sampled],
    table: str,
    meanings: Mapping[int, tuple[Meaning, ...]],
    stated: Mapping[str, str],
    date1904: bool,
) -> Mapped:
    """Needed columns without a word of ours: by the end of a header, or as the only column that holds such cells."""
    likely: list[str] = []
    for key in missing(table, set(mapped.positions)):
        if key in mapped.contested or key in stated:
            continue
        kind = fields(table)[key].kind
        free = [
            at
            for at in range(len(columns))
            if at not in mapped.positions.values() and at not in meanings and mapped.headers[at].text
        ]
        chosen = _by_ending(free, mapped.headers, own_words(table, key), columns, kind, date1904)
        if len(chosen) > 1:
            mapped.contested[key] = chosen
        elif chosen:
            mapped.positions[key] = chosen[0]
            likely.append(key)
    return Mapped(mapped.positions, mapped.headers, tuple(likely), mapped.rivals, mapped.contested)


def _by_ending(
    free: list[int],
    headers: list[Header],
    own: tuple[str, ...],
    columns: Sequence[Sampled],
    kind: Kind,
    date1904: bool,
) -> list[int]:
    certain = [
        at
        for at in free
        if not is_vetoed(headers[at]) and content.is_certain(columns[at].cells, kind, date1904)
    ]
    fits = [at for at in certain if _ends_like(headers[at], own)]
    if fits or kind not in _TOLD_KINDS:
        return fits
    wanted = certain if kind is Kind.DATE else [at for at in certain if _MONEY_WORD.search(headers[at].key)]
    return wanted if len(wanted) == 1 else []


def is_vetoed(header: Header) -> bool:
    """Whether a word in a header makes something else of a day or an amount."""
    plain = " ".join(pieces(header.text))
    return any(veto in plain for veto in _VETOES)


def _ends_like(header: Header, own: tuple[str, ...]) -> bool:
    ends = [word for word in own if len(word) >= _SHORTEST_END and header.key.endswith(word)]
    return any(not word.isascii() or _whole_words(header.text, word) for word in ends)


def _whole_words(text: str, word: str) -> bool:
    """Whether an English ending starts at a word: ``Net amount`` ends with amount, ``Discount`` not with count."""
    parts = pieces(text)
    return any("".join(parts[start:]) == word for start in range(len(parts)))
