"""ncdump, h5py and xarray open a run file as it is and show names, units and times."""
import importlib.util
import subprocess
import unittest

import h5py
import numpy as np
import xarray

from sample_files import sample_files


def opened(path: str, group: str, engine: str = "h5netcdf") -> xarray.Dataset:
    return xarray.open_dataset(path, group=group, engine=engine)


class NetCdf(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = sample_files()
        cls.files = cls.context.__enter__()
        cls.addClassCleanup(cls.context.__exit__, None, None, None)

    def test_ncdump_shows_dimensions_names_and_units(self):
        text = subprocess.run(["ncdump", "-h", self.files["weeks"]], check=True, capture_output=True, text=True).stdout
        for line in (
            "replicate = 70 ;", "replicate = 5 ;", "kettle = 3 ;", "time = 6 ;", "firing = UNLIMITED ; // (69 currently)",
            "float heat(replicate, time, kettle) ;", 'string heat:units = "°C" ;',
            'string heat:long_name = "Wärme, gemessen am Boden" ;', 'string time:units = "days since 2022-01-01" ;',
            "byte boiling(replicate, time, kettle) ;", "boiling:flag_values = -1b, 0b, 1b ;",
            "double heat.sum(time, kettle) ;", "string kettle(kettle) ;", "uint64 hash(replicate, step) ;",
            "double steam(replicate, time, kettle) ;", "double heat.difference.sum(time, kettle) ;",
            "int64 pairs(time) ;", 'string :title = "Nothing leaks: dicht" ;', "choice = UNLIMITED ; // (52 currently)",
            'string :file_type = "hegemon run" ;', ":version = 1, 2 ;", 'string :Conventions = "CF-1.10" ;',
        ):
            self.assertIn(line, text)
        for path in self.files.values():
            text = subprocess.run(["ncdump", path], check=True, capture_output=True, text=True).stdout
            self.assertNotIn("phony_dim", text, "a dataset lacks a dimension scale")

    def test_ncdump_shows_the_names_of_rows_and_the_times(self):
        text = subprocess.run(["ncdump", "-v", "/base/kettle/kettle,/base/kettle/time", self.files["weeks"]],
                              check=True, capture_output=True, text=True).stdout
        self.assertIn('"Zürich", "blue", "日本"', text)
        self.assertIn("time = 7, 14, 21, 28, 35, 42 ;", text)

    def test_h5py_reads_names_units_and_the_scenario(self):
        with h5py.File(self.files["weeks"], "r") as file:
            self.assertEqual(file.attrs["file_type"], "hegemon run")
            self.assertEqual(list(file.attrs["arms"]), ["base", "no_leak"])
            self.assertEqual(file.attrs["seed"], 18446744073709551557)
            self.assertEqual(file["scenario/text"].asstr()[()], 'title = "Kettles and pipes: Wärme"\n')
            self.assertEqual(file["scenario/data_pipes.csv"].attrs["file"], "data/pipes.csv")
            self.assertEqual(list(file["base/kettle/kettle"].asstr()), ["Zürich", "blue", "日本"])
            self.assertEqual(file["base/kettle/heat"].dims[2].keys(), ["kettle"])
            self.assertEqual(file["base/kettle/heat"].compression, "gzip")
            self.assertEqual(file["base/failures/row"].asstr()[0], "Zürich")
            self.assertEqual(file["base/parameters/decay"].attrs["units"], "1/year")
            self.assertNotIn("done", file["base"].attrs)

    def test_xarray_selects_by_name_and_date(self):
        # netCDF4 is another reader over the C library; it need not be installed.
        for engine in ["h5netcdf"] + ["netcdf4"] * bool(importlib.util.find_spec("netCDF4")):
            with self.subTest(engine=engine):
                kettle = opened(self.files["weeks"], "base/kettle", engine)
                self.assertEqual(kettle.heat.dims, ("replicate", "time", "kettle"))
                self.assertEqual(kettle.heat.attrs["units"], "°C")
                self.assertEqual(str(kettle.time.values[0])[:10], "2022-01-08")
                self.assertEqual(float(kettle.heat.sel(kettle="日本", time="2022-01-15", replicate=2)), 212.5)
                self.assertEqual(float(kettle.origin.sel(kettle="blue")), 14.5)
                self.assertEqual(list(kettle["count"].values), [70, 70, 70, 70, 60, 60])
                self.assertEqual(float(kettle["heat.sum"].sel(time="2022-02-12", kettle="日本")), 17.25)

    def test_units_that_look_like_times_do_not_turn_numbers_into_dates(self):
        kettle = opened(self.files["weeks"], "base/kettle")
        self.assertEqual(kettle.age.dtype, np.float32)
        self.assertEqual(kettle.age.attrs["units"], "day")
        self.assertEqual(kettle.origin.attrs["unit"], "years since 1900")

    def test_times_without_a_calendar_stay_numbers_with_a_unit(self):
        kettle = opened(self.files["years"], "base/kettle")
        self.assertEqual(kettle.time.attrs["units"], "year")
        self.assertEqual(list(kettle.time.values), [1909.5, 1910, 1910.5, 1911, 1911.5, 1912])
        burst = opened(self.files["years"], "base/events/burst")
        self.assertEqual(burst.time.values[0], 1909 + 2.25 / 2)

    def test_outcomes_and_status_carry_their_own_coordinates(self):
        outcomes = opened(self.files["weeks"], "base/outcomes")
        self.assertEqual(float(outcomes.bursts.sel(replicate=6)), 2)
        self.assertTrue(np.isnan(outcomes.bursts.sel(replicate=3)))
        self.assertEqual(outcomes["replicate.value"].attrs["name"], "replicate")
        arm = opened(self.files["weeks"], "base")
        self.assertEqual(list(np.flatnonzero(arm.status.values == 1)), list(range(3, 70, 7)))
        self.assertEqual(arm.status.attrs["flag_meanings"], "completed failed")

    def test_firings_are_a_table_with_dates_rows_and_causes(self):
        burst = opened(self.files["weeks"], "base/events/burst").to_dataframe()
        self.assertEqual(len(burst), 69)
        self.assertEqual(str(burst.time[0]), "2022-01-16 18:00:00")
        self.assertEqual(list(burst.columns[:6]), ["replicate", "step", "row", "time", "rate", "cause"])
        burst = opened(self.files["weeks"], "base/events/burst")
        self.assertEqual(burst.cause.attrs["flag_meanings"], "none heat frost")
        self.assertEqual(burst.row.attrs["kind"], "kettle")
        self.assertEqual(burst.cause_heat.attrs["units"], "1/week")

    def test_choices_are_a_table_with_the_names_of_options(self):
        open_ = opened(self.files["weeks"], "base/decisions/open")
        table = open_.to_dataframe()
        self.assertEqual(list(table.columns), [
            "replicate", "step", "row", "wish", "option", "refused", "served_before", "precision",
            "utility_shut", "utility_half", "utility_wide", "free_steam", "free_water"])
        self.assertEqual(len(table), 52)
        self.assertEqual(open_.attrs["otherwise"], "half")
        self.assertEqual((open_.attrs["kind"], open_.attrs["actor"], open_.attrs["role"]), ("pipe", "to", "decision"))
        self.assertEqual(open_.option.attrs["flag_meanings"], "shut half wide")
        self.assertEqual(list(open_.option.attrs["flag_values"]), [0, 1, 2])
        self.assertEqual(open_.free_steam.attrs["units"], "bar")
        self.assertEqual((table.wish[0], table.option[0], table.refused[0]), (2, 1, 1))

    def test_differences_are_from_the_first_arm_over_the_pairs(self):
        kettle = opened(self.files["weeks"], "no_leak/kettle")
        self.assertEqual(list(kettle.pairs.values), [70, 70, 70, 70, 60, 60])
        self.assertEqual(kettle["pairs.value"].attrs["name"], "pairs")
        self.assertEqual(float(kettle["heat.difference.sum"][0, 1]), -999.5)
        self.assertIn("in arm base minus", kettle["heat.difference.sum"].attrs["long_name"])
        self.assertNotIn("red.difference.sum", kettle)
        self.assertNotIn("flow.difference.sum", opened(self.files["weeks"], "no_leak/pipe"))
        self.assertNotIn("pairs", opened(self.files["weeks"], "base/kettle"))

    def test_headlines_are_marked(self):
        outcomes = opened(self.files["weeks"], "base/outcomes")
        self.assertEqual(outcomes.bursts.attrs["headline"], 1)
        self.assertNotIn("headline", outcomes["replicate.value"].attrs)

    def test_references_point_at_rows_of_the_kind_they_name(self):
        pipe, kettle = opened(self.files["weeks"], "base/pipe"), opened(self.files["weeks"], "base/kettle")
        self.assertEqual(pipe["to"].attrs["kind"], "kettle")
        self.assertEqual(list(kettle.kettle.values[pipe["to"].values]), ["blue", "日本"])

    def test_every_group_of_every_file_opens_in_xarray(self):
        for path in self.files.values():
            with h5py.File(path, "r") as file:
                groups = ["/"]
                file.visititems(lambda name, thing: groups.append(name) if isinstance(thing, h5py.Group) else None)
            for group in groups:
                with self.subTest(path=path, group=group):
                    opened(path, group).load()


if __name__ == "__main__":
    unittest.main()
