"""A small warehouse candidate made by hand: one report, its ledger, its figures, its facts and its audit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from wide_candidate import WIDE_TABLES, fill_wide

TEXT = (
    "Tổng thu ngân sách xã 500 đồng, đạt 80% dự toán 625 đồng. Tổng chi 430 đồng. Kết dư 70 đồng. "
    "Tiếp nhận 30 hồ sơ, trong đó trực tuyến 18, trực tiếp 12. Toàn xã có 90 hộ. Xảy ra 3 vụ. Trồng 7 ha lúa. "
    "Phấn đấu trồng 8 ha. Cả ba trường đạt chuẩn."
)
REPORT = "r0123456789ab"

_FACT = "figure_id varchar, report_id varchar, admin_unit_code varchar, period varchar, as_of date, scenario varchar"
_TERMS = (
    "terms struct(position integer, term_role varchar, figure_id varchar, printed varchar, value integer, "
    "unit varchar, char_start integer, char_end integer, quote varchar, line_number integer)[]"
)
_PLACE = "char_start integer, char_end integer, quote varchar"
TABLES = {
    "dim_reports": "report_id varchar, source_file varchar, source_sha256 varchar, admin_unit_code varchar, "
    "unit_name varchar, unit_type varchar, district_name varchar, province_name varchar, document_number varchar, "
    "issued_on date, title varchar, period varchar, period_start date, period_end date, as_of date, "
    "char_count integer, figure_count integer, masked_names integer, ingested_at timestamp, extractor_version varchar",
    "dim_admin_units": "admin_unit_code varchar, name varchar, unit_type varchar, district_code varchar, "
    "district_name varchar, province_code varchar, province_name varchar, valid_from date, valid_to date, "
    "successor_code varchar",
    "dim_indicators": "indicator_code varchar, domain varchar, fact_table varchar, name_vi varchar, name_en varchar, "
    "unit varchar, official_reference varchar, description varchar, legal_status varchar",
    "dim_indicator_bases": "indicator_code varchar, legal_doc varchar, title_vi varchar, official_reference varchar, "
    "valid_from date, valid_to date, replaced_by varchar, legal_status varchar, note varchar",
    "fct_number_tokens": "report_id varchar, char_start integer, char_end integer, printed varchar, kind varchar, "
    "figure_id varchar",
    "fct_figures": "figure_id varchar, report_id varchar, char_start integer, char_end integer, printed varchar, "
    "value decimal(38, 6), value_max decimal(38, 6), unit varchar, approx boolean, role varchar, domain varchar, "
    "label varchar, heading varchar, period varchar, as_of date, indicator_code varchar, quote varchar, "
    "confidence double, is_corrected boolean",
    "fct_rulings": "ruling_id varchar, status varchar, report_id varchar, figure_id varchar, source_sha256 varchar, "
    "char_start integer, char_end integer, printed varchar, ruling varchar, "
    + "".join(
        f"original_{name}, {name}, "
        for name in (
            "value decimal(38, 6)",
            "value_max decimal(38, 6)",
            "unit varchar",
            "role varchar",
            "period varchar",
        )
    )
    + "original_domain varchar, domain varchar, original_indicator_code varchar, fact_table varchar, code varchar, "
    "second_code varchar, scope varchar, scenario varchar, ruled_by varchar, ruled_on date, reason varchar",
    "mart_review": "figure_id varchar, report_id varchar, review_rank integer, weight integer, reasons varchar[], "
    "reasons_vi varchar, reasons_en varchar, value decimal(38, 6), unit varchar, role varchar, period varchar, "
    f"domain varchar, indicator_code varchar, label varchar, printed varchar, {_PLACE}",
    "fct_worded_numbers": "report_id varchar, char_start integer, char_end integer, printed varchar, "
    "value decimal(38, 6), unit varchar, noun varchar, quote varchar",
    "fct_budget_lines": f"{_FACT}, fund varchar, side varchar, line_code varchar, line_label varchar, "
    f"amount_vnd decimal(38, 6), pct_of_plan decimal(38, 6), yoy_pct decimal(38, 6), {_PLACE}",
    "fct_population": f"{_FACT}, residence varchar, measure_code varchar, value decimal(38, 6), unit varchar, "
    f"pct decimal(38, 6), {_PLACE}",
    "fct_security_incidents": f"{_FACT}, category_code varchar, measure varchar, value decimal(38, 6), unit varchar, "
    f"{_PLACE}",
    "fct_admin_procedures": f"{_FACT}, field_code varchar, measure_code varchar, value decimal(38, 6), unit varchar, "
    f"pct decimal(38, 6), {_PLACE}",
    "fct_indicators": f"{_FACT}, indicator_code varchar, domain varchar, role varchar, value decimal(38, 6), "
    f"unit varchar, {_PLACE}",
    "fct_targets": f"{_FACT}, indicator_code varchar, comparator varchar, value decimal(38, 6), "
    f"value_max decimal(38, 6), unit varchar, {_PLACE}",
    "fct_audit_checks": "check_id varchar, report_id varchar, check_type varchar, domain varchar, label varchar, "
    "stated_value decimal(38, 6), computed_value decimal(38, 6), delta decimal(38, 6), tolerance decimal(38, 6), "
    "holds boolean, source varchar, stated_figure_id varchar",
    "fct_audit_terms": "check_id varchar, position integer, term_role varchar, figure_id varchar, "
    "value decimal(38, 6), sign integer",
    "mart_audit_findings": "check_id varchar, report_id varchar, finding_rank integer, weight integer, "
    "unit_name varchar, district_name varchar, period varchar, check_type varchar, domain varchar, label varchar, "
    "finding_vi varchar, finding_en varchar, stated_value decimal(38, 6), computed_value decimal(38, 6), "
    "delta decimal(38, 6), tolerance decimal(38, 6), unit varchar, likely_slip varchar, likely_slip_vi varchar, "
    f"likely_slip_en varchar, formula varchar, {_TERMS}, line_number integer, {_PLACE}",
    "fct_ingest_issues": "source_file varchar, source_sha256 varchar, severity varchar, code varchar, message varchar",
    "fct_expectation_results": "run_id varchar, checked_at timestamp, suite varchar, expectation varchar, "
    "says varchar, kind varchar, severity varchar, success boolean, evaluated bigint, unexpected bigint, "
    "sample varchar, seconds double",
    **WIDE_TABLES,
    "fct_runs": "run_no integer, run_id varchar, kind varchar, started_at timestamp, finished_at timestamp, "
    "outcome varchar, message varchar, inbox varchar, files_found integer, files_known integer, files_read integer, "
    "files_read_again integer, files_duplicate integer, files_refused integer, built varchar, soxa_version varchar, "
    "extractor_version varchar, reader_fingerprint varchar, rules_fingerprint varchar, seconds double, "
    "step_seconds varchar",
}


_FIGURES = (
    # printed, unit, role, domain, clause it stands in
    ("500", "VND", "actual", "BUDGET", "Tổng thu"),
    ("80", "%", "pct_of_plan", "BUDGET", "Tổng thu"),
    ("625", "VND", "plan", "BUDGET", "Tổng thu"),
    ("430", "VND", "actual", "BUDGET", "Tổng chi"),
    ("70", "VND", "actual", "BUDGET", "Kết dư"),
    ("30", "dossier", "actual", "ADMIN_PROC", "Tiếp nhận"),
    ("18", "dossier", "actual", "ADMIN_PROC", "Tiếp nhận"),
    ("12", "dossier", "actual", "ADMIN_PROC", "Tiếp nhận"),
    ("90", "household", "actual", "POPULATION", "Toàn xã"),
    ("3", "case", "actual", "SECURITY", "Xảy ra"),
    ("7", "ha", "actual", "AGRICULTURE", "Trồng"),
    ("8", "ha", "target_next", "AGRICULTURE", "Phấn đấu"),
)


@dataclass(frozen=True)
class Files:
    """A candidate, the working database that keeps its reports' text, and where its Data Docs go."""

    candidate: Path
    working: Path
    docs: Path

    def change(self, *statements: str) -> None:
        """Spoil (or mend) the candidate."""
        with duckdb.connect(str(self.candidate)) as connection:
            for statement in statements:
                connection.execute(statement)


