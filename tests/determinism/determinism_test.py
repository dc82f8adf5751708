"""Nothing but the scenario and the seed changes a bit of a run: no threads, no lanes, no order in the file, no bystander.

The digests in digests.json hold for every compiler and level of optimisation; `determinism_test.py --update` rewrites them.
"""
import copy
import json
import os
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

import h5py
import numpy

from toml_text import reversed_scenario, toml_text

PROGRAM = os.environ["HEGEMON"]
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
DIGESTS = Path(__file__).with_name("digests.json")
MODELS = {name: SOURCE / "tests" / "docking" / "models" / f"{name}.toml" for name in ("epidemic", "hazards")}
REPLICATES = 70  # a whole batch of 64 lanes and a part of one


def read(name: str) -> dict:
    return tomllib.loads(MODELS[name].read_text(encoding="utf-8"))


def digest_of(scenario: Path, output: Path, *words: object) -> str:
    command = [PROGRAM, "run", scenario, "-o", output, "--replicates", REPLICATES, "--seed", 5, "--json", *words]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return json.loads(done.stdout)["digest"]


def contents(path: Path) -> dict[str, object]:
    """All of a run file but where it came from and the text of the scenario: path (and attribute) -> shape, type and bytes."""
    found = {}

    def visit(name: str, item: object) -> None:
        if name.split("/")[0] in ("scenario", "provenance"):
            return
        for key, value in item.attrs.items():
            # Lists of references to other objects are how the file is built, not what it says.
            if key not in ("DIMENSION_LIST", "REFERENCE_LIST"):
                found[f"{name}@{key}"] = str(value)
        if isinstance(item, h5py.Dataset):
            values = item[()]
            found[name] = (item.shape, str(item.dtype), values.tolist() if item.dtype.hasobject else values.tobytes())

    with h5py.File(path) as file:
        visit("", file)
        file.visititems(visit)
    return found


class RunTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_of(self, name: str, scenario: dict) -> Path:
        """The run file of a scenario."""
        text, output = self.folder / f"{name}.toml", self.folder / f"{name}.h5"
        text.write_text(toml_text(scenario), encoding="utf-8")
        digest_of(text, output)
        return output


class Threads(RunTest):
    def test_threads_and_lanes_change_no_bit(self) -> None:
        for name, model in MODELS.items():
            digests = {}
            for threads in (1, 2, 4, 16):
                for lanes in (1, 8, 64):
                    digests[threads, lanes] = digest_of(model, self.folder / "run.h5", "--threads", threads, "--lanes", lanes)
            self.assertEqual(len(set(digests.values())), 1, (name, digests))

    def test_the_bits_are_those_of_every_build(self) -> None:
        kept = json.loads(DIGESTS.read_text(encoding="utf-8"))
        for name, model in MODELS.items():
            self.assertEqual(digest_of(model, self.folder / "run.h5"), kept[name], name)

    def test_another_seed_changes_bits(self) -> None:
        for model in MODELS.values():
            self.assertNotEqual(digest_of(model, self.folder / "run.h5"), digest_of(model, self.folder / "run.h5", "--seed", 6))


class Order(RunTest):
    def test_reversing_all_rows_and_rules_changes_no_bit(self) -> None:
        for name in MODELS:
            as_written = contents(self.run_of("forward", read(name)))
            backwards = contents(self.run_of("backwards", reversed_scenario(read(name))))
            # The digest covers the text of the scenario, which is another one.
            self.assertNotEqual(as_written.pop("@digest"), backwards.pop("@digest"))
            self.assertEqual(as_written.keys(), backwards.keys())
            for key, value in as_written.items():
                self.assertEqual(value, backwards[key], (name, key))


