"""Holds explanations against the record, and each of their claims against a run of a scenario that was changed in its text.

Nothing here knows how explanations are made: the record is read with h5py, and a thing is taken away by a variant.

- A calendar entry: `without = ["at.NAME"]`.
- An event on a row in a step: its kind has a truth column that the calendar sets on the step's date and takes back a step later; the event's
  `when` asks for it.
- A decision on a row in a step: the same column, and the `when` of each option but the one that is left.
- So that one variant can take another thing away in each replicate, the calendar asks for a number that each replicate draws at its start.

How the event stood where it did not happen is read off a probe: an event with the same `when`, the same causes and factors, and one more cause, so
large that it happens wherever it may. More columns and events change no random numbers.
"""
import copy
import datetime
import json
import math
import os
import subprocess
import sys
import tempfile
import tomllib
import unittest
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

sys.dont_write_bytecode = True
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
sys.path.insert(0, str(SOURCE / "tests" / "determinism"))
from toml_text import toml_text

PROGRAM = os.environ["HEGEMON"]
SCENARIO = SOURCE / "scenarios" / "post-soviet" / "2022-prototype.toml"
ARMS = ("base", "no_war")
SEED = 5
SURE = 1e12            # expected happenings in a unit of time: it happens in any step
VARIANTS_A_RUN = 30
WEEK = datetime.timedelta(weeks=1)


