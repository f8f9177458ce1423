"""The console before a book is open: what there is to type, in which language, and how days and months are written."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.catalogue import word
from salesplan_xl.catalogue.click_frame import CHINESE
from salesplan_xl.commands import registry
from salesplan_xl.commands.books.chapters import CHAPTERS, DAILY
from salesplan_xl.commands.books.explain import pages, title
from salesplan_xl.commands.registry import Kind
from salesplan_xl.doors.cli import main
from salesplan_xl.doors.console.dates import day_in
from salesplan_xl.doors.console.markdown import rendered
from salesplan_xl.doors.console.width import columns, cut, wrapped
from salesplan_xl.doors.languages import help_language, system_language, typed_language
from tests.doors.answers import checked
from tests.doors.driver import Book, Said, salesplan
from tests.fast import fast_only

Copy = Callable[..., Book]
TODAY = dt.date(2026, 11, 30)
SHELLS = ("bash", "zsh", "fish", "powershell")


def console(*arguments: str, **environment: str) -> Said:
    """A command in a process of its own, as a shell starts it."""
    done = subprocess.run(
        [sys.executable, "-m", "salesplan_xl", *arguments],
        capture_output=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


# ── what there is to type ───────────────────────────────────────────────────────────────────────────


def test_the_program_alone_shows_the_verbs_of_the_day_first() -> None:
    said = salesplan()
    assert (said.code, said.err) == (0, "")
    day = said.out.partition("Day to day:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in day.splitlines()] == list(DAILY)
    assert said.out == salesplan("--help").out


def test_every_verb_has_one_line_under_a_heading() -> None:
    lines = salesplan().out.splitlines()
    for verb in {verb.key.split()[0] for verb in registry.verbs() if verb.kind is not Kind.BUTTON}:
        assert len([line for line in lines if re.match(rf"  {verb} {{2,}}\w", line)]) == 1, verb
    headings = [line.rstrip(":") for line in lines if re.fullmatch(r"\w[\w, ]*:", line)]
    chapters = [word(f"C-CHAPTER-{chapter.upper()}", "en") for chapter in CHAPTERS[:-1]]
    assert headings == [*chapters, "Options"]


@pytest.mark.parametrize("group", ["bench", "addin"])
def test_a_group_alone_shows_its_verbs(group: str) -> None:
    said = salesplan(group)
    assert (said.code, said.err) == (0, "")
    seconds = [verb.key.split()[1] for verb in registry.verbs() if verb.key.startswith(f"{group} ")]
    assert all(re.search(rf"(?m)^  {second} ", said.out) for second in seconds)


def test_a_line_that_is_too_long_for_the_window_ends_in_an_ellipsis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = salesplan().out.splitlines()
    listed = [line for line in lines if re.match(r"  [a-z-]+  ", line)]
    assert max(map(columns, listed)) <= 60
    assert any(line.endswith("…") for line in listed)


# ── the guide ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explain_alone_lists_its_pages(lang: str) -> None:
    said = salesplan("explain", "--lang", lang)
    assert said.code == 0
    listed = dict(re.findall(r"(?m)^  (\S+) {2,}(.*)$", said.out))
    assert set(listed) == set(pages())
    assert all(title(page, lang).startswith(text.rstrip("…")) for page, text in listed.items())


def test_the_list_of_pages_as_json() -> None:
    document = checked(salesplan("explain", "--json", "--lang", "zh"), "explain")
    assert {page["page"] for page in document["pages"]} == set(pages())
    assert {"page": "tiers", "title": "ABC分级:谁撑起您的业绩", "chapter": "plan"} in document["pages"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["tiers", "copy", "send", "tables", "cli"])
def test_a_page_is_shown_without_marks(page: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of Markdown is left outside code, nothing of the text is lost, and no line is too long but a command."""
    monkeypatch.setenv("COLUMNS", "90")
    said = salesplan("explain", page, "--lang", lang)
    assert said.code == 0
    lines = [line for line in said.out.splitlines() if not line.startswith("    ")]
    assert not [line for line in lines if re.search(r"\*\*|`|^#|^\||\]\(", line)]
    assert max(map(columns, lines)) < 90
    text = salesplan("explain", page, "--lang", lang, "--json").document["text"]
    letters = re.compile(r"[^\w]|_")
    assert sorted(letters.sub("", said.out)) == sorted(letters.sub("", _without_numbers(text)))


def _without_numbers(text: str) -> str:
    """Markdown without the language of its fences, which is no text."""
    return re.sub(r"(?m)^```\w+$", "```", text)


