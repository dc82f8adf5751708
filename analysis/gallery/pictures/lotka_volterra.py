"""Prey and predators: one cycle in time, and the closed curve on which it goes."""
import numpy as np

ARGUMENTS = ["--replicates", "1"]
A, B, C, D = 1.0, 0.1, 0.5, 0.02


def constant(hares, lynxes):
    return D * hares - C * np.log(hares) + B * lynxes - A * np.log(lynxes)


def draw_time(time, number, axes) -> None:
    for row, (name, mean, what) in enumerate((("hares", C / D, "c/d"), ("lynxes", A / B, "a/b"))):
        axes.plot(time, number[:, row], color=f"C{row}", label=name)
        axes.axhline(mean, color=f"C{row}", linestyle=":", linewidth=1)
        axes.annotate(f"{what} = {mean:g}", (time[-1], mean), (2, 3), textcoords="offset points", ha="right", color=f"C{row}", fontsize=8)
        axes.plot(time[-1], number[:, row].mean(), "o", color=f"C{row}", markersize=5, clip_on=False,
                  label=f"their mean, {number[:, row].mean():.4g}")
    axes.set(xlabel="year", ylabel="number", title="One cycle", ylim=(0, 62), xlim=(0, time[-1]))
    axes.legend(fontsize=8, loc="upper center", ncols=2)


def draw_plane(number, axes) -> None:
    hares, lynxes = np.meshgrid(np.linspace(2, 75, 60), np.linspace(1, 30, 60))
    curves = [(x, 10) for x in (60, 50, 40, 32)]
    axes.contour(hares, lynxes, constant(hares, lynxes), sorted(constant(x, y) for x, y in curves), colors="0.6", linewidths=0.8, linestyles="solid")
    axes.plot(number[::50, 0], number[::50, 1], "o", color="C2", markersize=3.5, label="run, each 50th step")
    axes.plot([], [], color="0.6", linewidth=0.8, label="d x − c log x + b y − a log y stays")
    axes.plot(C / D, A / B, "k+", markersize=9, label="balance (c/d, a/b)")
    axes.annotate("", (47, 15), (50.5, 10.5), arrowprops={"arrowstyle": "->", "color": "C2"})
    axes.set(xlabel="hares x", ylabel="lynxes y", title="Round and round", ylim=(0, 31), xlim=(0, 75))
    axes.legend(fontsize=7.5, loc="upper right", handlelength=1)


def draw(run, figure):
    left, right = figure.subplots(1, 2)
    rows = [list(run["base/species/species"].asstr()).index(name) for name in ("hare", "lynx")]
    number = run["base/species/number"][0][:, rows]
    draw_time(run["base/species/time"][:], number, left)
    draw_plane(number, right)
