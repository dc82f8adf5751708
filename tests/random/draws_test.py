"""Draws from a scenario's text to the run file: of every distribution, and with nothing in common between replicates, steps, rows,
names and seeds."""
import unittest

import numpy as np
from random_support import RandomTest, even, joint, uncorrelated
from scipy import stats

STEPS, ROWS, REPLICATES = 32, 32, 64
NAMES = [f"row{number:02}" for number in range(ROWS)]
# Names that differ as little as names can: in one bit, in length, in the kind alone.
TEXT = f"""
time = "step"
start = 0
end = {STEPS}
[kind.thing]
at_a = {{ start = "uniform(0, 1)" }}
at_b = {{ start = "uniform(0, 1)" }}
a    = {{ start = "uniform(0, 1)" }}
b    = {{ start = 0 }}
aa   = {{ start = 0 }}
c    = {{ start = 0 }}
sum  = {{ start = "uniform(0, 1)" }}
[rows.thing]
columns = ["name"]
data = {[[name] for name in NAMES]}
[update.thing]
set.a  = "uniform(0, 1)"
set.b  = "uniform(0, 1)"
set.aa = "uniform(0, 1)"
set.c  = "if(chance(0.5), uniform(0, 1), -uniform(0, 1))"
add.sum = "uniform(0, 1)"
[kind.thinh]
a = {{ start = 0 }}
[rows.thinh]
columns = ["name"]
data = {[[name] for name in NAMES]}
[update.thinh]
set.a = "uniform(0, 1)"
[event.e]
on = "thing"
probability = 1
set.at_a = "uniform(0, 1)"
set.at_b = "uniform(0, 1)"
[outcome]
a = {{ take = "final", of = "thing[row00].a + 0 * thing[row00].c + 0 * thing[row00].sum + 0 * thing[row00].at_a + 0 * thing[row00].at_b" }}
b = {{ take = "final", of = "thing[row00].b" }}
aa = {{ take = "final", of = "thing[row00].aa" }}
other_row = {{ take = "final", of = "thing[row01].a" }}
other_kind = {{ take = "final", of = "thinh[row00].a" }}
"""
DISTRIBUTIONS = {
    "uniform(-7, 5)": stats.uniform(-7, 12), "normal(-3, 0.1)": stats.norm(-3, 0.1), "exp(normal(1, 1))": stats.lognorm(1, scale=np.e),
    "exponential(30)": stats.expon(scale=30), "normal(0, 1)": stats.norm(), "exponential(0.01)": stats.expon(scale=0.01),
    "normal(0, 1) ^ 2": stats.chi2(1), "uniform(0, 1) + uniform(0, 1)": stats.triang(0.5, scale=2),
    "normal(0, 1) - normal(0, 1)": stats.norm(0, 2**0.5), "exponential(1) - exponential(1)": stats.laplace(),
    "normal(0, 1) / normal(0, 1)": stats.cauchy(), "exponential(1) / (exponential(1) + exponential(1))": None,
    "pareto(2, 50, 0.7)": None, "pareto(1, 10, -1)": stats.uniform(1, 9), "pareto(0.1, 1e6, 1)": None,
}


def distribution_function(draw: str):
    """In closed form where scipy has none."""
    if draw.startswith("pareto") and DISTRIBUTIONS[draw] is None:
        low, high, exponent = map(float, draw[len("pareto("):-1].split(","))
        return lambda x: (1 - (low / x) ** exponent) / (1 - (low / high) ** exponent)
    if DISTRIBUTIONS[draw] is None:  # X / (Y + Z): P(X > r (Y + Z)) is the mean of exp(-r (Y + Z)), 1 / (1 + r)^2
        return lambda r: 1 - (1 + r) ** -2.0
    return DISTRIBUTIONS[draw].cdf


