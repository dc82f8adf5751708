#!/usr/bin/env python3
"""Random small models in which nothing is left to chance: the program and the reference interpreter must agree in every outcome.

Each model has actors with capacities, jobs that claim and choose, a calendar with ramps, and a variant. Events happen for sure, or not
at all, or by date; choices are certain. Claims and the calendar ask no more of a capacity than its total, since what is free before the
first ledger is another question. `random_models_test.py FIRST COUNT FOLDER` compares more models, and keeps those that differ.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest
import warnings
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from interp import Simulation
from interp_scenario import load
from interp_syntax import Bad

MODELS = 50
STEPS = 5


class Writer:
    """Expressions on a kind, from what a phase may know: -1 the state without the ledger, 0 with it, 1 events besides, 2 decisions."""

    def __init__(self, chance, capacities, events, decisions):
        self.chance, self.capacities = chance, capacities
        self.events, self.decisions = events, decisions         # {kind: [name]}, {name: [option]}

    def constant(self):
        return f"{self.chance.uniform(-2, 2):.3f}"

    def number(self, kind, knows, depth=3, option=None):
        """An expression of any size; what is made of it is held small by tanh."""
        pick = self.chance.random()
        if depth == 0 or pick < 0.15:
            known = self.members(kind, ledger=knows >= 0) + ([f"option.{option}"] if option else [])
            return self.chance.choice([self.constant(), "k0", "k1", "time / 5", *known])
        deeper = lambda: self.number(kind, knows, depth - 1, option)
        if pick < 0.55:
            return f"({deeper()} {self.chance.choice('+-*')} {deeper()})"
        if pick < 0.65:
            return f"{self.chance.choice(['tanh', 'abs', 'logistic'])}({deeper()})"
        if pick < 0.75:
            return f"if({self.truth(kind, knows, depth - 1)}, {deeper()}, {deeper()})"
        if pick < 0.85:
            return f"{self.chance.choice(['min', 'max'])}({deeper()}, {deeper()})"
        return self.aggregate(kind, knows)

    def members(self, kind, prefix="", ledger=True):
        own = {"actor": ["x", "y", "s"], "job": ["u", "v", "w", "r"]}[kind]
        found = [prefix + name for name in own + ["helper"]]
        if kind == "actor":
            found += [f"{prefix}{c}.{part}" for c in self.capacities for part in (("total", "free", "bound", "strain") if ledger else ("total",))]
        elif not prefix:
            found += self.members("actor", "boss.", ledger) + self.members("actor", "rival.", ledger)
        return found

    def aggregate(self, kind, knows):
        link = self.chance.choice(["boss", "rival"]) if kind == "actor" else "boss"
        where = f"j.{link} == this" if kind == "actor" else f"j.{link} == boss"
        if self.chance.random() < 0.5:
            where += " and j.flag"
        function = self.chance.choice(["sum", "count", "max", "mean"])
        body = "" if function == "count" else ": " + self.chance.choice(self.members("job", "j.")[:4] + [f"j.boss.{self.capacities[0]}.{'free' if knows >= 0 else 'total'}"])
        return f"({function}(j in job where {where}{body})" + (f" else {self.constant()})" if function in ("max", "mean") else ")")

    def truth(self, kind, knows, depth=2):
        pick = self.chance.random()
        if depth == 0 or pick < 0.4:
            known = ["flag"] if kind == "job" else []
            known += self.events[kind] if knows > 0 else []
            if knows > 1 and kind == "job":
                known += [f"{d}{part}" for d, options in self.decisions.items() for part in ("", ".refused", *("." + o for o in options))]
            if known and pick < 0.3:
                return self.chance.choice(known)
            return f"{self.number(kind, min(knows, 0), 1)} {self.chance.choice('<>')} {self.constant()}"
        if pick < 0.5:
            return f"not ({self.truth(kind, knows, depth - 1)})"
        if pick < 0.6:
            return f"time {self.chance.choice(['<', '>='])} {self.chance.randint(0, STEPS)}"
        return f"({self.truth(kind, knows, depth - 1)} {self.chance.choice(['and', 'or'])} {self.truth(kind, knows, depth - 1)})"

    def amount(self, kind, knows, most, option=None):
        """At least 0."""
        return f"{most:.3f} * (1 + tanh({self.number(kind, knows, 2, option)}))"


def quoted(text):
    return json.dumps(text)


def model(seed):
    """A scenario as text; what it calls `variant.other` is to be run beside it."""
    chance = random.Random(seed)
    capacities = ["money", "troops"][:chance.randint(1, 2)]
    actors = chance.sample(["ant", "bee", "cat", "dog"], chance.randint(2, 3))
    jobs = chance.sample([f"j{i}" for i in range(20)], chance.randint(3, 6))
    events = {"actor": ["alarm"], "job": ["bell", "call", "dawn"][:chance.randint(1, 3)]}
    names = chance.sample(["ask", "buy", "cut"], chance.randint(1, 3))
    decisions = {name: ["none", "some", "much", "most"][:chance.randint(2, 4)] for name in names}
    writer = Writer(chance, capacities, events, decisions)
    number, truth, amount = writer.number, writer.truth, writer.amount
    unit, step = ("step", 1) if len(events["job"]) > 1 or chance.random() < 0.5 else ("week", 0.5)
    lines = [f'time = "{unit}"', f"step = {step}", f"end = {STEPS * step}", "[parameter]", f"k0 = {chance.uniform(-1, 1):.3f}", f"k1 = {chance.uniform(-1, 1):.3f}", "[kind.actor]"]
    lines += [f"{c} = {{ capacity = true, start = {chance.uniform(0.5, 3):.3f} }}" for c in capacities]
    lines += ["x = {}", "y = { start = 0.25 }", "s = { start = 0.5 }", "[kind.job]", 'boss = { ref = "actor" }', 'rival = { ref = "actor" }',
              "u = {}", "v = { start = 0.125 }", "w = {}", "r = { start = 1 }", "flag = { start = false }"]
    lines += ["[rows.actor]", 'columns = ["name", "x"]', "data = " + json.dumps([[a, round(chance.uniform(-2, 2), 3)] for a in actors])]
    lines += ["[rows.job]", 'columns = ["name", "boss", "rival", "u", "w", "flag"]']
    bosses = {a: chance.choice(actors) for a in actors}         # of all jobs with one rival, so that they can be one choice
    grouped = chance.random() < 0.5
    rows = []
    for job in jobs:
        rival = chance.choice(actors)
        rows.append([job, bosses[rival] if grouped else chance.choice(actors), rival, round(chance.uniform(-2, 2), 3),
                     round(chance.uniform(0.5, 2), 6), chance.random() < 0.5])
    lines += ["data = " + json.dumps(rows)]
    for kind in ("actor", "job"):
        lines += [f"[let.{kind}]", f"helper = {quoted(number(kind, -1, 2).replace('helper', '0.5').replace('boss.0.5', '0.5').replace('rival.0.5', '0.5'))}"]
    lines += ["[flow.actor]", f"x = {quoted('0.2 * tanh(' + number('actor', 0) + ')')}"]
    for c in capacities:
        flow = chance.choice(["relax(2, 3)", f"0.2 * tanh({number('actor', 0, 2)})", ""])
        if flow:
            low = f" * min(1, {c}.total)" if "relax" not in flow else ""
            lines += [f"{c} = {quoted(flow + low)}"]
    for kind in ("actor", "job"):
        for event in events[kind]:
            column = "y" if kind == "actor" else "v"
            lines += [f"[event.{event}]", f'on = "{kind}"', 'group = "g"', f"when = {quoted(truth(kind, 0))}"]
            if chance.random() < 0.7:
                happens, surely = ("probability", 1) if unit == "step" else ("rate.cause", 1e9)
                lines += [f"{happens} = {quoted(f'if({truth(kind, 0)}, {surely}, 0)')}"]
            lines += [f"set.{column} = {quoted('tanh(' + number(kind, 0) + ')')}", f"add.{'x' if kind == 'actor' else 'u'} = {quoted('tanh(' + number(kind, 0) + ')')}"]
            if kind == "job":
                lines += [f"set.flag = {quoted(truth(kind, 0))}"]
    for i in range(chance.randint(1, 3)):
        on, payer = chance.choice([("job", "boss"), ("job", "rival"), ("actor", "this")])
        lines += [f"[claim.c{i}]", f'on = "{on}"', f'payer = "{payer}"', f"when = {quoted(truth(on, -1))}"]
        lines += [f"{c} = {quoted(amount(on, -1, 0.2))}" for c in chance.sample(capacities, chance.randint(1, len(capacities)))]
    setter, always = chance.choice(names), []
    for name, options in decisions.items():
        lines += [f"[decision.{name}]", 'on = "job"', f'actor = "{"boss" if grouped else chance.choice(["boss", "rival"])}"', "precision = 1e7", 'otherwise = "none"']
        if chance.random() < 0.9:
            lines += [f"when = {quoted(truth('job', 1))}"]
        among = grouped and chance.random() < 0.5
        lines += ['among = "rival"'] if among else []
        written = []
        for i, option in enumerate(options):
            parts = [f'name = "{option}"', f"size = {0 if option == 'none' else round(chance.uniform(0.1, 0.8) * i, 3)}", f"joy = {chance.uniform(-1, 3) if i else 0:.6f}"]
            if i and chance.random() < 0.3:
                parts.append(f"when = {quoted(truth('job', 1))}")
            elif not among:
                always.append((name, option))
            if i and chance.random() < 0.3:
                parts.append(f"utility.extra = {quoted('w * tanh(' + number('job', 1, 2, 'size') + ')')}")
            if chance.random() < 0.3:
                parts.append(f"set.v = {quoted('w + option.joy')}" if name == setter else f"add.u = {quoted('0.1 * w')}")
            written.append("{ " + ", ".join(parts) + " }")
        chance.shuffle(written)
        lines += ["option = [", *(f"  {o}," for o in written), "]", 'utility.own = "w * option.joy"',
                  f"utility.more = {quoted('w * option.size * tanh(' + number('job', 1, 2, 'size') + ')')}"]
        for c in chance.sample(capacities, chance.choice([0, *[len(capacities)] * 3])):
            cost = quoted("option.size * " + amount("job", 1, 1.2))
            lasts = quoted(chance.choice(["true", truth("job", 0)]))
            lines += [f"pays.{c} = {{ bind = {cost}, while = {lasts} }}" if chance.random() < 0.6 else f"pays.{c} = {{ spend = {cost} }}"]
        lines += [f"add.u = {quoted('0.3 * option.size + 0.1 * tanh(' + number('job', 1, 2, 'joy') + ')')}"]
        if name == setter:
            lines += ["set.v = " + quoted(number("job", 1, 1, "joy") if chance.random() < 0.3 else "tanh(v + option.joy)")]
    lines += ["[update.job]", f"set.flag = {quoted(truth('job', 2))}", f"add.v = {quoted('0.3 * tanh(' + number('job', 2) + ')')}",
              "[update.actor]", f"add.y = {quoted('0.1 * tanh(' + number('actor', 1) + ')')}"]
    for i in range(chance.randint(1, 4)):
        lines += calendar_entry(f"e{i}", i, chance, writer, actors, jobs, events, unit, step)
    lines += ["[variant.other]", *variant(chance, names, always, step)]
    return "\n".join(lines + ["[outcome]", *outcomes(capacities, actors, jobs, events, decisions)]) + "\n"


def calendar_entry(name, number, chance, writer, actors, jobs, events, unit, step):
    """Sets, adds, ramps and fires; each entry has a row of its own, so that no address is set and no group fired by two."""
    lines = [f"[at.{name}]", f"date = {step * (chance.randint(0, STEPS - 1) if chance.random() < 0.7 else round(chance.uniform(0, STEPS - 1), 2))}"]
    fires = [f"job[{jobs[number % len(jobs)]}].{chance.choice(events['job'])}"] + [f"actor[{chance.choice(actors)}].alarm"] * (number == 0)
    lines += ["fire = " + json.dumps(fires)]
    goal = f"job[{chance.choice(jobs)}].u + actor[{chance.choice(actors)}].{chance.choice(writer.members('actor', ledger=False))}"
    if number < len(jobs):
        over = f'"{step * chance.choice([1, 2.5, 3, 0.5])} {unit}s"'
        place = f"job[{jobs[number]}].r"
        lines += [f"[at.{name}.set]", f"{quoted(place)} = {{ to = {quoted(goal)}, over = {over} }}"]
        if number == 0 and chance.random() < 0.5:
            lines += [f"{quoted(f'actor[{actors[0]}].x')} = {quoted(goal)}"]
    lines += [f"[at.{name}.add]", f"{quoted(f'actor[{chance.choice(actors)}].s')} = {quoted('0.5 * tanh(' + goal + ')')}",
              f"{quoted(f'job[{chance.choice(jobs)}].u')} = 0.5"]
    return lines


def variant(chance, names, always, step):
    """`always`: options that can be forced, since they are always on offer."""
    late = chance.random() < 0.5
    gone = chance.sample(['claim.c0', 'event.bell', 'decision.' + names[0]] + ([] if late else ['at.e0']), chance.randint(0, 2))
    lines = [f"without = {json.dumps(gone)}"] if gone else []
    if late:
        lines += [f"from = {step * chance.randint(0, STEPS - 1)}"]
    elif always and not gone and chance.random() < 0.5:
        lines += ["force = {{ {} = \"{}\" }}".format(*chance.choice(always))]
    if chance.random() < 0.5:
        lines += [f"freeze = {json.dumps(chance.sample(['job.v', 'actor.x', 'job.flag'] + ([] if late else ['job.r', 'job.helper']), 1))}"]
    lines += ["[variant.other.parameter]", f"k0 = {chance.uniform(-1, 1):.3f}"]
    return lines


def outcomes(capacities, actors, jobs, events, decisions):
    """Everything there is, with a weight that differs from step to step."""
    weight, found = "exp(time / 7)", {}
    for a in actors:
        for what in ["x", "y", "s", "helper"] + [f"{c}.{part}" for c in capacities for part in ("total", "free", "bound", "strain")]:
            found[f"{a}_{what}"] = f"{weight} * actor[{a}].{what}"
        found[f"{a}_alarm"] = f"if(actor[{a}].alarm, {weight}, 0)"
    for j in jobs:
        for what in ["u", "v", "r", "helper"]:
            found[f"{j}_{what}"] = f"{weight} * job[{j}].{what}"
        chosen = [d + part for d, options in decisions.items() for part in ("", ".refused", *("." + o for o in options))]
        for what in ["flag", *events["job"], *chosen]:
            found[f"{j}_{what}"] = f"if(job[{j}].{what}, {weight}, 0)"
    return [f"{name.replace('.', '_')} = {{ take = \"sum\", of = {quoted(of)} }}" for name, of in found.items()]


def of_program(program, path):
    """{arm: {outcome: value}}, or what the program complains of."""
    done = subprocess.run([program, "run", path, "--arms", "base,other", "--replicates", "1", "--json", "--record", "outcomes", "-o", str(path) + ".h5"],
                          capture_output=True, text=True)
    if done.returncode != 0:
        return (done.stderr or done.stdout).strip()
    return {arm["name"]: {name: o["mean"] for name, o in arm["outcomes"].items()} for arm in json.loads(done.stdout)["arms"]}


def of_interpreter(path):
    found = {}
    for arm in ("base", "other"):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                values = Simulation(load(path, None if arm == "base" else arm), 1).run()
        except Bad as problem:
            return f"{arm}: {problem}"
        found[arm] = {name: float(value[0]) for name, value in values.items()}
    return found


def difference(program, path):
    """What differs, None if nothing, and whether the model ran in both."""
    ours, theirs = of_program(program, path), of_interpreter(path)
    if isinstance(ours, str) or isinstance(theirs, str):
        both = isinstance(ours, str) and isinstance(theirs, str)
        return None if both else f"program: {ours if isinstance(ours, str) else 'runs'}; interpreter: {theirs if isinstance(theirs, str) else 'runs'}", False
    for arm in theirs:
        worst = [name for name, value in theirs[arm].items() if not abs(ours[arm][name] - value) <= 1e-9 * max(1, abs(value))]
        if worst:
            return f"{arm}: {len(worst)} of {len(theirs[arm])}: " + "; ".join(f"{n} {ours[arm][n]} != {theirs[arm][n]}" for n in worst[:6]), True
    return None, True


class RandomModels(unittest.TestCase):
    def test_program_and_interpreter_agree(self):
        program = os.environ.get("HEGEMON")
        if not program:
            self.skipTest("HEGEMON does not name the program")
        complaints, ran = compare(program, 0, MODELS)
        self.assertEqual(complaints, [])
        self.assertGreaterEqual(ran, 0.9 * MODELS)


def compare(program, first, count, keep=None):
    """What differs in models FIRST to FIRST + COUNT - 1, and how many of them ran; those that differ are kept in a folder."""
    complaints, ran = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            path = Path(folder) / f"{seed}.toml"
            path.write_text(model(seed))
            differs, has_run = difference(program, path)
            ran += has_run
            if differs:
                complaints.append(f"model {seed}: {differs}")
                if keep:
                    (Path(keep) / path.name).write_text(model(seed))
    return complaints, ran


if __name__ == "__main__":
    if len(sys.argv) == 4:
        found, how_many = compare(os.environ["HEGEMON"], int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
        print(*found, f"{how_many} ran, {len(found)} differ", sep="\n")
        sys.exit(bool(found))
    unittest.main(verbosity=2)
