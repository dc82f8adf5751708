"""A hundred opinions that gather in clusters further apart than the bound."""
import numpy as np

ARGUMENTS = ["--replicates", "1"]
SHOWN = 12  # steps


def by_hand(first: np.ndarray, bound: float) -> np.ndarray:
    """The last opinions, computed apart from the program."""
    opinion = first
    for _ in range(100):
        near = abs(opinion[:, None] - opinion) <= bound
        opinion = near @ opinion / near.sum(axis=1)
    return opinion


def draw(run, figure):
    bound, person = run["base/parameters/bound"][()], run["base/person"]
    first = person["first.sum"][0]  # of one replicate, in double precision
    opinion = np.vstack([first, person["opinion"][0, :SHOWN]])
    axes = figure.subplots()
    axes.plot(opinion, color="C0", linewidth=0.6, alpha=0.7, rasterized=True)
    ends = np.unique(np.round(by_hand(first, bound), 6))
    axes.plot(np.full(len(ends), SHOWN + 0.3), ends, "k_", markersize=12, markeredgewidth=1.6, label="end, computed independently")
    for low, high in zip(ends[:-1], ends[1:]):
        axes.annotate("", (SHOWN + 1, low), (SHOWN + 1, high), arrowprops={"arrowstyle": "<->", "shrinkA": 0, "shrinkB": 0})
        axes.annotate(f"{(high - low) / bound:.1f} bounds", (SHOWN + 1.1, (low + high) / 2), va="center")
    axes.plot([-0.5, -0.5], [0.45, 0.45 + bound], color="C1", linewidth=4, solid_capstyle="butt", label=f"the bound, {bound:g}")
    axes.set(xlabel="step", ylabel="opinion", xlim=(-0.8, SHOWN + 3.2), xticks=range(0, SHOWN + 1, 2), ylim=(0, 1.12),
             title=f"100 people who listen to opinions within {bound:g} of their own end in {len(ends)} clusters")
    axes.legend(loc="upper left", ncol=2)
