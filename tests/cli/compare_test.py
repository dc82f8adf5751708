"""`hegemon compare`: held against the run file, read and computed apart."""
import fcntl
import json
import math
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import time
import unittest
from decimal import Decimal

import h5py
import numpy as np
from scipy import stats

from program import LONG, PROGRAM, VARIANTS, ProgramTest

# A quiet world: yes or no, a count, a heavy tail, and a column of truths. `late` differs from step 6 on.
WORLD = """
title = "Storms"
time = "day"
start = 2024-03-01
step = 1
end = 2024-03-13
[parameter]
rate = { value = 0.1, unit = "1/day" }
[kind.house]
water = { start = 0, unit = "L" }
floods = { start = 0 }
wet = { start = false }
heat = { start = 1 }
[rows.house]
columns = ["name"]
data = [["mill"], ["inn"]]
[event.flood]
on = "house"
rate.rain = "rate"
add.floods = 1
add.water = "pareto(1, 1000, 0.7)"
set.wet = "true"
[flow.house]
heat = "-0.1 * heat"
[outcome]
floods = { take = "final", of = "house[mill].floods" }
water = { take = "final", of = { is = "sum(h in house: h.water)", unit = "L" }, headline = true }
wet = { take = "final", of = "house[inn].wet" }
heat = { take = "final", of = "house[mill].heat" }
each = { take = "formula", of = "if(floods > 0, water / floods, missing)" }
[variant.late]
title = "More rain from the seventh on"
from = 2024-03-07
parameter.rate.value = 0.4
[variant.dry]
parameter.rate.value = 0.02
"""


def without_missing(world: str) -> str:
    return world.replace('each = { take = "formula", of = "if(floods > 0, water / floods, missing)" }\n', "")


class CompareTest(ProgramTest):
    def compared(self, *words: object) -> dict:
        return json.loads(self.expect(0, "compare", *words, "--json").stdout)

    def run_world(self, *words: object, arms: str = "base,late", replicates: int = 200, world: str = WORLD) -> str:
        self.write("world.toml", without_missing(world))
        self.expect(0, "run", "world.toml", "--arms", arms, "--replicates", replicates, "-o", "world.h5", "-q", *words)
        return "world.h5"


