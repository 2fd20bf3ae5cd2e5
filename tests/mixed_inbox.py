"""A folder of sixty files as an office may send them, a third of them bad: each with what must become of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from variants import ENCODED

from ingest.limits import MAX_FILE_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
READ, COPY = "read", "duplicate_content"


def fill(inbox: Path, reports: list[Path], documents: list[Path], specimens: Path) -> dict[str, str]:
    """Write sixty files into ``inbox``; returns what must become of each: READ, COPY, or the code of its refusal.

    reports: texts. documents: the same reports in other formats. specimens: the small committed documents.
    """
    expected: dict[str, str] = {}
    for name, data, fate in (*_good(reports, documents, specimens), *_bad(specimens)):
        (inbox / name).write_bytes(data)
        expected[name] = fate
    del expected["gop.zip"]
    expected |= {"gop.zip/thang/mot.txt": READ, "gop.zip/hai.docx": COPY, "gop.zip/anh.gif": "unsupported_format"}
    (inbox / "lien_ket.txt").symlink_to("/etc/hostname")
    expected["lien_ket.txt"] = "link_outside_inbox"
    return expected


def _good(reports: list[Path], documents: list[Path], specimens: Path) -> Iterator[tuple[str, bytes, str]]:
    for number, path in enumerate(documents):
        yield f"d{number:02d}_{path.name.replace('@', '_')}", path.read_bytes(), READ
    for path in sorted(specimens.iterdir()):
        if "scan" not in path.name:
            yield path.name, path.read_bytes(), READ
    for path in reports:
        text = path.read_text(encoding="utf-8")
        yield f"u8_{path.name}", path.read_bytes(), READ
        yield f"u16_{path.name}", text.encode("utf-16"), READ
    for name, encode in ENCODED.items():
        yield f"{name}.txt", encode(reports[0].read_text(encoding="utf-8")), READ
    first = reports[0].read_text(encoding="utf-8")
    yield "bao cao; drop table reports; --.md", f"# Báo cáo\n\n{first}".encode(), READ
    yield "trang.doc", b"<html><body><p>" + first.encode().replace(b"\n\n", b"</p><p>") + b"</body></html>", READ
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("thang/mot.txt", first + "\nBản gửi qua thư.\n")
        packed.writestr("hai.docx", documents[0].read_bytes() if documents[0].suffix == ".docx" else b"")
        packed.writestr("anh.gif", b"GIF89a" + bytes(40))
    yield "gop.zip", archive.getvalue(), READ


def _bad(specimens: Path) -> Iterator[tuple[str, bytes, str]]:
    docx, pdf, doc = ((specimens / name).read_bytes() for name in ("specimen.docx", "specimen_one.pdf", "specimen.doc"))
    yield "rong.txt", b"", "empty_file"
    yield "trang.txt", b" \r\n\t\n", "empty_file"
    yield "cat.pdf", pdf[: len(pdf) // 2], "truncated_file"
    yield "cat.docx", docx[: len(docx) // 2], "truncated_file"
    yield "cat.doc", doc[: len(doc) // 3], "truncated_file"
    yield "khoa.pdf", locked_pdf(), "encrypted_file"
    yield "khoa.docx", OLE + "EncryptedPackage".encode("utf-16-le") * 40, "encrypted_file"
    yield "khoa.zip", locked_zip(), "encrypted_file"
    yield "hong.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n", "damaged_file"
    yield "hong.docx", packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:doc"}), "damaged_file"
    yield "sai_duoi.pdf", bytes(range(255, -1, -1)) * 40, "wrong_extension"
    yield "chuong_trinh.txt", bytes(range(256)) * 40, "binary_file"
    yield "bang.xlsx", packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}), "unsupported_format"
    yield "thu.rtf", b"{\\rtf1 Toan xa co 12 ho}", "unsupported_format"
    yield (
        "english.txt",
        b"The committee met 12 times in 2023 and built three roads for the people. " * 20,
        "not_vietnamese",
    )
    yield (
        "tho.txt",
        ("Trăng ơi từ đâu đến, hay từ cánh rừng xa, trăng hồng như quả chín. " * 5).encode(),
        "not_a_report",
    )
    yield "so.txt", b"12.345 678,9\n" * 5000, "not_a_report"
    yield "lon.txt", bytes(MAX_FILE_BYTES + 1), "too_large"
    yield "bom.zip", bomb(), "too_large"
    yield "bom.docx", packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": LAUGHS}), "damaged_file"
    yield "duong_dan.zip", packed({"../../ngoai.txt": b"x" * 100}), "unsafe_archive"


LAUGHS = (
    b'<!DOCTYPE w [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9))
    + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
)
"""A billion laughs: nine entities, each ten times the one before."""


def packed(parts: dict[str, bytes]) -> bytes:
    """A ZIP package; the same parts always make the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def bomb() -> bytes:
    """Three hundred megabytes in three hundred kilobytes."""
    return packed({f"{number}.txt": bytes(30_000_000) for number in range(10)})


def locked_zip() -> bytes:
    """An archive whose one entry says that it is encrypted."""
    data = bytearray(packed({"bao_cao.txt": b"Toan xa co 12 ho"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def locked_pdf() -> bytes:
    """A PDF that wants a password before it shows anything (the standard handler, with a key that nobody has)."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O(" + b"a" * 32 + b")/U(" + b"b" * 32 + b")>>endobj\n"
        b"xref\n0 1\n0000000000 65535 f \n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(cccccccccccccccc)(cccccccccccccccc)]/Size 4>>\nstartxref\n0\n%%EOF\n"
    )
