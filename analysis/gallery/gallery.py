#!/usr/bin/env python3
"""Runs the classics and draws a picture of each from its run file alone.

    gallery.py PROGRAM FOLDER [NAME ...]

PROGRAM is `hegemon`. Run files go to FOLDER; pictures, as SVG, to scenarios/classics/pictures/, or to FOLDER with --elsewhere. Without
names: all of them. pictures/NAME.py belongs to scenarios/classics/NAME.toml: its ARGUMENTS go to `hegemon run` and its `draw(run, figure)`
fills the figure.
"""
import argparse
import importlib
import subprocess
import sys
from pathlib import Path

import h5py
import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

HERE = Path(__file__).resolve().parent
CLASSICS = HERE.parents[1] / "scenarios" / "classics"
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE / "pictures"))

STYLE = {
    "figure.figsize": (6.4, 3.6), "figure.facecolor": "white", "figure.constrained_layout.use": True,
    "font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 9, "axes.titlelocation": "left",
    "axes.grid": True, "grid.alpha": 0.25, "lines.linewidth": 1.4, "legend.frameon": False,
    # Okabe and Ito (2008): colours that the colour-blind can tell apart.
    "axes.prop_cycle": matplotlib.cycler(color=["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]),
    "svg.hashsalt": "hegemon",  # the same names within the file each time
}


def names() -> list[str]:
    return sorted(picture.stem for picture in (HERE / "pictures").glob("*.py"))


def run(program: str, name: str, arguments: list[str], folder: Path) -> Path:
    output = folder / f"{name}.h5"
    subprocess.run([program, "run", CLASSICS / f"{name}.toml", *arguments, "--quiet", "-o", output], check=True)
    return output


def draw(name: str, run_file: Path, folder: Path) -> Path:
    picture = folder / f"{name}.svg"
    with plt.rc_context(STYLE), h5py.File(run_file) as file:
        figure = plt.figure()
        importlib.import_module(name).draw(file, figure)
        figure.savefig(picture, metadata={"Date": None})
        plt.close(figure)
    return picture


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--elsewhere", action="store_true", help="pictures go to FOLDER, too")
    options = parser.parse_args()
    unknown = set(options.names) - set(names())
    if unknown:
        sys.exit(f"no picture is called {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    options.folder.mkdir(parents=True, exist_ok=True)
    pictures = options.folder if options.elsewhere else CLASSICS / "pictures"
    pictures.mkdir(exist_ok=True)
    for name in options.names or names():
        run_file = run(options.program, name, importlib.import_module(name).ARGUMENTS, options.folder)
        print(f"{name}: {draw(name, run_file, pictures).stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    main()