class Outcomes(CompareTest):
    def test_means_signs_and_gain_are_those_of_the_file(self) -> None:
        told = self.compared(self.run_world())["comparisons"][0]
        self.assertEqual((told["first"], told["other"], told["pairs"]), ("base", "late", 200))
        self.assertEqual(told["other_title"], "More rain from the seventh on")
        with h5py.File(self.folder / "world.h5") as file:
            for name, outcome in told["outcomes"].items():
                first, other = (file[arm]["outcomes"][name][:] for arm in ("base", "late"))
                difference = first - other
                self.assertAlmostEqual(outcome["first_mean"], first.mean(), delta=1e-9 * abs(first.mean()))
                self.assertAlmostEqual(outcome["difference"], difference.mean(), delta=1e-9 * abs(first.mean()))
                self.assertEqual(outcome["share_positive"], (difference > 0).mean())
                self.assertEqual(outcome["share_negative"], (difference < 0).mean())
                if difference.std() > 0:
                    unpaired = 200 * (first.var() + other.var()) / difference.var()
                    self.assertAlmostEqual(outcome["unpaired"] / unpaired, 1, delta=1e-9)

    def test_each_kind_of_outcome_has_its_interval(self) -> None:
        told = self.compared(self.run_world())["comparisons"][0]["outcomes"]
        ways = {name: outcome["interval"] for name, outcome in told.items()}
        self.assertEqual(ways, {"floods": "t", "water": "bootstrap-t", "wet": "score", "heat": "equal"})
        with h5py.File(self.folder / "world.h5") as file:
            floods, water, wet = (file["base/outcomes"][name][:] - file["late/outcomes"][name][:]
                                  for name in ("floods", "water", "wet"))
        low, high = stats.t.interval(0.95, 199, floods.mean(), stats.sem(floods))
        self.assertAlmostEqual(told["floods"]["low"], low, delta=1e-5 * abs(low))
        self.assertAlmostEqual(told["floods"]["high"], high, delta=1e-5 * abs(low))
        self.assertAlmostEqual(told["floods"]["p"], stats.ttest_1samp(floods, 0).pvalue, delta=1e-8)
        # McNemar without correction.
        statistic = ((wet > 0).sum() - (wet < 0).sum()) ** 2 / (wet != 0).sum()
        self.assertAlmostEqual(told["wet"]["p"] / stats.chi2.sf(statistic, 1), 1, delta=1e-6)
        # Bootstrap-t by numpy's random numbers: its ends lie within four standard errors of the quantiles.
        rng = np.random.default_rng(1)
        samples = water[rng.integers(0, 200, (20_000, 200))]
        t = np.sort((samples.mean(1) - water.mean()) / stats.sem(samples, axis=1))
        for end, share in (("high", 0.025), ("low", 0.975)):
            margin = 4 * math.sqrt(share * (1 - share) * (1 / 9_999 + 1 / 20_000))
            bounds = [water.mean() - np.quantile(t, share + sign * margin) * stats.sem(water) for sign in (-1, 1)]
            self.assertTrue(min(bounds) <= told["water"][end] <= max(bounds), (end, bounds, told["water"][end]))

    def test_a_count_has_the_interval_of_a_count_whatever_it_happened_to_be(self) -> None:
        for replicates in (2, 12, 60):
            run = self.run_world(world=WORLD.replace("value = 0.1", "value = 0.01"), arms="base,dry", replicates=replicates)
            told = self.compared(run)["comparisons"][0]["outcomes"]
            with h5py.File(self.folder / run) as file:
                self.assertLessEqual(file["base/outcomes/floods"][:].max(), 1)
                self.assertEqual(file["base/outcomes/wet"].attrs["truth"], 1)
                self.assertNotIn("truth", file["base/outcomes/floods"].attrs)
            self.assertEqual(told["wet"]["interval"], "score")
            self.assertNotEqual(told["floods"]["interval"], "score")
            alone = json.loads(self.expect(0, "run", "world.toml", "--replicates", replicates, "-o", "one.h5", "--json").stdout)
            self.assertEqual(alone["outcomes"]["wet"]["interval"], "score")
            self.assertNotEqual(alone["outcomes"]["floods"]["interval"], "score")

    def test_what_is_yes_or_no_is_told_by_its_formula(self) -> None:
        outcomes = {"any_number": ("any", "house[mill].floods", True), "last_truth": ("final", "house[mill].wet", True),
                    "least_truth": ("min", "house[mill].wet", True), "share": ("mean", "house[mill].wet", False),
                    "times": ("sum", "house[mill].wet", False), "count": ("final", "house[mill].floods", False),
                    "both": ("formula", "any_number and last_truth", True), "some": ("formula", "if(both, 1, 0)", False)}
        text = without_missing(WORLD) + "".join(
            f'[outcome.{name}]\nof = "{of}"\n' + (f'take = "{take}"\n' if take != "formula" else "") for name, (take, of, _) in outcomes.items())
        self.write("world.toml", text)
        self.expect(0, "run", "world.toml", "--replicates", 3, "-o", "world.h5", "-q")
        with h5py.File(self.folder / "world.h5") as file:
            for name, (_, _, is_truth) in outcomes.items():
                self.assertEqual("truth" in file[f"base/outcomes/{name}"].attrs, is_truth, name)
        self.expect(0, "verify", "world.h5")

    def test_the_figures_of_a_row_add_up_as_printed(self) -> None:
        run = self.run_world()
        for words in (("compare", run), ("run", "world.toml", "--arms", "base,late", "--replicates", 200)):
            text = self.expect(0, *words).stdout
            rows = re.findall(r"^(floods|water|wet) +(\S+) +(\S+) +(\S+) ", text, re.MULTILINE)[:3]
            self.assertEqual(len(rows), 3)
            for name, first, other, difference in rows:
                self.assertEqual(Decimal(first) - Decimal(other), Decimal(difference), name)

    def test_a_p_value_at_the_bound_of_its_method_is_told_as_one(self) -> None:
        run = self.run_world("--set", "rate=0.01", arms="base,late", replicates=400)
        told = self.compared(run)["comparisons"][0]["outcomes"]
        bound = told["water"]
        self.assertEqual((bound["interval"], bound["p"], bound["least_p"]), ("bootstrap-t", 2e-4, 2e-4))
        self.assertTrue(bound["adjusted_p_is_bound"])
        def holm(values: list[float]) -> list[float]:
            order = sorted(range(len(values)), key=values.__getitem__)
            adjusted, least = list(values), 0.0
            for rank, i in enumerate(order):
                least = adjusted[i] = max(least, min(1, (len(values) - rank) * values[i]))
            return adjusted
        # A bound wherever a smaller p-value of bootstrap-t would give a smaller one.
        most = holm([outcome["p"] for outcome in told.values()])
        least = holm([0 if outcome["p"] <= outcome["least_p"] else outcome["p"] for outcome in told.values()])
        self.assertEqual([outcome["adjusted_p_is_bound"] for outcome in told.values()],
                         [low < high for low, high in zip(least, most)])
        text = self.expect(0, "compare", run).stdout
        self.assertRegex(text, rf"(?m)^water .* < {bound['adjusted_p']:g} ")
        self.assertIn("bootstrap-t can tell no smaller one", text)

    def test_p_values_are_adjusted_for_the_outcomes_looked_at(self) -> None:
        run = self.run_world()
        told = self.compared(run)["comparisons"][0]
        self.assertEqual(told["outcomes_looked_at"], 4)
        outcomes = sorted(told["outcomes"].values(), key=lambda outcome: outcome["p"])
        least = 0.0
        for rank, outcome in enumerate(outcomes):
            least = max(least, min(1, (4 - rank) * outcome["p"]))
            self.assertAlmostEqual(outcome["adjusted_p"], least, delta=1e-12)
        one = self.compared(run, "--outcome", "wet")["comparisons"][0]
        self.assertEqual(one["outcomes_looked_at"], 1)
        self.assertEqual(one["outcomes"]["wet"]["adjusted_p"], one["outcomes"]["wet"]["p"])

    def test_the_same_file_gives_the_same_answer_and_the_same_numbers_as_run(self) -> None:
        self.write("world.toml", without_missing(WORLD))
        ran = json.loads(self.expect(0, "run", "world.toml", "--arms", "base,late", "-o", "w.h5", "--seed", 5, "--json").stdout)
        told = self.compared("w.h5")["comparisons"][0]["outcomes"]
        self.assertEqual(ran["comparisons"][0]["outcomes"], told)
        self.assertEqual(self.compared("w.h5"), self.compared("w.h5"))

    def test_arms_are_chosen_and_turned(self) -> None:
        run = self.run_world(arms="base,late,dry")
        self.assertEqual([(c["first"], c["other"]) for c in self.compared(run)["comparisons"]],
                         [("base", "late"), ("base", "dry")])
        turned = self.compared(run, "--arms", "late,base")["comparisons"][0]
        told = self.compared(run, "--arms", "base,late")["comparisons"][0]
        self.assertEqual(turned["outcomes"]["floods"]["difference"], -told["outcomes"]["floods"]["difference"])
        self.assertEqual(turned["parting"]["columns"][0]["end"]["difference"],
                         -told["parting"]["columns"][0]["end"]["difference"])
        others = self.compared(run, "--arms", "late,dry")["comparisons"][0]
        self.assertEqual(others["parting"]["columns"], [], "sums are kept with the first arm only")
        self.assertEqual(others["parting"]["first"]["step"], 0)

    def test_the_text_has_what_a_reader_needs(self) -> None:
        text = self.expect(0, "compare", self.run_world()).stdout
        for part in ("`base` beside `late` (More rain from the seventh on), 200 pairs", "t Student's", "b bootstrap-t",
                     "s Tango's score interval", "4 outcomes were looked at", "(Holm)",
                     "Halving these intervals takes 4 times the replicates: 800 pairs.", "In this model:",
                     "The arms part in step 6 (to 2024-03-08)"):
            self.assertIn(part, text)


    def test_columns_are_listed_where_they_are_asked_for(self) -> None:
        run = self.run_world()
        brief, long = (self.expect(0, "compare", run, *words).stdout for words in ((), ("--columns",)))
        self.assertIn("3 of 4 columns differ: `--columns` lists them", " ".join(brief.split()))
        self.assertNotIn("house.water", brief)
        for column in ("house.water", "house.floods", "house.wet"):
            self.assertIn(column, long)
        self.assertNotIn("house.heat ", long)

    def test_a_difference_that_hangs_on_one_pair_is_told(self) -> None:
        run = self.run_world(world=WORLD.replace("pareto(1, 1000, 0.7)", "pareto(1, 1000000000, 0.5)"))  # one flood may be all
        told = self.compared(run)["comparisons"][0]["outcomes"]
        with h5py.File(self.folder / "world.h5") as file:
            apart = {name: file[f"base/outcomes/{name}"][:] - file[f"late/outcomes/{name}"][:] for name in ("water", "floods")}
        text = " ".join(self.expect(0, "compare", run).stdout.split())
        for name, values in apart.items():
            squares = (values - values.mean()) ** 2
            self.assertEqual(told[name]["heaviest_pair"], int(squares.argmax()))
            self.assertAlmostEqual(told[name]["heaviest_share"], squares.max() / squares.sum(), 12)
            self.assertEqual(f"`{name}` (replicate" in text, squares.max() / squares.sum() >= 0.5)
        self.assertGreater(told["water"]["heaviest_share"], 0.5)

    def test_an_unknown_outcome_is_answered_with_those_that_there_are(self) -> None:
        answer = self.expect(64, "compare", self.run_world(), "--outcome", "casualties").stderr
        self.assertIn("the run has no outcome 'casualties' (it has floods, heat, water, wet)", answer)


