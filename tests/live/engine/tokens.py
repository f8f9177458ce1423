"""Formulas cut into tokens, and a check that Excel would take them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_LONGEST = 8_191
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_WORD = r"[^\W\d][\w.?\\]*|\\[\w.?\\]*"
_SCANNER = re.compile(
    rf"""(?P<space>\s+)
    |(?P<text>"(?:[^"]|"")*")
    |(?P<error>(?:{_SHEET})?\#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!))
    |(?P<ref>(?P<sheet>{_SHEET})?(?:
        (?P<first>{_CELL})(?::(?P<last>{_CELL}))?(?![\w.(\[!])
        |(?P<row1>\$?[0-9]{{1,7}}):(?P<row2>\$?[0-9]{{1,7}})(?![\w.])
        |(?P<cols>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}})(?![\w.(\[!])))
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<func>(?:{_WORD})(?=\())
    |(?P<table>(?:{_WORD})?(?=\[))
    |(?P<name>(?:{_SHEET})?(?:{_WORD}))
    |(?P<op><=|>=|<>|[-+*/^&=<>%@:\#])
    |(?P<mark>[(),;{{}}])""",
    re.VERBOSE,
)


class BadFormula(ValueError):
    """Excel would not take this formula."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula; ``kind`` is the name of the scanner's group."""

    kind: str
    text: str
    owner: str | None = None
    rest: str = ""

    @property
    def is_operand(self) -> bool:
        """Whether a value can start here."""
        return self.kind in {"text", "error", "ref", "number", "table", "name", "func"} or self.text in {
            "(",
            "{",
        }


@lru_cache(maxsize=50_000)
def tokens(formula: str) -> tuple[Token, ...]:
    """The tokens of a formula without its ``=``.

    Raises:
        BadFormula: a character that belongs to nothing, an open quote or bracket.
    """
    found: list[Token] = []
    at = 0
    while at < len(formula):
        match = _SCANNER.match(formula, at)
        if match is None:
            raise BadFormula(f"{formula!r} at {at}")
        token = _token(match, formula)
        found.append(token)
        at += len(token.text)
    return tuple(found)


def _token(match: re.Match[str], formula: str) -> Token:
    kind = str(match.lastgroup if match["ref"] is None else "ref")
    if kind == "ref":
        sheet = match["sheet"]
        return Token(kind, match[0], sheet and _plain_sheet(sheet), match[0][len(sheet or "") :])
    if kind == "table":
        end = _closing(formula, match.end())
        return Token(kind, formula[match.start() : end], match[0], formula[match.end() : end])
    return Token(kind, match[0])


def _plain_sheet(text: str) -> str:
    name = text[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _closing(formula: str, start: int) -> int:
    depth, at = 0, start
    while at < len(formula):
        if formula[at] == "'":
            at += 1
        elif formula[at] == "[":
            depth += 1
        elif formula[at] == "]":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    raise BadFormula(f"{formula!r}: open bracket")


@lru_cache(maxsize=50_000)
def check(formula: str) -> None:
    """Whether a formula (without ``=``) can be parsed.

    Raises:
        BadFormula: it cannot.
    """
    if len(formula) > _LONGEST:
        raise BadFormula("a formula holds 8192 characters")
    parser = _Parser([*tokens(formula), Token("end", "")])
    parser.expression()
    parser.expect("end")


class _Parser:
    """Excel's grammar without precedence: only whether it fits matters."""

    def __init__(self, items: list[Token]) -> None:
        self.items, self.at = items, 0

    def peek(self) -> Token:
        while self.items[self.at].kind == "space":
            self.at += 1
        return self.items[self.at]

    def next(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def expect(self, what: str) -> None:
        token = self.next()
        if what not in {token.kind, token.text}:
            raise BadFormula(f"{token.text!r} instead of {what!r}")

    def expression(self) -> None:
        reference = self.operand()
        while True:
            token = self.peek()
            if token.kind == "op" and token.text not in {"@", "%", "#"}:
                self.next()
                reference = self.operand()
            elif token.is_operand and reference and self.items[self.at - 1].kind == "space":
                if not self.operand():  # a blank between two references: their intersection
                    raise BadFormula(f"{token.text!r} after a blank")
            else:
                return

    def operand(self) -> bool:
        while self.peek().text in {"+", "-", "@"} and self.peek().kind == "op":
            self.next()
        token = self.next()
        if not token.is_operand:
            raise BadFormula(f"a value is missing before {token.text!r}")
        if token.kind == "func":
            self.expect("(")
            self.arguments(")")
        elif token.text == "(":
            self.arguments(")", empty=False)
        elif token.text == "{":
            self.constants()
        while self.peek().text in {"%", "#"} and self.peek().kind == "op":
            self.next()
        return token.kind not in {"text", "number"} and token.text != "{"

    def arguments(self, end: str, *, empty: bool = True) -> None:
        while True:
            if not empty or self.peek().text not in {",", end}:
                self.expression()
            token = self.next()
            if token.text == end:
                return
            if token.text != ",":
                raise BadFormula(f"{token.text!r} between arguments")

    def constants(self) -> None:
        while True:
            if self.peek().text in {"-", "+"}:
                self.next()
            if self.next().kind not in {"number", "text", "error", "name"}:
                raise BadFormula("an array holds constants only")
            token = self.next()
            if token.text == "}":
                return
            if token.text not in {",", ";"}:
                raise BadFormula(f"{token.text!r} in an array")
