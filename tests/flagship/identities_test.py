"""What must be the same to the bit in the flagship, and what must stay at rest: the model's claims, on whole run files."""
import unittest

import numpy as np

from flagship_support import FlagshipTest, read_model, read_scenario
from run_file import Arm, bits, differing

PLACEBO = "araz"


def rows_of(arm: Arm, kinds: dict[str, str]) -> dict[str, np.ndarray]:
    """All columns, firings and choices of one row of each of these kinds."""
    found = {}
    for kind, row in kinds.items():
        place = arm.kinds[kind].index(row)
        found |= {name: values[..., place].copy() for name, values in arm.columns(kind).items()}
    for section in ("events", "decisions"):
        for rule, table in arm.tables(section).items():
            if arm.group[section][rule].attrs["kind"] in kinds:
                chosen = table["row"] == kinds[arm.group[section][rule].attrs["kind"]]
                found |= {f"{rule}.{key}": values[chosen] for key, values in table.items()}
    return found


class Wars(FlagshipTest):
    def test_a_war_that_binds_nothing_equals_no_war_bit_for_bit(self) -> None:
        null_war, no_war, base = self.run_arms(arms="null_war,no_war,base")
        same = no_war.everything()
        self.assertEqual(differing(null_war.everything(), same), [])
        self.assertGreater(len(same), 150)
        moved = differing(base.everything(), same)
        for name in ("hash", "state.military.bound", "bond.alignment", "events clash.step", "decisions respond.option", "outcome share_RUS"):
            self.assertIn(name, moved, "without a difference elsewhere the comparison proves nothing")

    def test_the_war_does_not_touch_the_placebo_dispute(self) -> None:
        base, no_war = self.run_arms(arms="base,no_war")
        placebo = {"dispute": PLACEBO, "stake": f"{PLACEBO}/TUR"}
        first, second = rows_of(base, placebo), rows_of(no_war, placebo)
        self.assertEqual(differing(first, second), [])
        self.assertGreater(len(first["clash.step"]), 10, "it must have clashes that the war could move")
        touched = differing(rows_of(base, {"dispute": "karabakh"}), rows_of(no_war, {"dispute": "karabakh"}))
        self.assertIn("dispute.fighting", touched)

    def test_the_placebo_s_difference_is_0_in_each_of_2000_pairs(self) -> None:
        base, no_war = (arm.outcomes() for arm in self.run_arms(arms="base,no_war", replicates=2000, record="outcomes"))
        for outcome in ("clashes_placebo", "hazard_placebo", "by38_placebo"):
            self.assertEqual(bits(base[outcome]), bits(no_war[outcome]), outcome)
            self.assertGreater(base[outcome].std(), 0)


class CheapTalk(FlagshipTest):
    """An appeal costs nothing and delivers nothing. What is left of it is what others learn from it."""

    def arms(self, freeze: list[str]) -> list[Arm]:
        scenario = read_scenario()
        scenario["variant"] |= {"talk": {"force": {"respond": "appeal"}}, "silence": {"without": ["decision.respond"]}}
        for variant in ("talk", "silence"):
            if freeze:
                scenario["variant"][variant]["freeze"] = freeze
        return self.run_arms(scenario, "talk,silence,base")

    def test_with_belief_and_resentment_frozen_an_appeal_equals_no_decision_at_all(self) -> None:
        talk, silence, base = self.arms(["bond.belief", "bond.resentment"])
        asked = talk.tables("decisions")["respond"]
        self.assertGreater(len(asked["row"]), 50)
        self.assertFalse(asked["refused"].any())
        meanings = talk.group["decisions/respond/option"].attrs["flag_meanings"]
        names = (meanings.decode() if isinstance(meanings, bytes) else meanings).split()
        self.assertEqual({names[option] for option in asked["option"]}, {"appeal"})
        self.assertEqual(len(silence.tables("decisions").get("respond", {"row": []})["row"]), 0)
        self.assertEqual(differing(talk.columns("state", "dispute"), silence.columns("state", "dispute")), [])
        self.assertIn("dispute.fighting", differing(base.columns("dispute"), silence.columns("dispute")))

    def test_without_freezing_them_an_appeal_is_heard(self) -> None:
        talk, silence, _ = self.arms([])
        self.assertIn("dispute.fighting", differing(talk.columns("dispute"), silence.columns("dispute")))


