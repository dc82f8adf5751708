"""What was drawn in updates, as histograms, under the densities."""
import numpy as np
from scipy import stats

ARGUMENTS = ["--replicates", "200", "--record", "all"]
CUT = 1 - 100**-1.5
SHOWN = {  # name: draw, from, to, density
    "uniform": ("uniform(−1, 3)", -1.5, 3.5, stats.uniform(-1, 4).pdf),
    "normal": ("normal(5, 2)", -2, 12, stats.norm(5, 2).pdf),
    "lognormal": ("exp(normal(0, 0.5))", 0, 4, stats.lognorm(0.5).pdf),
    "exponential": ("exponential(2)", 0, 10, stats.expon(scale=2).pdf),
    "pareto": ("pareto(1, 100, 1.5)", 1, 100, lambda x: 1.5 * x**-2.5 / CUT),
}


def draw_density(axes, values: np.ndarray, title: str, low: float, high: float, density) -> None:
    heavy = title.startswith("pareto")
    edges = np.geomspace(low, high, 22) if heavy else np.linspace(low, high, 21)
    height = np.histogram(values, edges)[0] / np.diff(edges) / values.size
    axes.stairs(height, edges, fill=True, color="C0", alpha=0.35)
    x = np.array([low, high]) if heavy else np.linspace(low, high, 101)
    axes.plot(x, density(x), color="C1")
    axes.set(title=title)
    if heavy:
        axes.set(xscale="log", yscale="log", xticks=[1, 10, 100], xticklabels=["1", "10", "100"])
    else:
        axes.set(ylim=(0, None))


def draw(run, figure):
    axes = figure.subplots(2, 3).ravel()
    for place, (name, (title, low, high, density)) in zip(axes, SHOWN.items()):
        draw_density(place, run[f"base/drawer/set_{name}"][:].ravel(), title, low, high, density)
    chance = run["base/drawer/set_chance"][:]
    axes[5].bar(["false", "true"], [1 - chance.mean(), chance.mean()], color="C0", alpha=0.35, width=0.6)
    axes[5].plot([0, 1], [0.7, 0.3], "_", color="C1", markersize=40, markeredgewidth=1.4)
    axes[5].set(title="chance(0.3)", xlim=(-0.6, 1.6))
    axes[0].set(ylabel="density")
    axes[3].set(ylabel="density")
    axes[5].set(ylabel="share")
    for place in axes[:5]:
        place.set(xlabel="value drawn")
    figure.suptitle(f"{chance.size} draws each, and the theory (lines)", fontsize=9, x=0.01, ha="left")
