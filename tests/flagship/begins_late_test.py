"""A variant with `from` is the base until that date, to the bit, whatever it changes; from then on it is not."""
import datetime
import math
import unittest

import numpy as np

from flagship_support import FlagshipTest, read_scenario
from run_file import bits

DATE = datetime.date(2023, 1, 1)
# What each changes; in every one of them something moves in the very step in which it begins, in at least one replicate.
PATCHES = {
    "parameter": {"parameter": {"attrition": {"value": 0.03}}},
    "let": {"let": {"state": {"free_share": "0.9"}}},
    "flow": {"flow": {"dispute": {"excitation": "relax(1, 10)"}}},
    "event": {"event": {"withdrawal": {"rate": {"routine": "0.5"}}}},
    "effect": {"event": {"clash": {"set": {"severity": "50"}, "rate": {"more": "0.1"}}}},
    "decision": {"decision": {"respond": {"precision": "0"}}, "event": {"clash": {"rate": {"more": "0.1"}}}},
    "claim": {"claim": {"war": {"military": "0.1 * belligerent.norm"}}},
    "update": {"update": {"bond": {"add": {"kept": "0.1"}}}},
    "entry": {"at": {"truce": {"date": DATE, "set": {"war[ukraine].military_share": 0.1}}}},
    "gone_event": {"without": ["event.burnt_out", "event.mediated"]},
    "gone_claim": {"without": ["claim.war"]},
    "gone_decision": {"without": ["decision.respond"], "event": {"clash": {"rate": {"more": "0.1"}}}},
    "forced": {"force": {"respond": "mission"}, "event": {"clash": {"rate": {"more": "0.1"}}}},
    "frozen": {"freeze": ["state.believed_free", "dispute.age"]},
}


class BeginsLate(FlagshipTest):
    @classmethod
    def setUpClass(cls) -> None:
        scenario = read_scenario()
        cls.first = math.ceil((DATE - scenario["start"]).days / 7)  # the first step that begins on the date or later

    def arms(self) -> dict:
        scenario = read_scenario()
        names = [f"late_{name}" for name in PATCHES]
        scenario["variant"] |= {f"late_{name}": {"from": DATE, **patch} for name, patch in PATCHES.items()}
        scenario["variant"]["early"] = PATCHES["parameter"]
        return dict(zip(["base", "early", *names], self.run_arms(scenario, ",".join(["base", "early", *names]))))

    def test_until_it_begins_a_variant_equals_the_base_bit_for_bit(self) -> None:
        arms = self.arms()
        base, early = arms.pop("base"), arms.pop("early")
        self.assertFalse((base.hashes()[:, self.first - 1] == early.hashes()[:, self.first - 1]).any(), "the same patch, but at once")
        for name, late in arms.items():
            with self.subTest(variant=name):
                self.same_before(base, late)
                self.another_after(base, late)

    def same_before(self, base, late) -> None:
        if base.hashes().shape == late.hashes().shape:
            self.assertEqual(bits(base.hashes()[:, :self.first].copy()), bits(late.hashes()[:, :self.first].copy()))
        columns = late.columns()
        for column, values in base.columns().items():
            self.assertEqual(bits(values[:, :self.first].copy()), bits(columns[column][:, :self.first].copy()), column)
        for section in ("events", "decisions"):
            tables = late.tables(section)
            for rule, table in base.tables(section).items():
                for variable, values in table.items():
                    before = table["step"] < self.first
                    if variable in tables[rule]:
                        late_before = tables[rule]["step"] < self.first
                        self.assertEqual(bits(values[before]), bits(tables[rule][variable][late_before]), f"{rule}.{variable}")

    def another_after(self, base, late) -> None:
        differ = base.hashes() != late.hashes()
        self.assertTrue(differ[:, self.first].any(), "nothing happened in the step in which it begins")
        self.assertGreater(np.mean(differ[:, -1]), 0.3, "it must matter in the end")

    def test_the_one_that_is_shipped_begins_in_the_step_that_it_says(self) -> None:
        base, late = self.run_arms(arms="base,late_resolve", replicates=1000)
        differ = base.hashes() != late.hashes()
        self.assertFalse(differ[:, :self.first].any())
        self.assertGreater(np.mean(differ[:, -1]), 0.1)


if __name__ == "__main__":
    unittest.main()
