"""Known answers of the larger examples: limits in which mathematics says what they must yield."""
import math
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

sys.dont_write_bytecode = True
EXAMPLES = Path(os.environ["HEGEMON_SOURCE"]) / "scenarios" / "examples"


class Examples(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_example(self, name: str, replicates: int, arms: str = "base", **parameters: float) -> h5py.File:
        output = self.folder / f"{name}{len(list(self.folder.glob('*.h5')))}.h5"
        command = [os.environ["HEGEMON"], "run", EXAMPLES / f"{name}.toml", "--arms", arms, "--replicates", replicates, "-q", "-o", output]
        for parameter, value in parameters.items():
            command += ["--set", f"{parameter}={value}"]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        run = h5py.File(output)
        self.addCleanup(run.close)
        return run

    def test_hunters_alone_with_their_prey_come_to_the_balance_of_rosenzweig_and_macarthur(self) -> None:
        growth, room, hunger, half, gain, death = 2, 100, 10, 50, 0.1, 0.4
        run = self.run_example("predator-prey-network", 1, "islands", room=room, doom=0)
        prey = half * death / (gain * hunger - death)
        hunters = growth * (1 - prey / room) * (prey + half) / hunger
        # The slowest mode decays like exp(-0.13 t), to some millionths over the last 20 years; `west` is a mean over 80 years, the final state is near.
        kind = run["islands/patch"]
        hunted = [str(name) != "dune" and str(name) != "moor" for name in kind["patch"].asstr()]
        np.testing.assert_allclose(kind["prey"][0, -1, hunted], prey, rtol=2e-3)
        np.testing.assert_allclose(kind["predators"][0, -1, hunted], hunters, rtol=2e-3)

    def test_without_hunters_each_patch_fills_up(self) -> None:
        run = self.run_example("predator-prey-network", 1, hunger=0, roam_prey=0)
        np.testing.assert_allclose(run["base/patch/prey"][0, -1], 300, rtol=1e-6)

    def test_nothing_is_lost_on_the_way(self) -> None:
        run = self.run_example("predator-prey-network", 4, growth=0, hunger=0, death=0, doom=0, reach=1e9)
        np.testing.assert_allclose(run["base/outcomes/all_predators"][:], 32, atol=1e-5)
        self.assertGreater(len(run["base/events/visit/row"]) + len(run["base/events/colonise/row"]), 100)

    def test_gossip_that_nobody_heeds_is_no_gossip(self) -> None:
        run = self.run_example("reputation", 20, "base,no_gossip", hear=0)
        np.testing.assert_array_equal(run["base/pair/view"][:], run["no_gossip/pair/view"][:])
        for name in run["base/outcomes"]:
            np.testing.assert_array_equal(run[f"base/outcomes/{name}"][:], run[f"no_gossip/outcomes/{name}"][:])

    def test_bread_comes_from_nowhere(self) -> None:
        run = self.run_example("reputation", 20, income=0, upkeep=0)
        np.testing.assert_array_equal(run["base/outcomes/made"][:], 0)
        self.assertGreater(run["base/outcomes/helped"][:].mean(), 1)

    def test_who_does_not_care_for_names_helps_as_often_as_the_logit_says(self) -> None:
        share = self.run_example("reputation", 150, regard=0, thrift=0.8, income=3)["base/outcomes/share"][:]
        chance = [1 / (1 + math.exp(-3 * (warmth - 0.8))) for warmth in (0.5, 0.5, 0.5, 0.5, -3, -3)]
        self.assertLess(abs(share.mean() - np.mean(chance)), 4 * share.std(ddof=1) / math.sqrt(len(share)))


if __name__ == "__main__":
    unittest.main()
