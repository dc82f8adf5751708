"""`hegemon report`: the page holds what the run file, `explain` and `compare` tell, and asks for nothing."""
import base64
import gzip
import json
import os
import re
import subprocess
import unittest
from pathlib import Path

import h5py
import numpy as np
from scipy import stats

from program import HALF_FAIL, SOURCE, VARIANTS, ProgramTest

FIRST = SOURCE / "scenarios" / "examples" / "first.toml"
PATRONS = SOURCE / "scenarios" / "examples" / "two-patrons.toml"
PAYLOAD = re.compile(r'<script type="application/json\+gzip" id="report">([A-Za-z0-9+/=]*)</script>')

PAGE_ONLY = ("explanation", "headline")  # what `explain --list` does not tell of a happening


def unpacked(packed: dict) -> np.ndarray:
    """As DATA.md says."""
    raw = np.frombuffer(base64.b64decode(packed["data"]), dtype=np.uint8)
    if packed["type"] == "f32":
        return raw.view("<f4").astype(float).reshape(packed["shape"])
    half = raw.size // 2
    stored = (raw[:half].astype(np.uint16) | raw[half:].astype(np.uint16) << 8).reshape(packed["shape"])
    levels = np.cumsum(stored, axis=-1, dtype=np.uint16)
    values = packed["low"] + levels * ((packed["high"] - packed["low"]) / 65534)
    return np.where(levels == 65535, np.nan, values)


def error_of(packed: dict) -> float:
    """The most by which a number may differ from what was packed."""
    if packed["type"] == "f32":
        return 1e-6 * float(np.nanmax(np.abs(unpacked(packed)), initial=0)) + 1e-30
    return (packed["high"] - packed["low"]) / 131068 * 1.0001 + 1e-7 * max(abs(packed["low"]), abs(packed["high"]))


class Report(ProgramTest):
    def run_of(self, scenario: object, *words: object) -> h5py.File:
        done = self.hegemon("run", scenario, "-o", "run.h5", "--quiet", *words)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        file = h5py.File(self.folder / "run.h5")
        self.addCleanup(file.close)
        return file

    def page(self, name: str = "run.html") -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def report(self, *words: object) -> dict:
        self.expect(0, "report", "run.h5", *words)
        found = PAYLOAD.findall(self.page())
        self.assertEqual(len(found), 1)

        def refuse(word: str) -> None:
            self.fail(f"JSON knows no {word}")
        return json.loads(gzip.decompress(base64.b64decode(found[0])), parse_constant=refuse)

    def json_of(self, *words: object) -> dict:
        return json.loads(self.expect(0, *words, "--json").stdout)

    @staticmethod
    def column(report: dict, arm: int, kind: str, name: str) -> dict:
        one = next(k for k in report["arms"][arm]["kinds"] if k["name"] == kind)
        return next(c for c in one["columns"] if c["name"] == name)

    def near(self, packed: dict, expected: np.ndarray) -> None:
        self.assertEqual(packed["shape"], list(expected.shape))
        np.testing.assert_allclose(unpacked(packed), expected, rtol=0, atol=error_of(packed))


