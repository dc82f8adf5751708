"""Variants in which one mechanism is switched off, with the war and without it."""
import datetime
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

OTHER = "no_war"


@dataclass(frozen=True)
class Ablation:
    """A mechanism and the patch that takes it away."""

    name: str
    title: str
    patch: dict
    single: bool = True  # one mechanism, not several at once

    @property
    def arms(self) -> tuple[str, str]:
        """Names of its variants: with the war, without it."""
        return f"without_{self.name}", f"without_{self.name}_{OTHER}"


def read_ablations(path: Path, section: str = "ablation") -> list[Ablation]:
    """Of a section of the file: `ablation` or `dose`."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))[section]
    return [Ablation(name, table.pop("title"), single=not table.pop("several", False), patch=table) for name, table in tables.items()]


def laid_over(below: object, above: object) -> object:
    """Tables are joined key by key and lists put end to end; of anything else the upper one counts."""
    if isinstance(below, dict) and isinstance(above, dict):
        return below | {key: laid_over(below[key], value) if key in below else value for key, value in above.items()}
    if isinstance(below, list) and isinstance(above, list):
        return below + [item for item in above if item not in below]
    return above


def variants_text(ablations: list[Ablation], other: dict) -> str:
    """Two variants for each, as text to be added to the scenario; `other` is the patch of the variant without the war."""
    lines = [""]
    for ablation in ablations:
        for arm, patch in zip(ablation.arms, (ablation.patch, laid_over(other, ablation.patch))):
            lines += [f"[variant.{arm}]", *(f"{_key(key)} = {_value(value)}" for key, value in _without_idle(patch).items())]
    return "\n".join(lines) + "\n"


def other_patch(scenario: Path) -> dict:
    """The patch of the variant without the war, as the scenario's file has it."""
    return tomllib.loads(scenario.read_text(encoding="utf-8"))["variant"][OTHER]


def _without_idle(patch: dict) -> dict:
    """Without what it says of calendar entries that it takes away, and which therefore say nothing."""
    taken = {name.removeprefix("at.") for name in patch.get("without", []) if name.startswith("at.")}
    kept = {name: entry for name, entry in patch.get("at", {}).items() if name not in taken}
    rest = {key: value for key, value in patch.items() if key != "at"}
    return rest | ({"at": kept} if kept else {})


def _key(key: str) -> str:
    return key if key.replace("_", "a").isalnum() and key.isascii() else json.dumps(key)


def _value(value: object) -> str:
    """As TOML, on one line."""
    if isinstance(value, (bool, str)):
        return json.dumps(value)
    if isinstance(value, (int, float, datetime.date)):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
    raise TypeError(f"TOML has no {type(value).__name__}")
