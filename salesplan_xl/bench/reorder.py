"""The quality of the reorder forecast: stand on earlier days of an order list, foresee, and compare with what came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.errors import PlanInputError, WorkbookError
from salesplan_xl.planning.customers.late_payment import auc
from salesplan_xl.planning.customers.reorder.combination import curve_chance
from salesplan_xl.planning.customers.reorder.forecast import Forecast, forecast_of
from salesplan_xl.planning.customers.reorder.model_forecast import expected_orders, order_chance
from salesplan_xl.planning.customers.reorder.order_days import OrderDays, day_number
from salesplan_xl.planning.customers.reorder.order_lines import order_days, usable_lines
from salesplan_xl.planning.customers.reorder.order_money import money_expected, money_since
from salesplan_xl.planning.customers.reorder.stage_model import counted
from salesplan_xl.planning.customers.reorder.states import NO_DAY, next_order
from salesplan_xl.rules import Rules

Floats = npt.NDArray[np.float64]
ORIGINS = 3
# A country without holidays: dates of foreign shops are moved by no calendar.
_NO_COUNTRY = ""
_NAMES = {"customer_id": "customer", "dollar_value": "amount"}


@dataclass(frozen=True)
class Score:
    """The quality of a forecast, means over origins; ``None`` where it says nothing of it.

    Args:
        auc: ranking of the customers of a book by their chance of an order; mean over books.
        brier, mean_p_ratio: squared error of the chance; its mean against the share that ordered.
        mae: mean absolute error of the number of orders.
        wape: absolute error of the money of single customers, relative to all money.
        coverage: share of next orders that came inside the 80 % range of dates.
        book_total: middle absolute error of a whole book's money.
    """

    auc: float | None
    brier: float | None
    mean_p_ratio: float | None
    mae: float | None
    wape: float | None
    coverage: float | None = None
    book_total: float | None = None


def read_orders(path: Path | None) -> OrderDays:
    """The order days of a file with the columns customer, date and amount; without one CDNOW where it is installed.

    Raises:
        WorkbookError: SP-309 no such file.
        PlanInputError: SP-210 a column is missing.
    """
    file = path or _cdnow()
    if not file.is_file():
        raise WorkbookError("SP-309", file=file)
    separator = r"\s+" if file.suffix == ".txt" else ","
    rows = pd.read_csv(file, sep=separator, dtype={"customer": str, "customer_id": str}).rename(
        columns=_NAMES
    )
    missing = [name for name in ("customer", "date", "amount") if name not in rows]
    if missing:
        raise PlanInputError(
            "SP-210", file=file.name, table=", ".join(missing), headers=", ".join(map(str, rows))
        )
    dates = pd.to_datetime(rows["date"].astype(str))
    orders = rows.assign(
        date=dates, customer=rows["customer"].astype(str), line=None, order_no=None, kind=None
    )
    return order_days(usable_lines(orders))


def _cdnow() -> Path:
    """The data file inside the package ``lifetimes``, which is not imported."""
    spec = find_spec("lifetimes")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    return folder / "datasets" / "CDNOW_master.txt"


def reorder_scores(
    days: OrderDays, horizon: int, origins: Sequence[dt.date], book_size: int = 0, books: int = 0
) -> dict[str, dict[str, float | None]]:
    """The scores of every model, means over origins.

    Args:
        days: order days of the whole list.
        horizon: days foreseen.
        origins: days to stand on; none: three, a horizon apart, the last a horizon before the end of the list.
        book_size, books: if given, so many books of so many customers are drawn and foreseen each by itself.
    """
    rules = Rules()
    last = int(days.day.max())
    stands = [day_number(day) for day in origins] or [last - horizon * (at + 1) for at in range(ORIGINS)]
    drawn = _drawn(days, book_size, books, rules.reorder.seed)
    scores = [_scores_at(stand, horizon, drawn, rules) for stand in sorted(stands)]
    return {name: asdict(_mean([score[name] for score in scores])) for name in scores[0]}


def _drawn(days: OrderDays, size: int, books: int, seed: int) -> list[OrderDays]:
    """The list itself, or books drawn from it, by the one seed that all draws here have."""
    if not size or not books:
        return [days]
    order = np.random.default_rng(seed).permutation(len(days.keys))
    return [days.where(np.isin(days.series, order[at * size : (at + 1) * size])) for at in range(books)]


@dataclass(frozen=True)
class _View:
    """The orders after an origin, and the chance, orders and money that each model had said; by customer."""

    ordered: Floats
    orders: Floats
    money: Floats
    inside: Floats
    said: dict[str, tuple[Floats, Floats | None, Floats | None]]


def _scores_at(origin: int, horizon: int, books: Sequence[OrderDays], rules: Rules) -> dict[str, Score]:
    views = [_foreseen(book, origin, horizon, rules) for book in books if (book.day <= origin).any()]
    return {name: _score(name, views, single=len(books) == 1) for name in views[0].said}


def _foreseen(days: OrderDays, origin: int, horizon: int, rules: Rules) -> _View:
    forecast = forecast_of(days, origin, rules.reorder)
    started = days.day[days.starts] <= origin
    orders = counted(days, origin, horizon)[started].astype(np.float64)
    money = money_since(days, origin, origin + horizon)[started]
    curve = curve_chance(forecast.series, forecast.book, horizon)
    return _View(
        (orders > 0).astype(np.float64), orders, money, _inside(days, forecast, rules),
        {
            "last_period": _last_period(forecast, horizon), "median_gap": _median_gap(forecast, horizon),
            "mbg_cnbd_k": _model(forecast, horizon), "gap_km": (curve, None, None),
            "salesplan": (forecast.chance(horizon), forecast.orders(horizon), forecast.money(horizon)),
        },
    )  # fmt: skip


def _last_period(forecast: Forecast, horizon: int) -> tuple[Floats, Floats, Floats]:
    """The same again as in as many days before."""
    days, origin = forecast.series.days, forecast.as_of
    orders = counted(days, origin - horizon, horizon).astype(np.float64)
    return (orders > 0).astype(np.float64), orders, money_since(days, origin - horizon, origin)


def _median_gap(forecast: Forecast, horizon: int) -> tuple[Floats, Floats, Floats]:
    """One order each median gap, for those silent for less than the line of the lost."""
    series, rules = forecast.series, forecast.book.rules
    live = series.rhythm.ratio <= rules.lost_ratio
    due = series.rhythm.elapsed + horizon >= series.rhythm.gap
    orders = np.where(live, horizon / series.rhythm.gap, 0.0)
    return (live & due).astype(np.float64), orders, orders * series.mean_order


def _model(forecast: Forecast, horizon: int) -> tuple[Floats, Floats, Floats]:
    """The order model alone."""
    rules, series = forecast.book.rules, forecast.series
    orders = expected_orders(series.standing, horizon, rules.count_end)
    money = money_expected(series, orders, forecast.order_values, forecast.as_of, horizon, rules)
    return order_chance(series.standing, horizon), orders, money


def _inside(days: OrderDays, forecast: Forecast, rules: Rules) -> Floats:
    """Of customers with a range of dates who ordered again: whether the order came inside it."""
    series = forecast.series
    following = next_order(series.rhythm, forecast.book.rhythm, _NO_COUNTRY, rules.reorder)
    later = days.where(days.day > forecast.as_of)
    first = {key: int(later.day[at]) for key, at in zip(later.keys, later.starts, strict=True)}
    came = np.array([first.get(key, NO_DAY) for key in series.days.keys])
    shown = (came != NO_DAY) & (following.earliest != NO_DAY)
    inside = (came >= following.earliest) & (came <= following.latest)
    return np.asarray(inside[shown], dtype=np.float64)


def _score(name: str, views: Sequence[_View], *, single: bool) -> Score:
    ordered, orders, money = (
        np.concatenate([getattr(book, key) for book in views]) for key in ("ordered", "orders", "money")
    )
    chance = np.concatenate([book.said[name][0] for book in views])
    counts, amounts = ([book.said[name][at] for book in views] for at in (1, 2))
    inside = np.concatenate([book.inside for book in views])
    own = name == "salesplan"
    return Score(
        auc=_ranking([(book.ordered, book.said[name][0]) for book in views]),
        brier=float(((chance - ordered) ** 2).mean()),
        mean_p_ratio=float(chance.mean() / ordered.mean()),
        mae=_error(counts, orders, float(len(orders))),
        wape=_error(amounts, money, float(money.sum())),
        coverage=float(inside.mean()) if own and len(inside) else None,
        book_total=None if single else _total_error(amounts, [book.money for book in views]),
    )


def _ranking(books: Sequence[tuple[Floats, Floats]]) -> float | None:
    """Mean over books of the share of pairs in the right order; books in which all or none ordered say nothing."""
    values = [value for ordered, chance in books if (value := auc(ordered, chance)) is not None]
    return float(np.mean(values)) if values else None


def _error(said: Sequence[Floats | None], came: Floats, scale: float) -> float | None:
    present = [part for part in said if part is not None]
    return float(np.abs(np.concatenate(present) - came).sum() / scale) if present else None


def _total_error(said: Sequence[Floats | None], came: Sequence[Floats]) -> float | None:
    errors = [
        abs(float(a.sum() / b.sum()) - 1.0)
        for a, b in zip(said, came, strict=True)
        if a is not None and b.sum() > 0
    ]
    return float(np.median(errors)) if errors else None


def _mean(scores: Sequence[Score]) -> Score:
    """The mean of each figure over the origins."""
    rows = [asdict(score) for score in scores]
    parts = {key: [row[key] for row in rows] for key in rows[0]}
    return Score(**{key: None if None in part else float(np.mean(part)) for key, part in parts.items()})


def lines(scores: Mapping[str, Mapping[str, float | None]]) -> Iterator[str]:
    """The scores for a reader, one model a line."""
    names = list(next(iter(scores.values())))
    yield " ".join([f"{'':12}", *(f"{name:>13}" for name in names)])
    for model, score in scores.items():
        shown = (f"{value:13.4f}" if value is not None else f"{'-':>13}" for value in score.values())
        yield " ".join([f"{model:12}", *shown])