class Numbers(Report):
    """One run with two arms: base and no_strikes, 80 pairs, of which 64 are recorded."""

    def setUp(self) -> None:
        super().setUp()
        self.file = self.run_of(PATRONS, "--arms", "base,no_strikes", "--replicates", 80)
        self.data = self.report("--replicates", 2, "--explanations", 12)

    def test_what_the_file_says_of_itself(self) -> None:
        root, data = self.file.attrs, self.data
        self.assertEqual((data["format"], data["version"]), ("hegemon report", [1, 0]))
        self.assertEqual((data["title"], data["digest"], data["seed"]), (root["title"], root["digest"], str(root["seed"])))
        self.assertEqual((data["replicates"], data["recorded"]), (80, 64))
        clock = data["clock"]
        self.assertEqual(clock["shown"], list(range(root["time_steps"])))
        self.assertEqual(clock["start_date"], root.get("time_start_date"))
        self.assertEqual((clock["unit"], clock["step"], clock["steps"]), (root["time_unit"], root["time_step"], root["time_steps"]))
        self.assertEqual(data["scenario"][0]["text"], self.file["scenario/text"].asstr()[()])
        self.assertEqual(data["scenario"][0]["sha256"], self.file["scenario/text"].attrs["sha256"])
        self.assertEqual(data["provenance"]["command"], self.file["provenance"].attrs["command"])
        self.assertNotIn("host", data["provenance"])
        comment = [line[2:] for line in PATRONS.read_text().splitlines() if line.startswith("#") and not line.startswith("#:")]
        self.assertTrue(comment[0])
        self.assertEqual(data["opening"].splitlines()[: 2], comment[: 2])
        self.assertEqual(self.file["provenance"].attrs["opening"], data["opening"])
        self.assertIn(comment[0], self.expect(0, "describe", "run.h5").stdout)
        self.assertIn(f"<title>{data['title']}</title>", self.page())

    def test_decisions_name_who_decides(self) -> None:
        for arm in self.data["arms"]:
            told = {one["name"]: (one["kind"], one["actor"]) for one in arm["decisions"]}
            there = self.file[arm["name"]]["decisions"]
            self.assertEqual(told, {name: (one.attrs["kind"], one.attrs["actor"]) for name, one in there.items()})

    def test_every_column_has_its_mean_quantiles_and_difference(self) -> None:
        seen = 0
        for arm, name in enumerate(("base", "no_strikes")):
            for kind in self.data["arms"][arm]["kinds"]:
                group = self.file[name][kind["name"]]
                self.assertEqual(kind["rows"], list(group[kind["name"]].asstr()[()]))
                for column in kind["columns"]:
                    if column["sort"] == "column":
                        self.series_are_right(column, group, arm)
                        seen += 1
        self.assertGreater(seen, 8)

    def series_are_right(self, column: dict, group: h5py.Group, arm: int) -> None:
        name = column["name"]
        with np.errstate(invalid="ignore"):
            self.near(column["mean"], (group[name + ".sum"][()] / group["count"][()][:, None]).T)
        truth = "flag_meanings" in group[name].attrs
        self.assertEqual(column.get("truth", False), truth)
        self.assertEqual("quantiles" in column, not truth)
        if not truth:
            levels = np.quantile(group[name][()].astype(float), [.05, .25, .5, .75, .95], axis=0)
            self.near(column["quantiles"], levels.transpose(0, 2, 1))
        self.assertEqual("difference" in column, arm > 0)
        if arm > 0:
            pairs = group["pairs"][()][:, None]
            mean = group[name + ".difference.sum"][()] / pairs
            variance = np.maximum(group[name + ".difference.sum_of_squares"][()] / pairs - mean ** 2, 0)
            self.near(column["difference"]["mean"], mean.T)
            self.near(column["difference"]["half_width"], (stats.t.ppf(.975, pairs - 1) * np.sqrt(variance / (pairs - 1))).T)

    def test_references_name_their_kind(self) -> None:
        reference = self.column(self.data, 0, "tie", "patron")
        self.assertEqual((reference["sort"], reference["kind"]), ("reference", "patron"))
        self.assertEqual(reference["values"], self.file["base/tie/patron"][()].tolist())

    def test_outcomes_histograms_and_comparisons_are_those_of_compare(self) -> None:
        for arm in self.data["arms"]:
            for name, outcome in arm["outcomes"].items():
                values = self.file[arm["name"]]["outcomes"][name][()]
                there = values[np.isfinite(values)]
                self.assertAlmostEqual(outcome["mean"], there.mean(), delta=1e-12 * max(1, abs(there.mean())))
                self.assertEqual((outcome["count"], outcome["missing"]), (there.size, values.size - there.size))
                self.histogram_is_right(outcome["histogram"], there)
        ours, theirs = self.data["comparisons"], self.json_of("compare", "run.h5")["comparisons"]
        self.assertEqual(len(ours), 1)
        for key in ("first", "other", "pairs", "sentences"):
            self.assertEqual(ours[0][key], theirs[0][key])
        parting = {key: value for key, value in theirs[0]["parting"]["first"].items() if value != ""}
        self.assertEqual(ours[0]["parting"]["first"], parting)
        for name, outcome in ours[0]["outcomes"].items():
            values = self.file["base/outcomes"][name][()] - self.file["no_strikes/outcomes"][name][()]
            self.histogram_is_right(outcome.pop("histogram"), values[np.isfinite(values)])
            self.assertEqual(outcome, theirs[0]["outcomes"][name])

    def histogram_is_right(self, histogram: dict | None, values: np.ndarray) -> None:
        if histogram is None:
            self.assertTrue(values.size == 0 or values.min() == values.max())
            return
        counts, edges = np.histogram(values, histogram["edges"])
        self.assertEqual(histogram["counts"], counts.tolist())
        self.assertEqual(sum(histogram["counts"]), values.size)
        self.assertLessEqual(len(counts), 41)
        if np.all(values == np.round(values)):
            self.assertTrue(np.all(edges % 1 == .5), edges)

    def test_firings_add_up(self) -> None:
        for arm in self.data["arms"]:
            for event in arm["events"]:
                table = self.file[arm["name"]]["events"][event["name"]]
                self.assertEqual(event["firings"], len(table["step"]))
                expected = np.zeros((event["mean"]["shape"][0], self.file.attrs["time_steps"]))
                np.add.at(expected, (table["row"][()], table["step"][()]), 1 / 80)
                self.near(event["mean"], expected)

    def test_histories_are_the_first_replicates_in_every_arm(self) -> None:
        self.assertEqual([(h["arm"], h["replicate"]) for h in self.data["histories"]],
                         [("base", 0), ("base", 1), ("no_strikes", 0), ("no_strikes", 1)])
        for history in self.data["histories"]:
            for kind, columns in history["paths"].items():
                for name, packed in columns.items():
                    values = self.file[history["arm"]][kind][name][history["replicate"]].astype(float).T
                    self.near(packed, values)
            listed = self.json_of("explain", "run.h5", "--list", "--arm", history["arm"], "--replicate", history["replicate"])
            mine = [{k: v for k, v in h.items() if k not in PAGE_ONLY} for h in history["happenings"] if h["sort"] != "entry"]
            self.assertCountEqual(map(json.dumps, mine), map(json.dumps, listed["happenings"]))
            order = [(h["step"], ["entry", "event", "decision"].index(h["sort"])) for h in history["happenings"]]
            self.assertEqual(order, sorted(order))

    def test_explanations_are_those_of_explain(self) -> None:
        explained = 0
        for history in self.data["histories"]:
            for happening in history["happenings"]:
                if happening.get("explanation"):
                    self.explanation_is_right(history, happening)
                    explained += 1
        self.assertEqual(explained, 12)

    def explanation_is_right(self, history: dict, happening: dict) -> None:
        theirs = self.json_of("explain", "run.h5", "--arm", history["arm"], "--within", 30,
                              f"--{happening['sort']}", happening["number"])["explanations"][0]
        ours = happening["explanation"]
        for one, key in [(ours, "entry"), *((test, "without") for test in ours["but_for"])]:
            if key in one:
                self.assertIsInstance(one[key], int)
                one[key] = {k: v for k, v in history["happenings"][one[key]].items() if k not in PAGE_ONLY}
        self.assertTrue(ours["but_for"] or ours["earlier"] == 0)
        self.assertEqual(ours, {key: theirs[key] for key in ours})
        self.assertLessEqual({"other_arms", "but_for", "earlier", "chance" if happening["sort"] == "event" else "decision"}, set(ours))

    def test_what_is_rare_is_explained_next(self) -> None:
        for history in self.report("--replicates", 2, "--explanations", 80)["histories"]:
            sort = lambda h: (h["sort"], h["rule"], h.get("option"), h.get("refused"))
            counts: dict = {}
            for h in history["happenings"]:
                if h["sort"] != "entry" and "headline" not in h:
                    counts[sort(h)] = counts.get(sort(h), 0) + 1
            rarest = min(counts.values())
            self.assertIn(rarest, [counts.get(sort(h)) for h in history["happenings"] if h.get("explanation")])

    def test_what_headlines_are_about_is_explained_before_all_else(self) -> None:
        self.run_of(PATRONS, "--arms", "base,no_strikes", "--replicates", 5)
        data = self.report("--replicates", 2, "--explanations", 200)
        named = [(h["rule"], h["row"], "explanation" in h) for one in data["histories"] for h in one["happenings"] if h.get("headline")]
        attacks = [h for one in data["histories"] for h in one["happenings"] if h["rule"] == "attack"]
        self.assertEqual(set(named), {("attack", "ford", True)})  # dispute[ford].attack; South's share names no event
        self.assertEqual(len(named), len(attacks))


