"""`hegemon explain`: how it is asked, and what it says if it cannot answer."""
import datetime
import json
import re
import unittest

import h5py
import numpy as np
from program import ProgramTest

# Sparks fly on two rows; a date makes one more. The variant has fewer.
SPARKS = """
title = "Sparks"
time = "week"
start = 2024-01-01
end = 2024-12-30
[parameter]
hazard = { value = 0.2, unit = "1/week" }
[kind.wire]
heat = { start = 0 }
[rows.wire]
columns = ["name"]
data = [["long"], ["short"]]
[flow.wire]
heat = "relax(0, 4)"
[event.spark]
on = "wire"
rate.wear = { is = "hazard", source = "assumed" }
rate.heat = "0.1 * heat"
add.heat = 1
[at.storm]
date = 2024-03-03
fire = ["wire[long].spark"]
note = "Lightning"
[variant.calm]
title = "Better wires"
parameter.hazard.value = 0.1
[outcome]
sparks = { take = "sum", of = "count(w in wire where w.spark)" }
"""

# Calls come often, and three cars are one and a half answers.
CALLS = """
time = "week"
start = 2024-01-02
end = 2024-06-30
[kind.station]
cars = { capacity = true, start = 3, unit = "police cars" }
[rows.station]
columns = ["name"]
data = [["only"]]
[kind.street]
station = { ref = "station" }
busy = { start = 0 }
[rows.street]
columns = ["name", "station"]
data = [["elm", "only"], ["oak", "only"]]
[event.call]
on = "street"
rate.trouble = 1
[decision.answer]
on = "street"
actor = "station"
when = "call"
precision = 50
otherwise = "wait"
option = [{ name = "wait", cars = 0 }, { name = "send", cars = 2 }]
utility.duty = "option.cars"
pays.cars = { bind = "option.cars", while = "busy > 0" }
[outcome]
calls = { take = "sum", of = "count(s in street where s.call)" }
"""