class Time(CompareTest):
    def test_arms_part_when_the_first_state_differs(self) -> None:
        told = self.compared(self.run_world())["comparisons"][0]["parting"]
        with h5py.File(self.folder / "world.h5") as file:
            apart = file["base/hash"][:] != file["late/hash"][:]
        shares = np.maximum.accumulate(apart, axis=1).mean(0)
        self.assertEqual(told["parted"], list(shares))
        self.assertEqual(told["first"], {"step": 6, "time": 7, "date": "2024-03-08"})
        self.assertEqual(int(np.argmax(shares > 0)), 6)
        firsts = {column["column"]: column["first"] and column["first"]["step"] for column in told["columns"]}
        self.assertEqual(firsts, {"water": 6, "floods": 6, "wet": 6, "heat": None})

    def test_a_path_is_the_mean_difference_of_a_column_by_date(self) -> None:
        run = self.run_world("--record", "all")
        paths = self.compared(run, "--path", "house[inn].floods", "--path", "house[inn].wet")["comparisons"][0]["paths"]
        self.assertEqual([path["column"] for path in paths], ["floods", "wet"])
        with h5py.File(self.folder / "world.h5") as file:
            names = list(file["base/house/house"].asstr())
            row = names.index("inn")
            floods = (file["base/house/floods"][:] - file["late/house/floods"][:])[:, :, row].astype(float)
            wet = file["base/house/wet"][:, :, row].astype(int) - file["late/house/wet"][:, :, row]
        for step, point in enumerate(paths[0]["points"]):
            self.assertEqual((point["step"], point["pairs"]), (step, 200))
            self.assertAlmostEqual(point["difference"], floods[:, step].mean(), delta=1e-12)
            half = stats.t.ppf(0.975, 199) * stats.sem(floods[:, step])
            self.assertAlmostEqual(point["high"] - point["low"], 2 * half, delta=1e-5)
        self.assertEqual(paths[0]["points"][0]["date"], "2024-03-02")
        self.assertEqual(paths[0]["points"][5]["difference"], 0)
        for step, point in enumerate(paths[1]["points"]):
            self.assertAlmostEqual(point["difference"], wet[:, step].mean(), delta=1e-12)
        # No pair differs: z^2 / (n + z^2), the score interval by hand.
        self.assertAlmostEqual(paths[1]["points"][0]["high"], 3.841458821 / 203.841458821, delta=1e-9)
        both = self.compared(run, "--path", "house.floods")["comparisons"][0]["paths"]
        self.assertEqual([path["row"] for path in both], ["inn", "mill"])
        self.assertIn("2024-03-08", self.expect(0, "compare", run, "--path", "house[inn].floods").stdout)

    def test_a_path_that_there_is_not_is_refused_with_a_reason(self) -> None:
        run = self.run_world()
        for address, message in (("house[inn]", "is not KIND[ROW].COLUMN"), ("hose.floods", "no kind 'hose' (house?)"),
                                 ("house[in].floods", "no row of house 'in' (inn?)"),
                                 ("house[inn].flood", "no column of house 'flood' (floods?)")):
            self.assertIn(message, self.expect(64, "compare", run, "--path", address).stderr)