class Ledger(Report):
    def test_entries_say_whose_capacity_they_bind(self) -> None:
        file = self.run_of(SOURCE / "scenarios" / "examples" / "overstretch.toml", "--replicates", 3)
        data = self.report("--explanations", 0)
        entries = {(k["name"], c["name"]): c["entry"] for k in data["arms"][0]["kinds"] for c in k["columns"] if c.get("entry")}
        self.assertTrue(entries)
        for (kind, column), entry in entries.items():
            rule, _, capacity = column.rpartition(".")
            self.assertEqual(entry["rule"], rule if rule.startswith("claim.") else "decision." + rule)
            self.assertEqual(entry["capacity"], capacity)
            self.assertIn(capacity + ".bound", file["base"][entry["kind"]])
            if entry["payer"] != "this":
                self.assertEqual(self.column(data, 0, kind, entry["payer"])["kind"], entry["kind"])

    def test_entries_of_a_history_add_up_to_what_is_bound(self) -> None:
        file = self.run_of(SOURCE / "scenarios" / "examples" / "overstretch.toml", "--replicates", 3)
        data = self.report("--explanations", 0)
        paths, bound = data["histories"][0]["paths"], {}
        for kind in data["arms"][0]["kinds"]:
            for column in kind["columns"]:
                if not (entry := column.get("entry")):
                    continue
                amounts = unpacked(paths[kind["name"]][column["name"]])
                payers = range(len(amounts)) if entry["payer"] == "this" else self.column(data, 0, kind["name"], entry["payer"])["values"]
                total = bound.setdefault((entry["kind"], entry["capacity"]), np.zeros(file["base"][entry["kind"]][entry["capacity"]].shape[:0:-1]))
                for payer, amount in zip(payers, amounts):
                    total[int(payer)] += amount
        self.assertTrue(bound)
        for (kind, capacity), total in bound.items():
            stored = (file["base"][kind][capacity + ".bound"][0] + file["base"][kind][capacity + ".strain"][0]).T
            self.assertGreater(stored.max(), 0)
            np.testing.assert_allclose(total, stored, atol=1e-3 * stored.max())


