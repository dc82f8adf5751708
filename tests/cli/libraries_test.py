"""Which libraries the program loads: each costs time at every start, and those of HDF5's network access cost most."""
import subprocess
import unittest

from program import PROGRAM

ALLOWED = {"deflate", "tbb", "fmt", "stdc++", "m", "gcc_s", "c", "sz", "aec", "z", "dl", "pthread", "tomlplusplus", "asan", "ubsan", "tsan"}


def loaded() -> set[str]:
    """Names of libraries without `lib` and what follows, as the loader lists them."""
    lines = subprocess.run(["ldd", PROGRAM], capture_output=True, text=True, check=True).stdout.splitlines()
    names = [line.split()[0].rsplit("/", 1)[-1] for line in lines if line.strip()]
    return {name.removeprefix("lib").split(".so")[0] for name in names if name.startswith("lib")}


class Libraries(unittest.TestCase):
    def test_only_those_are_loaded_that_the_program_uses(self) -> None:
        names = loaded()
        self.assertIn("c", names)
        if any(name.startswith("hdf5") for name in names):
            self.skipTest("there was no static HDF5 when it was built")
        self.assertEqual(names - ALLOWED, set())


if __name__ == "__main__":
    unittest.main()