def place(printed: str) -> tuple[int, int]:
    """Where a number stands in TEXT; each stands there once."""
    (only,) = [match.span() for match in re.finditer(r"\d+", TEXT) if match.group() == printed]
    return only


def figure_id(printed: str) -> str:
    """Identity of the figure that is printed so in TEXT."""
    return f"{REPORT}:{place(printed)[0]}"


def clause(opening: str) -> str:
    """The sentence of TEXT that opens so."""
    return next(sentence for sentence in TEXT.split(". ") if sentence.startswith(opening))


def build(folder: Path) -> Files:
    """Write a candidate that keeps every promise and in which every sum adds up."""
    folder.mkdir(parents=True, exist_ok=True)
    files = Files(folder / "candidate.duckdb", folder / "working.duckdb", folder / "docs")
    with duckdb.connect(str(files.working)) as working:
        working.execute("create schema raw")
        working.execute("create table raw.reports (report_id varchar, text varchar)")
        working.execute("insert into raw.reports values (?, ?)", [REPORT, TEXT])
    with duckdb.connect(str(files.candidate)) as candidate:
        candidate.execute("create schema marts")
        for table, columns in TABLES.items():
            candidate.execute(f"create table marts.{table} ({columns})")
        _fill_dimensions(candidate)
        _fill_figures(candidate)
        _fill_rulings(candidate)
        _fill_words(candidate)
        _fill_facts(candidate)
        _fill_audit(candidate)
        _fill_results(candidate)
        fill_wide(candidate, insert, figure_id, REPORT)
    return files