class Page(Report):
    def test_it_asks_for_nothing_and_is_small(self) -> None:
        self.run_of(FIRST, "--arms", "base,no_dyke", "--replicates", 10)
        data = self.report("--explanations", 5)
        page = PAYLOAD.sub("", self.page())
        self.assertLess(len(page.encode()), 600_000)
        self.assertIn("default-src 'none'", page)
        # Names of XML, and whose work is in it, are no requests.
        self.assertEqual(re.findall(r'(?:src|href|action|url)\s*[=(]\s*["\']?\s*(?:https?:)?//', page), [])
        self.assertTrue(data["title"])

    def test_the_same_run_gives_the_same_bytes(self) -> None:
        self.run_of(FIRST, "--arms", "base,no_dyke", "--replicates", 10)
        pages = []
        for threads in (1, 2):
            self.expect(0, "report", "run.h5", "-o", "a.html", "--explanations", 20, "--threads", threads)
            pages.append((self.folder / "a.html").read_bytes())
        self.assertEqual(pages[0], pages[1])

    def test_the_summary_tells_what_was_written(self) -> None:
        self.run_of(FIRST, "--replicates", 5)
        done = self.json_of("report", "run.h5", "-o", "p.html", "--replicates", 3, "--explanations", 7)
        self.assertEqual((done["file"], done["told"], done["explained"]), ("p.html", 3, 7))
        self.assertEqual(done["bytes"], (self.folder / "p.html").stat().st_size)
        text = self.expect(0, "report", "run.h5", "-o", "p.html", "--replicates", 3, "--explanations", 7).stdout
        self.assertIn("3 replicates are told in full", text)
        self.assertIn("7 of them explained", text)

    def test_one_arm_without_histories(self) -> None:
        self.run_of(FIRST, "--replicates", 5)
        data = self.report("--replicates", 0)
        self.assertEqual((len(data["arms"]), data["comparisons"], data["histories"]), (1, [], []))
        data = self.report("--explanations", 0)
        self.assertEqual([h["replicate"] for h in data["histories"]], [0, 1, 2, 3])
        self.assertFalse(any("explanation" in one for h in data["histories"] for one in h["happenings"]))

    def test_a_title_is_no_markup(self) -> None:
        text = HALF_FAIL.replace("Half of them fail", "a < b & </title><script>x</script>")
        self.run_of(self.write("odd.toml", text), "--replicates", 2)
        data = self.report()
        self.assertEqual(data["title"], "a < b & </title><script>x</script>")
        self.assertIn("<title>a &lt; b &amp; &lt;/title&gt;&lt;script&gt;x&lt;/script&gt;</title>", self.page())

    def test_long_runs_are_thinned(self) -> None:
        text = HALF_FAIL.replace("end = 5", "end = 1700").replace("sqrt(0.5 - u)", "time")
        file = self.run_of(self.write("long.toml", text), "--replicates", 3)
        data = self.report()
        shown = data["clock"]["shown"]
        self.assertLessEqual(len(shown), 401)
        self.assertEqual((shown[0], shown[1], shown[-1]), (4, 9, 1699))
        mean = file["base/thing/y.sum"][()] / 3
        self.near(self.column(data, 0, "thing", "y")["mean"], mean[shown].T)
        self.near(data["histories"][0]["paths"]["thing"]["y"], file["base/thing/y"][0][shown].astype(float).T)


    def test_wide_runs_show_their_first_rows(self) -> None:
        rows = ", ".join(f'["r{i:05}", {i}]' for i in range(20_000))
        text = f"""
title = "Wide"
time = "step"
start = 0
end = 120
[kind.thing]
size = {{ note = "as given" }}
x = {{ start = "size" }}
[rows.thing]
columns = ["name", "size"]
data = [{rows}]
[update.thing]
add.x = 1
[outcome]
x = {{ take = "final", of = "thing[r00000].x" }}
"""
        file = self.run_of(self.write("wide.toml", text), "--replicates", 1)
        data = self.report()
        kind = data["arms"][0]["kinds"][0]
        self.assertEqual(kind["rows_total"], 20_000)
        self.assertGreater(len(kind["rows"]), 1_000)
        self.assertLess(len(kind["rows"]), 20_000)
        self.assertEqual(kind["rows"], file["base/thing/thing"].asstr()[:len(kind["rows"])].tolist())
        shown = data["clock"]["shown"]
        self.assertLessEqual(len(shown), 101)
        self.near(self.column(data, 0, "thing", "x")["mean"], file["base/thing/x.sum"][()][shown][:, :len(kind["rows"])].T)
        self.assertLess(len(self.page()), 8_000_000)


