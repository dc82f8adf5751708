"""The package can be installed word for word as its README says."""
import importlib.util
import os
import re
import subprocess
import unittest

from patrons import SOURCE, InFolder

README = SOURCE / "analysis" / "README.md"


class Installed(InFolder):
    @unittest.skipUnless(all(importlib.util.find_spec(word) for word in ("venv", "ensurepip", "setuptools", "wheel")), "python3-venv is not installed")
    def test_it_installs_as_the_readme_says_and_leaves_the_source_alone(self) -> None:
        before = {path.name for path in (SOURCE / "analysis").iterdir()}
        shown = re.search(r"```\n(/usr/bin/python3 -m venv.*?)```", README.read_text(encoding="utf-8"), re.DOTALL).group(1).replace("/tmp/", f"{self.folder}/")
        environment = {**os.environ, "HOME": str(self.folder)}
        environment.pop("PYTHONPATH", None)
        told = f"set -e\n{shown}\ncd {self.folder}\n~/hegemon-python/bin/python -c \"import hegemon; print(hegemon.open('patrons.h5').arms)\""
        done = subprocess.run(["bash", "-c", told], cwd=SOURCE, capture_output=True, text=True, env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("('base', 'no_strikes')", done.stdout)
        self.assertEqual({path.name for path in (SOURCE / "analysis").iterdir()}, before)


if __name__ == "__main__":
    unittest.main()
