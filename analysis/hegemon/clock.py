"""The time of a run: dates where it has a calendar, else numbers in the unit of the model."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

# What numpy's nanoseconds can hold, and so pandas and xarray.
FIRST, LAST = date(1678, 1, 1), date(2262, 1, 1)


@dataclass(frozen=True)
class Clock:
    """When the steps of a run are.

    Attributes
    ----------
    unit : str
        Of every time, rate and duration of the model: "week", "year", "step" ...
    days_per_unit : float
        0 if the unit is the step itself.
    start_date : datetime.date or None
        The date at which the run begins; None without a calendar.
    start, step : float
        In units.
    steps : int
        How many.
    """

    unit: str
    days_per_unit: float
    start_date: date | None
    start: float
    step: float
    steps: int

    @classmethod
    def of(cls, attributes: Mapping[str, Any]) -> Clock:
        """From the attributes of the root of a run file."""
        first = attributes.get("time_start_date")
        return cls(
            unit=str(attributes["time_unit"]), days_per_unit=float(attributes["time_days_per_unit"]),
            start_date=date.fromisoformat(first) if first else None, start=float(attributes["time_start"]),
            step=float(attributes["time_step"]), steps=int(attributes["time_steps"]))

    @property
    def has_dates(self) -> bool:
        """Whether times are dates: there is a calendar, and all of it lies between 1678 and 2262, which is what pandas can hold."""
        if self.start_date is None or not FIRST <= self.start_date < LAST:
            return False
        days = self.steps * self.step * self.days_per_unit
        return days < (LAST - self.start_date) / timedelta(days=1)

    def times(self, stored: np.ndarray) -> np.ndarray:
        """Times as dates (datetime64[ns]) if there are any, else as stored.

        Parameters
        ----------
        stored : numpy.ndarray
            As the run file has them: days since `start_date`, or numbers in `unit`.
        """
        if not self.has_dates:
            return np.asarray(stored, dtype=float)
        # By way of whole milliseconds: a day is not a whole binary fraction.
        milliseconds = np.rint(np.asarray(stored, dtype=float) * 86_400_000).astype("timedelta64[ms]")
        return (np.datetime64(self.start_date, "ms") + milliseconds).astype("datetime64[ns]")

    def since_start(self, times: np.ndarray) -> np.ndarray:
        """What `times` gives, as numbers in `unit` since the start of the run."""
        if self.has_dates:
            days = (np.asarray(times, dtype="datetime64[ns]") - np.datetime64(self.start_date, "ns")) / np.timedelta64(1, "D")
            return days / self.days_per_unit
        return times / self.days_per_unit if self.start_date else times - self.start

    @property
    def length(self) -> float:
        """Of the whole run, in `unit`."""
        return self.steps * self.step

    @property
    def label(self) -> str:
        """For an axis: nothing over dates, which explain themselves."""
        return "" if self.has_dates else f"days since {self.start_date}" if self.start_date else self.unit
