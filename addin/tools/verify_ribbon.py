"""Checks of the ribbon's XML: Microsoft's rules for a good ribbon, callbacks that exist, texts for everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from addin.tools.build import generated
from addin.tools.labels import ribbon_texts, said_texts
from addin.tools.project import windows_text
from addin.tools.taken_apart import Addin, Check
from salesplan_xl.commands import registry

UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
# The icons of the menus, which belong to no verb.
MENU_ICONS = ("Help", "Lock", "CalendarInsert", "EnvelopesAndLabelsDialog")
SIGNATURES = {
    "onLoad": "ByVal ribbon As IRibbonUI",
    "onAction": "ByVal control As IRibbonControl",
    "getLabel": "ByVal control As IRibbonControl, ByRef returnedVal As Variant",
    "getScreentip": "ByVal control As IRibbonControl, ByRef returnedVal As Variant",
    "getSupertip": "ByVal control As IRibbonControl, ByRef returnedVal As Variant",
    "getEnabled": "ByVal control As IRibbonControl, ByRef returnedVal As Variant",
}
_TEXTS = {"getLabel": "label", "getScreentip": "tip", "getSupertip": "super"}
# In half-width characters; a Chinese one counts two.
_LONGEST = {"zh": 12, "en": 15}
_SUPERTIP = 1024
_GROUPS, _COMMANDS, _FEWEST, _LARGE = 7, 5, 2, 2


def actions() -> list[str]:
    """The actions of the buttons: the verbs that have one."""
    return [verb.key for verb in registry.buttons()]


def always_enabled() -> set[str]:
    """The buttons that are never greyed out."""
    return {verb.key for verb in registry.buttons() if verb.button and verb.button.always}


def callbacks(addin: Addin) -> dict[str, str]:
    """Every callback the ribbon names → the attribute that names it."""
    return {
        value: key
        for node in addin.ribbon.iter()
        for key, value in node.attrib.items()
        if re.match(r"(on|get)[A-Z]", key)
    }


def buttons(addin: Addin, callback: str) -> list[ET.Element]:
    """The buttons that call a procedure."""
    return [
        node
        for node in addin.ribbon.iter(f"{UI}button")
        if (node.get("onAction") or "").endswith(f".{callback}")
    ]


def _commands(group: ET.Element) -> list[ET.Element]:
    """The commands of a group; a menu counts as one."""
    return [node for node in group if node.tag in (f"{UI}button", f"{UI}menu")]


def callback_names(addin: Addin) -> Iterator[str]:
    """Every callback is a public procedure of the module named, with the arguments Excel hands over."""
    for name, kind in callbacks(addin).items():
        module, _, procedure = name.rpartition(".")
        declared = re.search(rf"(?m)^Public Sub {procedure}\(([^)]*)\)", addin.modules.get(module, ""))
        if not declared:
            yield f"{kind} calls {name}, which does not exist"
        elif declared[1] != SIGNATURES.get(kind):
            yield f"{name} cannot serve as {kind}: it takes ({declared[1]})"


def identities(addin: Addin) -> Iterator[str]:
    """Ids are unique; every action has exactly one button and no button does nothing."""
    ids = Counter(node.get("id") for node in addin.ribbon.iter() if "id" in node.attrib)
    yield from (f"the id {name} stands {times} times" for name, times in ids.items() if times > 1)
    tags = [node.get("tag") for node in buttons(addin, "ButtonPressed")]
    if sorted(map(str, tags)) != sorted(actions()):
        yield f"the buttons are {', '.join(map(str, tags))}"
    dead = [node.get("id") for node in addin.ribbon.iter(f"{UI}button") if "onAction" not in node.attrib]
    yield from (f"{name} does nothing" for name in dead)


def layout(addin: Addin) -> Iterator[str]:
    """One tab, few groups, few commands in each, one or two of them large."""
    tabs = list(addin.ribbon.iter(f"{UI}tab"))
    groups = list(addin.ribbon.iter(f"{UI}group"))
    if len(tabs) != 1 or set(tabs[0].attrib) & {"insertBeforeMso", "insertBeforeQ", "idMso"}:
        yield "there must be one tab of our own, after Excel's"
    if len(groups) > _GROUPS:
        yield f"{len(groups)} groups are too many"
    for group in groups:
        held = _commands(group)
        large = sum(node.get("size") == "large" for node in held)
        if not _FEWEST <= len(held) <= _COMMANDS or not 1 <= large <= _LARGE:
            yield f"{group.get('id')} holds {len(held)} commands, {large} of them large"


def icons(addin: Addin) -> Iterator[str]:
    """Every command of a group has the icon that is declared for it, and no other has the same."""
    shown = [node.get("imageMso") for group in addin.ribbon.iter(f"{UI}group") for node in _commands(group)]
    declared = {*MENU_ICONS, *(verb.button.icon for verb in registry.buttons() if verb.button)}
    yield from (f"the icon {name} is declared for no verb" for name in shown if name not in declared)
    yield from (f"the icon {name} stands twice" for name, times in Counter(shown).items() if times > 1)


def keytips(addin: Addin) -> Iterator[str]:
    """One to three letters, unique, none the beginning of another, none Excel uses itself (J, Y, Z)."""
    tips = [
        node.get("keytip", "")
        for node in addin.ribbon.iter()
        if node.tag in (f"{UI}tab", f"{UI}button", f"{UI}menu")
    ]
    yield from (
        f"the keytip «{tip}» is not one to three letters"
        for tip in tips
        if not re.fullmatch("[A-Z]{1,3}", tip)
    )
    yield from (
        f"the keytip {tip} begins with a letter of Excel's" for tip in tips if tip[:1] in ("J", "Y", "Z")
    )
    for at, tip in enumerate(tips):
        if any(other.startswith(tip) for other in tips[:at] + tips[at + 1 :]):
            yield f"the keytip {tip} hides another"


def enabling(addin: Addin) -> Iterator[str]:
    """Buttons that need a workbook are disabled without one; the others never are."""
    for node in buttons(addin, "ButtonPressed"):
        if ("getEnabled" in node.attrib) == (node.get("tag") in always_enabled()):
            yield f"{node.get('id')} is enabled at the wrong time"


def texts(addin: Addin) -> Iterator[str]:
    """Every control has its texts in both languages; labels are short and distinct."""
    written = ribbon_texts()
    for node in addin.ribbon.iter():
        for attribute, kind in _TEXTS.items():
            pair = (
                written.get(node.get("id", ""), {}).get(kind, []) if attribute in node.attrib else ["-", "-"]
            )
            if len(pair) != len(_LONGEST) or not all(text.strip() for text in pair):
                yield f"{node.get('id')} has no {kind} in both languages"
    controls = {node.get("id") for node in addin.ribbon.iter()}
    yield from (f"texts for {name}, which is not in the ribbon" for name in written if name not in controls)
    yield from (
        f"say.{code} lacks a language" for code, pair in said_texts().items() if len(pair) != len(_LONGEST)
    )


def wording(_: Addin) -> Iterator[str]:
    """Labels are short and distinct; a tip says where a step writes and how to go back."""
    written = ribbon_texts()
    for at, (lang, longest) in enumerate(_LONGEST.items()):
        labels = Counter(kinds["label"][at] for kinds in written.values())
        yield from (
            f"the label {text} ({lang}) stands {times} times" for text, times in labels.items() if times > 1
        )
        yield from (f"the label {text} ({lang}) is too long" for text in labels if _width(text) > longest)
        back = "撤销" if lang == "zh" else "ndo"
        for name, kinds in written.items():
            if "super" in kinds and (back not in kinds["super"][at] or len(kinds["super"][at]) > _SUPERTIP):
                yield f"the supertip of {name} ({lang}) does not say how to go back"


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def up_to_date(addin: Addin) -> Iterator[str]:
    """The generated modules are those of today's labels and functions."""
    for name, text in generated(addin.functions).items():
        if windows_text(text) not in addin.modules.get(name, ""):
            yield f"{name} is out of date: python -m tests.generated"


CHECKS: dict[str, Check] = {
    "callback": callback_names,
    "id": identities,
    "layout": layout,
    "icon": icons,
    "keytip": keytips,
    "enabling": enabling,
    "label": texts,
    "wording": wording,
    "generated": up_to_date,
}