def insert(connection: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    """One row of a mart; columns that are not named are null."""
    holes = ", ".join(f"? as {column}" for column in values)
    connection.execute(f"insert into marts.{table} by name select {holes}", list(values.values()))


def _fill_dimensions(connection: duckdb.DuckDBPyConnection) -> None:
    insert(
        connection,
        "dim_reports",
        report_id=REPORT,
        source_file="bao_cao.txt",
        source_sha256="0123456789ab" + 52 * "c",
        admin_unit_code="10891",
        unit_name="An Bình",
        unit_type="xã",
        period="2023",
        period_start="2023-01-01",
        period_end="2023-12-31",
        char_count=len(TEXT),
        figure_count=len(_FIGURES),
        ingested_at="2024-01-02 03:04:05",
        extractor_version="1",
    )
    unit = {"unit_type": "xã", "province_code": "30", "province_name": "Hải Dương"}
    insert(connection, "dim_admin_units", admin_unit_code="10891", name="An Bình", successor_code="10543", **unit)
    insert(connection, "dim_admin_units", admin_unit_code="10543", name="An Hòa", valid_from="2025-07-01", **unit)
    insert(
        connection,
        "dim_indicators",
        indicator_code="AGRI_RICE_AREA",
        domain="AGRICULTURE",
        name_vi="Diện tích lúa",
        fact_table="indicator",
        legal_status="verified",
    )
    insert(
        connection,
        "dim_indicator_bases",
        indicator_code="AGRI_RICE_AREA",
        legal_doc="Quyết định 1/2016",
        title_vi="Hệ thống chỉ tiêu",
        valid_from="2016-01-01",
        valid_to="2020-12-31",
        legal_status="verified",
    )
    insert(
        connection,
        "fct_ingest_issues",
        source_file="anh.jpg",
        severity="error",
        code="not_text",
        message="anh.jpg is a picture",
    )


def _fill_figures(connection: duckdb.DuckDBPyConnection) -> None:
    for printed, unit, role, domain, opening in _FIGURES:
        start, end = place(printed)
        spot = {"report_id": REPORT, "char_start": start, "char_end": end, "printed": printed}
        insert(connection, "fct_number_tokens", **spot, kind="quantity", figure_id=figure_id(printed))
        insert(
            connection,
            "fct_figures",
            **spot,
            figure_id=figure_id(printed),
            value=int(printed),
            unit=unit,
            approx=False,
            role=role,
            domain=domain,
            label=opening,
            heading="",
            period="2024" if role == "target_next" else "2023",
            indicator_code="AGRI_RICE_AREA" if unit == "ha" else None,
            quote=clause(opening),
            confidence=1.0,
            is_corrected=False,
        )


def _fill_rulings(connection: duckdb.DuckDBPyConnection) -> None:
    start, end = place("90")
    ruling = {
        "printed": "90",
        "char_start": start,
        "char_end": end,
        "ruling": "confirmed",
        "ruled_by": "Lê Thị Xét",
        "ruled_on": "2024-01-05",
        "reason": "as in the register",
    }
    here = {"status": "applied", "report_id": REPORT, "figure_id": figure_id("90")}
    insert(connection, "fct_rulings", ruling_id="here", source_sha256="0123456789ab" + 52 * "c", **here, **ruling)
    insert(connection, "fct_rulings", ruling_id="to come", source_sha256=64 * "d", status="waiting", **ruling)
    start, end = place("3")
    insert(
        connection,
        "mart_review",
        figure_id=figure_id("3"),
        report_id=REPORT,
        review_rank=1,
        weight=10,
        reasons=["core_without_code"],
        reasons_vi="chưa có mã chỉ tiêu",
        reasons_en="no rule knows what it measures",
        printed="3",
        char_start=start,
        char_end=end,
        quote=clause("Xảy ra"),
    )


def _fill_words(connection: duckdb.DuckDBPyConnection) -> None:
    start = TEXT.index("ba trường")
    insert(
        connection,
        "fct_worded_numbers",
        report_id=REPORT,
        char_start=start,
        char_end=start + 2,
        printed="ba",
        value=3,
        unit="school",
        noun="trường",
        quote=clause("Cả ba"),
    )


def _fill_facts(connection: duckdb.DuckDBPyConnection) -> None:
    def fact(table: str, printed: str, opening: str, **values: Any) -> None:
        start, end = place(printed)
        common = {"figure_id": figure_id(printed), "report_id": REPORT, "admin_unit_code": "10891"}
        spot = {"char_start": start, "char_end": end, "quote": clause(opening)}
        insert(connection, table, **{**common, "period": "2023", "scenario": "actual", **spot, **values})

    budget = {"fund": "commune_budget"}
    thu = {**budget, "side": "revenue", "line_code": "REV_TOTAL", "line_label": "Tổng thu"}
    fact("fct_budget_lines", "500", "Tổng thu", **thu, amount_vnd=500, pct_of_plan=80)
    fact("fct_budget_lines", "625", "Tổng thu", **{**thu, "scenario": "plan"}, amount_vnd=625)
    chi = {**budget, "side": "expenditure", "line_code": "EXP_TOTAL", "line_label": "Tổng chi"}
    fact("fct_budget_lines", "430", "Tổng chi", **chi, amount_vnd=430)
    left = {**budget, "side": "balance", "line_code": "BALANCE", "line_label": "Kết dư"}
    fact("fct_budget_lines", "70", "Kết dư", **left, amount_vnd=70)
    fact("fct_population", "90", "Toàn xã", measure_code="HOUSEHOLDS", value=90, unit="household")
    fact("fct_security_incidents", "3", "Xảy ra", category_code="TOTAL", measure="cases", value=3, unit="case")
    for printed, measure in (("30", "RECEIVED"), ("18", "RECEIVED_ONLINE"), ("12", "RECEIVED_DIRECT")):
        procedure = {"field_code": "ALL", "measure_code": measure, "value": int(printed), "unit": "dossier"}
        fact("fct_admin_procedures", printed, "Tiếp nhận", **procedure)
    rice = {"indicator_code": "AGRI_RICE_AREA", "unit": "ha"}
    fact("fct_indicators", "7", "Trồng", **rice, domain="AGRICULTURE", role="actual", value=7)
    fact("fct_targets", "8", "Phấn đấu", **rice, comparator="=", value=8, period="2024", scenario="plan")


def _fill_audit(connection: duckdb.DuckDBPyConnection) -> None:
    audit(connection, "sum", 30, ("total", "30"), ("part", "18"), ("part", "12"))


def _fill_results(connection: duckdb.DuckDBPyConnection) -> None:
    """An earlier run: one promise kept, one sum that did not come out."""
    run = {"run_id": "run-0", "checked_at": "2024-01-02 03:04:05", "expectation": "expect_it(it)", "says": "It is so."}
    kept = {"suite": "fct_figures", "kind": "promise", "severity": "critical", "success": True, "unexpected": 0}
    broken = {"suite": "report_arithmetic", "kind": "finding", "severity": "warning", "success": False, "unexpected": 1}
    for result in (kept, broken):
        insert(connection, "fct_expectation_results", **run, **result, evaluated=12, sample="[]", seconds=0.1)
    diary = {"run_no": 1, "run_id": "run-0", "kind": "run", "started_at": "2024-01-02 03:04:00", "outcome": "published"}
    versions = {"extractor_version": "2", "reader_fingerprint": "0" * 16, "rules_fingerprint": "0" * 16}
    insert(connection, "fct_runs", **diary, **versions, inbox="inbox")


def audit(
    connection: duckdb.DuckDBPyConnection,
    check_type: str,
    computed: float,
    *terms: tuple[str, str],
    tolerance: float = 0,
) -> None:
    """A check of the first term against what the others give; where they lie too far apart it is told as a finding."""
    stated = int(terms[0][1])
    check = {
        "check_id": f"{check_type}:{stated}",
        "report_id": REPORT,
        "check_type": check_type,
        "domain": "OTHER",
        "label": f"a {check_type}",
        "stated_value": stated,
        "computed_value": computed,
        "delta": stated - computed,
        "tolerance": tolerance,
    }
    holds = abs(stated - computed) <= tolerance
    linked = {"source": "structural", "stated_figure_id": figure_id(terms[0][1])}
    insert(connection, "fct_audit_checks", **check, **linked, holds=holds)
    if not holds:
        _tell(connection, check, terms)
    for position, (role, printed) in enumerate(terms):
        insert(
            connection,
            "fct_audit_terms",
            check_id=f"{check_type}:{stated}",
            position=position,
            term_role=role,
            sign=-1 if role == "subtrahend" else 1,
            figure_id=figure_id(printed),
            value=int(printed),
        )


def _tell(connection: duckdb.DuckDBPyConnection, check: dict[str, Any], terms: tuple[tuple[str, str], ...]) -> None:
    units = {printed: (unit, opening) for printed, unit, _, _, opening in _FIGURES}
    told = [
        {
            "position": position,
            "term_role": role,
            "figure_id": figure_id(printed),
            "printed": printed,
            "value": int(printed),
            "unit": units[printed][0],
            "char_start": place(printed)[0],
            "char_end": place(printed)[1],
            "quote": clause(units[printed][1]),
            "line_number": 1,
        }
        for position, (role, printed) in enumerate(terms)
    ]
    insert(
        connection,
        "mart_audit_findings",
        **check,
        finding_rank=1,
        weight=0,
        finding_vi="Báo cáo ghi một số khác.",
        finding_en="The report states another number.",
        unit=told[0]["unit"],
        formula="",
        terms=told,
        line_number=1,
        char_start=told[0]["char_start"],
        char_end=told[0]["char_end"],
        quote=told[0]["quote"],
    )
