"""What a click runs: the macros of the add-in file themselves, in an imagined Excel."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from pyopenvba.interpreter._values import VBAArray

from addin.tools import verify_clicks
from addin.tools.macro_runner import CANCEL, LIBRARY, PYTHON, MacroRunner
from addin.tools.taken_apart import Addin
from addin.tools.udf_module import ERRORS, UDFS
from addin.tools.verify import taken_apart
from addin.tools.verify_ribbon import actions
from salesplan_xl.addin.package import with_interpreter
from salesplan_xl.doors import ribbon
from salesplan_xl.doors.functions.values import ERROR_NUMBERS
from tests.doors.driver import STEPS
from tests.fast import fast_only

PRESS, CHOOSE = "SalesPlanRibbon.ButtonPressed", "SalesPlanRibbon.LanguageChosen"


def press(session: MacroRunner, action: str, *answers: object) -> list[str]:
    before = len(session.ran)
    session.answer(*answers)
    session.call(PRESS, f"sp_{action}", action)
    return session.ran[before:]


def hexed(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def test_a_simple_button_runs_one_line_of_python(session: MacroRunner) -> None:
    assert press(session, "run") == ["import salesplan_xl.doors.ribbon as r; r.press('run', '', 'zh')"]
    assert session.said == []
    assert session.host.asked == []


def test_in_english_the_language_goes_along(session: MacroRunner) -> None:
    session.call(CHOOSE, "sp_lang_en", "en")
    assert press(session, "tiers") == ["import salesplan_xl.doors.ribbon as r; r.press('tiers', '', 'en')"]
    assert session.call("SalesPlanRibbon.GetLabel", "sp_tiers") == "ABC tiers"
    assert session.host.repaints == 1


def test_new_asks_where_to_save(session: MacroRunner) -> None:
    path = "C:\\规划 2027\\年度'😀.xlsx"
    assert press(session, "new", path) == [
        f"import salesplan_xl.doors.ribbon as r; r.press('new', '{hexed(path)}', 'zh')"
    ]
    (asked,) = session.host.asked
    assert asked["dialog"] == "save"
    assert asked["name"] == "年度销售规划.xlsx"
    assert "*.xlsx" in asked["filter"]


def test_new_adds_the_ending_that_was_forgotten(session: MacroRunner) -> None:
    session.call(CHOOSE, "sp_lang_en", "en")
    (line,) = press(session, "new", "C:\\plan")
    assert hexed("C:\\plan.xlsx") in line
    assert session.host.asked[0]["name"] == "SalesPlan.xlsx"


def test_import_hands_over_every_file_chosen(session: MacroRunner) -> None:
    (line,) = press(session, "import", ["D:\\订单.csv", "E:\\a b\\客户.xlsx"])
    assert hexed("D:\\订单.csv|E:\\a b\\客户.xlsx") in line
    assert session.host.asked[0]["many"] is True


def test_cancelling_the_dialog_on_the_sheet_of_imports_takes_the_pasted_cells(session: MacroRunner) -> None:
    """Elsewhere a cancel is a cancel; there the cells pasted below the table come in without a file."""
    assert press(session, "import", CANCEL) == []
    session.excel.add_module(
        'Sub Form()\nRange("A1").Value = "File"\n'
        'ActiveSheet.ListObjects.Add(1, Range("A1:B2"), , 1).Name = "tblImportForm"\nEnd Sub\n',
        name="Form",
    )
    session.run("Form")
    assert press(session, "import", CANCEL) == [
        "import salesplan_xl.doors.ribbon as r; r.press('import', '', 'zh')"
    ]


@pytest.mark.parametrize("action", ["month", "kpi", "review"])
def test_the_month_of_the_book_is_proposed(session: MacroRunner, action: str) -> None:
    track(session, "2027-03")
    (line,) = press(session, action, " 2027-04 ")
    assert f"r.press('{action}', '{hexed('2027-04')}', 'zh')" in line
    assert session.host.asked[0]["default"] == "2027-03"


def track(session: MacroRunner, month: str) -> None:
    session.excel.add_module(
        'Sub Track()\nRange("B2").NumberFormat = "@"\nRange("B2").Value = "' + month + '"\n'
        'ActiveWorkbook.Names.Add Name:="sp_current_month", RefersTo:="=" & ActiveSheet.Name & "!$B$2"\nEnd Sub\n',
        name="Tracking",
    )
    session.run("Track")


def test_a_workbook_without_a_month_proposes_none_and_blank_is_an_answer(session: MacroRunner) -> None:
    """Blank means the month the book tracks; only Cancel runs nothing."""
    assert press(session, "month", "") == [
        "import salesplan_xl.doors.ribbon as r; r.press('month', '', 'zh')"
    ]
    assert session.host.asked[0]["default"] == ""


@pytest.mark.parametrize("action", ["new", "import", "month", "kpi", "review"])
def test_cancel_does_nothing(session: MacroRunner, action: str) -> None:
    assert press(session, action, CANCEL) == []
    assert session.said == []


def test_without_a_workbook_one_sentence(session: MacroRunner) -> None:
    session.host.no_book = True
    assert press(session, "check") == []
    assert session.said == [verify_clicks.said("no_book", "zh")]
    assert press(session, "about") == ["import salesplan_xl.doors.ribbon as r; r.press('about', '', 'zh')"]
    assert len(press(session, "new", "C:\\a.xlsx")) == 1


def test_a_missing_python_is_one_sentence_before_anything_is_asked(session: MacroRunner) -> None:
    session.host.files.remove(PYTHON)
    assert press(session, "new", "C:\\a.xlsx") == []
    assert session.host.asked == []
    (sentence,) = session.said
    assert "salesplan addin doctor" in sentence


def test_a_missing_library_names_the_version_needed(session: MacroRunner) -> None:
    session.host.files.remove(LIBRARY)
    session.call(CHOOSE, "sp_lang_en", "en")
    assert press(session, "run") == []
    (sentence,) = session.said
    assert "0.37.8" in sentence
    assert "salesplan addin doctor" in sentence


def test_a_library_beside_python_itself_is_found_as_well(session: MacroRunner) -> None:
    session.host.files = {PYTHON, PYTHON.replace("pythonw.exe", LIBRARY.rpartition("\\")[2])}
    assert len(press(session, "run")) == 1


@pytest.mark.parametrize(("detail", "code"), verify_clicks.FAILURES.items())
def test_pythons_own_words_are_never_shown(session: MacroRunner, detail: str, code: str) -> None:
    session.host.python.fault = detail
    press(session, "run")
    assert session.said == [verify_clicks.said(code, "zh")]
    assert detail not in session.said[0]


SHEETS = """
Sub Trap()
    ActiveSheet.Name = "salesplan.conf"
    Range("A1").Value = "INTERPRETER_WIN"
    Range("B1").Value = "C:\\evil.exe"
    Sheets.Add.Name = "x.py"
