"""`hegemon new`: what it writes runs as it is, and nothing is ever overwritten."""
import re
import tomllib
import unittest

from program import SOURCE, ProgramTest


class New(ProgramTest):
    def test_what_it_writes_runs_without_a_warning(self) -> None:
        done = self.expect(0, "new", "my_farms")
        self.assertEqual(self.files(), ["my_farms.toml"])
        for line in re.findall(r"^  hegemon (.*)$", done.stdout, re.MULTILINE):
            with self.subTest(line=line):
                said = self.expect(0, *line.split())
                self.assertNotIn("warning", said.stdout + said.stderr)
        self.assertEqual(self.files(), ["my_farms.h5", "my_farms.toml"])

    def test_it_bears_its_name_and_is_the_shipped_one_otherwise(self) -> None:
        self.expect(0, "new", "my_farms.toml")
        text = (self.folder / "my_farms.toml").read_text(encoding="utf-8")
        self.assertEqual(tomllib.loads(text)["title"], "my farms")
        shipped = (SOURCE / "scenarios" / "examples" / "first.toml").read_text(encoding="utf-8")
        self.assertEqual(text.replace("my_farms.toml", "first.toml").replace("my farms", "A first scenario"), shipped)

    def test_it_shows_every_section_and_is_short(self) -> None:
        self.expect(0, "new", "mine")
        text = (self.folder / "mine.toml").read_text(encoding="utf-8")
        self.assertEqual(set(tomllib.loads(text)), {
            "title", "time", "start", "end", "parameter", "function", "kind", "rows", "set", "let", "flow", "event", "claim",
            "decision", "update", "at", "variant", "outcome"})
        self.assertLessEqual(len(text.splitlines()), 62)

    def test_its_variant_keeps_floods_away(self) -> None:
        self.expect(0, "new", "mine")
        said = self.expect(0, "run", "mine.toml", "--arms", "base,no_dyke", "--replicates", 200).stdout
        base, other = map(float, re.search(r"^floods +(\S+) +(\S+)", said, re.MULTILINE).groups())
        self.assertLess(base, other)

    def test_it_never_overwrites(self) -> None:
        self.write("mine.toml", "precious")
        self.assertIn("it is there already", self.expect(73, "new", "mine").stderr)
        self.assertEqual((self.folder / "mine.toml").read_text(), "precious")

    def test_a_folder_that_is_not_there_and_a_bad_name_are_refused(self) -> None:
        self.assertIn("No such file or directory", self.expect(73, "new", "nowhere/mine").stderr)
        for name in ('a"b', "", ".hidden", "a\nb"):
            with self.subTest(name=name):
                self.expect(64, "new", name)
        self.assertEqual(self.files(), [])


if __name__ == "__main__":
    unittest.main()
