"""The facts of each customer in the starter, in the order typed: the rules of the planning core as formulas.

The rules are those of guide/tiers.md, guide/health.md, guide/targets.md and guide/map.md. Shares and growth are compared
with a tolerance of a billionth, money is rounded to cents first, so that no engine's binary dust decides.
"""

from __future__ import annotations

from salesplan_xl.schema.starter.columns import Column, helper
from salesplan_xl.schema.starter.inputs import CUSTOMERS, FIGURES, ROLES, SHARES
from salesplan_xl.schema.types import Kind


def _share_tier(before: str, same: str, amount: str, line: str, total: str) -> str:
    """Whether a block of equal revenues lies within a line: half of its money, or the beginning of a lone customer."""
    reach = f"{before}+IF({same}=1,2E-9*{total},{same}*{amount}/2)"
    return f"{reach}<=({line}+1E-9)*{total}"


def _person(role: str) -> Column:
    """The people known in a role: a number, or one for a tick or a name."""
    text = f"IF(LEN({{${role}}})=0,0,IF(SUMPRODUCT(--(LOWER({{${role}}})=«nothing»))>0,0,1))"
    return helper(f"p_{role}", f"IFERROR(IF(ISNUMBER({{{role}}}),MAX(INT({{{role}}}),0),{text}),0)", silent=False)


def _by_hand(key: str, least: str, most: str, computed: str) -> str:
    return f"IF(ISNUMBER({{{key}}}),MIN(MAX({{{key}}},{least}),{most}),{computed})"


def _loss(part: str) -> str:
    """The default loss or its probability: danger before decline before a single contact."""
    single = f"IF([depth]=«depth.single»,s_loss_single_contact{part},0)"
    warning = f"IF([stab]=«stability.warning»,s_loss_warning{part},{single})"
    return f"IF([net]>0,IF([stab]=«stability.danger»,s_loss_danger{part},{warning}),0)"


_PEOPLE = tuple(f"[p_{role}]" for role in ROLES)
_SIGNED = (
    "IF(AND([keyed]=1,[rate]<=s_danger_decline+1E-9),«stability.danger»,IF(ABS([rate])<=s_flat_band+1E-9,«stability.flat»,"
    "IF([rate]<=s_warning_decline+1E-9,«stability.warning»,IF([rate]>=s_fast_growth-1E-9,«stability.fast»,"
    "IF([rate]>0,«stability.growth»,«stability.normal»)))))"
)

TIERS: tuple[Column, ...] = (
    helper("name", "{$name}", silent=False, kind=Kind.TEXT),
    helper("net", "ROUND({#this_year},b_digits)"),
    helper("last", "ROUND({#last_year},b_digits)"),
    helper("typed_last", "IF(ISNUMBER({last_year}),1,0)"),
    helper("before", 'IF([net]>0,SUMIFS(f_net,f_net,">"&[net]),0)'),
    helper("same", "IF([net]>0,COUNTIF(f_net,[net]),0)"),
    helper("share", 'IF([net]>0,([before]+[same]*[net])/b_total,"")'),
    helper("auto", 'IF([net]<=0,"C",IF(' + _share_tier("[before]", "[same]", "[net]", "s_a_line", "b_total")
           + ',"A",IF(' + _share_tier("[before]", "[same]", "[net]", "s_b_line", "b_total") + ',"B","C")))'),
    helper("tier", 'IF(SUMPRODUCT(--(UPPER({$tier})={"A","B","C"}))>0,UPPER({$tier}),[auto])'),
    helper("last_before", 'IF([last]>0,SUMIFS(f_last,f_last,">"&[last]),0)'),
    helper("last_same", "IF([last]>0,COUNTIF(f_last,[last]),0)"),
    helper("best_last", "IF([last]>0,IF("
           + _share_tier("[last_before]", "[last_same]", "[last]", "s_a_line", "b_last_total") + ",1,0),0)"),
    helper("square", "IF([net]>0,[net]^2,0)"),
    helper("order", 'COUNTIF(f_net,">"&[net])+COUNTIF([net^]:[net],[net])'),
)  # fmt: skip

HEALTH: tuple[Column, ...] = (
    helper("rate", 'IF([last]>0,[net]/[last]-1,"")'),
    helper("keyed", 'IF(OR([tier]="A",[best_last]=1),1,0)'),
    helper("stab", "IF([net]<0,«stability.returns»,IF([net]=0,«stability.inactive»,"
           f'IF(b_last_known=0,"",IF([last]<=0,«stability.new»,{_SIGNED}))))'),
    helper("danger", "IF(ISNUMBER([rate]),IF(AND([keyed]=1,[rate]<=s_danger_decline+1E-9),1,0),0)"),
    helper("decline", "IF(ISNUMBER([rate]),IF(OR([danger]=1,"
           "AND([rate]<=s_warning_decline+1E-9,ABS([rate])>s_flat_band+1E-9)),1,0),0)"),
    *(_person(role) for role in ROLES),
    helper("people", "+".join(_PEOPLE)),
    helper("roles", "+".join(f"({person}>0)" for person in _PEOPLE)),
    helper("depth", "IF([people]=0,«depth.none»,IF(OR([people]=1,[roles]<=1),«depth.single»,"
           "IF([roles]=4,«depth.full»,«depth.several»)))"),
    helper("receivable", 'IF(LEN({$receivable})=0,"",MAX({#receivable},0))'),
    helper("overdue", "MAX({#overdue},0)"),
    helper("amount", "MAX({#amount},0)"),
    helper("chance", "IF([amount]>0," + _by_hand("chance", "0", "1", "s_win_proposal") + ",0)"),
    helper("need", "IF(LEN({$need})=0,0,IF(SUMPRODUCT(--(LOWER({$need})=«nothing»))>0,-1,1))"),
    helper("space", "IF([amount]>0,«space.project»,IF([need]=1,«space.need»,IF([need]=-1,«space.full»,«space.unknown»)))"),
    helper("potential", 'IF([tier]="A",0,IF(OR(IF(ISNUMBER([rate]),[rate]>=s_fast_growth-1E-9,FALSE),'
           "AND([amount]>0,[amount]>=s_big_project_share*MAX([net],0)-b_cent)),1,0))"),
    helper("risk", 'IF(OR([danger]=1,AND([tier]="A",[decline]*(1-[danger])+([overdue]>0)+([depth]=«depth.single»)'
           ">=s_warnings_for_risk)),1,0)"),
    helper("flag", 'IF([risk]=1,«high_risk»,"")&IF([risk]*[potential]=1,«and»,"")&IF([potential]=1,«high_potential»,"")'),
)  # fmt: skip

