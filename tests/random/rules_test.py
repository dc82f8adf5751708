"""What rules draw themselves, from scenario text to run file: clocks, causes, races, first and second choices, choices among rows."""
import unittest

import h5py
import numpy as np
from random_support import RandomTest, even, halves
from scipy import stats
from scipy.special import softmax

STEPS, ROWS, REPLICATES, GROUPS = 32, 32, 64, 16
SHAPE = (REPLICATES, STEPS, ROWS)
NAMES = [f"row{number:02}" for number in range(ROWS)]
OPTIONS = 8
SURE = 40.0  # a rate at which nothing fails to happen within a step: exp(-40)
RATES = {"e": 0.2, "f": 0.5, "g": 1.3}

EVENTS = f"""
time = "step"
start = 0
end = {STEPS}
[kind.thing]
fires = {{ start = 0 }}
[rows.thing]
columns = ["name"]
data = {[[name] for name in NAMES]}
[event.a]
on = "thing"
rate.p = {SURE / 4}
rate.q = {SURE / 4}
rate.r = {SURE / 4}
rate.s = {SURE / 4}
set.fires = "uniform(0, 1)"
[event.b]
on = "thing"
rate.p = {SURE}
[event.e]
on = "thing"
rate.p = {RATES["e"]}
[event.f]
on = "thing"
rate.p = {RATES["f"]}
[event.g]
on = "thing"
rate.p = {RATES["g"] / 2}
factor.twice = 2
[event.coin]
on = "thing"
probability = 0.5
[event.rare]
on = "thing"
probability = 0.03
[event.first]
on = "thing"
group = "race"
rate.p = {SURE * 0.5}
rate.q = {SURE * 0.1}
[event.second]
on = "thing"
group = "race"
rate.p = {SURE * 0.3}
[event.third]
on = "thing"
group = "race"
rate.p = {SURE * 0.1}
[outcome]
seen = {{ take = "mean", of = "sum(t in thing: t.fires)" }}
"""

CHOICES = f"""
time = "step"
start = 0
end = {STEPS}
[kind.team]
none = {{ capacity = true, start = 0 }}
[rows.team]
columns = ["name"]
data = {[[f"team{number:02}"] for number in range(GROUPS)]}
[kind.thing]
team = {{ ref = "team" }}
[rows.thing]
columns = ["name", "team"]
data = {[[name, f"team{number // 2:02}"] for number, name in enumerate(NAMES)]}
[event.asked]
on = "thing"
probability = 1
[decision.even]
on = "thing"
actor = "team"
when = "asked"
precision = 0
otherwise = "o0"
option = [{", ".join(f'{{ name = "o{number}", likes = {number} }}' for number in range(OPTIONS))}]
utility.u = "option.likes"
[decision.evens]
on = "thing"
actor = "team"
when = "asked"
precision = 0
otherwise = "o0"
option = [{", ".join(f'{{ name = "o{number}", likes = {number} }}' for number in range(OPTIONS))}]
utility.u = "option.likes"
[decision.paid]
on = "thing"
actor = "team"
when = "asked"
precision = 0.5
otherwise = "o0"
option = [{", ".join(f'{{ name = "o{number}", costs = {number % 2}, likes = {number / 2} }}' for number in range(OPTIONS))}]
utility.u = "option.likes"
pays.none = {{ spend = "option.costs" }}
[decision.one]
on = "thing"
actor = "team"
among = "team"
when = "asked"
precision = 0
otherwise = "leave"
option = [{{ name = "leave", likes = 0 }}, {{ name = "take", likes = 1 }}, {{ name = "seize", likes = 2 }}, {{ name = "beg", likes = 3 }}]
utility.u = "option.likes"
[outcome]
seen = {{ take = "sum", of = "count(t in thing where t.paid.refused)" }}
"""


def fired(run: h5py.File, event: str) -> np.ndarray:
    """[replicate, step, row]: whether it fired."""
    entries = run[f"base/events/{event}"]
    marks = np.zeros(SHAPE, dtype=bool)
    marks[entries["replicate"][:], entries["step"][:], entries["row"][:]] = True
    return marks


def clock(run: h5py.File, event: str) -> np.ndarray:
    """When within its step each firing was."""
    entries = run[f"base/events/{event}"]
    return entries["time"][:] - entries["step"][:]


