"""Runs a scenario through the program and keeps the outcomes of each run, so that a long study can be cut short and taken up again."""
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np

Outcomes = dict[str, np.ndarray]
"""Outcome -> [replicate]; NaN where the replicate failed or the outcome is missing."""

SOME_FAILED = 1  # the program's exit code where replicates failed, but the run is done


class Runs:
    """Runs of one scenario, with further variants laid over it.

    Parameters
    ----------
    program
        Path of `hegemon`.
    scenario
        The scenario's file; its model and tables are found as the program finds them.
    folder
        Where copies and results are kept. A result is found again if program, files and options are the same to the byte.
    further
        Text that is added at the end of the scenario: more variants.
    """

    def __init__(self, program: Path, scenario: Path, folder: Path, further: str = ""):
        self.program = program.resolve()
        self.description = json.loads(self._call("describe", scenario, "--json"))
        self._texts = {file["name"]: Path(file["path"]).read_text(encoding="utf-8") for file in self.description["files"]}
        self._name = next(file["name"] for file in self.description["files"] if file["role"] == "scenario")
        self._texts[self._name] += further
        content = json.dumps(self._texts, sort_keys=True).encode() + self.program.read_bytes()
        self._folder = folder / hashlib.sha256(content).hexdigest()[:16]
        self._folder.mkdir(parents=True, exist_ok=True)
        self.failed = 0  # replicates, of all arms of all runs asked for so far
        self.replicates = 0

    def outcomes(self, arms: list[str], replicates: int, seed: int = 1, values: dict[str, float] | None = None) -> dict[str, Outcomes]:
        """Outcomes of each arm; equal replicates of the arms share their random numbers.

        Parameters
        ----------
        values
            Parameters with another value, the same in all arms.

        Raises
        ------
        RuntimeError
            If the program does not run it; what it says is in the text.
        """
        options = {"arms": arms, "replicates": replicates, "seed": seed, "values": values or {}}
        key = hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()[:24]
        kept = self._folder / f"{key}.npz"
        if not kept.exists():
            self._run(options, kept)
        with np.load(kept) as file:
            found: dict[str, Outcomes] = {arm: {} for arm in arms}
            for name in file.files:
                arm, outcome = name.split("/")
                found[arm][outcome] = file[name]
        self.failed += sum(int(outcomes.pop("failed").sum()) for outcomes in found.values())
        self.replicates += replicates * len(arms)
        return found

    def _run(self, options: dict, kept: Path) -> None:
        with tempfile.TemporaryDirectory() as work:
            for name, text in self._texts.items():
                path = Path(work) / "scenario" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            output = Path(work) / "run.h5"
            settings = [word for name, value in options["values"].items() for word in ("--set", f"{name}={value!r}")]
            self._call("run", Path(work) / "scenario" / self._name, "--arms", ",".join(options["arms"]), "--replicates",
                       options["replicates"], "--seed", options["seed"], *settings, "--record", "outcomes", "-q", "-o", output)
            part = Path(work) / "outcomes.npz"
            with h5py.File(output) as file:
                arrays = {f"{arm}/{name}": file[arm]["outcomes"][name][:] for arm in options["arms"]
                          for name in file[arm]["outcomes"] if name != "replicate"}
                arrays |= {f"{arm}/failed": file[arm]["status"][:] != 0 for arm in options["arms"]}
            np.savez_compressed(part, **arrays)
            whole = kept.with_suffix(".part")  # a file under its final name is whole
            shutil.copy(part, whole)
            whole.rename(kept)

    def _call(self, *words: object) -> str:
        command = [str(self.program), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in (0, SOME_FAILED):
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout


def tell(text: str) -> None:
    """A line about how far it is, for whoever waits."""
    print(text, file=sys.stderr, flush=True)