ACTIONS: tuple[Column, ...] = (
    helper("losing", 'IF(OR([stab]=«stability.danger»,AND([stab]=«stability.warning»,[tier]="A"),AND(ISNUMBER([rate]),'
           "OR([best_last]=1,[last]>=s_lost_share*b_last_total-b_cent),N([rate])<=s_danger_decline+1E-9)),1,0)"),
    helper("collect", "IF(AND([overdue]>0,[overdue]>=[amount]*[chance]),1,0)"),
    helper("action", "IF(AND([losing]=1,[collect]*([overdue]>[last]-[net])=0),«action.win_back»,"
           "IF([collect]=1,«action.tighten_credit»,IF([amount]>0,«action.win_project»,"
           "IF(OR([stab]=«stability.inactive»,[stab]=«stability.returns»),«action.reactivate»,"
           'IF(AND([depth]=«depth.single»,OR([tier]<>"C",[potential]=1)),«action.reach_decision»,'
           'IF(AND([tier]="B",[potential]=1),«action.serve_as_a»,'
           'IF([tier]="C",«action.ask_referral»,«action.maintain»)))))))'),
    helper("visits", 'IF([tier]="A",s_visits_a,IF([tier]="B",IF([potential]=1,MAX(s_visits_a,s_visits_b),s_visits_b),s_visits_c))'),
)  # fmt: skip

TARGETS: tuple[Column, ...] = (
    helper("growth", _by_hand("growth", "-1", "10",
           "IF(OR([stab]=«stability.danger»,[stab]=«stability.warning»,[net]<=0),0,"
           'IF([potential]=1,s_growth_potential,IF([stab]=«stability.fast»,s_growth_fast,'
           'IF([tier]="A",s_growth_a,IF([tier]="B",s_growth_b,s_growth_c)))))')),
    helper("loss", _by_hand("loss", "0", "1", _loss(""))),
    helper("loss_probability", _by_hand("loss_probability", "0", "1", _loss("_probability"))),
)  # fmt: skip

_SHARE_WORDS = 'IF([net]<0,«stability.returns»,IF([net]=0,«stability.inactive»,«why.share»&TEXT([share],"0%")))'
WORDS: tuple[Column, ...] = (
    helper("why", "[tier]&«why.tier»&IF([tier]<>[auto],«why.hand»&[auto]&«why.hand_end»," + _SHARE_WORDS + ")"
           '&IF(AND(ISNUMBER([rate]),[net]>0),IF(ABS(N([rate]))<=s_flat_band+1E-9,«why.flat»,'
           'IF(N([rate])<0,«why.down»,«why.up»)&TEXT(ABS(N([rate])),"0%")),IF([stab]=«stability.new»,«why.new»,""))'
           '&IF([overdue]>0,«why.over»&⟦[overdue]⟧,"")&IF([depth]=«depth.single»,«why.single»,"")'
           '&IF([amount]>0,«why.project»&⟦[amount]⟧&«why.chance»&TEXT([chance],"0%"),IF([need]=1,«why.need»,""))',
           kind=Kind.TEXT),
)  # fmt: skip

# ── what is wrong with a row ──────────────────────────────────────────────────────────────────────────────────────────
_BAD = "+".join(
    f'IF(ISNUMBER({{{key}}}),0,IF(ISERROR({{{key}}}),1,IF(LEN(TRIM({{{key}}}&""))=0,0,1)))' for key in FIGURES
)
_OUTSIDE = "+".join(f"({{#{key}}}<0)+({{#{key}}}>1)" for key in SHARES)
CHECKS: tuple[Column, ...] = (
    helper("any", "&".join(f"{{${column.key}}}" for column in CUSTOMERS[1:]), silent=False, kind=Kind.TEXT),
    helper("bad", _BAD),
    helper("outside", _OUTSIDE),
    helper("check", 'IF(ISERROR({name}),«check.error»,IF([name]="",IF(LEN([any])>0,«check.no_name»,""),'
           "IF(SUMPRODUCT(--(f_name=[name]))>1,«check.double»,IF([bad]>0,«check.number»,IF([outside]>0,«check.share»,"
           "IF([overdue]>MAX({#receivable},0)+b_cent,«check.over»,"
           'IF(AND(LEN({$tier})>0,SUMPRODUCT(--(UPPER({$tier})={"A","B","C"}))=0),«check.tier»,"")))))))',
           silent=False, kind=Kind.TEXT),
)  # fmt: skip

FACTS = (*TIERS, *HEALTH, *ACTIONS, *TARGETS, *WORDS, *CHECKS)