class Nothing(CompareTest):
    """A variant that changes nothing that happens: exactly zero for every outcome."""

    def assert_zero(self, told: dict, pairs: int) -> None:
        for name, outcome in told["outcomes"].items():
            with self.subTest(outcome=name):
                self.assertEqual((outcome["difference"], outcome["share_positive"], outcome["share_negative"]), (0, 0, 0))
                self.assertEqual((outcome["p"], outcome["pairs"]), (1, pairs))
                self.assertEqual(outcome["first_mean"], outcome["other_mean"])

    def test_of_an_event_of_rate_0_an_unused_row_and_an_entry_that_sets_a_value_to_itself(self) -> None:
        world = without_missing(WORLD).replace("sum(h in house: h.water)", "house[mill].water + house[inn].water")
        world += """
[at.same]
date = 2024-03-05
set."house[mill].floods" = "house[mill].floods"
"""
        changes = {
            "rate": 'event.never.on = "house"\nevent.never.rate.none = 0\nevent.never.add.floods = 1',
            "row": 'rows.house.data = [["mill"], ["barn"], ["inn"]]',
            "entry": 'at.again.date = 2024-03-06\nat.again.set."house[inn].water" = "house[inn].water"',
        }
        changes["all"] = "\n".join(changes.values())
        for name, change in changes.items():
            world += f"[variant.{name}]\n{change}\n"
        names = ",".join(changes)
        self.write("world.toml", world)
        self.expect(0, "run", "world.toml", "--arms", f"base,{names}", "--replicates", 100, "-o", "world.h5", "-q")
        told = self.compared("world.h5")["comparisons"]
        self.assertEqual([each["other"] for each in told], list(changes))
        for each in told:
            with self.subTest(variant=each["other"]):
                self.assert_zero(each, 100)
                self.assertIsNone(each["parting"]["first"])
        self.assertEqual(told[0]["parting"]["parted"], [0] * 12)
        self.assertEqual(told[1]["parting"]["parted"], [], "with another row states cannot be compared")
        text = self.expect(0, "compare", "world.h5").stdout
        self.assertIn("The arms never part: the states are equal in all 100 pairs", text)

    def test_of_rows_and_rules_in_another_order(self) -> None:
        text = without_missing(WORLD)
        blocks = text.split("\n[")
        # Sections in the opposite order, rows too.
        turned = "\n[".join([blocks[0], *reversed(blocks[1:])]).replace('[["mill"], ["inn"]]', '[["inn"], ["mill"]]')
        self.assertNotEqual(turned, text)
        self.write("world.toml", text)
        self.write("turned.toml", turned)
        for name in ("world", "turned"):
            self.expect(0, "run", f"{name}.toml", "--replicates", 100, "-o", f"{name}.h5", "-q")
        with h5py.File(self.folder / "world.h5") as one, h5py.File(self.folder / "turned.h5") as two:
            for name in one["base/outcomes"]:
                np.testing.assert_array_equal(one["base/outcomes"][name][:], two["base/outcomes"][name][:])
            np.testing.assert_array_equal(one["base/hash"][:], two["base/hash"][:])
        # And as a variant: the rows in another order.
        self.write("rows.toml", text + '[variant.turned]\nrows.house.data = [["inn"], ["mill"]]\n')
        self.expect(0, "run", "rows.toml", "--arms", "base,turned", "--replicates", 100, "-o", "rows.h5", "-q")
        told = self.compared("rows.h5")["comparisons"][0]
        self.assert_zero(told, 100)
        self.assertEqual(told["parting"]["parted"], [0] * 12)


