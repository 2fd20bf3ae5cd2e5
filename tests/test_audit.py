"""The audit: what a report states against what its own figures give, from the text to the published verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from reading import document

from flows.transform import build_marts
from ingest.load import load_reading
from ingest.raw_tables import create_raw_tables
from ingest.read import read_document
from warehouse.paths import Warehouse

HEAD = "ỦY BAN NHÂN DÂN\nXÃ BÌNH SƠN\n\nSố: 45/BC-UBND\n\nBÁO CÁO\nTình hình kinh tế - xã hội năm 2022\n\n"
REPORT = (
    HEAD
    + """I. KINH TẾ
1. Trồng trọt
Tổng diện tích gieo trồng 412,5 ha, trong đó: lúa 286,4 ha, ngô 74,2 ha, rau màu 51,9 ha.
Diện tích cây ăn quả 96,3 ha, gồm: xoài 41,2 ha, chuối 30,8 ha, ổi 21,5 ha.
Lúa mùa: diện tích 120 ha, năng suất 52,5 tạ/ha, sản lượng 630 tấn.
2. Ngân sách
Tổng thu ngân sách xã 8.245.600.000 đồng, đạt 103,07% dự toán (8.000.000.000 đồng).
Tổng chi ngân sách xã 7.915.250.000 đồng, đạt 98,94% dự toán (8.000.000.000 đồng).
Kết dư ngân sách 303.350.000 đồng.
Thu tiền dịch vụ vệ sinh: tổng thu 96.400.000 đồng, đã chi 88.150.000 đồng, còn lại 8.250.000 đồng.
II. VĂN HÓA - XÃ HỘI
1. Giáo dục
Có 118/121 học sinh tốt nghiệp THCS, đạt 97,52%.
Xếp loại học lực: giỏi 84 học sinh đạt 21,0%; khá 196 học sinh đạt 49,0%; trung bình 108 học sinh đạt 25,0%.
2. Chính sách
Tặng 215 suất quà cho hộ khó khăn, mức 400.000 đồng/suất, tổng trị giá 86.000.000 đồng.
Tặng 142 suất quà cho người có công, mức 300.000 đồng/suất, tổng trị giá 46.200.000 đồng.
3. Dân số
Toàn xã có 2.140 hộ với 8.563 nhân khẩu. Hộ nghèo 107 hộ, chiếm 5,0% tổng số hộ.
Đảng bộ có 86 đảng viên, trong đó nữ 31, trẻ dưới 30 tuổi 12.
III. CẢI CÁCH HÀNH CHÍNH
Tổng số hồ sơ tiếp nhận trong năm là 3.480 hồ sơ (trực tuyến 2.915, trực tiếp 565); đã giải quyết 3.412 hồ sơ (trước hạn
2.806, đúng hạn 598, quá hạn 8), đang giải quyết 86 hồ sơ.
IV. AN NINH
Xảy ra 14 vụ phạm pháp, giảm 4 vụ so với cùng kỳ năm trước (18 vụ), giảm 22,2%.
Doanh thu thương mại 125,4 tỷ đồng, tăng 13,6% so với cùng kỳ năm trước (114 tỷ đồng).
V. ĐÁNH GIÁ CHUNG
Tổng thu ngân sách xã đạt 8.254.600.000 đồng; đã tiếp nhận 3.480 hồ sơ thủ tục hành chính.
"""
)

Check = tuple[str, Decimal, Decimal]


def _audited(root: Path, *texts: str) -> duckdb.DuckDBPyConnection:
    warehouse = Warehouse(root)
    warehouse.create()
    with closing(duckdb.connect(str(warehouse.working))) as connection:
        create_raw_tables(connection)
        for text in texts:
            name = f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.txt"
            load_reading(connection, read_document(document(text, name)), "test")
    build_marts(warehouse)
    return duckdb.connect(str(warehouse.working), read_only=True)


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of `REPORT`."""
    with closing(_audited(tmp_path_factory.mktemp("audit"), REPORT)) as connection:
        yield connection


def _checks(audited: duckdb.DuckDBPyConnection, holds: bool) -> set[Check]:
    rows = audited.execute(
        "select check_type, stated_value, computed_value from marts.fct_audit_checks where holds = ?", [holds]
    ).fetchall()
    return {(kind, stated.normalize(), computed.normalize()) for kind, stated, computed in rows}


def _check(kind: str, stated: str, computed: str) -> Check:
    return kind, Decimal(stated).normalize(), Decimal(computed).normalize()


def test_every_broken_statement_is_found_and_no_other(audited: duckdb.DuckDBPyConnection) -> None:
    assert _checks(audited, holds=False) == {
        _check("sum", "96.3", "93.5"),
        _check("difference", "303350000", "330350000"),
        _check("pct_sum", "100", "95"),
        _check("product", "46200000", "42600000"),
        _check("difference", "86", "68"),
        _check("growth", "13.6", "10"),
        _check("restated", "8245600000", "8254600000"),
    }


