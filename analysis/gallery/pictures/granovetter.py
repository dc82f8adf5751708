"""Two crowds that differ in one person."""
import numpy as np

ARGUMENTS = ["--arms", "base,one_calmer", "--replicates", "1"]


def draw(run, figure):
    axes = figure.subplots()
    for arm, label, style in (("base", "thresholds 0, 1, 2, 3, ... 99", "-"), ("one_calmer", "thresholds 0, 2, 2, 3, ... 99", "-")):
        rioters = np.r_[0, run[arm]["person/riots"][0].sum(axis=1)]
        thresholds = np.sort(run[arm]["person/threshold"][:].reshape(-1, len(run[arm]["person/person"]))[0])
        end = int(np.flatnonzero(np.r_[thresholds, np.inf] > np.arange(len(thresholds) + 1))[0])
        line = axes.plot(rioters, style, label=label)[0]
        axes.plot(len(rioters) - 1, end, "o", color=line.get_color(), markeredgecolor="black", clip_on=False)
        axes.annotate(f"fixed point {end}", (len(rioters) - 1, end), (-6, 8) if end < 50 else (-22, -4), textcoords="offset points", ha="right")
    axes.set(xlabel="step", ylabel="rioters", xlim=(0, 101), ylim=(0, 105), title="A crowd of a hundred, with and without one person's change of mind")
    axes.legend(loc="center left")