class Distributions(RandomTest):
    def scenario(self) -> str:
        places = ["start", "set", "add", "event"]
        columns = "".join(f'{place}{i} = {{ start = {f"{chr(34)}{draw}{chr(34)}" if place == "start" else 0} }}\n'
                          for place in places for i, draw in enumerate(DISTRIBUTIONS))
        updates = "".join(f'set.set{i} = "{draw}"\nadd.add{i} = "{draw} - add{i}"\n' for i, draw in enumerate(DISTRIBUTIONS))
        events = "".join(f'set.event{i} = "{draw}"\n' for i, draw in enumerate(DISTRIBUTIONS))
        seen = "+".join(f"thing[row00].{place}{i}" for place in places for i in range(len(DISTRIBUTIONS)))
        return (f'time = "step"\nstart = 0\nend = 4\n[kind.thing]\n{columns}[rows.thing]\ncolumns = ["name"]\n'
                f'data = {[[name] for name in NAMES[:16]]}\n[update.thing]\n{updates}[event.e]\non = "thing"\nprobability = 1\n{events}'
                f'[outcome]\nseen = {{ take = "final", of = "{seen}" }}\n')

    def test_each_at_each_place(self) -> None:
        run = self.run_text(self.scenario(), replicates=100, seed=11)
        for i, draw in enumerate(DISTRIBUTIONS):
            for place in ("start", "set", "add", "event"):
                values = run[f"base/thing/{place}{i}"][:].astype(float)
                values = values[:, 0] if place == "start" else values
                u = distribution_function(draw)(values.ravel())
                self.hold(f"{place} {draw}: Kolmogorov and Smirnov", even(np.clip(u, 0, 1)))
                self.hold(f"{place} {draw}: chi-square", joint(u, cells=20))
        self.judge(15 * 4 * 2)


class Neighbours(RandomTest):
    def test_neither_replicate_nor_step_nor_row_shows(self) -> None:
        thing = self.run_text(TEXT, replicates=REPLICATES, seed=1)["base/thing"]
        for name in ("a", "b"):
            u = thing[name][:].astype(float)
            self.hold(f"{name}: Kolmogorov and Smirnov", even(u))
            self.hold_all(name, u)
        increments = np.diff(thing["sum"][:].astype(float), axis=1)
        self.hold_all("sum", np.clip(increments, 0, 1))
        self.judge(2 * 19 + 18)

    def test_neither_rule_nor_column_nor_place_shows(self) -> None:
        run = self.run_text(TEXT, replicates=REPLICATES, seed=2)
        thing, other = run["base/thing"], run["base/thinh/a"][:]
        a, b, aa, c, at_a, at_b = (thing[name][:].astype(float) for name in ("a", "b", "aa", "c", "at_a", "at_b"))
        pairs = {"a, b": (a, b), "a, aa": (a, aa), "b, aa": (b, aa), "kinds": (a, other), "update, event": (a, at_a), "event": (at_a, at_b),
                 "rows and names": (a[:, :, :-1], b[:, :, 1:]), "steps and names": (a[:, :-1], b[:, 1:]),
                 "steps and rows": (a[:, :-1, 1:], a[:, 1:, :-1])}
        for what, (u, v) in pairs.items():
            if what == "steps and rows":  # pairs without a common member
                u, v = u[:, ::2, ::2], v[:, ::2, ::2]
            self.hold_pair(what, u, v)
        self.hold("a, b, aa", joint(a, b, aa, cells=8))
        sign, size = np.where(c > 0, 0.25, 0.75), np.abs(c)
        self.hold("a draw that decides between two", even(size))
        self.hold_pair("sign and size", sign, size, cells=2)
        self.hold_pair("size and the draw of another column", size, a)
        self.judge(2 * 9 + 2 + 4)

    def test_starts_know_nothing_of_one_another(self) -> None:
        text = TEXT.replace(f"end = {STEPS}", "end = 1").replace('probability = 1', 'probability = 0')
        text = text.replace('set.a  = "uniform(0, 1)"\n', "")
        thing = self.run_text(text, replicates=2048, seed=3)["base/thing"]
        at_a, at_b, a, b = (thing[name][:].astype(float) for name in ("at_a", "at_b", "a", "b"))
        self.hold("Kolmogorov and Smirnov", even(at_a))
        for what, (u, v) in {"at_a, at_b": (at_a, at_b), "at_a, a": (at_a, a), "start and first step": (a, b),
                             "replicates": (at_a[::2], at_a[1::2]), "rows": (at_a[:, :, ::2], at_a[:, :, 1::2])}.items():
            self.hold_pair(what, u, v)
        self.judge(11)

    def test_seeds_know_nothing_of_one_another(self) -> None:
        seeds = {seed: self.run_text(TEXT, replicates=REPLICATES, seed=seed)["base/thing/a"][:].astype(float)
                 for seed in (0, 1, 2, 3, 1 << 32, (1 << 32) + 1)}
        for seed, other in ((0, 1), (1, 2), (2, 3), (0, 1 << 32), (1, (1 << 32) + 1), (1 << 32, (1 << 32) + 1)):
            self.hold_pair(f"seeds {seed} and {other}", seeds[seed], seeds[other])
            self.hold_pair(f"seeds {seed} and {other}, a replicate on", seeds[seed][1:], seeds[other][:-1])
        self.hold("0, 1, 2", joint(seeds[0], seeds[1], seeds[2], cells=8))
        self.judge(25)

    def test_many_seeds_are_as_good_as_many_replicates(self) -> None:
        """The first numbers of neighbouring seeds, which one takes to repeat a study."""
        text = TEXT.replace(f"end = {STEPS}", "end = 1")
        u = np.array([self.run_text(text, replicates=4, seed=seed)["base/thing/a"][:, 0] for seed in range(60)], dtype=float)
        self.hold("Kolmogorov and Smirnov", even(u))
        self.hold("seeds s, s + 1", joint(u[::2], u[1::2], cells=8))
        self.hold("seeds s, s + 1: correlation", uncorrelated(u[::2], u[1::2]))
        self.hold("means of seeds", even(stats.norm.cdf((u.mean((1, 2)) - 0.5) * (12 * u[0].size) ** 0.5)))
        self.judge(4)


