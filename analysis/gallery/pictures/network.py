"""States along a network: with crises fewer arms and less political capacity than the same equations yield without them."""
import csv
import io

import numpy as np

ARGUMENTS = ["--replicates", "64"]
COLUMNS = ("influence", "military", "political")


def start_of(run) -> np.ndarray:
    """[column, row]: the start values, of the table in the run file, its rows in order of name."""
    table = csv.DictReader(io.StringIO(run["scenario/network_states.csv"].asstr()[()]))
    rows = sorted(table, key=lambda row: row["name"])
    return np.array([[float(row[column]) for row in rows] for column in COLUMNS])


def without_crises(run, steps: int) -> np.ndarray:
    """[step, column, row]: the flows alone, by Euler's rule, independent of the program."""
    edge = run["base/edge"]
    source, target, weight = edge["from"][:], edge["to"][:], edge["weight"][:]
    state = start_of(run)
    around = lambda values: np.bincount(source, weight * values, state.shape[1])
    path = []
    for _ in range(steps):
        influence, military, political = state
        standing = around(military[source] ** 2 / (military[source] ** 2 + military[target] ** 2))
        state = state + np.array([
            0.05 * around(influence[target]) + 0.05 * standing - 0.10 * influence,
            0.03 * (1 - military) - 0.05 * military * political,
            0.04 * (1 - political) - 0.04 * political * (1 - standing) + 0.01 * (around(political[target]) - political)])
        path.append(state)
    return np.array(path)


def draw(run, figure):
    kind = run["base/state"]
    time, count = kind["time"][:], kind["count"][:]
    theory = without_crises(run, len(time)).mean(axis=2)
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    for i, column in enumerate(COLUMNS):
        mean = kind[f"{column}.sum"][:].mean(axis=1) / count
        left.plot(time, mean, color=f"C{i}", label=column)
        left.plot(time, theory[:, i], "--", color=f"C{i}", label="without crises, computed apart" if i == 0 else None)
    left.set(xlabel="step", ylabel="mean of 200 states", title="Crises cost arms and political capacity", ylim=(0, 1))
    left.legend(fontsize=8)
    crises = run["base/outcomes/crises"][:]
    right.hist(crises, bins=16, color="C5")
    right.axvline(359.5, color="k", linestyle="--")
    right.annotate("359.5: another program,\n10,000 replicates", (0.02, 0.98), xycoords="axes fraction", va="top", fontsize=8)
    right.set(xlabel="crises in a run", ylabel="runs of 64", title=f"{crises.mean():.1f} crises on average", ylim=(0, 17))
