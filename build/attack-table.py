"""Writes src/strategy/data/attack.json: the facts of ATT&CK Enterprise that documents are checked against.

    python3 build/attack-table.py enterprise-attack-17.0.json > src/strategy/data/attack.json
    python3 build/attack-table.py mitre_attack.py > src/strategy/data/attack.json

The first form takes a STIX 2.0 or 2.1 bundle as MITRE publishes it (github.com/mitre-attack/attack-stix-data,
folder enterprise-attack); it also carries what was revoked or deprecated, and by what it was replaced. The second
takes the table that the Python package pysigma carried in its releases 0.x (sigma/data/mitre_attack.py), which has
neither. The Python file is read as data and never executed.
"""

import ast
import json
import sys

KILL_CHAIN = "mitre-attack"


def external_id(item):
    for reference in item.get("external_references", []):
        if reference.get("source_name") == KILL_CHAIN:
            return reference.get("external_id")
    return None


def from_bundle(bundle):
    objects = bundle["objects"]
    release = next((o["x_mitre_version"] for o in objects if o["type"] == "x-mitre-collection"), "unknown")
    tactics = [
        {"id": external_id(o), "shortname": o["x_mitre_shortname"], "name": o["name"]}
        for o in objects
        if o["type"] == "x-mitre-tactic" and not o.get("revoked") and not o.get("x_mitre_deprecated")
    ]
    by_shortname = {t["shortname"]: t["id"] for t in tactics}
    patterns = {o["id"]: o for o in objects if o["type"] == "attack-pattern" and external_id(o)}
    replaced = {
        o["source_ref"]: external_id(patterns[o["target_ref"]])
        for o in objects
        if o["type"] == "relationship" and o["relationship_type"] == "revoked-by" and o["target_ref"] in patterns
    }
    techniques = []
    for key, pattern in patterns.items():
        phases = [p["phase_name"] for p in pattern.get("kill_chain_phases", []) if p["kill_chain_name"] == KILL_CHAIN]
        entry = {
            "id": external_id(pattern),
            "name": pattern["name"],
            "tactics": [by_shortname[p] for p in phases if p in by_shortname],
        }
        if pattern.get("revoked"):
            entry["retired"] = "revoked"
            if key in replaced:
                entry["replacedBy"] = replaced[key]
        elif pattern.get("x_mitre_deprecated"):
            entry["retired"] = "deprecated"
        techniques.append(entry)
    return release, tactics, techniques


def from_pysigma(text):
    values = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            values[node.target.id] = ast.literal_eval(node.value)
    tactics = [
        {"id": key, "shortname": short, "name": title(short)} for key, short in values["mitre_attack_tactics"].items()
    ]
    by_shortname = {t["shortname"]: t["id"] for t in tactics}
    mapping = values["mitre_attack_techniques_tactics_mapping"]
    techniques = [
        {"id": key, "name": name, "tactics": [by_shortname[short] for short in mapping.get(key, [])]}
        for key, name in values["mitre_attack_techniques"].items()
    ]
    return values["mitre_attack_version"], tactics, techniques


def title(shortname):
    return " ".join(word if word == "and" else word.capitalize() for word in shortname.split("-"))


def main(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    release, tactics, techniques = from_pysigma(text) if path.endswith(".py") else from_bundle(json.loads(text))
    # An id can occur twice in a bundle, retired and in force: the one in force is kept.
    kept = {}
    for entry in sorted(techniques, key=lambda each: "retired" in each):
        entry["tactics"] = sorted(entry["tactics"])
        kept.setdefault(entry["id"], entry)
    lines = ["{", f'  "release": {json.dumps(release)},', '  "tactics": [']
    lines.append(",\n".join(f"    {json.dumps(t)}" for t in sorted(tactics, key=lambda t: t["id"])))
    lines += ["  ],", '  "techniques": [']
    lines.append(",\n".join(f"    {json.dumps(kept[key], ensure_ascii=False)}" for key in sorted(kept)))
    lines += ["  ]", "}"]
    print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1])
