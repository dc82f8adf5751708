"""The engine knows no politics: no word of it in sim/ or include/, comments included, and no state of a shipped scenario.

Then checks itself: each word and each code, planted in a copy of a source, must be found.
"""
import csv
import os
import re
import tomllib
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("HEGEMON_SOURCE", Path(__file__).resolve().parent.parent))

# Patterns of whole words in small letters; what stands for a word here may be a part of a name, as in `war_share` or `WarShare`.
WORDS = [
    "wars?", "peace", "alliances?", "treat(?:y|ies)", "ceasefires?", "mediat[a-z]*", "peacekeep[a-z]*", "disputes?",
    "influences?", "resentments?", "annex[a-z]*", "sanctions?",
]
FORBIDDEN = re.compile("|".join(WORDS))
# "war share", war_share, WarShare and WAR_SHARE are the words war and share; so is HTTPWar http and war.
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
CODE = re.compile(r"[A-Z]{3}")
QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`")
CODE_IN_QUOTES = re.compile(r"(?<=[\"'`\[ ])[A-Z]{3}(?=[\"'`\],])")
# What the help calls the name of an arm, as an option wants it, happens to be the code of a state.
PLACEHOLDERS = {'"ARM"', '"ARM ARM"', '"ARM,ARM..."'}
ENDINGS = {".cpp", ".hpp", ".h", ".in", ".txt", ".inc", ".ipp"}


def texts_of(data: object) -> set[str]:
    """All texts in a list of lists."""
    if isinstance(data, str):
        return {data}
    return set().union(*map(texts_of, data)) if isinstance(data, list) else set()


def shipped_codes(scenarios: Path) -> set[str]:
    """Three capital letters that name a row of a shipped scenario."""
    found = set()
    for path in scenarios.rglob("*.toml"):
        with path.open("rb") as file:
            rows = tomllib.load(file).get("rows", {})
        for table in rows.values():
            found |= texts_of(table.get("data", []))
    for path in scenarios.rglob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            found |= {cell for line in csv.reader(file) for cell in line}
    return {text for text in found if CODE.fullmatch(text)}


def politics(text: str, codes: set[str]) -> list[str]:
    """What `text` says of politics: forbidden words, and codes in quotes, alone or as a row of an address ("tie[A, B]")."""
    found = [word for word in WORD.findall(text) if FORBIDDEN.fullmatch(word.lower())]
    for quoted in set(QUOTED.findall(text)) - PLACEHOLDERS:
        found += [code for code in CODE_IN_QUOTES.findall(quoted) if code in codes]
    return found


def sources(root: Path) -> list[Path]:
    return sorted(path for folder in ("sim", "include") for path in (root / folder).rglob("*") if path.suffix in ENDINGS)


class NoPolitics(unittest.TestCase):
    def test_no_source_names_it(self) -> None:
        codes, found = shipped_codes(SOURCE / "scenarios"), []
        self.assertGreater(len(sources(SOURCE)), 50)
        for path in sources(SOURCE):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                found += [f"{path.relative_to(SOURCE)}:{number}: {word}" for word in politics(line, codes)]
        self.assertEqual(found, [])

    def test_every_file_of_the_engine_is_read(self) -> None:
        every = {path for folder in ("sim", "include") for path in (SOURCE / folder).rglob("*") if path.is_file()}
        self.assertEqual(every, set(sources(SOURCE)))


class Planted(unittest.TestCase):
    """Each word and code, planted in a source, is found; what merely looks like one is not."""

    WORDS = ["war", "peace", "alliance", "treaty", "ceasefire", "mediate", "mediation", "mediator", "peacekeeper", "peacekeeping",
             "dispute", "influence", "resentment", "annex", "annexation", "sanction", "wars", "treaties", "disputes"]
    CODES = {"RUS", "ARM", "USA"}

    def setUp(self) -> None:
        self.source = sources(SOURCE)[0].read_text(encoding="utf-8")
        self.before = len(politics(self.source, self.CODES))

    def found(self, text: str) -> bool:
        return len(politics(self.source + text + "\n", self.CODES)) > self.before

    def test_each_word_is_found_however_it_is_written(self) -> None:
        for word in self.WORDS:
            capital = word.capitalize()
            for text in (f"// a {word}, a comment", f"double {word}_share = 0;", f"struct {capital}Share;", f"void f(int the{capital});",
                         f"{word.upper()}_SHARE", f'message("{word}");', f"#include \"engine/{word}.hpp\"", f"// {capital}."):
                with self.subTest(text=text):
                    self.assertTrue(self.found(text))

    def test_each_code_is_found(self) -> None:
        for text in ('row("RUS")', "row('ARM')", "// as in `USA`", '/// "state[RUS].norm"', '"tie[ARM, RUS].share"', '"tie[XXX, USA]"'):
            with self.subTest(text=text):
                self.assertTrue(self.found(text))

    def test_what_is_no_politics_is_not_found(self) -> None:
        for text in ("warn(warning, forward, hardware, toward, aware);", "// a piece of an immediate index", "disputable", "sanctify",
                     'group("/ARM/decisions")', "Arm ARM;", '"x[A, B]"', "'USABLE'", "influenced", 'option("--arm", "ARM")'):
            with self.subTest(text=text):
                self.assertFalse(self.found(text))

    def test_the_codes_are_those_of_the_shipped_rows(self) -> None:
        self.assertLessEqual({"RUS", "UKR", "ARM", "AZE", "TUR", "CHN", "USA", "IRN"}, shipped_codes(SOURCE / "scenarios"))


if __name__ == "__main__":
    unittest.main()
