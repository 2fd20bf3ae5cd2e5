"""Write seeds/admin_units.csv from the data of the PyPI package ``vietnamadminunits``.

Run by hand when the official list changes, never by the pipeline::

    pip install vietnamadminunits==1.0.4
    python dbt_project/scripts/build_admin_units.py

Two generations of units: those of the three-level list in force until 2025-06-30 and those of the two-level list
in force from 2025-07-01. Where an old unit went whole into one new unit, ``successor_code`` is that unit. Where it was
divided, ``successor_code`` stays empty and ``successor_codes`` names every unit that took a part: which one is
"the" successor is not a fact of the list.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

LAST_OLD_DAY = "2025-06-30"
FIRST_NEW_DAY = "2025-07-01"
OUT = Path(__file__).resolve().parent.parent / "seeds" / "admin_units.csv"
COLUMNS = (
    "admin_unit_code",
    "name",
    "unit_type",
    "district_code",
    "district_name",
    "province_code",
    "province_name",
    "valid_from",
    "valid_to",
    "successor_code",
    "successor_codes",
)
OLD_UNITS = """
    select wardCode, wardShort, wardType, districtCode, district, provinceCode, province,
           provinceKey || '_' || districtKey || '_' || wardKey
    from admin_units_legacy
    where wardCode is not null
"""
NEW_UNITS = "select wardCode, wardShort, wardType, provinceCode, province, provinceKey, wardKey from admin_units"


def package_data() -> Path:
    """Folder of the package's data files. Raises FileNotFoundError where the package is not installed."""
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("vietnamadminunits is not installed: pip install vietnamadminunits==1.0.4")
    return Path(spec.origin).parent / "data"


def successors(data: Path, code_of_new: dict[tuple[str, str], str]) -> dict[str, list[str]]:
    """Old unit key → codes of the new units that it went to, in the order of the codes."""
    mapping = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for province, wards in mapping["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new_key, old_keys in wards.items():
            for old_key in old_keys:
                found.setdefault(old_key, set()).add(code_of_new[province, new_key])
    for province, wards in mapping["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old_key, parts in wards.items():
            for part in parts:
                found.setdefault(old_key, set()).add(code_of_new[province, part["newWardKey"]])
    return {old: sorted(codes) for old, codes in found.items()}


def plain_name(name: str) -> str:
    """Name without the words of its level: "Tỉnh Hải Dương" → "Hải Dương"; "Huyện Cẩm Giàng" → "Cẩm Giàng"."""
    for word in ("Tỉnh ", "Thành phố ", "Quận ", "Huyện ", "Thị xã "):
        rest = name.removeprefix(word)
        if rest != name and not rest.isdigit():
            return rest
    return name


def rows(data: Path) -> Iterator[tuple[str, ...]]:
    """All units, old ones first, each in the order of COLUMNS."""
    with sqlite3.connect(data / "dataset.db") as db:
        new = db.execute(NEW_UNITS).fetchall()
        old = db.execute(OLD_UNITS).fetchall()
    went_to = successors(data, {(r[5], r[6]): r[0] for r in new})
    for code, name, kind, district_code, district, province_code, province, key in sorted(old):
        codes = went_to.get(key, [])
        whole = codes[0] if len(codes) == 1 else ""
        yield (
            code,
            name,
            kind.lower(),
            district_code,
            plain_name(district),
            province_code,
            plain_name(province),
            "",
            LAST_OLD_DAY,
            whole,
            "|".join(codes),
        )
    for code, name, kind, province_code, province, _, _ in sorted(new):
        yield code, name, kind.lower(), "", "", province_code, plain_name(province), FIRST_NEW_DAY, "", "", ""


def main() -> None:
    """Write the seed and say how many units it holds."""
    table = list(rows(package_data()))
    with OUT.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(table)
    print(f"{OUT.name}: {len(table)} units, {sum(bool(r[9]) for r in table)} of the old ones with one successor")


if __name__ == "__main__":
    main()
