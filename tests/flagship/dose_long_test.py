"""The test of dose_test.py with 20,000 pairs."""
import unittest

import dose_test


class Dose(dose_test.Dose):
    REPLICATES = 20000


if __name__ == "__main__":
    unittest.main()
