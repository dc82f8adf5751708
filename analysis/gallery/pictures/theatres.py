"""Budgets over theatres: shares of a budget become those of the values, as fast as the theory says."""
import numpy as np

ARGUMENTS = ["--replicates", "1"]
ROUNDS = 14
THEATRES = ("north", "east", "south", "west")


def draw_shares(plans, values, axes) -> None:
    for theatre, name in enumerate(THEATRES):
        axes.axhline(values[theatre], color=f"C{theatre}", linestyle=":", linewidth=1)
        axes.annotate(f"{name}, worth {120 * values[theatre]:.0f}", (ROUNDS, values[theatre]), (0, 3), textcoords="offset points",
                      ha="right", color=f"C{theatre}", fontsize=8)
        for side, style in enumerate(("-", "--")):
            label = ("30 to spend", "10 to spend")[side] if theatre == 0 else None
            axes.plot(range(ROUNDS + 1), plans[:ROUNDS + 1, side, theatre], style, color=f"C{theatre}", marker=".", label=label)
    axes.set(xlabel="round", ylabel="share of the budget", title="Toward the best reply, half the way a round", ylim=(0, 0.72))
    axes.legend(fontsize=8, ncols=2, loc="upper center")


def draw_distance(plans, values, budgets, axes) -> None:
    off = np.sqrt((budgets[:, None] * (plans - values) ** 2).sum(axis=(1, 2)))[:26]
    haste = 0.5
    slope = abs(budgets[0] - budgets[1]) / (2 * np.sqrt(budgets.prod()))
    rate, rounds = np.hypot(1 - haste, haste * slope), np.arange(2, 26)
    axes.semilogy(off, "o", color="C5", markersize=3.5, label="run")
    axes.semilogy(rounds, off[10] * rate ** (rounds - 10), "k-", linewidth=1, label=f"× {rate:.4f} a round")
    axes.set(xlabel="round", ylabel="distance from the balance", title="How fast they settle")
    axes.legend(fontsize=8)


def draw(run, figure):
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    rows = list(run["base/effort/effort"].asstr())
    order = [[rows.index(f"{side}/{theatre}") for theatre in THEATRES] for side in ("first", "second")]
    budgets = dict(zip(run["base/side/side"].asstr(), run["base/side/budget"][:]))
    budgets = np.array([budgets["first"], budgets["second"]])
    values = dict(zip(run["base/theatre/theatre"].asstr(), run["base/theatre/value"][:]))
    values = np.array([values[name] for name in THEATRES]) / sum(values.values())
    plans = run["base/effort/amount"][0].astype(float)[:, order] / budgets[:, None]
    plans = np.concatenate([np.full((1, 2, 4), 0.25), plans])  # the start is not recorded
    draw_shares(plans, values, left)
    draw_distance(plans, values, budgets, right)