class Odd(Report):
    def test_what_grows_from_little_to_much_keeps_its_digits(self) -> None:
        growing = self.folder / "growing.toml"
        growing.write_text("""
title = "Doubling"
time = "week"
start = 0
step = 1
end = 20
[kind.pond]
level = { start = 0.1 }
[rows.pond]
columns = ["name"]
data = [["a"]]
[update.pond]
set.level = "2 * level"
[outcome]
level = { take = "final", of = "pond[a].level" }
""")
        self.run_of(growing, "--replicates", 3)
        mean = unpacked(self.column(self.report(), 0, "pond", "level")["mean"])[0]
        np.testing.assert_allclose(mean, 0.1 * 2.0 ** np.arange(1, 21), rtol=1e-6)

    def test_replicates_that_failed_are_left_out(self) -> None:
        file = self.run_of(self.write("half.toml", HALF_FAIL), "--replicates", 40)
        data = self.report()
        failed = np.flatnonzero(file["base/status"][()] == 1)
        self.assertEqual(data["arms"][0]["failed"], failed.size)
        self.assertGreater(failed.size, 5)
        whole = [i for i in range(40) if i not in failed]
        self.assertEqual([h["replicate"] for h in data["histories"]], whole[:4])
        levels = np.nanquantile(file["base/thing/y"][()].astype(float), [.05, .25, .5, .75, .95], axis=0)
        self.near(self.column(data, 0, "thing", "y")["quantiles"], levels.transpose(0, 2, 1))
        with np.errstate(invalid="ignore"):
            self.near(self.column(data, 0, "thing", "y")["mean"], (file["base/thing/y.sum"][()] / file["base/thing/count"][()][:, None]).T)

    def test_an_arm_whose_replicates_fail_tells_pairs_that_are_whole(self) -> None:
        file = self.run_of(self.write("chances.toml", VARIANTS), "--arms", "base,frail", "--replicates", 30)
        data = self.report()
        whole = np.flatnonzero(file["frail/status"][()] == 0)[:4].tolist()
        self.assertEqual([h["replicate"] for h in data["histories"]], whole + whole)

    def test_outcomes_alone(self) -> None:
        self.run_of(FIRST, "--arms", "base,no_dyke", "--replicates", 30, "--record", "outcomes")
        data = self.report()
        self.assertEqual((data["histories"], data["recorded"]), ([], 0))
        self.assertEqual(len(data["comparisons"][0]["outcomes"]), len(data["arms"][0]["outcomes"]))
        columns = [c for a in data["arms"] for k in a["kinds"] for c in k["columns"] if c["sort"] == "column"]
        self.assertTrue(columns)
        self.assertFalse(any("mean" in c or "quantiles" in c or "difference" in c for c in columns))

    def test_every_example_and_classic_has_a_report(self) -> None:
        for scenario in sorted([*SOURCE.glob("scenarios/examples/*.toml"), *SOURCE.glob("scenarios/classics/*.toml")]):
            with self.subTest(scenario=scenario.name):
                done = self.hegemon("run", scenario, "-o", "run.h5", "--quiet", "--replicates", 2)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                data = self.report("--explanations", 2)
                self.assertEqual(len(data["arms"][0]["kinds"]) > 0, True)

    def test_a_scenario_that_is_not_understood_still_has_its_numbers(self) -> None:
        with self.run_of(FIRST, "--replicates", 3):
            pass
        with h5py.File(self.folder / "run.h5", "a") as file:
            text = file["scenario/text"].asstr()[()]
            file["scenario/text"][()] = text.replace("[outcome", "[outcomes", 1)
        done = self.expect(0, "report", "run.h5")
        self.assertIn("does not understand", done.stderr)


