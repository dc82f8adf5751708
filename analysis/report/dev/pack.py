#!/usr/bin/env python3
"""Makes a report page of a run file, for work on the page: `hegemon report` is the program's own.

    HEGEMON=build/dev/bin/hegemon analysis/report/dev/pack.py run.h5 report.html [--histories 4] [--json report.json]

DATA.md says what is written.
"""
from __future__ import annotations

import argparse
import base64
import gzip
import html
import json
import math
import os
import pathlib
import re
import subprocess

import h5py
import numpy as np
from scipy import stats

HERE = pathlib.Path(__file__).resolve().parent
QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]


def program(*words: str):
    """What the program prints as JSON."""
    result = subprocess.run([os.environ.get("HEGEMON", "hegemon"), *words, "--json"], capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"{words}: {result.stderr}")
    return json.loads(result.stdout)


def packed(values: np.ndarray) -> dict:
    """Numbers in 16 bits, or as float32 where small rows would lose digits."""
    values = np.asarray(values, dtype=float)
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    with np.errstate(all="ignore"):
        rows = np.abs(np.nan_to_num(values, posinf=0, neginf=0)).max(axis=-1, initial=0)
    rows = rows[rows > 0]
    if rows.size and rows.max() > 1000 * rows.min():
        data = base64.b64encode(values.astype("<f4").tobytes()).decode()
        return {"type": "f32", "shape": list(values.shape), "data": data}
    scale = 65534 / (high - low) if high > low else 0.0
    levels = np.where(np.isfinite(values), np.round((np.nan_to_num(values) - low) * scale), 65535).astype(np.uint16)
    levels[..., 1:] = levels[..., 1:] - levels[..., :-1]
    raw = (levels & 255).astype(np.uint8).tobytes() + (levels >> 8).astype(np.uint8).tobytes()
    return {"type": "levels", "shape": list(values.shape), "low": low, "high": high, "data": base64.b64encode(raw).decode()}


def text_of(value) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def attribute(item, *names: str) -> str | None:
    for name in names:
        if name in item.attrs:
            return text_of(item.attrs[name])
    return None


def number(value) -> float | None:
    return float(value) if math.isfinite(value) else None


def histogram(groups: list[np.ndarray]) -> tuple[list[float], list[list[int]]] | None:
    """Common edges and counts of each group; bins of width 1 around whole numbers."""
    values = np.concatenate([g[np.isfinite(g)] for g in groups])
    if values.size == 0 or values.min() == values.max():
        return None
    if np.all(values == np.round(values)):
        width = max(1, math.ceil((values.max() - values.min() + 1) / 41))
        edges = np.arange(values.min() - 0.5, values.max() + 0.5 + width, width)
    else:
        edges = np.linspace(values.min(), values.max(), 25)
    counts = [np.histogram(g[np.isfinite(g)], edges)[0].tolist() for g in groups]
    return edges.tolist(), counts