class Rest(FlagshipTest):
    def test_without_events_all_stocks_stay_where_they_started(self) -> None:
        model, scenario = read_model(), read_scenario()
        gone = [f"event.{name}" for name in model["event"]] + [f"at.{name}" for name in scenario["at"]]
        scenario["variant"]["rest"] = {"without": gone}
        rest, base = self.run_arms(scenario, "rest,base", replicates=1)
        moved = {name for name, values in rest.sums().items() if np.abs(values - values[0]).max() > 1e-12 * np.abs(values).max()}
        self.assertEqual(moved, {"dispute.age"})
        self.assertGreater(len({n for n, v in base.sums().items() if (v != v[0]).any()}), 15)
        self.starts(rest, scenario)

    def starts(self, rest: Arm, scenario: dict) -> None:
        """What stays is what the file says, not what the first step made of it."""
        for kind, column in (("tie", "influence"), ("bond", "alignment")):
            rows = scenario["rows"][kind]
            heading = rows["columns"]
            given = {"/".join(row[:2]): row[heading.index(column)] for row in rows["data"]}
            wanted = np.array([given[name] for name in rest.kinds[kind]])
            self.assertEqual(list(rest.group[kind][f"{column}.sum"][-1]), list(wanted), column)
        norms = dict(row[:2] for row in scenario["rows"]["state"]["data"])
        for column in ("military", "military.free"):
            self.assertEqual(list(rest.group["state"][f"{column}.sum"][-1]), [norms[name] for name in rest.kinds["state"]], column)


class Rows(FlagshipTest):
    """Neither the order of the file nor who else is in it changes a bit of the rest."""

    ARMS = "base,no_war"

    def test_reversing_all_tables_of_rows_changes_no_bit(self) -> None:
        backwards = read_scenario()
        for rows in backwards["rows"].values():
            rows["data"] = rows["data"][::-1]
        for first, second in zip(self.run_arms(None, self.ARMS), self.run_arms(backwards, self.ARMS)):
            self.assertEqual(differing(first.everything(), second.everything()), [])

    def test_a_state_and_a_dispute_that_touch_nothing_change_no_other_bit(self) -> None:
        more = read_scenario()
        more["rows"]["state"]["data"].insert(0, ["BYS", 500, False])
        columns = more["rows"]["dispute"]["columns"]
        values = {"name": "bystanders", "challenger": "BYS", "defender": "UKR", "symmetric": False, "onset_rate": 2.0,
                  "contingent": 0, "brokered": False, "age": 10}
        more["rows"]["dispute"]["data"].insert(2, [values[column] for column in columns])
        added = {"BYS", "bystanders"}
        clashed = 0
        for before, after in zip(self.run_arms(None, self.ARMS), self.run_arms(more, self.ARMS)):
            self.assertEqual(set(after.kinds["state"]) - set(before.kinds["state"]), {"BYS"})
            self.assertEqual(differing(self.without(before, set()), self.without(after, added)), [])
            clashed += (after.tables("events")["clash"]["row"] == "bystanders").sum()
        self.assertGreater(clashed, 50, "the added dispute must be alive")

    def without(self, arm: Arm, added: set[str]) -> dict[str, np.ndarray]:
        """Everything but the hashes, and without these rows."""
        found = {f"outcome {name}": values for name, values in arm.outcomes().items()}
        for kind, rows in arm.kinds.items():
            keep = [i for i, row in enumerate(rows) if row not in added]
            found |= {name: np.ascontiguousarray(values[..., keep]) for name, values in arm.columns(kind).items()}
            found |= {f"sum {name}": np.ascontiguousarray(values[..., keep]) for name, values in arm.sums(kind).items()}
        for section in ("events", "decisions"):
            for rule, table in arm.tables(section).items():
                chosen = ~np.isin(table["row"].astype(str), list(added))
                found |= {f"{rule}.{key}": values[chosen] for key, values in table.items()}
        return found


if __name__ == "__main__":
    unittest.main()
