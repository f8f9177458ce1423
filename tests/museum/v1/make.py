"""Made the museum: plan books of version 0.1.0 (schema 1) as their users left them, and what they show.

Kept as documentation. To be run with version 0.1.0 / schema 1 only, which was done once; never run it again: a
later version would make books of its own schema, and the point of these is that they are old.

    (in a checkout of 0.1.0)  PYTHONPATH=. python <this folder>/make.py <output folder>
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from graft import Grafts, packed, parts
from museum_digests import canonical, shown

import salesplan_xl
from salesplan_xl.book.xlsx import Formula, XlsxFile
from salesplan_xl.doors import cli, cli_books
from salesplan_xl.schema.layout import column_letters, quote_sheet
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.workbook import SCHEMA_VERSION, grids, sheet_of, tables
from tests.doors.driver import Book, Said, salesplan

YEAR = 2027
OPEN, LOCKED = (
    "2026-12-31",
    "2027-03-31",
)  # days before and after the plan year begins: from then on targets stand
# The log, the baseline, the projects as last seen and the undo data: times, and the program's own notes.
VOLATILE = frozenset({"log", "baseline", "seen", "undo"})
# The clock that log and undo data show: one step of the story after the other.
CLOCK = [dt.datetime(2026, 12, 31, 9, 0)]
CUSTOMERS = (  # as in tests/doors/conftest.py, in 万元
    ("苏州恒锐机械有限公司", "苏州园区", 420.0, 380.0),
    ("无锡宏泰重工有限公司", "无锡新区", 300.0, 310.0),
    ("常州明照新能源", "常州", 205.0, 293.0),
    ("昆山金桥电子", "苏州园区", 90.0, 55.0),
    ("南通远海船舶", "南通", 60.0, 60.0),
    ("宁波正杰工程机械", "宁波", 30.0, 32.0),
    ("嘉兴小微五金", "嘉兴", 12.0, 12.0),
    ("湖州春风泵业", "湖州", 8.0, 0.0),
)


class Clock(dt.datetime):
    """A clock that the story sets."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        """The time of the story."""
        return CLOCK[0]


def schema() -> dict[str, Any]:
    """What digests are taken of: the blocks of this version, without those that hold times."""
    return {
        "tables": {
            key: {column.key: column.kind.value for column in table.columns}
            for key, table in tables().items()
            if key not in VOLATILE
        },
        "grids": {
            key: {
                "rows": [row.key for row in grid.rows],
                "columns": {column.key: column.kind.value for column in grid.columns},
            }
            for key, grid in grids().items()
        },
        "settings": [setting.key for setting in SETTINGS],
    }


# ── at the keyboard ─────────────────────────────────────────────────────────────────────────────────


@dataclass
class Desk:
    """A user at one book; notes everything typed."""

    path: Path
    lang: str
    unit: str = "wan"
    edits: list[dict[str, Any]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    @property
    def book(self) -> Book:
        return Book(self.path, self.lang, self.unit)

    def say(self, zh: str, en: str) -> str:
        """The word in the book's language."""
        return zh if self.lang == "zh" else en

    def choice(self, table: str, column: str, key: str) -> str:
        """A list value as cells show it."""
        return self.book.names.choice(table, column, key)

    def command(self, when: str, verb: str, *more: str) -> Said:
        """Type a command at that time of the story."""
        CLOCK[0] = dt.datetime.fromisoformat(when)
        said = salesplan(verb, self.path, *more)
        if said.code:
            raise SystemExit(said.screen)
        self.path.with_name(f"{self.path.stem}.bak.xlsx").unlink(missing_ok=True)
        self.steps.append(" ".join((verb, *more)))
        return said

    def type(self, table: str, row: str, **values: Any) -> None:
        """Over cells of a table row."""
        self.book.type(table, row, **values)
        self._noted(table, row, values)

    def type_line(self, table: str, line: int, **values: Any) -> None:
        """Over cells of a table row by its number, for tables whose rows have no name of their own."""
        book = self.book
        info = XlsxFile.open(self.path).tables[tables()[table].name]
        for key, value in values.items():
            col = info.first_col + info.columns.index(book.names.header(table, key))
            book.type_cell(info.sheet, info.first_row + line, col, value)
        self._noted(table, self._row(table, book.rows(table)[line]), values)

    def append(self, table: str, **values: Any) -> None:
        """Below a table, which grows."""
        self.book.type_rows(table, [values])
        self._noted(table, self._row(table, values), values, new=True)

    def delete(self, table: str, row: str) -> None:
        """A whole table row."""
        self.book.delete_row(table, row)
        self.edits.append({"table": table, "row": row, "deleted": True, "after_step": len(self.steps)})

    def type_grid(self, grid: str, row: str, **values: Any) -> None:
        """Over cells of a block."""
        for column, value in values.items():
            self.book.type_grid(grid, row, column, value)
            self.edits.append({"grid": grid, "row": row, "column": column, **self._typed(value)})

    def type_setting(self, **values: Any) -> None:
        """Into the settings sheet."""
        self.book.type_setting(**values)
        for key, value in values.items():
            self.edits.append({"setting": key, **self._typed(value)})

    def _row(self, table: str, cells: Mapping[str, Any]) -> Any:
        """What tells a row from the others: one text, or a list of them."""
        found = [cells[key] for key in tables()[table].identity]
        return found[0] if len(found) == 1 else found

    def _noted(self, table: str, row: object, values: Mapping[str, Any], *, new: bool = False) -> None:
        for column, value in values.items():
            extra = {"new_row": True} if new else {}
            self.edits.append({"table": table, "row": row, "column": column, **self._typed(value), **extra})

    def _typed(self, value: Any) -> dict[str, Any]:
        shows = value.value if isinstance(value, Formula) else value
        formula = {"formula": value.text} if isinstance(value, Formula) else {}
        return {"value": canonical(shows), **formula, "after_step": len(self.steps)}

    def customer(self, code: str) -> str:
        """The name of a customer of the demo, the same company in both languages."""
        return next(str(row["name"]) for row in self.book.rows("customers") if row["code"] == code)