class Run:
    def __init__(self, path: str):
        self.path, self.file = path, h5py.File(path)
        root = self.file.attrs
        self.arms = [text_of(a) for a in np.atleast_1d(root["arms"])]
        steps = int(root["time_steps"])
        every = max(1, math.ceil(steps / 400))
        self.shown = sorted({*range(every - 1, steps, every), steps - 1})

    def series(self, data) -> np.ndarray:
        """[T, N] to [N, shown]"""
        return np.asarray(data)[self.shown].T

    def clock(self) -> dict:
        root = self.file.attrs
        start = attribute(self.file, "time_start_date")
        return {"unit": text_of(root["time_unit"]), "days_per_unit": float(root["time_days_per_unit"]), "start_date": start,
                "start": float(root["time_start"]), "step": float(root["time_step"]), "steps": int(root["time_steps"]),
                "shown": self.shown}

    # ------------------------------------------------------------------------------------------------ kinds

    def kinds(self, arm: str) -> list[dict]:
        groups = [g for g in self.file[arm].values() if isinstance(g, h5py.Group) and attribute(g, "role") == "kind"]
        kinds = {text_of(g.attrs["kind"]): g for g in groups}
        return [{"name": name, "rows": self.rows(group, name), "columns": self.columns(arm, group, name)}
                for name, group in kinds.items()]

    @staticmethod
    def rows(group, name: str) -> list[str]:
        return [text_of(r) for r in group[name][()]]

    def columns(self, arm: str, group, kind: str) -> list[dict]:
        roles = {"column", "constant", "reference"}
        items = [i for i in group.values() if isinstance(i, h5py.Dataset) and attribute(i, "role") in roles]
        return [self.column(arm, group, kind, item) for item in items]

    def column(self, arm: str, group, kind: str, item) -> dict:
        key = item.name.rsplit("/", 1)[1]
        out = {"name": attribute(item, "name") or key, "sort": attribute(item, "role"), "unit": attribute(item, "units", "unit"),
               "note": attribute(item, "long_name")}
        truth = "flag_meanings" in item.attrs
        if truth:
            out["truth"] = True
        if out["sort"] == "reference":
            out["kind"] = attribute(item, "kind")
        if out["sort"] != "column":
            values = item[()].astype(float)
            if truth:
                values[values < 0] = np.nan
            out["values"] = [number(v) for v in values]
            return out
        out["entry"] = self.entry(arm, kind, out)
        if "count" not in group:
            return out
        count = group["count"][()][:, None].astype(float)
        with np.errstate(all="ignore"):
            out["mean"] = packed(self.series(group[key + ".sum"][()] / count))
            if f"{key}.difference.sum" in group:
                pairs = group["pairs"][()][:, None].astype(float)
                mean = group[f"{key}.difference.sum"][()] / pairs
                variance = np.maximum(group[f"{key}.difference.sum_of_squares"][()] / pairs - mean**2, 0)
                half = stats.t.ppf(0.975, pairs - 1) * np.sqrt(variance / (pairs - 1))
                half[np.broadcast_to(pairs < 2, half.shape)] = np.nan
                out["difference"] = {"mean": packed(self.series(mean)), "half_width": packed(self.series(half))}
        if not truth and item.shape[0]:
            levels = np.nanquantile(item[()][:, self.shown], QUANTILES, axis=0)
            out["quantiles"] = packed(levels.transpose(0, 2, 1))
        return out

    def entry(self, arm: str, kind: str, column: dict) -> dict | None:
        """Of a ledger: told by its note, for want of better."""
        found = re.match(r"what (claim\.\S+) asks of (\S+)\.(\S+) of (.+)$", column["note"] or "")
        if found:
            rule, owner, capacity, payer = found.groups()
        else:
            found = re.match(r"(\S+)\.(\S+) of (.+) that (decision\.\S+) binds", column["note"] or "")
            if not found:
                return None
            owner, capacity, payer, rule = found.groups()
        payer = payer.split()[-1]
        return {"rule": rule, "kind": owner, "capacity": capacity, "payer": "this" if payer == "itself" else payer}

    # ------------------------------------------------------------------------------------------------ numbers of an arm

    def parameters(self, arm: str) -> list[dict]:
        out = []
        for name, item in self.file[arm].get("parameters", {}).items():
            span = item.attrs.get("range")
            out.append({"name": attribute(item, "name") or name, "value": number(float(item[()])), "unit": attribute(item, "units", "unit"),
                        "note": attribute(item, "long_name"), "source": attribute(item, "source"),
                        "range": None if span is None else [float(x) for x in span]})
        return out

    def outcome_values(self, arm: str) -> dict[str, np.ndarray]:
        return {attribute(i, "name") or k: i[()] for k, i in self.file[arm]["outcomes"].items() if "formula" in i.attrs}

    def outcomes(self, arm: str) -> dict[str, dict]:
        out = {}
        everywhere = [self.outcome_values(a) for a in self.arms]
        for key, item in self.file[arm]["outcomes"].items():
            if "formula" not in item.attrs:
                continue
            name = attribute(item, "name") or key
            values = item[()]
            there = values[np.isfinite(values)]
            n = there.size
            error = there.std(ddof=1) / math.sqrt(n) if n > 1 else math.nan
            half = stats.t.ppf(0.975, n - 1) * error if n > 1 else math.nan
            mean = there.mean() if n else math.nan
            bins = histogram([e[name] for e in everywhere])
            out[name] = {"unit": attribute(item, "units", "unit"), "note": attribute(item, "long_name"), "take": attribute(item, "take"),
                         "formula": attribute(item, "formula"), "headline": bool(item.attrs.get("headline", 0)), "count": n,
                         "missing": len(values) - n, "mean": number(mean), "standard_error": number(error),
                         "low": number(mean - half), "high": number(mean + half),
                         "histogram": bins and {"edges": bins[0], "counts": bins[1][self.arms.index(arm)]}}
        return out

    def calendar(self, arm: str) -> list[dict]:
        """As the first explanation of the arm tells it: the file has no calendar."""
        entries: dict[str, dict] = {}
        for history in self.told:
            for happening in history["happenings"]:
                if history["arm"] == arm and happening["sort"] == "entry":
                    entries[happening["rule"]] = {"name": happening["rule"], "note": happening.get("note"), "step": happening["step"],
                                                  "time": happening["time"], "date": happening.get("day")}
        return sorted(entries.values(), key=lambda e: e["step"])

    def events(self, arm: str) -> list[dict]:
        out = []
        replicates = int(self.file.attrs["replicates"])
        for name, group in self.file[arm].get("events", {}).items():
            kind = attribute(group, "kind")
            rows = len(self.file[arm][kind][kind])
            counts = np.zeros((int(self.file.attrs["time_steps"]), rows))
            np.add.at(counts, (group["step"][()], group["row"][()]), 1 / replicates)
            ends = np.searchsorted(np.arange(len(counts)), self.shown, side="right")
            total = np.concatenate([[np.zeros(rows)], np.cumsum(counts, axis=0)])
            per = np.diff(total[np.concatenate([[0], ends])], axis=0)
            out.append({"name": attribute(group, "name") or name, "kind": kind, "firings": int(len(group["step"])), "mean": packed(per.T)})
        return out

    # ------------------------------------------------------------------------------------------------ histories

    def explanations(self, arm: str, sort: str, numbers: list[int]) -> list[dict]:
        numbers = numbers[:100]
        if not numbers:
            return []
        words = ["explain", self.path, "--arm", arm, "--within", "30", f"--{sort}", ",".join(map(str, numbers))]
        return program(*words)["explanations"]

    def history(self, arm: str, replicate: int) -> dict:
        listed = program("explain", self.path, "--arm", arm, "--list", "--replicate", str(replicate))["happenings"] \
            if self.happens(arm, replicate) else []
        explained = {(sort, e["number"]): e for sort in ("event", "decision")
                     for e in self.explanations(arm, sort, [h["number"] for h in listed if h["sort"] == sort])}
        entries: dict[str, dict] = {}
        for e in explained.values():
            for b in e["but_for"]:
                if b["without"]["sort"] == "entry":
                    entries[b["without"]["rule"]] = b["without"]
        order = {"entry": 0, "event": 1, "decision": 2}
        all_ = sorted([*entries.values(), *listed], key=lambda h: (h["step"], order[h["sort"]], h["time"]))
        def key(h): return (h["sort"], h["rule"], h.get("number"))
        index = {key(h): i for i, h in enumerate(all_)}
        for h in all_:
            h.pop("replicate", None)
            full = explained.get((h["sort"], h.get("number")))
            if full:
                keep = ["may_happen", "rate", "chance", "chance_among_rivals", "causes", "factors", "has_probability", "cause", "rivals",
                        "decision", "other_arms", "earlier"]
                h["explanation"] = {k: full[k] for k in keep if k in full}
                h["explanation"]["entry"] = index.get(key(full["entry"])) if "entry" in full else None
                h["explanation"]["but_for"] = [{**b, "without": index[key(b["without"])]} for b in full["but_for"] if key(b["without"]) in index]
        return {"arm": arm, "replicate": replicate, "paths": self.paths(arm, replicate), "happenings": all_}

    def happens(self, arm: str, replicate: int) -> bool:
        groups = [*self.file[arm].get("events", {}).values(), *self.file[arm].get("decisions", {}).values()]
        return any(np.any(g["replicate"][()] == replicate) for g in groups)

    def paths(self, arm: str, replicate: int) -> dict:
        out: dict[str, dict] = {}
        for group in self.file[arm].values():
            if not isinstance(group, h5py.Group) or attribute(group, "role") != "kind":
                continue
            for key, item in group.items():
                if isinstance(item, h5py.Dataset) and attribute(item, "role") == "column" and replicate < item.shape[0]:
                    values = item[replicate].astype(float)
                    if "flag_meanings" in item.attrs:
                        values[values < 0] = np.nan
                    out.setdefault(text_of(group.attrs["kind"]), {})[attribute(item, "name") or key] = packed(self.series(values))
        return out

    # ------------------------------------------------------------------------------------------------ all

    def comparisons(self) -> list[dict]:
        if len(self.arms) < 2:
            return []
        out = program("compare", self.path)["comparisons"]
        first = self.outcome_values(self.arms[0])
        for one in out:
            other = self.outcome_values(one["other"])
            for name, outcome in one["outcomes"].items():
                bins = histogram([first[name] - other[name]])
                outcome["histogram"] = bins and {"edges": bins[0], "counts": bins[1][0]}
            one["parting"] = {"first": one["parting"].get("first")}
            one.pop("paths", None)
        return out

    def report(self, histories: int) -> dict:
        root = self.file.attrs
        told = min(histories, int(root["recorded"]))
        self.told = [self.history(arm, r) for arm in self.arms for r in range(told)]
        text = text_of(self.file["scenario/text"][()])
        files = [self.file["scenario/text"], *[i for k, i in self.file["scenario"].items() if k != "text"]]
        arms = [{"name": arm, "title": attribute(self.file[arm], "title") or "",
                 "failed": int((self.file[arm]["status"][()] == 1).sum()), "kinds": self.kinds(arm), "parameters": self.parameters(arm),
                 "outcomes": self.outcomes(arm), "calendar": self.calendar(arm), "events": self.events(arm)} for arm in self.arms]
        return {"format": "hegemon report", "version": [1, 0], "title": text_of(root["title"]), "opening": opening(text),
                "seed": str(int(root["seed"])), "digest": text_of(root["digest"]), "replicates": int(root["replicates"]),
                "recorded": int(root["recorded"]), "clock": self.clock(), "arms": arms, "comparisons": self.comparisons(),
                "histories": self.told,
                "scenario": [{"file": attribute(f, "file"), "sha256": attribute(f, "sha256"), "text": text_of(f[()])} for f in files],
                "provenance": {k: text_of(v) for k, v in self.file["provenance"].attrs.items()}}


def opening(text: str) -> str:
    """The comment at the top."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("#").strip())
    return "\n".join(lines)


def page(report: dict) -> str:
    """The template with the data put in."""
    data = json.dumps(report, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    payload = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
    template = (HERE.parent / "dist/template.html").read_text()
    return template.replace("@TITLE@", html.escape(report["title"], quote=False)).replace("@REPORT@", payload)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run")
    parser.add_argument("page")
    parser.add_argument("--histories", type=int, default=4)
    parser.add_argument("--json")
    options = parser.parse_args()
    report = Run(options.run).report(options.histories)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(report, ensure_ascii=False, allow_nan=False))
    pathlib.Path(options.page).write_text(page(report))


if __name__ == "__main__":
    main()