class Bits(RandomTest):
    """A uniform number is an odd multiple of 2^-53; outcomes are recorded whole."""
    WORDS = ("a", "b", "aa", "other_row", "other_kind")

    def words(self) -> dict[str, np.ndarray]:
        text = TEXT.replace(f"end = {STEPS}", "end = 2")
        outcomes = self.run_text(text, replicates=20000, seed=5, record="outcomes")["base/outcomes"]
        return {name: np.ldexp(outcomes[name][:], 53).astype(np.uint64) for name in self.WORDS}

    def test_each_of_52_bits(self) -> None:
        words = self.words()
        for name, word in words.items():
            self.assertTrue((word % 2 == 1).all(), "odd multiples of 2^-53")
        for name in ("a", "b"):
            bits = (words[name][:, None] >> np.arange(1, 53, dtype=np.uint64)) & np.uint64(1)
            ones = bits.sum(0).astype(float)
            number = len(bits)
            for bit in range(52):
                self.hold(f"{name}: bit {bit}", 2 * stats.norm.sf(abs(ones[bit] - number / 2) / (number / 4) ** 0.5), coarse=True)
            for bit in range(51):
                cells = np.bincount((2 * bits[:, bit] + bits[:, bit + 1]).astype(int), minlength=4)
                self.hold(f"{name}: bits {bit} and {bit + 1}", stats.chisquare(cells).pvalue, coarse=True)
        self.judge(2 * (52 + 51))

    def test_the_lowest_eight(self) -> None:
        low = {name: ((word >> np.uint64(1)) % np.uint64(256)).astype(float) / 256 + 1 / 512 for name, word in self.words().items()}
        for name, u in low.items():
            self.hold(f"{name}: byte", joint(u, cells=256))
            self.hold_pair(f"{name}: the two replicates of a block", u[::2], u[1::2])
            self.hold_pair(f"{name}: neighbouring blocks", u[1:-1:2], u[2::2])
        for other in self.WORDS[1:]:
            self.hold_pair(f"a, {other}", low["a"], low[other])
        self.judge(5 * 5 + 4 * 2)


class TestsCanFail(RandomTest):
    """Series that are wrong in one way each, made by another generator, are found wrong."""

    def assert_found(self, u: np.ndarray) -> None:
        self.found.clear()
        self.hold_all("planted", u)
        with self.assertRaises(AssertionError):
            self.judge(18)

    def test_faults_are_found(self) -> None:
        good = np.random.default_rng(1).random((REPLICATES, STEPS, ROWS))
        self.hold_all("good", good)
        self.judge(18)
        mixed = np.random.default_rng(2).random(good.shape)
        for axis in range(3):
            with self.subTest("one in ten is its neighbour's", axis=axis):
                self.assert_found(np.where(mixed < 0.1, np.roll(good, 1, axis), good))
        with self.subTest("replicates in pairs, one in ten"):
            twins = good.copy()
            twins[1::2] = np.where(mixed[1::2] < 0.1, twins[::2], twins[1::2])
            self.assert_found(twins)
        with self.subTest("too even"):
            self.assert_found((np.arange(good.size) * 0.6180339887498949 % 1).reshape(good.shape))
        with self.subTest("a hundredth too small"):
            self.assert_found(good * 0.99)


if __name__ == "__main__":
    unittest.main()
