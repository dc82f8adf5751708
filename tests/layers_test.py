"""Holds every #include of sim/ and include/ against the layers of the architecture, and the names of libraries against their folders.

Then checks itself: breaches planted in a copy of the tree must be found.
"""
import os
import re
import shutil
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("HEGEMON_SOURCE", Path(__file__).resolve().parent.parent))

# Layer -> the layers right below it. What those stand on may be included too.
BELOW = {
    "core": [],
    "language": ["core"],
    "model": ["language"],
    "scenario": ["model"],
    "parallel": ["core"],
    "engine": ["model", "parallel"],
    "study": ["engine"],
    "storage": ["model", "parallel"],
    "api": ["scenario", "study", "storage"],
    "cli": ["api"],
}

# Library -> (headers that name it, words that name it, where it may be named).
LIBRARIES = {
    "oneTBB": (r"(?:oneapi/)?tbb[/.]", r"\btbb::", r"sim/parallel/tbb_executor\.cpp"),
    "HDF5": (r"(?:hdf5|H5\w+)", r"\b(?:H5[A-Z]{1,2}\w+\s*\(|hid_t\b)", r"sim/storage/.*"),
    "libdeflate": (r"libdeflate\.h", r"\blibdeflate_\w+", r"sim/storage/.*"),
    "toml++": (r"toml(?:\+\+|plusplus)?[/.]", r"\btoml::", r"sim/scenario/.*"),
    "CLI11": (r"CLI/", r"\bCLI::", r"sim/cli/.*"),
    "Eigen": (r"(?:eigen3/)?(?:unsupported/)?Eigen/", r"\bEigen::", r"(?:include/hegemon|sim/study|sim/api|sim/cli)/.*"),
    "intrinsics": (r"\w*intrin\.h", r"\b_mm\d*_\w+\s*\(", r"sim/(?:core/sha256_instructions\.cpp|language/kernels_.*)"),
    "fmt": (r"fmt/", r"\bfmt::", r"sim/.*"),
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
STANDARD = re.compile(r"[a-z_0-9]+(?:\.h)?|sys/\w+\.h")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def reachable(layer: str) -> set[str]:
    """The layer itself and all that it stands on."""
    return {layer}.union(*(reachable(below) for below in BELOW[layer]))


def include_breach(file: str, layer: str, bracket: str, header: str) -> str:
    """Why `file` (of `layer`; "" for include/) may not include `header`, or ""."""
    for library, (headers, _, allowed) in LIBRARIES.items():
        if re.match(headers, header):
            return "" if re.fullmatch(allowed, file) else f"{library} has no business here"
    if header.startswith("hegemon/"):
        return "" if layer in ("", "api", "cli") else "only api and cli know the public headers"
    if bracket == "<":
        return "" if STANDARD.fullmatch(header) else "no library that this test knows"
    if layer == "":
        return "a public header includes its neighbours as <hegemon/...>"
    target, slash, _ = header.partition("/")
    if not slash or target not in BELOW:
        return "own headers are named from sim/ on"
    return "" if target in reachable(layer) else f"{layer} does not stand on {target}"


def breaches(root: Path) -> list[str]:
    """All breaches under root/sim and root/include, one line each."""
    found = []
    for path in sorted([*root.glob("sim/**/*.[ch]pp"), *root.glob("include/**/*.[ch]pp")]):
        file = path.relative_to(root).as_posix()
        parts = file.split("/")
        layer = parts[1] if parts[0] == "sim" else ""
        if layer and layer not in BELOW:
            found.append(f"{file}: sim/{layer} is not a layer")
            continue
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            why = include_breach(file, layer, *match.groups())
            if why:
                found.append(f"{file}: {match.group(0).strip()}: {why}")
        code = INCLUDE.sub("", COMMENT.sub("", text))
        for library, (_, words, allowed) in LIBRARIES.items():
            if re.search(words, code) and not re.fullmatch(allowed, file):
                found.append(f"{file}: names {library}")
    return found


class Layers(unittest.TestCase):
    def test_sources_keep_to_the_layers(self) -> None:
        self.assertTrue(list(SOURCE.glob("sim/*/*.hpp")), "no sources found")
        self.assertEqual(breaches(SOURCE), [])

    def test_the_build_links_what_the_picture_says(self) -> None:
        text = (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8")
        for layer, below in BELOW.items():
            match = re.search(rf"hegemon_layer\({layer}\s+PUBLIC([^)]*)\)", text)
            self.assertIsNotNone(match, layer)
            linked = set(re.findall(r"hegemon_(\w+)", match.group(1)))
            self.assertEqual(linked, set(below), layer)


class PlantedBreaches(unittest.TestCase):
    """Each breach, planted alone in a copy of the tree, is found."""

    PLANTS = [
        ("sim/core/philox.hpp", '#include "language/syntax.hpp"'),
        ("sim/core/philox.hpp", '# include   "model/recorder.hpp"  // a comment'),
        ("sim/language/syntax.hpp", '#include "model/recorder.hpp"'),
        ("sim/parallel/executor.hpp", '#include "model/recorder.hpp"'),
        ("sim/model/recorder.hpp", '#include "scenario/load.hpp"'),
        ("sim/model/recorder.hpp", '#include "../scenario/load.hpp"'),
        ("sim/engine/planted.hpp", '#include "storage/file.hpp"'),
        ("sim/engine/planted.hpp", '#include "scenario/load.hpp"'),
        ("sim/storage/planted.cpp", '#include "engine/engine.hpp"'),
        ("sim/engine/planted.hpp", "#include <hegemon/run.hpp>"),
        ("sim/parallel/executor.hpp", "#include <tbb/task_arena.h>"),
        ("sim/parallel/executor.hpp", "#include <oneapi/tbb.h>"),
        ("sim/engine/planted.cpp", "void f() { tbb::parallel_for(0, 1, [](int) {}); }"),
        ("sim/model/recorder.hpp", "#include <hdf5.h>"),
        ("sim/api/planted.cpp", "#include <H5DSpublic.h>"),
        ("sim/api/planted.cpp", "int g() { return H5Fopen(nullptr, 0, 0); }"),
        ("sim/model/recorder.hpp", "#include <toml++/toml.h>"),
        ("include/hegemon/planted.hpp", "#include <toml++/toml.h>"),
        ("include/hegemon/planted.hpp", "#include <tbb/tbb.h>"),
        ("include/hegemon/planted.hpp", "#include <hdf5.h>"),
        ("include/hegemon/planted.hpp", "#include <fmt/format.h>"),
        ("include/hegemon/planted.hpp", '#include "api/run.hpp"'),
        ("sim/engine/planted.hpp", "#include <Eigen/Core>"),
        ("sim/engine/planted.hpp", "#include <boost/config.hpp>"),
        ("sim/planted/planted.hpp", "#include <vector>"),
    ]

    def test_each_is_found(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            shutil.copytree(SOURCE / "sim", root / "sim")
            before = breaches(root)
            for file, line in self.PLANTS:
                with self.subTest(file=file, line=line):
                    path = root / file
                    path.parent.mkdir(parents=True, exist_ok=True)
                    old = path.read_text(encoding="utf-8") if path.exists() else None
                    path.write_text((old or "") + line + "\n", encoding="utf-8")
                    self.assertEqual(len(breaches(root)), len(before) + 1)
                    if old is None:
                        path.unlink()
                    else:
                        path.write_text(old, encoding="utf-8")

    def test_what_is_allowed_is_not_a_breach(self) -> None:
        allowed = [
            ("sim/storage/planted.cpp", '#include <hdf5.h>\n#include <sys/stat.h>\n#include "core/philox.hpp"'),
            ("sim/scenario/planted.cpp", "#include <toml++/toml.h>"),
            ("sim/parallel/tbb_executor.cpp", "#include <tbb/task_arena.h>"),
            ("sim/engine/planted.cpp", '// unlike tbb::parallel_for\n#include "language/syntax.hpp"'),
            ("sim/api/planted.cpp", '#include "core/philox.hpp"\n#include <hegemon/run.hpp>'),
            ("include/hegemon/planted.hpp", "#include <Eigen/Core>\n#include <vector>\n#include <hegemon/other.hpp>"),
        ]
        with tempfile.TemporaryDirectory() as folder:
            for file, text in allowed:
                path = Path(folder) / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text + "\n", encoding="utf-8")
            self.assertEqual(breaches(Path(folder)), [])


class Names(unittest.TestCase):
    """Two types of one name in one namespace, in two headers, are undefined behaviour that no compiler reports."""

    def test_no_two_headers_define_a_type_of_one_name(self) -> None:
        found: dict[str, list[str]] = {}
        for path in sorted((SOURCE / "sim").rglob("*.hpp")):
            text = path.read_text(encoding="utf-8")
            space = re.search(r"^namespace ([\w:]+) \{", text, re.MULTILINE)
            for name in re.findall(r"^(?:struct|class|enum class) (\w+)[^;\n]*\{", text, re.MULTILINE):
                found.setdefault(f"{space.group(1) if space else ''}::{name}", []).append(path.name)
        self.assertGreater(len(found), 200)
        self.assertEqual({name: paths for name, paths in found.items() if len(paths) > 1}, {})


if __name__ == "__main__":
    unittest.main()
