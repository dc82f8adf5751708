#!/usr/bin/env python3
"""The program docks with the kept figures of the reference interpreter; the interpreter itself is held against mathematics."""
import datetime
import math
import os
import sys
import unittest
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import dock
from interp import Simulation, simulate
from interp_scenario import Clock
from interp_syntax import Bad, Parser

LANES = 20000


def run(lanes=LANES, seed=7, **sections):
    """Outcomes of a scenario that is written as a dictionary; one step of length 1 unless said."""
    scenario = {"start": 0, "end": 1, "folder": ".", **sections}
    return Simulation(scenario, lanes, seed).run()


def one_row(columns, events=None, outcome=None, **more):
    """A scenario of one row `r` of a kind `k`."""
    return run(kind={"k": columns}, rows={"k": {"columns": ["name"], "data": [["r"]]}}, event=events or {},
               outcome=outcome or {c: {"take": "final", "of": f"k[r].{c}"} for c in columns}, **more)


def value_of(text, **sections):
    """An expression without rows."""
    return one_row({"x": {"start": text}}, lanes=1, **sections)["x"][0]


class Arithmetic(unittest.TestCase):
    def test_power_binds_tighter_than_minus_and_to_the_right(self):
        self.assertEqual(value_of("-2 ^ 2"), -4)
        self.assertEqual(value_of("2 ^ 3 ^ 2"), 512)
        self.assertEqual(value_of("2 ^ -1"), 0.5)
        self.assertEqual(value_of("7 - 2 - 1 - 8 / 4 / 2"), 3)

    def test_functions_have_their_exact_values(self):
        for text, wanted in (("tanh(0.5)", 0.46211715726000976), ("logistic(0)", 0.5), ("logit(0.75)", math.log(3)),
                             ("log10(1000)", 3), ("clamp(5, 0, 2)", 2), ("min(3, 1, 2) + max(3, 1, 2)", 4), ("exp(1)", math.e),
                             ("sqrt(2) * abs(-1)", math.sqrt(2)), ("pi + ln2", math.pi + math.log(2)), ("step", 1)):
            self.assertAlmostEqual(value_of(text), wanted, places=14, msg=text)

    def test_functions_of_the_model_are_put_in_where_they_are_called(self):
        functions = {"twice": {"of": ["v"], "is": "2 * v"}, "both": {"of": ["v", "w"], "is": "twice(v) + a * w"}}
        self.assertEqual(value_of("both(1, twice(3))", function=functions, parameter={"a": {"value": "10 * 1"}}), 62)

    def test_if_may_divide_by_zero_in_the_branch_not_taken(self):
        self.assertEqual(value_of("if(1 > 2, 1 / 0, 5)"), 5)

    def test_else_takes_the_place_of_what_is_missing_but_not_of_nan(self):
        self.assertEqual(value_of("mean(q in k where q != this: 1) else 4"), 4)
        with self.assertRaises(Bad):
            value_of("mean(q in k where q != this: 1)")
        with self.assertRaises(Bad):
            value_of("(0 / 0) else 4")

    def test_nothing_of_nothing(self):
        for function, wanted in (("sum", 0), ("count", 0)):
            self.assertEqual(value_of(f"{function}(q in k where q != this{'' if function == 'count' else ': 1'})"), wanted)
        self.assertEqual(value_of("if(any(q in k where q != this), 1, 0)"), 0)
        self.assertEqual(value_of("if(all(q in k where q != this: 1 > 2), 1, 0)"), 1)

    def test_truths_and_numbers_do_not_mix(self):
        with self.assertRaises(Bad):
            value_of("1 + (2 > 1)")

    def test_what_the_grammar_does_not_know_is_refused(self):
        for text in ("+1", "1 +", "a b", "1 < 2 < 3", "f(", "3."):
            with self.assertRaises(Bad, msg=text):
                Parser(text, {}).parse()


class Times(unittest.TestCase):
    def test_steps_are_counted_in_the_unit_of_the_model(self):
        dates = {"start": datetime.date(2000, 1, 1), "end": datetime.date(2004, 1, 1)}
        self.assertEqual(Clock({"time": "year", "step": 0.25, **dates}).steps, 16)
        self.assertEqual(Clock({"time": "week", "step": "2 weeks", **dates}).steps, 104)
        self.assertEqual(Clock({"time": "week", "step": "1 day", **dates}).steps, 1461)
        self.assertEqual(Clock({"start": 0, "end": 100}).steps, 100)
        self.assertAlmostEqual(Clock({"time": "year", **dates}).since_start(datetime.date(2004, 1, 1)), 4, places=12)

    def test_a_window_takes_a_step_by_its_beginning(self):
        found = run(end=10, outcome={"n": {"take": "sum", "of": 1, "from": 2, "to": 5}, "last": {"take": "final", "of": "time", "to": 5},
                                     "none": {"take": "sum", "of": 1, "from": 20}, "double": {"of": "2 * n"}}, lanes=1)
        self.assertEqual((found["n"][0], found["last"][0], found["double"][0]), (3, 4, 6))
        self.assertTrue(np.isnan(found["none"][0]))


