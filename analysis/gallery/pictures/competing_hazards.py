"""Three ways for a lamp to end: how many have ended by each, week by week, and the theory of competing risks."""
import numpy as np

RUNS = 10
ARGUMENTS = ["--replicates", str(RUNS)]


def end_times(event, cause=None):
    """In order; of one cause, or of all."""
    times = event["time"][:]
    if cause is not None:
        names = event["cause"].attrs["flag_meanings"].split()
        times = times[event["cause"][:] == event["cause"].attrs["flag_values"][names.index(cause)]]
    return np.sort(times)


def draw(run, figure):
    rates = {name: run[f"base/parameters/{name}"][()] for name in ("burning", "knock", "fall")}
    total, end, lamps = sum(rates.values()), run["base/item/time"][-1], RUNS * len(run["base/item/item"])
    ends = {"burning": end_times(run["base/events/burning_out"])}
    ends |= {cause: end_times(run["base/events/breaking"], cause) for cause in ("knock", "fall")}
    axes, weeks = figure.subplots(), np.linspace(0, end, 41)
    for (cause, rate), said in zip(rates.items(), ("burnt out", "knocked over", "fell")):
        line, = axes.plot(weeks, np.searchsorted(ends[cause], weeks) / lamps)
        axes.plot(weeks, rate / total * (1 - np.exp(-total * weeks)), "k--", linewidth=0.9)
        axes.text(end, rate / total + 0.02, f"{said}: {rate:g} a week, in the end {rate / total:.1f} of all", color=line.get_color(),
                  ha="right")
    axes.plot([], [], "k--", linewidth=0.9, label=f"theory: rate / {total:g} × (1 − exp(−{total:g} t))")
    axes.set(xlabel="week", ylabel="share of all lamps", title=f"Competing hazards: how {lamps} lamps ended", ylim=(0, 0.62), xlim=(0, end))
    axes.legend(loc="upper left")
