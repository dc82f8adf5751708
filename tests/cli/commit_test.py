"""`--version` names the commit that was built, and says so where what was built differs from it."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(os.environ["HEGEMON_SOURCE"]) / "cmake" / "WriteCommit.cmake"
GIT, CMAKE = shutil.which("git"), shutil.which("cmake")


@unittest.skipUnless(GIT and CMAKE, "wants git and cmake")
class Commit(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name) / "sources"
        self.output = Path(folder.name) / "commit.cpp"
        for name in ("sim/a.cpp", "CMakeLists.txt", "README.md"):
            self.write(name, "first\n")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def git(self, *words: str) -> str:
        settings = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        return subprocess.run([GIT, *settings, *words], cwd=self.root, check=True, capture_output=True, text=True).stdout.strip()

    def told(self) -> tuple[str, bool]:
        """The commit, and whether there are changes."""
        subprocess.run([CMAKE, f"-DSOURCE={self.root}", f"-DOUTPUT={self.output}", f"-DGIT={GIT}", "-P", SCRIPT], check=True)
        text = self.output.read_text(encoding="utf-8")
        return text.split('built_commit = "')[1].split('"')[0], "built_with_changes = true;" in text

    def test_changes_of_what_is_compiled_are_told_and_no_others(self) -> None:
        self.assertEqual(self.told(), ("unknown", False))
        self.git("init", "-q")
        self.git("add", ".")
        self.git("commit", "-q", "-m", "first")
        head = self.git("rev-parse", "HEAD")
        self.assertEqual(self.told(), (head, False))
        written = self.output.stat().st_mtime_ns
        self.write("README.md", "second\n")
        self.assertEqual(self.told(), (head, False))
        self.assertEqual(self.output.stat().st_mtime_ns, written)  # so nothing is compiled again
        self.write("sim/a.cpp", "second\n")
        self.assertEqual(self.told(), (head, True))
        self.write("sim/a.cpp", "first\n")
        self.write("sim/new.cpp", "a file of its own counts, too\n")
        self.assertEqual(self.told(), (head, True))
        self.git("add", ".")
        self.git("commit", "-q", "-m", "second")
        self.assertEqual(self.told(), (self.git("rev-parse", "HEAD"), False))


if __name__ == "__main__":
    unittest.main()
