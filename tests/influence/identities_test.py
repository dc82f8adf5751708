"""What must be the same to the bit in the full model: talk that nobody learns from, and a war that binds nothing."""
import unittest

from influence_support import InfluenceTest, option_names, read_scenario
from run_file import Arm, differing

REPLICATES = 40
LEARNT = ["tie.kept", "tie.broken", "tie.resentment"]
VARIANTS = {"talk": {"force": {"respond": "appeal"}}, "silence": {"without": ["decision.respond"]}}


class Identities(InfluenceTest):
    """An appeal costs nothing and delivers nothing: what is left of it is what others learn. A war that binds nothing is none."""

    def arms(self, names: str, **patch: object) -> list[Arm]:
        scenario = read_scenario()
        scenario["variant"] |= {name: {**variant, **patch} for name, variant in VARIANTS.items()}
        return self.run_arms(scenario, names, replicates=REPLICATES)

    def test_with_belief_and_resentment_frozen_an_appeal_equals_no_decision_at_all(self) -> None:
        talk, silence, base = self.arms("talk,silence,base", freeze=LEARNT)
        asked = talk.tables("decisions")["respond"]
        self.assertGreater(len(asked["row"]), 50)
        self.assertFalse(asked["refused"].any())
        self.assertTrue((option_names(talk, "respond")[asked["option"]] == "appeal").all())
        self.assertEqual(len(silence.tables("decisions").get("respond", {"row": []})["row"]), 0)
        moved = {name for name in differing(talk.columns(), silence.columns()) if not name.startswith("stake.respond.")}
        self.assertLessEqual(moved, {"plea.open", "plea.waited"}, "all that an appeal does is to end a call")
        self.assertIn("plea.open", moved)
        self.assertIn("dispute.fighting", differing(base.columns("dispute"), silence.columns("dispute")))

    def test_without_freezing_them_an_appeal_is_heard(self) -> None:
        talk, silence = self.arms("talk,silence")
        self.assertIn("dispute.fighting", differing(talk.columns("dispute"), silence.columns("dispute")))

    def test_a_war_that_binds_nothing_equals_no_war_bit_for_bit(self) -> None:
        null_war, no_war, base = self.arms("null_war,no_war,base")
        same = no_war.everything()
        self.assertEqual(differing(null_war.everything(), same), [])
        self.assertGreater(len(same), 250)
        moved = differing(base.everything(), same)
        for name in ("hash", "state.military.bound", "tie.kept", "events attack.step", "decisions respond.option", "outcome share_RUS"):
            self.assertTrue(name in moved, f"{name}: without a difference elsewhere the comparison proves nothing")


if __name__ == "__main__":
    unittest.main()
