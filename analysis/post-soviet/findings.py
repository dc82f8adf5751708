#!/usr/bin/env python3
"""What the model of the post-Soviet space finds: effects of the war, over the declared ranges, and without one mechanism at a time.

    findings.py PROGRAM [-o FILE] [--draws N] [--pairs N] [--base-pairs N] [--only SECTION ...]

PROGRAM is `hegemon`. Prints a page of Markdown; with -o writes it to a file as well. Results are kept in the folder --cache, so a study that is cut
short goes on where it was.
"""
import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from ablations import other_patch, read_ablations, variants_text
from findings_sections import doses_section, mechanisms_section, ranges_section, variants_section, war_section, zeros_section
from findings_short import short_section
from markdown import flowing, percent
from scenario_runs import Runs
from study import compare_variants, over_ranges, with_doses, with_zeros, without_mechanisms

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SCENARIO = ROOT / "scenarios" / "post-soviet" / "2022.toml"
ABLATIONS = HERE / "ablations.toml"
SECTIONS = ("war", "ranges", "zeros", "mechanisms", "doses")
SEED_OF_DRAWS = 1


def positive(word: str) -> int:
    number = int(word)
    if number < 2:
        raise argparse.ArgumentTypeError(f"{number} is too few: 2 or more")
    return number


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="findings", description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("program", type=Path, help="hegemon")
    parser.add_argument("-o", "--output", type=Path, default=argparse.SUPPRESS, help="write the page to this file as well")
    parser.add_argument("--draws", type=positive, default=200, help="of all parameters from their declared ranges")
    parser.add_argument("--pairs", type=positive, default=100, help="of runs for each draw")
    parser.add_argument("--base-pairs", type=positive, default=2000,
                        help="of runs at the declared values: half as many for each mechanism and dose, a quarter for each coefficient at zero")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--scenario", type=Path, default=SCENARIO)
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "findings", help="folder for results")
    return parser.parse_args()


def page(options: argparse.Namespace) -> str:
    """Makes the studies that are asked for, and writes the page."""
    runs = Runs(options.program, options.scenario, options.cache)
    ablations, doses = (read_ablations(ABLATIONS, section) for section in ("ablation", "dose"))
    switched = Runs(options.program, options.scenario, options.cache, variants_text([*ablations, *doses], other_patch(options.scenario)))
    half, quarter = (max(2, options.base_pairs // parts) for parts in (2, 4))
    wanted = options.only
    war = compare_variants(runs, options.base_pairs) if "war" in wanted else None
    dose = with_doses(switched, doses, half) if "doses" in wanted else None
    mechanisms = without_mechanisms(switched, ablations, half) if "mechanisms" in wanted else None
    zeros = with_zeros(runs, quarter) if "zeros" in wanted else None
    ranges = over_ranges(runs, options.draws, options.pairs, SEED_OF_DRAWS) if "ranges" in wanted else None
    parts = [head(options, runs), short_section(war, ranges, zeros, mechanisms)]
    parts += [war_section(war), variants_section(war)] if war else []
    parts += [doses_section(dose)] if dose else []
    parts += [ranges_section(ranges)] if ranges else []
    parts += [zeros_section(zeros)] if zeros else []
    parts += [mechanisms_section(mechanisms)] if mechanisms else []
    return flowing("\n\n".join([*parts, foot([runs, switched])]))


def head(options: argparse.Namespace, runs: Runs) -> str:
    words = "".join(f" --{name} {value}" for name, value in
                    (("draws", options.draws), ("pairs", options.pairs), ("base-pairs", options.base_pairs)))
    return f"""# What the model finds

**Everything on this page is a statement about a model, not about the world.** "The war raises" means: in runs of `{options.scenario.name}`
("{runs.description['title']}") with the invasion of Ukraine, compared pair by pair with runs that have the same luck and no invasion. Most of the
model's numbers are assumed and nobody has measured them; if states behave as its rules say, then this follows. What happened stands in
[reality.md](reality.md).

`./dev findings{words}` wrote this page; whoever changes the model runs it again.
"""


def foot(runs: list[Runs]) -> str:
    failed, replicates = sum(each.failed for each in runs), sum(each.replicates for each in runs)
    words = "none failed" if not failed else f"{failed:,} failed ({percent(failed / replicates, 2)}) and are left out, with their twins"
    return f"""## How this was made

{replicates:,} runs of the scenario were looked at; {words}. Intervals: Student's for means of pairs, the delta method for factors and for pooled
shares, Bonett and Price (2012) for shares of runs. No interval is corrected for the number of effects looked at: of twenty intervals on
nothing, one leaves out "no effect" by luck. Seeds are fixed, so the same program writes the same page.
"""


def main() -> None:
    options = arguments()
    text = page(options)
    print(text, end="")
    if "output" in options:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
