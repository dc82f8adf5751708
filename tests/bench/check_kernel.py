#!/usr/bin/env python3
"""Compute the figures that tests/classics/ holds the network against, with numpy and in another way than the C++ kernel.

    check_kernel.py write     # compute them and write network_steady.csv and network_ensemble.csv into tests/classics
    check_kernel.py check     # compute those of network_steady.csv and compare

network_steady.csv: influence, military, political of each state after 1, 10 and 100 steps without events (dense matrices).
network_ensemble.csv: mean and standard deviation over replicates with events, of the number of events and of the means of the
columns at the end (numpy's PCG64).
"""

import csv
import pathlib
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "scenarios" / "classics"
FIGURES = ROOT / "tests" / "classics"
STEPS = 100
KEPT_STEPS = (1, 10, 100)
REPLICATES = 10_000
EVENT_PROBABILITY = 0.05
COLUMNS = ("influence", "military", "political")


def read() -> tuple[list[str], np.ndarray, np.ndarray]:
    """Names, start values [column, state] and the matrix of weights [from, to]."""
    with open(DATA / "network_states.csv", encoding="utf-8") as file:
        states = list(csv.DictReader(file))
    names = [row["name"] for row in states]
    start = np.array([[float(row[column]) for row in states] for column in COLUMNS])
    place = {name: index for index, name in enumerate(names)}
    weights = np.zeros((len(names), len(names)))
    with open(DATA / "network_edges.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert weights[place[row["from"]], place[row["to"]]] == 0, row
            weights[place[row["from"]], place[row["to"]]] = float(row["weight"])
    assert np.all((weights > 0).sum(axis=1) == 8)
    assert np.allclose(weights.sum(axis=1), 1, rtol=0, atol=1e-15 * 8)
    return names, start, weights


def drift(state, standing, influence_around, political_around):
    """The step without events; all arguments broadcast."""
    influence, military, political = state
    return (
        0.90 * influence + 0.05 * influence_around + 0.05 * standing,
        military + 0.03 * (1 - military) - 0.05 * military * political,
        political + 0.04 * (1 - political) - 0.04 * political * (1 - standing) + 0.01 * (political_around - political),
    )


def steady() -> tuple[list[str], np.ndarray]:
    """Names and [kept step, column, state] without events, by dense matrices."""
    names, state, weights = read()
    kept = []
    for step in range(1, STEPS + 1):
        strength = state[1] ** 2
        standing = (weights * (strength[:, None] / (strength[:, None] + strength[None, :]))).sum(axis=1)
        state = np.array(drift(state, standing, weights @ state[0], weights @ state[2]))
        if step in KEPT_STEPS:
            kept.append(state)
    return names, np.array(kept)


def ensemble(seed: int = 20240229, block: int = 250) -> np.ndarray:
    """[replicate, 4]: events in all steps, then the means of the three columns at the end."""
    _, start, weights = read()
    count = weights.shape[0]
    target = np.nonzero(weights)[1].reshape(count, 8)
    weight = np.take_along_axis(weights, target, axis=1)
    generator = np.random.Generator(np.random.PCG64(seed))
    results = []
    for _ in range(REPLICATES // block):
        state = [np.repeat(column[None, :], block, axis=0) for column in start]
        events = np.zeros(block)
        for _ in range(STEPS):
            strength = state[1] ** 2
            standing = (strength[:, :, None] / (strength[:, :, None] + strength[:, target]) * weight).sum(axis=2)
            around = [(state[c][:, target] * weight).sum(axis=2) for c in (0, 2)]
            influence, military, political = drift(state, standing, around[0], around[1])
            fires = generator.random((block, count)) < EVENT_PROBABILITY * (1 - political)
            state = [influence, np.where(fires, military * 0.8, military), np.where(fires, political * 0.9, political)]
            events += fires.sum(axis=1)
        results.append(np.column_stack([events, *(column.mean(axis=1) for column in state)]))
    return np.concatenate(results)


def write_steady() -> None:
    """Compute and write network_steady.csv."""
    names, states = steady()
    with open(FIGURES / "network_steady.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write("step,name,influence,military,political\n")
        for step, state in zip(KEPT_STEPS, states):
            for row, name in enumerate(names):
                file.write(",".join([str(step), name, *(repr(float(value)) for value in state[:, row])]) + "\n")


def write_ensemble() -> None:
    """Compute and write network_ensemble.csv."""
    values = ensemble()
    with open(FIGURES / "network_ensemble.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write("outcome,mean,standard_deviation,replicates\n")
        for index, outcome in enumerate(("crises", *COLUMNS)):
            column = values[:, index]
            file.write(f"{outcome},{float(column.mean())!r},{float(column.std(ddof=1))!r},{len(column)}\n")


def check() -> None:
    """Compare network_steady.csv with a new computation, to rounding."""
    names, states = steady()
    with open(FIGURES / "network_steady.csv", encoding="utf-8") as file:
        kept = list(csv.DictReader(file))
    assert [(int(row["step"]), row["name"]) for row in kept] == [(s, name) for s in KEPT_STEPS for name in names]
    values = np.array([[float(row[column]) for column in COLUMNS] for row in kept])
    np.testing.assert_allclose(values, np.moveaxis(states, 1, 2).reshape(values.shape), rtol=1e-13, atol=0)


if __name__ == "__main__":
    if sys.argv[1:] == ["write"]:
        write_steady()
        write_ensemble()
    elif sys.argv[1:] == ["check"]:
        check()
    else:
        sys.exit(__doc__)
