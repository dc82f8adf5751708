"""Files -> one nested dictionary, rows, and times in the model's unit."""
import copy
import csv
import datetime
import math
import os
import tomllib
from pathlib import Path

import interp_variants
from interp_syntax import Bad

NO_PATCH = ("title", "note", "without", "force", "freeze", "from")
DAYS = {"day": 1.0, "week": 7.0, "year": 365.25}


def merge(base, patch):
    """`patch` over `base`, table by table, value by value."""
    for key, value in patch.items():
        both_tables = isinstance(value, dict) and isinstance(base.get(key), dict)
        base[key] = merge(dict(base[key]), value) if both_tables else value
    return base


def find(folder, name):
    """A file that a scenario names: beside it, else in a folder above it."""
    for root in [Path(folder), *Path(folder).parents]:
        if (root / name).is_file():
            return root / name
    raise Bad(f"there is no file {name}")


def load(path, variant=None, patch=None):
    """The scenario, merged over its model; then `patch`, then the variant over it."""
    folder = os.path.dirname(os.path.abspath(path))
    with open(path, "rb") as file:
        scenario = tomllib.load(file)
    whole = {}
    if "model" in scenario:
        with open(find(folder, scenario["model"]), "rb") as file:
            whole = tomllib.load(file)
    merge(whole, scenario)
    merge(whole, patch or {})
    whole["folder"] = folder
    if not variant:
        return whole
    chosen, base = whole["variant"][variant], copy.deepcopy(whole)
    merge(whole, {key: value for key, value in chosen.items() if key not in NO_PATCH})
    interp_variants.apply(whole, chosen)
    return {**base, "later": (chosen["from"], whole)} if "from" in chosen else whole


def formula(value):
    """A rule may carry its source: "..." or { is = "...", source = "..." }; a number or truth stands for itself."""
    return value["is"] if isinstance(value, dict) else value


class Clock:
    """`start`, `end` and `step` are dates, numbers, or texts such as "2 weeks"; here all is in the model's unit since the start."""

    def __init__(self, scenario):
        self.unit = scenario.get("time", "step")
        self.start = scenario.get("start", 0)
        self.step = self.length(scenario.get("step", 1))
        self.steps = round(self.since_start(scenario["end"]) / self.step)

    def length(self, value):
        """A span of time: 0.25, "0.25", "1 week"."""
        if not isinstance(value, str):
            return float(value)
        number, *unit = value.split()
        unit = unit[0].rstrip("s") if unit else self.unit
        return float(number) if unit == self.unit else float(number) * DAYS[unit] / DAYS[self.unit]

    def first_step(self, value):
        """The first step that begins on or after a date."""
        return math.ceil(self.since_start(value) / self.step - 1e-9)

    def since_start(self, value):
        """A date or a number, as time since the start."""
        if isinstance(value, datetime.date):
            if not isinstance(self.start, datetime.date):
                raise Bad("a date in a model that starts at a number")
            return (value - self.start).days / DAYS[self.unit]
        return float(value) - (0 if isinstance(self.start, datetime.date) else self.start)


def read_cell(text):
    """A field of a CSV file."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


def read_rows(scenario, kind):
    """Columns and rows of a kind, from the scenario or from the CSV file that it names."""
    section = scenario.get("rows", {}).get(kind, {"columns": [], "data": []})
    if "from" not in section:
        return section["columns"], section["data"]
    with open(find(scenario["folder"], section["from"]), newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    heading, lines = lines[0], [line for line in lines[1:] if line]
    take = section.get("take", {})
    known = ["name", *scenario["kind"][kind]]
    columns = section.get("columns") or [c for c in known if c in take or c in heading]
    places = [heading.index(take.get(column, column)) for column in columns]
    names = {"name"} | {c for c, s in scenario["kind"][kind].items() if isinstance(s, dict) and "ref" in s}
    return columns, [[line[p] if c in names else read_cell(line[p]) for c, p in zip(columns, places)] for line in lines]
