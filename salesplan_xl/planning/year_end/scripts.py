"""Scripts filled for each customer: a sentence with a field that is empty is dropped, never sent with a hole."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.tracking.funnel_rates import chance_better
from salesplan_xl.planning.year_end.outreach import ScriptCounts
from salesplan_xl.rules import Rules

# A sentence ends with a stop, or with its line.
_SENTENCE = re.compile(
    "(?:[^\u3002\uff01\uff1f!?.]|[.](?!\\s|$))*(?:[\u3002\uff01\uff1f!?]|[.](?=\\s|$)|$)\\s*"
)
_FIELD = re.compile(r"\{([^{}]+)\}")


def filled_text(template: str, fields: Mapping[str, str | None]) -> str:
    """A text with its ``{fields}`` filled in; sentences with an empty or unknown field are left out.

    Golden: "{a} is here. {b} is not." with a = "Ann" → "Ann is here."
    """
    return "\n".join(_filled_line(line, fields) for line in template.split("\n")).strip()


def _filled_line(line: str, fields: Mapping[str, str | None]) -> str:
    parts = []
    for sentence in _SENTENCE.findall(line):
        names = _FIELD.findall(sentence)
        if all(fields.get(name) for name in names):
            parts.append(_FIELD.sub(lambda match: str(fields[match[1]]), sentence))
    return "".join(parts).rstrip()


def script_findings(scripts: pd.DataFrame, counts: Mapping[str, ScriptCounts], rules: Rules) -> list[Finding]:
    """Scripts that do not work: many contacts and no order."""
    hopeless = [
        (row, title)
        for row, title in zip(scripts.index, scripts["title"], strict=True)
        if (count := counts.get(str(title)))
        and count.contacted >= rules.season.hopeless_contacts
        and not count.ordered
    ]
    return [
        Finding(
            "F-782",
            Severity.WARNING,
            {"name": title, "count": counts[str(title)].contacted},
            Place("scripts", row, "title"),
        )
        for row, title in hopeless
    ]


def better_scripts(
    used: Mapping[Hashable, Mapping[str, ScriptCounts]], rules: Rules
) -> dict[Hashable, tuple[str, str, float]]:
    """By group the script to use rather than the worst, and how sure that is; groups that show nothing are left out.

    Args:
        used: group → script → counts.
    """
    chosen: dict[Hashable, tuple[str, str, float]] = {}
    for group, counts in used.items():
        rows = pd.DataFrame(
            [
                (name, count.rate, count.contacted + rules.season.script_prior)
                for name, count in counts.items()
            ],
            columns=["script", "rate", "cases"],
        )
        if len(rows) < 2:
            continue
        rates = rows["rate"].to_numpy()
        best, worst = int(np.argmax(rates)), int(np.argmin(rates))
        sure = float(chance_better(rates, rows["cases"].to_numpy())[best, worst])
        if best != worst and sure >= rules.rates.move_sureness:
            chosen[group] = (str(rows["script"][best]), str(rows["script"][worst]), sure)
    return chosen


def contact_names(contacts: pd.DataFrame) -> dict[str, str]:
    """Whom to write to at each customer: who decides, else who buys, else the first."""
    rank = contacts["role"].map({"decision": 0, "purchasing": 1}).fillna(2)
    named = contacts.assign(rank=rank)[contacts["customer"].notna() & contacts["name"].notna()]
    first = named.sort_values("rank", kind="stable").drop_duplicates("customer")
    return {str(row["customer"]): str(row["name"]) for row in _records(first)}


def _records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")
