"""A thousand events of the flagship: every number in their explanations equals the record, every claim holds in a run of its own."""
import unittest

import numpy as np
from explain_support import ARMS, ExplainTest

EVENTS = 1000


class Flagship(ExplainTest):
    replicates = 40

    def test_a_thousand_events_and_all_decisions(self) -> None:
        events = [(arm, "event", n) for arm in ARMS for n in range(len(self.record.events[arm].lines))]
        self.assertGreaterEqual(len(events), EVENTS)
        chosen = np.random.default_rng(7).permutation(len(events))[:EVENTS]
        drawn = [events[i] for i in sorted(chosen)]
        drawn += [(arm, "decision", n) for arm in ARMS for n in range(len(self.record.decisions[arm].lines))]
        claims = self.check_all(drawn)
        print(f"{EVENTS} events, {len(drawn) - EVENTS} decisions, {claims} claims")
        self.assertGreater(claims, 5 * EVENTS)


if __name__ == "__main__":
    unittest.main()