PAGE = """# Plan
Some **bold *and* slanted** words, `code`, 3 * 4 * 5 and [a link](https://x.org).

| key | what it is |
|-----|------------|
| `a` | one \\| two |

- first
- second that goes
  on below

A sentence that
goes on.
Another one.

1. step

```bash
salesplan **run**
```"""


def test_a_page_line_by_line() -> None:
    plain = [click.unstyle(line) for line in rendered(PAGE, 80)]
    assert plain == [
        "Plan", "════", "Some bold and slanted words, code, 3 * 4 * 5 and a link (https://x.org).", "",
        "key  what it is", "───  ──────────", "a    one | two", "", "  • first", "  • second that goes on below", "",
        "A sentence that goes on.", "Another one.", "", "  1. step", "",
        "    salesplan **run**",
    ]  # fmt: skip
    assert click.style("bold and slanted", bold=True) in rendered(PAGE, 80)[2]


def test_a_wide_table_goes_on_below() -> None:
    lines = [
        click.unstyle(line) for line in rendered("| 键 | 说明 |\n|---|---|\n| a | 甲乙丙丁戊己庚辛壬癸 |", 15)
    ]
    assert lines == ["键  说明", "──  ───────────", "a   甲乙丙丁戊", "    己庚辛壬癸"]


@given(st.text("ab 甲乙,。", max_size=60), st.integers(6, 30))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    words = (piece for line in lines for piece in [line] if " " in line.strip())
    assert all(columns(line) <= width for line in words if not re.search(r"\w{6,}|[,。]{2,}", line))
    assert columns(cut(text, width)) <= width


# ── completion ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_for_every_shell(shell: str) -> None:
    said = salesplan("completion", shell)
    assert said.code == 0, said.screen
    assert f"_SALESPLAN_COMPLETE={shell}_complete" in said.out or "'powershell_complete'" in said.out
    document = checked(salesplan("completion", shell, "--json"), "completion")
    assert (document["shell"], document["script"].strip()) == (shell, said.out.strip())


def test_the_shell_in_use_is_completed_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert salesplan("completion", "--json").document["shell"] == "zsh"
    monkeypatch.setenv("SHELL", "/bin/csh")
    assert salesplan("completion", "--json").document["shell"] == (
        "powershell" if os.name == "nt" else "bash"
    )


