"""Rollup: plans made separately become one team workbook; nothing is written into any of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.xlsx import Origin, refuse_ending, save_bytes, writing
from salesplan_xl.catalogue import finding_remedy, finding_sentence, word
from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.engine.put_back import mended
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.team.rollup_read import figures_of
from salesplan_xl.errors import SalesPlanError, WorkbookError
from salesplan_xl.findings import Finding, Sentence, Severity, by_weight
from salesplan_xl.planning.reporting import rollup as core
from salesplan_xl.planning.reporting.rollup import RepFigures, Team
from salesplan_xl.rules import TierRules
from salesplan_xl.schema.choices import SEVERITIES
from salesplan_xl.schema.team_workbook import COVERAGE, KPIS, QUARTERS, RepPage, TeamBook
from salesplan_xl.templates.team.workbook import build_team_book
from salesplan_xl.tiers import TIERS

Tell = Callable[[Sentence], None]
PAGE_CUSTOMERS, TEAM_CUSTOMERS = 10, 30


# What was missing of a book, by its file name.
Lost = list[tuple[str, tuple[Finding, ...]]]


def rollup(
    paths: Sequence[Path],
    out: Path,
    *,
    lang: str | None = None,
    unit: str | None = None,
    year: int | None = None,
    overwrite: bool = False,
    tell: Tell = lambda _: None,
) -> CommandResult:
    """Sum up plan books that need nothing in common, and save a team workbook.

    Args:
        paths: plan books; one that cannot be used is named in a finding, the others go on.
        out: the team workbook to write.
        lang, unit, year: of the result; by default what most of the books have.
        overwrite: replace ``out`` (the old file is kept as a backup).
        tell: told which book comes next.

    Returns:
        figures: ``books``, ``customers``, ``this_year``, ``target``, ``q1`` … ``q4``, the three KPIs of the
        month, ``hhi``, ``top_n_share``; findings F-715, F-716, F-720 … F-727.

    Raises:
        WorkbookError: SP-342 none of the books can be used; SP-315 ``out`` exists; SP-352 it is called otherwise than
            ``.xlsx``; SP-305 … SP-309, SP-350, SP-351 not saved.
    """
    if out.exists() and not overwrite:
        raise WorkbookError("SP-315", file=out)
    refuse_ending(out, ".xlsx")
    with writing(out):
        return _rolled_up(paths, out, lang, unit, year, tell)


def _rolled_up(
    paths: Sequence[Path], out: Path, lang: str | None, unit: str | None, year: int | None, tell: Tell
) -> CommandResult:
    """The same once the team workbook may be written."""
    reps, langs, rules, failed, lost, origins = _read_all(paths, tell)
    chosen = lang or (core.most_common(langs) if langs else "zh")
    left_out = [_left_out(name, error, chosen) for name, error in failed]
    left_out += [note for name, missing in lost for note in mended(name, missing, chosen)]
    if not reps:
        raise WorkbookError("SP-342", count=len(paths), reasons=_reasons(left_out, chosen))
    team = core.combine(reps, rules, unit, year)
    if not team.reps:
        raise WorkbookError("SP-342", count=len(paths), reasons=_reasons(team.findings, chosen))
    findings = by_weight([*left_out, *team.findings])
    save_bytes(build_team_book(_team_book(team, findings, chosen)), out, origins=origins)
    sentence = Sentence("team.rollup_done", {"books": len(team.reps)})
    return CommandResult("rollup", tuple(findings), figures=_figures(team), sentence=sentence)


def _read_all(
    paths: Sequence[Path], tell: Tell
) -> tuple[list[RepFigures], list[str], TierRules, list[tuple[str, SalesPlanError]], Lost, list[Origin]]:
    """The figures and languages of all usable books, the first one's tier lines, why the others are not, and the files.

    One book is held at a time; what was missing of it is told too.
    """
    reps: list[RepFigures] = []
    langs: list[str] = []
    failed: list[tuple[str, SalesPlanError]] = []
    lost: Lost = []
    origins: list[Origin] = []
    rules = TierRules()
    for number, path in enumerate(paths, 1):
        tell(Sentence("team.progress_read", {"number": number, "count": len(paths), "name": path.name}))
        try:
            with collector_paused():
                port = FilePort.open(path)
                opened = for_reading(port)
                book = opened.book
                reps.append(figures_of(book, path.stem))
        except SalesPlanError as error:
            failed.append((path.name, error))
            continue
        rules = rules if langs else book.rules.tiers
        langs.append(book.lang)
        lost.append((path.name, opened.put_back))
        origins.extend(port.origins)
    return reps, langs, rules, failed, lost, origins


def _left_out(name: str, error: SalesPlanError, lang: str) -> Finding:
    values: dict[str, object] = {"file": name, "reason": error.sentence(lang)}
    return Finding("F-715", Severity.WARNING, values)


def _reasons(findings: Sequence[Finding], lang: str) -> tuple[str, ...]:
    return tuple(finding_sentence(finding, lang).rstrip("。.") for finding in findings[:3])


def _figures(team: Team) -> dict[str, object]:
    """The key figures of the team."""
    quarters = np.sum([rep.quarters for rep in team.reps], axis=0) - [team.doubles[q] for q in QUARTERS]
    month = team.month_index
    sums = [core.month_sums(rep.months, month, month) for rep in team.reps]
    rates = core.rates({key: math.fsum(rep_sums[key] for rep_sums in sums) for key in core.MONTH_COLUMNS})
    return {
        "books": len(team.reps),
        "plan_year": team.plan_year,
        "unit": team.unit,
        "month": team.month,
        "customers": len(team.customers),
        "this_year": float(team.customers["this_year"].sum()),
        "target": float(quarters.sum()),
        **{q: float(value) for q, value in zip(QUARTERS, quarters, strict=True)},
        **rates,
        "hhi": _finite(team.concentration.hhi),
        "top_n": team.concentration.top_n,
        "top_n_share": _finite(team.concentration.top_share),
    }


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


# ── the workbook ──────────────────────────────────────────────────────────────────────────────────────


def _team_book(team: Team, findings: Sequence[Finding], lang: str) -> TeamBook:
    spread, doubles = team.concentration, {k: v for k, v in team.doubles.items() if v}
    levels = {item.key: item.label.of(lang) for item in SEVERITIES}
    values: dict[str, object] = {
        "people": len(team.reps), "customers": len(team.customers), "as_of": team.as_of, "month": team.month,
        "unit": team.unit,
    }  # fmt: skip
    largest = team.customers.head(TEAM_CUSTOMERS)
    columns = ("customer", "owner", "team_tier", "this_year", "cumulative", "target")
    return TeamBook(
        lang=lang,
        unit=team.unit,
        title=word("team.title", lang, year=str(team.plan_year)),
        subtitle=word("team.subtitle", lang, **values),
        month=team.month_index,
        reps=[_page(rep, lang) for rep in team.reps],
        doubles=doubles,
        coverage=_coverage(team.reps),
        tiers=core.tier_sums(team.customers),
        spread={
            "cr1": _finite(spread.cr1), "cr5": _finite(spread.cr5), "top_n": _finite(spread.top_share),
            "hhi": _finite(spread.hhi), "effective": _finite(spread.effective),
        },
        top_n=spread.top_n,
        largest=list(largest[list(columns)].itertuples(index=False, name=None)),
        findings=[
            (f.code, levels[f.severity.value], finding_sentence(f, lang), finding_remedy(f, lang))
            for f in findings
        ],
    )  # fmt: skip


def _page(rep: RepFigures, lang: str) -> RepPage:
    rows = rep.customers.sort_values("this_year", ascending=False, kind="stable").head(PAGE_CUSTOMERS)
    months = np.array([rep.months[key] for key in KPIS]).T
    return RepPage(
        name=rep.owner,
        subtitle=word("team.page_subtitle", lang, file=rep.title, as_of=rep.as_of, month=rep.month),
        figures=_page_figures(rep),
        coverage={key: np.nan_to_num(rep.coverage[key]).tolist() for key in COVERAGE},
        months=[[_finite(value) for value in line] for line in months],
        largest=[
            (str(name), str(tier or ""), float(revenue), float(target))
            for name, tier, revenue, target in rows[["customer", "tier", "this_year", "target"]]
            .fillna({"tier": "", "this_year": 0.0})
            .itertuples(index=False, name=None)
        ],
    )


def _page_figures(rep: RepFigures) -> dict[str, float | None]:
    tiers = rep.customers["tier"].value_counts()
    counts = {tier.lower(): float(tiers.get(tier, 0)) for tier in TIERS}
    money = {key: float(rep.customers[key].sum()) for key in ("last_year", "this_year")}
    quarters = {q: float(value) for q, value in zip(QUARTERS, rep.quarters, strict=True)}
    amounts = {key: _finite(rep.amounts[key]) for key in ("guaranteed", "stretch", "company")}
    open_ = float(np.nansum(rep.coverage["unsupported"]))
    return {
        "customers": float(len(rep.customers)), **counts, **money, "target": rep.target, **amounts,
        "unsupported": open_, **quarters,
    }  # fmt: skip


def _coverage(reps: Sequence[RepFigures]) -> dict[str, list[float]]:
    return {key: np.nansum([rep.coverage[key] for rep in reps], axis=0).tolist() for key in COVERAGE}
