"""python3 -m hegemon run.h5: what there is in a run file; with --plot, a picture of it."""
from __future__ import annotations

import argparse
import sys

import hegemon

PLOTS = ("fan", "difference", "shares", "map", "raster", "survival")
OF_EVENTS = ("raster", "survival")


def main(arguments: list[str] | None = None) -> int:
    """The command; 0, or 64 for wrong usage and 66 for a file that cannot be read."""
    parser = argparse.ArgumentParser(prog="python3 -m hegemon", description="Lists what a run file holds, or draws a picture of it.")
    parser.add_argument("run", help="the run file")
    parser.add_argument("--plot", choices=PLOTS)
    parser.add_argument("--kind", help="for fan, difference, shares and map")
    parser.add_argument("--column", help="for fan, difference, shares and map")
    parser.add_argument("--event", help="for raster and survival: the event, or the one that ends a spell")
    parser.add_argument("--since", help="for survival: the event that begins a spell (else the start)")
    parser.add_argument("--by", help="for shares: the reference that makes parts")
    parser.add_argument("--row", help="one row")
    parser.add_argument("--arm", help="one arm")
    parser.add_argument("-o", "--output", help="the picture: .png, .svg or .pdf (default: PLOT.png)")
    options = parser.parse_args(arguments)
    try:
        with hegemon.open(options.run) as run:
            if options.plot is None:
                print(run, run.contents.to_string(index=False), sep="\n\n")
            else:
                _draw(run, options)
    except (FileNotFoundError, hegemon.NotARun) as error:
        print(f"hegemon: {error}", file=sys.stderr)
        return 66
    except hegemon.RunError as error:
        print(f"hegemon: {error}", file=sys.stderr)
        return 64
    return 0


def _draw(run: hegemon.Run, options: argparse.Namespace) -> None:
    needed = ["event"] if options.plot in OF_EVENTS else ["kind", "column"]
    missing = [f"--{name}" for name in needed if getattr(options, name) is None]
    if missing:
        raise hegemon.RunError(f"--plot {options.plot} needs {' and '.join(missing)}; without --plot, all that there is is listed")
    allowed = {"fan": ("row", "arm"), "difference": ("row", "arm"), "shares": ("by", "arm"), "map": ("arm",), "raster": ("row", "arm"),
               "survival": ("since", "row", "arm")}[options.plot]
    named = {name: getattr(options, name) for name in allowed if getattr(options, name) is not None}
    ax = getattr(hegemon.plots, options.plot)(run, *(getattr(options, name) for name in needed), **named)
    output = options.output or f"{options.plot}.png"
    hegemon.plots.save(ax, output)
    print(output)


if __name__ == "__main__":
    sys.exit(main())
