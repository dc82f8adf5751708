"""`hegemon describe --schema` against a validator of its own: what the program reads is valid, what it refuses by key is not."""
import datetime
import json
import re
import tomllib
import unittest
from pathlib import Path

import jsonschema

from program import SOURCE, ProgramTest

BAD = SOURCE / "tests" / "bad"
# What a schema of one file cannot know: a table beside it, what a model or patch leaves to the file it is laid over, "data" that
# wants "columns".
BEYOND = {"invalid-name_2.toml", "missing-key.toml", "missing-key_3.toml", "missing-key_4.toml"}
# Refused for the form of a value or for a key, not for what a name means or how numbers relate.
OF_FORM = ("unknown-key", "unknown-section", "wrong-choice", "invalid-name", "missing-key")


def plain(value: object) -> object:
    """As editors hand TOML to a schema: dates as texts."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


def read(path: Path) -> object:
    with path.open("rb") as file:
        return plain(tomllib.load(file))


def expectations(path: Path) -> list[tuple[str, str]]:
    """(id, place) of the messages that a case causes."""
    return re.findall(r"^# expect: (\S+) (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)


class Schema(ProgramTest):
    def setUp(self) -> None:
        super().setUp()
        self.schema = json.loads(self.expect(0, "describe", "--schema").stdout)
        self.validator = jsonschema.Draft202012Validator(self.schema)

    def problems(self, tree: object) -> list[str]:
        return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in self.validator.iter_errors(tree)]

    def test_it_is_a_schema(self) -> None:
        self.assertEqual(self.schema["$schema"], "https://json-schema.org/draft/2020-12/schema")
        jsonschema.Draft202012Validator.check_schema(self.schema)

    def test_every_shipped_scenario_and_model_is_valid(self) -> None:
        shipped = sorted((SOURCE / "scenarios").rglob("*.toml"))
        self.assertGreater(len(shipped), 5)
        for path in shipped:
            with self.subTest(scenario=path.name):
                self.assertEqual(self.problems(read(path)), [])

    def test_every_example_of_the_language_is_valid(self) -> None:
        text = (SOURCE / "scenarios" / "README.md").read_text(encoding="utf-8")
        examples = [one for one in re.findall(r"```toml\n(.*?)```", text, re.DOTALL) if one.startswith("time")]
        self.assertGreater(len(examples), 5)
        for example in examples:
            with self.subTest(example=example):
                self.assertEqual(self.problems(plain(tomllib.loads(example))), [])

    def test_keys_that_the_reader_refuses_are_not_valid(self) -> None:
        seen = set()
        for path in sorted(BAD.glob("*.toml")):
            for message, place in expectations(path):
                if message not in OF_FORM or place.count(":") != 1 or place.startswith("--") or path.name in BEYOND:
                    continue
                try:
                    tree = read(path)
                except tomllib.TOMLDecodeError:
                    continue
                with self.subTest(case=path.name, message=message):
                    self.assertNotEqual(self.problems(tree), [])
                    seen.add(message)
        self.assertEqual(seen, set(OF_FORM))

    def test_cases_that_are_wrong_by_meaning_only_have_valid_keys(self) -> None:
        """The schema refuses nothing that the reader accepts: cases whose errors all come from names and numbers."""
        of_meaning = {"unknown-name", "circle", "unused", "no-occasion", "may-be-missing", "ramp-written", "two-setters", "different-types"}
        checked = 0
        for path in sorted(BAD.glob("*.toml")):
            if {message for message, _ in expectations(path)} <= of_meaning:
                with self.subTest(case=path.name):
                    self.assertEqual(self.problems(read(path)), [])
                    checked += 1
        self.assertGreater(checked, 8)

    def test_a_patch_need_not_repeat_what_a_whole_rule_must_have(self) -> None:
        rule = {"event": {"clash": {"rate": {"echo": 0}}}, "end": 5}
        self.assertNotEqual(self.problems(rule), [])
        self.assertEqual(self.problems({**rule, "model": "models/influence-prototype.toml"}), [])
        self.assertEqual(self.problems({"variant": {"v": {"event": rule["event"]}}}), [])

    def test_every_key_says_what_it_is(self) -> None:
        def look(tree: object, place: str) -> None:
            if isinstance(tree, list):
                for one in tree:
                    look(one, place)
            if not isinstance(tree, dict):
                return
            for key, value in tree.get("properties", {}).items():
                if place != "then":
                    self.assertTrue("description" in value or value.get("$ref", "").startswith("#/properties/"), f"{place}.{key}")
            for key, value in tree.items():
                look(value, "then" if key == "then" or place == "then" else f"{place}.{key}")

        look(self.schema, "")

    def test_it_stands_in_lines(self) -> None:
        text = self.expect(0, "describe", "--schema").stdout
        self.assertGreater(len(text.splitlines()), 200)
        self.assertEqual(text, self.expect(0, "describe", "--schema").stdout)


if __name__ == "__main__":
    unittest.main()