def spread(index: np.ndarray, number: int) -> np.ndarray:
    """One of `number` equal chances, as a number in the middle of its share of [0, 1]."""
    return (index + 0.5) / number


def table(u: np.ndarray, v: np.ndarray) -> float:
    """Chi-square: rows and columns of the table of two series of whole numbers are independent."""
    cells = np.zeros((u.max() + 1, v.max() + 1))
    np.add.at(cells, (u, v), 1)
    return stats.chi2_contingency(cells, correction=False)[1]


class Events(RandomTest):
    def setUp(self) -> None:
        super().setUp()
        self.run = self.run_text(EVENTS, replicates=REPLICATES, seed=2)

    def test_clocks_are_exponential_and_know_nothing_of_their_neighbours(self) -> None:
        """A clock is -log(u) / rate: at a high rate all of it is seen, at a lower one what is left of it within the step."""
        a, b = (np.exp(-SURE * clock(self.run, name)).reshape(SHAPE) for name in "ab")
        for name, u in (("a", a), ("b", b)):
            self.hold(f"{name}: Kolmogorov and Smirnov", even(u))
            self.hold_all(name, u)
        self.hold_pair("a, b", a, b)
        self.hold_pair("a, b, a row on", a[:, :, :-1], b[:, :, 1:])
        for event, rate in RATES.items():
            within = 1 - np.exp(-rate)
            self.hold(f"{event}: within the step", even((1 - np.exp(-rate * clock(self.run, event))) / within))
            number = len(clock(self.run, event))
            all_of = REPLICATES * STEPS * ROWS
            self.hold(f"{event}: how often", stats.chisquare([number, all_of - number], [all_of * within, all_of * (1 - within)]).pvalue,
                      coarse=True)
        self.judge(2 * 19 + 4 + 6)

    def test_whether_it_fires_knows_nothing_of_its_neighbours(self) -> None:
        coin = np.where(fired(self.run, "coin"), 0.25, 0.75)
        self.hold_all("coin", coin, cells=2)
        rare = fired(self.run, "rare")
        number, all_of = rare.sum(), rare.size
        self.hold("rare: how often", stats.chisquare([number, all_of - number], [all_of * 0.03, all_of * 0.97]).pvalue, coarse=True)
        for axis in range(3):
            first, second = halves(rare.astype(int), axis, 1)
            self.hold(f"rare: neighbours along {axis}", table(first.ravel(), second.ravel()), coarse=True)

        def flat(event: str) -> np.ndarray:
            return fired(self.run, event).ravel().astype(int)

        for event in RATES:
            self.hold(f"{event} and coin", table(flat(event), flat("coin")), coarse=True)
        self.hold("e and f", table(flat("e"), flat("f")), coarse=True)
        self.judge(18 + 4 + 4)

    def test_which_cause_knows_nothing_of_its_neighbours_nor_of_the_clock(self) -> None:
        which = spread(self.run["base/events/a/cause"][:].reshape(SHAPE), 4)
        u = np.exp(-SURE * clock(self.run, "a")).reshape(SHAPE)
        self.hold_all("which", which, cells=4)
        self.hold_pair("which, clock", which, u, cells=4)
        self.hold_pair("which, an effect of the event", which, self.run["base/thing/fires"][:].astype(float), cells=4)
        self.hold_pair("clock, an effect of the event", u, self.run["base/thing/fires"][:].astype(float))
        self.judge(18 + 6)

    def test_who_wins_a_race(self) -> None:
        """Of three rivals each wins in proportion to its rate; who wins says nothing about when, and nothing about the next race."""
        times, winners = np.zeros(SHAPE), np.full(SHAPE, -1)
        for number, event in enumerate(("first", "second", "third")):
            entries = self.run[f"base/events/{event}"]
            place = entries["replicate"][:], entries["step"][:], entries["row"][:]
            self.assertTrue((winners[place] == -1).all(), "one winner a race")
            times[place], winners[place] = clock(self.run, event), number
        self.assertTrue((winners >= 0).all(), "each race has a winner")
        u = np.exp(-SURE * times)
        self.hold("winners", stats.chisquare(np.bincount(winners.ravel()), winners.size * np.array([0.6, 0.3, 0.1])).pvalue)
        self.hold("first of three clocks", even(u))
        self.hold("winner and time", table(winners.ravel(), np.minimum(u.ravel() * 16, 15).astype(int)))
        self.hold("winner, next replicate", table(winners[::2].ravel(), winners[1::2].ravel()))
        self.hold("winner, next step", table(winners[:, ::2].ravel(), winners[:, 1::2].ravel()))
        self.hold("winner, next row", table(winners[:, :, ::2].ravel(), winners[:, :, 1::2].ravel()))
        causes = self.run["base/events/first/cause"][:]
        self.hold("cause of the winner", stats.chisquare(np.bincount(causes), len(causes) * np.array([5, 1]) / 6).pvalue, coarse=True)
        self.hold("cause and time of the winner", table(causes.astype(int), np.minimum(u[winners == 0] * 16, 15).astype(int)))
        self.judge(8)


