"""The package as it is installed and described: doctests, what the README shows, and the same in R."""
import doctest
import importlib
import inspect
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import unittest
from functools import cached_property
from pathlib import Path

from patrons import PROGRAM, SOURCE, InFolder, make

import hegemon

README = (SOURCE / "analysis" / "README.md").read_text(encoding="utf-8")


def block(language: str, word: str) -> str:
    """The first code block in this language that has this word."""
    return next(text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if word in text)


class Described(InFolder):
    def setUp(self) -> None:
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)

    def test_the_examples_in_the_docstrings_hold(self) -> None:
        tried = 0
        for module in ["hegemon", *(one.name for one in pkgutil.walk_packages(hegemon.__path__, "hegemon."))]:
            if not module.endswith("__main__"):
                result = doctest.testmod(importlib.import_module(module))
                self.assertEqual(result.failed, 0, module)
                tried += result.attempted
        self.assertGreater(tried, 50)

    def public(self):
        """Functions and methods by name, and what a run has besides."""
        things = {name: getattr(hegemon, name) for name in hegemon.__all__ if name != "plots"}
        things |= {f"plots.{name}": getattr(hegemon.plots, name) for name in hegemon.plots.__all__}
        members = {name: one for base in hegemon.Run.__mro__[:-1] for name, one in vars(base).items() if not name.startswith("_")}
        things |= {f"Run.{name}": one for name, one in members.items() if callable(one) or isinstance(one, (property, cached_property))}
        return things

    def test_all_that_is_public_is_described(self) -> None:
        for name, thing in self.public().items():
            with self.subTest(name):
                attributes = hegemon.Run.__doc__ if name.startswith("Run.") and not callable(thing) else ""
                self.assertTrue(thing.__doc__ or f"{name[4:]} :" in attributes or f", {name[4:]}" in attributes, "no words")

    def test_what_is_called_has_types_and_says_what_it_takes_returns_and_refuses(self) -> None:
        names = {"arm", "kind", "column", "row", "event", "decision", "outcome", "outcomes"}
        seen = 0
        for name, thing in self.public().items():
            if isinstance(thing, (type, property, cached_property)) or name == "plots.Look":
                continue
            seen += 1
            told = dict(re.findall(r"^ *(Parameters|Returns|Raises)\n *-+\n(.*?)(?=\n *\n *[A-Z]\w+\n *-+\n|\Z)", thing.__doc__, re.DOTALL | re.MULTILINE))
            given = [one for one in inspect.signature(thing).parameters.values() if one.name != "self"]
            listed = re.findall(r"[*\w]+", " ".join(re.findall(r"^ *((?:\*{0,2}\w+(?:, )?)+)(?: : |$)", told.get("Parameters", ""), re.MULTILINE)))
            with self.subTest(name):
                self.assertIn("return", thing.__annotations__)
                self.assertEqual([one.name for one in given if one.annotation is inspect.Parameter.empty and one.name != "_"], [], "without a type")
                self.assertEqual([one.name for one in given if one.name not in "".join(listed)], [], "not told")
                if thing.__annotations__["return"] not in (None, "None"):
                    self.assertIn("Returns", told)
                if names & {one.name for one in given}:
                    self.assertIn("Raises", told)
        self.assertGreater(seen, 25)

    def test_what_the_readme_shows_in_python_runs(self) -> None:
        done = subprocess.run([sys.executable, "-B", "-W", "error::FutureWarning", "-c", block("python", "hegemon.open")], capture_output=True,
                              text=True, env={**os.environ, "PYTHONPATH": str(SOURCE / "analysis")})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.folder / "will.png").exists())

    def test_what_the_projects_readme_shows_in_python_runs(self) -> None:
        shown = re.search(r"```python\n(import hegemon.*?)```", (SOURCE / "README.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
        (self.folder / "runs").mkdir()
        make(self.folder / "runs", "post-soviet-2022.h5", SOURCE / "scenarios/post-soviet/2022-prototype.toml", "--arms", "base,no_war",
             "--replicates", "20")
        done = subprocess.run([sys.executable, "-B", "-c", shown], capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": str(SOURCE / "analysis")})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.folder / "quiet.png").exists())

    def test_the_loop_for_a_tornado_in_the_readme_runs(self) -> None:
        (self.folder / "scenarios").unlink(missing_ok=True)
        (self.folder / "scenarios").symlink_to(SOURCE / "scenarios")
        told = block("python", "plots.tornado(") + "\nassert lines['fading']['low'] != lines['fading']['high'], lines"
        folder = str(Path(PROGRAM).parent)
        done = subprocess.run([sys.executable, "-B", "-c", told], capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": str(SOURCE / "analysis"), "PATH": f"{folder}:{os.environ['PATH']}"})
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_option_of_the_command_that_the_readme_shows(self) -> None:
        words = re.search(r"`python3 -m hegemon (.*?)`", README).group(1).split()
        done = subprocess.run([sys.executable, "-B", "-m", "hegemon", *words], capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": str(SOURCE / "analysis")})
        self.assertEqual(done.returncode, 0, done.stderr)

    @unittest.skipUnless(shutil.which("Rscript"), "R is not installed")
    def test_what_the_readme_shows_in_r_gives_the_same_numbers(self) -> None:
        shown = block("r", "hdf5r")
        told = shown + '\ncat(sprintf("%.12f\\n", c(north, mean(south$base - south$no_strikes), nrow(attack), sum(attack$time))), sep = "")\n'
        (self.folder / "snippet.R").write_text(told, encoding="utf-8")
        done = subprocess.run(["Rscript", "--vanilla", "snippet.R"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        said = [float(line) for line in done.stdout.splitlines()[-211:]]
        run = hegemon.open("patrons.h5")
        south = run.outcomes.pivot(index="replicate", columns="arm", values="south")
        attacks = run.events("attack").query("arm == 'base'")
        expected = [*run.kind("patron").will.sel(patron="north").values.mean(axis=0), (south.base - south.no_strikes).mean(), len(attacks),
                    attacks.time.sum()]
        self.assertEqual(len(said), len(expected))
        for one, other in zip(said, expected):
            self.assertAlmostEqual(one, other, places=6)


class Installed(InFolder):
    @unittest.skipUnless(all(shutil.which(word) or importlib.util.find_spec(word) for word in ("pip", "setuptools", "wheel")), "pip is not installed")
    def test_it_installs_from_the_folder_without_a_network(self) -> None:
        source, site = self.folder / "analysis", self.folder / "site"
        shutil.copytree(SOURCE / "analysis", source, ignore=lambda folder, names: set(names) - {"hegemon", "pyproject.toml", "README.md"}
                        if folder == str(SOURCE / "analysis") else {"__pycache__"})
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", site, source],
                       check=True, capture_output=True)
        told = "import hegemon, hegemon.places as p; print(hegemon.__file__); print(len(p.land()), len(hegemon.open('patrons.h5').outcomes))"
        done = subprocess.run([sys.executable, "-B", "-c", told], cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": str(site)})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.startswith(str(site)), done.stdout)
        shipped = {path.relative_to(SOURCE / "analysis" / "hegemon") for path in (SOURCE / "analysis" / "hegemon").rglob("*")
                   if path.is_file() and "__pycache__" not in path.parts}
        self.assertEqual({path for path in shipped if not (site / "hegemon" / path).exists()}, set())

    def test_its_version_is_that_of_the_program(self) -> None:
        version = re.search(r"project\(hegemon VERSION ([\d.]+)", (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8")).group(1)
        self.assertEqual(hegemon.__version__, version)
        self.assertIn(f'version = "{version}"', (SOURCE / "analysis" / "pyproject.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