class Bystanders(RunTest):
    """A row that has no part in anything, and rules that nobody asks, change nothing of the rest."""

    # The row; the outcomes that count or average over all rows, it included.
    ROWS = {
        "epidemic": ("person", ["p35", False], {"immune": "true"}, {"caution", "immune"}),
        "hazards": ("machine", ["anvil", 0.5, 0.5], {"scrapped": "true"}, {"rumours", "rate_end", "worst", "tested", "quality", "damage"}),
    }

    def same_but_for(self, before: Path, after: Path, kind: str, added: str, left_out: set[str]) -> int:
        """Compares outcomes, columns and firings, without those of the row `added`; how many things were compared."""
        compared = 0
        with h5py.File(before) as old, h5py.File(after) as new:
            old_rows = {k: list(old["base"][k][k].asstr()[:]) for k in old["base"] if old["base"][k].attrs.get("role") == "kind"}
            new_rows = {k: list(new["base"][k][k].asstr()[:]) for k in old_rows}
            for name in old["base/outcomes"]:
                if name in left_out or name not in new["base/outcomes"] or name == "replicate":
                    continue
                self.assert_same(old["base/outcomes"][name][()], new["base/outcomes"][name][()], name)
                compared += 1
            for k, rows in old_rows.items():
                keep = [i for i, row in enumerate(new_rows[k]) if not (k == kind and row == added)]
                self.assertEqual([new_rows[k][i] for i in keep], rows)
                for name, item in old["base"][k].items():
                    role = item.attrs.get("role")
                    if name == "count":  # of replicates: the only one without rows
                        self.assert_same(item[()], new["base"][k][name][()], f"{k}.{name}")
                    elif role in ("column", "constant", "summary"):
                        self.assert_same(item[()], new["base"][k][name][()][..., keep], f"{k}.{name}")
                        compared += 1
            for event in old["base/events"]:
                compared += self.same_firings(old["base/events"][event], new["base/events"][event], old_rows, new_rows, added)
        return compared

    def same_firings(self, old: h5py.Group, new: h5py.Group, old_rows: dict, new_rows: dict, added: str) -> int:
        kind = old.attrs["kind"]
        new_names = numpy.array(new_rows[kind])[new["row"][:]]
        keep = new_names != added
        self.assertEqual(list(numpy.array(old_rows[kind])[old["row"][:]]), list(new_names[keep]))
        for name, item in old.items():
            if name not in ("row", "firing"):
                self.assert_same(item[()], new[name][()][keep], f"{old.name}.{name}")
        return len(old["row"])

    def assert_same(self, old: numpy.ndarray, new: numpy.ndarray, what: str) -> None:
        self.assertEqual((old.dtype, old.shape, old.tobytes()), (new.dtype, new.shape, new.tobytes()), what)

    def test_a_row_that_takes_no_part_changes_nothing(self) -> None:
        for name, (kind, row, set_columns, left_out) in self.ROWS.items():
            with self.subTest(model=name):
                scenario = read(name)
                before = self.run_of("before", scenario)
                scenario["rows"][kind]["data"].append(row)
                scenario["set"] = {f"{kind}[{row[0]}].{column}": value == "true" for column, value in set_columns.items()}
                after = self.run_of("after", scenario)
                self.assertGreater(self.same_but_for(before, after, kind, row[0], left_out), 100)

    def test_rules_and_kinds_that_nobody_asks_change_nothing(self) -> None:
        for name, (kind, *_) in self.ROWS.items():
            with self.subTest(model=name):
                scenario = read(name)
                before = self.run_of("before", scenario)
                after = self.run_of("after", with_bystanders(scenario, kind))
                self.assertGreater(self.same_but_for(before, after, kind, "", set()), 100)


def with_bystanders(scenario: dict, kind: str) -> dict:
    """A further column, let, flow, event and update of `kind`, and a further kind with an event of its own."""
    result = copy.deepcopy(scenario)
    result["parameter"]["aa_pace"] = 0.3
    result["kind"][kind]["aa_tally"] = {"start": "uniform(0, 1)"}
    result["let"][kind]["aa_twice"] = "2 * aa_tally"
    result.setdefault("flow", {}).setdefault(kind, {})["aa_tally"] = "aa_twice / 100 - aa_tally / 50"
    result["event"]["aa_tick"] = {"on": kind, "rate": {"pace": "aa_pace"}, "add": {"aa_tally": "normal(0, 1)"}}
    result.setdefault("update", {}).setdefault(kind, {}).setdefault("add", {})["aa_tally"] = "if(aa_tick, 1, 0)"
    result["kind"]["aa_clock"] = {"count": {"start": 0}}
    result["rows"]["aa_clock"] = {"columns": ["name"], "data": [["big"], ["small"]]}
    result["event"]["aa_strike"] = {"on": "aa_clock", "rate": {"hand": "0.5 * aa_pace"}, "add": {"count": "1"}}
    result["outcome"]["aa_strikes"] = {"take": "final", "of": "sum(c in aa_clock: c.count)"}
    return result


def update() -> None:
    with tempfile.TemporaryDirectory() as folder:
        digests = {name: digest_of(model, Path(folder) / "run.h5") for name, model in MODELS.items()}
    DIGESTS.write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    update() if sys.argv[1:] == ["--update"] else unittest.main()
