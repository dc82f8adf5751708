"""Three of ten on a ring: how many hold the opinion, and how long it takes until all agree."""
import numpy as np

ARGUMENTS = ["--replicates", "4000"]
SHOWN = 400  # steps


def cumulative(people: int, block: int, steps: int) -> np.ndarray:
    """Chance that all agree after 0, 1, ... steps: the length of a block goes up and down with the probability 1 / N each."""
    chain = np.eye(people + 1)
    for k in range(1, people):
        chain[k, [k - 1, k, k + 1]] = 1 / people, 1 - 2 / people, 1 / people
    state, agreed = np.eye(people + 1)[block], []
    for _ in range(steps):
        agreed.append(state[0] + state[people])
        state = state @ chain
    return np.array(agreed)


def draw(run, figure):
    person, outcomes = run["base/person"], run["base/outcomes"]
    people, block, end = len(person["person"]), int(run["base/parameters/block"][()]), len(person["time"])
    walks, times = figure.subplots(1, 2)
    for holds in person["holds"][:8]:
        walks.plot(np.r_[block, holds[:SHOWN].sum(axis=1)], linewidth=0.9, alpha=0.8)
    mean = np.r_[block, person["holds.sum"][:SHOWN].sum(axis=1) / person["count"][:SHOWN]]
    walks.plot(mean, "k", linewidth=2, label=f"mean of {len(outcomes['steps'])}")
    walks.axhline(block, color="black", linestyle=":", label=f"theory: {block} for ever")
    walks.set(xlabel="step", ylabel="people who hold the opinion", title=f"{outcomes['wins'][:].mean():.3f} won; theory {block / people:g}",
              ylim=(-0.3, people * 1.35), yticks=range(0, people + 1, 2))
    walks.legend(loc="upper right")
    found = np.sort(outcomes["steps"][:])
    times.plot(np.arange(SHOWN), np.searchsorted(found, np.arange(SHOWN), side="right") / len(found), label="share of runs that agree")
    times.plot(cumulative(people, block, min(end, SHOWN)), "k--", label="theory")
    expected = people * block * (people - block) / 2
    times.set(xlabel="step", ylim=(0, 1.02), title=f"on average after {found.mean():.1f} steps; theory {expected:g}")
    times.legend(loc="lower right")
