"""Two sides that shoot at each other, and the square law that they obey."""
import numpy as np

ARGUMENTS = ["--replicates", "1"]


def draw(run, figure):
    men, time = run["base/side/men"][0], run["base/side/time"][:]
    axes = figure.subplots()
    for row, name in enumerate(run["base/side/side"].asstr()):
        axes.plot(time, men[:, row], label=f"side {name}")
    left = np.sqrt(100**2 - 80**2)
    axes.plot(time[-1], left, "ko", markersize=4)
    axes.annotate("√(100² − 80²) = 60 are left", (time[-1], left), (-10, 12), textcoords="offset points", ha="right")
    axes.set(xlabel="day", ylabel="men", title="Lanchester's square law: 100 against 80, equally good shots", ylim=(0, 105))
    axes.legend()
