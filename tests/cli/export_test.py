"""`hegemon export`: the tables hold what the run file holds, as any CSV reader sees it."""
import csv
import json
import math
import unittest

import h5py
import numpy as np

from program import HALF_FAIL, SOURCE, ProgramTest

FIRST = SOURCE / "scenarios" / "examples" / "first.toml"


def number(text: str) -> float:
    return float(text) if text else math.nan


class Export(ProgramTest):
    def exported(self, scenario: object, *words: object) -> None:
        self.hegemon("run", scenario, "-o", "run.h5", "--quiet", *words)
        self.expect(0, "export", "run.h5", "--csv", "tables")

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))

    def test_every_number_is_that_of_the_run_file(self) -> None:
        self.exported(FIRST, "--arms", "base,no_dyke", "--replicates", 70)
        with h5py.File(self.folder / "run.h5") as file:
            self.outcomes_are_right(file)
            self.events_are_right(file)
            self.decisions_are_right(file)
            self.columns_are_right(file)
            self.summary_is_right(file)

    def outcomes_are_right(self, file: h5py.File) -> None:
        lines = self.table("outcomes")
        self.assertEqual([(line["arm"], int(line["replicate"])) for line in lines],
                         [(arm, i) for arm in ("base", "no_dyke") for i in range(70)])
        for name in ("floods", "grain", "refused"):
            np.testing.assert_array_equal([number(line[name]) for line in lines],
                                          np.concatenate([file[arm]["outcomes"][name][:] for arm in ("base", "no_dyke")]))

    def events_are_right(self, file: h5py.File) -> None:
        lines = self.table("events_flood")
        table = file["base/events/flood"]
        mine = [line for line in lines if line["arm"] == "base"]
        for field in ("replicate", "step", "time", "rate", "cause_rain", "factor_height"):
            np.testing.assert_array_equal([number(line[field]) for line in mine], table[field][:])
        rows = file["base/farm/farm"].asstr()[:]
        self.assertEqual([line["row"] for line in mine], [rows[row] for row in table["row"]])
        self.assertEqual({line["cause"] for line in mine}, {"rain"})
        start = np.datetime64("2024-01-01T00:00:00")
        for line, time in zip(mine, table["time"][:]):
            self.assertEqual(np.datetime64(line["date"]), start + np.timedelta64(math.floor(time * 86400 + 1e-4), "s"))

    def decisions_are_right(self, file: h5py.File) -> None:
        lines = [line for line in self.table("decisions_help") if line["arm"] == "no_dyke"]
        table = file["no_dyke/decisions/help"]
        words = ["nothing", "gift"]
        self.assertEqual([line["wish"] for line in lines], [words[i] for i in table["wish"]])
        self.assertEqual([line["option"] for line in lines], [words[i] for i in table["option"]])
        self.assertEqual([line["refused"] for line in lines], ["true" if r else "false" for r in table["refused"]])
        for field in ("utility_gift", "free_money", "precision"):
            np.testing.assert_array_equal([number(line[field]) for line in lines], table[field][:])

    def columns_are_right(self, file: h5py.File) -> None:
        lines = self.table("columns_farm")
        shape = (2, 64, 157, 2)  # arms, replicates that are kept, steps, rows
        self.assertEqual(len(lines), np.prod(shape))
        for name in ("grain", "wall", "floods"):
            stored = np.stack([file[arm]["farm"][name][:] for arm in ("base", "no_dyke")]) if name != "wall" else None
            values = np.array([number(line[name]) for line in lines]).reshape(shape)
            if stored is not None:
                np.testing.assert_array_equal(values.astype(stored.dtype), stored)
        self.assertEqual([line["date"] for line in lines[:4]], ["2024-01-08", "2024-01-08", "2024-01-15", "2024-01-15"])
        money = np.array([number(line["money"]) for line in self.table("columns_village")]).reshape(2, 64, 157)
        np.testing.assert_array_equal(money[0], file["base/village/money"][:, :, 0])

    def summary_is_right(self, file: h5py.File) -> None:
        lines = [line for line in self.table("summary_farm") if line["column"] == "grain" and line["arm"] == "no_dyke"]
        group = file["no_dyke/farm"]
        values = group["grain.sum"][:] / group["count"][:][:, None]
        np.testing.assert_allclose([number(line["mean"]) for line in lines], values.ravel(), rtol=1e-15)
        difference = group["grain.difference.sum"][:] / group["pairs"][:][:, None]
        np.testing.assert_allclose([number(line["difference_mean"]) for line in lines], difference.ravel(), rtol=1e-15)

    def test_the_package_says_what_each_column_is(self) -> None:
        self.exported(FIRST, "--replicates", 3)
        package = json.loads((self.folder / "tables" / "datapackage.json").read_text(encoding="utf-8"))
        self.assertEqual({one["path"] for one in package["resources"]} | {"datapackage.json"},
                         {path.name for path in (self.folder / "tables").iterdir()})
        for one in package["resources"]:
            with (self.folder / "tables" / one["path"]).open(encoding="utf-8", newline="") as file:
                heading = next(csv.reader(file))
            self.assertEqual([field["name"] for field in one["schema"]["fields"]], heading)
            self.assertEqual(len(set(heading)), len(heading))
        outcomes = next(one for one in package["resources"] if one["name"] == "outcomes")
        self.assertIn({"name": "grain", "type": "number", "unit": "t", "description": "Grain in Dale"},
                      outcomes["schema"]["fields"])

    def test_what_was_not_recorded_is_left_out(self) -> None:
        self.exported(FIRST, "--replicates", 3, "--record", "outcomes")
        self.assertEqual(sorted(path.name for path in (self.folder / "tables").iterdir()),
                         ["datapackage.json", "failures.csv", "outcomes.csv", "parameters.csv", "rows_farm.csv", "rows_village.csv"])

    def test_quotes_commas_and_missing_values_come_through(self) -> None:
        text = HALF_FAIL.replace('y = { start = 1 }', 'y = { start = 1, unit = "kg", note = "a, \\"b\\"" }')
        text = '[parameter]\nodd = { value = 1, note = "a, \\"quoted\\" word\\nand a line" }\n' + text[text.index("[kind"):]
        text = 'title = "T"\ntime = "step"\nstart = 0\nend = 5\n' + text
        self.exported(self.write("odd.toml", text), "--replicates", 20)
        self.assertEqual(self.table("parameters")[0]["note"], 'a, "quoted" word\nand a line')
        outcomes = self.table("outcomes")
        self.assertEqual({line["y"] == "" for line in outcomes if line["failed"] == "true"}, {True})
        self.assertEqual(len(self.table("failures")), sum(line["failed"] == "true" for line in outcomes))

    def test_tables_that_are_there_are_kept_without_force(self) -> None:
        self.exported(FIRST, "--replicates", 2)
        before = (self.folder / "tables" / "outcomes.csv").read_bytes()
        (self.folder / "tables" / "outcomes.csv").write_text("mine")
        self.assertIn("--force", self.expect(73, "export", "run.h5", "--csv", "tables").stderr)
        self.assertEqual((self.folder / "tables" / "outcomes.csv").read_text(), "mine")
        self.expect(0, "export", "run.h5", "--csv", "tables", "--force")
        self.assertEqual((self.folder / "tables" / "outcomes.csv").read_bytes(), before)

    def test_errors_have_their_codes(self) -> None:
        self.expect(66, "export", "none.h5", "--csv", "tables")
        self.expect(64, "export", "none.h5")
        self.exported(FIRST, "--replicates", 2)
        self.write("file", "")
        self.expect(73, "export", "run.h5", "--csv", "file")


if __name__ == "__main__":
    unittest.main()
