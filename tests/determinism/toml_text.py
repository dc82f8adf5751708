"""Writes what tomllib reads, so that tests can shuffle and extend scenarios."""
import datetime
import json


def key_text(key: str) -> str:
    return key if key.replace("_", "a").isalnum() and key.isascii() else json.dumps(key)


def value_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, (int, float, datetime.date)):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(value_text, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key_text(k)} = {value_text(v)}" for k, v in value.items()) + " }"
    raise TypeError(type(value))


def toml_text(scenario: dict) -> str:
    """Plain values first, then a heading for each section, and one for each table in it."""
    lines = [f"{key_text(k)} = {value_text(v)}" for k, v in scenario.items() if not isinstance(v, dict)]
    for section, content in scenario.items():
        if not isinstance(content, dict):
            continue
        if section in ("parameter", "function", "outcome", "set"):
            lines += [f"[{section}]"] + [f"{key_text(k)} = {value_text(v)}" for k, v in content.items()]
            continue
        for name, members in content.items():
            lines += [f"[{section}.{key_text(name)}]"] + [f"{key_text(k)} = {value_text(v)}" for k, v in members.items()]
    return "\n".join(lines) + "\n"


def reversed_tables(value: object) -> object:
    """All tables in reverse order, at every depth; lists as they are."""
    if isinstance(value, dict):
        return {key: reversed_tables(value[key]) for key in reversed(value)}
    return value


def reversed_scenario(scenario: dict) -> dict:
    """All sections, rules and rows in reverse order, and the columns of each table of rows too."""
    result = reversed_tables(scenario)
    for rows in result.get("rows", {}).values():
        rows["columns"] = rows["columns"][::-1]
        rows["data"] = [row[::-1] for row in rows["data"][::-1]]
    return result
