#!/usr/bin/env python3
"""Write the benchmark's network: a scenario and its two CSV files.

    generate_network.py 200 scenarios/classics
    generate_network.py 100000 FOLDER --neighbours local

The same arguments give the same bytes: of Python's generator only random() is used, which is promised never to change.
States are numbered so that order of name is order in the file, and the edges of a state are in order of their targets.
"""

import argparse
import pathlib
import random
import shutil

OUT_DEGREE = 8
LOCAL_RANGE = 256  # rows that the neighbours of a state come from, with neighbours = local
SCENARIO = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "classics" / "network.toml"


def between(source: random.Random, low: float, high: float) -> float:
    """A number uniform in [low, high)."""
    return low + (high - low) * source.random()


def neighbours_of(row: int, count: int, kind: str, source: random.Random) -> list[int]:
    """OUT_DEGREE different rows other than `row`, ascending; `local` ones at most LOCAL_RANGE / 2 rows away, in a ring."""
    chosen: set[int] = set()
    while len(chosen) < OUT_DEGREE:
        if kind == "random":
            other = int(source.random() * count)
        else:
            other = (row - LOCAL_RANGE // 2 + int(source.random() * (LOCAL_RANGE + 1))) % count
        if other != row:
            chosen.add(other)
    return sorted(chosen)


def write_states(file, names: list[str], source: random.Random) -> None:
    """One row a state: influence in [0, 1), military and political in [0.2, 1)."""
    file.write("name,influence,military,political\n")
    for name in names:
        values = (between(source, 0, 1), between(source, 0.2, 1), between(source, 0.2, 1))
        file.write(",".join([name, *map(repr, values)]) + "\n")


def write_edges(file, names: list[str], kind: str, source: random.Random) -> None:
    """OUT_DEGREE rows a state, raw weights uniform in [0.5, 1.5), divided by their sum."""
    file.write("from,to,weight\n")
    for row, name in enumerate(names):
        targets = neighbours_of(row, len(names), kind, source)
        raw = [between(source, 0.5, 1.5) for _ in targets]
        total = sum(raw)
        for target, weight in zip(targets, raw):
            file.write(f"{name},{names[target]},{weight / total!r}\n")


def generate(count: int, folder: pathlib.Path, kind: str, seed: int) -> None:
    """Write network.toml, network_states.csv and network_edges.csv into `folder`, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    source = random.Random(seed)
    digits = len(str(count - 1))
    names = [f"s{row:0{digits}d}" for row in range(count)]
    with open(folder / "network_states.csv", "w", encoding="utf-8", newline="\n") as file:
        write_states(file, names, source)
    with open(folder / "network_edges.csv", "w", encoding="utf-8", newline="\n") as file:
        write_edges(file, names, kind, source)
    if folder.resolve() != SCENARIO.parent:
        shutil.copyfile(SCENARIO, folder / SCENARIO.name)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help=f"number of states, more than {OUT_DEGREE}")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--neighbours", choices=["random", "local"], default="random")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.count <= OUT_DEGREE:
        parser.error(f"{arguments.count} states cannot have {OUT_DEGREE} neighbours each")
    generate(arguments.count, arguments.folder, arguments.neighbours, arguments.seed)


if __name__ == "__main__":
    main()
