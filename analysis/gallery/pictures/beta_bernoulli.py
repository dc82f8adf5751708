"""Two beliefs about one ally, and what they should be on average, with the spread that forgetting leaves."""
import numpy as np

ARGUMENTS = ["--replicates", "300", "--record", "all"]
CHANGE = 200
ONE = 4  # the replicate that is shown alone


def expected(keep: float, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation of the belief after each call, with the ally's chances as they were."""
    came, weight, square = 1.0, 2.0, 0.0
    mean, deviation = [], []
    for chance in truth:
        came, weight, square = keep * came + chance, keep * weight + 1, keep**2 * square + chance * (1 - chance)
        mean.append(came / weight)
        deviation.append(square**0.5 / weight)
    return np.array(mean), np.array(deviation)


def draw(run, figure):
    observer = run["base/observer"]
    came, failed = observer["came"][:], observer["failed"][:]
    belief = came / (came + failed)
    calls = np.arange(1, belief.shape[1] + 1)
    value = {name: run[f"base/parameters/{name}"][()] for name in ("first", "later", "keep")}
    truth = np.where(calls <= CHANGE, value["first"], value["later"])
    axes = figure.subplots()
    axes.plot([0, CHANGE, CHANGE, calls[-1]], truth[[0, 0, -1, -1]], color="black", linewidth=1, label="how often the ally comes")
    for row, (name, keep) in enumerate((("trusting", 1.0), ("wary", value["keep"]))):
        colour = f"C{row}"
        mean, deviation = expected(keep, truth)
        axes.fill_between(calls[::5], (mean - 2 * deviation)[::5], (mean + 2 * deviation)[::5], color=colour, alpha=0.15, linewidth=0)
        axes.plot(calls[::5], belief[ONE, ::5, row], color=colour, linewidth=0.8, alpha=0.8, label=f"{name}, one run")
        axes.plot(calls[19::20], belief[:, 19::20, row].mean(0), "o", color=colour, markersize=2.5,
                  label=f"{name}, mean of {len(belief)} runs")
        axes.plot(calls[::5], mean[::5], color=colour, linestyle="--", linewidth=1, label=f"{name}, theory ± 2 deviations")
    axes.set(xlabel="call", ylabel="belief that the next call is answered", xlim=(0, calls[-1]), ylim=(0, 1),
             title="From call 200 on the ally comes less often: who forgets sees it sooner, and is never sure")
    axes.legend(fontsize=7, loc="upper right", labelspacing=0.25)
