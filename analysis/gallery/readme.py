#!/usr/bin/env python3
"""Draws the pictures of README.md from a run of the post-Soviet space.

    readme.py PROGRAM FOLDER

PROGRAM is `hegemon`. The run file and its report go to FOLDER, the pictures to analysis/gallery/readme/. The report is looked at with Chromium.
"""
import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import matplotlib

matplotlib.use("agg")
from PIL import Image

HERE = Path(__file__).resolve().parent
SCENARIO = HERE.parents[1] / "scenarios" / "post-soviet" / "2022.toml"
PICTURES = HERE / "readme"
WINDOW = (1280, 1900)  # the answer and the map
sys.path.insert(0, str(HERE.parent))

import hegemon  # noqa: E402


def photograph(page: Path, picture: Path) -> None:
    """The upper part of a page."""
    browser = shutil.which("chromium") or sys.exit("readme.py: chromium is not installed (./dev setup test)")
    width, height = WINDOW
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}",
                        "--virtual-time-budget=9000", f"--screenshot={shot}", page.resolve().as_uri()], check=True, capture_output=True)
        Image.open(shot).convert("RGB").save(picture, optimize=True)


def draw(run: hegemon.Run) -> None:
    plots = {
        "influence.png": hegemon.plots.fan(run, "tie", "influence", row="ARM/RUS"),
        "quiet.png": hegemon.plots.survival(run, "attack", since="attack", row="karabakh/AZE"),
    }
    for name, axes in plots.items():
        hegemon.plots.save(axes, PICTURES / name, dpi=160)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    run, page = options.folder / "post-soviet-2022.h5", options.folder / "post-soviet-2022.html"
    subprocess.run([options.program, "run", SCENARIO, "--arms", "base,no_war", "--replicates", "500", "--quiet", "-o", run], check=True)
    subprocess.run([options.program, "report", run, "-o", page], check=True)
    PICTURES.mkdir(exist_ok=True)
    photograph(page, PICTURES / "report.png")
    draw(hegemon.open(run))
    print(f"pictures in {PICTURES.relative_to(HERE.parents[1])}")


if __name__ == "__main__":
    main()
