#!/usr/bin/env python3
"""Time the numpy program of the model of post-soviet/2022-prototype.toml, for `./dev bench --prototype FILE`.

usage: prototype.py FILE PAIRS

FILE has `P0` (the parameters), `uniforms(replicates, weeks, seed)` and `run(parameters, war, numbers)`. Prints the seconds that
PAIRS replicates of both arms take, the drawing of their random numbers included, which they share; loading is not.
"""
import importlib.util
import os
import sys
import time

# Whole columns, one operation at a time: numpy has no use for threads here, and must not take the other core.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

SEED = 20220224
WARM_UP = 20


def load(path: str):
    """The module in FILE."""
    sys.dont_write_bytecode = True
    description = importlib.util.spec_from_file_location("prototype", path)
    module = importlib.util.module_from_spec(description)
    description.loader.exec_module(module)
    return module


def seconds_of(prototype, pairs: int) -> float:
    """Both arms, with their numbers."""
    begin = time.perf_counter()
    numbers = prototype.uniforms(pairs, prototype.P0["T"], SEED)
    for war in (True, False):
        prototype.run(prototype.P0, war, numbers)
    return time.perf_counter() - begin


def main() -> None:
    """Read the command line."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    prototype = load(sys.argv[1])
    seconds_of(prototype, WARM_UP)
    print(seconds_of(prototype, int(sys.argv[2])))


if __name__ == "__main__":
    main()
