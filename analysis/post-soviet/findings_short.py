"""The first paragraphs of the page of findings: what a hurried reader should take along."""
import numpy as np

from effects import BY_NAME, EFFECTS, PATRONS
from markdown import interval, joined, level, percent, size
from study import Comparison, Mechanisms, Ranges, Zeros


def short_section(war: Comparison | None, ranges: Ranges | None, zeros: Zeros | None, mechanisms: Mechanisms | None) -> str:
    """What a hurried reader should take along; only of the studies that were made."""
    lines = []
    if war:
        lines += _short_of_war(war)
    if ranges:
        lines += _short_of_ranges(ranges)
    if zeros:
        lines += _short_of_zeros(zeros)
    if mechanisms:
        lines += _short_of_mechanisms(mechanisms)
    return "## In short\n\n" + "\n".join(f"- {line}" for line in lines) + "\n"


def _short_of_war(found: Comparison) -> list[str]:
    war = found.war

    def both(name: str) -> str:
        return f"{level(war[name].effect, war[name].first)} with the war, {level(war[name].effect, war[name].second)} without"

    def times(name: str) -> str:
        return f"{war[name].value:.2f} times as high (95 % interval {interval(war[name])})"
    rivals = [f"{PATRONS[patron]} {size(BY_NAME[f'stock_{patron}'], war[f'stock_{patron}'].value)}" for patron in PATRONS if patron != "RUS"]
    return [
        f"**Attacks.** With the war the hazard of an attack over Karabakh is {times('hazard_karabakh')}, around Batken {times('hazard_batken')}.",
        f"**The alliance.** Calls that Russia honours: {both('honoured_share')}. Help that its allies expect of it in the end: "
        f"{both('credibility')}. Runs in which Armenia freezes its membership or leaves: {both('frozen_ARM')}.",
        f"**Influence.** Russia's mean share ends at {both('share_RUS')}. Others' shares rise with its fall alone; their stocks: {joined(rivals)}.",
        f"**The coincidence of September 2022**, attacks over both within those four weeks: {both('both_sept')}.",
    ]


def _short_of_ranges(found: Ranges) -> list[str]:
    low, high = np.nanquantile(found.values("hazard_karabakh"), [0.05, 0.95])
    shaky = [f"{effect.title} ({percent(found.share(effect.name, effect.expected, False))})" for effect in EFFECTS
             if effect.expected and found.share(effect.name, effect.expected, False) < 0.9]
    return [
        f"**Sizes are soft.** Over the declared ranges of all {len(found.parameters)} parameters the factor on the hazard over Karabakh lies "
        f"between {low:.2f} and {high:.2f} in nine of ten draws. It is above 1 beyond noise in "
        f"{percent(found.share('hazard_karabakh', 1, True))} of the draws, below 1 beyond noise in "
        f"{percent(found.share('hazard_karabakh', -1, True))}.",
        "**Signs that the ranges do not carry**, that is, in less than nine of ten draws as the newspaper has them (a rare thing may just not show "
        f"in {found.pairs} pairs): " + (f"{'; '.join(shaky)}." if shaky else "none."),
    ]


def _short_of_zeros(found: Zeros) -> list[str]:
    signs = {effect.name: found.declared[effect.name].sure_sign for effect in EFFECTS}
    known = [effect for effect in EFFECTS if signs[effect.name]]
    kept = [effect for effect in known if all(estimates[effect.name].sure_sign == signs[effect.name] for estimates in found.found)]
    return [f"**One coefficient at a time.** Of the {len(known)} signs that are beyond noise, {len(kept)} stay so with each of {len(found.points)} settings "
            "in which one coefficient is zero, or has the other sign, as its range allows."]


def _short_of_mechanisms(found: Mechanisms) -> list[str]:
    singles = [(found.left(number, "hazard_karabakh"), ablation) for number, ablation in enumerate(found.ablations) if ablation.single]
    left, most = min(singles, key=lambda item: item[0])
    return [f"**What carries the hazard over Karabakh.** Of all single mechanisms that were switched off, this one leaves least of it: "
            f"\"{most.title}\", {percent(left)} of the logarithm of the factor."]
