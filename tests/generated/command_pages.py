"""The command line reference, read from the click commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import click

from salesplan_xl.catalogue import word
from salesplan_xl.catalogue.render import sentences
from salesplan_xl.doors.cli import main

# Shell: the file its user's own settings stand in, and the line that goes there.
COMPLETION = {
    "bash": ("~/.bashrc", 'eval "$(salesplan completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(salesplan completion zsh)"'),
    "fish": ("~/.config/fish/config.fish", "salesplan completion fish | source"),
    "PowerShell": ("$PROFILE", "salesplan completion powershell | Out-String | Invoke-Expression"),
}


def cli_page(lang: str) -> str:
    """Every verb with its arguments, options and examples."""
    lines = [f"# {word('R-CLI', lang)}", "", word("R-CLI-INTRO", lang), "", word("R-GENERATED", lang)]
    for path, command in verbs(main):
        lines += ["", *_verb_lines(path, command, lang)]
    lines += ["", *_completion_lines(lang)]
    return "\n".join(lines).rstrip() + "\n"


def _completion_lines(lang: str) -> Iterator[str]:
    """The line that turns completion on in each shell."""
    yield from (f"## {word('R-CLI-COMPLETION', lang)}", "", word("R-CLI-COMPLETION-HOW", lang), "")
    for shell, (place, line) in COMPLETION.items():
        yield word("R-CLI-COMPLETION-SHELL", lang, shell=shell, place=place, line=line)


def verbs(group: click.Group, *before: str) -> Iterator[tuple[str, click.Command]]:
    """All commands that do something, with their words: ``run``, ``bench run``."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from verbs(command, *before, name)
        else:
            yield " ".join((*before, name)), command


def _verb_lines(path: str, command: click.Command, lang: str) -> Iterator[str]:
    what, examples = _help_parts(command)
    arguments = [
        param.make_metavar(click.Context(command))
        for param in command.params
        if isinstance(param, click.Argument)
    ]
    yield f"## salesplan {' '.join((path, *arguments))}"
    yield from ("", translated(what, lang), "")
    yield from (_option_line(option, lang) for option in command.params if isinstance(option, click.Option))
    yield f"- -h, --help: {word('R-CLI-HELP', lang)}"
    yield from ("", "```", *examples, "```")


def _help_parts(command: click.Command) -> tuple[str, list[str]]:
    """The sentence about a verb, and its example lines."""
    what, _, rest = (command.help or "").partition("\n\n\b\n")
    return what.strip(), [line.strip() for line in rest.splitlines()[1:] if line.strip()]


def _option_line(option: click.Option, lang: str) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    if isinstance(option.type, click.Choice):
        names += f" [{'|'.join(str(item) for item in option.type.choices)}]"
    elif not option.is_flag:
        names += f" {option.type.name.upper()}"
    given = isinstance(option.default, (str, int)) and not option.is_flag
    default = f" ({word('R-CLI-DEFAULT', lang, value=option.default)})" if given else ""
    return f"- {names}: {translated(option.help or '', lang)}{default}"


def translated(text: str, lang: str) -> str:
    """A help text in the wanted language; the command line holds only the one it was started in."""
    return word(_codes()[text], lang) if text else ""


@cache
def _codes() -> dict[str, str]:
    """Help text in either language → its code."""
    helps = {code: entry for code, entry in sentences().items() if code.startswith("H-")}
    return {text: code for code, entry in helps.items() for text in (entry.zh, entry.en)}
