"""The test of erlang_test.py with so many replicates that 4 standard errors are below two hundredths of the share."""
import unittest

import erlang_test


class Erlang(erlang_test.Erlang):
    REPLICATES, MOST_ERROR = 20000, 0.0008


if __name__ == "__main__":
    unittest.main()
