#!/usr/bin/env python3
"""Docks the program with the reference interpreter: seven models and two arms of the flagship, the mean of each outcome over replicates.

usage: dock.py [--update]     compare the program (path in the environment variable HEGEMON) with the kept oracle.csv;
                              --update writes figures.csv
       dock.py --oracle [MODEL ...]   run the interpreter again (some minutes; or on these models alone) and rewrite oracle.csv

Without chance, figures must agree to 1e-12 (relative); with it, within 4 combined standard errors of 20,000 replicates each.
"""
import argparse
import csv
import functools
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
FOLDER = Path(__file__).resolve().parent
ORACLE, FIGURES = FOLDER / "oracle.csv", FOLDER / "figures.csv"
REPLICATES = {"richardson": 2, "richardson-set": 2, "diffusion": 2,
              "hazards": 20000, "epidemic": 20000, "plots": 20000, "herds": 20000, "budget/base": 20000, "budget/late": 20000,
              "flagship/base": 20000, "flagship/no_war": 20000, "flagship/difference": 20000}
FLAGSHIP = FOLDER.parent.parent / "scenarios" / "post-soviet" / "2022-prototype.toml"
ARMS = {"flagship": ("base", "no_war"), "budget": ("base", "late")}     # `difference` is the first minus the second, replicate by replicate
PROTOTYPE = FOLDER / "prototype.csv"
ROUNDING = 0.001 / math.sqrt(12) * math.hypot(1, 1 / 1.96)     # standard error of figures printed to three digits, a mean and a half width
WITHOUT_CHANCE = ("richardson", "richardson-set", "diffusion")
SETTINGS = {"richardson-set": ["fatigue=3", "reaction=0.5"]}    # parameters that differ from the file before the dash
ORACLE_SEED, SEED = 20240229, 1960
MOST_ERRORS, MOST_RELATIVE = 4.0, 1e-12
HEADING = ["model", "outcome", "interp_mean", "interp_se", "hegemon_mean", "hegemon_se", "z", "relative_difference"]


class Figure:
    """Mean and its standard error over the replicates in which the outcome is not missing; n of `of` replicates."""

    def __init__(self, mean, error, n, of):
        self.mean, self.error, self.n, self.of = float(mean), float(error), int(n), int(of)


def figure(values):
    """Figure of one outcome; `values` [replicate], NaN is missing."""
    values = np.asarray(values, float)
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return Figure(math.nan, 0, 0, len(values))
    if known.min() == known.max():                  # without the rounding of a mean of equal numbers
        return Figure(known[0], 0, len(known), len(values))
    return Figure(known.mean(), known.std(ddof=1) / math.sqrt(len(known)), len(known), len(values))


def file_of(model):
    if model.startswith("flagship"):
        return FLAGSHIP
    return FOLDER / "models" / f"{model.split('/')[0].split('-')[0]}.toml"


def difference(first, second):
    """Outcome -> [replicate], first minus second; missing where it is in either."""
    return {name: first[name] - second[name] for name in first}


@functools.lru_cache(maxsize=2)
def interpret(model):
    """Outcome -> [replicate] of one model, as the interpreter has it."""
    from interp import simulate
    name, _, arm = model.partition("/")
    if arm == "difference":
        return difference(*(interpret(f"{name}/{arm}") for arm in ARMS[name]))
    variant = None if arm in ("", "base") else arm
    return simulate(file_of(model), REPLICATES[model], ORACLE_SEED, SETTINGS.get(model, ()), variant)


def write_oracle(models):
    """Runs the interpreter on these models, or on every model; the figures of the others stay as they are."""
    kept = read_oracle() if models else {}
    for model in models or REPLICATES:
        found = interpret(model)
        kept[model] = {outcome: figure(found[outcome]) for outcome in sorted(found)}
        print(f"{model}: {len(found)} outcomes, {REPLICATES[model]} replicates", flush=True)
    with open(ORACLE, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["model", "outcome", "mean", "se", "n", "of"])
        for model in REPLICATES:
            for outcome, f in kept.get(model, {}).items():
                table.writerow([model, outcome, repr(f.mean), repr(f.error), f.n, f.of])


