"""Numbers and tables as Markdown."""
import math
import textwrap
from collections.abc import Iterable

from effects import Effect, Estimate, Measure

IN_PERCENT = (Measure.TRUTH, Measure.POOLED)
NOTHING = "-"
WIDTH = 150


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """The first column is text, the others are numbers."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def percent(share: float, digits: int = 0) -> str:
    return NOTHING if math.isnan(share) else f"{100 * share:.{digits}f} %"


def joined(words: list[str]) -> str:
    """one, two and three"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def level(effect: Effect, value: float) -> str:
    """What one arm has."""
    if math.isnan(value):
        return NOTHING
    if effect.measure in IN_PERCENT:
        return percent(value, effect.digits)
    return f"{value:,.{effect.digits}f}"


def size(effect: Effect, value: float) -> str:
    """An effect: with its sign, in points where it is one of shares in percent, with a cross where it is a factor."""
    if math.isnan(value):
        return NOTHING
    if effect.measure is Measure.RATIO:
        return f"×{value:.{effect.digits}f}"
    if effect.measure in IN_PERCENT:
        return f"{_signed(100 * value, effect.digits)} points"
    return _signed(value, effect.digits)


def interval(estimate: Estimate) -> str:
    """Its ends, without the unit."""
    if math.isnan(estimate.low) or math.isnan(estimate.high):
        return NOTHING
    effect = estimate.effect
    if effect.measure is Measure.RATIO:
        return f"{estimate.low:.{effect.digits}f} to {estimate.high:.{effect.digits}f}"
    scale = 100 if effect.measure in IN_PERCENT else 1
    return f"{_signed(scale * estimate.low, effect.digits)} to {_signed(scale * estimate.high, effect.digits)}"


def with_interval(estimate: Estimate) -> str:
    return f"{size(estimate.effect, estimate.value)} ({interval(estimate)})" if not math.isnan(estimate.value) else NOTHING


def flowing(page: str) -> str:
    """Text and lists in lines that a diff can show; headings and tables as they are."""
    blocks = []
    for block in page.strip().split("\n\n"):
        lines = block.strip("\n").split("\n")
        if lines[0].startswith("- "):
            items = "\n".join(lines).removeprefix("- ").split("\n- ")
            blocks.append("\n".join(_filled(f"- {item}", "  ") for item in items))
        else:
            blocks.append("\n".join(lines) if lines[0][:1] in "|#" else _filled("\n".join(lines)))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _filled(text: str, indent: str = "") -> str:
    held = " ".join(text.split()).replace(" %", "\u00a0%")  # no line begins with a percent sign
    return textwrap.fill(held, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False).replace("\u00a0", " ")


def _signed(value: float, digits: int) -> str:
    text = f"{value:+,.{digits}f}"
    return text[1:] if float(text.replace(",", "")) == 0 else text