def words(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def hegemon(*arguments: object) -> str:
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


@dataclass
class Table:
    """The events, or the decisions, of one arm: a list of dictionaries in the order of their numbers."""
    lines: list[dict] = field(default_factory=list)
    by_place: dict = field(default_factory=dict)  # (replicate, rule, row) -> {step: line}

    def steps(self, replicate: int, rule: str, row: str) -> dict:
        return self.by_place.get((replicate, rule, row), {})


def read_table(arm: h5py.Group, section: str) -> Table:
    lines = []
    for rule, group in arm[section].items():
        names = [words(x) for x in arm[group.attrs["kind"]][words(group.attrs["kind"])][()]]
        columns = {key: item[()] for key, item in group.items() if item.ndim == 1 and key not in ("firing", "choice")}
        of = {key: words(group[key].attrs["flag_meanings"]).split() for key in ("cause", "wish", "option") if key in group}
        for i in range(len(columns["step"])):
            line = {key: values[i].item() for key, values in columns.items()}
            line |= {"rule": rule, "row": names[line["row"]], "kind": words(group.attrs["kind"]), "meanings": of}
            lines.append(line)
    lines.sort(key=lambda line: (line["replicate"], line["step"], line["rule"], line["row"]))
    table = Table(lines)
    for line in lines:
        table.by_place.setdefault((line["replicate"], line["rule"], line["row"]), {})[line["step"]] = line
    return table


class Record:
    """Events and decisions of all arms of a run file, and when its steps begin."""

    def __init__(self, path: Path) -> None:
        with h5py.File(path) as file:
            self.events = {words(arm): read_table(file[words(arm)], "events") for arm in file.attrs["arms"]}
            self.decisions = {words(arm): read_table(file[words(arm)], "decisions") for arm in file.attrs["arms"]}
            self.text = words(file["scenario/text"][()])
            self.steps = int(file.attrs["time_steps"])
            self.length = float(file.attrs["time_step"])
            self.start = datetime.date.fromisoformat(words(file.attrs["time_start_date"]))

    def date(self, step: int) -> datetime.date:
        return self.start + step * WEEK


# ------------------------------------------------------------------------------------------------ the changed scenario
def both(first: object, second: str) -> str:
    return second if first is None else f"({first}) and {second}"


def with_probes(text: str) -> dict:
    """The scenario with a switch and a probe for each event, and a switch for each decision; without its variants but no_war."""
    scenario = tomllib.loads(text)
    scenario["variant"] = {"no_war": scenario["variant"]["no_war"]}
    scenario["kind"]["lot"] = {"number": {"start": "uniform(0, 1)"}}
    scenario["rows"]["lot"] = {"columns": ["name"], "data": [["only"]]}
    scenario["outcome"]["lot"] = {"take": "final", "of": "lot[only].number"}
    for name, event in list(scenario["event"].items()):
        scenario["kind"][event["on"]][f"blocked_{name}"] = {"start": False}
        event["when"] = both(formula(event.get("when")), f"not blocked_{name}")
        if "rate" in event:
            probe = {key: copy.deepcopy(event[key]) for key in ("on", "when", "rate", "factor") if key in event}
            probe["rate"]["sure"] = SURE
            scenario["event"][f"probe_{name}"] = probe
    for name, decision in scenario["decision"].items():
        scenario["kind"][decision["on"]][f"blocked_{name}"] = {"start": False}
        for option in decision["option"]:
            if option["name"] != decision["otherwise"]:
                option["when"] = both(option.get("when"), f"not blocked_{name}")
    return scenario


def formula(value: object) -> object:
    return value["is"] if isinstance(value, dict) else value


class World:
    """The events and decisions of one arm of a run of variants, read when asked for."""

    def __init__(self, arm: h5py.Group) -> None:
        self.arm = arm
        self.tables: dict[tuple[str, str], tuple[dict, list[str], dict]] = {}

    def has(self, section: str, rule: str) -> bool:
        return rule in self.arm[section]

    def steps(self, section: str, replicate: int, rule: str, row: str) -> dict:
        """step -> the line of the record."""
        if (section, rule) not in self.tables:
            group = self.arm[section][rule]
            kind = words(group.attrs["kind"])
            columns = {key: item[()] for key, item in group.items() if item.ndim == 1 and key not in ("firing", "choice")}
            of = {key: words(group[key].attrs["flag_meanings"]).split() for key in ("cause", "wish", "option") if key in group}
            self.tables[section, rule] = columns, [words(x) for x in self.arm[kind][kind][()]], of
        columns, names, of = self.tables[section, rule]
        begin, end = np.searchsorted(columns["replicate"], [replicate, replicate + 1])
        here = begin + np.flatnonzero(columns["row"][begin:end] == names.index(row))
        return {int(columns["step"][i]): {key: values[i].item() for key, values in columns.items()} | {"meanings": of} for i in here}


class Variants:
    """What is to be taken away, and runs of it: one thing in each replicate, or a calendar entry in all."""

    def __init__(self, folder: Path, record: Record, replicates: int) -> None:
        self.folder, self.record, self.replicates = folder, record, replicates
        self.scenario = with_probes(record.text)
        self.slots: dict[tuple[str, int], list[tuple]] = {}  # arm and replicate -> addresses and steps
        self.entries: dict[str, tuple[str, str]] = {}        # variant -> arm and entry

    def name(self, arm: str, replicate: int, without: dict) -> str:
        """Of the variant in which it is taken away."""
        if without["sort"] == "entry":
            self.entries[f"{arm}_{without['rule']}"] = arm, without["rule"]
            return f"{arm}_{without['rule']}"
        address = f"{without['kind']}[{without['row'].replace('/', ', ')}].blocked_{without['rule']}"
        slots = self.slots.setdefault((arm, replicate), [])
        if (address, without["step"]) not in slots:
            slots.append((address, without["step"]))
        return f"{arm}_{slots.index((address, without['step']))}"

    def patches(self, lots: np.ndarray) -> dict[str, dict]:
        removed = {"base": [], "no_war": list(self.scenario["variant"]["no_war"]["without"])}
        found = {name: {"without": [*removed[arm], f"at.{entry}"]} for name, (arm, entry) in self.entries.items()}
        for arm in ARMS:
            for slot in range(max((len(slots) for (a, _), slots in self.slots.items() if a == arm), default=0)):
                taken = {r: slots[slot] for (a, r), slots in self.slots.items() if a == arm and slot < len(slots)}
                found[f"{arm}_{slot}"] = {"at": self.calendar(taken, lots)} | ({"without": removed[arm]} if removed[arm] else {})
        return found

    def calendar(self, taken: dict[int, tuple[str, int]], lots: np.ndarray) -> dict:
        """Entries that turn each switch on in its replicate and step, and off in the next."""
        switches: dict[tuple[str, int], list[str]] = {}
        for replicate, (address, step) in taken.items():
            switches.setdefault((address, step), []).append(f"lot[only].number == {lots[replicate]!r}")
            switches.setdefault((address, step + 1), [])
        return {f"test_{i}": {"date": self.record.date(step), "set": {address: " or ".join(replicates) or False}}
                for i, ((address, step), replicates) in enumerate(switches.items()) if step < self.record.steps}

    def run_all(self):
        """Yields variant (or arm) and its world, one run after the other."""
        path, output = self.folder / "variants.toml", self.folder / "variants.h5"
        lots, patches = np.zeros(self.replicates), {}
        names = [*ARMS]
        while names:
            now, names = names[:VARIANTS_A_RUN], names[VARIANTS_A_RUN:]
            scenario = dict(self.scenario)
            scenario["variant"] = self.scenario["variant"] | {name: patches[name] for name in now if name in patches}
            path.write_text(toml_text(scenario), encoding="utf-8")
            hegemon("run", path, "--arms", ",".join(now), "--replicates", self.replicates, "--seed", SEED, "-q", "-o", output)
            with h5py.File(output) as file:
                if not patches:
                    lots = file["base/outcomes/lot"][()].tolist()
                    patches = self.patches(lots)
                    names = list(patches)
                for name in now:
                    yield name, World(file[name])


# ------------------------------------------------------------------------------------------------ what is held against what
def chance_of(rate: float, length: float) -> float:
    return -math.expm1(-rate * length)


def wish_chance(choice: dict, wish: str) -> float:
    """exp(precision * utility) of the wish, of the sum over all on offer."""
    weights = {o: math.exp(choice["precision"] * choice[f"utility_{o}"]) for o in choice["meanings"]["option"]
               if not math.isnan(choice[f"utility_{o}"])}
    return weights.get(wish, 0.0) / sum(weights.values())


class ExplainTest(unittest.TestCase):
    replicates = 8

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.run_path = cls.folder / "run.h5"
        hegemon("run", SCENARIO, "--arms", ",".join(ARMS), "--replicates", cls.replicates, "--seed", SEED, "-q", "-o", cls.run_path)
        cls.record = Record(cls.run_path)

    def explanations(self, arm: str, sort: str, numbers: list[int]) -> list[dict]:
        """In order, with all that came before each taken away in turn."""
        if not numbers:
            return []
        text = hegemon("explain", self.run_path, "--arm", arm, f"--{sort}", ",".join(map(str, numbers)), "--within", 100000, "--json")
        return json.loads(text)["explanations"]

    # -------------------------------------------------------------------------------------------- the record
    def check_event(self, told: dict, arm: str, line: dict) -> None:
        """Every number of it is that of the record."""
        for key in ("rule", "row", "replicate", "step", "time", "rate", "kind"):
            self.assertEqual(told[key], line[key], key)
        self.assertEqual(told["begin"], 7.0 * line["step"])
        self.assertEqual(told["date"], str(self.record.date(line["step"])))
        self.assertEqual(told["day"], str(self.record.start + datetime.timedelta(days=math.floor(line["time"]))))
        causes = {key.removeprefix("cause_"): value for key, value in line.items() if key.startswith("cause_")}
        factors = {key.removeprefix("factor_"): value for key, value in line.items() if key.startswith("factor_")}
        self.assertEqual({part["name"]: part["value"] for part in told["causes"]}, causes)
        self.assertEqual({part["name"]: part["value"] for part in told["factors"]}, factors)
        total = sum(causes.values())
        for part in told["causes"]:
            if total > 0:
                self.assertAlmostEqual(part["share"], part["value"] / total, delta=1e-12)
        drawn = line["meanings"]["cause"][line["cause"] + 1]
        self.assertEqual(told["cause"], "" if drawn == "none" else drawn)
        self.assertAlmostEqual(told["chance"], chance_of(line["rate"], self.record.length), delta=1e-14)
        self.assertTrue(told["may_happen"])
        self.assertEqual("entry" in told, line["cause"] == -1)
        self.check_other_arms(told, arm, line)

    def check_other_arms(self, told: dict, arm: str, line: dict) -> None:
        self.assertEqual([other["arm"] for other in told["other_arms"]], [a for a in ARMS if a != arm])
        for other in told["other_arms"]:
            there = self.record.events[other["arm"]].steps(line["replicate"], line["rule"], line["row"])
            self.assertEqual(other["happened"], line["step"] in there)

    def check_before(self, told: dict, arm: str) -> None:
        """What came before it is all there, the latest first."""
        is_event = told["sort"] == "event"
        replicate, step = told["replicate"], told["step"]
        expected = {("event", l["rule"], l["row"], l["step"]) for l in self.record.events[arm].lines
                    if l["replicate"] == replicate and l["step"] < step + (not is_event)}
        for l in self.record.decisions[arm].lines:
            active = l["option"] != 0 or l["wish"] != 0
            earlier = l["step"] < step or (not is_event and l["step"] == step and l["row"] != told["row"])
            if l["replicate"] == replicate and active and earlier:
                expected.add(("decision", l["rule"], l["row"], l["step"]))
        scenario = tomllib.loads(self.record.text)
        for name, entry in scenario["at"].items():
            acts = math.ceil((entry["date"] - self.record.start).days / 7)
            if acts <= step and not (arm == "no_war" and f"at.{name}" in scenario["variant"]["no_war"]["without"]):
                expected.add(("entry", name, "", acts))
        tried = [(w["sort"], w["rule"], w.get("row", ""), w["step"]) for w in (test["without"] for test in told["but_for"])]
        self.assertEqual(len(tried), len(set(tried)))
        self.assertEqual(set(tried), expected)
        self.assertEqual(told["earlier"], len(expected))
        self.assertEqual([t[3] for t in tried], sorted((t[3] for t in tried), reverse=True))

    # -------------------------------------------------------------------------------------------- the claims
    def check_standing(self, told: dict, world: World, replicate: int, rule: str, row: str, step: int) -> None:
        """Rate and chance in a world, from the probe: it happened just if the event may happen."""
        if not world.has("events", f"probe_{rule}"):  # an event without a rate
            self.assertEqual(told["chance"], 0)
            return
        probe = world.steps("events", replicate, f"probe_{rule}", row).get(step)
        if "may_happen" in told:
            self.assertEqual(told["may_happen"], probe is not None)
        if probe is None:
            self.assertEqual(told["chance"], 0)
            return
        rate = sum(v for k, v in probe.items() if k.startswith("cause_") and k != "cause_sure")
        rate *= math.prod(v for k, v in probe.items() if k.startswith("factor_"))
        self.assertAlmostEqual(told["rate"], rate, delta=1e-12 * max(rate, 1))
        self.assertAlmostEqual(told["chance"], chance_of(rate, self.record.length), delta=1e-12)
        for part in told.get("causes", []):
            self.assertEqual(part["value"], probe[f"cause_{part['name']}"])
        for part in told.get("factors", []):
            self.assertEqual(part["value"], probe[f"factor_{part['name']}"])

    def check_event_claim(self, test: dict, told: dict, arm: str, world: World) -> None:
        replicate, rule, row, step = (told[key] for key in ("replicate", "rule", "row", "step"))
        there = world.steps("events", replicate, rule, row)
        self.assertEqual(test["still"], step in there)
        self.assertFalse(test["fails"])
        self.check_standing(test, world, replicate, rule, row, step)
        self.check_other_steps(test, there, self.record.events[arm].steps(replicate, rule, row), step)

    def check_other_steps(self, test: dict, there: dict, truth: dict, step: int) -> None:
        if step in there:
            self.assertNotIn("next", test)
            self.assertNotIn("earlier", test)
            return
        later = [s for s in there if s > step]
        self.assertEqual(test.get("next", {}).get("step"), min(later) if later else None)
        before = [s for s in there if s < step and s not in truth]
        self.assertEqual(test.get("earlier", {}).get("step"), max(before) if before else None)
        for key in ("next", "earlier"):
            if key in test:
                self.assertEqual(test[key]["date"], str(self.record.date(test[key]["step"])))

    def check_decision(self, told: dict, line: dict) -> None:
        decision = told["decision"]
        options = line["meanings"]["option"]
        for key in ("rule", "row", "replicate", "step", "kind"):
            self.assertEqual(told[key], line[key], key)
        self.assertEqual(decision["wish"], options[line["wish"]])
        self.assertEqual(decision["option"], options[line["option"]])
        self.assertEqual(decision["refused"], line["refused"] != 0)
        self.assertEqual(decision["precision"], line["precision"])
        self.assertEqual(decision["served_before"], line["served_before"])
        for option in decision["options"]:
            self.assertEqual(option["utility"], line[f"utility_{option['name']}"])
            self.assertAlmostEqual(option["chance"], wish_chance(line, option["name"]), delta=1e-12)
        for payment in decision["payments"]:
            self.assertEqual(payment["free"], line[f"free_{payment['capacity']}"])

    def check_decision_claim(self, test: dict, told: dict, arm: str, world: World) -> None:
        replicate, rule, row, step = (told[key] for key in ("replicate", "rule", "row", "step"))
        there = world.steps("decisions", replicate, rule, row)
        line = there.get(step)
        self.assertEqual(test["asked"], line is not None)
        if line is None:
            self.assertFalse(test["still"])
            self.assertEqual(test["chance"], 0)
            self.check_other_steps(test, there, self.record.decisions[arm].steps(replicate, rule, row), step)
            return
        options = line["meanings"]["option"]
        self.assertEqual(test["option"], options[line["option"]])
        self.assertEqual(test["still"], (options[line["wish"]], options[line["option"]]) == (told["wish"], told["option"]))
        self.assertAlmostEqual(test["chance"], wish_chance(line, told["wish"]), delta=1e-12)

    # -------------------------------------------------------------------------------------------- all of it
    def check_all(self, drawn: list[tuple[str, str, int]], most_claims: int | None = None) -> int:
        """`drawn`: arm, "event" or "decision", number. Returns how many claims were confirmed."""
        explained = []
        for arm in ARMS:
            for sort, tables in (("event", self.record.events), ("decision", self.record.decisions)):
                numbers = [n for a, s, n in drawn if (a, s) == (arm, sort)]
                for told, number in zip(self.explanations(arm, sort, numbers), numbers, strict=True):
                    explained.append((arm, told))
                    self.assertEqual((told["arm"], told["sort"], told["number"]), (arm, sort, number))
                    line = tables[arm].lines[number]
                    self.check_event(told, arm, line) if sort == "event" else self.check_decision(told, line)
                    self.check_before(told, arm)
        claims = [(arm, told, test) for arm, told in explained for test in told["but_for"]]
        if most_claims is not None:
            claims = [claims[i] for i in sorted(np.random.default_rng(SEED).permutation(len(claims))[:most_claims])]
        variants = Variants(self.folder, self.record, self.replicates)
        of_variant: dict[str, list] = {}
        for arm, told, test in claims:
            of_variant.setdefault(variants.name(arm, told["replicate"], test["without"]), []).append((arm, told, test))
        confirmed = 0
        for name, world in variants.run_all():
            if name in ARMS:
                self.check_undisturbed(name, world)
                self.check_arm(name, world, explained)
            for arm, told, test in of_variant.get(name, []):
                confirmed += 1
                with self.subTest(arm=arm, rule=told["rule"], number=told["number"], without=test["without"]):
                    check = self.check_event_claim if told["sort"] == "event" else self.check_decision_claim
                    check(test, told, arm, world)
        return confirmed

    def check_arm(self, name: str, world: World, explained: list[tuple[str, dict]]) -> None:
        """What explanations say of it as the other arm."""
        for _, told in explained:
            for other in told["other_arms"]:
                if other["arm"] == name and told["sort"] == "event":
                    self.check_standing(other, world, told["replicate"], told["rule"], told["row"], told["step"])

    def check_undisturbed(self, arm: str, world: World) -> None:
        """Switches that nobody turns, and probes, change nothing."""
        for section, tables in (("events", self.record.events), ("decisions", self.record.decisions)):
            for (replicate, rule, row), lines in tables[arm].by_place.items():
                there = world.steps(section, replicate, rule, row)
                self.assertEqual(list(there), list(lines))
                for step, line in lines.items():
                    for key in ("rate", "time", "option", "wish"):
                        self.assertEqual(there[step].get(key), line.get(key))
