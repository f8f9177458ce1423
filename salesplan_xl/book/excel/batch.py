"""Steps on the sheets of an open book, gathered and carried out together.

On Windows the add-in's macro ``DoSteps`` carries out any number of steps in one call; each step asked of Excel
from outside costs one to three calls. Where the macro is not there (a Mac, whose bridge hands over no nested
lists, or a book opened without the add-in) the same steps are asked one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from salesplan_xl.book.excel.errors import is_unavailable, translated_errors

MACRO = "'SalesPlan.xlam'!SalesPlanSteps.DoSteps"
BLANK = (("", "", "", "", "", 0, 0, 0),)
Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do on a sheet.

    ``verb`` is a key of ``_PLAIN``; ``place`` an address or rows such as ``5:9``; ``target`` the sheet, table or
    kind that the verb names, ``target_place`` the address there; ``rows`` what is written.
    """

    verb: str
    sheet: str
    place: str = ""
    target: str = ""
    target_place: str = ""
    rows: Rows = ()

    @property
    def asks(self) -> bool:
        """Whether it changes nothing and has an answer."""
        return self.verb in _ASKING


class StepRefusedError(Exception):
    """Excel refused a step inside the macro; what it said is the message."""


@dataclass
class Batch:
    """Gathers steps that change something until an answer is needed or ``done`` is called.

    Args:
        book: the ``xlwings.Book``.
        title: its name in sentences.
        app: the Excel in which it is open.
        alone: there is no add-in that could help.
    """

    book: Any
    title: str
    app: Any
    alone: bool = False
    macro: Any = None
    _waiting: list[Step] = field(default_factory=list)
    _pages: Any = None
    _sheets: dict[str, Any] = field(default_factory=dict)
    _ranges: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def in_one_call(self) -> bool:
        """Whether a step more costs nothing."""
        if not self.alone and self.macro is None:
            with translated_errors(self.title):
                self.macro = _macro_of(self.app)
            self.alone = self.macro is None
        return self.macro is not None

    def put(self, *steps: Step) -> None:
        """Steps to be carried out in their order, before anything is asked."""
        self._waiting += steps

    def ask(self, *steps: Step) -> list[Any]:
        """The answers of steps, after all that was put has been done."""
        steps, self._waiting = (*self._waiting, *steps), []
        answers = self._by_macro(steps) if steps and self.in_one_call else [*map(self._alone, steps)]
        return [answer for step, answer in zip(steps, answers, strict=True) if step.asks]

    def done(self) -> None:
        """All that was put is done.

        Raises:
            HostError: SP-402, SP-403, SP-404 Excel refused a step; those before it are done.
        """
        self.ask()

    def sheet(self, name: str) -> Any:
        """The xlwings sheet of a name, for what no step can do."""
        self.done()
        return self._sheet(name)

    def forget_places(self) -> None:
        """Rows may have moved: ranges are fetched anew."""
        self._ranges.clear()

    # ── in one call ───────────────────────────────────────────────────────────────────────────────────

    def _by_macro(self, steps: Sequence[Step]) -> Sequence[Any]:
        table, canvas = _packed(steps)
        with translated_errors(self.title, next((step.sheet for step in steps if not step.asks), "")):
            answers = self.macro(self.title, table, canvas)
        if position := int(answers[0]):
            step = steps[position - 1]
            with translated_errors(self.title, "" if step.asks else step.sheet):
                raise StepRefusedError(str(answers[position]))
        return list(answers[1:])

    # ── one after the other ───────────────────────────────────────────────────────────────────────────

    def _alone(self, step: Step) -> Any:
        with translated_errors(self.title, "" if step.asks else step.sheet):
            answer = _PLAIN[step.verb](self, step)
        if step.verb in _MOVING:
            self._ranges = {place: kept for place, kept in self._ranges.items() if place[0] != step.sheet}
        return answer

    def _sheet(self, name: str) -> Any:
        if name not in self._sheets:
            with translated_errors(self.title):
                if self._pages is None:
                    self._pages = self.book.sheets
                self._sheets[name] = self._pages[name]
        return self._sheets[name]

    def range(self, sheet: str, place: str) -> Any:
        """The xlwings range of a place, kept until rows of its sheet move."""
        if (sheet, place) not in self._ranges:
            self._ranges[sheet, place] = self._sheet(sheet).range(place)
        return self._ranges[sheet, place]

    def _listed(self, step: Step) -> Any:
        place = (step.sheet, f"[{step.target}]")
        if place not in self._ranges:
            self._ranges[place] = self._sheet(step.sheet).tables[step.target]
        return self._ranges[place]

    def _write(self, step: Step) -> None:
        self.range(step.sheet, step.place).raw_value = step.rows

    def _copy(self, step: Step) -> None:
        self.range(step.sheet, step.place).copy(self.range(step.target, step.target_place))

    def _paste(self, step: Step) -> None:
        self.range(step.sheet, step.place).copy()
        target = self.range(step.target, step.target_place)
        try:
            target.paste(_KINDS[step.verb])
        except KeyError:
            # A Mac cannot merge: the formats are those asked for, conditional ones are lost in these rows.
            target.paste("formats")
        self.app.cut_copy_mode = None

    def _resize(self, step: Step) -> None:
        self._listed(step).resize(self.range(step.sheet, step.place))

    def _show_rows(self, step: Step) -> None:
        listed = self._listed(step)
        if listed.show_autofilter:
            listed.show_autofilter = False
            listed.show_autofilter = True

    def _set_visible(self, step: Step) -> None:
        self._sheet(step.sheet).visible = step.verb == "show"


