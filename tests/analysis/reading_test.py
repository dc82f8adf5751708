"""What the package reads is what h5py reads."""
import json
import os
import subprocess
import tracemalloc
import unittest
from math import sqrt

import h5py
import numpy as np
import pandas
from scipy import stats

from patrons import EXAMPLE, PROGRAM, InFolder, make

import hegemon


class Columns(InFolder):
    def test_columns_of_each_arm_are_those_of_the_file(self) -> None:
        with hegemon.open(self.patrons) as run, h5py.File(self.patrons) as file:
            self.assertEqual(run.arms, ("base", "no_strikes"))
            for arm in run.arms:
                for kind in ("patron", "tie"):
                    data = run.kind(kind, arm=arm)
                    columns = [name for name, one in file[arm][kind].items() if one.attrs.get("role") == "column"]
                    self.assertGreater(len(columns), 0)
                    for name in columns:
                        stored = file[arm][kind][name]
                        np.testing.assert_array_equal(data[name].values, stored[()])
                        self.assertEqual(data[name].dims, ("replicate", "time", kind))
                        self.assertEqual(data[name].attrs.get("units"), stored.attrs.get("units"))
                        self.assertEqual(data[name].attrs.get("long_name"), stored.attrs.get("long_name"))

    def test_rows_and_references_have_names(self) -> None:
        tie = hegemon.open(self.patrons).kind("tie")
        self.assertEqual(tie.tie.values[0], "ash/north")
        for name, client, patron in zip(tie.tie.values, tie.client.values, tie.patron.values):
            self.assertEqual(name, f"{client}/{patron}")

    def test_without_a_calendar_times_are_numbers_with_a_unit(self) -> None:
        time = hegemon.open(self.patrons).kind("patron").time
        np.testing.assert_array_equal(time.values, np.arange(1.0, 209))
        self.assertEqual(time.attrs["units"], "week")

    def test_with_a_calendar_times_are_dates_and_truth_is_one_zero_or_missing(self) -> None:
        run = hegemon.open(self.calendar())
        town = run.kind("town")
        self.assertEqual([str(time)[:10] for time in town.time.values[:2]], ["2024-02-08", "2024-02-15"])
        with h5py.File(run.path) as file:
            stored = file["base/town/wet"][()]
        self.assertTrue((stored == -1).any() and (stored == 0).any() and (stored == 1).any())
        np.testing.assert_array_equal(np.isnan(town.wet.values), stored == -1)
        np.testing.assert_array_equal(np.nan_to_num(town.wet.values, nan=-1), stored)
        self.assertEqual(run.kind("road").to.values.tolist(), ["Bb", "Aa"])

    def test_a_run_stays_open_where_the_working_folder_changes(self) -> None:
        before = os.getcwd()
        self.addCleanup(os.chdir, before)
        os.chdir(self.folder)
        run = hegemon.open(self.patrons.name)
        os.chdir("/")
        self.assertEqual(run.path, self.patrons.name)
        self.assertEqual(run.kind("patron").will.shape[0], 40)

    def test_pairs_of_some_columns_are_those_of_the_file(self) -> None:
        pairs = hegemon.open(self.patrons).pairs("patron", columns=["will"])
        self.assertEqual(list(pairs.data_vars), ["will"])
        with h5py.File(self.patrons) as file:
            first, other = (file[arm]["patron/will"][()].astype(float) for arm in ("base", "no_strikes"))
        np.testing.assert_array_equal(pairs.will.values, first - other)
        with self.assertRaises(hegemon.NotThere):
            hegemon.open(self.patrons).pairs("patron", columns=["wil"])

    def test_a_large_column_is_not_read_before_it_is_used(self) -> None:
        path = make(self.folder, "large.h5", EXAMPLE, "--replicates", "300", "--record", "all")
        hegemon.open(self.patrons).kind("tie")  # what is imported late, is
        with hegemon.open(path) as run:
            size = 300 * 208 * 8 * 4
            tracemalloc.start()
            influence = run.kind("tie").influence
            self.assertLess(tracemalloc.get_traced_memory()[1], size / 4)
            last = influence.sel(tie="ash/north", replicate=299, time=208).values
            self.assertLess(tracemalloc.get_traced_memory()[1], size / 2)
            influence.values
            self.assertGreater(tracemalloc.get_traced_memory()[1], size)
            tracemalloc.stop()
            self.assertEqual(last, influence.values[299, 207, 0])

    def test_what_a_user_changes_in_a_dataset_does_not_come_back(self) -> None:
        run = hegemon.open(self.patrons)
        run.kind("patron").attrs["title"] = "Mine"
        data = run.kind("patron")
        data["will"] = data.will * 0
        self.assertEqual(run.kind("patron").title, "Two patrons")
        self.assertGreater(float(run.kind("patron").will.max()), 0)