def rep(desk: Desk, *, lean: bool) -> None:
    """The demo of one salesperson: planned, changed by hand, planned again, reviewed, tracked in March."""
    named = {code: desk.customer(code) for code in ("00020", "00059", "00008", "00045", "00052", "00028", "00027", "00002", "00004", "00060", "00005")}  # fmt: skip
    desk.command("2026-12-31 09:00", "run", "--as-of", OPEN)
    _edits(desk, named)
    if not lean:
        _more_edits(desk, named)
    desk.command("2026-12-31 15:30", "run", "--as-of", OPEN)
    if not lean:
        _february(desk, named)
    desk.command("2027-03-01 08:30", "month", "--month", "2027-03", "--as-of", "2027-03-01")
    yes = desk.choice("month_list", "done", "yes")
    for line in (0, 12):
        desk.type_line("month_list", line, done=yes)
    if not lean:
        desk.command("2027-03-08 08:30", "run", "--as-of", "2027-03-08")


def _edits(desk: Desk, named: Mapping[str, str]) -> None:
    """What every user of the demo changes."""
    say = desk.say
    desk.type_setting(buffer=0.12, growth_b=0.06)
    desk.type("targets", named["00020"], growth=0.08)
    desk.type("targets", named["00008"], win_probability=0.4)
    desk.type("targets", named["00045"], base=255.0)
    desk.type("targets", named["00028"], growth=Formula("0.02+0.01", 0.03))
    desk.type("map", named["00059"], q2=80.0)
    desk.type("map", named["00027"], q3=Formula("20+5", 25.0))
    desk.type(
        "map",
        named["00002"],
        visits=3.0,
        key_action=say("请老板出面", "Bring in our owner"),
        owner=say("李强", "Li Qiang"),
    )
    desk.type(
        "map",
        named["00004"],
        next_action=say("月底前送样", "Send samples by month end"),
        due=dt.datetime(2027, 5, 20),
    )
    desk.type("quarters", "A", w1=0.3)
    desk.type_grid("month_split", "m1", share=0.5)
    desk.type("health", named["00052"], decline_cause=desk.choice("health", "decline_cause", "share_lost"))


