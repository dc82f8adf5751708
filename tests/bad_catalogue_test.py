"""Every message of the program has a scenario in tests/bad/ that causes it, or a test named in elsewhere.txt."""
import os
import re
import sys
from pathlib import Path

root = Path(os.environ.get("HEGEMON_SOURCE", Path(__file__).resolve().parent.parent))


def ids_in(text):
    return re.findall(r'Message \w+\{\s*"([a-z0-9-]+)"', text)


def covered_by_cases():
    found = set()
    for case in sorted((root / "tests/bad").glob("*.toml")):
        for line in case.read_text().splitlines():
            if not line.startswith("# "):
                break
            if line.startswith("# expect: "):
                found.add(line.split()[2])
    return found


def covered_elsewhere():
    """ID -> file of a test that names the id."""
    return dict(line.split() for line in (root / "tests/bad/elsewhere.txt").read_text().splitlines() if line.strip())


def main():
    wrong = []
    ids = {}
    for header in sorted(root.glob("sim/*/messages.hpp")):
        for name in ids_in(header.read_text()):
            if name in ids:
                wrong.append(f"{name} is the id of two messages, in {ids[name]} and {header.relative_to(root)}")
            ids[name] = header.relative_to(root)
    if len(ids) < 130:
        wrong.append(f"only {len(ids)} messages found: has their form changed?")
    cases, elsewhere = covered_by_cases(), covered_elsewhere()
    for name, header in ids.items():
        if name not in cases and name not in elsewhere:
            wrong.append(f"{name} of {header} has no case")
    for name in sorted(cases - ids.keys()):
        wrong.append(f"{name} is expected by a case, but there is no such message")
    for name, test in elsewhere.items():
        if name not in ids:
            wrong.append(f"elsewhere.txt lists {name}, and there is no such message")
        elif name not in (root / test).read_text():
            wrong.append(f"{test} does not name {name}")
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
