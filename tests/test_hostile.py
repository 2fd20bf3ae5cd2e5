"""Broken and hostile files: a reason for the clerk, no crash, nothing written, bounded time and memory."""

from __future__ import annotations

import io
import random
import resource
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
from documents import HERE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mixed_inbox import LAUGHS, packed

from ingest.batch import read_all
from ingest.discover import discover
from ingest.errors import RefusedFile
from ingest.intake import take_in
from ingest.limits import CHILD_BYTES, MAX_TEXT_CHARS, MEGABYTE
from ingest.plan import plan
from ingest.raw_tables import create_raw_tables
from ingest.readers import READERS, read_file, sandbox
from ingest.readers.base import Reader
from ingest.readers.doc import Doc
from ingest.readers.docx import Docx
from ingest.readers.html import article_text
from ingest.readers.odt import Odt
from ingest.readers.pdf import Pdf

SENTENCE = "Xã Tân Lập, huyện Yên Bình: toàn xã có 540 hộ với 2.644 khẩu, tỷ lệ hộ nghèo còn 54,14%, giảm 12 hộ. "
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def refusal(folder: Path, name: str, data: bytes) -> RefusedFile:
    (folder / name).write_bytes(data)
    with pytest.raises(RefusedFile) as caught:
        read_file(folder / name, name)
    return caught.value


