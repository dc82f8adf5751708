#!/usr/bin/env python3
"""Reference interpreter of the rule language: an oracle to dock with, slow, in numpy, sharing no line with the simulator.

usage: interp.py SCENARIO.toml [--replicates N] [--seed S] [--set NAME=VALUE ...] [--variant V] [--json]
"""
import argparse
import hashlib
import json
import sys

import numpy as np

sys.dont_write_bytecode = True
from interp_calendar import Calendar
from interp_decisions import Decisions, on_grid
from interp_scenario import Clock, formula, load, read_rows
from interp_syntax import Bad
from interp_values import Context, Evaluator, Value, on


class Simulation(Evaluator, Decisions, Calendar):
    """One scenario, `lanes` replicates side by side. `first` is the number of the first, so that slices of a run draw apart."""

    def __init__(self, scenario, lanes, seed=1, first=0):
        super().__init__()
        d = self.d = scenario
        self.lanes, self.seed, self.first = lanes, seed, first
        self.clock, self.now, self.number = Clock(d), 0.0, -1
        self.kinds = d.get("kind", {})
        self.take_rules(d)
        self.functions = {name: (f["of"], f["is"]) for name, f in d.get("function", {}).items()}
        self.integrator = d.get("integrator", "euler")
        self.events_on = {k: [e for e in sorted(self.events) if self.events[e]["on"] == k] for k in self.kinds}
        self.decisions_on = {k: [e for e in sorted(self.decisions) if self.decisions[e]["on"] == k] for k in self.kinds}
        self.capacities = {k: [c for c, s in v.items() if c != "key" and s.get("capacity")] for k, v in self.kinds.items()}
        self.state = {k: {} for k in self.kinds}        # [kind][column or event name]: [row, lane]
        self.read_all_rows()
        self.check()
        self.start_ledger()
        self.ramps = {}
        self.clear_fired()
        self.overwritten = {}
        for address, value in d.get("set", {}).items():
            kind, row, column = self.address(address)
            self.overwritten.setdefault((kind, column), {})[row] = value
        for kind in self.kinds:                         # in dependency order, since each start asks for the others
            for column in self.kinds[kind]:
                if column != "key" and (kind, column) not in self.reference:
                    self.column(kind, column)
        self.settle_ledger()

    def take_rules(self, scenario):
        """The rules of a scenario, and its parameters, hold from now on."""
        self.d = d = scenario
        self.lets, self.flows, self.updates = d.get("let", {}), d.get("flow", {}), d.get("update", {})
        self.events, self.decisions = d.get("event", {}), d.get("decision", {})
        self.parameters, self.cache = {}, {}

    # ---- rows and start values
    def read_all_rows(self):
        self.count, self.names, self.reference, self.given, self.partner = {}, {}, {}, {}, {}
        for kind, columns in self.kinds.items():
            heading, data = read_rows(self.d, kind)
            unknown = [c for c in heading if c != "name" and c not in columns]
            if unknown:
                raise Bad(f"rows.{kind}: unknown columns {unknown}")
            key = columns.get("key", ["name"])
            self.count[kind] = len(data)
            self.given[kind] = {c: [row[i] for row in data] for i, c in enumerate(heading)}
            self.names[kind] = ["/".join(str(row[heading.index(c)]) for c in key) for row in data]
            if len(set(self.names[kind])) < len(data):
                raise Bad(f"rows.{kind}: a row twice")
        for kind, columns in self.kinds.items():
            for column, declared in columns.items():
                if column != "key" and "ref" in declared:
                    index = {name: i for i, name in enumerate(self.names[declared["ref"]])}
                    rows = np.array([index[x] for x in self.given[kind].get(column, [])], int)
                    self.reference[kind, column] = (declared["ref"], rows)
            self.reference[kind, "this"] = (kind, np.arange(self.count[kind]))
            self.partner[kind] = self.partners(kind, columns.get("key"))

    def partners(self, kind, key):
        """What `kind[a, b]` looks up: the row of each combination of keys, -1 where there is none."""
        if key is None:
            return (np.arange(max(1, self.count[kind])) if self.count[kind] else np.array([-1])), [kind]
        targets = [self.reference[kind, c][0] for c in key]
        table = np.full([max(1, self.count[t]) for t in targets], -1)
        for row in range(self.count[kind]):
            table[tuple(self.reference[kind, c][1][row] for c in key)] = row
        return table, targets

    def check(self):
        """Some errors that would otherwise show only in the run, or not at all."""
        for kind, columns in self.kinds.items():
            twice = (set(self.lets.get(kind, {})) | set(self.events_on[kind])) & set(columns)
            if twice:
                raise Bad(f"{kind}: {twice} have two meanings")
        for rules, may_share in ((self.events, "group"), (self.decisions, None)):
            for a in rules:
                for b in rules:
                    same = set(rules[a].get("set", {})) & set(rules[b].get("set", {}))
                    grouped = may_share and rules[a].get(may_share, a) == rules[b].get(may_share, b)
                    if a < b and rules[a]["on"] == rules[b]["on"] and same and not grouped:
                        raise Bad(f"{a} and {b} both set {same}")

    def column(self, kind, name):
        """A column's values; before the start is complete this asks for its start formula."""
        if name in self.state[kind]:
            return self.state[kind][name]
        if (kind, name) in self.busy:
            raise Bad(f"start values go in a circle: {self.busy}")
        declared = self.kinds[kind][name]
        shape = (self.count[kind], self.lanes)
        if name in self.given[kind] and self.count[kind]:
            given = self.given[kind][name]
            values = np.array(given, bool if isinstance(given[0], bool) else float)[:, None]
        elif "start" in declared:
            self.busy.append((kind, name))
            values = self.data(declared["start"], on(kind, self.drawer("column." + kind, "start." + name, kind)))
            self.busy.pop()
        elif self.count[kind] == 0:
            values = np.zeros((0, 1))
        else:
            raise Bad(f"{kind}.{name} has no start: the rows must give it")
        values = np.broadcast_to(values, shape).copy()
        for row, value in self.overwritten.get((kind, name), {}).items():
            values[row] = self.data(value, Context())
        low, high = declared.get("range", (-np.inf, np.inf))
        if values.dtype != bool and not ((values >= low) & (values <= high)).all():
            raise Bad(f"{kind}.{name} starts out of its range")
        if declared.get("capacity"):
            values = on_grid(values, f"{kind}.{name}")
        self.state[kind][name] = values
        return values

    def address(self, text):
        """`tie[ARM, RUS].influence` -> kind, number of the row, column."""
        _, place, column = self.node(text)
        rows = self.value(place, Context())
        if not np.all(rows.present):
            raise Bad(f"there is no {text}")
        return place[1], int(rows.data.reshape(-1)[0]), column

    # ---- randomness: an address, never a place in a sequence
    def random(self, distribution, rule, draw, number, kind):
        text = f"{self.seed}/{self.first}/{rule}/{draw}/{number}/{kind}"
        key = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
        generator = np.random.Generator(np.random.Philox(key=[key, self.number + 1]))
        shape = (self.count[kind], self.lanes)
        return generator.standard_normal(shape) if distribution == "normal" else generator.random(shape)

    def drawer(self, rule, name, kind):
        """Draws for one expression; each draw in it has its own number."""
        numbers = iter(range(1_000_000))
        return lambda distribution: self.random(distribution, rule, name, next(numbers), kind)

    # ---- writing
    def effects(self, rule, kind, verbs, hit, sets, adds, option=None):
        """Collects `set` and `add` of a rule where `hit`; nothing is written yet."""
        for verb in ("set", "add"):
            for column, text in verbs.get(verb, {}).items():
                if column not in self.kinds[kind]:
                    raise Bad(f"{kind} has no column '{column}' to write")
                context = on(kind, self.drawer(rule, f"{verb}.{column}", kind), option)
                value = self.data(text, context, hit)
                if verb == "add":
                    adds.append(((kind, column), np.where(hit, value, 0)))
                elif (kind, column) in sets:
                    before, old = sets[kind, column]
                    sets[kind, column] = (before | hit, np.where(hit, value, old))
                else:
                    sets[kind, column] = (hit, value)

    def write(self, sets, adds, phase):
        """All at once: `set`, then `add`."""
        changed = {}
        for (kind, column), (where, value) in sets.items():
            changed[kind, column] = np.where(where, value, self.state[kind][column])
        for (kind, column), value in adds:
            changed[kind, column] = changed.get((kind, column), self.state[kind][column]) + value
        for (kind, column), value in changed.items():
            self.keep(kind, column, value, phase)
        self.cache = {}

    def keep(self, kind, column, value, phase):
        declared = self.kinds[kind][column]
        if value.dtype != bool:
            if not np.isfinite(value).all():
                raise Bad(f"{kind}.{column} is not finite ({phase}, time {self.now})")
            low, high = declared.get("range", (-np.inf, np.inf))
            if declared.get("clamp"):
                value = np.minimum(np.maximum(value, low), high)
            elif not ((value >= low) & (value <= high)).all():
                raise Bad(f"{kind}.{column} leaves its range ({phase}, time {self.now})")
            if declared.get("capacity"):
                value = on_grid(value, f"{kind}.{column} ({phase}, time {self.now})")
        self.state[kind][column] = np.broadcast_to(value, (self.count[kind], self.lanes)).copy()

    # ---- a step
    def step(self):
        self.clear_fired()
        forced = self.calendar()
        self.settle_ledger()
        self.flow()
        self.fire(forced)
        self.decide()
        self.update()

    def clear_fired(self):
        for kind in self.kinds:
            nothing = lambda: np.zeros((self.count[kind], self.lanes), bool)
            for event in self.events_on[kind]:
                self.state[kind][event] = nothing()
                self.state[kind][event + ".rate"] = nothing().astype(float)
            for decision in self.decisions_on[kind]:
                names = [option["name"] for option in self.decisions[decision]["option"]]
                for part in ("", ".refused", *("." + name for name in names)):
                    self.state[kind][decision + part] = nothing()
        self.cache = {}

    # ---- flows
    def flow_values(self, length):
        """Derivatives of the plain flows, and target and half-life of those that relax, as the state of the moment has them."""
        plain, relaxing = {}, {}
        for kind, flows in self.flows.items():
            for column, text in flows.items():
                node, context = self.node(text), on(kind)
                if node[0] == "call" and node[1] == "relax":
                    target, half_life = (self.value(n, context) for n in node[2])
                    if not (np.all(target.present) and np.all(half_life.present)):
                        raise Bad(f"flow.{kind}.{column} is missing and has no else")
                    relaxing[kind, column] = (target.data, half_life.data)
                else:
                    plain[kind, column] = self.data(text, context)
        return plain, relaxing

    def flow(self):
        """Plain flows by Euler or by the classic Runge-Kutta method; what relaxes does so exactly, toward the target at the start."""
        with np.errstate(all="ignore"):
            step, begin = self.clock.step, self.now
            start = {(k, c): self.column(k, c) for k, flows in self.flows.items() for c in flows}
            slope, relaxing = self.flow_values(step)
            relaxed = lambda key, share: start[key] + (relaxing[key][0] - start[key]) * -np.expm1(
                -np.log(2.0) * share * step / relaxing[key][1])
            if self.integrator == "rk4":
                total = dict(slope)
                for share, weight in ((0.5, 2), (0.5, 2), (1.0, 1)):
                    for key in start:
                        kind, column = key
                        self.state[kind][column] = relaxed(key, share) if key in relaxing else start[key] + share * step * slope[key]
                    self.cache, self.now = {}, begin + share * step
                    slope, _ = self.flow_values(step)
                    total = {key: total[key] + weight * slope[key] for key in total}
                slope = {key: value / 6 for key, value in total.items()}
            self.now = begin
            for key in start:
                self.keep(*key, relaxed(key, 1.0) if key in relaxing else start[key] + step * slope[key], "flows")
            self.cache = {}

    # ---- events
    def rate(self, name, kind):
        """(sum of causes) x (product of factors); or the probability in a step."""
        event, shape = self.events[name], (self.count[kind], self.lanes)
        if "probability" in event:
            rate = np.broadcast_to(self.data(event["probability"], on(kind)), shape)
            if not ((rate >= 0) & (rate <= 1)).all():
                raise Bad(f"the probability of {name} leaves [0, 1]")
            return rate
        rate = np.zeros(shape)
        for text in event.get("rate", {}).values():
            rate = rate + self.data(text, on(kind))
        for text in event.get("factor", {}).values():
            rate = rate * self.data(text, on(kind))
        if not (rate >= 0).all():
            raise Bad(f"the rate of {name} is below zero or not a number")
        return rate

    def ring(self, name, kind):
        """The clock of an event: when it would fire, in time since the beginning of the step; infinite where `when` does not hold."""
        rate = self.state[kind][name + ".rate"] = self.rate(name, kind)
        with np.errstate(all="ignore"):
            hazard = -np.log1p(-rate) / self.clock.step if "probability" in self.events[name] else rate
            clock = -np.log(self.random("uniform", "event." + name, "fires", 0, kind)) / hazard
        may = self.full(self.events[name].get("when", True), kind).astype(bool)
        return np.where(may & (hazard > 0), clock, np.inf), may

    def fire(self, forced):
        fired = {}
        for kind in self.kinds:
            groups = {}
            for event in self.events_on[kind]:
                groups.setdefault(self.events[event].get("group", event), []).append(event)
            for group in groups.values():
                rings = {event: self.ring(event, kind) for event in group}
                clocks = np.array([rings[event][0] for event in group])
                first = clocks.argmin(0)
                rang = clocks.min(0) < self.clock.step
                for i, event in enumerate(group):
                    fired[kind, event] = rang & (first == i)
                for event, row in sorted(forced, reverse=True):       # a forced event goes before its rivals
                    if event in group:
                        may = rings[event][1][row]
                        for other in group:
                            fired[kind, other][row] = np.where(may, other == event, fired[kind, other][row])
        sets, adds = {}, []
        for (kind, event), hit in fired.items():
            self.effects("event." + event, kind, self.events[event], hit, sets, adds)
        self.write(sets, adds, "events")
        for (kind, event), hit in fired.items():
            self.state[kind][event] = hit
        self.cache = {}

    def update(self):
        sets, adds = {}, []
        for kind, verbs in self.updates.items():
            self.effects("update." + kind, kind, verbs, np.ones((self.count[kind], self.lanes), bool), sets, adds)
        self.write(sets, adds, "updates")

    # ---- a run
    def window(self, outcome):
        """From when to when an outcome looks: a step counts if from <= its beginning < to."""
        begin = self.clock.since_start(outcome["from"]) if "from" in outcome else -np.inf
        return begin - 1e-9, (self.clock.since_start(outcome["to"]) if "to" in outcome else np.inf) - 1e-9

    def run(self, watch=None):
        """Outcome -> [lane]; NaN is missing. `watch(self)` is called after each step."""
        declared = {name: o if isinstance(o, dict) else {"of": o} for name, o in self.d.get("outcome", {}).items()}
        taken = {name: Tally(o["take"], *self.window(o), self.lanes) for name, o in declared.items() if "take" in o}
        later = self.d.get("later")             # of a variant that begins late: (date, its scenario)
        begins = self.clock.first_step(later[0]) if later else None
        for self.number in range(self.clock.steps):
            self.now = self.number * self.clock.step
            if self.number == begins:
                self.take_rules(later[1])
            self.step()
            for name, tally in taken.items():
                if tally.begin <= self.now < tally.end:
                    value = self.evaluate(declared[name]["of"], Context())
                    tally.add(np.broadcast_to(np.where(value.present, value.data, np.nan), (self.lanes,)).astype(float))
            if watch:
                watch(self)
        self.outcomes = {name: Value(tally.result()) for name, tally in taken.items()}
        for name, outcome in declared.items():          # formulas of other outcomes, in order of dependency
            self.outcomes.setdefault(name, None)
        for name in declared:
            self.formula_outcome(name, declared)
        return {name: np.array(value.data) for name, value in self.outcomes.items()}

    def formula_outcome(self, name, declared):
        if self.outcomes[name] is None:
            node = self.node(declared[name]["of"])
            for word in names_in(node):
                if word in declared:
                    self.formula_outcome(word, declared)
            value = self.evaluate(declared[name]["of"], Context())
            data = np.where(value.present, value.data, np.nan).astype(float)
            self.outcomes[name] = Value(np.broadcast_to(np.where(np.isfinite(data), data, np.nan), (self.lanes,)))
        return self.outcomes[name]


