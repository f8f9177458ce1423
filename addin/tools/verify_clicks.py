"""Presses every button of an add-in file in the VBA interpreter and looks at what Python would be told."""

from __future__ import annotations

from collections.abc import Iterator

from addin.tools.labels import LANGUAGES, ribbon_texts, said_texts
from addin.tools.macro_runner import CANCEL, MacroRunner
from addin.tools.package import BOOK_CODE_NAME
from addin.tools.taken_apart import Addin, Check
from addin.tools.udf_module import udfs
from addin.tools.verify_ribbon import UI, actions, always_enabled, buttons, callbacks
from addin.tools.xlwings_module import XLWINGS
from salesplan_xl.addin.package import settings_of
from salesplan_xl.commands import registry

PRESS, CHOOSE = "SalesPlanRibbon.ButtonPressed", "SalesPlanRibbon.LanguageChosen"
_SHOWN = {"getLabel": "label", "getScreentip": "tip", "getSupertip": "super"}
# What is typed or chosen, and what arrives in Python.
_PATH, _TWO, _MONTH = "C:\\规划 2027\\年度😀.xlsx", ["D:\\订单.csv", "E:\\a b\\客户.xlsx"], "2027-03"
ANSWERS: dict[str, tuple[object, str]] = {
    "path": (_PATH, _PATH),
    "files": (_TWO, "|".join(_TWO)),
    "month": (_MONTH, _MONTH),
    "": (None, ""),
}
# Excel for Mac lets one file be chosen.
_ONE = "/Users/me/订单 1.csv"
MAC_ANSWERS = ANSWERS | {"files": (_ONE, _ONE)}
# Language ids of Excel.
_CHINESE, _ENGLISH = 2052, 1033


def asks(action: str) -> str:
    """The question a button asks first, see ``Button.asks``."""
    button = registry.verb(action).button
    return button.asks if button else ""


def bookless() -> set[str]:
    """The buttons that work without an open workbook."""
    return {verb.key for verb in registry.buttons() if verb.button and verb.button.bookless}


def loaded(addin: Addin, *, mac: bool = False) -> MacroRunner:
    """A session with the add-in's own macros, on Windows or on a Mac."""
    session = MacroRunner(addin.data, addin.modules, callbacks(addin), mac=mac)
    session.load_ribbon()
    return session


def line_of_python(action: str, argument: str, lang: str) -> str:
    """The line that a button must run."""
    digits = argument.encode("utf-16-be").hex().upper()
    return f"import salesplan_xl.doors.ribbon as r; r.press('{action}', '{digits}', '{lang}')"


def said(code: str, lang: str) -> str:
    """A message of the macros."""
    return said_texts()[code][LANGUAGES.index(lang)].replace("{version}", XLWINGS)


def clicks(addin: Addin) -> Iterator[str]:
    """Each button, in both languages, runs exactly its line of Python, and a cancelled dialog runs none."""
    session = loaded(addin)
    for lang in LANGUAGES:
        session.call(CHOOSE, f"sp_lang_{lang}", lang)
        for node in buttons(addin, "ButtonPressed"):
            action = node.get("tag", "")
            answer, argument = ANSWERS[asks(action)]
            for given, expected in ((answer, [line_of_python(action, argument, lang)]), (CANCEL, [])):
                if given is CANCEL and not asks(action):
                    continue
                ran = _pressed(session, node.get("id", ""), action, given)
                if ran != expected:
                    yield f"{node.get('id')} ran {ran} instead of {expected}"
    yield from (f"a message nobody expected: {text}" for text in session.said)


def _pressed(session: MacroRunner, control: str, action: str, *answers: object) -> list[str]:
    before = len(session.ran)
    session.answer(*answers)
    session.call(PRESS, control, action)
    return session.ran[before:]


def without_book(addin: Addin) -> Iterator[str]:
    """No workbook: one sentence and nothing run, except by the buttons that need none."""
    session = loaded(addin)
    session.host.no_book = True
    for action in actions():
        before = len(session.said)
        ran = _pressed(session, f"sp_{action}", action, ANSWERS[asks(action)][0])
        messages = session.said[before:]
        if action in bookless() and (messages or len(ran) != 1):
            yield f"{action} does not work without a workbook: {messages}"
        if action not in bookless() and (ran or messages != [said("no_book", "zh")]):
            yield f"{action} without a workbook ran {ran} and said {messages}"


def shown_texts(addin: Addin) -> Iterator[str]:
    """Every control shows its texts in both languages; the macros themselves are asked."""
    session = loaded(addin)
    written = ribbon_texts()
    for at, lang in enumerate(LANGUAGES):
        session.call(CHOOSE, f"sp_lang_{lang}", lang)
        for node in addin.ribbon.iter():
            for attribute, kind in _SHOWN.items():
                callback, control = node.get(attribute), node.get("id", "")
                wanted = written.get(control, {}).get(kind, ["", ""])[at]
                if callback and session.call(callback, control) != wanted:
                    yield f"{control} does not show its {kind} «{wanted}» ({lang})"


def languages(addin: Addin) -> Iterator[str]:
    """Excel's language decides until the user chooses; then the ribbon is painted anew and remembers."""
    session = loaded(addin)
    for system, lang in ((_CHINESE, "zh"), (1028, "zh"), (_ENGLISH, "en"), (1031, "en")):
        session.host.languages.language = system
        if session.run("RibbonLanguage") != lang:
            yield f"language {system} of Excel does not give {lang}"
    for node in buttons(addin, "LanguageChosen"):
        painted, chosen = session.host.repaints, node.get("tag", "")
        session.call(CHOOSE, node.get("id", ""), chosen)
        if session.host.repaints != painted + 1 or _languages_shown(session) != {chosen}:
            yield f"{node.get('id')} does not switch the language"


