"""What the tables and columns of the marts mean, from the YAML beside their models."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.paths import DBT_PROJECT

MARTS = DBT_PROJECT / "models" / "marts"


@dataclass(frozen=True, slots=True)
class Definition:
    """A column, or with no column the table itself: what a row of it is."""

    table: str
    column: str | None
    type: str | None
    description: str


def definitions() -> list[Definition]:
    """All tables by name, each with its columns in their order."""
    import yaml

    nodes = [
        node
        for path in MARTS.rglob("*.yml")
        for node in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", [])
    ]
    found = []
    for node in sorted(nodes, key=lambda node: str(node["name"])):
        found.append(Definition(node["name"], None, None, _line(node["description"])))
        found += [
            Definition(node["name"], column["name"], column.get("data_type"), _line(column["description"]))
            for column in node["columns"]
        ]
    return found


def _line(text: str) -> str:
    return " ".join(text.split())
