"""What a run file says of an arm, in a form that two arms or two runs can be compared in: bit for bit, rows by name."""
import h5py
import numpy as np

STATE = ("column", "constant")


class Arm:
    """One arm of an open run file."""

    def __init__(self, file: h5py.File, name: str = "base"):
        self.group = file[name]
        self.kinds = {kind: [str(row) for row in group[kind].asstr()[:]]
                      for kind, group in self.group.items() if group.attrs.get("role") == "kind"}
        # Replicates whose columns are kept, and steps: as any column has them.
        self.kept = next(item.shape[:2] for kind in self.kinds for item in self.group[kind].values()
                         if item.attrs.get("role") == "column") if "hash" in self.group else (0, 0)

    def hashes(self) -> np.ndarray:
        """[replicate, step]"""
        return self.group["hash"][:]

    def outcomes(self) -> dict[str, np.ndarray]:
        """Outcome -> [replicate]."""
        coordinates = ("replicate",)
        return {name: item[:] for name, item in self.group["outcomes"].items() if name not in coordinates}

    def columns(self, *kinds: str) -> dict[str, np.ndarray]:
        """KIND.COLUMN -> [replicate, time, row]; a column that nothing writes here is spread out, as one that something writes is kept."""
        found = {}
        for kind in kinds or self.kinds:
            group = self.group[kind]
            shape = (*self.kept, len(self.kinds[kind]))
            for name, item in group.items():
                role = item.attrs.get("role", "")
                if role in STATE:
                    values = item[()]
                    if role == "constant":
                        kept = np.float32 if values.dtype == np.float64 else values.dtype
                        values = np.broadcast_to(values.astype(kept), shape)
                    found[f"{kind}.{name}"] = values
        return found

    def sums(self, *kinds: str) -> dict[str, np.ndarray]:
        """KIND.COLUMN -> [time, row]: sum over the replicates, in double precision."""
        return {f"{kind}.{name.removesuffix('.sum')}": item[:] for kind in kinds or self.kinds
                for name, item in self.group[kind].items() if name.endswith(".sum") and not name.endswith(".difference.sum")}

    def tables(self, section: str) -> dict[str, dict[str, np.ndarray]]:
        """Event or decision -> its variables, one entry a firing or a choice; `row` is the row's name."""
        found = {}
        for name, group in self.group.get(section, {}).items():
            table = {key: item[()] for key, item in group.items() if item.ndim == 1 and key not in ("firing", "choice")}
            table["row"] = np.array(self.kinds[group.attrs["kind"]])[table["row"]].astype(object)
            found[name] = table
        return found

    def everything(self) -> dict[str, np.ndarray]:
        """All of the above under names of their own."""
        found = {"hash": self.hashes(), **self.columns()}
        found |= {f"outcome {name}": values for name, values in self.outcomes().items()}
        for section in ("events", "decisions"):
            for rule, table in self.tables(section).items():
                found |= {f"{section} {rule}.{key}": values for key, values in table.items()}
        return found


def bits(values: np.ndarray) -> object:
    """Equal just if two arrays have the same type, shape and bits."""
    content = values.tolist() if values.dtype.hasobject else values.tobytes()
    return str(values.dtype), values.shape, content


def differing(first: dict[str, np.ndarray], second: dict[str, np.ndarray]) -> list[str]:
    """Names that stand in one of both only, or whose values differ in a bit."""
    return sorted(set(first) ^ set(second)) + sorted(n for n in set(first) & set(second) if bits(first[n]) != bits(second[n]))
