"""./dev findings: the sections that take many runs, each mechanism switched off and each coefficient at zero."""
import unittest

from findings_support import FOLDER, PageTest, row_of

from ablations import read_ablations

NO_FACTOR, NO_DIFFERENCE = "×1.00 (1.00 to 1.00)", "0.000 (0.000 to 0.000)"


class Mechanisms(PageTest):
    def test_what_is_switched_off_does_nothing_any_more(self) -> None:
        page = self.page("mechanisms", "doses", "zeros")
        for section in ("ablation", "dose"):
            for ablation in read_ablations(FOLDER / "ablations.toml", section):
                self.assertTrue(f"| {ablation.title} |" in page, ablation.title)
        nothing = row_of(page, "The war binds nothing, with no setbacks and no annexation")
        self.assertEqual(nothing[1:5], [NO_FACTOR, "0 %", NO_FACTOR, NO_DIFFERENCE])
        self.assertEqual(nothing[7], NO_DIFFERENCE)
        self.assertEqual(row_of(page, "Beliefs are frozen")[4], NO_DIFFERENCE)
        self.assertEqual(row_of(page, "Nobody resents anything")[4] == NO_DIFFERENCE, False)
        self.assertEqual(row_of(page, "65 %, as in the scenario")[1:4:2], row_of(page, "The model as it is")[1:5:3])
        self.assertRegex(" ".join(page.split()), r"others as declared: \d+ settings, 2 pairs each")


if __name__ == "__main__":
    unittest.main()
