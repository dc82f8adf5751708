"""A reader that shares no code with the program computes the digest that the program stored."""
import unittest

import h5py

from run_digest import content_digest
from sample_files import sample_files


class Digest(unittest.TestCase):
    def test_digest_is_recomputed_by_an_independent_reader(self):
        with sample_files() as files:
            for name, path in files.items():
                with self.subTest(file=name), h5py.File(path, "r") as file:
                    self.assertEqual(content_digest(path), file.attrs["digest"])

    def test_digest_leaves_provenance_out_and_sees_everything_else(self):
        with sample_files() as files:
            path = files["weeks"]
            before = content_digest(path)
            with h5py.File(path, "r+") as file:
                file["provenance"].attrs["host"] = "another"
            self.assertEqual(content_digest(path), before)
            with h5py.File(path, "r+") as file:
                file["base/kettle/heat"][4, 5, 2] += 1
            changed = content_digest(path)
            self.assertNotEqual(changed, before)
            with h5py.File(path, "r+") as file:
                file["base/kettle/heat"].attrs["units"] = "K"
            self.assertNotEqual(content_digest(path), changed)


if __name__ == "__main__":
    unittest.main()
