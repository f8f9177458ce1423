"""What Excel makes of a value that is written into a cell."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

from tests.live.engine.model import Fault, Plain
from tests.live.engine.strict import NotInEngine
from tests.live.engine.tokens import BadFormula

_LONGEST = 32_767
EPOCH = dt.datetime(1899, 12, 30)
DATE, DATE_TIME, MONTH, DAY, TIME = "yyyy/m/d", "yyyy/m/d h:mm", "mmm-yy", "d-mmm", "h:mm"
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[+-]?)(?P<money>[¥￥$€£]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))"
    r"(?P<part>\.[0-9]*)?(?P<power>[eE][+-]?[0-9]+)?(?P<percent>\s*%)?(?P<close>\))?"
)
_FRACTION = re.compile(r"([0-9]+) ([0-9]{1,3})/([0-9]{1,3})")
_YMD = re.compile(r"([0-9]{4})([-/.年])([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?")
_SHORT = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,4})(?:[-/]([0-9]{1,4}))?")
_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMED = re.compile(rf"(?:([0-9]{{1,2}})[- ])?({'|'.join(_MONTHS)})[a-z]*[- ]([0-9]{{1,4}})", re.IGNORECASE)
# A text that begins otherwise is never anything but text.
_TELLING = frozenset("0123456789+-.(=@'#¥￥$€£ \t\n\u3000tTfFjJmMaAsSoOnNdD")


@dataclass(slots=True)
class Entry:
    """What becomes of a cell: a value or a formula (without ``=``), and the format that comes with it."""

    value: Plain = None
    formula: str | None = None
    code: str | None = None  # taken only where the cell's own format is General

    @property
    def blank(self) -> bool:
        """Whether the cell is emptied."""
        return self.value is None and self.formula is None


def entered(value: object, code: str) -> Entry:
    """What is stored when a value is written through ``Range.Value`` into a cell with this number format.

    Raises:
        BadFormula: the text is too long for a cell.
        TypeError: pywin32 would not pass such a value on.
    """
    if value is None or value == "":
        return Entry()
    if isinstance(value, str):
        if len(value) > _LONGEST:
            raise BadFormula("a cell holds 32767 characters")
        if code == "@":
            return _as_text(value)
        return typed(value) if value[0] in _TELLING else Entry(value)
    if type(value) is float and code != "@" and math.isfinite(value):
        return Entry(value)
    if isinstance(value, bool):
        return Entry(str(value).upper() if code == "@" else value)
    if isinstance(value, dt.datetime):
        return _date(value, code)
    if type(value).__module__ != "builtins" and not isinstance(value, float):
        raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT")
    if not isinstance(value, (int, float)):
        raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT")
    if not math.isfinite(value) or (isinstance(value, int) and abs(value) >= 2**31):
        raise NotInEngine(f"what Excel makes of {value!r}")
    return Entry(_general(float(value)) if code == "@" else float(value))


def _as_text(text: str) -> Entry:
    return Entry(text.removeprefix("'") or None)


def _date(moment: dt.datetime, code: str) -> Entry:
    if moment.tzinfo is None:
        raise TypeError("a date without a time zone: pywin32 would shift it; write it through Range.value")
    naive = moment.replace(tzinfo=None)
    whole = naive.time() == dt.time()
    if code == "@":
        return Entry(f"{naive.year}/{naive.month}/{naive.day}")
    return Entry(serial(naive), code=DATE if whole else DATE_TIME)


def serial(moment: dt.datetime) -> float:
    """A date as Excel counts it."""
    return (moment - EPOCH) / dt.timedelta(days=1)


def typed(text: str) -> Entry:
    """What Excel understands when this text is typed into a cell that is not formatted as text."""
    if text.startswith("'"):
        return Entry(text[1:] or None)
    if text.startswith("=") and len(text) > 1:
        return Entry(formula=text[1:])
    plain = text.strip()
    found = _word(plain) or _number(plain) or _fraction(plain) or _moment(plain)
    if found:
        return found
    if len(text) > 1 and text[0] in "+-@":
        return Entry(formula=text[1:] if text[0] in "+@" else text)
    return Entry(text)


def _word(text: str) -> Entry | None:
    if text.upper() in {"TRUE", "FALSE"}:
        return Entry(text.upper() == "TRUE")
    return Entry(Fault(text.upper())) if text.upper() in _ERRORS else None


def _number(text: str) -> Entry | None:
    found = _NUMBER.fullmatch(text)
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    if found["percent"] and found["power"]:
        return None
    digits = (found["digits"] or "0").replace(",", "") + (found["part"] or "") + (found["power"] or "")
    value = float(f"{float(digits):.15g}")  # a longer number loses its last digits
    if math.isinf(value):
        return None
    if found["sign"] == "-" or found["open"]:
        value = -value
    if found["percent"]:
        return Entry(value / 100, code="0.00%" if found["part"] else "0%")
    return Entry(value, code=_number_code(found))


def _number_code(found: re.Match[str]) -> str | None:
    if found["money"]:
        return f"{found['money']}#,##0{'.00' if found['part'] else ''}"
    if "," in (found["digits"] or ""):
        return "#,##0.00" if found["part"] else "#,##0"
    return "0.00E+00" if found["power"] else None


def _fraction(text: str) -> Entry | None:
    found = _FRACTION.fullmatch(text)
    if not found or not int(found[3]):
        return None
    return Entry(int(found[1]) + int(found[2]) / int(found[3]), code="# ?/?")


def _moment(text: str) -> Entry | None:
    clock = _TIME.fullmatch(text)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return Entry((hours + minutes / 60 + seconds / 3600) / 24, code=TIME if hours < 24 else "[h]:mm:ss")
    day, _, rest = text.partition(" ")
    if rest and _TIME.fullmatch(rest):
        date, time = _day(day), _moment(rest)
        if date and time and isinstance(date.value, float) and isinstance(time.value, float):
            return Entry(date.value + time.value, code=DATE_TIME)
    return _day(text)


def _day(text: str) -> Entry | None:
    if found := _YMD.fullmatch(text):
        if found[2] == "." and not found[4]:
            return None  # 2027.03 is a number
        year, month, day = int(found[1]), int(found[3]), int(found[4] or 1)
        return _dated(year, month, day, DATE if found[4] else MONTH)
    if found := _SHORT.fullmatch(text):
        return _short_day(found)
    if found := _NAMED.fullmatch(text):
        month, last = _MONTHS.index(found[2][:3].lower()) + 1, int(found[3])
        if found[1]:
            return _dated(_century(last), month, int(found[1]), "d-mmm-yy")
        return _dated(_century(last), month, 1, MONTH) if last > 31 else _dated(_year(), month, last, DAY)
    return None


def _short_day(found: re.Match[str]) -> Entry | None:
    first, second = int(found[1]), int(found[2])
    if found[3]:
        # Two-digit years come first in a Chinese Excel.
        if len(found[3]) == 4:
            return _dated(int(found[3]), first, second, DATE)
        return _dated(_century(first), second, int(found[3]), DATE) if len(found[3]) <= 2 else None
    if len(found[2]) == 4:
        return _dated(second, first, 1, MONTH)
    if len(found[2]) == 3:
        return None
    return _dated(_year(), first, second, DAY) or _dated(_century(second), first, 1, MONTH)


def _century(year: int) -> int:
    return year if year > 99 else year + (2000 if year < 30 else 1900)


def _year() -> int:
    return dt.date.today().year


def _dated(year: int, month: int, day: int, code: str) -> Entry | None:
    try:
        moment = dt.datetime(year, month, day)
    except ValueError:
        return None
    return Entry(serial(moment), code=code) if year >= 1900 else None


def _general(value: float) -> str:
    if value.is_integer() and abs(value) < 1e11:
        return str(int(value))
    text = f"{value:.15g}"
    return text.upper() if "e" in text else text


def formula_text(value: Plain) -> str:
    """A constant as ``Range.Formula`` gives it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return str(value) if isinstance(value, str) else _shown(value)


def _shown(value: float) -> str:
    if value.is_integer() and abs(value) < 1e20:
        return str(int(value))
    text = repr(float(f"{value:.15g}"))
    mantissa, _, power = text.partition("e")
    return f"{mantissa}E{int(power):+03d}" if power else text
