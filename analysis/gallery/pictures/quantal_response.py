"""A diner's choices against the logit formula, and four pairs of players on the curve of equilibria."""
import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, softmax

ARGUMENTS = ["--replicates", "100"]
SHOWN = 30  # pairs a precision in the picture
OPTIONS = ["soup", "fish", "roast"]


def equilibrium(sure: float, prize: float) -> tuple[float, float]:
    def other(matcher: float) -> float:
        return expit(sure * (1 - 2 * matcher))
    found = brentq(lambda heads: heads - expit(sure * ((prize + 1) * other(heads) - 1)), 0, 1)
    return found, other(found)


def draw_diners(run, axes) -> None:
    eaten = run["base/decisions/eat"]
    option, row = eaten["option"][:], eaten["row"][:]
    sure = run["base/diner/sure"][:]
    seen = np.flatnonzero(sure <= 2)  # the diner who is quite sure is far to the right
    line = np.linspace(0, 2.5, 31)
    expected = softmax(line[:, None] * np.arange(3), axis=1)
    for i, name in enumerate(OPTIONS):
        colour = f"C{i}"
        axes.plot(line, expected[:, i], color=colour)
        axes.annotate(f"{name}, worth {i}", (2.5, expected[-1, i]), (0, (-10, 24, 5)[i]), textcoords="offset points", ha="right",
                      color=colour)
        axes.plot(sure[seen], [(option[row == diner] == i).mean() for diner in seen], "o", color=colour, markersize=4)
    axes.set(xlabel="precision", ylabel="share of choices", title="One chooses: the better, the more often", ylim=(-0.06, 1))


def draw_players(run, axes) -> None:
    shown = run["base/decisions/show"]
    steps = len(run["base/step"])
    heads = (shown["option"][:] == 1).reshape(-1, steps, 8)[:, steps // 2:].mean(1)
    prize, sure = run["base/parameters/prize"][()], run["base/player/sure"][:]
    curve = np.array([equilibrium(value, prize) for value in np.geomspace(0.02, 300, 90)])
    axes.plot(*curve.T, color="black", label="equilibria")
    names = run["base/player/player"].asstr()[:]
    for pair in range(4):
        matcher, other = (list(names).index(f"{side}{pair}") for side in "mo")
        axes.plot(heads[:SHOWN, matcher], heads[:SHOWN, other], ".", color=f"C{pair}", markersize=3, alpha=0.5, rasterized=True)
        axes.plot(*equilibrium(sure[matcher], prize), "o", color=f"C{pair}", markeredgecolor="black", label=f"precision {sure[matcher]:g}")
    axes.plot(0.5, 1 / (1 + prize), "k*", markersize=9, label="rational")
    axes.set(xlabel="matcher shows heads", ylabel="the other shows heads", title="Two who answer each other", xlim=(0.4, 1), ylim=(0, 0.85))
    axes.legend(loc="upper right", fontsize=7, handlelength=1.2, labelspacing=0.2)


def draw(run, figure):
    left, right = figure.subplots(1, 2)
    draw_diners(run, left)
    draw_players(run, right)
