"""Every threshold of the planning as frozen records; their defaults are those of the articles (guide/start.md).

The workbook's 参数 sheet is declared from these records (``schema/settings.py``), so a default is written
once. Money fields are in the book's own unit and their defaults are stated in 万元; a book kept in 元
multiplies them by 10,000. Shares and rates are fractions, times are days unless the name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from salesplan_xl.rules.calendar import CalendarRules
from salesplan_xl.rules.checks import CheckRules
from salesplan_xl.rules.customers import HealthRules, LateRules, TierRules
from salesplan_xl.rules.estimates import EstimateRules
from salesplan_xl.rules.imports import ImportRules
from salesplan_xl.rules.key_accounts import KeyAccountRules
from salesplan_xl.rules.money import MoneyRules
from salesplan_xl.rules.schedule import QuarterRules
from salesplan_xl.rules.targets import DistributionRules, TargetRules
from salesplan_xl.rules.time import CapacityRules, ResourceRules
from salesplan_xl.rules.tracking import FunnelRules, IncentiveRules, MonthRules, RateRules
from salesplan_xl.rules.year_end import ReorderRules, SeasonRules
from salesplan_xl.rules.year_report import YearReportRules

__all__ = [
    "CalendarRules",
    "CapacityRules",
    "CheckRules",
    "DistributionRules",
    "EstimateRules",
    "FunnelRules",
    "HealthRules",
    "ImportRules",
    "IncentiveRules",
    "KeyAccountRules",
    "LateRules",
    "MoneyRules",
    "MonthRules",
    "QuarterRules",
    "RateRules",
    "ReorderRules",
    "ResourceRules",
    "Rules",
    "SeasonRules",
    "TargetRules",
    "TierRules",
    "YearReportRules",
]


@dataclass(frozen=True, slots=True)
class Rules:
    """All thresholds of one book."""

    calendar: CalendarRules = field(default_factory=CalendarRules)
    tiers: TierRules = field(default_factory=TierRules)
    estimates: EstimateRules = field(default_factory=EstimateRules)
    health: HealthRules = field(default_factory=HealthRules)
    targets: TargetRules = field(default_factory=TargetRules)
    quarters: QuarterRules = field(default_factory=QuarterRules)
    capacity: CapacityRules = field(default_factory=CapacityRules)
    months: MonthRules = field(default_factory=MonthRules)
    distribution: DistributionRules = field(default_factory=DistributionRules)
    funnel: FunnelRules = field(default_factory=FunnelRules)
    rates: RateRules = field(default_factory=RateRules)
    incentives: IncentiveRules = field(default_factory=IncentiveRules)
    late: LateRules = field(default_factory=LateRules)
    accounts: KeyAccountRules = field(default_factory=KeyAccountRules)
    resources: ResourceRules = field(default_factory=ResourceRules)
    checks: CheckRules = field(default_factory=CheckRules)
    imports: ImportRules = field(default_factory=ImportRules)
    reorder: ReorderRules = field(default_factory=ReorderRules)
    season: SeasonRules = field(default_factory=SeasonRules)
    year_report: YearReportRules = field(default_factory=YearReportRules)
    money: MoneyRules = field(default_factory=MoneyRules)
