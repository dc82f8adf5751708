"""Quakes that make quakes: one run, the mean rate of many, and how much their number varies."""
import numpy as np
from scipy.stats import poisson

ARGUMENTS = ["--replicates", "2000"]
SHOWN = 3


def one_run(run, axes, background):
    fault, quake = run["base/fault"], run["base/events/quake"]
    times = quake["time"][quake["replicate"][:] == SHOWN]
    axes.plot(fault["time"][::8], background + fault["excited"][SHOWN, ::8, 0], linewidth=1)
    ticks = np.array([times, times, np.full(len(times), np.nan)]).T.ravel()
    axes.plot(ticks, np.tile([0.1, 0.4, np.nan], len(times)), color="C1", linewidth=1)
    axes.set(xlabel="day", ylabel="rate, 1/day", ylim=(0, None), xlim=(0, 40), xticks=range(0, 41, 10),
             title="One run: quakes (red) come in clusters")


def mean_rate(run, axes, background, children, decay):
    time = run["base/fault/time"][::40]
    axes.plot(time, background + (run["base/fault/excited.sum"][:, 0] / run["base/fault/count"][:])[::40], label="2000 runs")
    slow = (1 - children) * decay
    axes.plot(time, background / (1 - children) * (1 - children * np.exp(-slow * time)), "k--", label="Hawkes")
    axes.set(xlabel="day", ylabel="mean rate, 1/day", ylim=(0, 2.3), xlim=(0, 40), yticks=(0, 1, 2),
             title="Mean rate: from 1 to 1 / (1 − 0.5) = 2")
    axes.legend(loc="lower right")


def numbers(run, axes):
    late = run["base/outcomes/late"][:]
    edges = np.arange(5, 96, 5)
    share = np.histogram(late, edges - 0.5)[0] / len(late)
    axes.stairs(share, edges - 0.5, fill=True, color="C5", label=f"variance = {late.var() / late.mean():.1f} × mean")
    middle = (edges[:-1] + edges[1:] - 1) / 2
    axes.plot(middle, np.diff(poisson.cdf(edges - 1, late.mean())), "k--", label="if independent")
    axes.set(xlabel="quakes in days 20 to 40", ylabel="share of runs", ylim=(0, 0.42), yticks=(0, 0.2, 0.4),
             title="Clusters spread their number")
    axes.legend(loc="upper right", fontsize=8)


def draw(run, figure):
    figure.set_size_inches(6.4, 4.6)
    background, children, decay = (run[f"base/parameters/{name}"][()] for name in ("background", "children", "decay"))
    axes = figure.subplot_mosaic([["path", "path"], ["mean", "number"]])
    one_run(run, axes["path"], background)
    mean_rate(run, axes["mean"], background, children, decay)
    numbers(run, axes["number"])
