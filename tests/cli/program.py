"""Runs the program in a folder of its own; scenarios for it."""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["HEGEMON"]
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
HAZARD = SOURCE / "scenarios" / "classics" / "constant_hazard.toml"

# Half of the replicates draw a u above 0.5 and take the root of a negative number in step 3.
HALF_FAIL = """
title = "Half of them fail"
time = "step"
start = 0
end = 5
[kind.thing]
u = { start = "uniform(0, 1)" }
y = { start = 1 }
[rows.thing]
columns = ["name"]
data = [["only"]]
[update.thing]
set.y = "if(time >= 3, sqrt(0.5 - u), 1)"
[outcome]
y = { take = "final", of = { is = "thing[only].y", unit = "kg" } }
"""

# A replicate takes some milliseconds, a thousand of them some seconds.
LONG = """
title = "Long"
time = "step"
start = 0
end = 20000
record = "outcomes"
[kind.thing]
x = { start = 1 }
[rows.thing]
columns = ["name"]
data = [["a"], ["b"]]
[flow.thing]
x = "exp(-x) - tanh(x)"
[outcome]
x = { take = "mean", of = "thing[a].x" }
"""

# Losses are drawn. `calm` has fewer of them; of `frail`, about half of the replicates fail in step 0.
VARIANTS = """
title = "Chances"
time = "step"
start = 0
end = 20
[parameter]
chance = { value = 0.2 }
limit = { value = 2 }
[kind.thing]
x = { start = 10 }
u = { start = "uniform(0, 1)" }
y = { start = 1 }
[rows.thing]
columns = ["name"]
data = [["a"]]
[event.loss]
on = "thing"
probability = "chance"
add.x = -1
[update.thing]
set.y = "if(u > limit, sqrt(-u), 1)"
[outcome]
left = { take = "final", of = { is = "thing[a].x", unit = "kg", note = "What is left" }, headline = true }
below = { take = "final", of = "thing[a].x < 6" }
[variant.calm]
title = "Losses are rarer"
parameter.chance.value = 0.1
[variant.frail]
parameter.limit.value = 0.5
"""

TWO_ERRORS = """
time = "step"
start = 0
end = 5
[kind.thing]
x = { start = "1 + nonsense" }
y = { start = 1 }
[rows.thing]
columns = ["name"]
data = [["a"]]
[flow.thing]
y = "2 *"
"""


class ProgramTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def hegemon(self, *words: object) -> subprocess.CompletedProcess:
        return subprocess.run([PROGRAM, *map(str, words)], cwd=self.folder, capture_output=True, text=True, check=False)

    def expect(self, code: int, *words: object) -> subprocess.CompletedProcess:
        done = self.hegemon(*words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())