End Sub
"""


def test_an_opened_workbook_cannot_redirect_the_python(session: MacroRunner) -> None:
    """Neither its conf sheet nor a sheet that looks like code is looked at."""
    session.excel.add_module(SHEETS, name="Trap")
    session.run("Trap")
    assert session.run("GetConfig", "INTERPRETER_WIN") == PYTHON
    assert len(press(session, "run")) == 1
    assert session.said == []


def test_the_python_comes_from_the_add_in_even_while_no_sheet_is_active(
    session: MacroRunner, shipped: bytes
) -> None:
    session.use(with_interpreter(shipped, "D:\\other\\pythonw.exe", None))
    session.host.no_book = True
    assert session.run("GetConfig", "INTERPRETER_WIN") == "D:\\other\\pythonw.exe"


def test_every_workbook_shares_one_python(addin: Addin) -> None:
    """The command that starts Python is the key of its process: it must not name the active workbook."""
    command = addin.modules["xlwings"].partition("Function XLPyCommand()")[2].partition("End Function")[0]
    assert "xlwings.serve(" in command
    assert "ActiveWorkbook" not in command


@pytest.mark.parametrize(
    ("language", "shown"),
    [(2052, "销售规划"), (1028, "销售规划"), (1033, "Sales Plan"), (1031, "Sales Plan")],
)
def test_the_ribbon_starts_in_the_language_of_excel(session: MacroRunner, language: int, shown: str) -> None:
    session.host.languages.language = language
    assert session.call("SalesPlanRibbon.GetLabel", "sp_tab") == shown


def test_a_worksheet_function_reaches_python_or_shows_an_excel_error(session: MacroRunner) -> None:
    assert session.run("SP_YOY", 120, 100) == 7
    assert session.host.python.called == [(UDFS, "SP_YOY")]
    session.host.python.fault = "Traceback (most recent call last)"
    assert str(session.run("SP_YOY", 120, 100)) == "Error 2042"


def test_a_functions_marks_become_excels_errors_cell_by_cell(session: MacroRunner) -> None:
    assert dict(ERRORS) == dict(ERROR_NUMBERS)
    python = session.host.python
    for mark, number in ERRORS.items():
        python.answer = mark
        assert str(session.run("SP_YOY", 120, 0)) == f"Error {number}"
    python.answer = VBAArray([(0, 1), (0, 1)], items=["#N/A", 0.2, "上年无业绩", "#VALUE!"])
    cells = [cell for row in session.run("SP_YOY", 120, 0) for cell in row]
    assert {str(cell) for cell in cells} == {"Error 2042", "0.2", "上年无业绩", "Error 2015"}
    python.answer = "#无"
    assert session.run("SP_YOY", 120, 0) == "#无"


def test_a_button_without_a_workbook_lends_python_a_blank_one(session: MacroRunner) -> None:
    """xlwings finds Excel by the window of a workbook; the blank one is gone again afterwards."""
    books = session.host.workbooks_
    open_before = books.vba_get("Count", [])
    press(session, "about")
    session.host.no_book = True
    press(session, "about")
    assert session.host.python.books == [open_before, open_before + 1]
    assert books.vba_get("Count", []) == open_before


def test_names_and_paths_are_no_commands_of_the_macs_shell(addin: Addin) -> None:
    """xlwings' script puts them into a shell command: the name between double quotes, the path as it stands."""
    session = verify_clicks.loaded(addin, mac=True)
    session.book.name = 'a$(rm)`b`"c"\\.xlsx'
    press(session, "check")
    (script,) = session.host.scripts
    assert script[1] == "'/Users/me/sales plan/bin/python'"
    assert script[3] == 'a\\$(rm)\\`b\\`\\"c\\"\\\\.xlsx'
    assert session.run("ShellPath", "/Users/it's/python") == "'/Users/it'\\''s/python'"