class Corners(CompareTest):
    def test_help_has_examples_and_exit_codes(self) -> None:
        text = self.expect(0, "compare", "--help").stdout
        for part in ("Examples:", "hegemon compare run.h5 --outcome", "Exit codes: 0 done; 64", "--path", "--json"):
            self.assertIn(part, text)

    def test_one_arm_is_nothing_to_compare(self) -> None:
        self.write("world.toml", without_missing(WORLD))
        self.expect(0, "run", "world.toml", "--replicates", 3, "-o", "one.h5", "-q")
        self.assertIn("the run has one arm, `base`, and nothing to compare it with", self.expect(64, "compare", "one.h5").stderr)

    def test_what_there_is_not_is_refused(self) -> None:
        run = self.run_world(replicates=3)
        self.assertIn("no arm 'lat'", self.expect(64, "compare", run, "--arms", "base,lat").stderr)
        self.assertIn("--arms needs two arms", self.expect(64, "compare", run, "--arms", "base").stderr)
        self.assertIn("no outcome 'flods' (floods?)", self.expect(64, "compare", run, "--outcome", "flods").stderr)
        self.assertIn("nothing.h5", self.expect(66, "compare", "nothing.h5").stderr)
        self.expect(66, "compare", self.write("text.h5", "no run file"))

    def test_one_pair_and_two(self) -> None:
        one = self.compared(self.run_world(replicates=1))["comparisons"][0]["outcomes"]["water"]
        self.assertEqual((one["pairs"], one["interval"], one["low"], one["p"]), (1, "none", None, None))
        self.expect(0, "compare", "world.h5")
        two = self.compared(self.run_world(replicates=2, arms="base,dry"))["comparisons"][0]["outcomes"]["water"]
        self.assertIn(two["interval"], ("t", "equal"))
        self.assertIsNotNone(two["low"])
        self.expect(0, "compare", "world.h5", "--path", "house.water")

    def test_one_pair_has_no_interval_and_says_so(self) -> None:
        told = self.compared(self.run_world(replicates=1))["comparisons"][0]["outcomes"]
        for name in ("wet", "floods"):
            self.assertEqual((told[name]["interval"], told[name]["low"], told[name]["p"]), ("none", None, None))
        self.assertIn("- none: it takes two pairs at least", self.expect(0, "compare", "world.h5").stdout)
        text = self.expect(0, "run", "world.toml", "--arms", "base,late", "--replicates", 1).stdout
        self.assertIn("One pair tells no interval", text)
        text = self.expect(0, "run", "world.toml", "--replicates", 1).stdout
        self.assertIn("One replicate tells no interval", text)
        self.assertNotIn(" to ", text.split("\n\n")[0])

    def test_lines_are_as_wide_as_the_terminal(self) -> None:
        run = self.run_world(world=WORLD.replace("floods = { take", "floods_of_the_mill_in_all = { take"), arms="base,late")
        words = [PROGRAM, "compare", run, "--path", "house.floods"]
        for width in (60, 80, 100, 140):
            with self.subTest(width=width):
                done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True,
                                      env={**os.environ, "COLUMNS": str(width)}, check=True)
                self.assertLessEqual(max(map(len, done.stdout.splitlines())), width)
                blocks = done.stdout.count("\noutcome  ")
                self.assertEqual(blocks, {60: 3, 80: 2, 100: 2, 140: 1}[width])
                # Cut or not, every number is told.
                for part in ("95 % interval", "adjusted", "unpaired", "> 0", "floods_of_the_mill_in_all"):
                    self.assertIn(part, done.stdout)
        plain = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, env=plain, check=True)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80)
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        subprocess.run(words, cwd=self.folder, stdout=its, env=plain, check=True)
        os.close(its)
        text = b""
        try:
            while part := os.read(ours, 4096):
                text += part
        except OSError:  # its end is closed
            pass
        os.close(ours)
        lines = text.decode().splitlines()
        self.assertGreater(len(lines), 20)
        self.assertLessEqual(max(map(len, lines)), 60)

    def test_an_infinite_outcome_is_a_failed_replicate_and_a_constant_difference_never_unpaired(self) -> None:
        self.write("inf.toml", """
time = "step"
start = 0
end = 2
[kind.thing]
x = { start = "uniform(0, 1)" }
[rows.thing]
columns = ["name"]
data = [["a"]]
[parameter]
p = { value = 0.5 }
[outcome]
big = { take = "final", of = "if(thing[a].x < 0.5, 1e308 * 100, thing[a].x)" }
steady = { take = "final", of = "thing[a].x + p" }
[variant.other]
parameter.p.value = 0.25
""")
        self.expect(1, "run", "inf.toml", "--arms", "base,other", "--replicates", 40, "-o", "inf.h5", "-q")
        told = self.compared("inf.h5")["comparisons"][0]["outcomes"]
        self.assertTrue(0 < told["big"]["missing"] < 40)
        self.assertEqual(told["steady"]["interval"], "equal")
        text = self.expect(0, "compare", "inf.h5").stdout
        self.assertRegex(text, r"(?m)^steady +=.* never ")
        self.assertIn("never: the difference is the same in all pairs", " ".join(text.split()))
        self.assertNotRegex(text, r"\binf\b(?!\.)|\bnan\b")

    def test_failed_replicates_are_missing_pairs(self) -> None:
        self.write("chances.toml", VARIANTS)
        self.expect(1, "run", "chances.toml", "--arms", "base,frail,calm", "--replicates", 60, "-o", "run.h5", "-q")
        told = self.compared("run.h5")
        failed = told["failed"]["frail"]
        self.assertTrue(10 < failed < 50)
        outcome = told["comparisons"][0]["outcomes"]["left"]
        self.assertEqual((outcome["missing"], outcome["pairs"], outcome["difference"]), (failed, 60 - failed, 0))
        text = self.expect(0, "compare", "run.h5", "--path", "thing[a].x").stdout
        self.assertIn(f"{failed} of 60 replicates of `frail` failed: their pairs count as missing.", text)
        points = self.compared("run.h5", "--path", "thing[a].x")["comparisons"][0]["paths"][0]["points"]
        self.assertEqual({point["pairs"] for point in points}, {60 - failed})

    def test_a_run_of_outcomes_alone_says_what_it_cannot_tell(self) -> None:
        run = self.run_world("--record", "outcomes")
        told = self.compared(run)["comparisons"][0]
        self.assertEqual((told["parting"]["parted"], told["parting"]["columns"]), ([], []))
        self.assertIn("The run kept no columns", self.expect(0, "compare", run).stdout)
        self.assertIn("kept no columns", self.expect(64, "compare", run, "--path", "house.water").stderr)

    def test_of_a_run_that_was_stopped_what_is_done_is_compared(self) -> None:
        self.write("long.toml", LONG + '[variant.other]\nkind.thing.x.start = 2\n')
        words = [PROGRAM, "run", "long.toml", "--arms", "base,other", "--replicates", "1000000", "-q", "--threads", "1"]
        part = self.folder / "long.h5.part"
        with subprocess.Popen(words, cwd=self.folder, stderr=subprocess.DEVNULL) as run:
            for _ in range(600):
                if part.exists() and part.stat().st_size > 0:
                    break
                time.sleep(0.05)
            time.sleep(1.5)
            run.send_signal(signal.SIGINT)
            self.assertEqual(run.wait(), 130)
        told = self.compared("long.h5.part")["comparisons"][0]
        with h5py.File(part) as file:
            done = int(min(file[arm].attrs["done"] for arm in ("base", "other")))
        self.assertGreater(done, 0)
        self.assertEqual((told["pairs"], told["outcomes"]["x"]["pairs"]), (done, done))
        self.assertIn("The run was stopped: what it had done is compared.", self.expect(0, "compare", "long.h5.part").stdout)


if __name__ == "__main__":
    unittest.main()
