"""A guide page at the console: headings, lists, tables and code without their Markdown marks.

It knows what the guide is written in, and no more: headings, paragraphs, bullets, numbered steps, tables, fences,
``**bold**``, ``*emphasis*``, `` `code` ``, links and pictures. Colours are left out by click where nobody sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import click

from salesplan_xl.doors.console.width import columns, padded, wrapped

_SPAN = re.compile(
    r"`([^`]+)`|\*\*(.+?)\*\*|(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])|!?\[([^\]]*)\]\(([^)\s]+)\)"
)
_ITEM = re.compile(r"(\s*)([-*]|\d+\.)\s+(.*)")
_HEADING = re.compile(r"(#+)\s+(.*)")
_RULE = re.compile(r"\|?[\s:|-]+\|?")
_CELL_END = re.compile(r"(?<!\\)\|")
# A line that ends so is a sentence; two blanks ask for a new line.
_ENDS = ".:;!?。：；！？ "
_RULES = {1: "═", 2: "─"}
_GAP, _NARROWEST = "  ", 8
# Letters, and whether they are bold.
Span = tuple[str, bool]


def rendered(text: str, width: int) -> list[str]:
    """The lines of a Markdown page for a console of some columns."""
    return [line for block in _blocks(text.splitlines()) for line in _block(block, width)]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines that belong together: a fence, a table, a sentence that goes on, else every line by itself."""
    block: list[str] = []
    for line in lines:
        if block and _goes_on(block, line):
            block.append(line)
            continue
        if block:
            yield block
        block = [line]
    if block:
        yield block


def _goes_on(block: Sequence[str], line: str) -> bool:
    """Whether a line belongs to the block before it."""
    first = block[0]
    if first.startswith("```"):
        return _is_open(block)
    if first.startswith("|") or not first.strip() or _HEADING.fullmatch(first):
        return first.startswith("|") and line.startswith("|")
    is_text = line.strip() and not line.startswith(("```", "|", "> ")) and not _HEADING.fullmatch(line)
    return bool(is_text) and not _ITEM.fullmatch(line) and (line[0] == " " or block[-1][-1] not in _ENDS)


def _is_open(block: Sequence[str]) -> bool:
    """Whether a fence still waits for its end."""
    return block[0].startswith("```") and (len(block) == 1 or not block[-1].startswith("```"))


def _block(block: Sequence[str], width: int) -> Iterator[str]:
    first = block[0]
    if first.startswith("```"):
        yield from (click.style(f"    {line}", fg="cyan") for line in block[1:] if not line.startswith("```"))
    elif first.startswith("|"):
        yield from _table([_cells(line) for line in block if not _RULE.fullmatch(line)], width)
    elif heading := _HEADING.fullmatch(first):
        yield from _heading(len(heading[1]), wrapped(plain(heading[2]), width))
    elif item := _ITEM.fullmatch(text := _joined(block)):
        mark = "•" if item[2] in "-*" else item[2]
        yield from _paragraph(item[3], width, f"{item[1]}  {mark} ")
    else:
        yield from _paragraph(text.removeprefix("> "), width, "  " if text.startswith("> ") else "")


def _joined(block: Sequence[str]) -> str:
    """The lines of a sentence as one; Chinese is written without a blank between them."""
    text = block[0]
    for line in block[1:]:
        blank = "" if columns(text[-1:]) > 1 or columns(line.strip()[:1]) > 1 else " "
        text = f"{text.rstrip()}{blank}{line.strip()}"
    return text


def _heading(level: int, lines: Sequence[str]) -> Iterator[str]:
    yield from (click.style(line, bold=True) for line in lines)
    if level in _RULES:
        yield _RULES[level] * max(map(columns, lines))


def _paragraph(text: str, width: int, mark: str) -> Iterator[str]:
    """Lines after a mark, the later ones under the first."""
    indent = " " * columns(mark)
    spans = list(_spans(text))
    lines = wrapped("".join(letters for letters, _ in spans), width - len(indent))
    for number, line in enumerate(_styled(lines, spans)):
        yield (mark if number == 0 else indent) + line if line else ""


def _spans(text: str, *, bold: bool = False) -> Iterator[Span]:
    """The pieces of a line without their marks, each with whether it is bold."""
    at = 0
    for match in _SPAN.finditer(text):
        yield text[at : match.start()], bold
        yield from _span(match, bold)
        at = match.end()
    yield text[at:], bold


def _span(match: re.Match[str], bold: bool) -> Iterator[Span]:
    code, strong, slanted, label, address = match.groups()
    if code is not None:
        yield code, True
    elif label is not None:
        yield from _spans(label, bold=bold)
        yield (f" ({address})" if "://" in address else ""), bold
    else:
        yield from _spans(strong or slanted, bold=bold or strong is not None)


def plain(text: str) -> str:
    """A line of Markdown without its marks."""
    return "".join(letters for letters, _ in _spans(text))


def _styled(lines: Sequence[str], spans: Sequence[Span]) -> Iterator[str]:
    """Wrapped lines with the styles of their spans; blanks that fell away at a break are passed over."""
    letters = ((letter, bold) for text, bold in spans for letter in text)
    for line in lines:
        styles = [next(bold for given, bold in letters if given == letter) for letter in line]
        runs = groupby(zip(line, styles, strict=True), key=lambda item: item[1])
        yield "".join(_shown("".join(letter for letter, _ in run), bold) for bold, run in runs)


def _shown(text: str, bold: bool) -> str:
    return click.style(text, bold=True) if bold else text


def _cells(line: str) -> list[str]:
    inside = line.strip().removeprefix("|").removesuffix("|")
    return [plain(cell.strip().replace("\\|", "|")) for cell in _CELL_END.split(inside)]


def _table(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Columns side by side; cells that are too wide go on below."""
    widths = _widths(rows, width)
    for number, row in enumerate(rows):
        cells = [wrapped(cell, room) for cell, room in zip(row, widths, strict=False)]
        for down in range(max(map(len, cells))):
            parts = [
                padded(cell[down] if down < len(cell) else "", room)
                for cell, room in zip(cells, widths, strict=False)
            ]
            line = _GAP.join(parts).rstrip()
            yield line if number else click.style(line, bold=True)
        if number == 0:
            yield _GAP.join("─" * room for room in widths)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The widths of the columns: what they ask for, the widest giving way until all fit."""
    count = max(map(len, rows))
    widths = [max((columns(row[at]) for row in rows if at < len(row)), default=0) for at in range(count)]
    room = width - len(_GAP) * (count - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] = max(_NARROWEST, widths[widest] - max(1, (sum(widths) - room) // count))
    return widths
