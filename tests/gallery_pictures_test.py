"""The gallery of classics: a section and a picture for each, and the pictures are those that their run files yield today."""
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import matplotlib

PROGRAM = os.environ["HEGEMON"]
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
CLASSICS = SOURCE / "scenarios" / "classics"
PICTURES = CLASSICS / "pictures"
GALLERY = SOURCE / "analysis" / "gallery"
MOST_BYTES = 150_000


def names() -> list[str]:
    return sorted(path.stem for path in CLASSICS.glob("*.toml"))


def drawn_by(picture: Path) -> str:
    """The version of matplotlib that drew it: another one draws other bytes."""
    return re.search(r"Matplotlib v(\S+),", picture.read_text(encoding="utf-8")).group(1)


class Pictures(unittest.TestCase):
    def test_every_classic_has_a_section_with_its_picture_and_its_command(self) -> None:
        page = (CLASSICS / "README.md").read_text(encoding="utf-8")
        sections = {picture: section for section in re.split(r"(?m)^## ", page)[1:]
                    for picture in re.findall(r"\(pictures/(\w+)\.svg\)", section)}
        self.assertEqual(sorted(sections), names())
        for name, section in sections.items():
            with self.subTest(classic=name):
                self.assertIn(f"hegemon run scenarios/classics/{name}.toml", section)
                self.assertRegex(section, rf"!\[[^]]{{20,}}\]\(pictures/{name}\.svg\)")

    def test_no_picture_is_left_over_or_large(self) -> None:
        self.assertEqual(sorted(path.stem for path in PICTURES.glob("*")), names())
        self.assertEqual(sorted(path.stem for path in (GALLERY / "pictures").glob("*.py")), names())
        for picture in PICTURES.glob("*.svg"):
            self.assertLess(picture.stat().st_size, MOST_BYTES, picture.name)

    def test_the_pictures_are_what_the_program_yields(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, "-B", GALLERY / "gallery.py", PROGRAM, folder, "--elsewhere"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            for name in names():
                kept, drawn = PICTURES / f"{name}.svg", Path(folder) / f"{name}.svg"
                if drawn_by(kept) == matplotlib.__version__:
                    self.assertTrue(kept.read_bytes() == drawn.read_bytes(), f"{name}: ./dev gallery {name} draws another picture")


if __name__ == "__main__":
    unittest.main()
