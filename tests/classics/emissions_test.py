"""Weighted median and mean: the published start of a bargaining, and any other table."""
import unittest
from fractions import Fraction

import numpy as np
from classic_support import CLASSICS, ClassicTest

# Scholz, Calbert and Smith (2011), Table 1: capability, position, salience.
TABLE = {
    "Netherlands": (".08", "4", ".8"), "Belgium": (".08", "7", ".4"), "Luxembourg": (".03", "4", ".2"), "Germany": (".16", "4", ".8"),
    "France": (".16", "10", ".6"), "Italy": (".16", "10", ".6"), "UK": (".16", "10", ".9"), "Ireland": (".05", "7", ".1"),
    "Denmark": (".05", "4", "1.0"), "Greece": (".08", "7", ".7"),
}


def weighted(table: list[tuple[Fraction, Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    """Position and weight, in order of position."""
    return sorted((position, capability * salience) for capability, position, salience in table)


def mean_of(table: list) -> Fraction:
    pairs = weighted(table)
    return sum(position * weight for position, weight in pairs) / sum(weight for _, weight in pairs)


def quantile_of(table: list, share: Fraction) -> Fraction:
    """The lowest position up to which there is the share of the weight."""
    pairs, below = weighted(table), Fraction(0)
    for position, weight in pairs:
        below += weight
        if below >= share * sum(weight for _, weight in pairs):
            return position
    raise ValueError("no weight")


def least_support_of(table: list) -> Fraction:
    """Of the median against each other position, where everyone votes for the nearer one and is torn between two that are as near."""
    median, pairs = quantile_of(table, Fraction(1, 2)), weighted(table)
    shares = []
    for rival in {position for position, _ in pairs} - {median}:
        nearer = [weight * Fraction(1 + (abs(p - rival) > abs(p - median)) - (abs(p - rival) < abs(p - median)), 2) for p, weight in pairs]
        shares.append(sum(nearer) / sum(weight for _, weight in pairs))
    return min(shares)


class Emissions(ClassicTest):
    def setUp(self) -> None:
        super().setUp()
        self.table = [tuple(Fraction(number) for number in row) for row in TABLE.values()]

    def test_published_start(self) -> None:
        outcomes = self.run_classic("emissions")["base/outcomes"]
        self.assertEqual(outcomes["median"][0], 7)
        self.assertAlmostEqual(outcomes["mean"][0], 7.389955686853767, places=13)
        self.assertAlmostEqual(outcomes["mean"][0], float(mean_of(self.table)), places=13)
        self.assertAlmostEqual(outcomes["least_support"][0], 341 / 677, places=13)
        self.assertEqual(least_support_of(self.table), Fraction(341, 677))

    def test_the_table_is_the_published_one(self) -> None:
        country = self.run_classic("emissions")["base/country"]
        found = {name: tuple(country[column][row] for column in ("capability", "position", "salience"))
                 for row, name in enumerate(country["country"].asstr())}
        self.assertEqual(found, {name: tuple(map(float, row)) for name, row in TABLE.items()})

    def test_other_quantiles(self) -> None:
        """248 of 677 at 4, 341 up to 7: the quantile leaps at 0.3663 and 0.5037."""
        for share, position in ((0.05, 4), (0.366, 4), (0.367, 7), (0.503, 7), (0.504, 10), (0.99, 10)):
            with self.subTest(share=share):
                self.assertEqual(quantile_of(self.table, Fraction(share)), position)
                run = self.run_classic("emissions", parameters={"share": share})
                self.assertEqual(run["base/outcomes/median"][0], position)

    def run_table(self, table: list[tuple[Fraction, Fraction, Fraction]]):
        """With other rows."""
        text = (CLASSICS / "emissions.toml").read_text(encoding="utf-8")
        start = text.index('data    = [["Netherlands"')
        old = text[start:text.index("\n\n", start)]
        rows = [[f"c{i}", "council", *map(float, row)] for i, row in enumerate(table)]
        return self.run_classic("emissions", changes={old: f"data = {rows}".replace("'", '"')})["base/outcomes"]

    def test_any_table(self) -> None:
        """Numbers of which sums and products are exact in double precision, so that just half of the weight is just half."""
        random, halves = np.random.default_rng(5), 0
        for number in range(15):
            with self.subTest(number=number):
                table = [tuple(map(Fraction, map(int, row))) for row in
                         np.c_[random.integers(1, 4, 8), random.choice(20, 8, replace=False), random.integers(0, 2, 8)]]
                table.append((Fraction(2), Fraction(20), Fraction(1)))
                outcomes, median = self.run_table(table), quantile_of(table, Fraction(1, 2))
                self.assertEqual(outcomes["median"][0], median)
                self.assertAlmostEqual(outcomes["mean"][0], float(mean_of(table)), places=12)
                self.assertAlmostEqual(outcomes["least_support"][0], float(least_support_of(table)), places=12)
                self.assertGreaterEqual(least_support_of(table), Fraction(1, 2))
                pairs = weighted(table)
                halves += 2 * sum(weight for p, weight in pairs if p <= median) == sum(weight for _, weight in pairs)
        self.assertGreater(halves, 0, "a table in which just half of the weight lies up to the median")


if __name__ == "__main__":
    unittest.main()
