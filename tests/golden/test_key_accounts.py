"""Key accounts, pure: one name, the weakest step, four questions, the age of a bottleneck, judgements (S4)."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.commands.plan.vocabulary import vocabulary
from salesplan_xl.planning.customers.key_accounts.chain import LAYERS, Person, decision_chain, people_of
from salesplan_xl.planning.customers.key_accounts.focus import Effort
from salesplan_xl.planning.customers.key_accounts.gate import Ground, is_granted, judge_action
from salesplan_xl.planning.customers.key_accounts.judgements import Judgement, proposed, written
from salesplan_xl.planning.customers.key_accounts.matching import same_bottleneck
from salesplan_xl.planning.customers.key_accounts.one_name import accountable
from salesplan_xl.planning.customers.key_accounts.records import NO_DAY, Action, Resource
from salesplan_xl.planning.customers.key_accounts.similar import Case, similar_cases
from salesplan_xl.planning.customers.key_accounts.standing import Standing, looked_at, stuck_days
from salesplan_xl.planning.customers.key_accounts.vocabulary import plain
from salesplan_xl.planning.customers.key_accounts.white_space import Lines, best_suggestions
from salesplan_xl.rules import CalendarRules, KeyAccountRules

WORDS, RULES = vocabulary(), KeyAccountRules()
TODAY = pd.Timestamp(2027, 3, 1)


# ── if lost, who? ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("林晓东", ["林晓东"]),
        ("林晓东、陈静", ["林晓东", "陈静"]),
        ("林晓东,陈静；王敏", ["林晓东", "陈静", "王敏"]),
        ("林晓东/陈静", ["林晓东", "陈静"]),
        ("林晓东&陈静", ["林晓东", "陈静"]),
        ("林晓东\n陈静", ["林晓东", "陈静"]),
        ("Lin Xiaodong and Chen Jing", ["Lin Xiaodong", "Chen Jing"]),
        ("Anderson", ["Anderson"]),
        ("李和平", ["李和平"]),
        ("张三和李四明", ["张三", "李四明"]),
        ("张三和李和平", ["张三", "李和平"]),
        ("李和平和张三与王五及赵六", ["李和平", "张三", "王五", "赵六"]),
        ("陈静(林晓东协助)", ["陈静"]),
        ("陈静（林晓东、王敏协助）", ["陈静"]),
        ("陈静、陈静", ["陈静"]),
        ("陈静、技术部", ["陈静"]),
        ("技术部", []),
        ("技术部门、华东团队", []),
        ("大家", []),
        ("TBD", []),
        ("sales team", []),
        ("", []),
        (None, []),
        (" - ", []),
    ],
)
def test_the_persons_named_in_a_cell(text: object, people: list[str]) -> None:
    answer = accountable(text, WORDS)
    assert list(answer.people) == people
    assert answer.name == (people[0] if len(people) == 1 else None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("林晓东", ""), ("林晓东、陈静", "_several"), ("技术部", "_group"), (None, "_nobody")],
)
def test_who_answers_in_a_sentence(text: object, code: str) -> None:
    assert accountable(text, WORDS).words.code == f"accounts.answer{code}"


@given(st.text(max_size=30))
def test_any_text_gives_people_that_stand_in_it(text: str) -> None:
    answer = accountable(text, WORDS)
    # What stands in brackets between two parts of a name is taken out of it.
    assert all(
        plain(name) and all(plain(part) in plain(text) for part in name.split()) for name in answer.people
    )
    assert len(set(answer.people)) == len(answer.people)


# ── the decision chain ────────────────────────────────────────────────────────────────────────────────


def person(layer: str, attitude: str | None = None, influence: str | None = None, **more: object) -> Person:
    cells = {"name": f"{layer}-{attitude}", "cares": "", "idle_days": 10, "live": True, **more}
    return Person(layer=layer, attitude=attitude, influence=influence, **cells)  # type: ignore[arg-type]


def test_an_opposing_technical_director_outweighs_a_missing_decision_maker() -> None:
    chain = decision_chain(
        [
            person("purchasing", "support", "medium", name="王敏", cares="价格"),
            person("user", "support", "low", name="赵刚", cares="操作简单"),
            person("technical", "oppose", "high", name="周总监", cares="精度稳定性"),
        ],
        RULES,
    )
    assert {layer.key: (layer.state, layer.weight, layer.score) for layer in chain.layers} == {
        "purchasing": ("won", 2, 0), "user": ("won", 1, 0), "technical": ("opposed", 3, 12), "decision": ("missing", 3, 9),
    }  # fmt: skip
    assert chain.stuck and chain.stuck.key == "technical"
    assert (chain.path, chain.coverage, chain.support) == ("王敏", 3, 2)
    assert chain.cares == ("精度稳定性", "价格")
    assert chain.words == ("accounts.stuck_opposed", {"layer": "technical", "name": "周总监"})


def test_a_decision_maker_out_of_reach_outweighs_a_neutral_engineer() -> None:
    chain = decision_chain(
        [
            person("decision", "support", "high", live=False, idle_days=181, name="李总"),
            person("technical", "neutral", "high"),
        ],
        RULES,
    )
    scores = {layer.key: (layer.state, layer.score) for layer in chain.layers}
    assert (scores["decision"], scores["technical"]) == (("cold", 9), ("neutral", 3))
    assert chain.stuck and chain.stuck.key == "decision"
    assert chain.words.values["name"] == "李总"


@pytest.mark.parametrize(
    ("people", "state"),
    [
        ([("oppose", "medium"), ("support", "high")], "won"),
        ([("oppose", "medium"), ("support", "medium")], "opposed"),
        ([("oppose", None), ("support", "medium")], "opposed"),
        ([("oppose", "low"), ("support", None)], "won"),
        ([("oppose", "low")], "opposed"),
        ([("neutral", "high"), (None, None)], "neutral"),
        ([(None, "high")], "unknown"),
    ],
)
def test_the_state_of_a_layer(people: list[tuple[str | None, str | None]], state: str) -> None:
    chain = decision_chain([person("user", *stand) for stand in people], RULES)
    assert next(layer.state for layer in chain.layers if layer.key == "user") == state


def test_with_four_layers_on_our_side_nothing_is_stuck() -> None:
    chain = decision_chain([person(layer, "support", "low") for layer in LAYERS], RULES)
    assert (chain.stuck, chain.path, chain.support) == (None, None, 4)
    assert chain.words.code == "accounts.all_with_us"


def test_of_equal_layers_the_one_that_decides_comes_first_and_nobody_known_is_stuck_there() -> None:
    chain = decision_chain([], RULES)
    assert chain.stuck and (chain.stuck.key, chain.stuck.score) == ("decision", 9)
    same = decision_chain([person(layer, "oppose", "high") for layer in LAYERS], RULES)
    assert same.stuck and same.stuck.key == "decision"


def test_the_last_row_of_a_person_in_a_role_counts_and_a_day_left_blank_is_live() -> None:
    rows = [
        ("华锐", "周总监", "technical", "oppose", dt.date(2026, 1, 1)),
        ("华锐", "周总监", "technical", "neutral", dt.date(2027, 2, 1)),
        ("华锐", "周总监", "decision", None, None),
        ("华锐", "老钱", "other", "support", dt.date(2026, 9, 2)),
        ("华锐", None, "user", "support", None),
    ]
    frame = pd.DataFrame(rows, columns=["customer", "name", "role", "attitude", "last_contact"])
    frame = frame.assign(influence=None, cares=None, last_contact=pd.to_datetime(frame["last_contact"]))
    people = people_of(frame, TODAY.date(), 180)["华锐"]
    assert [(each.layer, each.attitude, each.idle_days, each.live) for each in people] == [
        ("technical", "neutral", 28, True), ("decision", None, None, True), ("other", "support", 180, True),
    ]  # fmt: skip
    assert people_of(frame.iloc[:0], TODAY.date(), 180) == {}


@given(
    st.lists(
        st.builds(
            person, st.sampled_from((*LAYERS, "other")), st.sampled_from(("support", "neutral", "oppose", None)),
            st.sampled_from(("high", "medium", "low", None)), live=st.booleans(),
        )
    )
)  # fmt: skip
def test_the_stuck_layer_is_the_worst_and_the_way_in_lies_elsewhere(people: list[Person]) -> None:
    chain = decision_chain(people, RULES)
    worst = max(layer.score for layer in chain.layers)
    assert (chain.stuck.score if chain.stuck else 0) == worst
    assert (chain.stuck is None) == (chain.support == 4)
    assert chain.support <= chain.coverage <= 4
    friends = {each.name for each in people if each.live and each.attitude == "support"}
    assert chain.path is None or chain.path in friends


# ── the same bottleneck, the four questions ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("技术总监反对方案", "技术总监反对方案。", True),
        ("技术总监反对", "技术总监 反对方案", True),
        ("技术总监反对方案", "工艺部没确认精度", True),
        ("没见到决策人", "老板没表态", True),
        ("没见到决策人", "decision maker not met", True),
        ("周总监不同意", "等周总监回来", True),
        ("预算没批", "价格高", False),
        ("预算没批", "", False),
        (None, None, False),
    ],
)
def test_two_ways_of_saying_a_bottleneck(first: object, second: object, same: bool) -> None:
    assert same_bottleneck(first, second, WORDS, ("周总监",)) is same
    assert same_bottleneck(second, first, WORDS, ("周总监",)) is same


GROUND = Ground(("技术总监反对方案", ""), "王总:技术总监陪访2次", NO_DAY, ("周总监",))


def action(text: str, owner: str, due: str, acceptance: str = "", bottleneck: str = "", resources: str = "", verify: str = "") -> Action:  # fmt: skip
    day = pd.Timestamp(verify) if verify else NO_DAY
    return Action(
        0, "华锐", text, owner, pd.Timestamp(due), acceptance, bottleneck, resources, day, NO_DAY, False, None
    )


def test_five_actions_at_the_gate() -> None:
    actions = [
        action(
            "试切", "林晓东", "2027-03-18", "检测合格,有报告", "技术总监反对方案", "五轴样机", "2027-03-20"
        ),
        action("案例", "林晓东", "2027-03-10", "客户签收案例册", "", "无需", "2027-03-12"),
        action("吃饭", "大家", "2027-03-15"),
        action("交流会", "林晓东、陈静", "2027-03-15", "会议纪要双方签字", "技术部没确认精度", "样机"),
        action("降价", "林晓东", "2027-12-15", "合同签字", "价格高", "特批折扣", "2027-12-20"),
    ]
    judged = [judge_action(each, GROUND, (), TODAY, WORDS, RULES) for each in actions]
    assert [(each.verdict, each.no) for each in judged] == [
        ("hits", ()),
        ("patch", ("serves",)),
        ("busy", ("serves", "owned", "equipped", "checkable")),
        ("patch", ("owned",)),
        ("busy", ("serves", "checkable")),
    ]
    assert [each.counts for each in judged] == [True, False, False, True, False]
    assert judged[2].words[0].code == "accounts.gate_busy"


def test_resources_must_be_granted_and_last_until_the_action_is_due() -> None:
    rebate = Resource("年度返点", "满100万返2%", "销售部", pd.Timestamp(2027, 3, 31))
    late, early = (
        action("谈返点", "陈静", due, "签字", "技术", "年度返点") for due in ("2027-04-20", "2027-03-20")
    )
    assert judge_action(late, GROUND, [rebate], TODAY, WORDS, RULES).no == ("equipped",)
    assert judge_action(early, GROUND, [rebate], TODAY, WORDS, RULES).no == ()
    nothing = dataclasses.replace(GROUND, granted="待定")
    assert judge_action(early, nothing, [rebate], TODAY, WORDS, RULES).no == ("equipped",)
    words = judge_action(early, GROUND, [rebate], TODAY, WORDS, RULES).words
    assert words[1] == ("accounts.means", {"name": "年度返点", "more": ("满100万返2%", "销售部")})


@pytest.mark.parametrize("granted", ["待定", "没有", "无", "未批", "TBD", "", " "])
def test_what_is_only_hoped_for_is_not_granted(granted: str) -> None:
    assert not is_granted(granted, WORDS)


def test_a_check_lies_before_the_stage_ends_or_the_open_window_closes() -> None:
    after, before = (
        action("试", "陈静", due, "合格", "技术", "无需特别资源") for due in ("2027-03-23", "2027-03-22")
    )
    closing = dataclasses.replace(GROUND, window=pd.Timestamp(2027, 3, 22))
    assert judge_action(after, closing, (), TODAY, WORDS, RULES).no == ("checkable",)
    assert judge_action(before, closing, (), TODAY, WORDS, RULES).no == ()
    closed = dataclasses.replace(GROUND, window=pd.Timestamp(2027, 2, 28))
    assert judge_action(after, closed, (), TODAY, WORDS, RULES).no == ()
    overdue = action("试", "陈静", "2027-01-10", "合格", "技术", "无需")
    assert judge_action(overdue, GROUND, (), TODAY, WORDS, RULES).no == ()


# ── how long it has stood ─────────────────────────────────────────────────────────────────────────────


def test_a_bottleneck_counts_from_the_first_look_and_another_begins_anew() -> None:
    memory = looked_at(None, "没见到决策人", dt.date(2027, 2, 1))
    memory = looked_at(memory, "没见到决策人!", dt.date(2027, 2, 22))
    assert stuck_days(memory, "没见到决策人", dt.date(2027, 2, 22)) == 21
    moved = looked_at(memory, "预算没批", dt.date(2027, 3, 1))
    assert moved == Standing("预算没批", dt.date(2027, 3, 1), dt.date(2027, 3, 1))
    assert stuck_days(moved, "预算没批", dt.date(2027, 3, 11)) == 10
    assert looked_at(moved, "", dt.date(2027, 3, 12)) is None and stuck_days(moved, "", TODAY.date()) is None


@given(st.sampled_from(("预算", "没见到决策人", "")), st.dates(dt.date(2027, 1, 1), dt.date(2027, 12, 31)))
def test_a_look_at_an_earlier_day_changes_nothing(text: str, day: dt.date) -> None:
    memory = Standing("预算", dt.date(2027, 5, 1), dt.date(2027, 7, 1))
    after = looked_at(memory, text, day)
    if day < memory.latest:
        assert after == memory
    days = stuck_days(after, text, day)
    assert days is None or days >= 0


# ── judgements ────────────────────────────────────────────────────────────────────────────────────────


def test_facts_propose_a_verdict_for_what_is_due() -> None:
    base = action("试切", "林晓东", "2027-02-10", "合格", "技术总监反对", "样机", "2027-02-15")
    done = dataclasses.replace(base, done=True, done_on=pd.Timestamp(2027, 2, 12))
    missed = dataclasses.replace(base, cause="customer")
    cases = [
        (done, "技术部反对", "judgement"),
        (done, "预算没批", "held"),
        (base, "预算没批", "execution"),
        (missed, "预算没批", "outside"),
    ]
    for each, stands, verdict in cases:
        row = Judgement("华锐", "信", each.check_by, action=each)
        assert row.state(TODAY) == "due"
        assert proposed(row, stands, TODAY, WORDS)[0] == verdict
    later = Judgement("华锐", "信", pd.Timestamp(2027, 3, 2), action=base)
    assert (later.state(TODAY), proposed(later, "", TODAY, WORDS)) == ("later", (None, None))
    own = Judgement("华锐", "信", TODAY)
    assert (own.state(TODAY), proposed(own, "", TODAY, WORDS)) == ("due", (None, None))
    assert Judgement("华锐", "信", TODAY, "held").state(TODAY) == "closed"


def test_rows_once_written_stay_and_an_action_is_written_once() -> None:
    first = action("试切", "林晓东", "2027-02-10", "合格", "技术总监反对")
    bare = action("吃饭", "大家", "2027-02-11")
    log = written([], [first, bare], {}, set())
    assert [row.assumption for row in log] == [
        ("accounts.assumption", {"acceptance": "合格", "bottleneck": "技术总监反对"})
    ]
    again = written([Judgement("华锐", "我改了说法", first.due)], [first, bare], {}, {0})
    assert [row.assumption for row in again] == ["我改了说法"]
    linked = written([Judgement("华锐", "原句", NO_DAY, "held", "教训")], [first], {0: 0}, {0})
    assert (linked[0].check_by, linked[0].lesson, linked[0].is_own) == (first.due, "教训", False)


def test_old_cases_need_the_same_bottleneck_then_what_they_share_counts() -> None:
    def case(
        name: str, bottleneck: str, industry: str = "", stage: str | None = None, year: int = 2026
    ) -> Case:
        return Case(
            name, "旧线", "project", (bottleneck, ""), "lost", "", industry, stage, pd.Timestamp(year, 8, 1)
        )

    pool = [
        case("东海", "预算没批", "工程机械", "proposal"), case("西湖", "技术方案没确认", "模具", "quote", 2024),
        case("北岭", "工艺部不认可", "工程机械", "proposal"), case("南山", "技术部不认", "模具", None, 2025), case("远方", "技术", ""),
    ]  # fmt: skip
    alike = similar_cases("技术总监反对", "工程机械", "proposal", pool, WORDS)
    assert [(item.case.customer, item.matched) for item in alike] == [
        ("北岭", ("bottleneck", "industry", "stage")), ("远方", ("bottleneck",)), ("南山", ("bottleneck",)),
    ]  # fmt: skip


# ── white space, effort ───────────────────────────────────────────────────────────────────────────────


def lines_of(spent: list[float], others: int, tier: str = "B") -> Lines:
    names = ["主机厂", *(f"汽配{at}" for at in range(len(spent) + others))]
    customers = pd.DataFrame({"name": names, "industry": "汽车", "tier": tier, "lines_needed": None})
    sold = [(name, "刀具", 5.0) for name in names] + [
        (f"汽配{at}", "机器人", money) for at, money in enumerate(spent)
    ]
    orders = pd.DataFrame(sold, columns=["customer", "line", "amount"])
    orders = orders.assign(date=pd.Timestamp(2026, 6, 1), kind=None)
    projects = pd.DataFrame({key: pd.Series(dtype=object) for key in ("customer", "line", "stage", "result")})
    projects = projects.assign(amount=pd.Series(dtype=float), sign_date=pd.Series(dtype="datetime64[ns]"))
    calendar = CalendarRules(plan_year=2027, as_of=dt.date(2026, 12, 31))
    return Lines(customers, orders, projects, calendar, RULES)


@pytest.mark.parametrize(
    ("spent", "others", "potential", "counts"),
    [
        ([2, 3, 3, 4, 4, 5, 5, 6], 3, 4.0, (11, 8)),
        ([2, 3, 4], 8, None, (11, 3)),
        ([1, 2, 3, 4], 4, 2.5, (8, 4)),
        ([2, 3, 3, 4, 4, 5, 5], 0, None, (None, None)),
    ],
)
def test_a_line_is_suggested_where_half_of_enough_similar_customers_buy_it(
    spent: list[float], others: int, potential: float | None, counts: tuple[int | None, int | None]
) -> None:
    spaces = {space.line: space for space in lines_of(spent, others).of("主机厂")}
    robots = spaces["机器人"]
    assert (robots.state, robots.potential, (robots.similar, robots.buyers)) == (None, potential, counts)
    assert (spaces["刀具"].state, spaces["刀具"].amount, spaces["刀具"].potential) == ("bought", 5.0, None)
    assert [space.line for space in best_suggestions(spaces.values())] == (["机器人"] if potential else [])


def test_time_below_half_the_stake_does_not_follow_it_and_without_visits_nobody_asks() -> None:
    assert not Effort(0.8, 0.2).follows(RULES.effort_share)
    assert Effort(0.8, 0.4).follows(RULES.effort_share)
    assert Effort(0.8, None).follows(RULES.effort_share)
