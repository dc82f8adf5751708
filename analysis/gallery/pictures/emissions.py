"""The weight up to each position; where it passes one half is the median."""
import numpy as np

ARGUMENTS = ["--replicates", "1"]


def draw(run, figure):
    country, outcomes = run["base/country"], run["base/outcomes"]
    position, weight = country["position"][:], country["capability"][:] * country["salience"][:]
    order = np.argsort(position, kind="stable")
    names, reached = country["country"].asstr()[:][order], np.cumsum(weight[order]) / weight.sum()
    axes = figure.subplots()
    axes.step(np.r_[3, position[order], 11], np.r_[0, reached, 1], where="post", label="share of the weight up to here")
    axes.axhline(0.5, color="black", linestyle=":", linewidth=1)
    for below, above, name, place in zip(np.r_[0, reached[:-1]], reached, names, position[order]):
        if above - below > 0.03:
            axes.annotate(name, (place, (below + above) / 2), (4, 0), textcoords="offset points", va="center", fontsize=8)
    axes.plot(outcomes["median"][0], 0.5, "o", color="C1", label=f"weighted median {outcomes['median'][0]:g}")
    axes.axvline(outcomes["mean"][0], color="C2", linestyle="--", label=f"weighted mean {outcomes['mean'][0]:.3f} = 5.003/0.677")
    axes.set(xlabel="years of delay", ylabel="share of the weight", xlim=(3, 11.5), ylim=(0, 1.05), title="Car emissions: ten members, weighed by capability and salience")
    axes.legend(loc="upper left")
