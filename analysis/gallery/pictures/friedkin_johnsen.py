"""Four people who end apart: as published, and with two who never move."""
import numpy as np

ARGUMENTS = ["--arms", "base,proud", "--replicates", "1"]
SHOWN = 10  # steps


def limit(arm) -> np.ndarray:
    people = len(arm["person/person"])
    trust = np.zeros((people, people))
    trust[arm["tie/who"][:], arm["tie/whom"][:]] = arm["tie/trust"][:]
    susceptible = arm["person/susceptibility"][:].reshape(-1, people)[0]
    return np.linalg.solve(np.eye(people) - susceptible[:, None] * trust, (1 - susceptible) * arm["person/first"][:])


def draw(run, figure):
    plots = figure.subplots(1, 2, sharey=True)
    for axes, name, title in zip(plots, ("base", "proud"), ("As published: near, and yet apart", "b and c never move: the others end between")):
        arm = run[name]
        opinion = np.vstack([arm["person/first"][:], arm["person/opinion"][0, :SHOWN]])
        for row, person in enumerate(arm["person/person"].asstr()):
            axes.plot(opinion[:, row], "o-", markersize=3, label=f"person {person}")
        axes.plot(np.full(4, SHOWN + 0.6), limit(arm), "k_", markersize=12, markeredgewidth=1.6, label="limit, theory")
        axes.set(title=title, xlabel="step", xticks=range(0, SHOWN + 1, 2))
        for rank, value in enumerate(np.sort(limit(arm))):
            shift = {"base": (-8, 2, -8, 2), "proud": (-3, -9, 3, -3)}[name][rank]  # numbers that lie close go apart
            axes.annotate(f"{value:.2f}", (SHOWN + 0.9, value), (2, shift), textcoords="offset points", annotation_clip=False)
    plots[0].set_ylabel("opinion")
    plots[0].legend(loc="lower right")
