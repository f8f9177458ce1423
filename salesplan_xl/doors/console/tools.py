"""The verbs about the program itself: the pages of the guide, and the words a shell completes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import PurePath

import click
from click.shell_completion import CompletionItem, get_completion_class

from salesplan_xl.catalogue import word
from salesplan_xl.commands.books import explain as guide
from salesplan_xl.commands.books.chapters import CHAPTERS, chapter_of_page
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.doors.console.answer import answer, speaking
from salesplan_xl.doors.console.markdown import plain, rendered
from salesplan_xl.doors.console.options import LANG, PROGRAM, SHELLS
from salesplan_xl.doors.console.width import console_width, cut, padded

Page = dict[str, str]


def explain(*, method: str | None, lang: str | None, json: bool) -> None:
    """Show a guide page, or which pages there are."""
    shown = lang or LANG
    if method is None:
        pages = _pages(shown)
        listed = CommandResult("explain", details={"pages": pages})
        answer(listed, _page_lines(pages, shown), lang=shown, json=json)
        return
    with speaking(shown):
        text = guide.explain(method, shown)
    page = CommandResult("explain", details={"page": guide.page_name(method), "text": text})
    answer(page, rendered(text, console_width()), lang=shown, json=json)


def _pages(lang: str) -> list[Page]:
    """All pages with their titles, chapter by chapter."""
    pages = [
        {"page": page, "title": plain(guide.title(page, lang)), "chapter": chapter_of_page(page)}
        for page in guide.pages()
    ]
    return sorted(pages, key=lambda page: CHAPTERS.index(page["chapter"]))


def _page_lines(pages: list[Page], lang: str) -> Iterator[str]:
    width, chapter = max(len(page["page"]) for page in pages), ""
    for page in pages:
        if page["chapter"] != chapter:
            chapter = page["chapter"]
            yield click.style(word(f"C-CHAPTER-{chapter.upper()}", lang), bold=True)
        yield cut(f"  {padded(page['page'], width)}  {page['title']}", console_width())
    yield ""
    yield word("C-EXPLAIN-HOW", lang)


def page_names(_context: object, _argument: object, begun: str) -> list[CompletionItem[str]]:
    """The pages whose name begins so, for the shell."""
    return [CompletionItem(page) for page in guide.pages() if page.startswith(begun)]


def completion(*, shell: str | None, lang: str | None, json: bool) -> None:
    """Print the script by which a shell completes verbs, options and pages."""
    chosen = shell or this_shell()
    made = get_completion_class(chosen)
    if made is None:
        raise click.UsageError(word("H-NO-SHELL", lang or LANG, shell=chosen))
    command = click.get_current_context().find_root().command
    script = made(command, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE").source()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(newline="\n")  # a shell stumbles over Windows' line ends
    result = CommandResult("completion", details={"shell": chosen, "script": script})
    answer(result, [script], lang=lang or LANG, json=json)


def this_shell() -> str:
    """The shell that is probably in use: the user's own, on Windows PowerShell, else bash."""
    own = PurePath(os.environ.get("SHELL", "")).stem
    return own if own in SHELLS else "powershell" if sys.platform == "win32" else "bash"
