"""An arms race in the plane of both nations' arms: into the balance, or away without end."""
import numpy as np

ARGUMENTS = ["--replicates", "1", "--arms", "base,fear"]
PANELS = {"base": "Fatigue outweighs fear: k = l = 1, a = b = 2", "fear": "Fear outweighs fatigue: k = l = 3, a = b = 2"}
NAMES = ("defence", "other_defence", "fatigue", "other_fatigue", "grievance", "other_grievance")


def exact(defence: float, time: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From (0, 0), with fatigue 2 and grievances 3 and 4."""
    total = 7 / (2 - defence) * (1 - np.exp(-(2 - defence) * time))
    difference = -1 / (2 + defence) * (1 - np.exp(-(2 + defence) * time))
    return (total + difference) / 2, (total - difference) / 2


def draw_panel(run, arm: str, axes) -> None:
    k, l, a, b, g, h = (run[f"{arm}/parameters/{name}"][()] for name in NAMES)
    line = np.linspace(0.3, 5.7, 10)
    x, y = np.meshgrid(line, line)
    u, v = k * y - a * x + g, l * x - b * y + h
    size = np.hypot(u, v)
    axes.quiver(x, y, u / size, v / size, color="0.75", scale=18, width=0.004, pivot="mid", rasterized=True)
    line = np.array([0, 6])
    axes.plot(line, (a * line - g) / k, "--", color="C0", linewidth=1, label="first at rest")
    axes.plot(line, (l * line + h) / b, "--", color="C1", linewidth=1, label="second at rest")
    arms = np.stack([run[f"{arm}/race/{column}"][0, :400:4, 0] for column in "xy"])
    axes.plot(*arms[:, (arms < 7).all(axis=0)], color="C2", linewidth=2, label="run, from (0, 0)")
    axes.plot(*exact(k, np.arange(0.2, 3.1, 0.2)), "k.", markersize=5, label="solution, each 0.2 years")
    if a * b > k * l:
        axes.plot((b * g + k * h) / (a * b - k * l), (a * h + l * g) / (a * b - k * l), "k*", markersize=10, label="balance (10/3, 11/3)")
    axes.set(xlabel="arms of the first nation", ylabel="arms of the second", title=PANELS[arm], xlim=(0, 6), ylim=(0, 6))


def draw(run, figure):
    left, right = figure.subplots(1, 2)
    draw_panel(run, "base", left)
    draw_panel(run, "fear", right)
    left.legend(fontsize=7, loc="lower right", frameon=True, framealpha=0.9)
