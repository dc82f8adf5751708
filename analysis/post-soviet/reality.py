#!/usr/bin/env python3
"""The model's distribution beside what happened, cell by cell.

    reality.py PROGRAM [-o FILE] [--replicates N]

PROGRAM is `hegemon`. Prints a page of Markdown; with -o writes it to a file as well.
"""
import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from markdown import flowing, table
from reality_cells import Verdict, judge, read_cells, read_facts, without_cell
from scenario_runs import Runs, tell

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SCENARIOS = ROOT / "scenarios" / "post-soviet"
CELLS = HERE / "cells.toml"
FACTS = "what-happened.csv"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="reality", description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("program", type=Path, help="hegemon")
    parser.add_argument("-o", "--output", type=Path, default=argparse.SUPPRESS, help="write the page to this file as well")
    parser.add_argument("--replicates", type=int, default=2000, help="runs of each scenario")
    parser.add_argument("--scenarios", type=Path, default=SCENARIOS, help="folder of the scenarios and of " + FACTS)
    parser.add_argument("--cells", type=Path, default=CELLS, help="which fact stands beside which outcome")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "findings", help="folder for results")
    return parser.parse_args()


def page(options: argparse.Namespace) -> str:
    facts = read_facts(options.scenarios / FACTS)
    cells = read_cells(options.cells, facts)
    verdicts, failed = [], 0
    for scenario in sorted({cell.scenario for cell in cells}):
        tell(f"{scenario}, {options.replicates} runs")
        runs = Runs(options.program, options.scenarios / scenario, options.cache)
        outcomes = runs.outcomes(["base"], options.replicates)["base"]
        failed += runs.failed
        verdicts += [judge(cell, outcomes) for cell in cells if cell.scenario == scenario]
    order = {id(cell): place for place, cell in enumerate(cells)}
    verdicts.sort(key=lambda verdict: order[id(verdict.cell)])
    parts = [head(options), short(verdicts), numbers(verdicts), truths(verdicts), outside(verdicts), left_out(without_cell(cells, facts)),
             foot(options, failed)]
    return flowing("\n\n".join(part for part in parts if part))


def head(options: argparse.Namespace) -> str:
    return f"""# The model beside what happened

This page holds a model against the one history that there is. The model is no forecast: it was written after the events, its numbers were set
with the fights of 2021, the share of honoured calls and the polls in view, and its distributions are wide. That reality lies inside them is no
success; where it lies outside, something may be missing, and the page says what it might be.

`./dev reality --replicates {options.replicates}` wrote this page. The facts, with their sources, stand in
[what-happened.csv](what-happened.csv).
"""


def short(verdicts: list[Verdict]) -> str:
    out = sum(verdict.outside for verdict in verdicts)
    expected = sum(verdict.chance for verdict in verdicts)
    return f"""**{len(verdicts)} cells were looked at; in {out} of them reality lies outside.** "Outside" means: less than one run in
twenty has as much, or less than one in twenty as little. If the model were right in every detail, about {expected:.1f} of the {len(verdicts)} would
lie outside by luck (the cells hang together, so that several may be off at once). A yes or no can lie outside only where nearly all runs agree.
"""


def numbers(verdicts: list[Verdict]) -> str:
    rows = [[v.cell.title, v.cell.happened(), v.cell.told(v.middle), f"{v.cell.told(v.low)} to {v.cell.told(v.high)}", v.word()]
            for v in verdicts if not v.cell.truth]
    return "## How much\n\n" + table(["", "what happened", "middle run", "nine runs of ten", "reality lies"], rows) if rows else ""


def truths(verdicts: list[Verdict]) -> str:
    rows = [[v.cell.title, "yes" if v.cell.best else "no", f"{100 * v.mean:.1f} %", v.word()] for v in verdicts if v.cell.truth]
    return "## Whether\n\n" + table(["", "did it happen?", "in so many runs", "reality lies"], rows) if rows else ""


def outside(verdicts: list[Verdict]) -> str:
    lines = [f"- **{v.cell.title}** (happened: {v.cell.happened()}; {v.told()}). {v.reason()}" for v in verdicts if v.outside]
    return "## Where reality lies outside, and why\n\n" + ("\n".join(lines) or "Nowhere.") + "\n"


def left_out(facts: list[dict[str, str]]) -> str:
    if not facts:
        return ""
    subjects: dict[str, list[str]] = {}
    for fact in facts:
        subjects.setdefault(fact["quantity"], []).append(f"{fact['subject']} {fact['year']}")
    lines = [f"- `{quantity}`: {', '.join(of)}" for quantity, of in subjects.items()]
    text = "The table of facts has them; no outcome of the model says the same, or the model begins with them."
    return f"## Facts without a cell\n\n{text}\n\n" + "\n".join(lines) + "\n"


def foot(options: argparse.Namespace, failed: int) -> str:
    words = "none failed" if not failed else f"{failed} failed and are left out"
    return f"""## How this was made

{options.replicates:,} runs of each scenario as it is written, with the war; {words}. A fact with a low and a high figure counts as inside if
any value between them is. Deaths are battle-related deaths as the Uppsala Conflict Data Program counts them; the model counts all that a fight kills.
"""


def main() -> None:
    options = arguments()
    text = page(options)
    print(text, end="")
    if "output" in options:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
