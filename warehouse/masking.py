"""Names of private people taken out of what a snapshot repeats of the reports' text.

The working database keeps every word. What is copied into a candidate has "[tên riêng]" in the place of every name in
`raw.person_names`, so that the file never holds the names, not even in pages that it no longer uses. Nothing but names
changes: no digit, no span, no other word.
"""

from __future__ import annotations

import os

import duckdb

from ingest.errors import SoxaError

MASK = "[tên riêng]"
SETTING = "SOXA_MASK_NAMES"
_YES, _NO = ("", "1", "yes", "true", "on"), ("0", "no", "false", "off")

_KEPT = (
    *("printed", "source_file", "source_sha256", "unit_name", "unit_type", "district_name", "province_name"),
    *("document_number", "period", "period_basis", "extractor_version"),
)
"""Columns that identify, or name a place: they repeat no sentence. So do those that end with _id, _ids or _code."""

_FORMS = """
create or replace temp table person_forms as
with names as (
    select distinct
        report_id,
        length(printed) > char_end - char_start as by_cue,
        unnest([
            printed,
            replace(printed, chr(10), '\\n'), -- as JSON has it
            name,
            case when array_length(string_split(name, ' ')) > 2 then lower(name) else name end
        ]) as form
    from {names}
)
select distinct
    report_id,
    form,
    case when by_cue then regexp_replace(form, '\\S+$', '') else '' end as cue,
    case when by_cue then regexp_extract(form, '\\S+$') else form end as name
from names
"""

_HITS = """
create or replace temp table {hits} as
with written as (
    select distinct {key} as report_id, {text} as written from {source} where {text} is not null
),
patterns as (
    select
        w.report_id,
        w.written,
        string_agg(distinct regexp_escape(f.cue), '|') as cues,
        string_agg(distinct regexp_escape(f.name), '|' order by regexp_escape(f.name) desc)
            filter (where f.cue = '') as alone,
        string_agg(distinct regexp_escape(f.name), '|') filter (where f.cue != '') as behind_cue
    from written as w
    inner join person_forms as f on {same_report} and contains(w.written, concat(f.cue, f.name))
    group by w.report_id, w.written
)
select distinct report_id, written, cues, alone, behind_cue from patterns
"""


def names_are_masked() -> bool:
    """Does the environment leave the names of private people masked? Raises SoxaError if it says neither yes nor no."""
    said = os.environ.get(SETTING, "").strip().lower()
    if said not in _YES + _NO:
        raise SoxaError(f"{SETTING} cannot be {said!r}: say yes (names are masked, as without it) or no")
    return said in _YES


def prepare_masking(connection: duckdb.DuckDBPyConnection, names: str = "raw.person_names") -> bool:
    """Get ready what `masked_rows` looks names up in; False where there is nothing to mask or it is not wanted."""
    if not names_are_masked():
        return False
    try:
        connection.execute(_FORMS.format(names=names))
    except duckdb.CatalogException:  # a warehouse that no report was read into
        return False
    return connection.execute("select 1 from person_forms limit 1").fetchone() is not None


def masked_rows(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    """A query for all rows of the table ``source``, in its columns, with the names of private people masked.

    A row that says of no report that it is its own may repeat any name.
    """
    columns = connection.execute(f"select column_name, column_type from (describe {source})").fetchall()
    key = "report_id" if "report_id" in {name for name, _ in columns} else "''"
    replaced, joins = [], []
    for place, (column, kind) in enumerate(columns):
        text = _text_of(column, kind)
        if not text:
            continue
        hits = f"masked_{place}"
        connection.execute(
            _HITS.format(
                hits=hits,
                key=key,
                text=text,
                source=source,
                same_report="w.report_id = f.report_id" if key == "report_id" else "true",
            )
        )
        if connection.execute(f"select 1 from {hits} limit 1").fetchone() is None:
            continue
        name, hit = _name(column), f"h{place}"
        same = f"{hit}.report_id = t.report_id and " if key == "report_id" else ""
        joins.append(f"left join {hits} as {hit} on {same}{hit}.written = {text.replace(name, f't.{name}')}")
        masked = (
            _masked(f"t.{name}", hit)
            if kind == "VARCHAR"
            else f"list_transform(t.{name}, lambda one: struct_update(one, quote := {_masked('one.quote', hit)}))"
        )
        replaced.append(f"case when {hit}.written is null then t.{name} else {masked} end as {name}")
    if source.endswith('"dim_reports"') and "masked_names" in {name for name, _ in columns}:
        joins.append(
            "left join (select report_id, count(distinct concat(cue, name)) as people from person_forms "
            "group by report_id) as p on p.report_id = t.report_id"
        )
        replaced.append("cast(coalesce(p.people, 0) as integer) as masked_names")
    what = f"t.* replace ({', '.join(replaced)})" if replaced else "t.*"
    return f"select {what} from {source} as t {' '.join(joins)}"


def _text_of(column: str, kind: str) -> str:
    """The SQL of all text that a column repeats of a report; empty if it repeats none."""
    name = _name(column)
    if kind == "VARCHAR":
        return "" if column in _KEPT or column.endswith(("_id", "_ids", "_code")) else name
    if kind.startswith("STRUCT(") and kind.endswith(")[]") and "quote VARCHAR" in kind.replace('"', ""):
        return f"array_to_string(list_transform({name}, lambda one: one.quote), chr(10))"
    return ""


def _masked(text: str, hit: str) -> str:
    """SQL of ``text`` with the names of ``hit`` masked, twice over: a match takes the letter behind it along."""
    for _ in range(2):
        text = _once(text, "''", f"{hit}.alone")
    for _ in range(2):
        text = _once(text, f"{hit}.cues", f"{hit}.behind_cue")
    return text


def _once(text: str, cues: str, names: str) -> str:
    pattern = f"concat('((?:^|[^\\pL\\pM])(?:', {cues}, '))(?:', {names}, ')($|[^\\pL\\pM])')"
    return f"case when {names} is null then {text} else regexp_replace({text}, {pattern}, '\\1{MASK}\\2', 'g') end"


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
