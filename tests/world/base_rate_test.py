"""The world as shipped: as many disputes as the literature's base rate says, and fewer where the sides are unequal, by the size that was put in."""
import math
import unittest

import h5py
import numpy as np

from world_support import WorldTest, read_table

ONSET_RATE = 0.062  # militarised disputes begun, a year and pair of neighbours by land, after 1945
FATAL_SHARE = 0.017 / 0.054
PER_LOG_RATIO = -0.149
PER_PACT = -0.186
QUARREL_RATE, BRANCHING, HALF_LIFE = 0.070, 0.50, 3.1  # of the Hawkes process: 1/year, disputes a dispute, years


def poisson_regression(design: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Coefficients of log mean count on the columns of design [row, column], by Newton's method."""
    coefficients = np.zeros(design.shape[1])
    coefficients[0] = math.log(counts.mean())
    for _ in range(30):
        mean = np.exp(design @ coefficients)
        coefficients += np.linalg.solve(design.T @ (mean[:, None] * design), design.T @ (counts - mean))
    return coefficients


def design_of(counts: dict[frozenset[str], int]) -> tuple[np.ndarray, np.ndarray]:
    """1, log ratio of capabilities, pact; and the counts. From the tables alone."""
    capability = {row["name"]: float(row["capability"]) for row in read_table("states")}
    rows, found = [], []
    for row in read_table("borders"):
        a, b = row["side_a"], row["side_b"]
        rows.append([1.0, abs(math.log(capability[a] / capability[b])), float(row["pact"] == "true")])
        found.append(counts[frozenset((a, b))])
    return np.array(rows), np.array(found, dtype=float)


class BaseRate(WorldTest):
    def test_there_are_195_states_and_their_land_borders(self) -> None:
        states = [row["name"] for row in read_table("states")]
        borders = [frozenset((row["side_a"], row["side_b"])) for row in read_table("borders")]
        self.assertEqual((len(states), len(set(states))), (195, 195))
        self.assertEqual((len(borders), len(set(borders))), (312, 312))
        self.assertTrue(all(len(border) == 2 and border <= set(states) for border in borders))

    def test_pacts_are_those_of_the_memberships(self) -> None:
        members = {row["name"]: {pact for pact in ("nato", "csto") if row[pact] == "true"} for row in read_table("states")}
        for row in read_table("borders"):
            shared = members[row["side_a"]] & members[row["side_b"]]
            self.assertEqual(row["pact"] == "true", bool(shared), row)

    def test_the_mean_of_the_factor_is_the_constant_that_the_model_divides_by(self) -> None:
        design, _ = design_of({frozenset((row["side_a"], row["side_b"])): 0 for row in read_table("borders")})
        odds = np.exp(design @ [0.0, PER_LOG_RATIO, PER_PACT])
        self.assertAlmostEqual(float(odds.mean()), 0.774257, places=5)

    def test_the_rate_a_pair_and_year_is_the_base_rate(self) -> None:
        self.run_world("--replicates", 400, "--record", "outcomes")
        outcomes = self.outcomes()
        for name, expected in (("rate", ONSET_RATE), ("deadly_rate", ONSET_RATE * FATAL_SHARE)):
            found = outcomes[name]
            error = found.std(ddof=1) / math.sqrt(len(found))
            # Within four standard errors, and 3 % for the steps and for echoes that fall where the factor is large.
            self.assertLess(abs(found.mean() - expected), 4 * error + 0.03 * expected, name)
        self.assertTrue(2 / 3 < outcomes["rate"].mean() / ONSET_RATE < 3 / 2)
        regions = [name for name in outcomes if name.startswith("in_")]
        self.assertLess(np.abs(sum(outcomes[name] for name in regions if name != "inside_pacts") - outcomes["onsets"]).max(), 1e-9)


class Effects(WorldTest):
    def test_unequal_neighbours_and_allies_quarrel_less_by_the_effects_that_were_put_in(self) -> None:
        self.run_world("--replicates", 1500)
        design, counts = design_of(self.disputes())
        _, ratio, pact = poisson_regression(design, counts)
        # Standard errors: about 0.006 and 0.02. Echoes within the year, which share the factor, steepen both by some 5 %.
        self.assertLess(abs(ratio - PER_LOG_RATIO), 0.03)
        self.assertLess(abs(pact - PER_PACT), 0.09)

    def test_a_dispute_raises_the_rate_of_the_next_by_half_a_dispute_that_fades_with_its_half_life(self) -> None:
        self.run_world("--replicates", 200)
        with h5py.File(self.folder / "world.h5") as file:
            table = {name: item[:] for name, item in file["base/events/dispute"].items()}
        last, seconds = {}, 0
        for i, border in enumerate(zip(table["replicate"], table["row"])):
            if border in last:
                before = last[border]
                years = (table["step"][i] - table["step"][before]) * 7 / 365.25
                echo = (table["cause_echo"][before] + BRANCHING * math.log(2) / HALF_LIFE) * 0.5 ** (years / HALF_LIFE)
                self.assertAlmostEqual(table["cause_echo"][i] / echo, 1, places=9)
                self.assertAlmostEqual(table["cause_quarrel"][i], QUARREL_RATE, places=12)
                seconds += 1
            last[border] = i
        self.assertGreater(seconds, 100)

    def test_without_pacts_only_those_who_had_one_change(self) -> None:
        self.run_world("--replicates", 200, "--record", "outcomes", "--arms", "base,no_pacts")
        base, without = self.outcomes(), self.outcomes("no_pacts")
        self.assertTrue(np.all(without["inside_pacts"] >= base["inside_pacts"]))
        self.assertGreater(without["inside_pacts"].sum(), base["inside_pacts"].sum())
        for outcome in ("in_south_asia", "in_latin_america", "in_subsaharan_africa", "in_middle_east_north_africa"):
            self.assertTrue(np.array_equal(base[outcome], without[outcome]), outcome)


if __name__ == "__main__":
    unittest.main()
