"""How many of 50 fall ill: the share of runs for each number, and the chance that the Markov chain gives it."""
import numpy as np

ARGUMENTS = ["--replicates", "5000", "--record", "outcomes"]
PERSONS = 50


def chances(r0):
    """Of each final size in continuous time, along the embedded jump chain."""
    mass = np.zeros((PERSONS + 1, PERSONS + 2))
    mass[PERSONS - 1, 1] = 1
    for healthy in range(PERSONS - 1, -1, -1):
        for ill in range(PERSONS - healthy, 0, -1):
            infection = r0 * healthy / (r0 * healthy + PERSONS)
            if healthy:
                mass[healthy - 1, ill + 1] += mass[healthy, ill] * infection
            mass[healthy, ill - 1] += mass[healthy, ill] * (1 - infection)
    return mass[::-1, 0]


def limit(r0):
    """z = 1 - exp(-R0 z), by iteration."""
    z = 1.0
    for _ in range(1000):
        z = 1 - np.exp(-r0 * z)
    return z


def draw(run, figure):
    r0 = run["base/parameters/contagion"][()] / run["base/parameters/recovery"][()]
    found = run["base/outcomes/size"][:].astype(int)
    share = np.bincount(found, minlength=PERSONS + 1) / len(found)
    axes, sizes = figure.subplots(), np.arange(1, PERSONS + 1)
    axes.stairs(share[1:], np.arange(0.5, PERSONS + 1), fill=True, color="C5", label=f"simulated, {len(found)} runs")
    axes.plot(sizes, chances(r0)[1:], "k.", markersize=4, label="exact chance (recursion)")
    axes.axvline(PERSONS * limit(r0), color="C1", linestyle="--", linewidth=1)
    axes.annotate(f"50 z = {PERSONS * limit(r0):.1f}, where z = 1 − exp(−2z):\nlarge outbreak in a large population",
                  (PERSONS * limit(r0), 0.15), (-6, 0), textcoords="offset points", ha="right", va="top", color="C1")
    axes.set(xlabel="persons who fell ill, of 50", ylabel="share of runs", yscale="log", ylim=(2e-4, 0.9), xlim=(0, 51),
             title="An epidemic dies out at once or takes most: R0 = 2, one ill at first")
    axes.legend(loc="upper left", bbox_to_anchor=(0.05, 1.0))
