"""`hegemon describe`: what a scenario says is all there, beside what its variants change."""
import json
import re
import tomllib
import unittest
from pathlib import Path

from program import SOURCE, TWO_ERRORS, ProgramTest

FLAGSHIP = SOURCE / "scenarios" / "post-soviet" / "2022-prototype.toml"
MODEL = SOURCE / "scenarios" / "models" / "influence-prototype.toml"
SHIPPED = sorted(path for path in (SOURCE / "scenarios").rglob("*.toml") if path.parent.name != "models")

# One of everything, told in words that stand nowhere else, and texts that Markdown would take for markup.
GARDEN = """#:schema hegemon.schema.json
# Why the gardener *never* sleeps.
#
#     hegemon run garden.toml
#   (a) an indented line

# Not part of the opening.
title = "A garden | with <b>bars</b>"
time = "week"
start = 2024-01-01
step = "2 weeks"
end = 2024-12-30
[parameter]
thirst = { value = 0.25, range = [0, 1], unit = "litres|day", source = "assumed: thirsty | dry", note = "how much" }
twice = "2 * thirst"
[function]
share = { of = ["a", "b"], is = "a / (a + b)", source = "Smith (1999)" }
[kind.well]
water = { capacity = true, start = 50, unit = "litres", note = "what is left" }
[rows.well]
columns = ["name"]
data = [["old"]]
source = "assumed: there is one"
[kind.bed]
key = ["well", "side"]
well = { ref = "well", note = "where its water comes from" }
side = { ref = "side" }
green = { start = "normal(1, 0.1)", range = [0, 9], clamp = true, unit = "kg" }
wet = { start = false }
[kind.side]
[rows.side]
columns = ["name"]
data = [["east"], ["west"]]
[rows.bed]
from = "beds.csv"
take = { well = "source", side = "where" }
source = "map of 1987"
[set]
"bed[old, east].green" = { is = "3", source = "measured", note = "manured" }
[let.bed]
luck = { is = \"\"\"
    share(green, thirst)
    + sum(b in bed where b.well == well: b.green)\"\"\", unit = "kg", note = "of all beds" }
[flow.bed]
green = { is = "relax(luck, 4)", source = "assumed" }
[event.rain]
on = "bed"
group = "weather"
rate.clouds = { is = "twice", unit = "1/week" }
factor.shade = 0.5
set.wet = "true"
[event.hail]
on = "bed"
add.green = "-uniform(0, 1)"
[claim.pump]
on = "well"
payer = "this"
water = "0.01 * water.total"
[decision.pour]
on = "bed"
actor = "well"
among = "well"
when = "not wet"
precision = { is = "2", source = "assumed" }
otherwise = "wait"
option = [{ name = "wait", litres = 0 }, { name = "soak", litres = 5 }]
utility.growth = "option.litres * thirst"
pays.water = { bind = "option.litres", while = "not wet" }
set.wet = "option.litres > 0"
[update.bed]
add.green = "if(rain, 0.1, 0)"
[at.drought]
date = 2024-03-04
note = "no rain for long"
fire = ["bed[old, west].hail"]
[at.drought.set]
"well[old].water" = { to = 20, over = "4 weeks", source = "assumed: dry" }
[variant.wetter]
title = "More | rain"
note = "as in 1816"
without = ["at.drought", "claim.pump"]
force = { pour = "soak" }
parameter.thirst.value = 0.5
[variant.later]
from = 2024-06-03
event.rain.rate.clouds = "3 * twice"
[variant.replanted]
[variant.replanted.rows.bed]
from = "more.csv"
[outcome]
harvest = { take = "final", headline = true, of = { is = "sum(b in bed: b.green)", unit = "kg", note = "What is cut" } }
early = { take = "any", of = "bed[old, west].rain", to = 2024-02-05 }
per_bed = { of = "harvest / 2" }
"""
BEDS = "source,where,colour\nold,east,red\nold,west,blue\n"
MORE = "well,side,green\nold,east,2\nold,west,4\n"


def squeezed(text: str) -> str:
    return " ".join(str(text).split())


def formula_text(value: object) -> str:
    """As the language writes a bare number or truth."""
    return {True: "true", False: "false"}.get(value, squeezed(value)) if isinstance(value, bool) else squeezed(value)


def sourced(tree: object, place: tuple = ()) -> list[tuple[tuple, str]]:
    """Every `source` in a tree of TOML, with the keys that lead to it."""
    found = []
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += [(place, value)] if key == "source" and isinstance(value, str) else sourced(value, (*place, key))
    if isinstance(tree, list):
        for number, value in enumerate(tree):
            found += sourced(value, (*place, number))
    return found