class Sums(InFolder):
    def test_summaries_are_those_of_all_replicates(self) -> None:
        run = hegemon.open(self.patrons)  # 40 of 40 are recorded
        values = run.kind("patron").will.values
        will = run.summary("patron").will
        np.testing.assert_allclose(will.sel(statistic="mean"), values.mean(axis=0), rtol=1e-12)
        np.testing.assert_allclose(will.sel(statistic="deviation"), values.std(axis=0, ddof=1), atol=1e-9)
        np.testing.assert_allclose(will.sel(statistic="error"), values.std(axis=0, ddof=1) / sqrt(40), atol=1e-9)
        self.assertEqual(set(run.summary("patron")["count"].values), {40})

    def test_differences_are_those_of_all_pairs_with_students_interval(self) -> None:
        run = hegemon.open(self.patrons)
        pairs = run.pairs("patron").will
        np.testing.assert_array_equal(pairs.values, run.kind("patron").will.values - run.kind("patron", "no_strikes").will.values)
        will = run.difference("patron").will.isel(time=-1).sel(patron="north")
        north = pairs.values[:, -1, 0]
        low, high = stats.t.interval(0.95, 39, north.mean(), stats.sem(north))
        found = {str(name): float(value) for name, value in zip(will.statistic.values, will.values)}
        self.assertAlmostEqual(found["mean"], north.mean(), places=12)
        self.assertAlmostEqual(found["low"], low, places=9)
        self.assertAlmostEqual(found["high"], high, places=9)
        narrow = run.difference("patron", confidence=0.5).will.sel(statistic="high", patron="north").isel(time=-1)
        self.assertAlmostEqual(float(narrow), stats.t.interval(0.5, 39, north.mean(), stats.sem(north))[1], places=9)

    def test_of_what_is_true_or_false_the_interval_is_that_of_compare(self) -> None:
        path = self.calendar()
        done = subprocess.run([PROGRAM, "compare", path, "--arms", "base,dry", "--path", "town[Aa].wet", "--json"], capture_output=True, text=True, check=True)
        points = json.loads(done.stdout)["comparisons"][0]["paths"][0]["points"]
        run = hegemon.open(path)
        wet = run.difference("town", columns=["wet"])
        self.assertEqual(len(points), wet.sizes["time"])
        self.assertGreater(len({point["difference"] for point in points}), 3)
        self.assertLess(points[-1]["pairs"], run_count := int(hegemon.open(path).summary("town", "dry")["count"][-1]))
        self.assertLess(run_count, 80)
        for place, point in enumerate(points):
            here = wet.wet.isel(time=place).sel(town="Aa")
            for name, said in (("mean", "difference"), ("low", "low"), ("high", "high")):
                self.assertAlmostEqual(float(here.sel(statistic=name)), point[said], places=7)
            self.assertEqual(int(wet.pairs[place]), point["pairs"])

    def test_failed_replicates_leave_the_sums(self) -> None:
        run = hegemon.open(self.calendar())
        count = run.summary("town")["count"].values
        self.assertEqual(count[0], 80)
        self.assertEqual(count[-1], 80 - (run.failures.arm == "base").sum())
        self.assertLess(count[-1], 80)


