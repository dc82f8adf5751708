"""The table of facts that the flagship is held against says what it counts, with a source for each number."""
import csv
import os
import re
import unittest
from pathlib import Path

TABLE = Path(os.environ["HEGEMON_SOURCE"]) / "scenarios" / "post-soviet" / "what-happened.csv"
HEADINGS = ["quantity", "subject", "year", "low", "best", "high", "unit", "source", "confidence"]
TIME = re.compile(r"\d{4}(-\d{2}(-\d{2})?|-\d{4})?")


class WhatHappened(unittest.TestCase):
    def setUp(self) -> None:
        with TABLE.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            self.rows = list(reader)
            self.assertEqual(reader.fieldnames, HEADINGS)

    def of(self, quantity: str) -> dict[tuple[str, str], dict[str, str]]:
        return {(row["subject"], row["year"]): row for row in self.rows if row["quantity"] == quantity}

    def test_each_row_is_whole_and_its_bounds_hold_its_best(self) -> None:
        for row in self.rows:
            self.assertRegex(row["year"], TIME)
            self.assertIn(row["confidence"], {"low", "medium", "high"})
            self.assertTrue(row["unit"] and row["source"], row)
            numbers = [float(row[key]) for key in ("low", "best", "high") if row[key]]
            self.assertTrue(row["best"] and numbers == sorted(numbers), row)
        keys = [(row["quantity"], row["subject"], row["year"]) for row in self.rows]
        self.assertEqual(len(keys), len(set(keys)))

    def test_each_episode_that_is_counted_has_its_date(self) -> None:
        episodes = self.of("clash_episodes")
        self.assertEqual(set(episodes), {(quarrel, str(year)) for quarrel in ("karabakh", "batken") for year in range(2020, 2025)})
        for (_, year), row in episodes.items():
            counted = re.sub(r"The blockade.*|; border agreed.*", "", row["source"])
            self.assertEqual(len(re.findall(rf"{year}-\d\d-\d\d", counted)), int(row["best"]), row)

    def test_deaths_are_those_that_the_ucdp_published(self) -> None:
        """UCDP Battle-Related Deaths 24.1, best."""
        published = {("karabakh", "2020"): 7646, ("karabakh", "2021"): 40, ("karabakh", "2022"): 308, ("karabakh", "2023"): 462,
                     ("batken", "2020"): 0, ("batken", "2021"): 56, ("batken", "2022"): 150, ("batken", "2023"): 0}
        self.assertEqual({key: int(row["best"]) for key, row in self.of("battle_deaths").items()}, published)

    def test_what_was_not_looked_up_is_not_said_to_be_sure_of_a_number_of_dead(self) -> None:
        for row in self.of("deaths_in_episode").values():
            if "remembered" in row["source"]:
                self.assertNotEqual(row["confidence"], "high", row)


if __name__ == "__main__":
    unittest.main()
