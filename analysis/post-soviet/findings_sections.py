"""The page of findings, section by section."""
import numpy as np

from effects import BY_YEAR, EFFECTS, Estimate
from hypercube import chance_limit
from markdown import interval, level, percent, size, table, with_interval
from study import PATTERN, Comparison, Doses, Mechanisms, Ranges, Zeros

SECURITY = ("hazard_karabakh", "hazard_batken", "deaths_karabakh", "peacekeepers", "honoured_share")
STANDING = ("credibility", "approval_ARM", "frozen_ARM", "share_RUS", "stock_CHN")
MECHANISMS = ("hazard_karabakh", "hazard_batken", "credibility", "approval_ARM", "frozen_ARM", "share_RUS")
STOCKS = ("stock_TUR", "stock_CHN", "stock_USA", "stock_EU")
SHORT = {
    "hazard_karabakh": "hazard, Karabakh", "hazard_batken": "hazard, Batken", "deaths_karabakh": "deaths, Karabakh",
    "peacekeepers": "peacekeepers stay", "honoured_share": "calls honoured", "credibility": "help expected of Russia",
    "approval_ARM": "Armenians for Russia", "frozen_ARM": "Armenia freezes or leaves", "share_RUS": "Russia's share", "stock_TUR": "Turkey's stock",
    "stock_CHN": "China's stock", "stock_USA": "United States' stock", "stock_EU": "European Union's stock",
}
MOST_PARAMETERS = 6


def war_section(found: Comparison) -> str:
    """The war beside none."""
    rows = [[effect.title, level(effect, e.first), level(effect, e.second), size(effect, e.value), interval(e), percent(e.above),
             percent(e.below)] for effect in EFFECTS for e in [found.war[effect.name]]]
    years = [[effect.title, level(effect, e.first), level(effect, e.second), size(effect, e.value), interval(e)]
             for effect in BY_YEAR for e in [found.war[effect.name]]]
    alike = {True: " A variant in which the war binds nothing (`null_war`) equals no war in every outcome of every pair.",
             False: " **A variant in which the war binds nothing (`null_war`) does not equal no war: that is a mistake in the model.**", None: ""}
    return f"""## With the war and without it

{found.pairs:,} pairs of runs: each with the war, and with the same luck without it. A factor (×) compares means; points are percentage points. In
brackets and after an effect stands its 95 % interval, which tells how far the finite number of runs may mislead, and nothing of how far the model
may. The last two columns: in how many pairs the run with the war has more, and less.{alike[found.alike]}

{table(["", "with the war", "without", "effect", "95 % interval", "more", "less"], rows)}
Shares of influence in a client add up to at most one, so that one's loss raises everybody else's share without their doing; stocks do not.

The longer, the weaker? Year by year (a quarrel that has been settled breaks out no more):

{table(["", "with the war", "without", "effect", "95 % interval"], years)}"""


def variants_section(found: Comparison) -> str:
    """The other variants, each beside the war as it is written."""
    def part(names: tuple[str, ...]) -> str:
        rows = [[found.titles[variant], *(with_interval(estimates[name]) for name in names)]
                for variant, estimates in found.variants.items()]
        return table(["what if", *(SHORT[name] for name in names)], rows)
    return f"""## What if

Each variant beside the scenario as it is written, the war in both: what the variant changes. {found.pairs:,} pairs each.

{part(SECURITY)}
{part(STANDING)}"""


def ranges_section(found: Ranges) -> str:
    """Sizes and signs over the draws, and what they go with."""
    rows = []
    for effect in EFFECTS:
        values = found.values(effect.name)
        known = values[np.isfinite(values)]
        middle = [size(effect, float(q)) for q in np.quantile(known, [0.05, 0.5, 0.95])] if len(known) else ["-"] * 3
        signs = [f"{percent(found.share(effect.name, sign, False))} ({percent(found.share(effect.name, sign, True))})" for sign in (1, -1)]
        rows.append([effect.title, *middle, *signs])
    ranges, draws = len(found.parameters), len(found.draws)
    failing = found.failing
    words = f" In {failing} of the draws some replicates failed, as where a column leaves its range; they are left out with their twins." if failing else ""
    return f"""## If the numbers were others

Most numbers of the model are assumed. Here all {ranges} parameters that declare a range are drawn from it at once, evenly (a Latin hypercube
of {draws} draws, {found.pairs} pairs each). Nine of ten draws lie between the first column and the third. The last two columns: in how many
draws the war raises the quantity and in how many it lowers it, by the estimate, and in brackets beyond noise (the draw's own 95 % interval
leaves out "no effect"; with {found.pairs} pairs a small effect is often lost in it).{words}

{table(["effect of the war", "5 %", "middle", "95 %", "raised (beyond noise)", "lowered (beyond noise)"], rows)}
The newspaper's picture as a whole (attacks likelier over Karabakh and around Batken, less help expected of Russia, a smaller share for Russia, larger
stocks for Turkey, China and the United States: all {len(PATTERN)} signs, by the estimates) holds in {percent(found.whole_pattern())} of the draws.

{_correlations(found)}"""


