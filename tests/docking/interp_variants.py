"""What a variant does besides patching: `without`, `force`, `freeze`."""
from interp_syntax import Bad


def apply(scenario, variant):
    """Changes the merged scenario. A variant with `from` is applied as if it held from the start, and its rules are taken then."""
    for gone in variant.get("without", []):
        section, name = gone.split(".")
        remove(scenario, section, name)
    for decision, option in variant.get("force", {}).items():
        scenario["decision"][decision] = {**scenario["decision"][decision], "force": option}
    for place in variant.get("freeze", []):
        kind, name = place.split(".")
        if "from" in variant and name in scenario.get("let", {}).get(kind, {}):
            raise Bad(f"{place} is a let, which cannot be frozen late")
        freeze(scenario, kind, name)


def remove(scenario, section, name):
    """Entries and claims go; events and decisions keep their names: false, rate 0. What a decision has bound by then lasts as ever."""
    rule = scenario[section].pop(name)
    if section == "event":
        scenario["event"][name] = {"on": rule["on"], "when": False}
    elif section == "decision":
        options = [{"name": option["name"]} for option in rule["option"]]
        scenario["decision"][name] = {"on": rule["on"], "actor": rule["actor"], "when": False, "precision": 0,
                                      "otherwise": rule["otherwise"], "option": options, "pays": rule.get("pays", {})}


def freeze(scenario, kind, name):
    """A column keeps its start value: nothing writes it any more. A let becomes a column with its formula as the start."""
    if name in scenario.get("let", {}).get(kind, {}):
        formula = scenario["let"][kind].pop(name)
        scenario["kind"][kind] = {**scenario["kind"][kind], name: {"start": formula}}
        return
    if name not in scenario["kind"][kind]:
        raise Bad(f"there is no {kind}.{name} to freeze")
    scenario.get("flow", {}).get(kind, {}).pop(name, None)
    for rule in [scenario.get("update", {}).get(kind, {}), *on(kind, scenario, "event"), *on(kind, scenario, "decision")]:
        for part in [rule, *rule.get("option", [])]:
            for verb in ("set", "add"):
                part.get(verb, {}).pop(name, None)
    for entry in scenario.get("at", {}).values():
        for verb in ("set", "add"):
            for address in [a for a in entry.get(verb, {}) if a.split("[")[0] == kind and a.split(".")[-1] == name]:
                del entry[verb][address]


def on(kind, scenario, section):
    return [rule for rule in scenario.get(section, {}).values() if rule["on"] == kind]