def read_oracle():
    """{model: {outcome: Figure}} as it was kept."""
    found = {model: {} for model in REPLICATES}
    with open(ORACLE, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            found.setdefault(line["model"], {})[line["outcome"]] = Figure(line["mean"], line["se"], line["n"], line["of"])
    return found


def read_outcomes(path, arm="base"):
    """Outcome -> [replicate] of an arm of a run file; NaN is missing."""
    import h5py
    with h5py.File(path, "r") as run:
        group = run[f"{arm}/outcomes"]
        replicates = {len(group[name]) for name in group if group[name].ndim == 1}
        coordinates = {name for name in group if group[name].attrs.get("CLASS") == b"DIMENSION_SCALE"}
        if len(replicates) > 1:
            raise ValueError(f"{path}: outcomes differ in length: {sorted(replicates)}")
        return {name: group[name][:] for name in group if name not in coordinates}


def run_program(program, model, folder):
    """Outcome -> [replicate] of one model, as the program has it; all arms of a model come from one run, kept in `folder`."""
    name, _, arm = model.partition("/")
    output = Path(folder) / f"{name}.h5"
    if not output.exists():
        command = [program, "run", str(file_of(model)), "--replicates", str(REPLICATES[model]), "--seed", str(SEED),
                   "--record", "outcomes", "-o", str(output)]
        command += ["--arms", ",".join(ARMS[name])] if arm else []
        for setting in SETTINGS.get(model, ()):
            command += ["--set", setting]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
    if arm == "difference":
        return difference(*(read_outcomes(output, arm) for arm in ARMS[name]))
    return read_outcomes(output, arm or "base")


def compare(model, outcome, oracle, program):
    """A line of figures.csv, and a complaint or None."""
    off = abs(program.mean - oracle.mean)
    relative = off / max(abs(oracle.mean), abs(program.mean)) if off > 0 else 0.0
    error = math.hypot(oracle.error, program.error)
    has_chance = model not in WITHOUT_CHANCE and error > 0
    z = (program.mean - oracle.mean) / error if has_chance else None
    line = [model, outcome, oracle.mean, oracle.error, program.mean, program.error, z, relative]
    where = f"{model}, {outcome}: {program.mean!r}, the interpreter has {oracle.mean!r}"
    if oracle.n == 0 and program.n == 0:
        return line, None
    if model in WITHOUT_CHANCE and program.error > 0:
        return line, f"{where}, and replicates differ in a model without chance"
    if has_chance and not abs(z) <= MOST_ERRORS:
        return line, f"{where}: {z:+.1f} standard errors apart"
    if not has_chance and not relative <= MOST_RELATIVE:
        return line, f"{where}: {relative:.2g} apart (relative)"
    return line, compare_missing(oracle, program, where, model in WITHOUT_CHANCE)


def compare_missing(oracle, program, where, outcome_without_chance):
    """The share of replicates without a value must agree too."""
    if outcome_without_chance and program.n != oracle.n * program.of / oracle.of:
        return f"{where}; missing in {program.of - program.n} of {program.of} replicates"
    shares = [1 - f.n / f.of for f in (oracle, program)]
    error = math.sqrt(sum(s * (1 - s) / f.of for s, f in zip(shares, (oracle, program))))
    if abs(shares[0] - shares[1]) > MOST_ERRORS * error:
        return f"{where}; missing in {shares[1]:.3g} of the replicates, not in {shares[0]:.3g}"
    return None


def dock(outcomes_of, models=None):
    """Compares the outcomes of these models (or all), which `outcomes_of(model)` returns, with the oracle: lines of figures, complaints."""
    lines, complaints = [], []
    for model, oracle in read_oracle().items():
        if models and model not in models:
            continue
        found = outcomes_of(model)
        if set(found) != set(oracle):
            complaints.append(f"{model}: outcomes differ from the oracle's: {sorted(set(found) ^ set(oracle))}")
        for outcome in sorted(set(found) & set(oracle)):
            line, complaint = compare(model, outcome, oracle[outcome], figure(found[outcome]))
            lines.append(line)
            complaints += [complaint] if complaint else []
    return lines, complaints


def dock_program(program, models=None):
    """`dock` with the outcomes of the program."""
    with tempfile.TemporaryDirectory() as folder:
        return dock(lambda model: run_program(program, model, folder), models)


def of_flagship():
    return [model for model in REPLICATES if model.startswith("flagship/")]


def write_figures(lines, path=FIGURES):
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEADING)
        for line in lines:
            *start, z, relative = line
            table.writerow([*map(plain, start), "" if z is None else f"{z:.3f}", f"{relative:.3g}"])


def plain(value):
    return repr(float(value)) if isinstance(value, float) else value


def show(lines):
    print(f"{'model':20s} {'outcome':17s} {'interpreter':>14s} {'+-':>9s} {'program':>14s} {'+-':>9s} {'z':>6s} {'relative':>9s}")
    for model, outcome, a, a_error, b, b_error, z, relative in lines:
        print(f"{model:20s} {outcome:17s} {a:14.8g} {a_error:9.2g} {b:14.8g} {b_error:9.2g} "
              f"{'' if z is None else format(z, '.2f'):>6s} {relative:9.2g}")


def show_distance(lines):
    """The flagship's figures of the program beside the published ones of the prototype that the model was first written in."""
    means = {(model.partition("/")[2], outcome): (mean, error) for model, outcome, _, _, mean, error, _, _ in lines
             if model.startswith("flagship/")}
    columns = (*ARMS["flagship"], "difference")
    with open(PROTOTYPE, newline="", encoding="utf-8") as file:
        published = list(csv.DictReader(row for row in file if not row.startswith("#")))
    print("\nthe flagship beside the prototype's published table of 500 pairs (`errors`: of both together, for the difference)")
    print(f"{'outcome':18s}" + "".join(f"{c:>11s} {'prototype':>10s} {'off':>8s}" for c in columns) + f" {'errors':>7s}")
    for row in published:
        values = [(means[c, row["outcome"]], float(row[c])) for c in columns]
        (mean, error), wanted = values[-1]
        error = math.hypot(error, float(row["half_width_95"]) / 1.96, ROUNDING)
        errors = f"{(mean - wanted) / error:7.2f}"
        print(f"{row['outcome']:18s}" + "".join(f"{m:11.4f} {w:10.3f} {m - w:+8.3f}" for (m, _), w in values) + f" {errors:>7s}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oracle", nargs="*", metavar="MODEL", help="run the interpreter again and rewrite oracle.csv")
    parser.add_argument("--update", action="store_true", help="rewrite figures.csv")
    arguments = parser.parse_args()
    if arguments.oracle is not None:
        write_oracle(arguments.oracle)
        return 0
    if not os.environ.get("HEGEMON"):
        parser.error("HEGEMON must hold the path of the program")
    lines, complaints = dock_program(os.environ["HEGEMON"])
    show(lines)
    show_distance(lines)
    print("\n".join(complaints) or f"all {len(lines)} figures dock")
    if arguments.update:
        write_figures(lines)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
