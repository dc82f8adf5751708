"""Iwo Jima: reinforcements by calendar, the solution in closed form, and what steps of a whole day would make of it."""
import math

import numpy as np

ARGUMENTS = ["--replicates", "1", "--arms", "base,one_landing"]
SHOOTS, SHOT = 0.0106, 0.0544
LANDINGS = ((0, 54000), (1, 0), (2, 6000), (3, 0), (5, 13000), (6, 0))  # from day, men a day


def exact(day: float, landings) -> tuple[float, float]:
    root, men, others = math.sqrt(SHOOTS * SHOT), 0.0, 21500.0
    ends = [begin for begin, _ in landings[1:]] + [math.inf]
    for (begin, landing), end in zip(landings, ends):
        time = max(0, min(end, day) - begin)
        cosh, sinh, rest = math.cosh(root * time), math.sinh(root * time), others - landing / SHOT
        men, others = (men * cosh - rest * math.sqrt(SHOT / SHOOTS) * sinh,
                       landing / SHOT + rest * cosh - men * math.sqrt(SHOOTS / SHOT) * sinh)
    return men, others


def by_days() -> np.ndarray:
    """Euler's rule with steps of a day: [day, side]"""
    both, landing = [(0.0, 21500.0)], 0.0
    for day in range(36):
        landing, (men, others) = dict(LANDINGS).get(day, landing), both[-1]
        both.append((men + landing - SHOT * others, others - SHOOTS * men))
    return np.array(both)


def draw_battle(run, axes) -> None:
    days = run["base/side/time"][:]
    for arm, landings, style in (("base", LANDINGS, "-"), ("one_landing", LANDINGS[:2], "--")):
        men = run[f"{arm}/side/men"][0] / 1000
        shown = np.arange(3, 37, 3)
        points = np.array([exact(day, landings) for day in shown]) / 1000
        for side in (0, 1):
            axes.plot(days, men[:, side], style, color=f"C{side}")
            axes.plot(shown, points[:, side], "ko", markersize=2.5, label="cosh and sinh" if arm == "base" and side == 0 else None)
    for begin, landing in LANDINGS[::2]:
        axes.axvspan(begin, begin + 1, color="0.88", zorder=0)
        axes.annotate(f"{landing // 1000}", (begin + 0.5, 76), ha="center", fontsize=7)
    axes.annotate("thousand land", (6.5, 76), fontsize=7)
    axes.annotate("attackers", (20, 61), color="C0")
    axes.annotate("with the first landing alone", (7.5, 27.5), color="C0", fontsize=8)
    axes.annotate("defenders", (9, 6), color="C1")
    axes.set(xlabel="day (0: 19 February 1945)", ylabel="thousand men", title="dM/dt = P(t) − 0.0544 N,  dN/dt = −0.0106 M",
             ylim=(0, 80), xlim=(0, 37))
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.92), fontsize=8, handletextpad=0.1)


def draw_end(run, axes) -> None:
    days, men = run["base/side/time"][:], run["base/side/men"][0]
    last = days >= 30
    axes.plot(days[last], men[last, 1], color="C1", label="steps of 1/8 day, rk4")
    axes.plot(np.arange(30, 37), by_days()[30:, 1], "s:", color="C3", markersize=4, label="steps of a day, Euler")
    for value in (exact(36, LANDINGS)[1], by_days()[-1, 1]):
        axes.annotate(f"{value:.0f}", (36, value), (5, -3), textcoords="offset points", annotation_clip=False)
    axes.plot(36, exact(36, LANDINGS)[1], "ko", markersize=4)
    axes.set(xlabel="day", ylabel="defenders", title="The end depends on the step", ylim=(0, None))
    axes.legend(fontsize=8)


def draw(run, figure):
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    draw_battle(run, left)
    draw_end(run, right)
