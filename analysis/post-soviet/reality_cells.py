"""A cell: a fact and the outcome of the model that says the same."""
import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scenario_runs import Outcomes

FAR = 0.05  # a value that fewer runs reach lies outside
NO_REASON = "Nobody has written down why; it may be luck, or something that the model lacks."


@dataclass(frozen=True)
class Cell:
    """What happened, and where the model says it."""

    title: str
    scenario: str
    outcome: str
    low: float
    best: float
    high: float
    unit: str
    truth: bool
    above: str
    below: str
    key: tuple[str, str, str] | None  # row of the table of facts

    def told(self, value: float) -> str:
        if self.truth:
            return "yes" if value else "no"
        if self.unit == "share":
            return f"{100 * value:.0f} %"
        return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.1f}"

    def happened(self) -> str:
        spread = f" ({self.told(self.low)} to {self.told(self.high)})" if self.low < self.high else ""
        return self.told(self.best) + spread


@dataclass(frozen=True)
class Verdict:
    """Where reality lies in the model's distribution."""

    cell: Cell
    mean: float
    low: float  # 5 % of the runs lie below
    middle: float
    high: float
    as_much: float  # share of runs with at least as much as happened
    as_little: float
    chance: float  # that a run of the model itself would be called outside

    @property
    def outside(self) -> bool:
        return self.as_much < FAR or self.as_little < FAR

    def word(self) -> str:
        return "**above**" if self.as_much < FAR else "**below**" if self.as_little < FAR else "inside"

    def told(self) -> str:
        if self.as_much < FAR:
            return f"{100 * self.as_much:.1f} % of runs have as much"
        return f"{100 * self.as_little:.1f} % of runs have as little"

    def reason(self) -> str:
        return (self.cell.above if self.as_much < FAR else self.cell.below) or NO_REASON


def read_facts(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _key(fact: dict[str, str]) -> tuple[str, str, str]:
    return fact["quantity"], fact["subject"], fact["year"]


def read_cells(path: Path, facts: list[dict[str, str]]) -> list[Cell]:
    """Raises KeyError if a cell names a fact that the table does not have."""
    known = {_key(fact): fact for fact in facts}
    cells = []
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["cell"]:
        key = (entry["quantity"], entry["subject"], entry["year"]) if "quantity" in entry else None
        fact = known[key] if key else {}
        best = float(entry.get("observed", fact.get("best")))
        low, high = (best if "observed" in entry else float(fact[end] or best) for end in ("low", "high"))
        cells.append(Cell(entry["title"], entry.get("scenario", "2022.toml"), entry["outcome"], low, best, high,
                          entry.get("unit", fact.get("unit", "")), entry.get("truth", False), entry.get("above", ""), entry.get("below", ""), key))
    return cells


def without_cell(cells: list[Cell], facts: list[dict[str, str]]) -> list[dict[str, str]]:
    """Facts that no cell names."""
    named = {cell.key for cell in cells}
    return [fact for fact in facts if _key(fact) not in named]


def values_of(outcome: str, outcomes: Outcomes) -> np.ndarray:
    """`a`, `a / b` or `1 - a`, over the replicates in which it has a value."""
    parts = outcome.split()
    if len(parts) == 1:
        values = outcomes[outcome]
    elif len(parts) == 3 and parts[1] == "/":
        with np.errstate(divide="ignore", invalid="ignore"):
            values = outcomes[parts[0]] / outcomes[parts[2]]
    elif len(parts) == 3 and parts[:2] == ["1", "-"]:
        values = 1 - outcomes[parts[2]]
    else:
        raise ValueError(f"'{outcome}' is neither an outcome, nor a / b, nor 1 - a")
    return values[np.isfinite(values)]


def judge(cell: Cell, outcomes: Outcomes) -> Verdict:
    values = np.sort(values_of(cell.outcome, outcomes))
    runs = len(values)
    if not runs:
        raise ValueError(f"no run has a value of '{cell.outcome}'")
    # Of each run: the share of runs with as much, and with as little.
    as_much = 1 - np.searchsorted(values, values, side="left") / runs
    as_little = np.searchsorted(values, values, side="right") / runs
    low, middle, high = np.quantile(values, [FAR, 0.5, 1 - FAR], method="inverted_cdf")
    return Verdict(cell, float(values.mean()), float(low), float(middle), float(high), float(np.mean(values >= cell.low)),
                   float(np.mean(values <= cell.high)), float(np.mean((as_much < FAR) | (as_little < FAR))))