def test_a_shell_that_click_does_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An older click knows no PowerShell."""
    monkeypatch.setattr("salesplan_xl.doors.console.tools.get_completion_class", lambda _: None)
    said = salesplan("completion", "powershell")
    assert said.code == 2
    assert "pip install -U click" in said.err


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("salesplan month", "month-start"), ("salesplan explain se", "send"), ("salesplan run --as", "--as-of")],
)
def test_what_the_script_asks_is_answered(typed: str, offered: str) -> None:
    at = str(len(typed.split()) - 1)
    said = console(_SALESPLAN_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD=at)
    assert f"plain,{offered}" in said.out.splitlines()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_completion_is_explained(lang: str) -> None:
    text = salesplan("explain", "cli", "--lang", lang).out
    assert all(
        line in text for line in ('eval "$(salesplan completion bash)"', "salesplan completion powershell |")
    )


# ── days and months ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "typed",
    ["2026-11-30", "2026/11/30", "2026.11.30", "20261130", "30.11.2026", "30/11/2026", "11/30/2026", "2026年11月30日",
     "11月30日 2026年", "11月30日,2026", "30 Nov 2026", "November 30, 2026", " 2026-11-30 ", "２０２６-１１-３０",
     "today", "Today", "今天"],
)  # fmt: skip
def test_a_day_as_people_write_it(typed: str) -> None:
    assert day_in(typed, TODAY) == TODAY


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("03/04/2027", "may be 2027-03-04 or 2027-04-03"),
        ("3-4-27", "may be 2027-03-04 or 2027-04-03"),
        ("11月30日", "leaves out the year"),
        ("31/02/2027", "is no day"),
        ("2026-11", "is no day"),
        ("46356", "is no day"),
        ("soon", "is no day"),
        ("-", "is no day"),
        ("", "is no day"),
    ],
)
def test_a_day_that_is_unclear_is_asked_about_in_one_sentence(copy: Copy, typed: str, said: str) -> None:
    book = copy("planned")
    answer = salesplan("tiers", book.path, f"--as-of={typed}")
    assert (answer.code, answer.out) == (2, "")
    (line,) = [line for line in answer.err.splitlines() if line.startswith("Error:")]
    assert said in line


def test_one_and_the_same_day_in_either_order_is_not_asked_about() -> None:
    assert day_in("5/5/2027", TODAY) == dt.date(2027, 5, 5)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31)))
def test_every_day_can_be_written_in_every_clear_way(day: dt.date) -> None:
    for form in (
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y.%m.%d",
        "%Y%m%d",
        "%d.%m.%Y",
        "%Y年%m月%d日",
        "%m月%d日%Y年",
        "%d %b %Y",
    ):
        assert day_in(day.strftime(form), TODAY) == day


def test_the_day_reaches_the_book(copy: Copy) -> None:
    book = copy("planned")
    assert salesplan("tiers", book.path, "--as-of", "30.11.2026").code == 0
    assert book.setting("as_of") == dt.datetime(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "month"),
    fast_only(
        (("2027/3", "2027-03"), ("2027年3月", "2027-03"), ("202703", "2027-03"), ("3", "2027-03"), ("03", "2027-03"), ("12月", "2027-12")),
        ("2027年3月", "2027-03"), ("3", "2027-03"),
    ),
)  # fmt: skip
def test_a_month_as_people_write_it(copy: Copy, typed: str, month: str) -> None:
    book = copy("planned")
    assert salesplan("month", book.path, "--month", typed).code == 0
    assert book.setting("current_month") == month


def test_a_month_alone_lies_in_the_business_year(copy: Copy) -> None:
    """The plan year 2027 runs from April 2027 to March 2028."""
    book = copy("planned")
    book.type_setting(fiscal_start=4)
    for typed, month in (("3", "2028-03"), ("4", "2027-04")):
        assert salesplan("month", book.path, "--month", typed).code == 0
        assert book.setting("current_month") == month


@pytest.mark.parametrize("typed", ["0", "13", "13月", "March", "2027-13"])
def test_what_is_no_month_is_refused(copy: Copy, typed: str) -> None:
    said = salesplan("month", copy("planned").path, "--month", typed)
    assert (said.code, said.err[:6]) == (1, "SP-205")


# ── languages ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("environment", "windows", "process", "lang"),
    [
        ({}, "", "", "en"),
        ({"LANG": "zh_CN.UTF-8"}, "", "", "zh"),
        ({"SALESPLAN_LANG": "en", "LANG": "zh_CN.UTF-8"}, "zh", "", "en"),
        ({"LC_ALL": "C"}, "zh", "zh_CN", "en"),
        ({}, "zh", "en_US", "zh"),
        ({}, "en", "Chinese (Simplified)_China", "en"),
        ({}, "", "Chinese (Simplified)_China", "zh"),
        ({}, "", "de_DE", "en"),
    ],
)
def test_the_language_of_the_system(
    environment: dict[str, str], windows: str, process: str, lang: str
) -> None:
    """Variables first, then what Windows shows itself in, then the process's own setting."""
    assert system_language(environment, (lambda: windows, lambda: process)) == lang


def test_windows_is_asked_for_the_language_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """0x0804 is Chinese in China, 0x0404 in Taiwan, 0x0409 English in the United States."""
    import ctypes
    from types import SimpleNamespace

    from salesplan_xl.doors import languages

    assert sys.platform == "win32" or languages.windows_language() == ""
    monkeypatch.setattr(languages.sys, "platform", "win32")
    for number, lang in ((0x0804, "zh"), (0x0404, "zh"), (0x0409, "en"), (0x0407, "en")):
        kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda number=number: number)
        monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
        assert languages.windows_language() == lang
    monkeypatch.delattr(ctypes, "windll")
    assert languages.windows_language() == ""


def test_the_language_that_is_typed_stands_anywhere() -> None:
    assert typed_language(["run", "plan.xlsx", "--lang", "zh"]) == "zh"
    assert typed_language(["--lang=en", "run"]) == "en"
    assert typed_language(["run", "--lang"]) == typed_language(["--lang", "fr"]) == typed_language([]) == ""
    assert help_language(["--lang", "zh"]) == "zh"


def test_every_verb_takes_a_language() -> None:
    def verbs(group: click.Group) -> list[click.Command]:
        return [
            verb
            for command in group.commands.values()
            for verb in (verbs(command) if isinstance(command, click.Group) else [command])
        ]

    assert [verb.name for verb in verbs(main) if "lang" not in {param.name for param in verb.params}] == []


