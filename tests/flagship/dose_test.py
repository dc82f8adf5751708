"""The more forces the war binds, the more clashes: monotone in the share, pair by pair with the same random numbers."""
import unittest

from flagship_support import FlagshipTest, mean_and_error, read_scenario

SHARES = (0.0, 0.2, 0.4, 0.65, 0.8)     # of the norm; the share of attention goes along as in the base, 0.50 to 0.65
OUTCOMES = ("hazard_karabakh", "clashes_karabakh")


def dose(share: float) -> dict:
    """The patch for a war that binds this share of forces."""
    return {"at": {"invasion": {"set": {"war[ukraine].military_share": share, "war[ukraine].political_share": 0.5 * share / 0.65}}}}


class Dose(FlagshipTest):
    REPLICATES = 1500  # dose_long_test.py takes 20,000

    def test_the_effect_rises_with_the_share_that_is_bound(self) -> None:
        scenario = read_scenario()
        names = [f"dose_{round(100 * share)}" for share in SHARES]
        scenario["variant"] |= {name: dose(share) for name, share in zip(names, SHARES)}
        arms = self.run_arms(scenario, ",".join(["no_war", *names]), replicates=self.REPLICATES, record="outcomes")
        no_war, *doses = (arm.outcomes() for arm in arms)
        for outcome in OUTCOMES:
            effects = [mean_and_error(found[outcome] - no_war[outcome]) for found in doses]
            rises = [mean_and_error(more[outcome] - less[outcome]) for less, more in zip(doses, doses[1:])]
            print(outcome, " ".join(f"{share}: {mean:+.4f} (se {error:.4f})" for share, (mean, error) in zip(SHARES, effects)))
            for share, (rise, error) in zip(SHARES[1:], rises):
                self.assertGreater(rise, 2 * error, f"{outcome} from the share before to {share}")


if __name__ == "__main__":
    unittest.main()