def _macro_of(app: Any) -> Any:
    """The add-in's macro, where Excel has it and hands its answers over as they are."""
    try:
        macro = app.macro(MACRO)
        answers = macro("", BLANK, (("",),))
    except Exception as error:
        if is_unavailable(error):
            raise
        return None
    # A single blank step does nothing: an answer of another form cannot be trusted with more.
    return macro if isinstance(answers, (tuple, list)) and list(answers) == [0, None] else None


def _packed(steps: Sequence[Step]) -> tuple[tuple[tuple[object, ...], ...], tuple[tuple[object, ...], ...]]:
    """The steps as one table and all that they write stacked in one rectangle: nothing else travels at once."""
    width = max((len(step.rows[0]) for step in steps if step.rows), default=1)
    table: list[tuple[object, ...]] = []
    canvas: list[tuple[object, ...]] = []
    for step in steps:
        wide = len(step.rows[0]) if step.rows else 0
        size = (len(canvas), len(step.rows), wide)
        table.append((step.verb, step.sheet, step.place, step.target, step.target_place, *size))
        canvas += ((*row, *[""] * (width - wide)) for row in step.rows)
    return tuple(table), tuple(canvas) or (("",),)


_KINDS = {"paste_merged": "all_merging_conditional_formats", "paste_validation": "validation"}
# Verbs that change nothing but have an answer, and those after which ranges stand elsewhere.
_ASKING = frozenset({"value", "formula", "used", "visible"})
_MOVING = frozenset({"insert", "delete"})
_PLAIN: dict[str, Callable[[Batch, Step], Any]] = {
    "value": lambda batch, step: batch.range(step.sheet, step.place).raw_value,
    "formula": lambda batch, step: batch.range(step.sheet, step.place).formula,
    # The address is one question to Excel; column and shape would be seven.
    "used": lambda batch, step: batch._sheet(step.sheet).used_range.address,  # noqa: SLF001 - verbs of this class
    "visible": lambda batch, step: batch._sheet(step.sheet).visible,  # noqa: SLF001
    "write": Batch._write,  # noqa: SLF001
    "clear_contents": lambda batch, step: batch.range(step.sheet, step.place).clear_contents(),
    "clear": lambda batch, step: batch.range(step.sheet, step.place).clear(),
    "insert": lambda batch, step: batch.range(step.sheet, step.place).insert("down"),
    "delete": lambda batch, step: batch.range(step.sheet, step.place).delete("up"),
    "copy": Batch._copy,  # noqa: SLF001
    "paste_merged": Batch._paste,  # noqa: SLF001
    "paste_validation": Batch._paste,  # noqa: SLF001
    "resize": Batch._resize,  # noqa: SLF001
    "show_rows": Batch._show_rows,  # noqa: SLF001
    "show": Batch._set_visible,  # noqa: SLF001
    "hide": Batch._set_visible,  # noqa: SLF001
    "activate": lambda batch, step: batch._sheet(step.sheet).activate(),  # noqa: SLF001
}