class Choices(RandomTest):
    def setUp(self) -> None:
        super().setUp()
        self.run = self.run_text(CHOICES, replicates=REPLICATES, seed=2)

    def column(self, decision: str, name: str) -> np.ndarray:
        return self.run[f"base/decisions/{decision}/{name}"][:].astype(int).reshape(SHAPE)

    def test_even_choices_know_nothing_of_their_neighbours(self) -> None:
        even_, evens = (spread(self.column(name, "option"), OPTIONS) for name in ("even", "evens"))
        self.hold_all("even", even_, cells=OPTIONS)
        self.hold_all("evens", evens, cells=OPTIONS)
        self.hold_pair("even, evens", even_, evens, cells=OPTIONS)
        self.hold_pair("even, evens, a row on", even_[:, :, :-1], evens[:, :, 1:], cells=OPTIONS)
        self.judge(2 * 18 + 4)

    def test_wishes_and_second_choices(self) -> None:
        """Odd options cost what nobody has: who wished one chooses again among the even ones, as if it had never wished."""
        wish, taken = self.column("paid", "wish").ravel(), self.column("paid", "option").ravel()
        refused = self.column("paid", "refused").ravel() == 1
        np.testing.assert_array_equal(refused, wish % 2 == 1)
        np.testing.assert_array_equal(taken[~refused], wish[~refused])
        self.assertTrue((taken % 2 == 0).all())
        chances = softmax(0.5 * np.arange(OPTIONS) / 2)
        left = chances[::2] / chances[::2].sum()
        self.hold("wishes", stats.chisquare(np.bincount(wish, minlength=OPTIONS), wish.size * chances).pvalue)
        again, before = taken[refused] // 2, wish[refused] // 2
        self.hold("second choices", stats.chisquare(np.bincount(again, minlength=4), again.size * left).pvalue)
        self.hold("first and second", table(before, again))
        self.hold("second choices one after another", table(again[:-1:2], again[1::2]))
        for axis in range(3):
            u, v = halves(np.where(refused, taken // 2, -1).reshape(SHAPE), axis, 1)
            both = (u >= 0) & (v >= 0)
            cells = np.zeros((4, 4))
            np.add.at(cells, (u[both], v[both]), 1)
            self.hold(f"second choices along {axis}", stats.chisquare(cells.ravel(), (both.sum() * np.outer(left, left)).ravel()).pvalue)
        self.hold("second choice and another decision", table(again, self.column("even", "option").ravel()[refused]))
        self.judge(8)

    def test_a_choice_among_rows(self) -> None:
        """Two rows of a team, three options each, and `leave`: seven alternatives with equal chances, one draw a team."""
        option = self.column("one", "option").reshape(REPLICATES, STEPS, GROUPS, 2)
        self.assertLessEqual((option > 0).sum(-1).max(), 1, "one row at most")
        alternative = np.where(option[..., 0] > 0, option[..., 0], np.where(option[..., 1] > 0, option[..., 1] + 3, 0))
        u = spread(alternative, 7)
        self.hold_all("among", u, cells=7)
        even_ = self.column("even", "option").reshape(option.shape)
        for row in range(2):
            self.hold(f"among, and what row {row} chooses", table(alternative.ravel(), even_[..., row].ravel()))
        self.judge(20)


if __name__ == "__main__":
    unittest.main()