def _more_edits(desk: Desk, named: Mapping[str, str]) -> None:
    """What the user of a full book changes besides: inputs, a scenario, the report, the bonus, the funnel."""
    say = desk.say
    desk.type(
        "customers",
        named["00060"],
        tier_override="B",
        override_reason=say("集团客户,明年扩产", "Group account, expands next year"),
    )
    desk.delete("customers", named["00005"])
    desk.append("actions", customer=named["00052"], action=say("约新任采购总监面谈", "Meet the new purchasing director"),
                owner=say("李强", "Li Qiang"), due=dt.datetime(2027, 3, 18), acceptance=say("拿到拜访纪要", "Minutes of the meeting"))  # fmt: skip
    desk.append("scenarios", name=say("我的情景", "My scenario"), growth_points=0.02, loss_chance_factor=1.2, loss_factor=1.0,
                win_factor=0.9, new_factor=1.1, spread_factor=1.0)  # fmt: skip
    desk.type_grid(
        "report_asks",
        "o1",
        name=say("增加一台样机", "One more demo machine"),
        amount=35.0,
        why=say("两家客户同时要试切", "Two customers want trials at once"),
    )
    desk.type_grid("bonus", "m2", proposals=6.0)
    desk.type_line("funnel", 0, owner=say("林晓东", "Lin Xiaodong"))


def _february(desk: Desk, named: Mapping[str, str]) -> None:
    """A project slips, the month is reviewed; in the English book a step is taken back, too."""
    projects = desk.book.rows("opportunities")
    slipping = next(at for at, row in enumerate(projects) if row["customer"] == named["00020"])
    desk.type_line("opportunities", slipping, sign_date=dt.datetime(2028, 1, 20), slips=1.0)
    desk.command("2027-02-28 18:00", "review", "--month", "2027-02", "--as-of", "2027-02-28")
    missed = [
        at
        for at, row in enumerate(desk.book.rows("reviews"))
        if row["reached"] == desk.choice("reviews", "reached", "no")
    ]
    own, judged = desk.choice("reviews", "cause", "own"), desk.choice("reviews", "judgement", "execution")
    desk.type_line(
        "reviews",
        missed[0],
        cause=own,
        judgement=judged,
        correction=desk.say("周一先排拜访", "Plan visits on Mondays"),
    )
    desk.type_line(
        "reviews",
        missed[1],
        cause=desk.choice("reviews", "cause", "customer"),
        lesson=desk.say("早点确认预算", "Confirm the budget earlier"),
    )
    if desk.lang == "en":
        desk.command("2027-02-28 18:20", "kpi", "--month", "2027-02", "--as-of", "2027-02-28")
        desk.command("2027-02-28 18:25", "undo")


def typed_by_hand(desk: Desk) -> None:
    """Eight customers typed in 元, planned once."""
    for name, region, this, last in CUSTOMERS:
        desk.append(
            "customers",
            name=name,
            region=region,
            this_year=this * 10_000,
            last_year=last * 10_000,
            owner="王敏",
        )
    desk.command("2026-12-31 09:00", "run", "--as-of", OPEN)


# ── things of the user's own ────────────────────────────────────────────────────────────────────────


