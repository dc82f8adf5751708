"""Items that fail at a constant rate, and the exponential that they follow."""
import numpy as np

RUNS = 5
ARGUMENTS = ["--replicates", str(RUNS)]


def draw(run, figure):
    hazard, end = run["base/parameters/hazard"][()], run["base/item/time"][-1]
    failure, items = run["base/events/failure"], len(run["base/item/item"])
    axes, shown = figure.subplots(), np.linspace(0, end, 101)
    for replicate in range(RUNS):
        times = np.sort(failure["time"][failure["replicate"][:] == replicate])
        axes.plot(shown, 1 - np.searchsorted(times, shown) / items, color="C0", linewidth=0.8, alpha=0.7,
                  label=f"{RUNS} runs of {items} items" if replicate == 0 else None)
    axes.plot(shown, np.exp(-hazard * shown), "k--", label=f"exp(−{hazard:g} t)")
    axes.plot(end, np.exp(-hazard * end), "ko", markersize=4)
    axes.annotate(f"exp(−2) = {np.exp(-hazard * end):.3f}", (end, np.exp(-hazard * end)), (0, 22), textcoords="offset points", ha="right")
    axes.set(xlabel="week", ylabel="share that still works", title="A constant hazard", ylim=(0, 1.02), xlim=(0, end * 1.01))
    axes.legend()
