"""Lines in use: one run with the calls that it refuses, and how often each number of lines is in use, with Erlang's formula."""
from math import factorial

import numpy as np

RUNS = 64
ARGUMENTS = ["--replicates", str(RUNS), "--arms", "base,fixed"]
FROM, TO = 8, 20  # weeks that are shown of the first run


def one_run(run, axes, lines, load):
    time, used = run["base/exchange/time"][:], run["base/exchange/line.bound"][0, :, 0]
    shown = np.flatnonzero((time > FROM) & (time <= TO) & (np.diff(used, prepend=-1) != 0))
    steps = [used[shown[0] - 1], *used[shown], used[shown[-1]]]
    axes.step([FROM, *time[shown], TO], steps, where="post", linewidth=1, label="lines in use")
    serve = run["base/decisions/serve"]
    refused = time[serve["step"][(serve["replicate"][:] == 0) & (serve["refused"][:] == 1)]]
    refused = refused[(refused > FROM) & (refused <= TO)]
    axes.plot(refused, np.full(len(refused), lines + 0.4), "x", color="C1", markersize=4, label="call refused")
    axes.set(xlabel="week", ylabel="lines", ylim=(0, lines + 1.6), xlim=(FROM, TO),
             title=f"One run: {lines} lines, {load:g} calls a week")
    axes.legend(loc="upper left", ncol=2, fontsize=8, borderaxespad=0)


def occupation(run, axes, lines, load):
    after = run["base/exchange/time"][:] > FROM
    for shift, (arm, said) in zip((-0.2, 0.2), (("base", "exponential calls"), ("fixed", "calls of one week"))):
        used = run[f"{arm}/exchange/line.bound"][:, after, 0].astype(int)
        axes.bar(np.arange(lines + 1) + shift, np.bincount(used.ravel(), minlength=lines + 1) / used.size, width=0.4, label=said)
    terms = np.array([load**k / factorial(k) for k in range(lines + 1)])
    axes.plot(terms / terms.sum(), "k.", label="Erlang, for both")
    axes.annotate(f"B({lines}, {load:g}) = {terms[-1] / terms.sum():.3f}", (lines, terms[-1] / terms.sum()), (lines + 0.4, 0.275), ha="right",
                  arrowprops={"arrowstyle": "-", "linewidth": 0.7})
    axes.set(xlabel="lines in use", ylabel="share of the time", ylim=(0, 0.38), title="All busy: this share is refused")
    axes.legend(loc="upper left", fontsize=8)


def draw(run, figure):
    lines, load = int(run["base/parameters/lines"][()]), run["base/parameters/calls"][()]
    left, right = figure.subplots(1, 2, width_ratios=(1.15, 1))
    one_run(run, left, lines, load)
    occupation(run, right, lines, load)