def grafted(desk: Desk) -> Grafts:
    """Columns, a sheet with formulas and a chart, a comment, colours, notes: as users add them in Excel."""
    named = {code: desk.customer(code) for code in ("00020", "00059", "00045", "00052", "00002")}
    say, hand = desk.say, Grafts(desk.path.read_bytes(), desk.lang)
    views = {
        named["00020"]: say("稳", "Safe"),
        named["00052"]: say("要盯紧", "Watch closely"),
        named["00002"]: say("可培养", "Promising"),
    }
    budget = {named["00020"]: 6.5, named["00059"]: 4.0, named["00052"]: 8.25}
    hand.column("health", say("我的判断", "My view"), views)
    hand.column("map", say("费用预算", "Expense budget"), budget)
    if desk.lang == "zh":
        first, second = (f"tblMap[[#This Row],[{desk.book.names.header('map', q)}]]" for q in ("q1", "q2"))
        hand.column(
            "map",
            "上半年",
            {row["customer"]: row["q1"] + row["q2"] for row in desk.book.rows("map")},
            f"{first}+{second}",
        )
    name = _sheet(desk, hand, budget)
    hand.name(say("我的底线", "MyFloor"), f"{quote_sheet(name)}!$B$4")
    hand.comment(
        "customers",
        named["00020"],
        "name",
        say("林晓东", "Lin Xiaodong"),
        say("老板姓周,只认技术", "The owner trusts engineers only"),
    )
    hand.colour("map", named["00045"], "FFFFE699")
    hand.highlight("map", "visits", "AND(ISNUMBER({cell}),{cell}>=3)")
    hand.note("targets", named["00059"], say("和财务对过数", "Checked with finance"))
    hand.note_at("sp_buffer", 5, say("总监同意12%", "12 % agreed with the director"))
    column, look = ("gap", 'hidden="1"') if desk.lang == "zh" else ("key_action", 'width="41.5"')
    hand.sheet_column("map", column, look)
    return hand


def _sheet(desk: Desk, hand: Grafts, budget: Mapping[str, float]) -> str:
    """The user's own sheet: sums, look-ups and plain references into the plan, and a chart of the quarters."""
    book, say = desk.book, desk.say
    heads = {
        key: book.names.header("map", key) for key in ("customer", "tier", "target", "q1", "q2", "q3", "q4")
    }
    plan, own = book.rows("map"), say("费用预算", "Expense budget")
    customers, map_ = (quote_sheet(sheet_of(key).label.of(desk.lang)) for key in ("customers", "map"))
    split, top, left = book._name(grids()["month_split"].name)
    down, right = grids()["month_split"].offset("total", "target")
    year = f"{quote_sheet(split)}!${column_letters(left + right)}${top + down}"
    quarters = [sum(row[q] for row in plan) for q in ("q1", "q2", "q3", "q4")]
    lines: list[tuple[str, Any]] = [
        (say("我的分析", "My notes"), None),
        ("", None),
        (say("客户数", "Customers"), Formula(f"COUNTA(tblCustomers[{book.names.header('customers', 'name')}])", float(len(book.rows("customers"))))),
        (say("A类全年目标", "Year target of A"), Formula(f'SUMIFS(tblMap[{heads["target"]}],tblMap[{heads["tier"]}],"A")', sum(row["target"] for row in plan if row["tier"] == "A"))),
        (say("费用合计", "Expenses"), Formula(f"SUM(tblMap[{own}])", sum(budget.values()))),
        (say("留余地", "Buffer"), Formula("sp_buffer", book.setting("buffer"))),
        (say("地图第一行", "First row of the map"), Formula(f"{map_}!A5", plan[0]["customer"])),
        (say("它的二季度", "Its second quarter"), Formula(f"INDEX(tblMap[{heads['q2']}],MATCH(B7,tblMap[{heads['customer']}],0))", plan[0]["q2"])),
        (say("清单第一行", "First customer"), Formula(f"{customers}!B5", book.rows("customers")[0]["name"])),
        (say("全年月目标", "Months together"), Formula(year, book.grid("month_split")["total"]["target"])),
        (say("季度", "Quarter"), say("目标", "Target")),
        *((q.upper(), Formula(f"SUM(tblMap[{heads[q]}])", value)) for q, value in zip(("q1", "q2", "q3", "q4"), quarters, strict=True)),
    ]  # fmt: skip
    cells = {
        (row, col): value
        for row, line in enumerate(lines, 1)
        for col, value in enumerate(line, 1)
        if value not in ("", None)
    }
    name = say("我的分析", "My notes")
    hand.sheet(name, cells, before=sheet_of("areas").label.of("zh") if desk.lang == "zh" else "")
    hand.chart(name, say("我的季度图", "My quarters"), 12, 15, ["Q1", "Q2", "Q3", "Q4"], quarters)
    return name


