"""Names of private people taken out of what a snapshot repeats of the reports' text.

The working database keeps every word. What is copied into a candidate has "[tên riêng]" in the place of every name in
`raw.person_names`, so that the file never holds the names, not even in pages that it no longer uses. Nothing but names
changes: no digit, no span, no other word.
"""

from __future__ import annotations

import duckdb

from warehouse.settings import settings

MASK = "[tên riêng]"

_KEPT = (
    *("printed", "source_file", "source_sha256", "unit_name", "unit_type", "district_name", "province_name"),
    *("document_number", "period", "period_basis", "extractor_version"),
)
"""Columns that identify, or name a place: they repeat no sentence. So do those that end with _id, _ids or _code."""

_FORMS = r"""
create or replace temp table person_forms as
with named as (
    select distinct report_id, printed, name, length(printed) > char_end - char_start as by_cue
    from {names}
),
forms as (
    select distinct
        report_id,
        name,
        by_cue,
        unnest([
            printed,
            replace(printed, chr(10), '\n'), -- as JSON has it
            name,
            case when by_cue or length(name) < 9 then name else lower(name) end
        ]) as form
    from named
)
select
    report_id,
    name as person,
    form,
    case when by_cue then regexp_escape(regexp_replace(form, '\S+$', '')) else '' end as cue,
    case when by_cue then regexp_escape(regexp_extract(form, '\S+$')) end as behind_cue,
    case when not by_cue then regexp_escape(form) end as alone
from forms
union all
select report_id, name, half, '', null, alone
from (
    -- lines that were read as two paragraphs: what quotes one of them begins or ends with a half of the name
    select report_id, name, split_part(printed, chr(10), 1) as first, split_part(printed, chr(10), 2) as last
    from named
    where not by_cue and contains(printed, chr(10))
),
lateral (
    values
    (trim(first), regexp_escape(trim(first)) || '\s*\z', trim(first) like '% %'),
    (trim(last) || case when trim(last) like '% %' then '' else ',' end, '\A' || regexp_escape(trim(last)), true)
) as halves(half, alone, telling)
where telling
"""

_HITS = r"""
create or replace temp table {hits} as
with written as (
    select distinct {key} as report_id, {text} as written from {source} as t where {text} is not null
),
found as (
    select
        w.report_id,
        w.written,
        string_agg(distinct f.alone, '|' order by f.alone desc) as alone,
        string_agg(distinct f.cue, '|') as cues,
        string_agg(distinct f.behind_cue, '|' order by f.behind_cue desc) as behind_cue
    from written as w
    inner join person_forms as f on {same_report} and contains(w.written, f.form)
    group by w.report_id, w.written
)
select
    report_id,
    written,
    coalesce('((?:^|{edge}))(?:' || alone || ')($|{edge})', '[^\s\S]') as alone,
    coalesce('((?:^|{edge})(?:' || cues || '))(?:' || behind_cue || ')($|{edge})', '[^\s\S]') as behind_cue
from found
"""

_OWNERS = {
    ("report_id",): "t.report_id",
    # of a revision: what it says otherwise is in its own words, what it says no more in those of the report before
    ("new_figure_id", "old_figure_id"): "split_part(coalesce(t.new_figure_id, t.old_figure_id), ':', 1)",
}
"""Whose names a row may repeat, by the columns that tell: the report that its words are from."""

_EDGE = r"[^A-Za-z\x{C0}-\x{24F}\x{300}-\x{36F}\x{1E00}-\x{1EFF}]"
"""What is no letter of a Latin script and no mark on one. Ready far sooner than \\pL; each text has its pattern."""


