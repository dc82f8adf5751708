"""Explanations of some events and decisions of the flagship are those of the record, and some forty of their claims hold."""
import unittest

import numpy as np
from explain_support import ARMS, ExplainTest


class Flagship(ExplainTest):
    def test_explanations_equal_the_record_and_their_claims_hold(self) -> None:
        random = np.random.default_rng(11)
        drawn = []
        for arm in ARMS:
            for sort, tables, count in (("event", self.record.events, 20), ("decision", self.record.decisions, 6)):
                numbers = random.permutation(len(tables[arm].lines))[:count]
                drawn += [(arm, sort, int(n)) for n in sorted(numbers)]
        self.assertEqual(self.check_all(drawn, most_claims=40), 40)


if __name__ == "__main__":
    unittest.main()
