"""The drawing of the ribbon in the README shows today's ribbon, says that it is a drawing, and uses our own icons."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from addin.tools import ribbon_drawing as drawing
from addin.tools.labels import LANGUAGES, drawing_texts, ribbon_texts

SVG = "{http://www.w3.org/2000/svg}"
# The drawing shows the menus closed: lock, month by step, help.
INSIDE_A_MENU = {
    *("sp_lock", "sp_unlock"),
    *("sp_kpi", "sp_month", "sp_review", "sp_funnel"),
    *("sp_letters", "sp_year-word"),
    *("sp_help", "sp_lang_zh", "sp_lang_en", "sp_about"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_shows_every_label_once_and_says_that_it_is_a_drawing(lang: str) -> None:
    at = LANGUAGES.index(lang)
    root = ET.fromstring(drawing.ribbon_drawing(lang))
    shown = [node.text for node in root.iter(f"{SVG}text")]
    labels = [kinds["label"][at] for name, kinds in ribbon_texts().items() if name not in INSIDE_A_MENU]
    assert sorted(shown) == sorted([*labels, drawing_texts()["caption"][at]])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_runs_into_the_next(lang: str) -> None:
    """Large buttons stand side by side; their labels must not touch."""
    root = ET.fromstring(drawing.ribbon_drawing(lang))
    row = [node for node in root.iter(f"{SVG}text") if node.get("y") == str(drawing._TOP + 52)]
    spans = sorted(
        (float(node.get("x", 0)) - drawing._width(node.text or "") / 2, drawing._width(node.text or ""))
        for node in row
    )
    assert len(spans) == 13
    assert all(
        left + width <= following for (left, width), (following, _) in zip(spans, spans[1:], strict=False)
    )
    assert spans[-1][0] + spans[-1][1] < float(root.get("width", 0))


def test_its_icons_are_drawn_here_and_all_different() -> None:
    root = ET.fromstring(drawing.ribbon_drawing("zh"))
    assert not list(root.iter(f"{SVG}image"))
    icons = ["".join(path.get("d", "") for path in group) for group in root.iter(f"{SVG}g")]
    assert len(icons) == len(set(icons)) == 27


def test_it_is_the_same_every_time() -> None:
    assert drawing.ribbon_drawing("en") == drawing.ribbon_drawing("en")