def _correlations(found: Ranges) -> str:
    ranges, draws = len(found.parameters), len(found.draws)
    looks = ranges * len(EFFECTS)
    if draws < ranges + 3:
        return (f"Which parameters the sizes go with cannot be told from {draws} draws: that takes more draws than there are parameters "
                f"({ranges}).\n")
    limit = chance_limit(draws, ranges, looks)
    rows = []
    for effect in EFFECTS:
        correlations = np.nan_to_num(found.correlations(effect.name))
        largest = [n for n in np.argsort(-np.abs(correlations)) if abs(correlations[n]) >= limit][:MOST_PARAMETERS]
        rows.append([effect.title, ", ".join(f"`{found.parameters[n].name}` {correlations[n]:+.2f}" for n in largest) or "none"])
    return f"""Which numbers matter? Partial rank correlations of the effect with each parameter, all others held still; plus means
that the effect is more positive where the parameter is larger. {looks:,} correlations were looked at ({ranges} parameters times
{len(EFFECTS)} effects). Only those above {limit:.2f} in absolute value are shown, at most {MOST_PARAMETERS} for each effect: by luck alone,
one or more of all {looks:,} would pass that in one of twenty such tables.

| effect of the war | goes with |
| --- | --- |
""" + "\n".join(f"| {title} | {words} |" for title, words in rows) + "\n"


def zeros_section(found: Zeros) -> str:
    """Does a sign outlive the disappearance of any one mechanism?"""
    rows = []
    for effect in EFFECTS:
        sign = found.declared[effect.name].sure_sign
        if not sign:
            rows.append([effect.title, "lost in noise at the declared values", "", ""])
            continue
        signs = [estimates[effect.name].sure_sign for estimates in found.found]
        names = [f"`{parameter.name}` {value:g}" for parameter, value in found.points]
        lost, turned = ([name for name, there in zip(names, signs) if there == which] for which in (0, -sign))
        rows.append([effect.title, f"{'raised' if sign > 0 else 'lowered'}, and stays so in {signs.count(sign)} of {len(signs)}",
                     ", ".join(lost), ", ".join(turned)])
    body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"""## With one coefficient at zero

Where research does not agree that a mechanism exists, the declared range of its coefficient includes 0, and sometimes the opposite sign. Here
one coefficient at a time is put there, all others as declared: {len(found.points)} settings, {found.pairs} pairs each, the same luck in all.
A sign that stays does not hang on that one mechanism. It may still hang on two of them together (see the next section); and one that is
hardly beyond noise may get lost by luck.

| effect of the war | sign beyond noise | lost in noise with | turned round with |
| --- | --- | --- | --- |
{body}
"""


def mechanisms_section(found: Mechanisms) -> str:
    """What is left of the effects without one mechanism."""
    first, *others = MECHANISMS

    def row(title: str, estimates: dict[str, Estimate], left: str) -> list[str]:
        return [title, with_interval(estimates[first]), left, *(with_interval(estimates[name]) for name in others)]
    rows = [row("The model as it is", found.whole, "100 %")]
    rows += [row(ablation.title, found.found[number], percent(found.left(number, first))) for number, ablation in enumerate(found.ablations)]
    stocks = [[title, *(with_interval(estimates[name]) for name in STOCKS)]
              for title, estimates in [(rows[0][0], found.whole), *zip((a.title for a in found.ablations), found.found)]]
    head = ["without", SHORT[first], "left of it", *(SHORT[name] for name in others)]
    return f"""## Without one mechanism

What the war does where one mechanism is switched off, with the war and without it alike (the lines of `analysis/post-soviet/ablations.toml`);
{found.pairs:,} pairs each. "Left of it": of the logarithm of the factor on the hazard over Karabakh.

{table(head, rows)}
What becomes of the others' stocks of influence:

{table(["without", *(SHORT[name] for name in STOCKS)], stocks)}"""


def doses_section(found: Doses) -> str:
    """The more a war binds, the more?"""
    rows = [[title, *(with_interval(estimates[name]) for name in MECHANISMS)] for title, estimates in found.found.items()]
    return f"""## More war, less war

The war binds another share of Russia's forces, and as much less or more of its attention; beside no war. {found.pairs:,} pairs each.
With none bound its defeats are still seen by everybody.

{table(["forces that the war binds", *(SHORT[name] for name in MECHANISMS)], rows)}"""
