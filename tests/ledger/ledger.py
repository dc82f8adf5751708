"""The ledger of a run file, recomputed from the entries that were recorded: what each claim and each commitment binds, what was spent.

All amounts are multiples of 2^-32 below 2^20, so sums of doubles are exact in any order, and every rule here holds to the bit.
"""
from dataclasses import dataclass
from pathlib import Path
import tomllib

import h5py
import numpy as np

GRAIN = 2.0 ** -32


def merged(base: dict, patch: dict) -> dict:
    """`patch` over `base`, table by table."""
    result = dict(base)
    for key, value in patch.items():
        tables = isinstance(value, dict) and isinstance(base.get(key), dict)
        result[key] = merged(base[key], value) if tables else value
    return result


def read(path: Path, library: Path) -> dict:
    """A scenario with its model."""
    scenario = tomllib.loads(path.read_text(encoding="utf-8"))
    if "model" not in scenario:
        return scenario
    model = next(p for p in (path.parent / scenario["model"], library / scenario["model"]) if p.exists())
    return merged(tomllib.loads(model.read_text(encoding="utf-8")), scenario)


def capacities(scenario: dict) -> list[tuple[str, str]]:
    """(kind, column) of each capacity."""
    return [(kind, name) for kind, columns in scenario.get("kind", {}).items()
            for name, declared in columns.items() if isinstance(declared, dict) and declared.get("capacity")]


@dataclass
class Ledger:
    """One capacity in one arm: arrays [replicate, step, row of its kind]."""
    total: np.ndarray
    free: np.ndarray
    bound: np.ndarray
    strain: np.ndarray
    flow: np.ndarray
    entries: np.ndarray  # sum of what claims and commitments bind
    spent: np.ndarray


def sum_by_payer(group: h5py.Group, kind: str, column: str, payer: str, shape: tuple) -> np.ndarray:
    """What is entered on the rows of `kind`, summed over the rows that have the same payer."""
    amounts = group[kind][column][()]
    rows = range(amounts.shape[-1]) if payer == "this" else group[kind][payer][:]
    result = np.zeros(shape)
    for place, row in enumerate(rows):
        result[..., row] += amounts[..., place]
    return result


def payer_kind(scenario: dict, kind: str, payer: str) -> str:
    """Whose capacity it is: that of the rows themselves, or of those that a column of theirs refers to."""
    return kind if payer == "this" else scenario["kind"][kind][payer]["ref"]


def entries_of(scenario: dict, kind: str, capacity: str, without: list[str]) -> tuple[list, list]:
    """(kind, column, payer) of all that is bound, and of all that is spent, of a capacity."""
    bound, spent = [], []
    for name, claim in scenario.get("claim", {}).items():
        if payer_kind(scenario, claim["on"], claim["payer"]) == kind and capacity in claim and f"claim.{name}" not in without:
            bound.append((claim["on"], f"claim.{name}.{capacity}", claim["payer"]))
    for name, decision in scenario.get("decision", {}).items():
        payment = decision.get("pays", {}).get(capacity)
        if payment and payer_kind(scenario, decision["on"], decision["actor"]) == kind and f"decision.{name}" not in without:
            (bound if "bind" in payment else spent).append((decision["on"], f"{name}.{capacity}", decision["actor"]))
    return bound, spent


def ledger_of(group: h5py.Group, scenario: dict, kind: str, capacity: str, without: list[str]) -> Ledger:
    """Reads one capacity; a column that lacks is a KeyError."""
    parts = {part: group[kind][capacity + suffix][()] for part, suffix in
             (("total", ""), ("free", ".free"), ("bound", ".bound"), ("strain", ".strain"), ("flow", ".flow"))}
    shape = parts["total"].shape
    sums = [sum((sum_by_payer(group, *entry, shape) for entry in found), np.zeros(shape))
            for found in entries_of(scenario, kind, capacity, without)]
    return Ledger(**parts, entries=sums[0], spent=sums[1])


def claims_rest(group: h5py.Group, scenario: dict, kind: str, capacity: str, without: list[str]) -> np.ndarray:
    """[replicate, step, row]: what claims bind is the same after this step as after the step before.

    A claim is recorded as it is at the end of a step, the bound amount as it was before flows and updates could move the claim.
    """
    shape = group[kind][capacity].shape
    bound = entries_of(scenario, kind, capacity, without)[0]
    rests = np.zeros(shape, bool)
    claims = sum((sum_by_payer(group, *entry, shape) for entry in bound if entry[1].startswith("claim.")), np.zeros(shape))
    rests[:, 1:] = claims[:, 1:] == claims[:, :-1]
    return rests


def is_written_by_updates(scenario: dict, kind: str, capacity: str) -> bool:
    """Whether an update changes the total, too: of what it adds the run file tells nothing but the total."""
    update = scenario.get("update", {}).get(kind, {})
    return any(capacity in update.get(verb, {}) for verb in ("set", "add"))


def complaints(ledger: Ledger) -> list[str]:
    """The rules that do not hold, to the bit."""
    change = ledger.total[:, 1:] - ledger.total[:, :-1]
    rules = {
        "all is double precision": all(values.dtype == np.float64 for values in vars(ledger).values()),
        "all amounts are whole grains": all((values / GRAIN % 1 == 0).all() for values in vars(ledger).values()),
        "bound + strain = sum of entries": (ledger.bound + ledger.strain == ledger.entries).all(),
        "total = free + bound": (ledger.total == ledger.free + ledger.bound).all(),
        "change of total = flow - spending": (change == ledger.flow[:, 1:] - ledger.spent[:, 1:]).all(),
        "nothing is below 0": all((values >= 0).all() for values in (ledger.free, ledger.bound, ledger.strain, ledger.entries, ledger.spent)),
        "bound <= total": (ledger.bound <= ledger.total).all(),
        "strain only where nothing is free": (ledger.free * ledger.strain == 0).all(),
    }
    return [rule for rule, holds in rules.items() if not holds]
