"""Every sentence of the error catalogue can be met, in both languages, with all its places filled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from salesplan_xl.catalogue.render import errors
from salesplan_xl.errors import HostError, InternalError, PlanInputError, SalesPlanError, WorkbookError

ERRORS = errors()

HOME = Path(__file__).parents[2]
PACKAGE = HOME / "salesplan_xl"
CLASSES = {
    "SP-2": (PlanInputError, 1),
    "SP-3": (WorkbookError, 3),
    "SP-4": (HostError, 4),
    "SP-9": (InternalError, 70),
}
# The sentence stands above a list, one line each.
HEADS_A_LIST = ("SP-215",)


def _tests() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in (HOME / "tests").rglob("test_*.py")
        if path != Path(__file__)
    )


def _sources() -> str:
    classes_and_texts = (PACKAGE / "errors.py", PACKAGE / "catalogue" / "errors.py")
    return "\n".join(
        path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path not in classes_and_texts
    )


def test_every_code_is_met_by_a_test() -> None:
    tested = set(re.findall(r"SP-\d{3}", _tests()))
    assert set(ERRORS) <= tested


def test_every_code_is_raised_somewhere() -> None:
    raised = set(re.findall(r'"(SP-\d{3})"', _sources()))
    assert raised - set(ERRORS) == set(), "a code without a sentence"
    assert set(ERRORS) <= raised, "a sentence nobody says"


@pytest.mark.parametrize("code", ERRORS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_sentence_in_one_line(code: str, lang: str) -> None:
    """The code, what is wrong and what to do; every value named appears; the class decides the exit code."""
    names = re.findall(r"\{(\w+)", ERRORS[code].zh if lang == "zh" else ERRORS[code].en)
    values = {
        name: 7 if name in ("total", "step", "count", "found", "known") else f"«{name}»" for name in names
    }
    kind, exit_code = CLASSES[code[:4]]
    error = kind(code, **values)
    text = error.sentence(lang)
    assert text.startswith(f"{code} ")
    assert "\n" not in text
    assert "{" not in text
    assert all(str(value) in text for value in values.values())
    assert error.exit_code == exit_code
    assert isinstance(error, SalesPlanError)
    assert text.rstrip().endswith(":" if code in HEADS_A_LIST else ("。", "."))


@pytest.mark.parametrize("code", ERRORS)
def test_both_languages_name_the_same_values(code: str) -> None:
    entry = ERRORS[code]
    assert sorted(re.findall(r"\{(\w+)", entry.zh)) == sorted(re.findall(r"\{(\w+)", entry.en))


def test_values_are_all_given_where_a_code_is_raised() -> None:
    """Every ``raise`` hands over exactly the names its sentence needs."""
    raised = re.findall(
        r'(?:PlanInputError|WorkbookError|InternalError)\(\s*"(SP-\d{3})"((?:[^()]|\([^()]*\))*)\)',
        _sources(),
    )
    assert len(raised) > 20
    for code, given in raised:
        named = set(re.findall(r"(?:^|[\s,(])(\w+)=(?!=)", given))
        needed = set(re.findall(r"\{(\w+)", ERRORS[code].zh))
        assert needed <= named, code
