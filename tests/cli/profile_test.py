"""`hegemon run --profile`: which rule costs."""
import json
import re
import unittest

from program import HAZARD, VARIANTS, ProgramTest

# `crowd` is a sum of 120 x 120 logarithms for each of 120 rows, and as other rows read it, it is worked out apart; all else is
# cheap.
CROWD = """
title = "A crowd"
time = "step"
start = 0
end = 10
[kind.town]
x = { start = "uniform(1, 2)" }
y = { start = 1 }
[let.town]
crowd = "sum(a in town: sum(b in town: log(a.x + b.x * x)))"
cheap = "2 * x + time"
[rows.town]
columns = ["name"]
data = [TOWNS]
[flow.town]
x = "0.001 * cheap"
[event.flood]
on = "town"
rate.rain = "0.1 + 0.001 * x"
add.y = "1e-9 * crowd"
[event.drought]
on = "town"
rate.sun = 0.1
[update.town]
set.y = "y + 1e-9 * sum(t in town: t.crowd)"
[outcome]
wet = { take = "final", of = "mean(t in town: t.y)" }
""".replace("TOWNS", ", ".join(f'["t{i}"]' for i in range(120)))


class Profile(ProgramTest):
    def ran(self, scenario: object, *words: object) -> dict:
        return json.loads(self.expect(0, "run", scenario, "--profile", "--json", *words).stdout)

    def test_a_costly_let_leads_and_every_rule_is_named(self) -> None:
        told = self.ran(self.write("crowd.toml", CROWD), "--replicates", 2, "--lanes", 1)["profile"]
        costs = told["costs"]
        self.assertEqual((costs[0]["phase"], costs[0]["rule"]), ("let", "town.crowd"))
        self.assertGreater(costs[0]["share"], 0.5)
        named = {(cost["phase"], cost["rule"]): cost for cost in costs}
        for phase, rule in (("let", "town.crowd"), ("flow", "town"), ("event", "town"), ("effect", "flood"),
                            ("update", "town"), ("outcome", "wet"), ("record", "")):
            self.assertIn((phase, rule), named)
        self.assertEqual(named["event", "town"]["members"], ["drought", "flood"])
        self.assertEqual(named["flow", "town"]["members"], ["x"])
        self.assertEqual(named["update", "town"]["members"], ["y"])
        # Two batches of one replicate, ten steps each.
        for place in (("flow", "town"), ("event", "town"), ("update", "town"), ("other", "")):
            self.assertEqual(named[place]["times"], 20, place)

    def test_shares_add_up_and_the_costliest_come_first(self) -> None:
        told = self.ran(HAZARD, "--replicates", 50, "--threads", 2)["profile"]
        costs = told["costs"]
        self.assertAlmostEqual(sum(cost["share"] for cost in costs), 1, delta=1e-9)
        self.assertAlmostEqual(sum(cost["seconds"] for cost in costs), told["seconds"], delta=1e-9)
        self.assertEqual([cost["seconds"] for cost in costs], sorted((cost["seconds"] for cost in costs), reverse=True))
        self.assertTrue(all(cost["times"] > 0 for cost in costs))
        self.assertEqual(told["threads"], 2)
        self.assertEqual(self.ran(HAZARD, "--replicates", 1, "--threads", 2)["profile"]["threads"], 1)

    def test_the_table_adds_up_and_sums_up_what_is_small(self) -> None:
        text = self.expect(0, "run", self.write("crowd.toml", CROWD), "--replicates", 2, "--profile").stdout
        table = text[text.index("\nprofile "):]
        rows = re.findall(r"^(\S.*?)  +([\d.]+) %  +([\d.]+)", table, re.MULTILINE)
        self.assertEqual(rows[0][0], "let town.crowd")
        self.assertAlmostEqual(sum(float(share) for _, share, _ in rows), 100, delta=0.05 * len(rows) + 0.01)
        self.assertRegex(rows[-1][0], r"^the rest \(\d+ rules and phases\)$")
        self.assertTrue(all(float(share) >= 0.5 for _, share, _ in rows[:-1]))
        self.assertIn("Not in the table: reading the scenario", " ".join(table.split()))
        self.assertTrue(text.index("digest") < text.index("\nprofile "))

    def test_results_are_the_same_and_nothing_is_measured_unasked(self) -> None:
        self.write("chances.toml", VARIANTS)
        words = ("chances.toml", "--arms", "base,calm", "--replicates", 40)
        told = self.ran(*words)
        plain = json.loads(self.expect(0, "run", *words, "--json").stdout)
        self.assertNotIn("profile", plain)
        for key in ("digest", "outcomes", "arms", "comparisons"):
            self.assertEqual(told[key], plain[key])
        self.assertNotIn("\nprofile ", self.expect(0, "run", *words).stdout)

    def test_a_resumed_run_that_is_whole_has_nothing_to_measure(self) -> None:
        self.expect(0, "run", HAZARD, "--replicates", 3)
        done = self.expect(0, "run", HAZARD, "--replicates", 3, "--resume", "--profile")
        self.assertIn("profile     nothing was left to do", done.stdout)

    def test_it_is_refused_where_nothing_would_be_measured_or_told(self) -> None:
        self.assertIn("leave out --dry-run", self.expect(64, "run", HAZARD, "--profile", "--dry-run").stderr)
        self.assertIn("leave out one of them", self.expect(64, "run", HAZARD, "--profile", "--quiet").stderr)
        self.assertEqual(self.files(), [])
        self.assertIn("profile", self.ran(HAZARD, "--quiet", "--replicates", 1))


if __name__ == "__main__":
    unittest.main()