class Explain(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.expect(0, "run", self.write("sparks.toml", SPARKS), "--arms", "base,calm", "--replicates", 4, "-q", "-o", "run.h5")

    def listed(self, *words: object) -> list[dict]:
        return json.loads(self.expect(0, "explain", "run.h5", "--list", "--json", *words).stdout)["happenings"]

    def refused(self, message: str, *words: object) -> None:
        done = self.expect(64, "explain", "run.h5", *words)
        self.assertIn(message, done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_list_has_what_fits_in_order_with_numbers(self) -> None:
        with h5py.File(self.folder / "run.h5") as file:
            spark = file["base/events/spark"]
            fields = [(int(r), int(s), ("long", "short")[row]) for r, s, row in zip(spark["replicate"], spark["step"], spark["row"])]
        all_sparks = self.listed()
        self.assertEqual([(h["replicate"], h["step"], h["row"]) for h in all_sparks], fields)
        self.assertEqual([h["number"] for h in all_sparks], list(range(len(fields))))
        some = self.listed("--replicate", 2, "--row", "short")
        self.assertEqual(some, [h for h in all_sparks if (h["replicate"], h["row"]) == (2, "short")])
        march = self.listed("--date", "2024-03")
        self.assertEqual(march, [h for h in all_sparks if "2024-03" in h["day"]])
        week = self.listed("--date", "2024-03-06")  # in the step from Monday, the 4th
        self.assertEqual(week, [h for h in all_sparks if h["step"] == 9])
        self.assertGreaterEqual(len(week), 4)
        text = self.expect(0, "explain", "run.h5", "--list", "--replicate", 2).stdout
        self.assertEqual(len(text.splitlines()), 1 + len(self.listed("--replicate", 2)))

    def test_a_text_opens_with_chance_and_names_the_other_arm(self) -> None:
        done = self.expect(0, "explain", "run.h5", "--rule", "spark", "--row", "short", "--replicate", 1)
        self.assertRegex(done.stdout, r"^Event \d+ of `base`: `spark` on short, on 2024-\d\d-\d\d \(replicate 1, step \d+\)\n\n"
                                      r"With a chance of [\d.]+ % the event `spark` on short happened")
        self.assertIn("`calm` (Better wires)", done.stdout)
        self.assertIn("fit, the first is explained", done.stderr)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 100)

    def test_what_the_calendar_makes_happen_says_so(self) -> None:
        storm = next(h for h in self.listed("--row", "long", "--step", 9, "--replicate", 0))
        done = self.expect(0, "explain", "run.h5", "--event", storm["number"])
        self.assertIn("the calendar's entry `storm` makes it so (Lightning)", done.stdout.replace("\n", " "))

    def test_an_entry_says_when_it_takes_effect(self) -> None:
        # The storm is dated on Sunday, the 3rd, and steps begin on Mondays.
        storms = [h["number"] for h in self.listed("--row", "long", "--step", 9) if h["day"] == "2024-03-04"]
        text = " ".join(self.expect(0, "explain", "run.h5", "--event", ",".join(map(str, storms))).stdout.split())
        # In some replicate nothing else would have made it happen.
        self.assertIn("Without the calendar's `storm` of 2024-03-03, which takes effect on 2024-03-04 (Lightning)", text)

    def test_several_numbers_give_a_list_in_json(self) -> None:
        told = json.loads(self.expect(0, "explain", "run.h5", "--event", "3,0,5", "--json").stdout)["explanations"]
        self.assertEqual([t["number"] for t in told], [3, 0, 5])

    def test_fewer_tests_are_told_as_such(self) -> None:
        last = self.listed("--replicate", 3)[-1]["number"]
        told = json.loads(self.expect(0, "explain", "run.h5", "--event", last, "--within", 2, "--json").stdout)["explanations"][0]
        entries = [test for test in told["but_for"] if test["without"]["sort"] == "entry"]
        self.assertEqual(len(told["but_for"]), 2 + len(entries))   # the calendar is always tried
        self.assertGreater(len(entries), 0)
        self.assertGreater(told["earlier"], 2)
        text = self.expect(0, "explain", "run.h5", "--event", last, "--within", 2).stdout.replace("\n", " ")
        self.assertIn(f"Of {told['earlier']} earlier things in this replicate {len(told['but_for'])}, the latest and all of the calendar,", " ".join(text.split()))

    def test_what_does_not_fit_is_told_with_the_nearest(self) -> None:
        count = len(self.listed())
        self.refused("say which one: --event N, or --rule NAME")
        self.refused(f"the arm has events 0 to {count - 1}, and no event {count}", "--event", count)
        self.refused("the arm has no decisions", "--decision", 0)
        self.refused("the run has no event or decision 'spork' (spark?)", "--rule", "spork")
        self.refused("the run has no row of spark 'shirt' (short?)", "--rule", "spark", "--row", "shirt")
        self.refused("the run has replicates 0 to 3, and no 4", "--replicate", 4)
        self.refused("the run has steps 0 to 51, and no 52", "--step", 52)
        self.refused("'2024-13' is no date: 2022-09-10, 2022-09 or 2022", "--date", "2024-13")
        self.refused("the run file has no arm 'clam'", "--arm", "clam", "--event", 0)
        self.refused("'1,,2' is not a number, or some with commas between", "--event", "1,,2")
        quiet = next(s for s in range(52) if not self.listed("--step", s, "--replicate", 1))
        self.refused(f"there is no spark on short in replicate 1 in step {quiet}; the nearest is `spark` on short in the step from",
                     "--rule", "spark", "--row", "short", "--replicate", 1, "--step", quiet)

    def test_a_run_that_cannot_be_repeated_is_not_explained(self) -> None:
        with h5py.File(self.folder / "run.h5", "r+") as file:
            rate = file["base/events/spark/rate"]
            rate[0] = np.nextafter(rate[0], 1)
        done = self.expect(65, "explain", "run.h5", "--event", 0)
        self.assertIn("replicate 0 of base comes out differently", done.stderr)
        later = self.listed("--replicate", 1)[0]["number"]
        self.expect(0, "explain", "run.h5", "--event", later)

    def test_other_files_and_runs_are_refused(self) -> None:
        self.expect(66, "explain", "none.h5", "--event", 0)
        self.expect(66, "explain", "sparks.toml", "--event", 0)
        self.expect(0, "run", "sparks.toml", "--record", "outcomes", "-q", "-o", "few.h5")
        done = self.expect(64, "explain", "few.h5", "--event", 0)
        self.assertIn("kept its outcomes only", done.stderr)

    def test_a_run_that_keeps_events_alone_is_explained_like_another(self) -> None:
        number = self.listed("--replicate", 1)[0]["number"]
        self.expect(0, "run", "sparks.toml", "--arms", "base,calm", "--replicates", 4, "--record", "events", "-q", "-o", "events.h5")
        told = [json.loads(self.expect(0, "explain", run, "--event", number, "--json").stdout) for run in ("run.h5", "events.h5")]
        self.assertEqual(told[0]["explanations"], told[1]["explanations"])

    def test_a_decision_comes_at_the_end_of_its_step_after_what_it_answers(self) -> None:
        self.write("calls.toml", CALLS)
        self.expect(0, "run", "calls.toml", "--replicates", 3, "-q", "-o", "calls.h5")
        told = json.loads(self.expect(0, "explain", "calls.h5", "--list", "--json").stdout)["happenings"]
        refused = next(h for h in told if h["sort"] == "decision" and h["refused"])
        self.assertEqual(refused["time"], refused["begin"] + 7)
        last = datetime.date.fromisoformat(refused["date"]) + datetime.timedelta(days=6)
        self.assertEqual(refused["day"], str(last))
        month = json.loads(self.expect(0, "explain", "calls.h5", "--list", "--date", refused["day"][:7], "--json").stdout)["happenings"]
        self.assertEqual(month, [h for h in told if h["day"].startswith(refused["day"][:7])])
        # Nothing that it could hang on has a later day.
        text = " ".join(self.expect(0, "explain", "calls.h5", "--decision", refused["number"]).stdout.split())
        self.assertIn(f"at the end of the week from {refused['date']}", text)
        for day in re.findall(r" on (\d{4}-\d\d-\d\d)", text):
            self.assertLessEqual(day, refused["day"])
        self.assertIn(f"Without `call` on {refused['row']} on ", text)

    def test_a_refusal_tells_amounts_with_their_units_and_what_was_left(self) -> None:
        self.write("calls.toml", CALLS)
        self.expect(0, "run", "calls.toml", "--replicates", 3, "-q", "-o", "calls.h5")
        told = json.loads(self.expect(0, "explain", "calls.h5", "--list", "--json").stdout)["happenings"]
        number = next(h for h in told if h["sort"] == "decision" and h["refused"])["number"]
        text = " ".join(self.expect(0, "explain", "calls.h5", "--decision", number).stdout.split())
        self.assertIn("wished for `send` in the decision `answer`", text)
        self.assertIn("It asked for 2 of `cars` (in police cars; 1 was free). Of `cars` there was 3 in all, and the rest was bound: "
                      "2 by `answer` on", text)
        self.assertIn("It could pay for nothing but `wait`, and took that.", text)

    def test_values_of_set_are_those_of_the_run(self) -> None:
        self.expect(0, "run", "sparks.toml", "--set", "hazard=0.5", "-q", "-o", "set.h5")
        told = json.loads(self.expect(0, "explain", "set.h5", "--event", 0, "--json").stdout)["explanations"][0]
        self.assertEqual({c["name"]: c["value"] for c in told["causes"]}["wear"], 0.5)


if __name__ == "__main__":
    unittest.main()