class Masking:
    """What a connection needs to read tables with the names of private people masked, if the settings want that.

    ``names`` is the table of `raw.person_names` that this connection sees.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, names: str = "raw.person_names") -> None:
        self.connection = connection
        self.wanted = settings().mask_names and self._has(names)
        self.has_names = False
        if self.wanted:
            connection.execute(_FORMS.format(names=names))
            self.has_names = connection.execute("select 1 from person_forms limit 1").fetchone() is not None

    def rows(self, source: str) -> str:
        """A query for all rows of the table ``source``, in its columns, without names.

        A row of which it is not known what report its words are from may repeat a name of any.
        """
        if not self.wanted:
            return f"from {source}"
        columns = dict(self.connection.execute(f"select column_name, column_type from (describe {source})").fetchall())
        owner = next((sql for tell, sql in _OWNERS.items() if columns.keys() >= set(tell)), "")
        replaced, joins = [], []
        for place, column in enumerate(self._with_names(source, columns, owner)):
            kind, hit = columns[column], f"names_in_{place}"
            if not self._find(source, _text_of(_name(column), column, kind), hit, owner):
                continue
            of_row = _text_of(f"t.{_name(column)}", column, kind)
            same = f"{hit}.report_id = {owner} and " if owner else ""
            joins.append(f"left join {hit} on {same}{hit}.written = {of_row}")
            replaced.append(
                f"case when {hit}.written is null then t.{_name(column)} else {_masked(column, kind, hit)} end"
                f" as {_name(column)}"
            )
        if "masked_names" in columns:
            joins.append(
                "left join (select report_id, count(distinct person) as people from person_forms group by report_id)"
                " as p on p.report_id = t.report_id"
            )
            replaced.append("cast(coalesce(p.people, 0) as integer) as masked_names")
        if not replaced:
            return f"from {source}"
        return f"select t.* replace ({', '.join(replaced)}) from {source} as t {' '.join(joins)}"

    def _has(self, names: str) -> bool:
        try:
            self.connection.execute(f"describe {names}")
        except duckdb.CatalogException:  # a warehouse that no report was read into by this version
            return False
        return True

    def _with_names(self, source: str, columns: dict[str, str], owner: str) -> list[str]:
        """The columns that repeat text; where it is known whose, those in which a name of theirs is, in one look."""
        texts = {column: _text_of(_name(column), column, kind) for column, kind in columns.items()}
        repeating = [column for column, text in texts.items() if text]
        if not repeating or not self.has_names:
            return []
        if not owner:
            return repeating
        found = self.connection.execute(
            f"select {', '.join(f'bool_or(contains({texts[column]}, f.form))' for column in repeating)} "
            f"from (select *, {owner} as owned_by from {source} as t) as w "
            f"inner join (select report_id as named_by, form from person_forms) as f on w.owned_by = f.named_by"
        ).fetchall()[0]
        return [column for column, is_named in zip(repeating, found, strict=True) if is_named]

    def _find(self, source: str, text: str, hit: str, owner: str) -> bool:
        """Put the texts that hold a name into the temporary table ``hit``; are there any?"""
        same_report = "w.report_id = f.report_id" if owner else "true"
        self.connection.execute(
            _HITS.format(hits=hit, key=owner or "''", text=text, source=source, same_report=same_report, edge=_EDGE)
        )
        return self.connection.execute(f"select 1 from {hit} limit 1").fetchone() is not None


def _text_of(reference: str, column: str, kind: str) -> str:
    """SQL of all the text that a column repeats of a report; empty if it repeats none."""
    if kind == "VARCHAR":
        return "" if column in _KEPT or column.endswith(("_id", "_ids", "_code")) else reference
    if _has_quotes(kind):
        return f"array_to_string(list_transform({reference}, lambda one: one.quote), chr(10))"
    return ""


def _has_quotes(kind: str) -> bool:
    return kind.startswith("STRUCT(") and kind.endswith(")[]") and "quote VARCHAR" in kind.replace('"', "")


def _masked(column: str, kind: str, hit: str) -> str:
    """SQL of a column of ``t`` without the names that ``hit`` knows of."""
    if kind == "VARCHAR":
        return _without_names(f"t.{_name(column)}", hit)
    quote = _without_names("one.quote", hit)
    return f"list_transform(t.{_name(column)}, lambda one: struct_update(one, quote := {quote}))"


def _without_names(text: str, hit: str) -> str:
    """Each pattern twice: a match takes the character behind it along, and the next name may start there."""
    for pattern in ("alone", "alone", "behind_cue", "behind_cue"):
        text = rf"regexp_replace({text}, {hit}.{pattern}, '\1{MASK}\2', 'g')"
    return text


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