def _languages_shown(session: MacroRunner) -> set[object]:
    """The ribbon's languages under a Chinese and an English Excel."""
    shown = set()
    for system in (_CHINESE, _ENGLISH):
        session.host.languages.language = system
        shown.add(session.run("RibbonLanguage"))
    return shown


def enabled(addin: Addin) -> Iterator[str]:
    """Buttons that need a workbook are grey without one."""
    session = loaded(addin)
    for no_book in (False, True):
        session.host.no_book = no_book
        for node in addin.ribbon.iter(f"{UI}button"):
            callback = node.get("getEnabled")
            if callback and session.call(callback, node.get("id", "")) == no_book:
                yield f"{node.get('id')} is enabled {'without' if no_book else 'only without'} a workbook"
            if callback and node.get("tag") in always_enabled():
                yield f"{node.get('id')} must always be enabled"


FAILURES = {
    "ModuleNotFoundError: No module named 'salesplan_xl'": "no_package",
    "ImportError: DLL load failed while importing win32api": "no_package",
    "Could not load xlwings64-0.37.8.dll from either of the following folders": "wrong_xlwings",
    "ModuleNotFoundError: No module named 'xlwings'": "wrong_xlwings",
    "Could not create Python process.\nCommand: C:\\SalesPlan\\pythonw.exe": "start_blocked",
    "/bin/sh: /x/python: No such file or directory": "no_python",
    "Traceback (most recent call last): KeyError: 1": "failed",
}


def failures(addin: Addin) -> Iterator[str]:
    """Whatever is missing between Excel and Python: one sentence, never Python's own words."""
    session = loaded(addin)
    for detail, code in FAILURES.items():
        session.host.python.fault = detail
        yield from _tells(session, code, detail)
    session.host.python.fault = ""
    session.host.files.clear()
    yield from _tells(session, "no_python", "no interpreter")
    session.host.files.add(settings_of(session.xlam)["INTERPRETER_WIN"])
    yield from _tells(session, "no_library", "no library")
    session = loaded(addin)
    session.host.folder = "C:\\Program Files\\WindowsApps\\Microsoft.Office.Desktop.Excel_16"
    yield from _tells(session, "store_excel", "Excel from the Microsoft Store")
    session.use(addin.data)
    yield from _tells(session, "no_python", "an add-in that was not installed")


def _tells(session: MacroRunner, code: str, cause: str) -> Iterator[str]:
    before = len(session.said)
    ran = _pressed(session, "sp_run", "run")
    if ran or session.said[before:] != [said(code, "zh")]:
        yield f"«{cause}» made the button run {ran} and say {session.said[before:]}"


def functions(addin: Addin) -> Iterator[str]:
    """Each worksheet function calls its Python function, and shows an Excel error when Python is away."""
    session = loaded(addin)
    for udf in udfs(addin.functions):
        session.run(udf.name, *(1 for _ in udf.arguments))
    called = [(addin.functions, udf.name) for udf in udfs(addin.functions)]
    if session.host.python.called != called:
        yield f"the worksheet functions called {session.host.python.called}"
    session.host.python.fault = "Traceback"
    for udf in udfs(addin.functions):
        if str(session.run(udf.name, *(1 for _ in udf.arguments))) != "Error 2042":
            yield f"{udf.name} does not show #N/A when Python is away"


def start(addin: Addin) -> Iterator[str]:
    """Excel starts without a workbook; the functions get their help with the first one that opens."""
    session = loaded(addin)
    session.host.no_book = True
    session.run(f"{BOOK_CODE_NAME}.Workbook_Open")
    if session.host.described:
        yield "the functions' help is set before Excel takes it"
    session.host.no_book = False
    session.run(f"{BOOK_CODE_NAME}.mExcel_WorkbookActivate", session.book)
    wanted = {
        udf.name: (udf.doc[:255], [doc[:255] for doc in udf.argument_docs]) for udf in udfs(addin.functions)
    }
    if session.host.described != wanted:
        yield "the functions' help in Excel is not that of the Python functions"
    if not session.host.repaints:
        yield "the ribbon is not painted anew when a workbook opens"
    session.run(f"{BOOK_CODE_NAME}.mExcel_WorkbookDeactivate", session.book)
    if not [macro for macro in session.host.planned if macro.endswith("!SalesPlanRibbon.RefreshRibbon")]:
        yield "the ribbon is not painted anew after the last workbook closed"


def on_mac(addin: Addin) -> Iterator[str]:
    """On a Mac each button hands its line to xlwings' script; what is missing there is one sentence, too."""
    session = loaded(addin, mac=True)
    for node in buttons(addin, "ButtonPressed"):
        action = node.get("tag", "")
        given, argument = MAC_ANSWERS[asks(action)]
        ran = _pressed(session, node.get("id", ""), action, given)
        if ran != [line_of_python(action, argument, "zh")]:
            yield f"on a Mac {node.get('id')} ran {ran}"
    session.host.python.fault = "sh: python: No such file or directory"
    yield from _tells(session, "no_python", "no interpreter on a Mac")
    session.host.python.fault, session.host.no_script = "", True
    yield from _tells(session, "wrong_xlwings", "no script on a Mac")
    session.use(addin.data)
    yield from _tells(session, "no_python", "an add-in not installed on a Mac")


CHECKS: dict[str, Check] = {
    "start": start,
    "click": clicks,
    "no workbook": without_book,
    "label shown": shown_texts,
    "language": languages,
    "enabled": enabled,
    "failure": failures,
    "worksheet function": functions,
    "Mac": on_mac,
}
