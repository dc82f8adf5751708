#!/usr/bin/env python3
"""The flagship's two arms and their difference dock: 20,000 pairs of the program against as many of the reference interpreter."""
import os
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import dock


class Flagship(unittest.TestCase):
    def test_every_mean_of_both_arms_and_of_their_difference_docks(self):
        program = os.environ.get("HEGEMON")
        if not program:
            self.skipTest("HEGEMON does not name the program")
        lines, complaints = dock.dock_program(program, dock.of_flagship())
        dock.show(lines)
        dock.show_distance(lines)
        self.assertEqual(complaints, [])
        self.assertGreater(len(lines), 150)


if __name__ == "__main__":
    unittest.main(verbosity=2)
