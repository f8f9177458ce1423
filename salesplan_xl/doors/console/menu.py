"""The list of commands: those of the day first, then the others by chapter, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from salesplan_xl.catalogue import word
from salesplan_xl.commands import registry
from salesplan_xl.commands.books.chapters import CHAPTERS, DAILY, DAY, chapter_of
from salesplan_xl.doors.console.options import LANG, LANGUAGE_CHOICE, option
from salesplan_xl.doors.console.width import console_width, cut, padded

# A line of the list ends where a sentence has said what a verb does.
_ENDS = ("\n", "。", ";", ". ")


class Menu(click.Group):
    """A group that shows its commands when none is named."""

    def __init__(self, name: str, help: str, **more: Any) -> None:  # noqa: A002 - click's own name
        super().__init__(
            name, help=help, invoke_without_command=True, callback=_shown, options_metavar=word("H-OPTIONS", LANG),
            subcommand_metavar=word("H-COMMAND", LANG), **more,
        )  # fmt: skip

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, which are asked for more often, before the options."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Every chapter with its commands."""
        width = max(map(len, self.commands), default=0)
        for title, commands in self._chapters():
            with formatter.section(title):
                for command in commands:
                    line = f"  {padded(command.name or '', width)}  {summary(command)}"
                    formatter.write(f"{cut(line, console_width())}\n")

    def _chapters(self) -> Iterator[tuple[str, list[click.Command]]]:
        """Headings with their commands; the verbs of the day stand under theirs alone."""
        placed = {name: _chapter(name) for name in self.commands}
        for chapter in CHAPTERS:
            names = DAILY if chapter == DAY else placed
            commands = [self.commands[name] for name in names if placed.get(name) == chapter]
            if commands:
                yield word(f"C-CHAPTER-{chapter.upper()}", LANG), commands


def _chapter(name: str) -> str:
    verb = registry.find(name)
    if name in DAILY:
        return DAY
    return chapter_of(verb) if verb else "tool"


@click.pass_context
def _shown(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def summary(command: click.Command) -> str:
    """The first sentence about a command, without its full stop."""
    text = (command.help or "").strip()
    return text[: min(at for at in (*_places(text, _ENDS), len(text)) if at >= 0)].removesuffix(".")


def _places(text: str, marks: Iterable[str]) -> Iterator[int]:
    return (text.find(mark) for mark in marks)


def with_language(main: click.Group) -> click.Group:
    """The same group with ``--lang`` before the verb: what it says holds for every verb that names none itself."""

    def chosen(ctx: click.Context, _option: object, lang: str | None) -> None:
        if lang:
            ctx.default_map = _defaults(main, lang)

    spoken = option("--lang", "H-OPT-MSGLANG", type=LANGUAGE_CHOICE, expose_value=False, callback=chosen)
    grouped: click.Group = spoken(main)
    return grouped


def _defaults(group: click.Group, lang: str) -> dict[str, Any]:
    return {
        name: _defaults(command, lang) if isinstance(command, click.Group) else {"lang": lang}
        for name, command in group.commands.items()
    }
