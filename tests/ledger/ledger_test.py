"""The ledger adds up, in every shipped scenario that has capacities and in every arm: computed from its entries, to the bit."""
import unittest

import h5py
import numpy as np

import ledger
from ledger_support import SCENARIOS, RunTest

REPLICATES = 70
FULL_MODEL = "models/influence.toml"
FEW = 10  # of the full model, whose nineteen states enter as much in one run as a small model in many
OVERSTRETCH = SCENARIOS / "examples" / "overstretch.toml"


def shipped() -> dict:
    """Path -> scenario, of all that have capacities; a file without an end is a model that other files are laid over."""
    found = {}
    for path in sorted(SCENARIOS.rglob("*.toml")):
        scenario = ledger.read(path, SCENARIOS)
        if "end" in scenario and ledger.capacities(scenario):
            found[path] = scenario
    return found


class Ledgers(RunTest):
    def test_the_entries_of_every_shipped_scenario_add_up_in_every_arm(self) -> None:
        names = {path.stem for path in shipped()}
        self.assertLessEqual({"2022", "2020", "2022-prototype", "overstretch", "two-patrons", "erlang"}, names)
        used = set()
        for path, scenario in shipped().items():
            replicates = FEW if scenario.get("model") == FULL_MODEL else REPLICATES
            file = self.run_file(path, ["base", *scenario.get("variant", {})], replicates)
            for arm in ["base", *scenario.get("variant", {})]:
                used |= {f"{path.stem} {what}" for what in self.arm_adds_up(file[arm], scenario, path.stem, arm)}
        for what in ("2022-prototype bound", "overstretch bound", "overstretch strain", "erlang bound", "two-patrons spent", "2022-prototype flow",
                     "2022 bound", "2022 strain", "2022 spent", "2022 flow", "2020 bound", "2020 spent"):
            self.assertIn(what, used, "without it there is nothing to add up")

    def arm_adds_up(self, group: h5py.Group, scenario: dict, name: str, arm: str) -> set[str]:
        """Which parts of the ledger were ever used."""
        patch = scenario["variant"][arm] if arm != "base" else {}
        patched = ledger.merged(scenario, {key: value for key, value in patch.items() if isinstance(value, dict)})
        used = set()
        for kind, capacity in ledger.capacities(patched):
            with self.subTest(scenario=name, arm=arm, capacity=f"{kind}.{capacity}"):
                found = ledger.ledger_of(group, patched, kind, capacity, patch.get("without", []))
                self.assertEqual(len(found.total), len(group["hash"]))
                allowed = {"change of total = flow - spending"} if ledger.is_written_by_updates(patched, kind, capacity) else set()
                if scenario.get("model") == FULL_MODEL:  # its claims move within a step, with what rules write
                    allowed.add("bound + strain = sum of entries")
                    rests = ledger.claims_rest(group, patched, kind, capacity, patch.get("without", []))
                    self.assertTrue((found.bound + found.strain == found.entries)[rests].all())
                    self.assertGreater(rests.mean(), 0.7)
                self.assertLessEqual(set(ledger.complaints(found)), allowed)
                used |= {part for part, values in vars(found).items() if (values != 0).any()}
        return used

    def test_one_grain_too_many_anywhere_would_be_seen(self) -> None:
        scenario = ledger.read(OVERSTRETCH, SCENARIOS)
        file = self.run_file(OVERSTRETCH, ["base"], 5)
        found = ledger.ledger_of(file["base"], scenario, "power", "soldiers", [])
        self.assertEqual(ledger.complaints(found), [])
        for part, values in vars(found).items():
            for change in (ledger.GRAIN, -ledger.GRAIN, ledger.GRAIN / 2):
                planted = values.copy()
                planted[2, 7, 0] += change
                wrong = ledger.Ledger(**{**vars(found), part: planted})
                self.assertNotEqual(ledger.complaints(wrong), [], f"{part} {change}")


class Refusals(RunTest):
    """A wish is refused where its cost is more than what the payer has free when it is served: recomputed by hand for overstretch."""

    COSTS = np.array([0.0, 1.0, 2.0])   # companies that regret, company and column take
    NAMES = ["regret", "company", "column"]

    def test_wishes_are_refused_exactly_where_their_cost_does_not_fit(self) -> None:
        group = self.run_file(OVERSTRETCH, ["base"], 60)["base"]
        table = {name: item[()] for name, item in group["decisions/send"].items() if item.ndim == 1}
        meanings = group["decisions/send/wish"].attrs["flag_meanings"]
        self.assertEqual((meanings.decode() if isinstance(meanings, bytes) else meanings).split(), self.NAMES)
        free = self.free_by_hand(group, table)
        self.assertTrue(np.array_equal(free, table["free_soldiers"]))
        refused = self.COSTS[table["wish"]] > free
        self.assertTrue(np.array_equal(refused, table["refused"] == 1))
        self.assertTrue(np.array_equal(table["wish"] != table["option"], refused))
        self.assertTrue((self.COSTS[table["option"]] <= free).all())
        self.assertGreater(refused.sum(), 500)
        self.assertGreater((table["served_before"] > 0).sum(), 200, "several at once, so that the order matters")
        self.assertEqual(refused.sum(), int(group["outcomes/refused"][:].sum()))
        kept = group["province/send.soldiers"][()][table["replicate"], table["step"], table["row"]]
        self.assertTrue(np.array_equal(kept, self.COSTS[table["option"]]))

    def free_by_hand(self, group: h5py.Group, table: dict) -> np.ndarray:
        """[choice]: total less the wall's claim, less what provinces hold that did not call in this step, less what was served before."""
        held = group["province/send.soldiers"][()].copy()        # at the end of the step: with what was served in it
        held[table["replicate"], table["step"], table["row"]] = 0
        before = group["power/soldiers"][()][..., 0] - group["frontier/claim.guard.soldiers"][()][..., 0] - held.sum(-1)
        left = before[table["replicate"], table["step"]]
        place = {}
        paid = self.COSTS[table["option"]]
        for i in np.lexsort((table["served_before"], table["step"], table["replicate"])):
            key = table["replicate"][i], table["step"][i]
            count, sum_paid = place.get(key, (0, 0.0))
            self.assertEqual(table["served_before"][i], count)
            left[i] -= sum_paid
            place[key] = (count + 1, sum_paid + paid[i])
        return np.maximum(left, 0)

    def test_refusals_come_with_overstretch_and_hardly_without(self) -> None:
        file = self.run_file(OVERSTRETCH, ["base", "calm"], 2000, "outcomes")
        shares = {}
        for arm in ("base", "calm"):
            found = {name: file[arm]["outcomes"][name][:] for name in ("calls", "refused")}
            self.assertGreater(found["calls"].sum(), 10000)
            shares[arm] = found["refused"].sum() / found["calls"].sum()
        print(f"share of calls refused: {shares['base']:.4f}, without overstretch {shares['calm']:.5f}")
        self.assertGreater(shares["base"], 0.1)
        self.assertLess(shares["calm"], 0.01)


if __name__ == "__main__":
    unittest.main()
