"""The parts of the add-in that follow from the verbs: the buttons of the ribbon, and the lists in its macros.

``ribbon/tab.xml`` is the ribbon without its buttons, ``{group}`` where those of a group stand; in the macros
``{bookless}`` and ``{month}`` stand for the actions that need no workbook and that ask for a month.
"""

from __future__ import annotations

from collections.abc import Iterable

from addin.tools.sources import source
from salesplan_xl.commands import registry
from salesplan_xl.commands.registry import GROUPS, Button, Verb

_CALLS = "SalesPlanRibbon"


def ribbon_xml() -> str:
    """The definition of the ribbon, ``ribbon/customUI14.xml``."""
    text = source("ribbon/tab.xml")
    held = [(verb, verb.button) for verb in registry.buttons() if verb.button]
    for group in GROUPS:
        buttons = [
            _button(verb, button) for verb, button in held if button.group == group and not button.menu
        ]
        text = text.replace(f"          {{{group}}}\n", "".join(buttons))
    for menu in {button.menu for _, button in held if button.menu}:
        items = [_item(verb, button) for verb, button in held if button.menu == menu]
        text = text.replace(f"            {{menu_{menu}}}\n", "".join(items))
    return text


def _item(verb: Verb, button: Button) -> str:
    """A button inside a menu: its words alone, no icon and no size."""
    lines = (
        f'<button id="sp_{verb.key}" tag="{verb.key}" keytip="{button.keytip}" getLabel="{_CALLS}.GetLabel"',
        f'        getScreentip="{_CALLS}.GetScreentip" getSupertip="{_CALLS}.GetSupertip"',
        f'        getEnabled="{_CALLS}.GetEnabled" onAction="{_CALLS}.ButtonPressed"/>',
    )
    return "".join(f"            {line}\n" for line in lines)


def _button(verb: Verb, button: Button) -> str:
    size = "large" if button.large else "normal"
    enabled = "" if button.always else f' getEnabled="{_CALLS}.GetEnabled"'
    lines = (
        f'<button id="sp_{verb.key}" tag="{verb.key}" size="{size}" imageMso="{button.icon}" keytip="{button.keytip}"',
        f'        getLabel="{_CALLS}.GetLabel" getScreentip="{_CALLS}.GetScreentip"',
        f'        getSupertip="{_CALLS}.GetSupertip"{enabled}',
        f'        onAction="{_CALLS}.ButtonPressed"/>',
    )
    return "".join(f"          {line}\n" for line in lines)


def with_lists(macro: str) -> str:
    """A macro module with the lists of actions filled in."""
    buttons = [(verb.key, verb.button) for verb in registry.buttons() if verb.button]
    bookless = _listed(key for key, button in buttons if button.bookless)
    month = _listed(key for key, button in buttons if button.asks == "month")
    return macro.replace("{bookless}", bookless).replace("{month}", month)


def _listed(actions: Iterable[str]) -> str:
    return ", ".join(f'"{action}"' for action in actions)