class Flows(unittest.TestCase):
    def test_richardson_meets_its_exact_answer(self):
        found = simulate(dock.FOLDER / "models" / "richardson.toml", 1)
        self.assertAlmostEqual(found["x"][0], 2.054053133961, delta=1e-9)
        self.assertAlmostEqual(found["y"][0], 2.370790777839, delta=1e-9)

    def test_rk4_has_order_four_and_sees_time_and_relaxing_columns_at_its_stages(self):
        # y' = r with r relaxing to 0 from 1, half-life 1; z' = cos-like polynomial t^3: exact for rk4
        errors = []
        for step in (0.5, 0.25):
            found = one_row({"r": {"start": 1}, "y": {"start": 0}, "z": {"start": 0}}, lanes=1, integrator="rk4", end=2, step=step,
                            flow={"k": {"r": "relax(0, 1)", "y": "r", "z": "4 * time ^ 3"}})
            self.assertAlmostEqual(found["r"][0], 0.25, places=14)
            self.assertAlmostEqual(found["z"][0], 16, places=12)
            errors.append(abs(found["y"][0] - 0.75 / math.log(2)))
        self.assertAlmostEqual(errors[0] / errors[1], 16, delta=1)

    def test_euler_and_relax(self):
        found = one_row({"x": {"start": 8}, "y": {"start": 0, "range": [0, 2], "clamp": True}}, lanes=1, end=3,
                        flow={"k": {"x": "relax(4, 1)", "y": "x / 6"}})
        self.assertAlmostEqual(found["x"][0], 4.5, places=14)
        self.assertEqual(found["y"][0], 2)            # 8/6, then 6/6: beyond the edge


class Chance(unittest.TestCase):
    def near(self, values, wanted, message=""):
        error = np.std(values, ddof=1) / math.sqrt(len(values))
        self.assertLess(abs(np.mean(values) - wanted), 4 * error, message)

    def test_competing_clocks_share_by_their_rates_and_a_step_stays_exact(self):
        events = {"a": {"on": "k", "group": "g", "rate": {"one": 0.2, "two": "0.1"}, "factor": {"half": 2}},
                  "b": {"on": "k", "group": "g", "rate": {"one": 0.3}}}
        found = one_row({}, events, {e: {"take": "sum", "of": f"k[r].{e}"} for e in "ab"}, seed=3)
        some = 1 - math.exp(-0.9)
        self.near(found["a"], some * 0.6 / 0.9)
        self.near(found["b"], some * 0.3 / 0.9)
        self.assertEqual(np.max(found["a"] + found["b"]), 1)

    def test_a_probability_is_one(self):
        found = one_row({}, {"e": {"on": "k", "probability": "0.3"}}, {"e": {"take": "sum", "of": "k[r].e"}})
        self.near(found["e"], 0.3)

    def test_draws_have_their_means_and_each_its_own_number(self):
        low, high, exponent = 10, 2000, 1.3
        pareto = exponent / (exponent - 1) * low * (1 - (low / high) ** (exponent - 1)) / (1 - (low / high) ** exponent)
        for text, mean in (("uniform(2, 5)", 3.5), ("normal(3, 2)", 3), ("exponential(4)", 4), (f"pareto({low}, {high}, {exponent})", pareto),
                           ("if(chance(0.3), 1, 0)", 0.3), ("normal(0, 2) ^ 2", 4), ("exponential(4) ^ 2", 32),
                           ("uniform(0, 1) * uniform(0, 1)", 0.25), ("(normal(0, 1) - normal(0, 1)) ^ 2", 2)):
            self.near(one_row({"x": {"start": text}})["x"], mean, text)

    def test_constant_hazard_over_many_steps(self):
        found = one_row({"on": {"start": True}}, {"stop": {"on": "k", "when": "on", "rate": {"base": 0.25}, "set": {"on": False}}},
                        {"on": {"take": "final", "of": "k[r].on"}}, end=4, step=0.5)
        self.near(found["on"], math.exp(-1))

    def test_slices_and_seeds_draw_apart_and_a_seed_repeats(self):
        model = dock.FOLDER / "models" / "plots.toml"
        first = simulate(model, 20, seed=1)["wood"]
        self.assertTrue(np.array_equal(first, simulate(model, 20, seed=1)["wood"]))
        self.assertFalse(np.any(first == simulate(model, 20, seed=2)["wood"]))
        self.assertEqual(len(np.unique(simulate(model, 20, seed=1, slice_of=10)["wood"])), 20)


class Comparison(unittest.TestCase):
    """The comparison would see a program that is wrong."""

    def exact(self, model):
        """400 replicates that all have the oracle's mean; as many of them are missing as there."""
        return {name: np.where(np.arange(400) < round(400 * f.n / f.of), f.mean, np.nan) for name, f in dock.read_oracle()[model].items()}

    def test_figures_equal_to_the_oracle_dock(self):
        lines, complaints = dock.dock(self.exact)
        self.assertEqual(complaints, [])
        self.assertEqual(len(lines), sum(map(len, dock.read_oracle().values())))

    def test_a_figure_that_is_off_does_not_dock(self):
        for model, outcome, factor in (("richardson", "x", 1 + 3e-12), ("hazards", "stops", 1.03), ("plots", "area", 1 + 1e-9)):
            wrong = lambda m: {**self.exact(m), **({outcome: self.exact(m)[outcome] * factor} if m == model else {})}
            complaints = dock.dock(wrong)[1]
            self.assertEqual(len(complaints), 1, model)
            self.assertIn(f"{model}, {outcome}", complaints[0])

    def test_outcomes_that_lack_or_are_missing_do_not_dock(self):
        self.assertEqual(len(dock.dock(lambda m: dict(list(self.exact(m).items())[1:]))[1]), len(dock.REPLICATES))
        gone = lambda m: {name: np.where(np.arange(400) < 20 + np.isnan(v).sum(), np.nan, v[0]) for name, v in self.exact(m).items()}
        self.assertGreater(len(dock.dock(gone)[1]), 50)


class Docking(unittest.TestCase):
    def test_the_program_docks_with_the_interpreter(self):
        program = os.environ.get("HEGEMON")
        if not program:
            self.skipTest("HEGEMON does not name the program")
        lines, complaints = dock.dock_program(program, set(dock.REPLICATES) - set(dock.of_flagship()))
        dock.show(lines)
        self.assertEqual(complaints, [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
