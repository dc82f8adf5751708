"""Run files for the tests: the made-up ones that the C++ tests write, and a real one if the program is built."""
import contextlib
import glob
import os
import subprocess
import tempfile
from collections.abc import Iterator


def writer() -> str:
    """The program of the C++ tests: HEGEMON_STORAGE_TEST, or where the build puts it."""
    return os.environ.get("HEGEMON_STORAGE_TEST") or os.path.join(os.environ["HEGEMON_BUILD"], "bin", "test_storage")


def write_real_run(path: str) -> bool:
    """Runs the first of the classic scenarios; False if there is no program or no scenario yet."""
    program = os.environ.get("HEGEMON", "")
    scenarios = sorted(glob.glob(os.path.join(os.environ.get("HEGEMON_SOURCE", "."), "scenarios", "classics", "*.toml")))
    if not os.path.exists(program) or not scenarios:
        return False
    subprocess.run([program, "run", scenarios[0], "--replicates", "70", "-o", path], check=True, capture_output=True)
    return True


@contextlib.contextmanager
def sample_files() -> Iterator[dict[str, str]]:
    """Paths of weeks (calendar), years (none), bare (no replicate's columns kept) and perhaps real, in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([writer(), "[.sample]"], check=True, capture_output=True, env={**os.environ, "HEGEMON_SAMPLES": folder})
        files = {name: os.path.join(folder, name + ".h5") for name in ("weeks", "years", "bare")}
        if write_real_run(os.path.join(folder, "real.h5")):
            files["real"] = os.path.join(folder, "real.h5")
        yield files
