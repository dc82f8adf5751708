"""Every number of the full model says where it comes from, lies within its range, and may be 0 where research disagrees on a sign."""
import re
import unittest

from influence_support import MODEL, read, read_scenario

OF_A_NUMBER = r"^(assumed|estimated|definition)|\((1[89]|20)\d\d\)"  # or who wrote it, and when
OF_ROWS = r"\b(facts?|assumed|assumption|judgement|definition|Correlates of War|Factbook|as in 2022\.toml)\b"
# How strongly somebody minds something. Where the literature is mixed, or nobody has measured it, no effect at all must be possible.
MAY_BE_ZERO = """
    temptation pressure_effect concession_effect branching shield_contingent monitoring shield_observers shield_broker arms_effect
    arms_severity absence_severity conquest image_loss revealed upkeep mediation_rate lever_of_money precision
    w_reputation w_force w_attention w_other_friend w_influence w_estrangement w_habit w_shortage w_grudge opportunism receptivity
    heed_fellow heed_outsider excuse resentment_unanswered resentment_arms resentment_annexation
    security_exponent resentment_effect attention_exponent visit_gain loan_gain arms_gain victory_gain
    approve_share approve_belief approve_resentment anchor demonstration_rate demonstration_loss
    war_end_rate tied_hands support_effect attrition mobilised""".split()
MAY_HAVE_EITHER_SIGN = ("concession_effect", "arms_gain")


class Numbers(unittest.TestCase):
    PARAMETERS = read(MODEL)["parameter"]

    def test_every_parameter_has_unit_source_and_a_range_around_its_value(self) -> None:
        for name, parameter in self.PARAMETERS.items():
            with self.subTest(parameter=name):
                low, high = parameter["range"]
                self.assertLess(low, high)
                self.assertTrue(low <= parameter["value"] <= high)
                self.assertTrue(parameter.get("unit"))
                self.assertRegex(parameter.get("source", ""), OF_A_NUMBER)

    def test_no_effect_is_possible_where_nobody_knows_that_there_is_one(self) -> None:
        for name in MAY_BE_ZERO:
            with self.subTest(parameter=name):
                low, high = self.PARAMETERS[name]["range"]
                self.assertTrue(low <= 0 < high)
        for name in MAY_HAVE_EITHER_SIGN:
            low, high = self.PARAMETERS[name]["range"]
            self.assertTrue(low < 0 < high, name)

    def test_what_promises_in_its_source_that_0_is_possible_keeps_the_promise(self) -> None:
        promises = [name for name, parameter in self.PARAMETERS.items() if re.search(r"0 is possible|both signs", parameter["source"])]
        self.assertGreater(len(promises), 5)
        self.assertEqual(set(promises) - set(MAY_BE_ZERO), set())

    def test_all_rows_and_dated_numbers_have_a_source(self) -> None:
        for scenario in ("2022", "2020"):
            content = read_scenario(scenario)
            for kind, rows in content["rows"].items():
                self.assertRegex(rows.get("source", ""), OF_ROWS, f"{scenario}: rows.{kind}")
            for entry, rule in content["at"].items():
                for address, value in rule.get("set", {}).items():
                    if isinstance(value, dict) and "is" in value:
                        self.assertRegex(value.get("source", ""), OF_A_NUMBER, f"{scenario}: at.{entry} {address}")
            for address, value in content["at"]["invasion"]["set"].items():
                self.assertIsInstance(value, dict, f"{scenario}: {address} has no source")


if __name__ == "__main__":
    unittest.main()
