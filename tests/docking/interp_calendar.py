"""Phase 1 of a step: entries of the calendar act in the first step that begins on or after their date."""
import numpy as np

from interp_syntax import Bad
from interp_values import Context


class Ramp:
    """A column of one row on its way from `begin` to `goal`, both [lane], in the time from `since`, `length` long."""

    def __init__(self, begin, goal, since, length):
        self.begin, self.goal, self.since, self.length = begin, goal, since, length

    def at(self, time):
        return self.begin + (self.goal - self.begin) * min((time - self.since) / self.length, 1.0)


class Calendar:
    """The phase 1 (calendar) of a step."""

    def calendar(self):
        """Writes what is due, all at once, and returns the forced (event, row) pairs."""
        sets, adds, forced = {}, [], set()
        for entry in self.d.get("at", {}).values():
            if self.clock.first_step(entry["date"]) != self.number:
                continue
            for address, value in entry.get("set", {}).items():
                kind, row, column = self.address(address)
                if (kind, row, column) in sets:
                    raise Bad(f"two entries set {address}")
                if isinstance(value, dict) and "over" in value:
                    self.ramps[kind, row, column] = Ramp(self.column(kind, column)[row].copy(), self.lane_values(value["to"]),
                                                         self.now, self.clock.length(value["over"]))
                else:
                    sets[kind, row, column] = self.lane_values(value)
            for address, value in entry.get("add", {}).items():
                adds.append((self.address(address), self.lane_values(value)))
            forced |= {(event, row) for _, row, event in map(self.address, entry.get("fire", []))}
        self.run_ramps(sets)
        changed = {}
        for place, value in sets.items():
            changed[place] = value
        for (kind, row, column), value in adds:
            changed[kind, row, column] = changed.get((kind, row, column), self.column(kind, column)[row]) + value
        for (kind, row, column), value in changed.items():
            whole = self.column(kind, column).copy()
            whole[row] = value
            self.keep(kind, column, whole, "calendar")
        self.cache = {}
        return forced

    def run_ramps(self, sets):
        """The value of a ramp is that at the step's end; after the step in which it ends, its address is free."""
        for place, ramp in list(self.ramps.items()):
            sets[place] = ramp.at(self.now + self.clock.step)
            if self.now + self.clock.step >= ramp.since + ramp.length - 1e-9:
                sets[place] = ramp.goal
                del self.ramps[place]

    def lane_values(self, text):
        """[lane]: an expression that stands on no row."""
        return np.broadcast_to(self.data(text, Context()), (1, self.lanes))[0].copy()
