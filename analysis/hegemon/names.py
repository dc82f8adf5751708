"""What there is in a run file, by name."""
from __future__ import annotations

import h5py

from hegemon import dataset
from hegemon.errors import RunError, choose


class Names:
    """The names in a run file; the base of `Run`, which opens it."""

    path: str
    arms: tuple[str, ...]
    arm_titles: dict[str, str]
    _file: h5py.File
    _arms: dict[str, h5py.Group]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of all arms, in order of their names."""
        return tuple(sorted({kind for arm in self.arms for kind in self._kinds(arm)}))

    @property
    def event_names(self) -> tuple[str, ...]:
        """Of all arms, in order."""
        return self._names("events")

    @property
    def decision_names(self) -> tuple[str, ...]:
        """Of all arms, in order."""
        return self._names("decisions")

    def event_kind(self, event: str) -> str:
        """The kind that an event happens to.

        Parameters
        ----------
        event : str
            As the scenario calls it.

        Returns
        -------
        str
            Name of the kind.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        """
        return str(self._arms[self.arms_of_event(event)[0]]["events"][event].attrs["kind"])

    def arms_of_event(self, event: str) -> list[str]:
        """The arms that have an event.

        Parameters
        ----------
        event : str
            As the scenario calls it.

        Returns
        -------
        list of str
            In order of the arms.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        """
        choose(event, self.event_names, "event", self.path)
        return [arm for arm, group in self._arms.items() if event in group.get("events", ())]

    def kinds_of(self, arm: str) -> tuple[str, ...]:
        """Of one arm.

        Parameters
        ----------
        arm : str
            One of `arms`.

        Returns
        -------
        tuple of str
            In order of their names.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        """
        return tuple(self._kinds(self._arm(arm)))

    def rows(self, kind: str, arm: str | None = None) -> list[str]:
        """Names of the rows of a kind, in order.

        Parameters
        ----------
        kind : str
            As the scenario calls it.
        arm : str, optional
            The first one if it is not said.

        Returns
        -------
        list of str
            Such as "north", or "ash/north" for a kind with a key.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        """
        return dataset.row_names(self._kind(kind, self._arm(arm))).tolist()

    def row_of_event(self, event: str, row: str) -> str:
        """`row`, if the kind of the event has it in some arm; else it throws as all do for a wrong name.

        Parameters
        ----------
        event : str
            As the scenario calls it.
        row : str
            Name of a row.

        Returns
        -------
        str
            `row`.

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        """
        kind = self.event_kind(event)
        rows = dict.fromkeys(one for arm in self.arms_of_event(event) for one in self.rows(kind, arm))
        return choose(row, rows, "row", f"the kind '{kind}' of {self.path}")

    def arm_label(self, arm: str) -> str:
        """For legends: the name of an arm, with its title.

        Parameters
        ----------
        arm : str
            One of `arms`.

        Returns
        -------
        str
            "no_strikes (No strikes in North)".

        Raises
        ------
        NotThere
            With what there is, if a name is wrong.
        """
        arm = self._arm(arm)
        return f"{arm} ({self.arm_titles[arm]})" if self.arm_titles[arm] else arm

    def column_name(self, kind: str, column: str, arm: str | None = None) -> str:
        """How the dataset of `kind` calls a column or constant of the scenario.

        Parameters
        ----------
        kind : str
            As the scenario calls it.
        column : str
            A column or constant of it.
        arm : str, optional
            The first one if it is not said.

        Returns
        -------
        str
            As `Run.kind` has it.

        Raises
        ------
        NotThere
            With all columns and constants, if there is none like it.
        """
        found = dataset.members(self._kind(kind, self._arm(arm)), "column", "constant")
        return self._columns(found, [column], "column", kind)[0].name.rsplit("/", 1)[1]

    def _columns(self, found: list[h5py.Dataset], wanted: list[str] | None, what: str, kind: str) -> list[h5py.Dataset]:
        if wanted is None:
            return found
        by_name = {dataset.true_name(one): one for one in found}
        by_name |= {one.name.rsplit("/", 1)[1]: one for one in found}
        for name in wanted:
            choose(name, by_name, what, f"the kind '{kind}' of {self.path}")
        return [by_name[name] for name in wanted]

    def _arm(self, arm: str | None) -> str:
        return self.arms[0] if arm is None else choose(arm, self.arms, "arm", self.path)

    def _other(self, arm: str | None) -> str:
        if len(self.arms) < 2:
            raise RunError(f"{self.path} has one arm, so nothing to compare: `hegemon run --arms base,VARIANT` makes one with two")
        arm = self.arms[1] if arm is None else self._arm(arm)
        if arm == self.arms[0]:
            raise RunError(f"{arm} is the first arm, with which the others are compared: choose one of {', '.join(self.arms[1:])}")
        return arm

    def _needs_events(self) -> None:
        if self._file.attrs["record"] == "outcomes":
            raise RunError(f"{self.path} keeps outcomes alone: run it again with --record events (or default, which keeps columns, too)")

    def _needs_sums(self) -> None:
        if (kept := self._file.attrs["record"]) in ("outcomes", "events"):
            raise RunError(f"{self.path} keeps {kept} and no columns: run it again with --record default, which keeps sums of all replicates")

    def _kinds(self, arm: str) -> dict[str, h5py.Group]:
        return {str(one.attrs["kind"]): one for one in self._arms[arm].values() if one.attrs.get("role") == "kind"}

    def _kind(self, kind: str, arm: str) -> h5py.Group:
        kinds = self._kinds(arm)
        return kinds[choose(kind, kinds, "kind", f"the arm {arm} of {self.path}")]

    def _names(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted({name for group in self._arms.values() if folder in group for name in group[folder]}))
