"""Rows make the scenario: their order changes no bit, strangers change nothing for the others, states come, go and change names."""
import re
import unittest

import numpy as np

from influence_support import MODEL, InfluenceTest, mean_and_error, read, read_scenario
from run_file import Arm, differing

ARMS = "base,no_war"
REPLICATES = 12
STRANGERS = {"state": ["QQA", "QQB"], "dispute": ["hill"], "party": ["hill/QQA", "hill/QQB"], "tie": ["QQB/QQA"], "base": ["QQA/QQB"]}
COUNT_ALL = ("clashes_elsewhere", "refused")  # outcomes that count the rows of all
WORDS = ("Russia", "Ukrain", "Armenia", "Azerbaijan", "Turk", "China", "Chinese", "America", "Europe", "Iran", "India", "Kazakh",
         "Kyrgyz", "Tajik", "Uzbek", "Georgia", "Belarus", "Moldova", "Moscow", "Karabakh", "Batken", "Soviet Union")


def strangers_of(arm: Arm) -> dict[str, np.ndarray]:
    """All columns, firings and choices of the added rows."""
    found = {}
    for kind, rows in STRANGERS.items():
        places = [arm.kinds[kind].index(row) for row in rows]
        found |= {name: np.ascontiguousarray(values[..., places]) for name, values in arm.columns(kind).items()}
    for section in ("events", "decisions"):
        for rule, table in arm.tables(section).items():
            chosen = np.isin(table["row"].astype(str), sum(STRANGERS.values(), []))
            found |= {f"{section} {rule}.{key}": values[chosen] for key, values in table.items()}
    return found


def others_of(arm: Arm) -> dict[str, np.ndarray]:
    """Everything but the hashes and the added rows."""
    added = sum(STRANGERS.values(), [])
    found = {f"outcome {name}": values for name, values in arm.outcomes().items() if name not in COUNT_ALL}
    for kind, rows in arm.kinds.items():
        keep = [i for i, row in enumerate(rows) if row not in added]
        found |= {name: np.ascontiguousarray(values[..., keep]) for name, values in arm.columns(kind).items()}
    for section in ("events", "decisions"):
        for rule, table in arm.tables(section).items():
            chosen = ~np.isin(table["row"].astype(str), added)
            found |= {f"{section} {rule}.{key}": values[chosen] for key, values in table.items()}
    return found


class Rows(InfluenceTest):
    def reverse(self, scenario: dict) -> dict:
        """The last row first, the last column first, in the file and in all tables that it takes its rows from."""
        for kind in scenario["rows"]:
            rows = self.rows(scenario, kind)
            rows.columns, rows.data = rows.columns[::-1], [row[::-1] for row in rows.data[::-1]]
            rows.write()
        scenario["rows"] = dict(reversed(scenario["rows"].items()))
        return scenario

    def add_strangers(self, scenario: dict) -> dict:
        """Two states that quarrel; one is the other's patron and has a base there. No row of theirs names anybody else."""
        state, tie, dispute = self.rows(scenario, "state"), self.rows(scenario, "tie"), self.rows(scenario, "dispute")
        for name in STRANGERS["state"]:
            state.add(["TUR"], name=name)
        tie.add(["ARM", "RUS"], client="QQB", patron="QQA")
        dispute.add(["karabakh"], name="hill", territory=2.0)
        party, base = self.rows(scenario, "party"), self.rows(scenario, "base")
        party.add(["karabakh", "AZE"], dispute="hill", state="QQA", rival="QQB")
        party.add(["karabakh", "ARM"], dispute="hill", state="QQB", rival="QQA")
        base.add(["RUS", "ARM"], sender="QQA", host="QQB")
        for rows in (state, tie, dispute, party, base):
            rows.write()
        return scenario

    def test_reversing_all_tables_changes_no_bit(self) -> None:
        before = [arm.everything() for arm in self.run_arms(read_scenario(), ARMS, replicates=REPLICATES)]
        for first, arm in zip(before, self.run_arms(self.reverse(read_scenario()), ARMS, replicates=REPLICATES)):
            self.assertEqual(differing(first, arm.everything()), [])
        self.assertNotEqual(differing(*before), [], "two arms that differ, or the comparison sees nothing")

    def test_strangers_change_nothing_for_the_others_and_the_war_nothing_for_them(self) -> None:
        before = self.run_arms(read_scenario(), ARMS, replicates=REPLICATES)
        after = self.run_arms(self.add_strangers(read_scenario()), ARMS, replicates=REPLICATES)
        for first, second in zip(before, after):
            self.assertEqual(differing(others_of(first), others_of(second)), [])
        base, no_war = map(strangers_of, after)
        self.assertEqual(differing(base, no_war), [])
        for rule in ("events attack", "decisions press", "decisions court", "events exhaustion"):
            self.assertGreater(len(base[f"{rule}.step"]), 10, f"{rule}: the strangers must be alive")
        self.assertIn("dispute.fighting", differing(others_of(after[0]), others_of(after[1])))


