"""The tests of hawkes_test.py with so many replicates that the index of dispersion is known to 3 per cent."""
import unittest

import hawkes_test


class Hawkes(hawkes_test.Hawkes):
    REPLICATES = 30000


if __name__ == "__main__":
    unittest.main()