def test_statements_of_every_kind_that_hold_are_found(audited: duckdb.DuckDBPyConnection) -> None:
    assert _checks(audited, holds=True) >= {
        _check("sum", "412.5", "412.5"),
        _check("sum", "3480", "3480"),
        _check("sum", "3412", "3412"),
        _check("product", "630", "630"),  # 120 ha × 52,5 tạ/ha
        _check("product", "86000000", "86000000"),
        _check("ratio", "103.07", "103.07"),
        _check("ratio", "98.94", "98.940625"),
        _check("ratio", "97.52", "97.520661"),
        _check("ratio", "5", "5"),
        _check("difference", "8250000", "8250000"),
        _check("difference", "4", "4"),
        _check("growth", "22.2", "22.222222"),
        _check("restated", "3480", "3480"),
    }


def test_a_subset_is_no_sum(audited: duckdb.DuckDBPyConnection) -> None:
    """Women and the young are among the 86 members and need not make 86."""
    rows = audited.execute("select stated_value from marts.fct_audit_checks where check_type = 'sum'").fetchall()
    assert (Decimal(86),) not in rows


def test_a_finding_leads_to_the_words_and_the_terms(audited: duckdb.DuckDBPyConnection) -> None:
    check_id, start, end, quote, formula, delta = audited.execute(
        """
        select check_id, char_start, char_end, quote, formula, delta
        from marts.fct_audit_checks
        where stated_value = 96.3
        """
    ).fetchall()[0]
    assert REPORT[start:end].startswith("96,3")
    assert "cây ăn quả" in quote
    assert formula == "96,3 = 41,2 + 30,8 + 21,5"
    assert delta == Decimal("2.8")
    terms = audited.execute(
        "select term_role, value, sign, unit from marts.fct_audit_terms where check_id = ? order by position",
        [check_id],
    ).fetchall()
    assert terms == [
        ("total", Decimal("96.3"), 1, "ha"),
        ("part", Decimal("41.2"), 1, "ha"),
        ("part", Decimal("30.8"), 1, "ha"),
        ("part", Decimal("21.5"), 1, "ha"),
    ]


FINDINGS = {
    # what is stated: the difference, and the slip that alone would explain it
    "8.245.600.000 đồng": ("9.000.000 đồng", "swapped_digits", "8.254.600.000 đồng"),
    "46.200.000 đồng": ("3.600.000 đồng", "swapped_digits", "42.600.000 đồng"),
    "86 hồ sơ": ("18 hồ sơ", "swapped_digits", "68 hồ sơ"),
    "96,3 ha": ("2,8 ha", "swapped_digits", "93,6 ha"),  # 93,5, of which the last digit is rounded
    "13,6%": ("3,6 điểm phần trăm", None, None),
    "100%": ("5 điểm phần trăm", None, None),
}


@pytest.mark.parametrize("stated", FINDINGS)
def test_a_finding_says_by_how_much_and_names_a_slip_only_where_one_explains_it(
    audited: duckdb.DuckDBPyConnection, stated: str
) -> None:
    off, slip, meant = FINDINGS[stated]
    told = audited.execute(
        "select finding_vi, likely_slip, coalesce(likely_slip_vi, '') from marts.mart_audit_findings"
    ).fetchall()
    ((sentence, code, explained),) = [row for row in told if f" {stated}" in row[0].split(f"lệch {off}")[0]]
    assert sentence.endswith(f": lệch {off}.")
    assert code == slip
    assert (meant or "") in explained


def test_a_finding_shows_every_figure_where_it_is_printed(audited: duckdb.DuckDBPyConnection) -> None:
    for (terms,) in audited.execute("select terms from marts.mart_audit_findings").fetchall():
        assert len(terms) >= 2
        for term in terms:
            assert REPORT[term["char_start"] : term["char_end"]] == term["printed"]
            assert term["printed"] in term["quote"]
            assert REPORT[: term["char_start"]].count("\n") + 1 == term["line_number"]


def test_money_and_core_domains_come_before_the_rest(audited: duckdb.DuckDBPyConnection) -> None:
    ranked = audited.execute(
        "select finding_rank, stated_value from marts.mart_audit_findings order by finding_rank"
    ).fetchall()
    assert [rank for rank, _ in ranked] == list(range(1, len(ranked) + 1))
    place = {int(value): rank for rank, value in ranked}
    budget, gifts, dossiers = place[8_245_600_000], place[46_200_000], place[86]
    assert budget < min(gifts, dossiers)  # money of a core domain, before money or a core domain
    assert max(gifts, dossiers) < min(place[96], place[13], place[100])


def test_the_known_breaks_of_the_sample_reports_are_published(published: Path) -> None:
    """By hand from the three sample reports: totals and parts, shares and bases, receipts and what is left."""
    with closing(duckdb.connect(str(published), read_only=True)) as connection:
        broken = {
            (Path(name).stem.split("_")[0], stated.normalize(), computed.normalize())
            for name, stated, computed in connection.execute(
                """
                select source_file, stated_value, computed_value
                from marts.fct_audit_checks join marts.dim_reports using (report_id)
                where not holds
                """
            ).fetchall()
        }
    for report, stated, computed in (
        ("kep", "149.3", "149.7"),
        ("kep", "100", "102"),
        ("lai", "2298931000", "2353181000"),
        ("lai", "7", "10"),
        ("duc", "99.9", "99.808429"),
        ("duc", "100", "99.59"),
    ):
        assert (report, Decimal(stated).normalize(), Decimal(computed).normalize()) in broken