@pytest.mark.parametrize(("shown", "left"), [("ABC分级完成:12个单元格有变化", True), ("", False)])
def test_on_a_mac_what_was_done_stays_in_the_status_bar(addin: Addin, shown: str, left: bool) -> None:
    """xlwings clears it when Python ends; only its own "computing" goes."""
    session = verify_clicks.loaded(addin, mac=True)
    text = verify_clicks.said("running", "zh") if not left else shown
    session.excel.add_module(f'Sub Tell()\nApplication.StatusBar = "{text}"\nEnd Sub\n', name="Telling")
    session.run("Tell")
    session.run("CleanUp")
    now = session.host.vba_get("StatusBar", [])
    assert (now == text) is left


def test_on_a_mac_worksheet_functions_answer_at_once(addin: Addin) -> None:
    session = verify_clicks.loaded(addin, mac=True)
    assert str(session.run("SP_YOY", 120, 100)) == "Error 2042"
    assert session.host.python.called == []
    assert session.said == []


def test_no_button_is_dead() -> None:
    """Every action of the ribbon is one that the Python door knows, and the other way round."""
    assert {*ribbon.WITHOUT_STEP, *ribbon.ON_BOOK, *STEPS} == set(actions())


def test_every_published_command_reads_the_digits_it_is_handed(session: MacroRunner) -> None:
    """The line of Python runs as it stands; what arrives is what was chosen."""
    arrived: list[tuple[str, str, str]] = []
    door = SimpleNamespace(
        press=lambda action, digits, lang: arrived.append(
            (action, bytes.fromhex(digits).decode("utf-16-be"), lang)
        )
    )
    for line in press(session, "import", ["D:\\订单's.csv"]) + press(session, "month", "2027-03"):
        exec(line.partition("; ")[2], {"r": door})
    assert arrived == [("import", "D:\\订单's.csv", "zh"), ("month", "2027-03", "zh")]


SPOILED_MACROS: dict[str, tuple[str, tuple[str, str]]] = {
    "click": ("SalesPlanActions", ("HexText(argument) & \"', '\"", "argument & \"', '\"")),
    "no workbook": ("SalesPlanActions", ('Case "new", "help", "about"', 'Case "new", "help", "about", "check"')),
    "label shown": ("SalesPlanLabels", ('        EnglishText = "KPIs"', '        EnglishText = "KPI"')),
    "language": ("SalesPlanMessages", ('chosen = "zh" Or chosen = "en"', 'chosen = "zh" Or chosen = "de"')),
    "enabled": ("SalesPlanRibbon", ("returnedVal = BookIsOpen()", "returnedVal = True")),
    "failure": ("SalesPlanMessages", ("Say FailureCode(detail)", "MsgBox detail")),
    "worksheet function": ("SalesPlanFunctions", ("    SP_YOY = CVErr(2042)\nEnd Function", "    SP_YOY = Err.Description\nEnd Function")),
    "Mac": ("SalesPlanActions", ("        argument = CStr(answer)\n        AskedFiles = True", "        AskedFiles = True")),
    "start": ("ThisWorkbook", ("    RegisterFunctions\n    RefreshRibbon", "    RefreshRibbon")),
}  # fmt: skip


@pytest.mark.parametrize(
    "check", fast_only(verify_clicks.CHECKS, *(verify_clicks.CHECKS.keys() - {"label shown"}))
)
def test_a_macro_that_does_something_else_is_found_by_running_it(
    check: str, spoiled: Callable[..., bytes]
) -> None:
    """Mistakes that every reading check would let pass."""
    name, edit = SPOILED_MACROS[check]
    data = spoiled(macros={name: edit})
    assert list(verify_clicks.CHECKS[check](taken_apart(data))) != []
