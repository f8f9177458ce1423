"""What a verb answers with ``--json``, held to its JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from salesplan_xl import __version__, doors
from salesplan_xl.doors.document import JSON_SCHEMA
from tests.doors.driver import Said, salesplan

FORM = Path(doors.__file__).with_name("result.schema.json")
CHECK = jsonschema.Draft202012Validator(json.loads(FORM.read_text(encoding="utf-8")))


def checked(said: Said, command: str | None, code: int = 0) -> dict[str, Any]:
    """The document, which keeps to its form and says how the program left."""
    document = said.document
    CHECK.validate(document)
    assert (document["command"], document["exit_code"], said.code) == (command, code, code), said.screen
    assert (document["schema"], document["version"]) == (JSON_SCHEMA, __version__)
    return document


def answer(command: str, *arguments: object, code: int = 0) -> dict[str, Any]:
    """What a verb answers."""
    return checked(salesplan(*command.split(), *arguments, "--json"), command, code)
