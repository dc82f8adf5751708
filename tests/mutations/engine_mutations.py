#!/usr/bin/env python3
"""Plants faults in a copy of the program, one at a time, and says which test finds each.

    engine_mutations.py FOLDER [WORD ...]

The copy and its build lie in FOLDER. With words: only the faults whose `what` has one of them. Fails if a fault is not found by the test
that engine.toml names, or if that test fails without a fault.
"""
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]


def call(*words: object, folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in words], cwd=folder, capture_output=True, text=True, check=False)


def copy_of_the_tree(tree: Path) -> None:
    """All files that are not ignored, as they are now; unchanged ones keep their time, so that little is built anew."""
    listed = call("git", "ls-files", "--cached", "--others", "--exclude-standard", folder=SOURCE).stdout.split("\n")
    for name in filter(None, listed):
        source, target = SOURCE / name, tree / name
        if not source.is_file() or (target.exists() and target.read_bytes() == source.read_bytes()):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def targets_of(test: str) -> list[str]:
    """What must be built for a test: Python ones need the program alone."""
    folder, name = test.split("/", 1)
    return ["hegemon_program"] if name.endswith("_test") else ["hegemon_program", f"test_{folder}"]


def build(folder: Path, test: str) -> None:
    done = call("cmake", "--build", folder, "-j", 2, "--target", *targets_of(test), folder=folder)
    if done.returncode != 0:
        sys.exit(f"does not build:\n{done.stdout[-4000:]}")


def passes(folder: Path, test: str) -> bool:
    done = call("ctest", "--test-dir", folder, "--no-tests=error", "-R", f"^{re.escape(test)}$", folder=folder)
    if "No tests were found" in done.stdout + done.stderr:
        sys.exit(f"there is no test {test}")
    return done.returncode == 0


def is_found(mutation: dict, tree: Path, folder: Path) -> bool:
    file = tree / mutation["file"]
    text = file.read_text(encoding="utf-8")
    if text.count(mutation["find"]) != 1:
        sys.exit(f"{mutation['what']}: {mutation['file']} does not say what is sought once")
    file.write_text(text.replace(mutation["find"], mutation["put"]), encoding="utf-8")
    try:
        build(folder, mutation["caught_by"])
        return not passes(folder, mutation["caught_by"])
    finally:
        file.write_text(text, encoding="utf-8")


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    tree, folder = Path(sys.argv[1]).resolve() / "tree", Path(sys.argv[1]).resolve() / "build"
    copy_of_the_tree(tree)
    folder.mkdir(parents=True, exist_ok=True)
    done = call("cmake", "-G", "Ninja", "-S", tree, "-B", folder, "-DCMAKE_BUILD_TYPE=Release", folder=tree)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    mutations = tomllib.loads((HERE / "engine.toml").read_text(encoding="utf-8"))["mutation"]
    words = sys.argv[2:]
    wanted = [m for m in mutations if not words or any(word in m["what"] for word in words)]
    for test in sorted({m["caught_by"] for m in wanted}):
        build(folder, test)
        if not passes(folder, test):
            sys.exit(f"{test} fails without a fault")
    missed = 0
    for mutation in wanted:
        found = is_found(mutation, tree, folder)
        missed += not found
        print(f"{'found ' if found else 'MISSED'}  {mutation['what']}  ({mutation['caught_by']})", flush=True)
    print(f"{len(wanted) - missed} of {len(wanted)} faults found")
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
