#!/usr/bin/env python3
"""Holds the generator against dieharder (Brown, Eddelbuettel and Bauer), a battery of tests of random numbers.

    prove.py PHILOX_STREAM [--orders ORDER ...] [--jobs N] [--dieharder PROGRAM]

PHILOX_STREAM writes raw words in an ORDER (philox_stream.cpp says which there are). Each test sees its own seed. What dieharder calls
WEAK, which happens to one number in a hundred, is repeated once with another seed. Fails (1) where a number is FAILED, or WEAK both
times, or if a plain counter, which is no generator, would pass.
"""
import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

ORDERS = ["steps", "replicates", "names", "seeds"]
# Number of the test and its size n. Left out: 5, 6, 7 and 14, which dieharder itself calls suspect or broken, and 17, which takes minutes.
TESTS = [(0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (8, 0), (9, 0), (10, 0), (11, 0), (12, 0), (13, 0), (15, 0), (16, 0),
         (100, 0), (101, 0), (102, 0),
         (200, 2), (200, 4), (200, 8), (201, 2), (201, 3), (201, 5), (202, 3), (202, 5), (203, 3), (203, 7), (204, 0),
         (205, 0), (206, 0), (207, 0), (208, 0), (209, 0)]
QUICK = [(0, 0), (8, 0), (15, 0), (100, 0)]  # each of them finds a counter wrong, in a second
FIRST_SEED, SECOND_SEED = 1000, 2000
COLUMNS = ["test_name", "ntuple", "pvalues", "assessment"]
RESULT = re.compile(r"\s*(\w+)\s*\|\s*(\d+)\s*\|\s*([\d.]+)\s*\|\s*(PASSED|WEAK|FAILED)\s*")


@dataclass
class Result:
    """One number of one test."""
    name: str
    size: int
    p: float
    verdict: str


class Prover:
    def __init__(self, stream: str, dieharder: str) -> None:
        self.stream, self.dieharder = stream, dieharder

    def run(self, order: str, test: int, size: int, seed: int) -> list[Result]:
        command = [self.dieharder, "-g", "200", "-d", str(test), *(["-n", str(size)] if size else [])]
        for column in COLUMNS:
            command += ["-D", column]
        with subprocess.Popen([self.stream, order, str(seed)], stdout=subprocess.PIPE) as words:
            done = subprocess.run(command, stdin=words.stdout, capture_output=True, text=True, check=False)
            words.stdout.close()
            words.terminate()
        lines = [line for line in done.stdout.splitlines() if line.strip() and not line.startswith("#")]
        results = [Result(match[1], int(match[2]), float(match[3]), match[4]) for match in map(RESULT.fullmatch, lines) if match]
        if done.returncode != 0 or not results or len(results) != len(lines):
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode} and said:\n{done.stdout}{done.stderr}")
        return results

    def judge(self, order: str, test: int, size: int) -> tuple[str, str]:
        """The line of the table and the verdict: passed, repeated or FAILED."""
        number = TESTS.index((test, size))
        results = self.run(order, test, size, FIRST_SEED + number)
        note, verdict = "", "passed"
        weak = [index for index, result in enumerate(results) if result.verdict == "WEAK"]
        if weak:
            again = self.run(order, test, size, SECOND_SEED + number)
            note = "  weak " + ", ".join(f"{results[index].p:.6f}, then {again[index].p:.6f}" for index in weak)
            still = any(again[index].verdict != "PASSED" for index in weak) or any(result.verdict == "FAILED" for result in again)
            verdict = "FAILED" if still else "repeated"
        if any(result.verdict == "FAILED" for result in results):
            verdict = "FAILED"
        numbers = [result.p for result in results]
        line = (f"{order:<11}{results[0].name:<22}{size or '':>3}{len(results):>9}{min(numbers):>11.6f}{max(numbers):>11.6f}"
                f"  {verdict}{note}")
        return line, verdict

    def finds_a_counter(self) -> bool:
        """Whether each of a few tests finds numbers wrong that only count up."""
        return all(any(result.verdict == "FAILED" for result in self.run("counter", test, size, FIRST_SEED)) for test, size in QUICK)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stream")
    parser.add_argument("--orders", nargs="+", default=ORDERS, choices=ORDERS)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--dieharder", default="dieharder")
    options = parser.parse_args()
    prover = Prover(options.stream, options.dieharder)
    if not prover.finds_a_counter():
        print("A plain counter passes: this dieharder finds nothing.")
        return 1
    print(f"{'order':<11}{'test':<22}{'n':>3}{'numbers':>9}{'smallest p':>11}{'largest p':>11}  verdict")
    work = [(order, test, size) for order in options.orders for test, size in TESTS]
    verdicts = []
    with ThreadPoolExecutor(options.jobs) as workers:
        for line, verdict in workers.map(lambda task: prover.judge(*task), work):
            print(line, flush=True)
            verdicts.append(verdict)
    failed = verdicts.count("FAILED")
    repeated = verdicts.count("repeated")
    print(f"{len(work)} tests: {len(work) - failed} passed, {repeated} of them when repeated; {failed} failed. A plain counter fails.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
