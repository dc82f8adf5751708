"""Two powers and their gradients: who is the stronger where, and when places change hands in each variant."""
import numpy as np

ARGUMENTS = ["--replicates", "1", "--arms", "base,stronger,railway,forward_base,cheap_ways"]
FAR = 1000
VARIANTS = {"base": "as it is", "stronger": "stronger at home", "railway": "cheaper ways", "forward_base": "a base at km 290",
            "cheap_ways": "cheap ways for both"}


def west_of(run, arm: str, years: np.ndarray, km: np.ndarray) -> np.ndarray:
    """The west's strength [year, km], from the numbers at the start of the arm."""
    start = run[f"{arm}/power/strength"][0, 0, 1] - 2 * run.attrs["time_step"]
    gradient = run[f"{arm}/power/gradient"][1]
    bases = [(1, 0), (0.8, 290)] if arm == "forward_base" else [(1, 0)]
    return np.max([share * (start + 2 * years[:, None]) - gradient * abs(km - at) for share, at in bases], axis=0)


def draw_strengths(run, axes) -> None:
    km = np.linspace(0, FAR, 101)
    years = np.array([0, 30, 60])
    east = run["base/power/strength"][0, 0, 0] - run["base/power/gradient"][0] * (FAR - km)
    axes.plot(km, east, color="C1")
    for year, west, style in zip(years, west_of(run, "base", years, km), ("-", "--", ":")):
        axes.plot(km, west, style, color="C0")
        axes.annotate(f"year {year}", (0, west[0]), (3, 2), textcoords="offset points", color="C0", fontsize=8)
        boundary = 400 + 10 * year
        axes.plot(boundary, np.interp(boundary, km, east), "ko", markersize=4)
    axes.annotate("east", (930, 78), color="C1", ha="right")
    axes.annotate("west", (200, 15), color="C0", ha="right")
    axes.set(xlabel="km from the west's home", ylabel="strength", title="Strength is lost on the way", ylim=(-45, 190))


def draw_dates(run, axes) -> None:
    places = dict(zip(run["base/place/place"].asstr(), run["base/place/at"][:]))
    years = np.linspace(0, 60, 61)
    km = np.linspace(0, FAR, 2001)
    for colour, (arm, label) in enumerate(VARIANTS.items()):
        rows = [(row, places[name.removeprefix("west/")]) for row, name in enumerate(run[f"{arm}/reach/reach"].asstr())
                if name.startswith("west/")]
        since = run[f"{arm}/reach/since"][0, -1]
        taken = [(since[row], at) for row, at in rows if since[row] > 0]
        axes.plot(*zip(*taken), "o", color=f"C{colour}", markersize=4)
        east = 80 - run[f"{arm}/power/gradient"][0] * (FAR - km)
        ahead = west_of(run, arm, years, km) > east
        line = np.where(ahead.any(axis=1), km[FAR * 2 - np.argmax(ahead[:, ::-1], axis=1)], np.nan)
        axes.plot(years, np.where(line < FAR, line, np.nan), color=f"C{colour}", linewidth=1, label=label)
    axes.set(xlabel="year", ylabel="km from the west's home", title="The line of equal strength, and when places fall", xlim=(0, 62), ylim=(0, 1020))
    axes.legend(fontsize=7.5, loc="lower right")


def draw(run, figure):
    left, right = figure.subplots(1, 2, width_ratios=(2, 3))
    draw_strengths(run, left)
    draw_dates(run, right)
