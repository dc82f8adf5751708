"""`hegemon verify`: one flipped bit is found wherever it is, what is whole passes, and two files are told apart."""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
import unittest

import h5py
import numpy as np

from program import HALF_FAIL, LONG, PROGRAM, SOURCE, ProgramTest

# Every sort of dataset: a calendar with dates, truths that change and that do not, references, a ledger, refusals, failures.
EVERYTHING = (SOURCE / "scenarios" / "examples" / "first.toml").read_text(encoding="utf-8") + """
[parameter.shy]
value = 0.4
range = [0, 1]
unit = "share"
source = "assumed"
[kind.bird]
farm = { ref = "farm" }
here = { start = true }
tame = { start = true }
luck = { start = "uniform(0, 1)" }
fails = { start = 0 }
[rows.bird]
columns = ["name", "farm"]
data = [["owl", "hill"], ["rook", "dale"]]
[update.bird]
set.here = "chance(shy)"
set.fails = "if(time > 50, sqrt(luck - 0.02), 0)"
"""


def flip(file: h5py.File, path: str, index: tuple, bit: int) -> None:
    """Flips one bit of one element."""
    dataset = file[path]
    value = np.array([dataset[index]], dtype=dataset.dtype)
    raw = value.view(np.uint8)
    raw[bit // 8] ^= 1 << (bit % 8)
    dataset[index] = value[0]


class Verify(ProgramTest):
    def run_file(self, name: str, text: str, *words: object) -> str:
        scenario = self.write(name + ".toml", text)
        self.hegemon("run", scenario, "-o", name + ".h5", "--quiet", *words)
        self.assertIn(name + ".h5", self.files())
        return name + ".h5"

    def whole(self) -> str:
        return self.run_file("whole", EVERYTHING, "--arms", "base,no_dyke", "--replicates", 70, "--seed", 4)

    def found(self, file: str, *words: object, code: int = 1) -> dict:
        return json.loads(self.expect(code, "verify", file, "--json", *words).stdout)

    def test_a_whole_file_is_the_same(self) -> None:
        file = self.whole()
        with h5py.File(self.folder / file) as opened:
            self.assertGreater(len(opened["base/failures/replicate"]), 0, "the test wants replicates that fail")
            self.assertGreater(opened["base/decisions/help/refused"][:].sum(), 0, "and refusals")
        done = self.expect(0, "verify", file)
        self.assertIn("whole.h5: the same\n", done.stdout)
        self.assertIn("70 of 70 replicates", done.stdout)
        self.assertEqual(self.found(file, code=0)["differences"], [])

    def test_it_does_not_matter_how_the_file_was_made(self) -> None:
        for words in (["--threads", 1, "--lanes", 1], ["--threads", 3, "--lanes", 8], ["--lanes", 64, "--record", "all"],
                      ["--record", "outcomes"], ["--set", "rain=0.2"]):
            with self.subTest(words=words):
                file = self.run_file("made", EVERYTHING, "--arms", "no_dyke,base", "--replicates", 70, *words)
                self.expect(0, "verify", file)
                self.expect(0, "verify", file, "--threads", 2)
                self.expect(0, "verify", file, "--sample", 3)

    def test_one_flipped_bit_is_found_and_placed(self) -> None:
        # path, index, bit, what is told of the place: replicate, step, row
        flips = [
            ("base/outcomes/floods", (69,), 0, (69, None, None)),
            ("no_dyke/outcomes/grain", (3,), 17, (3, None, None)),
            ("base/hash", (41, 7), 63, (41, 7, None)),
            ("base/farm/grain", (63, 156, 1), 0, (63, 156, "hill")),
            ("no_dyke/farm/grain", (0, 0, 0), 30, (0, 0, "dale")),
            ("base/village/money", (5, 100, 0), 0, (5, 100, "mill")),
            ("base/bird/here", (9, 11, 1), 0, (9, 11, "rook")),
            ("base/bird/tame", (1,), 0, (None, None, "rook")),
            ("base/farm/height", (0,), 3, (None, None, "dale")),
            ("base/bird/farm", (0,), 0, (None, None, "owl")),
            ("base/status", (30,), 1, (30, None, None)),
            ("base/farm/grain.sum", (8, 1), 0, (None, 8, "hill")),
            ("base/farm/grain.sum_of_squares", (9, 0), 0, (None, 9, "dale")),
            ("no_dyke/farm/grain.difference.sum", (120, 0), 0, (None, 120, "dale")),
            ("no_dyke/farm/grain.difference.sum_of_squares", (130, 0), 5, (None, 130, "dale")),
            ("base/farm/count", (77,), 0, (None, 77, None)),
            ("no_dyke/farm/pairs", (78,), 2, (None, 78, None)),
            ("base/farm/time", (4,), 1, (None, 4, None)),
            ("base/replicate", (4,), 1, (None, None, None)),
            ("base/outcomes/replicate", (4,), 1, (None, None, None)),
            ("base/step", (4,), 1, (None, None, None)),
            ("base/parameters/rain", (), 0, (None, None, None)),
        ]
        for field in ("replicate", "step", "row", "time", "rate", "cause", "cause_rain", "factor_height"):
            flips.append((f"base/events/flood/{field}", (100,), 0, "entry"))
        for field in ("replicate", "step", "row", "wish", "option", "refused", "served_before", "precision", "utility_gift",
                      "utility_nothing", "free_money"):
            flips.append((f"no_dyke/decisions/help/{field}", (100,), 1, "entry"))
        flips.append(("base/failures/replicate", (0,), 0, None))
        flips.append(("base/failures/step", (0,), 0, None))
        whole = self.whole()
        for path, index, bit, place in flips:
            with self.subTest(path=path):
                shutil.copy(self.folder / whole, self.folder / "flipped.h5")
                with h5py.File(self.folder / "flipped.h5", "r+") as file:
                    if place == "entry":
                        table = file[path.rsplit("/", 1)[0]]
                        rows = file[path.split("/")[0]][table.attrs["kind"]][table.attrs["kind"]].asstr()[:]
                        place = (table["replicate"][100], table["step"][100], rows[table["row"][100]])
                    flip(file, path, index, bit)
                found = self.found("flipped.h5")
                self.assertNotEqual(found["digest_stored"], found["digest_found"])
                one = [one for one in found["differences"] if one["dataset"].startswith("/" + path)]
                self.assertEqual(len(one), 1, found["differences"])
                self.assertEqual(len(found["differences"]), 1, found["differences"])
                if place is not None:
                    self.assertEqual((one[0].get("replicate"), one[0].get("step"), one[0].get("row")), place)
                    self.assertEqual(one[0]["count"], 1)

    def test_a_changed_text_or_attribute_is_found_and_named(self) -> None:
        def retext(file: h5py.File, path: str, old: str, new: str) -> None:
            text = file[path].asstr()[()]
            self.assertIn(old, text)
            file[path][()] = text.replace(old, new, 1)

        changes = [
            ("/scenario/text", None, lambda file: retext(file, "scenario/text", "hunger", "hungep")),
            ("/base/parameters/rain", "source", lambda file: file["base/parameters/rain"].attrs.modify("source", "measured")),
            ("/base/parameters/rain", "range", lambda file: file["base/parameters/rain"].attrs.modify("range", [0.0, 2.0])),
            ("/base/farm/grain", "units", lambda file: file["base/farm/grain"].attrs.modify("units", "u")),
            ("/base/outcomes/grain", "long_name", lambda file: file["base/outcomes/grain"].attrs.modify("long_name", "G")),
            ("/base/decisions/help", "actor", lambda file: file["base/decisions/help"].attrs.modify("actor", "this")),
            ("/", "title", lambda file: file.attrs.modify("title", "B first scenario")),
            ("/base/bird/bird", None, lambda file: file["base/bird/bird"].__setitem__(0, "pwl")),
            ("/base/failures/problem", None, lambda file: file["base/failures/problem"].__setitem__(0, "no")),
        ]
        whole = self.whole()
        for path, attribute, change in changes:
            with self.subTest(path=path, attribute=attribute):
                shutil.copy(self.folder / whole, self.folder / "changed.h5")
                with h5py.File(self.folder / "changed.h5", "r+") as file:
                    change(file)
                found = self.found("changed.h5")
                self.assertNotEqual(found["digest_stored"], found["digest_found"])
                self.assertIn((path, attribute), [(one["dataset"], one.get("attribute")) for one in found["differences"]])

    def test_a_changed_remark_is_found_by_the_digest(self) -> None:
        file = self.whole()
        with h5py.File(self.folder / file, "r+") as opened:
            opened["base/hash"].attrs.modify("long_name", "hash of the state after the ster")
        done = self.expect(1, "verify", file)
        self.assertIn("Every number is the same", done.stdout)

    def test_what_does_not_belong_there_is_found(self) -> None:
        file = self.whole()
        with h5py.File(self.folder / file, "r+") as opened:
            opened["base/farm/more"] = np.zeros(3)
        self.assertIn("/base/farm/more", [one["dataset"] for one in self.found(file)["differences"]])

    def test_a_bit_flipped_on_the_disk_is_found(self) -> None:
        whole = self.whole()
        with h5py.File(self.folder / whole) as file:
            chunk = file["base/farm/grain"].id.get_chunk_info(12)
        raw = bytearray((self.folder / whole).read_bytes())
        raw[chunk.byte_offset + chunk.size // 2] ^= 4
        (self.folder / "rotten.h5").write_bytes(raw)
        found = self.found("rotten.h5")
        one = [one for one in found["differences"] if one["dataset"] == "/base/farm/grain"]
        self.assertEqual(len(one), 1, found)
        self.assertIsNotNone(one[0].get("replicate"))

    def test_a_sample_is_always_the_same_and_finds_what_it_looks_at(self) -> None:
        file = self.whole()
        with h5py.File(self.folder / file, "r+") as opened:
            opened["base/outcomes/floods"][:] = opened["base/outcomes/floods"][:] + 1
        first, second = (self.found(file, "--sample", 5) for _ in range(2))
        self.assertEqual(first, second)
        self.assertEqual(first["compared"], 5)
        self.assertEqual([one["dataset"] for one in first["differences"]], ["/base/outcomes/floods"])
        self.assertIn(first["differences"][0]["count"], (4, 5), "one of them may have failed and have no outcome")

    def test_a_run_that_was_cut_short_is_verified_as_far_as_it_is_done(self) -> None:
        scenario = self.write("long.toml", LONG)
        run = subprocess.Popen([PROGRAM, "run", scenario, "--replicates", "200000"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        part = self.folder / "long.h5.part"
        for _ in range(600):
            time.sleep(0.1)
            if part.exists() and part.stat().st_size > 0:
                break
        time.sleep(1)
        os.kill(run.pid, signal.SIGINT)
        run.wait()
        done = self.expect(0, "verify", "long.h5.part")
        self.assertIn("the run was cut short", done.stdout)

    def test_what_is_no_run_file_is_refused_clearly(self) -> None:
        whole = self.whole()
        raw = (self.folder / whole).read_bytes()
        (self.folder / "cut.h5").write_bytes(raw[: len(raw) // 2])
        (self.folder / "text.h5").write_text("no run file")
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["x"] = 1
        shutil.copy(self.folder / whole, self.folder / "newer.h5")
        with h5py.File(self.folder / "newer.h5", "r+") as file:
            file.attrs.modify("version", np.array([2, 0], dtype=np.int32))
        for name, says in (("cut.h5", "cut.h5"), ("text.h5", "is not HDF5"), ("other.h5", "is not a run file"),
                           ("newer.h5", "format version 2.0"), ("none.h5", "No such file")):
            for words in ([name], [name, whole], [whole, name]):
                with self.subTest(words=words):
                    self.assertIn(says, self.expect(66, "verify", *words).stderr)
        self.expect(64, "verify", whole, whole, "--sample", 3)
        self.expect(64, "verify")

    def test_a_scenario_that_is_no_longer_understood_is_told(self) -> None:
        file = self.whole()
        with h5py.File(self.folder / file, "r+") as opened:
            text = opened["scenario/text"].asstr()[()].replace("relax", "relaxx")
            opened["scenario/text"][()] = text
            opened["scenario/text"].attrs.modify("sha256", hashlib.sha256(text.encode()).hexdigest())
        self.assertIn("no longer understood", self.found(file)["not_repeatable"])

    def test_half_of_the_replicates_may_have_failed(self) -> None:
        self.expect(0, "verify", self.run_file("half", HALF_FAIL, "--replicates", 200))


class TwoFiles(ProgramTest):
    def run_file(self, name: str, *words: object, text: str = EVERYTHING) -> str:
        self.write("scenario.toml", text)
        replicates = [] if "--replicates" in words else ["--replicates", 20]
        self.hegemon("run", "scenario.toml", "-o", name, "--quiet", *replicates, *words)
        return name

    def test_two_files_with_one_content_are_the_same(self) -> None:
        a, b = self.run_file("a.h5", "--threads", 1), self.run_file("b.h5", "--lanes", 1)
        self.assertIn("the same content", self.expect(0, "verify", a, b).stdout)

    def test_runs_of_one_scenario_are_told_by_what_was_asked_of_them(self) -> None:
        a = self.run_file("a.h5")

        def runs(*words: object, text: str = EVERYTHING) -> tuple[list, dict]:
            other = self.run_file("b.h5", *words, text=text)
            found = json.loads(self.expect(1, "verify", a, other, "--json").stdout)
            return ([(one["what"], one["first"], one["second"]) for one in found["runs"]],
                    {one["arm"]: (one["compared"], one["same"]) for one in found["common"]})

        with h5py.File(self.folder / a) as file:
            all_of = int(file.attrs["replicates"])
        self.assertEqual(runs("--replicates", all_of + 3), ([("replicates", str(all_of), str(all_of + 3))], {"base": (all_of, all_of)}))
        self.assertEqual(runs("--record", "all"), ([("record", "default", "all")], {"base": (all_of, all_of)}))
        self.assertEqual(runs("--record", "outcomes"), ([("record", "default", "outcomes")], {"base": (all_of, all_of)}))
        self.assertEqual(runs("--arms", "base,no_dyke"), ([("arms", "base", "base,no_dyke")], {"base": (all_of, all_of)}))
        self.assertEqual(runs("--seed", 2), ([("seed", "1", "2")], {"base": (all_of, 0)}))
        told, common = runs("--set", "rain=0.2")
        self.assertEqual(told, [("parameter rain", "0.08", "0.2")])
        self.assertEqual(common["base"][0], all_of)
        told, _ = runs(text=EVERYTHING.replace("chance(shy)", "chance(2 * shy)"))
        self.assertEqual([(what, "chance(shy)" in one, "chance(2 * shy)" in other) for what, one, other in told], [("scenario", True, True)])
        text = self.expect(1, "verify", a, self.run_file("c.h5", "--replicates", all_of + 1)).stdout
        self.assertIn(f"replicates  {all_of} in the first, {all_of + 1} in the second\n", text)
        self.assertIn(f"in common   {all_of} of the {all_of} replicates that both have of arm base came out the same\n", text)
        self.assertNotIn("scenario    ", text.split("\n\n")[0])

    def test_a_file_that_was_cut_off_or_damaged_is_told_in_our_words(self) -> None:
        a = self.run_file("a.h5")
        whole = (self.folder / a).read_bytes()
        cuts = {"half": whole[:len(whole) // 2], "end": whole[:-1], "hole": whole[:100] + bytes(3000) + whole[3100:]}
        for name, content in cuts.items():
            (self.folder / f"{name}.h5").write_bytes(content)
            for words in (["verify", f"{name}.h5"], ["verify", a, f"{name}.h5"], ["compare", f"{name}.h5"],
                          ["explain", f"{name}.h5", "--event", 0], ["export", f"{name}.h5", "--csv", "tables"]):
                with self.subTest(words=words):
                    done = self.expect(66, *words)
                    self.assertRegex(done.stderr, rf"^hegemon: (cannot read )?{name}\.h5: it is damaged, or was cut off \(.*\): "
                                                  r"copy it again from where it was made, or run its scenario again\n$")
                    self.assertNotRegex(done.stderr, "HDF5|eof|checksum|sblock")

    def test_what_differs_is_told_in_order_of_weight(self) -> None:
        def told(*words: object, text: str = EVERYTHING) -> dict:
            other = self.run_file("b.h5", *words, text=text)
            return json.loads(self.expect(1, "verify", a, other, "--json").stdout)

        a = self.run_file("a.h5")
        first = told("--seed", 2)["differences"][0]
        self.assertEqual((first["dataset"], first["attribute"], first["stored"], first["computed"]), ("/", "seed", "1", "2"))
        parameter = [one for one in told("--set", "rain=0.2")["differences"] if one["dataset"] == "/base/parameters/rain"]
        self.assertEqual((parameter[0]["stored"], parameter[0]["computed"]), ("0.08", "0.2"))
        arms = told("--arms", "base,no_dyke")
        self.assertIn("/no_dyke", [one["dataset"] for one in arms["differences"]])
        self.assertEqual([sort["different"] for sort in arms["sorts"] if sort["sort"] == "outcomes"], [0])
        text = told(text=EVERYTHING.replace("set.here", "# set.here"))
        self.assertIn("/scenario/text", [one["dataset"] for one in text["differences"]])

    def test_the_first_step_in_which_states_part_is_told(self) -> None:
        a, b = self.run_file("a.h5"), self.run_file("b.h5", "--set", "growth=20")
        with h5py.File(self.folder / a) as x, h5py.File(self.folder / b) as y:
            parted = np.argwhere(x["base/hash"][:] != y["base/hash"][:])[0]
        found = json.loads(self.expect(1, "verify", a, b, "--json").stdout)
        self.assertEqual((found["arm"], found["replicate"], found["step"]), ("base", *parted))

    def test_a_damaged_file_is_told(self) -> None:
        a, b = self.run_file("a.h5"), self.run_file("b.h5")
        with h5py.File(self.folder / b, "r+") as file:
            file["base/farm/grain"][3, 4, 1] += 1
        done = self.expect(1, "verify", a, b)
        self.assertIn("not the digest that it carries", done.stdout)
        self.assertIn("replicate 3, step 4, row hill", done.stdout)


if __name__ == "__main__":
    unittest.main()