def names_in(node):
    """All words that stand in an expression as names."""
    if isinstance(node, tuple) and node and node[0] == "name":
        return {node[1]}
    return set().union(*map(names_in, node)) if isinstance(node, (tuple, list)) else set()


class Tally:
    """One outcome over the steps of its window: final, mean, sum, min, max or any."""

    def __init__(self, take, begin, end, lanes):
        self.take, self.begin, self.end, self.steps = take, begin, end, 0
        self.value = np.zeros(lanes)

    def add(self, value):
        self.steps += 1
        if self.take == "final":
            self.value = value
        elif self.take == "any":
            self.value = np.maximum(self.value, value != 0)
        elif self.take in ("min", "max"):
            pick = np.minimum if self.take == "min" else np.maximum
            self.value = value if self.steps == 1 else pick(self.value, value)
        else:
            self.value = self.value + value

    def result(self):
        if self.steps == 0:
            return np.full(self.value.shape, np.nan)
        return self.value / self.steps if self.take == "mean" else self.value


def parameter_patch(settings):
    """["a=0.5", "b=2 * c"] as a patch over a scenario."""
    patch = {}
    for setting in settings:
        name, value = setting.split("=", 1)
        patch[name.strip()] = {"value": float(value) if is_number(value) else value}
    return {"parameter": patch} if patch else {}


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def simulate(path, replicates=100, seed=1, settings=(), variant=None, slice_of=2000):
    """Outcome -> [replicate], in slices so that memory stays small."""
    parts = []
    for first in range(0, replicates, slice_of):
        scenario = load(path, variant, parameter_patch(settings))
        unknown = set(parameter_patch(settings).get("parameter", {})) - set(load(path, variant).get("parameter", {}))
        if unknown:
            raise Bad(f"there is no parameter {', '.join(sorted(unknown))}")
        parts.append(Simulation(scenario, min(slice_of, replicates - first), seed, first).run())
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scenario")
    parser.add_argument("--replicates", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="settings")
    parser.add_argument("--variant")
    parser.add_argument("--json", action="store_true", help="every outcome of every replicate; null is missing")
    arguments = parser.parse_args()
    found = simulate(arguments.scenario, arguments.replicates, arguments.seed, arguments.settings, arguments.variant)
    if arguments.json:
        print(json.dumps({name: [None if np.isnan(x) else x for x in values] for name, values in found.items()}))
        return
    for name, values in found.items():
        known = values[np.isfinite(values)]
        error = known.std(ddof=1) / np.sqrt(len(known)) if len(known) > 1 else 0.0
        print(f"{name:24s} {known.mean() if len(known) else np.nan:14.6g} +- {error:.2g}  ({len(known)} replicates)")


if __name__ == "__main__":
    try:
        main()
    except (Bad, OSError) as problem:
        sys.exit(f"interp.py: {problem}")
