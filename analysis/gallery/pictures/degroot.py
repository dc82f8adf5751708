"""Three networks: all agree, two camps agree among themselves, and opinions go round for ever."""
import numpy as np

ARGUMENTS = ["--arms", "base,camps,ring", "--replicates", "1"]
SHOWN = 10  # steps


def weights(arm) -> np.ndarray:
    """Trust as a matrix: who, whom."""
    people = len(arm["person/person"])
    trust = np.zeros((people, people))
    trust[arm["tie/who"][:], arm["tie/whom"][:]] = arm["tie/trust"][:]
    return trust


def limits(arm) -> np.ndarray:
    """Mean of first opinions with the weights of the left eigenvectors: what each ends at, if there is an end."""
    return np.linalg.matrix_power(weights(arm), 2000) @ arm["person/first"][:]


def draw(run, figure):
    plots = figure.subplots(1, 3, sharey=True)
    for axes, name, title in zip(plots, ("base", "camps", "ring"), ("All are connected", "Two camps", "A ring without self-trust")):
        arm = run[name]
        opinion = np.vstack([arm["person/first"][:], arm["person/opinion"][0, :SHOWN]])
        for row, person in enumerate(arm["person/person"].asstr()):
            line = axes.plot(opinion[:, row], ".-", markersize=4)[0]
            axes.annotate(person.capitalize(), (0, opinion[0, row]), (-5, 0), textcoords="offset points", ha="right", va="center", color=line.get_color())
        axes.set(title=title, xlabel="step", xticks=range(0, SHOWN + 1, 5), xlim=(-4.5, SHOWN + 0.5), ylim=(0, 105))
        for limit in np.unique(np.round(limits(arm), 6)) if name != "ring" else ():
            axes.axhline(limit, color="black", linestyle="--", linewidth=1)
            axes.annotate(f"theory {limit:.2f}", (SHOWN, limit), (0, 4), textcoords="offset points", ha="right")
    plots[0].set_ylabel("opinion")
