"""`hegemon check`."""
import json
import unittest

from program import HAZARD, TWO_ERRORS, VARIANTS, ProgramTest


class Check(ProgramTest):
    def test_a_right_scenario_is_summed_up(self) -> None:
        done = self.expect(0, "check", HAZARD)
        self.assertTrue(done.stdout.startswith("OK\n"))
        for part in ("Constant hazard", "20 steps of 1 week", "item: 200 rows", "1 event", "1 update", "failures, first, surviving"):
            self.assertIn(part, done.stdout)
        self.assertEqual(done.stderr, "")
        self.assertEqual(self.files(), [])

    def test_variants_are_told_with_their_titles_and_checked(self) -> None:
        scenario = self.write("variants.toml", VARIANTS)
        done = self.expect(0, "check", scenario)
        self.assertRegex(done.stdout, r"\nvariant +calm: Losses are rarer\nvariant +frail\n")
        told = json.loads(self.expect(0, "check", scenario, "--json").stdout)
        self.assertEqual(told["variants"], [{"name": "calm", "title": "Losses are rarer"}, {"name": "frail", "title": ""}])
        wrong = self.write("wrong.toml", VARIANTS + '[variant.wrong]\nset."thing[c].x" = 3\n')
        self.assertIn("thing[c]", self.expect(65, "check", wrong).stderr)
        # A run loads just the arms that it is asked for.
        self.expect(0, "run", wrong, "--arms", "base,calm", "--replicates", 3)

    def test_all_errors_are_told_with_their_places_and_then_their_number(self) -> None:
        done = self.expect(65, "check", self.write("wrong.toml", TWO_ERRORS))
        self.assertIn("wrong.toml:6:", done.stderr)
        self.assertIn("wrong.toml:12:", done.stderr)
        self.assertIn("^", done.stderr)
        self.assertRegex(done.stderr, r"\n2 errors(, \d+ warnings?)?\n$")
        self.assertEqual(done.stdout, "")

    def test_json_has_the_same_errors(self) -> None:
        done = self.expect(65, "check", self.write("wrong.toml", TWO_ERRORS), "--json")
        told = json.loads(done.stdout)
        self.assertFalse(told["ok"])
        self.assertEqual([n["line"] for n in told["notices"] if n["kind"] == "error"], [6, 12])
        right = json.loads(self.expect(0, "check", HAZARD, "--json").stdout)
        self.assertTrue(right["ok"])
        self.assertEqual(right["kinds"]["item"]["rows"], 200)

    def test_warnings_are_told_and_are_no_errors(self) -> None:
        text = TWO_ERRORS.replace("1 + nonsense", "1").replace("2 *", "2") + '[parameter]\nidle = 3\n'
        done = self.expect(0, "check", self.write("odd.toml", text))
        self.assertIn("warning: ", done.stderr)
        self.assertIn("idle", done.stderr)
        self.assertRegex(done.stderr, r"\n\d+ warnings?\n$")

    def test_a_file_that_cannot_be_read_is_no_input(self) -> None:
        self.assertIn("nothing.toml: No such file", self.expect(66, "check", "nothing.toml").stderr)
        self.assertIn("Is a directory", self.expect(66, "check", ".").stderr)

    def test_a_title_commands_no_terminal(self) -> None:
        text = TWO_ERRORS.replace("1 + nonsense", "1").replace("2 *", "2")
        done = self.expect(0, "check", self.write("odd.toml", 'title = "a\\u001b[31mb"\n' + text))
        self.assertIn("a?[31mb", done.stdout)
        self.assertNotIn("\x1b", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
