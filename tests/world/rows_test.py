"""The world's tables: rows may stand in any order, and a state goes when its rows go."""
import random
import unittest

import numpy as np

from world_support import WorldTest, read_table, write_table


class Rows(WorldTest):
    def write(self, name: str, rows: list[dict[str, str]]) -> None:
        write_table(self.folder / "world" / f"{name}.csv", rows)

    def test_rows_may_be_shuffled(self) -> None:
        self.run_world("--replicates", 70)
        before, disputes = self.outcomes(), self.disputes()
        shuffle = random.Random(6)
        for name in ("states", "borders"):
            rows = read_table(name)
            shuffle.shuffle(rows)
            self.write(name, rows)
        self.run_world("--replicates", 70)
        after = self.outcomes()
        for name, values in before.items():
            self.assertTrue(np.array_equal(values, after[name], equal_nan=True), name)
        self.assertEqual(disputes, self.disputes())

    def test_a_state_goes_when_its_rows_go_and_no_other_border_notices(self) -> None:
        self.run_world("--replicates", 70)
        before = self.disputes()
        self.write("states", [row for row in read_table("states") if row["name"] != "TJK"])
        self.write("borders", [row for row in read_table("borders") if "TJK" not in (row["side_a"], row["side_b"])])
        self.run_world("--replicates", 70)
        self.assertEqual(self.disputes(), {border: count for border, count in before.items() if "TJK" not in border})

    def test_a_border_of_a_state_that_is_gone_is_an_error_that_names_it(self) -> None:
        self.write("states", [row for row in read_table("states") if row["name"] != "TJK"])
        self.assertIn("TJK", self.run_world("--replicates", 1, code=65))


if __name__ == "__main__":
    unittest.main()