def formulas(tree: object) -> list[str]:
    """Every { is = ... } and bare formula of the rules in a model."""
    if isinstance(tree, dict):
        if "is" in tree:
            return [tree["is"]]
        return [text for key, value in tree.items() if key not in ("on", "group", "actor", "payer", "among", "otherwise", "name")
                for text in formulas(value)]
    if isinstance(tree, list):
        return [text for value in tree for text in formulas(value)]
    return [tree]


def merged(base: dict, over: dict) -> dict:
    result = dict(base)
    for key, value in over.items():
        result[key] = merged(result[key], value) if isinstance(value, dict) and isinstance(result.get(key), dict) else value
    return result


def cells(line: str) -> list[str]:
    """Of a line of a table."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def unfenced(markdown: str) -> list[str]:
    """Lines outside blocks of code."""
    lines, fence = [], ""
    for line in markdown.splitlines():
        if fence:
            fence = "" if line == fence else fence
        elif line.startswith("```"):
            fence = re.match("`+", line).group()
        else:
            lines.append(line)
    assert not fence, "a block of code that does not end"
    return lines


class Garden(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.write("garden.toml", GARDEN)
        self.write("beds.csv", BEDS)
        self.write("more.csv", MORE)

    def described(self, *words: str) -> str:
        return self.expect(0, "describe", "garden.toml", *words).stdout

    def facts(self, *words: str) -> dict:
        return json.loads(self.described(*words, "--json"))

    def test_every_fact_is_told(self) -> None:
        text = self.described()
        for fact in (
                "# A garden \\| with \\<b>bars\\</b>", "Why the gardener \\*never\\* sleeps.", "    hegemon run garden.toml",
                "26 steps of 2 weeks, from 2024-01-01 to 2024-12-30",
                "`bed`: 2 rows", "Named by `well`, `side`: `old/east`, `old/west`.", "where its water comes from",
                "0 to 9, stops at the edge", "`normal(1, 0.1)`", "a capacity: what is left",
                "| 0.25 ", "0 to 1", "litres\\|day", "assumed: thirsty \\| dry", "how much", "`2 * thirst`",
                "`share(a, b)` = `a / (a + b)`; source: Smith (1999)",
                "`luck` = `share(green, thirst) + sum(b in bed where b.well == well: b.green)` (kg); note: of all beds",
                "`green flow` = `relax(luck, 4)`; source: assumed",
                "at most one of group `weather` in a step", "`rate.clouds` = `twice` (1/week)", "`factor.shade` = `0.5`",
                "`set.wet` = `true`", "**event** `hail`: on each `bed`; only the calendar makes it happen",
                "**claim** `pump`: on each `well`; `this` has bound", "`water` = `0.01 * water.total`",
                "**decision** `pour`: on each `bed`; `well` chooses and pays; `wait` is left when nothing else can be paid; "
                "rows with the same `well` are one choice", "`precision` = `2`; source: assumed",
                "`utility.growth` = `option.litres * thirst`", "`pays.water.bind` = `option.litres`", "`pays.water.while` = `not wet`",
                "`add.green` = `if(rain, 0.1, 0)`", "2024-03-04", "no rain for long", "`20` over 4 weeks", "assumed: dry",
                "`bed[old, west].hail` happens", "manured", "measured", "map of 1987", "`beds.csv`", "the scenario's folder",
                "before 2024-02-05", "What is cut", "### `wetter`: More \\| rain", "as in 1816",
                "Until 2024-06-03 it is the scenario, to the bit."):
            with self.subTest(fact=fact):
                self.assertTrue(fact in text, fact)
        self.assertNotIn("Not part of the opening", text)
        self.assertNotIn("#:schema", text)

    def test_its_tables_are_tables_and_its_code_is_closed(self) -> None:
        width = 0
        for line in unfenced(self.described()):
            if not line.startswith("|"):
                width = 0
                self.assertEqual(line.count("`") % 2, 0, line)
                continue
            self.assertTrue(line.endswith(" |"), line)
            width = width or len(cells(line))
            self.assertEqual(len(cells(line)), width, line)
            for cell in cells(line):
                self.assertEqual(cell.count("`") % 2, 0, line)

    def test_the_json_has_the_same_facts(self) -> None:
        told = self.facts()
        self.assertEqual(told["clock"], {"unit": "week", "start": "2024-01-01", "end": "2024-12-30", "step": 2.0, "steps": 26,
                                         "integrator": "euler"})
        parameters = {one["name"]: one for one in told["parameters"]}
        self.assertEqual((parameters["twice"]["value"], parameters["twice"]["formula"]), (0.5, "2 * thirst"))
        self.assertEqual(parameters["thirst"]["range"], [0, 1])
        beds = next(kind for kind in told["kinds"] if kind["name"] == "bed")
        self.assertEqual((beds["rows"], beds["table"], beds["key"]), (["old/east", "old/west"], "beds.csv", ["well", "side"]))
        self.assertEqual(told["calendar"][0]["step"], 5)   # 63 days: the fifth step begins on day 70
        self.assertEqual([(file["role"], file["name"], file["place"]) for file in told["files"]],
                         [("scenario", "garden.toml", "own"), ("table", "beds.csv", "own"), ("table", "more.csv", "own")])

    def test_who_reads_whom_follows_references_binders_and_functions(self) -> None:
        told = self.facts()
        reads = {(one["reader"], one["read"]): one["members"] for one in told["reads"]}
        # pour pays with what its well has; the pump pays with its own.
        self.assertEqual(reads, {("bed", "bed"): ["green", "well"], ("bed", "well"): ["water"]})
        self.write("garden.toml", GARDEN.replace("share(green, thirst)", "share(first(this), well.water.free)")
                   .replace("[function]", '[function]\nfirst = { of = ["b"], is = "b.side.tall" }')
                   .replace("[kind.side]", "[kind.side]\ntall = { start = 2 }"))
        reads = {(one["reader"], one["read"]): one["members"] for one in self.facts()["reads"]}
        self.assertEqual(reads, {("bed", "bed"): ["green", "side", "well"], ("bed", "side"): ["tall"], ("bed", "well"): ["water"]})

    def test_all_draws_are_told(self) -> None:
        self.assertEqual([(one["rule"], one["draw"]) for one in self.facts()["draws"]],
                         [("kind.bed start.green", "normal(1, 0.1)"), ("event.hail add.green", "uniform(0, 1)")])

    def test_what_is_assumed_is_what_says_so(self) -> None:
        sources = {one["where"]: one["source"] for one in self.facts()["sources"] if one["assumed"]}
        self.assertEqual(sources, {
            "parameter.thirst": "assumed: thirsty | dry", "rows.well": "assumed: there is one", "flow.bed.green": "assumed",
            "decision.pour precision": "assumed", "at.drought set well[old].water": "assumed: dry"})
        without = {one["where"] for one in self.facts()["sources"] if not one["source"]}
        self.assertLessEqual({"parameter.twice", "let.bed.luck", "rows.side", "event.rain rate.clouds", "decision.pour when"}, without)
        self.assertNotIn("rows.bed", without)

    def test_who_only_pays_reads_another_row_all_the_same(self) -> None:
        self.write("garden.toml", GARDEN.replace("sum(b in bed where b.well == well: b.green)", "1")
                   .replace('payer = "this"', 'payer = "well"').replace('on = "well"', 'on = "bed"')
                   .replace("0.01 * water.total", "0.01"))
        reads = {(one["reader"], one["read"]): one["members"] for one in self.facts()["reads"]}
        self.assertEqual(reads, {("bed", "well"): ["water"]})
        text = self.described()
        self.assertNotIn("No row reads another", text)
        self.assertIn("What rules know of other rows, and bind or spend there:", text)

    def test_a_column_may_say_where_it_comes_from(self) -> None:
        self.write("garden.toml", GARDEN
                   .replace('range = [0, 9], clamp = true', 'range = [0, 9], clamp = true, source = "Assumed: Smith"')
                   .replace('ref = "side" }', 'ref = "side", source = "map" }')
                   .replace("wet = { start = false }", 'wet = { start = { is = "false", source = "seen" }, source = "told; in part assumed" }'))
        sources = {one["where"]: (one["source"], one["assumed"]) for one in self.facts()["sources"]}
        self.assertEqual(sources["kind.bed start.green"], ("Assumed: Smith", True))  # of the start, too
        self.assertNotIn("kind.bed green", sources)
        self.assertEqual(sources["kind.bed start.wet"], ("seen", False))
        self.assertEqual(sources["kind.bed wet"], ("told; in part assumed", True))
        self.assertEqual(sources["kind.bed side"], ("map", False))
        columns = {one["name"]: one["source"] for kind in self.facts()["kinds"] if kind["name"] == "bed" for one in kind["columns"]}
        self.assertEqual(columns, {"green": "Assumed: Smith", "side": "map", "wet": "told; in part assumed", "well": ""})
        self.assertIn("source: Assumed: Smith", self.described())

    def differences(self, *arms: str) -> dict:
        told = json.loads(self.described("--diff", *arms, "--json"))
        return {(one["where"], one["what"]): (one["before"], one["after"]) for one in told["differences"]}

    def test_a_variant_is_told_old_and_new(self) -> None:
        wetter = self.differences("base", "wetter")
        self.assertEqual(wetter.pop(("parameter.thirst", "formula")), ("0.25", "0.5"))
        self.assertEqual(wetter.pop(("decision.pour", "forced")), ("", "soak"))
        self.assertEqual(wetter.pop(("at.drought", "date")), ("2024-03-04", ""))
        self.assertEqual(wetter.pop(("claim.pump water", "formula")), ("0.01 * water.total", ""))
        self.assertTrue(all(where.startswith(("at.drought", "claim.pump")) for where, _ in wetter), wetter)
        self.assertEqual(self.differences("base", "later"), {("event.rain rate.clouds", "formula"): ("twice", "3 * twice"),
                                                             ("event.rain rate.clouds", "unit"): ("1/week", "")})
        text = self.described("--diff", "base", "wetter")
        self.assertIn("# `base` beside `wetter` (More \\| rain)", text)
        self.assertIn(["`parameter.thirst`", "formula", "`0.25`", "`0.5`"], [cells(line) for line in text.splitlines()])

    def test_rows_that_a_variant_changes_are_told(self) -> None:
        replanted = self.differences("base", "replanted")
        self.assertEqual(replanted[("rows bed[old, west]", "green")], ("", "4"))
        self.assertEqual(replanted[("rows.bed", "from")], ("beds.csv", "more.csv"))
        back = self.differences("replanted", "base")
        self.assertEqual(back, {place: (after, before) for place, (before, after) in replanted.items()})

    def test_an_arm_does_not_differ_from_itself(self) -> None:
        for arm in ("base", "wetter", "later", "replanted"):
            self.assertEqual(self.differences(arm, arm), {})

    def test_two_variants_differ_by_what_either_changes(self) -> None:
        both, first, second = (self.differences(*arms) for arms in (("wetter", "replanted"), ("wetter", "base"), ("base", "replanted")))
        self.assertEqual(both, {**first, **second})

    def test_a_variant_is_described_whole(self) -> None:
        told = self.facts("--arm", "wetter")
        self.assertEqual((told["arm"], told["arm_title"], told["calendar"]), ("wetter", "More | rain", []))
        self.assertIn("The variant `wetter`: More \\| rain.", self.described("--arm", "wetter"))
        self.assertIn("always `soak`, where it is on offer and can be paid", self.described("--arm", "wetter"))

    def test_a_run_file_tells_what_was_run(self) -> None:
        self.expect(0, "run", "garden.toml", "--arms", "base,wetter", "--replicates", 2, "--set", "thirst=0.75", "--quiet", "-o", "garden.h5")
        (self.folder / "garden.toml").unlink()
        told = json.loads(self.expect(0, "describe", "garden.h5", "--json").stdout)
        self.assertEqual([one["name"] for one in told["variants"]], ["wetter"])
        self.assertEqual(next(one["value"] for one in told["parameters"] if one["name"] == "thirst"), 0.75)
        self.assertIn("`luck` = `share(green, thirst) + sum(b in bed", self.expect(0, "describe", "garden.h5").stdout)
        self.expect(0, "describe", "garden.h5", "--diff", "base", "wetter")
        self.assertIn("later", self.expect(64, "describe", "garden.h5", "--arm", "later").stderr)
        self.assertIn("--set", self.expect(64, "describe", "garden.h5", "--set", "thirst=1").stderr)

    def test_the_order_in_a_file_does_not_matter(self) -> None:
        text = self.described()
        head, *sections = re.split(r"^(?=\[)", GARDEN, flags=re.MULTILINE)
        heads = [section for section in sections if not section.startswith("[variant.replanted")]
        rest = [section for section in sections if section.startswith("[variant.replanted")]
        self.write("garden.toml", head + "".join(heads[::-1]) + "".join(rest))
        self.assertEqual(self.described(), text)


class Wrong(ProgramTest):
    def test_errors_have_their_codes(self) -> None:
        self.assertIn("unknown name 'nonsense'", self.expect(65, "describe", self.write("wrong.toml", TWO_ERRORS)).stderr)
        self.assertFalse(json.loads(self.expect(65, "describe", "wrong.toml", "--json").stdout)["ok"])
        self.expect(66, "describe", "nowhere.toml")
        self.assertIn("SCENARIO", self.expect(64, "describe").stderr)
        self.assertIn("unknown variant 'no_wra'", self.expect(64, "describe", FLAGSHIP, "--diff", "base", "no_wra").stderr)
        self.expect(64, "describe", FLAGSHIP, "--diff", "base")
        (self.folder / "other.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
        self.expect(66, "describe", "other.h5")


class Shipped(ProgramTest):
    def test_every_shipped_scenario_is_described_alike_each_time(self) -> None:
        self.assertGreater(len(SHIPPED), 5)
        for path in SHIPPED:
            with self.subTest(scenario=path.name):
                text = self.expect(0, "describe", path).stdout
                self.assertEqual(self.expect(0, "describe", path).stdout, text)
                self.assertTrue(text.startswith("# "))
                self.assertNotIn(str(SOURCE), text)
                for number, heading in enumerate(("Purpose and patterns", "Entities, state variables, and scales",
                                                  "Process overview and scheduling", "Design concepts", "Initialization",
                                                  "Input data", "Submodels"), 1):
                    self.assertIn(f"\n## {number} {heading}\n", text)

    def test_every_equation_of_the_flagships_model_stands_there_as_written(self) -> None:
        text = squeezed(self.expect(0, "describe", FLAGSHIP).stdout)
        with MODEL.open("rb") as file:
            model = tomllib.load(file)
        rules = [formula_text(one) for section in ("let", "flow", "event", "claim", "decision", "update", "function")
                 for one in formulas({name: {k: v for k, v in rule.items() if k != "of"} if section == "function" else rule
                                      for name, rule in model[section].items()})]
        self.assertGreater(len(rules), 100)
        for rule in rules:
            with self.subTest(formula=rule):
                self.assertIn(f"`{rule}`", text)

    def test_what_is_assumed_in_the_flagship_is_what_its_files_say(self) -> None:
        trees = []
        for path in (MODEL, FLAGSHIP):
            with path.open("rb") as file:
                trees.append({key: value for key, value in tomllib.load(file).items() if key != "variant"})
        expected = sorted(source for _, source in sourced(merged(*trees)) if "assumed" in source)
        told = json.loads(self.expect(0, "describe", FLAGSHIP, "--json").stdout)
        self.assertEqual(sorted(one["source"] for one in told["sources"] if one["assumed"]), expected)
        self.assertGreater(len(expected), 50)
        names = {"parameter." + place[1] for place, source in sourced(merged(*trees))
                 if place[0] == "parameter" and "assumed" in source}
        self.assertEqual({one["where"] for one in told["sources"] if one["assumed"] and one["where"].startswith("parameter.")}, names)
        everything = sorted(source for _, source in sourced(merged(*trees)))
        self.assertEqual(sorted(one["source"] for one in told["sources"] if one["source"]), everything)

    def test_the_flagships_difference_is_its_variant(self) -> None:
        told = json.loads(self.expect(0, "describe", FLAGSHIP, "--diff", "base", "no_war", "--json").stdout)
        self.assertEqual({one["where"].split()[0] for one in told["differences"]}, {"at.invasion", "at.kyiv", "at.kharkiv"})
        self.assertTrue(all(one["before"] and not one["after"] for one in told["differences"]))


class CheckedFiles(ProgramTest):
    """`check` says which files it read: a copied model may stand where nobody looks for it."""

    SCENARIO = 'model = "models/influence-prototype.toml"\nend = 5\n'

    def test_the_librarys_model_is_told_from_the_scenarios_own(self) -> None:
        scenario = self.write("mine.toml", self.SCENARIO)
        done = self.expect(0, "check", scenario)
        self.assertRegex(done.stdout, r"\nfile +mine\.toml\nmodel +/.*/models/influence-prototype\.toml \(the library's\)\n")
        self.assertNotIn("is not read", done.stderr)
        self.write("influence-prototype.toml", MODEL.read_text(encoding="utf-8"))
        done = self.expect(0, "check", scenario)
        self.assertIn("note: influence-prototype.toml is not read", done.stderr)
        self.assertIn("would be models/influence-prototype.toml", done.stderr)
        (self.folder / "models").mkdir()
        self.write("models/influence-prototype.toml", MODEL.read_text(encoding="utf-8"))
        done = self.expect(0, "check", scenario)
        self.assertRegex(done.stdout, r"\nmodel +models/influence-prototype\.toml \(the scenario's own\)\n")
        self.assertNotIn("is not read", done.stderr)
        told = json.loads(self.expect(0, "check", scenario, "--json").stdout)
        self.assertEqual([(one["role"], one["place"]) for one in told["files"]], [("scenario", "own"), ("model", "own")])


if __name__ == "__main__":
    unittest.main()