def test_the_language_may_stand_before_the_verb(copy: Copy) -> None:
    book = copy("planned", "en")
    before = salesplan("--lang", "zh", "tiers", book.path, "--dry-run")
    assert before == salesplan("tiers", book.path, "--dry-run", "--lang", "zh")
    assert "单元格变化" in before.out
    assert salesplan("--lang", "zh", "addin", "doctor", "--json").document["command"] == "addin doctor"
    assert salesplan("--lang", "zh", "explain", "tiers").out.startswith("ABC分级")


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        ("copy", ("-o", "boss.xlsx")),
        ("send", ("--to", "wang@gongsi.cn", "--no-pdf")),
        ("letters", ()),
        ("split", ()),
    ],
)
def test_what_is_handed_on_is_told_in_the_language_asked_for(
    copy: Copy, verb: str, more: tuple[str, ...]
) -> None:
    said = salesplan(verb, copy("planned", "zh").path, *more, "--lang", "en")
    assert said.code == 0, said.screen
    assert re.search(r"[a-z]{4,} [a-z]{2,}", said.out), said.out
    assert not re.search("[。“”]|去掉|保存|没有", said.out), said.out


# ── click's own words ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("run",), "错误:缺少参数 'BOOK'"),
        (("runn", "plan.xlsx"), "没有“runn”这个命令"),
        (("run", "plan.xlsx", "--nonsense"), "没有“--nonsense”这个选项"),
        (("run", "plan.xlsx", "more.xlsx"), "多写了参数(more.xlsx)"),
        (("run", "plan.xlsx", "--month"), "选项“--month”后面要写值"),
        (("run", "plan.xlsx", "--dry-run=yes"), "选项“--dry-run”后面不写值"),
        (("copy", "plan.xlsx"), "缺少选项 '-o' / '--out'"),
        (("new", "x.xlsx", "--year", "1900"), "1900不在范围2001<=x<=2100之内"),
        (("new", "x.xlsx", "--year", "abc"), "'--year'写得不对:“abc”不是数字"),
        (("new", "x.xlsx", "--demo", "huge"), "“huge”不在可选的"),
        (("run", "."), "“.”是文件夹,不是文件"),
    ],
)
def test_a_mistyped_line_is_answered_in_chinese(typed: tuple[str, ...], said: str) -> None:
    answer = salesplan(typed[0], "--lang", "zh", *typed[1:])
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert not re.search(r"Usage|Error|Try|Missing|No such|Invalid|Did you", answer.err)
    document = salesplan(typed[0], "--lang", "zh", "--json", *typed[1:]).document
    assert said.removeprefix("错误:") in document["error"]["sentence"]
    assert document["error"]["code"] == "usage"


def test_english_comes_back_after_chinese() -> None:
    assert "用法:" in salesplan("run", "--lang", "zh").err
    assert salesplan("run", "--lang", "en").err.startswith("Usage: salesplan run")
    assert "Missing argument 'BOOK'" in salesplan("run").err


@pytest.mark.parametrize("typed", [("--help",), ("send", "--help"), ("bench",)])
def test_help_in_chinese_has_a_chinese_frame(typed: tuple[str, ...]) -> None:
    said = console(*typed, SALESPLAN_LANG="zh")
    assert said.code == 0
    assert all(text in said.out for text in ("用法:", "[选项]", "选项:", "显示这段说明"))
    assert not re.search(r"Usage|Options|OPTIONS|Commands|Show this|required", said.out)


def test_json_stays_the_last_word_in_chinese() -> None:
    said = console("run", "--json", "--lang", "zh")
    assert json.loads(said.out)["error"]["sentence"].startswith("缺少参数")


def test_every_text_that_is_translated_is_one_of_clicks() -> None:
    """A release of click that says it otherwise is noticed here."""
    modules = ("core", "decorators", "exceptions", "formatting", "parser", "types")
    source = "".join(
        Path(import_module(f"click.{name}").__file__ or "").read_text("utf-8") for name in modules
    )
    older = {"No such option: {name}"}
    assert [
        text for text in CHINESE if text.replace("\n", "\\n").replace("\t", "\\t") not in source
    ] == sorted(older)
    fields = re.compile(r"\{\w+|%\(\w+\)s")
    assert all(
        set(fields.findall(chinese)) <= {field.replace("!r", "") for field in fields.findall(text)}
        for text, chinese in CHINESE.items()
    )


@pytest.mark.parametrize(
    ("lang", "sentence"), [("zh", "这样写看不懂:--map 金额"), ("en", "this is not understood: --map 金额")]
)
def test_an_answer_that_is_no_answer_is_told_in_a_sentence(lang: str, sentence: str) -> None:
    said = salesplan("import", "plan.xlsx", "--map", "金额", "--lang", lang)
    assert (said.code, sentence in said.err) == (2, True), said.err


def test_two_options_that_exclude_each_other_are_told_in_a_sentence() -> None:
    assert (
        "only one of -o, --in-place can be given"
        in salesplan("run", "a.xlsx", "-o", "b.xlsx", "--in-place").err
    )
    assert "--demo, --from" in salesplan("new", "b.xlsx", "--demo", "rep", "--from", "a.xlsx").err
