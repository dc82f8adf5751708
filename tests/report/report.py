"""Reports of runs, and a browser to look at them with; what cannot be had skips the test."""
import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

PROGRAM = os.environ["HEGEMON"]
SOURCE = Path(os.environ["HEGEMON_SOURCE"])
REPORT = SOURCE / "analysis" / "report"
POST_SOVIET = SOURCE / "scenarios" / "post-soviet"
FLAGSHIP = POST_SOVIET / "2022.toml"
PROTOTYPE = POST_SOVIET / "2022-prototype.toml"


def hegemon(*words) -> str:
    result = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
    if result.returncode:
        raise AssertionError(f"{words}: {result.stderr}")
    return result.stdout


def write_report(run: Path, page: Path, *words) -> None:
    hegemon("report", run, "-o", page, *words)


def payload_of(page: Path) -> dict:
    found = re.search(r'<script type="application/json\+gzip" id="report">([^<]*)</script>', page.read_text())
    return json.loads(gzip.decompress(base64.b64decode(found.group(1))))


def unpacked(packed: dict) -> np.ndarray:
    """An array as analysis/report/DATA.md says."""
    raw = base64.b64decode(packed["data"])
    shape = packed["shape"]
    if packed["type"] == "f32":
        return np.frombuffer(raw, "<f4").reshape(shape).astype(float)
    halves = np.frombuffer(raw, np.uint8).reshape(2, *shape).astype(np.uint16)
    levels = np.cumsum(halves[0] + 256 * halves[1], axis=-1, dtype=np.uint16)
    values = packed["low"] + levels * ((packed["high"] - packed["low"]) / 65534)
    return np.where(levels == 65535, np.nan, values)


def tolerance(packed: dict) -> float:
    """By how much an array may be off, besides float32."""
    return 0.0 if packed["type"] == "f32" else 0.51 * (packed["high"] - packed["low"]) / 65534


def packages() -> Path:
    """A copy of the page's sources with its npm packages, made once for each state of package-lock.json."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        raise unittest.SkipTest("npm is not installed")
    lock = (REPORT / "package-lock.json").read_bytes()
    folder = Path(os.environ.get("HEGEMON_BUILD", tempfile.gettempdir())) / "report-packages" / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(REPORT / name, folder)
        got = subprocess.run([npm, "ci", "--ignore-scripts"], cwd=folder, capture_output=True, text=True)
        if got.returncode:
            raise unittest.SkipTest(f"the npm packages cannot be had: {got.stderr[-300:]}")
        (folder / "complete").touch()
    return folder


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise unittest.SkipTest("Chromium is not installed")
    return found


def drive(page: Path, *words: str) -> dict:
    """Plays with the page in a browser, see drive.mjs; what it saw."""
    environment = {**os.environ, "PACKAGES": str(packages()), "CHROMIUM": chromium()}
    script = Path(__file__).with_name("drive.mjs")
    result = subprocess.run(["node", script, page, *words], capture_output=True, text=True, env=environment, timeout=600)
    if result.returncode:
        raise AssertionError(result.stdout[-2000:] + result.stderr[-4000:])
    return json.loads(result.stdout)


class WithPage(unittest.TestCase):
    """A run of base and no_war and its page, for the tests of a class."""

    @classmethod
    def make(cls, scenario: Path, replicates: int, *words) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.run_path = Path(folder.name) / "run.h5"
        cls.page = cls.run_path.with_suffix(".html")
        hegemon("run", scenario, "--arms", "base,no_war", "--replicates", replicates, "-q", "-o", cls.run_path)
        write_report(cls.run_path, cls.page, *words)

    @classmethod
    def read(cls) -> None:
        """Run file and data of the page."""
        cls.run_file = h5py.File(cls.run_path)
        cls.addClassCleanup(cls.run_file.close)
        cls.payload = payload_of(cls.page)