class Errors(Report):
    def test_errors_have_their_codes(self) -> None:
        self.assertIn("none.h5", self.expect(66, "report", "none.h5").stderr)
        self.write("text.h5", "no run")
        self.assertIn("is not a run file", self.expect(66, "report", "text.h5").stderr)
        self.expect(64, "report")
        self.run_of(FIRST, "--replicates", 2)
        self.expect(64, "report", "run.h5", "--replicates", "-1")
        self.expect(73, "report", "run.h5", "-o", "nowhere/page.html")
        self.assertEqual(self.files(), ["run.h5", "text.h5"])

    def test_a_file_that_is_no_report_is_not_replaced(self) -> None:
        self.run_of(FIRST, "--replicates", 2)
        before = (self.folder / "run.h5").read_bytes()
        self.assertIn("-o", self.expect(64, "report", "run.h5", "-o", "run.h5").stderr)
        self.assertEqual((self.folder / "run.h5").read_bytes(), before)
        self.write("mine.html", "<html>mine</html>")
        self.expect(64, "report", "run.h5", "-o", "mine.html")
        self.assertEqual(self.page("mine.html"), "<html>mine</html>")
        self.expect(0, "report", "run.h5", "-o", "page.html")
        self.expect(0, "report", "run.h5", "-o", "page.html", "--replicates", 1)

    def test_a_run_that_was_cut_short_is_refused(self) -> None:
        self.run_of(FIRST, "--replicates", 2).close()
        with h5py.File(self.folder / "run.h5", "a") as file:
            del file.attrs["digest"]
        (self.folder / "run.h5").rename(self.folder / "run.h5.part")
        self.assertIn("--resume", self.expect(66, "report", "run.h5.part").stderr)

    def test_a_run_that_goes_on_is_told_from_one_that_never_was(self) -> None:
        (self.folder / "late.h5.part").touch()
        self.assertIn("late.h5: it is not there yet: its run goes on, or was broken off (late.h5.part)",
                      self.expect(66, "report", "late.h5").stderr)
        self.assertIn("No such file", self.expect(66, "report", "never.h5").stderr)

    def test_a_disk_that_is_full_leaves_no_page(self) -> None:
        self.run_of(FIRST, "--replicates", 2)
        program = os.environ["HEGEMON"]
        done = subprocess.run(["bash", "-c", f"ulimit -f 50; exec '{program}' report run.h5"], cwd=self.folder,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 74, done.stderr)
        self.assertEqual(self.files(), ["run.h5"])

    def test_a_program_without_its_page_says_so(self) -> None:
        self.run_of(FIRST, "--replicates", 2)
        (self.folder / "bin").mkdir()
        (self.folder / "share/hegemon/scenarios").mkdir(parents=True)
        copy = self.folder / "bin" / "hegemon"
        copy.write_bytes(Path(os.environ["HEGEMON"]).read_bytes())
        copy.chmod(0o755)
        done = subprocess.run([copy, "report", "run.h5"], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 66)
        self.assertIn("share/hegemon/report/template.html", done.stderr)


if __name__ == "__main__":
    unittest.main()