class Frames(InFolder):
    def test_outcomes_are_those_of_the_file(self) -> None:
        frame = hegemon.open(self.patrons).outcomes
        self.assertEqual(len(frame), 80)
        with h5py.File(self.patrons) as file:
            for arm in ("base", "no_strikes"):
                for name in ("attacks", "south", "will_north"):
                    np.testing.assert_array_equal(frame.loc[frame.arm == arm, name], file[arm]["outcomes"][name][()])

    def test_an_outcome_called_like_a_column_of_the_frame_keeps_its_numbers(self) -> None:
        run = hegemon.open(self.calendar())
        with h5py.File(run.path) as file:
            np.testing.assert_array_equal(run.outcomes.loc[run.outcomes.arm == "dry", "arm.value"], file["dry/outcomes/arm"][()])
        self.assertEqual(int(run.outcomes.loc[run.outcomes.arm == "base", "arm.value"].isna().sum()), (run.failures.arm == "base").sum())

    def test_events_are_those_of_the_file_with_names_and_dates(self) -> None:
        run = hegemon.open(self.calendar())
        rain = run.events("rain")
        with h5py.File(run.path) as file:
            for arm in run.arms:
                part, stored = rain[rain.arm == arm], file[arm]["events/rain"]
                names = file[arm]["town/town"].asstr()[()]
                for name in ("replicate", "step", "rate", "cause_cloud", "cause_wind", "factor_warm"):
                    np.testing.assert_array_equal(part[name], stored[name][()])
                np.testing.assert_array_equal(part.row, names[stored["row"][()]])
                meanings = dict(zip(stored["cause"].attrs["flag_values"], stored["cause"].attrs["flag_meanings"].split()))
                np.testing.assert_array_equal(part.cause.astype(str), [meanings[cause] for cause in stored["cause"][()]])
                days = (part.time - pandas.Timestamp("2024-02-01")) / pandas.Timedelta(days=1)
                np.testing.assert_allclose(days, stored["time"][()], atol=1e-8)

    def test_decisions_are_those_of_the_file_with_actors(self) -> None:
        run = hegemon.open(self.patrons)
        court = run.decisions("court")
        part = court[court.arm == "no_strikes"]
        with h5py.File(run.path) as file:
            stored = file["no_strikes/decisions/court"]
            np.testing.assert_array_equal(part.refused, stored["refused"][()] == 1)
            options = np.array(stored["wish"].attrs["flag_meanings"].split())
            np.testing.assert_array_equal(part.wish.astype(str), options[stored["wish"][()]])
            np.testing.assert_array_equal(part.free_will, stored["free_will"][()])
        np.testing.assert_array_equal(part.actor, [row.split("/")[1] for row in part.row])
        np.testing.assert_array_equal(part.time, part.step + 1)

    def test_parameters_failures_and_provenance_are_those_of_the_file(self) -> None:
        run = hegemon.open(self.calendar())
        with h5py.File(run.path) as file:
            self.assertEqual(run.failures[run.failures.arm == "dry"].problem.tolist(), file["dry/failures/problem"].asstr()[()].tolist())
            self.assertEqual(run.provenance["command"], file["provenance"].attrs["command"])
            self.assertEqual(run.scenario, file["scenario/text"].asstr()[()])
            self.assertEqual(run.digest, file.attrs["digest"])
        self.assertEqual(run.seed, 3)
        parameters = hegemon.open(self.patrons).parameters
        self.assertEqual(parameters.loc["need", ["base", "no_strikes", "low", "high"]].tolist(), [0.06, 0.06, 0, 1])

    def test_contents_lists_everything_with_units_and_arms(self) -> None:
        contents = hegemon.open(self.patrons).contents
        with h5py.File(self.patrons) as file:
            outcomes = set(file["base/outcomes"]) - {"replicate"}
        self.assertEqual(set(contents[contents.what == "outcome"].name), outcomes)
        line = contents[(contents.what == "column") & (contents.name == "influence")].iloc[0]
        self.assertEqual((line.kind, line.units, line.arms), ("tie", "share", "base, no_strikes"))


class Clocks(unittest.TestCase):
    def clock(self, start: str, steps: int) -> hegemon.run.Clock:
        return hegemon.run.Clock.of({"time_unit": "day", "time_days_per_unit": 1.0, "time_start_date": start, "time_start": 0.0,
                                     "time_step": 1.0, "time_steps": steps})

    def test_dates_that_pandas_cannot_hold_stay_numbers(self) -> None:
        for start, steps in (("1648-10-24", 10), ("2022-01-01", 365 * 300)):
            clock = self.clock(start, steps)
            self.assertFalse(clock.has_dates)
            np.testing.assert_array_equal(clock.times(np.array([1.0, 2.5])), [1, 2.5])
            self.assertEqual(clock.label, f"days since {start}")
        self.assertTrue(self.clock("1700-01-01", 365).has_dates)

    def test_times_go_to_dates_and_back(self) -> None:
        clock = self.clock("2024-02-28", 10)
        times = clock.times(np.array([1.0, 2.25]))
        self.assertEqual([str(time)[:16] for time in times], ["2024-02-29T00:00", "2024-03-01T06:00"])
        np.testing.assert_allclose(clock.since_start(times), [1, 2.25])


if __name__ == "__main__":
    unittest.main()
