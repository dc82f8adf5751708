"""What can be wrong with a question to a run file."""
from collections.abc import Iterable
from difflib import get_close_matches


class RunError(ValueError):
    """A question that a run file cannot answer; the base of the others."""


class NotARun(RunError):
    """The file is no whole run file."""


class NotThere(RunError, KeyError):
    """A name that the run file does not have."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would show it in quotes


def choose(name: str, there: Iterable[str], what: str, where: str) -> str:
    """`name`, if it is among `there`.

    Parameters
    ----------
    name : str
        What was asked for.
    there : iterable of str
        What there is, in the order to list it in.
    what, where : str
        For the message: "arm", "run.h5".

    Raises
    ------
    NotThere
        With a near name if there is one, and all that there are.

    Examples
    --------
    >>> choose("no_wars", ["base", "no_war"], "arm", "run.h5")
    Traceback (most recent call last):
        ...
    hegemon.errors.NotThere: run.h5 has no arm 'no_wars'; did you mean 'no_war'? There are: base, no_war
    """
    known = list(there)
    if name in known:
        return name
    turned = "/".join(reversed(str(name).split("/")))  # the key of a row, the wrong way round
    near = [turned] if turned in known else get_close_matches(str(name), known, n=1, cutoff=0.6)
    near = near or [one for one in known if str(name).lower() == one.lower()]
    guess = f"; did you mean '{near[0]}'?" if near else "."
    listed = f" There are: {', '.join(known)}" if known else " There is none."
    raise NotThere(f"{where} has no {what} '{name}'{guess}{listed}")