class States(InfluenceTest):
    """What a scenario's author does by hand, on a copy; the model file stays as it is."""

    OUTCOMES = ("hazard_karabakh", "share_RUS", "free_RUS", "belief_ARM")

    def tearDown(self) -> None:
        self.assertEqual((self.folder / "models" / "influence.toml").read_bytes(), MODEL.read_bytes())

    def edited(self, pattern: str, name: str) -> dict:
        """The scenario after a search and replace in all files of its folder."""
        for path in (self.folder / "post-soviet").glob("*.*"):
            path.write_text(re.sub(pattern, name, path.read_text(encoding="utf-8")), encoding="utf-8")
        return read(self.folder / "post-soviet" / "2022.toml")

    def test_a_state_that_all_others_deal_with_may_have_another_name(self) -> None:
        (old,) = self.run_arms(read_scenario(), "base", replicates=60)
        (new,) = self.run_arms(self.edited(r"\bRUS\b", "QQC"), "base", replicates=60)
        self.assertEqual(sorted(set(old.kinds["state"]) ^ set(new.kinds["state"])), ["QQC", "RUS"])
        for name in ("state.norm", "state.rest_free", "state.rest_attention", "tie.influence_at_start", "party.advantage_at_start"):
            kind = name.split(".")[0]
            first, second = (dict(zip(arm.kinds[kind], arm.columns(kind)[name][0, 0])) for arm in (old, new))
            self.assertEqual({row.replace("RUS", "QQC"): value for row, value in first.items()}, second, name)
        for outcome in self.OUTCOMES:  # chance belongs to names, so only the distribution is the same
            (mean, error), (other, other_error) = mean_and_error(old.outcomes()[outcome]), mean_and_error(new.outcomes()[outcome])
            self.assertLess(abs(mean - other), 4 * np.hypot(error, other_error), outcome)

    def test_a_state_may_go_with_its_rows(self) -> None:
        scenario = read_scenario()
        for kind in scenario["rows"]:
            rows = self.rows(scenario, kind)
            rows.data = [row for row in rows.data if "TKM" not in row]
            rows.write()
        (arm,) = self.run_arms(scenario, "base", replicates=5)
        for kind, rows in arm.kinds.items():
            self.assertFalse([row for row in rows if "TKM" in row.split("/")], kind)
        self.assertEqual(len(arm.kinds["state"]), len(self.rows(scenario, "state").data))

    def test_a_state_may_come_with_ties_to_those_who_are_there(self) -> None:
        scenario = read_scenario()
        state, tie = self.rows(scenario, "state"), self.rows(scenario, "tie")
        state.add(["TKM"], name="QQD")
        for patron in ("RUS", "CHN", "TUR"):
            tie.add(["TKM", patron], client="QQD", patron=patron)
        state.write()
        tie.write()
        (arm,) = self.run_arms(scenario, "base", replicates=REPLICATES)
        self.assertIn("QQD", arm.kinds["state"])
        courted = arm.tables("decisions")["court"]["row"]
        self.assertGreater(np.isin(courted.astype(str), ["QQD/RUS", "QQD/CHN", "QQD/TUR"]).sum(), 100)


class Model(unittest.TestCase):
    def test_the_model_names_no_row_of_the_scenarios_and_no_state(self) -> None:
        text = MODEL.read_text(encoding="utf-8")
        names = set(WORDS)
        for scenario in ("2022", "2020"):
            test = InfluenceTest()
            test.setUp()
            content = read_scenario(scenario)
            for kind in ("state", "alliance", "dispute"):
                rows = test.rows(content, kind)
                names |= {row[rows.columns.index("name")] for row in rows.data}
            test.doCleanups()
        self.assertGreater(len(names), len(WORDS) + 25)
        self.assertEqual([name for name in sorted(names) if re.search(rf"\b{name}", text)], [])


if __name__ == "__main__":
    unittest.main()
