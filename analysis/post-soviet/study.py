"""The studies behind the findings: each runs the scenario and compares."""
from dataclasses import dataclass, field

import numpy as np

from ablations import OTHER, Ablation
from effects import BY_YEAR, EFFECTS, Estimate, Measure, estimates
from hypercube import Parameter, at_zero, latin_hypercube, partial_rank_correlations, ranged_parameters
from scenario_runs import Outcomes, Runs, tell

BASE = "base"
ALIKE = "null_war"  # must equal OTHER, so it is no finding
Estimates = dict[str, Estimate]
# The newspaper's picture in seven signs, to which the prototype, too, was held.
PATTERN = ("hazard_karabakh", "hazard_batken", "credibility", "share_RUS", "stock_TUR", "stock_CHN", "stock_USA")


@dataclass
class Comparison:
    """The scenario with the war beside it without, and beside its other variants."""

    pairs: int
    war: Estimates
    variants: dict[str, Estimates]  # variant -> variant against base
    titles: dict[str, str]
    alike: bool | None  # is a war that binds nothing equal to none, in every outcome? None: not asked


def compare_variants(runs: Runs, pairs: int) -> Comparison:
    titles = {variant["name"]: variant["title"] for variant in runs.description["variants"]}
    arms = [BASE, OTHER] + [name for name in titles if name != OTHER]
    found = {}
    for number, arm in enumerate(arms):  # one run each, so that a study that is cut short keeps what is done
        tell(f"arm {arm}, {number + 1} of {len(arms)}, {pairs} replicates")
        found |= runs.outcomes([arm], pairs)
    others = [name for name in arms[2:] if name != ALIKE]
    alike = all(np.array_equal(found[ALIKE][o], found[OTHER][o], equal_nan=True) for o in found[OTHER]) if ALIKE in arms else None
    return Comparison(pairs, estimates((*EFFECTS, *BY_YEAR), found[BASE], found[OTHER]),
                      {name: estimates(EFFECTS, found[name], found[BASE]) for name in others}, titles, alike)


@dataclass
class Ranges:
    """Effects of the war over the declared ranges."""

    parameters: list[Parameter]
    pairs: int
    draws: list[Estimates] = field(default_factory=list)
    inputs: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))  # [draw, parameter]
    failing: int = 0  # draws in which replicates failed

    def values(self, effect: str) -> np.ndarray:
        """[draw]; NaN where it is not known."""
        return np.array([draw[effect].value for draw in self.draws])

    def share(self, effect: str, sign: int, sure: bool) -> float:
        """Of all draws: those with this sign, of the estimate or beyond noise."""
        return float(np.mean([(draw[effect].sure_sign if sure else draw[effect].sign) == sign for draw in self.draws]))

    def whole_pattern(self) -> float:
        """Share of draws in which all signs of PATTERN are as expected."""
        return float(np.mean([all(draw[name].sign == draw[name].effect.expected for name in PATTERN) for draw in self.draws]))

    def correlations(self, effect: str) -> np.ndarray:
        """[parameter]: partial rank correlations with the effect (ranks are the same for a ratio and its logarithm)."""
        return partial_rank_correlations(self.inputs, self.values(effect))


def over_ranges(runs: Runs, draws: int, pairs: int, seed: int) -> Ranges:
    parameters = ranged_parameters(runs.description)
    points = latin_hypercube(parameters, draws, seed)
    found = Ranges(parameters, pairs, inputs=np.array([list(point.values()) for point in points]))
    for number, point in enumerate(points):
        tell(f"draw {number + 1} of {draws}")
        failed = runs.failed
        arms = runs.outcomes([BASE, OTHER], pairs, seed=number + 1, values=point)
        found.draws.append(estimates(EFFECTS, arms[BASE], arms[OTHER]))
        found.failing += runs.failed > failed
    return found


@dataclass
class Zeros:
    """Effects of the war with one parameter at a time where its range says that its mechanism may not exist, or may work the other way."""

    pairs: int
    declared: Estimates  # with as many pairs, all parameters as declared
    points: list[tuple[Parameter, float]]
    found: list[Estimates]


def with_zeros(runs: Runs, pairs: int) -> Zeros:
    points = at_zero(ranged_parameters(runs.description))

    def war(values: dict[str, float]) -> Estimates:
        arms: dict[str, Outcomes] = runs.outcomes([BASE, OTHER], pairs, values=values)
        return estimates(EFFECTS, arms[BASE], arms[OTHER])

    declared, found = war({}), []
    for number, (parameter, value) in enumerate(points):
        tell(f"{parameter.name} at {value:g}, {number + 1} of {len(points)}")
        found.append(war({parameter.name: value}))
    return Zeros(pairs, declared, points, found)


@dataclass
class Mechanisms:
    """Effects of the war with one mechanism switched off in both arms."""

    pairs: int
    whole: Estimates
    ablations: list[Ablation]
    found: list[Estimates]

    def left(self, number: int, effect: str) -> float:
        """Share of the effect that is left without a mechanism; of a ratio, share of its logarithm."""
        def size(estimate: Estimate) -> float:
            return float(np.log(estimate.value)) if estimate.effect.measure is Measure.RATIO else estimate.value
        whole = size(self.whole[effect])
        return size(self.found[number][effect]) / whole if whole else np.nan


def without_mechanisms(runs: Runs, ablations: list[Ablation], pairs: int) -> Mechanisms:
    """`runs` is of the scenario with the ablations' variants."""
    whole = runs.outcomes([BASE, OTHER], pairs)
    found = []
    for number, ablation in enumerate(ablations):
        tell(f"mechanism {ablation.name}, {number + 1} of {len(ablations)}, {pairs} pairs")
        arms = runs.outcomes(list(ablation.arms), pairs)
        found.append(estimates(EFFECTS, *(arms[arm] for arm in ablation.arms)))
    return Mechanisms(pairs, estimates(EFFECTS, whole[BASE], whole[OTHER]), ablations, found)


@dataclass
class Doses:
    """Effects of wars that bind more or less, beside none."""

    pairs: int
    found: dict[str, Estimates]


def with_doses(runs: Runs, doses: list[Ablation], pairs: int) -> Doses:
    """`runs` is of the scenario with the doses' variants."""
    other = runs.outcomes([OTHER], pairs)[OTHER]
    found = {}
    for dose in doses:
        tell(f"war that binds {dose.title}, {pairs} pairs")
        arm = dose.arms[0]
        found[dose.title] = estimates(EFFECTS, runs.outcomes([arm], pairs)[arm], other)
    return Doses(pairs, found)