def word(body: str, head: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def pdf(content: bytes, page: bytes = b"", more: bytes = b"") -> bytes:
    """A PDF of one page with a stream of drawing commands; pdfium finds the objects by itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>" + page + b">>endobj\n"
        b"4 0 obj<</Length %d>>stream\n" % len(content) + content + b"\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n" + more + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def test_a_billion_laughs_are_not_laughed(tmp_path: Path) -> None:
    data = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": LAUGHS})
    assert refusal(tmp_path, "a.docx", data).code == "damaged_file"


def test_an_entity_brings_no_file_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mật khẩu", encoding="utf-8")
    head = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>'
    assert refusal(tmp_path, "a.docx", word(f"<w:p>{run('&x;')}</w:p>", head)).code == "damaged_file"


def test_a_document_that_unpacks_without_end(tmp_path: Path) -> None:
    huge = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * 70_000_000})
    assert len(huge) < MEGABYTE
    assert refusal(tmp_path, "a.docx", huge).code == "too_large"


def test_elements_nested_ten_thousand_deep(tmp_path: Path) -> None:
    deep = word("<w:tbl><w:tr><w:tc>" * 10_000 + run(SENTENCE) + "</w:tc></w:tr></w:tbl>" * 10_000)
    assert refusal(tmp_path, "a.docx", deep).code == "damaged_file"


def test_ten_thousand_nested_lists_of_a_page(tmp_path: Path) -> None:
    page = b"<html><body>" + b"<ul><li>" * 10_000 + SENTENCE.encode() * 3
    assert refusal(tmp_path, "a.html", page).code == "undecodable"


def test_a_table_that_says_it_is_a_million_columns_wide(tmp_path: Path) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p>{run(SENTENCE)}</w:p></w:tc>'
    wide = word(f"<w:p>{run(SENTENCE * 3)}</w:p><w:tbl>" + f"<w:tr>{cell * 3}</w:tr>" * 50 + "</w:tbl>")
    (tmp_path / "a.docx").write_bytes(wide)
    assert len(read_file(tmp_path / "a.docx", "a.docx").text) < MEGABYTE


def test_a_page_whose_cells_all_say_they_are_wide_and_high() -> None:
    cells = f"<td colspan=99999 rowspan=99999>{SENTENCE}" + "<td colspan=99999 rowspan=99999>9" * 2_000
    page = f"<body><p>{SENTENCE}<table border=1><tr>{cells}" + "<tr><td>1" * 300 + "</table>"
    assert len(article_text(page)) < MEGABYTE * 2


def test_a_page_with_one_long_row_and_many_rows() -> None:
    page = "<body><table border=1><tr>" + "<td>9" * 5_000 + "<tr><td>1" * 5_000 + "</table>"
    with pytest.raises(RefusedFile) as caught:
        article_text(page)
    assert caught.value.code == "too_large"


def test_a_style_that_is_based_on_itself(tmp_path: Path) -> None:
    body = f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>{run(SENTENCE * 3)}</w:p>'
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    style = '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/></w:style>'
    styles = f'<w:styles xmlns:w="{WORD}">{style}</w:styles>'
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": document.encode(),
        "word/styles.xml": styles.encode(),
    }
    assert SENTENCE.strip() in Docx().decode(packed(parts)).text
    (tmp_path / "a.docx").write_bytes(packed(parts))
    assert SENTENCE.strip() in read_file(tmp_path / "a.docx", "a.docx").text


def test_a_text_longer_than_any_report(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.txt", (SENTENCE * (MAX_TEXT_CHARS // len(SENTENCE) + 1)).encode()).code == "too_large"
    many = f"<w:p>{run(SENTENCE * 100)}</w:p>" * (MAX_TEXT_CHARS // len(SENTENCE) // 100 + 1)
    assert refusal(tmp_path, "a.docx", word(many)).code == "too_large"


def test_scripts_of_a_page_are_no_text() -> None:
    page = f"<body><p>{SENTENCE}</p><script>document.write('9 hộ')</script><p onclick='x()'>Hết.</p></body>"
    assert article_text(page).split() == f"{SENTENCE}Hết.".split()


@pytest.mark.parametrize(
    "data",
    [
        pdf(b"/X Do", more=b"6 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
            b"/Length 5>>stream\n/X Do\nendstream endobj\n"),
        pdf(b"").replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R 2 0 R]/Count 9999999"),
        pdf(b"").replace(b"/Parent 2 0 R", b"/Parent 3 0 R").replace(b"/Contents 4 0 R", b"/Contents[3 0 R 4 0 R]"),
        pdf(b"BT /F 9e30 Tf 1 0 0 1 1e30 -1e30 Tm (1 2 3) Tj ET" * 50),
        pdf(b"q " * 500_000),
        pdf(b"", b"/UserUnit 1e9/Rotate 45"),
    ],
    ids=["form in itself", "pages in themselves", "content in itself", "beyond the page", "states", "units"],
)  # fmt: skip
def test_a_pdf_that_goes_round_in_circles(data: bytes, tmp_path: Path) -> None:
    begun = time.perf_counter()
    assert refusal(tmp_path, "a.pdf", data).code in ("damaged_file", "empty_file", "too_large", "too_complex")
    assert time.perf_counter() - begun < 60


def test_a_stream_that_inflates_to_hundreds_of_megabytes(tmp_path: Path) -> None:
    flate = zlib.compressobj(9)
    blank = b" " * MEGABYTE
    stream = b"".join(flate.compress(blank) for _ in range(300)) + flate.flush()
    data = pdf(b"").replace(
        b"4 0 obj<</Length 0>>stream\n\nendstream",
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(stream) + stream + b"\nendstream",
    )
    assert refusal(tmp_path, "a.pdf", data).code in ("damaged_file", "empty_file", "too_complex")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < CHILD_BYTES + 200 * MEGABYTE


class Hostile:
    """A reader whose library misbehaves as the bytes tell it to."""

    name = "hostile"
    media_type = "x"
    suffixes: tuple[str, ...] = (".x",)
    most_bytes = MEGABYTE
    seconds = 3

    def recognises(self, data: bytes) -> bool:
        return False

    def decode(self, data: bytes) -> object:
        if data == b"loop":
            time.sleep(60)
        if data == b"fill":
            return bytearray(8 * CHILD_BYTES)
        if data == b"crash":
            import ctypes

            ctypes.string_at(0)
        Path("/tmp/soxa_hostile").write_text("outside", encoding="utf-8")
        return None


READER = Hostile()


@pytest.mark.parametrize("what", ["loop", "fill", "crash", "write"])
def test_a_library_that_misbehaves_ends_in_a_refusal(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # the child takes its modules from the project alone, so it is told where this one is
    code = (
        f"import sys; sys.path[:0] = {[str(Path(__file__).parent)]!r}; from ingest.readers.sandbox import main; main()"
    )
    popen = subprocess.Popen

    def start(command: list[str], **more: object) -> object:
        return popen([sys.executable, "-c", code, "test_hostile"], **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", start)
    outside = Path("/tmp/soxa_hostile")
    begun = time.perf_counter()
    with pytest.raises(RefusedFile) as caught:
        sandbox.decode_apart(READER, what.encode())  # type: ignore[arg-type]
    assert caught.value.code == "too_complex"
    assert time.perf_counter() - begun < 20
    assert not outside.exists() or not outside.read_text(encoding="utf-8"), "nothing is written"
    outside.unlink(missing_ok=True)


def test_names_of_files_are_names_and_nothing_else(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    names = ["x'; drop table raw.reports; --.txt", "a\x1b[31m\u202etxt.exe.txt", "<script>1<_script>.txt"]
    for number, name in enumerate(names):
        (inbox / name).write_text(SENTENCE * (3 + number), encoding="utf-8")
    connection = duckdb.connect()
    create_raw_tables(connection)

    intake = take_in(connection, plan(connection, discover(inbox), "rules"), "rules")

    assert (intake.read, intake.refused) == (3, [])
    stored = {name for (name,) in connection.execute("select source_file from raw.reports").fetchall()}
    assert stored == {names[0], "a\ufffd[31m\ufffdtxt.exe.txt", names[2]}


def test_characters_that_turn_text_around_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE * 3 + "\n\nThu \u202e000.5\u202c đồng", encoding="utf-8")
    notices = read_file(tmp_path / "a.txt", "a.txt").notices
    assert [notice.code for notice in notices] == ["hidden_characters"]
    assert "line 3" in notices[0].message


def test_one_bad_file_among_good_ones(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word("<w:p>" * 300))
    (tmp_path / "b.txt").write_text(SENTENCE * 3, encoding="utf-8")
    assert [type(one).__name__ for one in read_all(discover(tmp_path))] == ["Refusal", "Reading"]


SOUND: dict[str, tuple[Reader, bytes]] = {
    "docx": (Docx(), (HERE / "specimen.docx").read_bytes()),
    "odt": (Odt(), (HERE / "specimen.odt").read_bytes()),
    "doc": (Doc(), (HERE / "specimen.doc").read_bytes()),
    "pdf": (Pdf(), (HERE / "specimen_one.pdf").read_bytes()),
}


PARTS = {"docx": "word/document.xml", "odt": "content.xml"}


@st.composite
def mutated(draw: st.DrawFn, kind: str) -> bytes:
    """A sound file with some bytes changed, dropped or repeated: of a package also behind its packing."""
    whole = SOUND[kind][1]
    if kind not in PARTS or draw(st.booleans()):
        return _mutation(draw, whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if draw(st.booleans()):
        parts[PARTS[kind]] = _elements_moved(draw, parts[PARTS[kind]])
    else:
        parts[PARTS[kind]] = _mutation(draw, parts[PARTS[kind]])
    return packed(parts)


def _elements_moved(draw: st.DrawFn, part: bytes) -> bytes:
    """Elements put where they do not belong, numbers made large: still well-formed."""
    from lxml import etree

    root = etree.fromstring(part)
    chance = random.Random(draw(st.integers(0, 2**32)))
    nodes = [node for node in root.iter() if node.getparent() is not None]
    for _ in range(draw(st.integers(1, 12))):
        node, other = chance.choice(nodes), chance.choice(nodes)
        if all(other is not above for above in (node, *node.iterancestors(), *node.iterdescendants())):
            chance.choice((other.append, other.addnext))(node)
        for name in node.attrib:
            node.set(name, chance.choice(("", "0", "-1", "99999", "9" * 30, "x", str(node.get(name)))))
    return bytes(etree.tostring(root))


def _mutation(draw: st.DrawFn, whole: bytes) -> bytes:
    data = bytearray(whole)
    chance = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 8))):
        at, length = chance.randrange(len(data)), chance.choice((1, 2, 4, 64, 600))
        change = chance.randrange(4)
        if change == 0:
            data[at : at + length] = chance.randbytes(len(data[at : at + length]))
        elif change == 1:
            del data[at : at + length]
        elif change == 2:
            data[at:at] = data[at : at + length]
        else:
            data[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
    return bytes(data)


def _mutations(kind: str, count: int) -> Callable[[], None]:
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))(
        given(mutated(kind))(_gives_text_or_reason(kind))
    )


def _gives_text_or_reason(kind: str) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        reader = SOUND[kind][0]
        with suppress(RefusedFile):  # a reason is as good as a text; anything else is a fault of ours
            decoded = reader.decode(data)
            decoded.text.encode("utf-8")
            starts = [start for start, _ in decoded.pages]
            assert starts == sorted(starts)
            assert len(decoded.text) <= MAX_TEXT_CHARS

    return check


test_mutated_docx = _mutations("docx", 60)
test_mutated_odt = _mutations("odt", 60)
test_mutated_doc = _mutations("doc", 120)
test_mutated_pdf = _mutations("pdf", 25)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/= \"'&;#uliptabrdhoe0129\n\x00\u202eộ"), max_size=400))
def test_any_page_gives_text(source: str) -> None:
    article_text(f"<html><body>{source}").encode("utf-8", "surrogatepass")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([suffix for reader in READERS for suffix in reader.suffixes]))
def test_any_bytes_under_any_name(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        with pytest.raises(RefusedFile):
            read_file(path, path.name)