# ── what is expected of later versions ──────────────────────────────────────────────────────────────


def expected(desk: Desk, folder: Path) -> dict[str, Any]:
    """The book as it stands, planned again before and within the plan year, and taken back step by step."""
    found: dict[str, Any] = {"standing": shown(desk.path, desk.lang, desk.unit, schema())}
    for day in (OPEN, LOCKED):
        found[f"run --as-of {day}"] = _after(desk, folder, "run", "--as-of", day)
    found["undo"] = _after(desk, folder, "undo")
    copy, count = Path(shutil.copy(desk.path, folder / "undone.xlsx")), 0
    while salesplan("undo", copy).code == 0:
        count += 1
    found["undo to the first"] = {"steps": count, **shown(copy, desk.lang, desk.unit, schema())}
    return found


def _after(desk: Desk, folder: Path, verb: str, *more: str) -> dict[str, Any]:
    """What a copy of the book shows after a command, and what the command said."""
    CLOCK[0] = dt.datetime(2027, 4, 1, 9, 0)
    copy = Path(shutil.copy(desk.path, folder / "copy.xlsx"))
    said = salesplan(verb, copy, *more, "--json")
    if not said.out:
        return {"exit": said.code, "says": said.err.split()[0]}
    document = said.document
    told = sorted({item["code"] for item in document["findings"]})
    return {
        "exit": said.code,
        "findings": told,
        **shown(copy, desk.lang, desk.unit, schema()),
        **_told(document),
    }


def _told(document: Mapping[str, Any]) -> dict[str, Any]:
    return {"figures": canonical(document["figures"])} if document["figures"] else {}


def main(out: Path) -> None:
    """Make the books and ``expected.json`` in a folder."""
    if (salesplan_xl.__version__, SCHEMA_VERSION) != ("0.1.0", 1):
        raise SystemExit("the museum was made by 0.1.0 / schema 1 and is not made again")
    vars(cli_books)["dt"] = SimpleNamespace(datetime=Clock, date=dt.date)
    vars(cli)["LANG"] = "en"
    out.mkdir(parents=True, exist_ok=True)
    books: dict[str, Any] = {}
    for name, lang, unit, options in (
        ("zh-full", "zh", "wan", ("--demo", "rep")),
        ("zh-lean", "zh", "wan", ("--demo", "rep", "--lean")),
        ("en-full", "en", "wan", ("--demo", "rep")),
        ("en-lean", "en", "wan", ("--demo", "rep", "--lean")),
        ("zh-yuan", "zh", "yuan", ("--unit", "yuan")),
        ("zh-new", "zh", "wan", ()),
    ):  # fmt: skip
        desk, grafts = Desk(out / f"{name}.xlsx", lang, unit), []
        desk.path.unlink(missing_ok=True)
        desk.command("2026-12-31 08:00", "new", "--year", str(YEAR), "--lang", lang, *options)
        if "--demo" in options:
            rep(desk, lean="--lean" in options)
        if unit == "yuan":
            typed_by_hand(desk)
        if name.endswith("full"):
            hand = grafted(desk)
            desk.path.write_bytes(hand.data)
            grafts = hand.made
        desk.path.write_bytes(packed(parts(desk.path.read_bytes())))
        with tempfile.TemporaryDirectory() as folder:
            states = expected(desk, Path(folder))
        books[desk.path.name] = {
            "lang": lang, "unit": unit, "steps": desk.steps, "edits": desk.edits, "grafts": canonical(grafts), **states,
        }  # fmt: skip
    made_with = {"version": salesplan_xl.__version__, "schema": SCHEMA_VERSION}
    document = {"made_with": made_with, "schema": schema(), "books": books}
    (out / "expected.json").write_text(_text(document), encoding="utf-8")


def _text(document: Mapping[str, Any]) -> str:
    """JSON in which lists and groups of plain values take one line each, so that differences can be read."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    flat = re.sub(r"[\[{][^\[\]{}]*[\]}]", lambda found: re.sub(r"\n *", " ", found[0]), text)
    return f"{flat}\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
