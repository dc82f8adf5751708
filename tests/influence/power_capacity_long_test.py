"""Every power spends attention and has forces bound, over 1,000 pairs; what was wished and could not be paid is told for both arms."""
import os
import subprocess
import tempfile
import tomllib
import unittest
from pathlib import Path

import h5py
import numpy as np

PROGRAM = os.environ["HEGEMON"]
SCENARIO = Path(os.environ["HEGEMON_SOURCE"]) / "scenarios" / "post-soviet" / "2022.toml"
POWERS = ("RUS", "TUR", "CHN", "USA", "EU", "IRN", "IND", "UN")
WITHOUT_FORCE = ("UN",)
REPLICATES = 1000
LEAST_SHARE = 0.95  # of runs in which a power must have spent attention


class PowerCapacity(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        output = Path(folder.name) / "run.h5"
        command = [PROGRAM, "run", SCENARIO, "--arms", "base,no_war", "--replicates", REPLICATES, "-q", "-o", output]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        cls.file = h5py.File(output)
        cls.addClassCleanup(cls.file.close)
        cls.decisions = tomllib.loads(cls.file["scenario/text"].asstr()[()])["decision"]

    def states(self, arm: str) -> list[str]:
        return list(self.file[arm]["state/state"].asstr()[:])

    def choices(self, arm: str):
        """Name and table of each decision whose attention is that of the option, with the row of `state` that pays."""
        group = self.file[arm]
        for name, rule in self.decisions.items():
            if rule.get("pays", {}).get("political", {}).get("spend") == "option.attention":
                table = group["decisions"][name]
                yield name, table, group[rule["on"]][rule["actor"]][:][table["row"][:]]

    def spent(self, arm: str) -> np.ndarray:
        """[replicate, state]: attention that was spent, added up from the choices alone."""
        total = np.zeros((REPLICATES, len(self.states(arm))))
        for name, table, payer in self.choices(arm):
            prices = {option["name"]: option["attention"] for option in self.decisions[name]["option"]}
            meanings = str(table["option"].attrs["flag_meanings"]).split()
            price = np.array([float(prices[meaning]) for meaning in meanings])
            self.assertEqual(list(table["option"].attrs["flag_values"]), list(range(len(meanings))))
            np.add.at(total, (table["replicate"][:], payer), price[table["option"][:]])
        return total

    def refusals(self, arm: str) -> np.ndarray:
        """[replicate]: wishes that could not be paid, of all decisions."""
        total = np.zeros(REPLICATES)
        for table in self.file[arm]["decisions"].values():
            total += np.bincount(table["replicate"][:], weights=table["refused"][:], minlength=REPLICATES)
        return total

    def test_every_power_spends_attention_in_nearly_all_runs(self) -> None:
        spent, states = self.spent("base"), self.states("base")
        for power in POWERS:
            attention = spent[:, states.index(power)]
            share = np.mean(attention > 0)
            print(f"{power}: attention spent in {share:.1%} of runs, {attention.mean():.2f} in the mean")
            self.assertGreaterEqual(share, LEAST_SHARE, power)

    def test_what_the_choices_cost_is_what_the_ledger_holds(self) -> None:
        spent, states, kept = self.spent("base"), self.states("base"), self.file.attrs["recorded"]
        paid = np.zeros((kept, len(states)))
        for name, rule in self.decisions.items():
            entries = self.file["base"][rule["on"]].get(f"{name}.political")
            if entries is not None:
                payer = self.file["base"][rule["on"]][rule["actor"]][:]
                np.add.at(paid.T, payer, entries[:].sum(axis=1).T)
        self.assertGreater(kept, 0)
        np.testing.assert_allclose(paid, spent[:kept], atol=1e-9)

    def test_every_power_with_forces_has_some_bound(self) -> None:
        states = self.states("base")
        bound = self.file["base/state/military.bound"][:]
        in_all = self.file["base/state/military.bound.sum"][:].sum(axis=0)  # over all replicates and steps
        for power in POWERS:
            row = states.index(power)
            share = np.mean((bound[:, :, row] > 0).any(axis=1))
            print(f"{power}: forces bound in {share:.1%} of the recorded runs")
            if power in WITHOUT_FORCE:
                self.assertEqual(in_all[row], 0, f"{power} is an actor without force")
            else:
                self.assertGreater(in_all[row], 0, power)

    def test_refusals_are_told_with_the_interval_of_their_difference(self) -> None:
        found = {arm: self.refusals(arm) for arm in ("base", "no_war")}
        difference = found["base"] - found["no_war"]
        half = 1.96 * difference.std(ddof=1) / np.sqrt(REPLICATES)
        print(f"wishes that could not be paid: {found['base'].mean():.3f} a run in base, {found['no_war'].mean():.3f} in no_war; "
              f"difference {difference.mean():+.3f} ({difference.mean() - half:+.3f} to {difference.mean() + half:+.3f})")
        for arm, refused in found.items():
            np.testing.assert_array_equal(refused, self.file[arm]["outcomes/refused"][:], f"the outcome `refused` of {arm} forgets some")


if __name__ == "__main__":
    unittest.main()
