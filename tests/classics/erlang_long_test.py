"""The test of erlang_test.py with so many replicates that 4 standard errors are below two hundredths of the share."""
import unittest

import erlang_test


class Erlang(erlang_test.Erlang):
    REPLICATES, MOST_ERROR, EXTRAPOLATED = 12000, 0.001, erlang_test.ARMS


if __name__ == "__main__":
    unittest.main()
