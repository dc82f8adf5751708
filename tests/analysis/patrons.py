"""Run files for the tests of the package, made by the program, and the package itself."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["HEGEMON_SOURCE"])
PROGRAM = os.environ["HEGEMON"]
sys.path.insert(0, str(SOURCE / "analysis"))
os.environ.setdefault("MPLBACKEND", "agg")

EXAMPLE = SOURCE / "scenarios" / "examples" / "two-patrons.toml"

# Half of the replicates fail in step 3; a reference that is missing; an event with a calendar; an outcome called like a column of the frames.
CALENDAR = """
title = "Dates and failures"
time = "week"
start = 2024-02-01
end = 2024-05-02
[kind.town]
u = { start = "uniform(0, 1)" }
y = { start = 1, unit = "kg", note = "A measure" }
wet = { start = false }
still = { start = 2 }
warm = { start = "u < 0.5" }
[kind.road]
to = { ref = "town" }
[rows.town]
columns = ["name"]
data = [["Aa"], ["Bb"]]
[rows.road]
columns = ["name", "to"]
data = [["first", "Bb"], ["second", "Aa"]]
[event.rain]
on = "town"
rate.cloud = 0.3
rate.wind = 0.1
factor.warm = "if(warm, 1, 0.5)"
set.wet = true
[event.drought]
on = "town"
rate.sun = 0.2
[update.town]
set.y = "if(time >= 3, sqrt(0.5 - u), 1)"
[outcome]
arm = { take = "final", of = { is = "town[Aa].y", unit = "kg", note = "Named like a column" } }
[variant.dry]
title = "Less rain"
event.rain.rate.cloud = 0.1
update.town.set.y = "if(time >= 3, sqrt(0.8 - u), 1)"
[variant.larger]
title = "Three towns"
rows.town.data = [["Aa"], ["Bb"], ["Cc"]]
"""


def make(folder: str | Path, name: str, scenario: str | Path, *options: str) -> Path:
    """A run file in `folder`."""
    path = Path(folder) / name
    subprocess.run([PROGRAM, "run", scenario, *options, "--quiet", "-o", path], capture_output=True, check=False)
    if not path.exists():
        raise AssertionError(f"no run file {name}")
    return path


class InFolder(unittest.TestCase):
    """Tests in a folder with patrons.h5: 40 replicates of two-patrons in two arms."""

    @classmethod
    def setUpClass(cls) -> None:
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.folder = Path(holder.name)
        cls.patrons = make(cls.folder, "patrons.h5", EXAMPLE, "--arms", "base,no_strikes", "--replicates", "40")

    @classmethod
    def made(cls, name: str, text: str, *options: str) -> Path:
        """A run file of a scenario that is given as text."""
        scenario = cls.folder / f"{name}.toml"
        scenario.write_text(text, encoding="utf-8")
        return make(cls.folder, f"{name}.h5", scenario, *options)

    @classmethod
    def calendar(cls) -> Path:
        """A run with dates and failed replicates."""
        return cls.made("calendar", CALENDAR, "--arms", "base,dry,larger", "--replicates", "80", "--seed", "3")
