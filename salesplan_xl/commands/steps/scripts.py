"""Scripts: built-in and own texts with what they brought, and the filled text of every customer listed."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.plan.script_texts import ScriptTexts
from salesplan_xl.commands.steps.sprint import stage_records
from salesplan_xl.planning.year_end.scripts import script_findings


def stage(plan: Plan) -> None:
    """Stage the table of scripts, a text for every row of both lists, and contact records."""
    book, texts = plan.book, ScriptTexts(plan.year_end)
    stage_records(plan)
    book.put("scripts", texts.table, ordered=True)
    book.put("messages", texts.messages, ordered=True)
    book.findings.extend(script_findings(texts.table, texts.counts, plan.rules))
    book.show("scripts")
    book.show("messages")
