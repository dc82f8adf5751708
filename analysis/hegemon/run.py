"""A run file: `Run`, and `open`, which makes one."""
from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from os import PathLike, fspath

import pandas
import xarray

from hegemon import comparison, dataset, frames
from hegemon.clock import Clock
from hegemon.errors import RunError, choose
from hegemon.file import open_file
from hegemon.names import Names


def open(path: str | PathLike) -> Run:  # noqa: A001: hegemon.open, as xarray and h5py name it
    """Opens a run file for reading.

    Parameters
    ----------
    path : str or path
        The file that `hegemon run` wrote. Nothing large is read before it is used.

    Returns
    -------
    Run
        May be used in a `with`; else it is closed when it is forgotten.

    Raises
    ------
    FileNotFoundError, NotARun
        If there is no such file, or it is no whole run file.

    Examples
    --------
    >>> with open("patrons.h5") as run:
    ...     print(run)
    patrons.h5: Two patrons
    40 replicates (seed 1) of base, no_strikes; columns of 40 of them
    208 steps of 1 week
    kinds: client, dispute, patron, tie
    events: asking, attack
    decisions: court
    outcomes: attacks, north, refused, south, will_north
    """
    return Run(path)


class Run(Names):
    """What a run file holds.

    Attributes
    ----------
    path : str
        Of the file, as it was opened.
    title : str
        Of the scenario.
    arms : tuple of str
        In order; the first is what the others are compared with.
    arm_titles : dict of str to str
        What the scenario calls each arm; "" where it says nothing.
    seed, replicates, recorded : int
        Seed, replicates of each arm, and how many of them have their columns kept.
    digest : str
        Of the content, 64 hexadecimal digits.
    provenance : dict of str to str
        Command, date, host and versions behind the file.
    scenario : str
        Text of the scenario, its model merged in.
    tables : dict of str to str
        Text of each CSV file of the scenario.
    clock : Clock
        Unit, start and steps.
    """

    def __init__(self, path: str | PathLike) -> None:
        self._file = open_file(path)
        self._open_datasets: dict[tuple[str, str], xarray.Dataset] = {}
        attributes = self._file.attrs
        self.path = fspath(path)
        self.title = str(attributes.get("title", ""))
        self.seed, self.replicates, self.recorded = (int(attributes[name]) for name in ("seed", "replicates", "recorded"))
        self.digest = str(attributes["digest"])
        self.clock = Clock.of(attributes)
        groups = {str(one.attrs["arm"]): one for one in self._file.values() if one.attrs.get("role") == "arm"}
        self._arms = {str(name): groups[str(name)] for name in attributes["arms"]}
        self.arms = tuple(self._arms)
        self.arm_titles = {arm: str(group.attrs.get("title", "")) for arm, group in self._arms.items()}

    def close(self) -> None:
        """Closes the file. What was not read yet cannot be read any more."""
        for one in self._open_datasets.values():
            one.close()
        self._file.close()

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        step = f"{self.clock.step:g} {self.clock.unit}" + (f" from {self.clock.start_date}" if self.clock.start_date else "")
        lines = [f"{self.path}: {self.title}",
                 f"{self.replicates} replicates (seed {self.seed}) of {', '.join(self.arms)}; columns of {self.recorded} of them",
                 f"{self.clock.steps} steps of {step}"]
        outcomes = [one.name.rsplit("/", 1)[1] for one in frames.outcome_datasets(self._arms[self.arms[0]])]
        for what, names in (("kinds", self.kinds), ("events", self.event_names), ("decisions", self.decision_names),
                            ("outcomes", outcomes)):
            lines += [f"{what}: {', '.join(names)}"] if names else []
        return "\n".join(lines)

    @cached_property
    def provenance(self) -> dict[str, str]:
        return {name: str(value) for name, value in self._file["provenance"].attrs.items()}

    @cached_property
    def scenario(self) -> str:
        return self._file["scenario/text"].asstr()[()]

    @cached_property
    def tables(self) -> dict[str, str]:
        return {str(one.attrs["file"]): one.asstr()[()] for name, one in self._file["scenario"].items() if name != "text"}

    @cached_property
    def contents(self) -> pandas.DataFrame:
        """Everything that has a name: what, kind, name, units, long_name, arms.

        Examples
        --------
        >>> contents = open("patrons.h5").contents
        >>> contents[contents.what == "outcome"][["name", "units"]].values.tolist()[:2]
        [['attacks', 'attacks'], ['north', '1']]
        """
        return frames.read_contents(self._arms)

    def kind(self, kind: str, arm: str | None = None) -> xarray.Dataset:
        """Columns and constants of a kind in the recorded replicates, read when they are used.

        Parameters
        ----------
        kind : str
            As the scenario calls it.
        arm : str, optional
            The first one if it is not said.

        Returns
        -------
        xarray.Dataset
            Columns [replicate, time, row], constants [row], with units and long_name. The dimension of the rows is called like the kind and
            has their names. Times are the ends of the steps: dates if there is a calendar that pandas can hold. What is true or false
            is 1 or 0. A value is NaN where it is missing or its replicate had failed. References are coordinates, with the names of the rows
            that they refer to.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.

        Examples
        --------
        >>> tie = open("patrons.h5").kind("tie", arm="no_strikes")
        >>> tie.influence.dims, tie.influence.attrs["units"]
        (('replicate', 'time', 'tie'), 'share')
        >>> tie.influence.groupby("patron").mean(...).dims
        ('patron',)
        >>> tie.influence.where(tie.patron == "north", drop=True).tie.values.tolist()
        ['ash/north', 'birch/north', 'cedar/north', 'dogwood/north']
        """
        arm = self._arm(arm)
        group = self._kind(kind, arm)
        if (arm, kind) not in self._open_datasets:
            self._open_datasets[arm, kind] = dataset.read_kind(self._file, group, self._kinds(arm), self.clock)
        # assign_attrs copies what says how to read, not numbers: who changes it does not change ours.
        return self._open_datasets[arm, kind].assign_attrs(arm=arm, kind=kind, title=self.title)

    def summary(self, kind: str, arm: str | None = None, columns: list[str] | None = None) -> xarray.Dataset:
        """Mean, standard deviation and standard error of the mean of columns over all replicates, not only the recorded ones.

        Parameters
        ----------
        kind, arm : str
            As of `kind`.
        columns : list of str, optional
            All, if it is not said.

        Returns
        -------
        xarray.Dataset
            Columns [statistic, time, row]; statistic is "mean", "deviation", "error". The coordinate `count` [time] says over how many
            replicates: those that had not failed.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        RunError
            If the run kept no sums (`--record outcomes` or `events`).

        Examples
        --------
        >>> will = open("patrons.h5").summary("patron", columns=["will"]).will
        >>> will.dims, bool(will.sel(statistic="mean", patron="north", time=208) < 0.5)
        (('statistic', 'time', 'patron'), True)
        """
        arm = self._arm(arm)
        group = self._kind(kind, arm)
        self._needs_sums()
        found = [one for one in dataset.members(group, "column") if f"{dataset.true_name(one)}.sum" in group]
        chosen = self._columns(found, columns, "column over time", kind)
        return dataset.summaries(group, self._kinds(arm), self.clock, chosen).assign_attrs(arm=arm, kind=kind, title=self.title)

    def difference(self, kind: str, arm: str | None = None, columns: list[str] | None = None, confidence: float = 0.95) -> xarray.Dataset:
        """Mean difference of columns between the first arm and another, over all pairs of replicates: the first minus the other.

        Parameters
        ----------
        kind : str
            A kind whose rows both arms have.
        arm : str, optional
            The other arm; the second one if it is not said.
        columns : list of str, optional
            All that both arms have and that change, if it is not said.
        confidence : float
            Of the interval, between 0 and 1.

        Returns
        -------
        xarray.Dataset
            Columns [statistic, time, row]; statistic is "mean", "deviation", "error", "low", "high". The coordinate `pairs` [time] says over
            how many. The interval is Student's, of what is true or false Tango's score interval. It holds for each date alone, not for the
            whole path. The file has sums of pairs only; `compare` and `hegemon compare` see each pair and take bootstrap-t where the
            differences of an outcome are skewed, so their interval can be another one than Student's here.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        RunError
            If the run has one arm, kept no sums, or the arms differ in rows.

        Examples
        --------
        >>> difference = open("patrons.h5").difference("patron")
        >>> difference.will.sel(statistic="mean", patron="north")[:3].values.tolist()  # before the strikes the arms are the same
        [0.0, 0.0, 0.0]
        """
        arm = self._other(arm)
        group = self._kind(kind, arm)
        self._needs_sums()
        found = [one for one in dataset.members(group, "column") if f"{dataset.true_name(one)}.difference.sum" in group]
        if not found:
            raise RunError(f"{self.path} has no differences of the kind '{kind}' between {self.arms[0]} and {arm}: "
                           "its rows differ, or no column of it changes in both arms")
        chosen = self._columns(found, columns, "difference of", kind)
        data = dataset.differences(group, self._kinds(arm), self.clock, chosen, confidence)
        return data.assign_attrs(first=self.arms[0], arm=arm, kind=kind, title=self.title, confidence=confidence)

    def pairs(self, kind: str, arm: str | None = None, columns: list[str] | None = None) -> xarray.Dataset:
        """Difference of columns between the first arm and another in each recorded pair of replicates.

        Parameters
        ----------
        kind, arm : str
            As of `difference`.
        columns : list of str, optional
            All that both arms have, if it is not said.

        Returns
        -------
        xarray.Dataset
            Columns, [replicate, time, row]: the first arm minus the other, in the unit of the column. They are read here, all of them.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        RunError
            If the run has one arm.

        Examples
        --------
        >>> open("patrons.h5").pairs("patron", columns=["will"]).will.dims
        ('replicate', 'time', 'patron')
        """
        arm = self._other(arm)
        first, other = self.kind(kind), self.kind(kind, arm)
        found = [one for one in dataset.members(self._kind(kind, arm), "column") if one.name.rsplit("/", 1)[1] in first.data_vars]
        both = [one.name.rsplit("/", 1)[1] for one in self._columns(found, columns, "column over time in both arms", kind)]
        with xarray.set_options(keep_attrs=True):
            data = first[both].astype(float) - other[both].astype(float)
        return data.assign_attrs(first=self.arms[0], arm=arm, kind=kind, title=self.title)

    @cached_property
    def outcomes(self) -> pandas.DataFrame:
        """Outcomes of all replicates of all arms: arm, replicate, and a column each; NaN where it is missing or the replicate failed.

        Equal replicates of the arms share all random numbers, so compare them pair by pair: `outcome` has one with a column for each arm,
        `compare` intervals. `contents` has units and notes.

        Examples
        --------
        >>> open("patrons.h5").outcomes.columns.tolist()
        ['arm', 'replicate', 'attacks', 'north', 'refused', 'south', 'will_north']
        """
        return frames.with_arm({arm: frames.read_outcomes(group) for arm, group in self._arms.items()})

    def outcome(self, outcome: str) -> pandas.DataFrame:
        """One outcome: a line for each replicate, a column for each arm; NaN where it is missing or the replicate failed.

        Parameters
        ----------
        outcome : str
            As the scenario calls it.

        Returns
        -------
        pandas.DataFrame
            [replicate, arm], in the unit that `contents` says.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.

        Examples
        --------
        >>> will = open("patrons.h5").outcome("will_north")
        >>> bool((will.base < will.no_strikes).all())
        True
        """
        name = choose(outcome, self.outcomes.columns[2:], "outcome", self.path)
        return self.outcomes.pivot(index="replicate", columns="arm", values=name)

    def compare(self, outcomes: str | Sequence[str] | None = None, arms: Sequence[str] | None = None,
                program: str | PathLike | None = None) -> pandas.DataFrame:
        """Differences of outcomes between arms over all pairs, with their 95 % intervals, as `hegemon compare` computes them.

        The program itself is asked, so it must be there.

        Parameters
        ----------
        outcomes : str or list of str, optional
            All, if it is not said. p is adjusted for how many are asked for (Holm), so choose before you look.
        arms : list of str, optional
            The first of these with each other one; any two will do. All arms of the run, if it is not said.
        program : str or path, optional
            Where `hegemon` is; else the variable HEGEMON of the environment, PATH, or the build beside this package.

        Returns
        -------
        pandas.DataFrame
            outcome, first, other (arms), first_mean, other_mean, difference (first minus other), low, high, method (of the interval: "Student",
            "bootstrap-t", "Tango's score", "few differ", "equal"; see `hegemon compare --help`), p (adjusted), pairs, positive and negative (pairs in
            which the first has more, or less), unit. `.style.to_latex()` makes a table for a paper.

        Raises
        ------
        RunError
            If the program is not found, or refuses.
        """
        outcomes = [outcomes] if isinstance(outcomes, str) else list(outcomes or ())
        for name in outcomes:
            choose(name, self.outcomes.columns[2:], "outcome", self.path)
        arms = list(arms or self.arms)
        for name in arms:
            choose(name, self.arms, "arm", self.path)
        if len(set(arms)) < 2:
            raise RunError(f"comparing needs two arms; {self.path} has {', '.join(self.arms)}")
        names = frames.outcome_names(self._arms[self.arms[0]])
        frame = comparison.compare(self._file.filename, [names[name] for name in outcomes], arms, program)
        return frame.assign(outcome=frame.outcome.replace({true: name for name, true in names.items()}))

    @cached_property
    def parameters(self) -> pandas.DataFrame:
        """Parameters by name: the value in each arm, units, low and high end of their range, source, long_name.

        Examples
        --------
        >>> open("patrons.h5").parameters.loc["fading", ["base", "units", "source"]].tolist()
        [52.0, 'weeks, half-life', 'assumed']
        """
        return frames.read_parameters(self._arms)

    @cached_property
    def failures(self) -> pandas.DataFrame:
        """Replicates that failed: arm, replicate, step, rule, row, problem."""
        return frames.with_arm({arm: frames.read_failures(group) for arm, group in self._arms.items()})

    def events(self, event: str) -> pandas.DataFrame:
        """Firings of an event in all replicates of all arms that have it.

        Parameters
        ----------
        event : str
            As the scenario calls it.

        Returns
        -------
        pandas.DataFrame
            arm, replicate, step (from 0), time, row (its name), rate (per unit of time; of an event with a probability, that), cause
            (which rang; missing if the event has none or was fired by another rule), cause_NAME and factor_NAME as they stood.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        RunError
            If the run kept outcomes alone.

        Examples
        --------
        >>> attacks = open("patrons.h5").events("attack")
        >>> attacks.columns.tolist()
        ['arm', 'replicate', 'step', 'time', 'row', 'rate', 'cause', 'cause_quarrel']
        >>> attacks.row.unique().tolist()
        ['ford']
        """
        return self._firings("events", event)

    def decisions(self, decision: str) -> pandas.DataFrame:
        """Choices of a decision in all replicates of all arms that have it.

        Parameters
        ----------
        decision : str
            As the scenario calls it.

        Returns
        -------
        pandas.DataFrame
            arm, replicate, step, time (end of the step), row and actor (names), wish and option (what was wished and what was taken), refused,
            served_before, precision, utility_OPTION (NaN: not on offer), free_CAPACITY.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        RunError
            If the run kept outcomes alone.

        Examples
        --------
        >>> court = open("patrons.h5").decisions("court")
        >>> court.option.cat.categories.tolist(), sorted(court.actor.unique())
        (['excuse', 'visit', 'loan'], ['north', 'south'])
        >>> refused = court[court.refused]
        >>> bool((refused.option != refused.wish).all())
        True
        """
        return self._firings("decisions", decision)

    def _firings(self, folder: str, name: str) -> pandas.DataFrame:
        choose(name, self._names(folder), folder.removesuffix("s"), self.path)
        self._needs_events()  # no firings would look like none that happened
        found = {arm: frames.read_firings(group[folder][name], self._kinds(arm), self.clock)
                 for arm, group in self._arms.items() if name in group.get(folder, ())}
        return frames.with_arm(found)
