"""Reports as offices send them, made from a text with LibreOffice: several layouts, all formats.

``python tests/documents.py`` makes the small files under tests/fixtures/documents anew; that needs LibreOffice,
Pillow and the fonts of Liberation. The tests that read whole reports make theirs anew each time, where LibreOffice is
installed.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from ingest.blocks import text_blocks
from ingest.folding import fold

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
NO_OFFICE = "LibreOffice is not installed (apt install libreoffice-writer-nogui): no document can be made here"
HERE = Path(__file__).parent / "fixtures" / "documents"

_NAMESPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
        for name, path in (
            *(
                ("office", "office"),
                ("text", "text"),
                ("table", "table"),
                ("style", "style"),
                ("fo", "xsl-fo-compatible"),
            ),
            *(("draw", "drawing"), ("svg", "svg-compatible")),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report is set."""

    columns: int = 1
    size: int = 14
    indent: str = "1.27cm"
    align: str = "justify"
    space_below: str = "0cm"
    head: str = ""
    foot: str = (
        '<text:p text:style-name="Middle"><text:page-number text:select-page="current">1</text:page-number></text:p>'
    )


ONE_COLUMN = Layout()
TWO_COLUMNS = Layout(
    columns=2,
    size=11,
    indent="0cm",
    align="left",
    space_below="0.15cm",
    head='<text:p text:style-name="Middle">Báo cáo tình hình kinh tế - xã hội</text:p>',
    foot='<text:p text:style-name="Middle">Trang <text:page-number text:select-page="current">1</text:page-number>/'
    "<text:page-count>9</text:page-count></text:p>",
)
LAYOUTS = {"one": ONE_COLUMN, "two": TWO_COLUMNS}


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a report whose lines were cut at a page width, each on one line."""
    return [block.logical.text.replace("|", " ") for block in text_blocks(fold(text), None)]


def letterhead(unit: str) -> str:
    """Two columns without rules, as nearly every report has them at the top."""
    left = [unit.split(",", maxsplit=1)[0], unit.split(",")[1], "Số: 12/BC-UBND"]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ngày 05 tháng 12 năm 2023"]
    cells = "".join(
        f"<table:table-cell>{''.join(paragraph(line, 'Middle') for line in lines)}</table:table-cell>"
        for lines in (left, right)
    )
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    return f'<table:table table:name="Head">{columns}<table:table-row>{cells}</table:table-row></table:table>'


def paragraph(text: str, style: str = "Body") -> str:
    """One paragraph; what looks like markup in ``text`` is text."""
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table with rules, whose first row is repeated on every page."""
    lines = [
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="Ruled">{paragraph(cell, "Cell")}</table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    ]
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return (
        f'<table:table table:name="Annex">{columns}<table:table-header-rows>{lines[0]}</table:table-header-rows>'
        f"{''.join(lines[1:])}</table:table>"
    )


def document(body: Iterable[str], layout: Layout = ONE_COLUMN) -> str:
    """A flat OpenDocument text."""
    columns = f'<style:columns fo:column-count="{layout.columns}" fo:column-gap="0.7cm"/>' if layout.columns > 1 else ""
    font = f'fo:font-size="{layout.size}pt" style:font-name="Liberation Serif"'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Liberation Serif" svg:font-family="'Liberation Serif'"/>
</office:font-face-decls>
<office:styles>
<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties fo:text-align="{layout.align}"
 fo:text-indent="{layout.indent}" fo:margin-bottom="{layout.space_below}"/><style:text-properties {font}/></style:style>
<style:style style:name="Cell" style:family="paragraph"><style:text-properties {font}/></style:style>
<style:style style:name="Middle" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>
<style:text-properties {font}/></style:style>
<style:style style:name="Small" style:family="paragraph"><style:text-properties fo:font-size="{layout.size - 4}pt"
 style:font-name="Liberation Serif"/></style:style>
<text:notes-configuration text:note-class="footnote" text:citation-body-style-name="Raised"
 text:citation-style-name="Raised" style:num-format="1" text:footnotes-position="page"/>
<style:style style:name="Raised" style:family="text"><style:text-properties style:text-position="super 58%"/>
</style:style>
</office:styles>
<office:automatic-styles>
<style:style style:name="Square" style:family="text"><style:text-properties style:text-position="super 58%"/>
</style:style>
<style:style style:name="Ruled" style:family="table-cell">
<style:table-cell-properties fo:border="0.05pt solid #000000"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="3cm" fo:margin-right="2cm">{columns}
</style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:min-height="1cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="1cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">
{f"<style:header>{layout.head}</style:header>" if layout.head else ""}
{f"<style:footer>{layout.foot}</style:footer>" if layout.foot else ""}
</style:master-page></office:master-styles>
<office:body><office:text>{"".join(body)}</office:text></office:body>
</office:document>"""


def report(text: str, layout: Layout) -> str:
    """A whole report in a layout."""
    return document(map(paragraph, paragraphs_of(text)), layout)


def convert(source: Path, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of ``source``: pdf, docx, doc, odt or html."""
    filters = {"docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "html": "html:HTML (StarWriter)"}
    with tempfile.TemporaryDirectory(prefix="soxa-office-") as profile:
        subprocess.run(
            [
                *(OFFICE or "soffice", f"-env:UserInstallation=file://{profile}", "--headless"),
                *("--convert-to", filters.get(kind, kind), "--outdir", str(folder), str(source)),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
    return folder / f"{source.stem}.{kind}"


def write(folder: Path, name: str, source: str) -> Path:
    """``source`` as a flat OpenDocument file."""
    path = folder / f"{name}.fodt"
    path.write_text(source, encoding="utf-8")
    return path


ROWS = [
    ("STT", "Thôn", "Số hộ", "Số khẩu"),
    *((str(number), f"Thôn {number}", str(100 + number), f"1.{number:03d}") for number in range(1, 46)),
]
"""An annex that goes over the end of a page."""

_TRACKED = """<text:tracked-changes><text:changed-region xml:id="a1" text:id="a1"><text:deletion><office:change-info>
<dc:creator>A</dc:creator><dc:date>2023-12-01T00:00:00</dc:date></office:change-info><text:p>77 hộ cũ, </text:p>
</text:deletion></text:changed-region><text:changed-region xml:id="a2" text:id="a2"><text:insertion><office:change-info>
<dc:creator>A</dc:creator><dc:date>2023-12-01T00:00:00</dc:date></office:change-info></text:insertion></text:changed-region>
</text:tracked-changes>"""


def _specimen(*, tracked: bool) -> list[str]:
    """What real reports are made of, on two pages: letterhead, note, raised sign, list, changes, table."""
    changed = (
        'Toàn xã có <text:change text:change-id="a1"/><text:change-start text:change-id="a2"/>2.310 hộ'
        '<text:change-end text:change-id="a2"/> với 8.945 nhân khẩu.'
        if tracked
        else "Toàn xã có 2.310 hộ với 8.945 nhân khẩu."
    )
    note = (
        '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f"{paragraph('Trong đó thu cân đối là 3.000.000.000 đồng.', 'Small')}</text:note-body></text:note>"
    )
    return [
        _TRACKED if tracked else "",
        letterhead("ỦY BAN NHÂN DÂN,XÃ TÂN LẬP"),
        paragraph("BÁO CÁO", "Middle"),
        paragraph("Tình hình kinh tế - xã hội năm 2023", "Middle"),
        paragraph("I. KẾT QUẢ THỰC HIỆN"),
        f'<text:p text:style-name="Body">Tổng thu ngân sách xã đạt 5.120.000.000 đồng{note}, bằng 104,5% dự toán năm; '
        "tổng chi ngân sách xã là 4.800.000.000 đồng, trong đó chi đầu tư phát triển 1.200.000.000 đồng.</text:p>",
        f'<text:p text:style-name="Body">{changed}</text:p>',
        '<text:p text:style-name="Body">Diện tích sân vận động là 1.200 '
        'm<text:span text:style-name="Square">2</text:span>, '
        "đường bê tông mới làm dài 3,5 km.</text:p>",
        "<text:list><text:list-item>" + paragraph("Hộ nghèo còn 41 hộ;") + "</text:list-item>",
        "<text:list-item>" + paragraph("Hộ cận nghèo còn 60 hộ.") + "</text:list-item></text:list>",
        paragraph("PHỤ LỤC: DÂN SỐ CÁC THÔN", "Middle"),
        table(ROWS),
        paragraph("Trên đây là báo cáo của Ủy ban nhân dân xã về tình hình kinh tế - xã hội năm 2023."),
    ]


def main() -> None:
    """Make the committed files."""
    HERE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="soxa-documents-") as place:
        folder = Path(place)
        tracked = write(folder, "specimen", document(_specimen(tracked=True)))
        for kind in ("docx", "doc", "odt"):
            shutil.copy(convert(tracked, kind, folder), HERE)
        plain = document(_specimen(tracked=False))
        for name, layout in LAYOUTS.items():
            source = write(folder, f"specimen_{name}", document(_specimen(tracked=False), layout))
            shutil.copy(convert(source, "pdf", folder), HERE)
        html = convert(write(folder, "specimen", plain), "html", folder)
        shutil.copy(html, HERE)
        scan(HERE / "specimen_one.pdf", HERE / "specimen_scan.png")
        scan(HERE / "specimen_one.pdf", HERE / "specimen_scan.pdf")


def scan(source: Path, target: Path, dpi: int = 300, pages: int = 1) -> None:
    """The first pages of a PDF as a picture, or as a PDF of pictures, as a scanner makes them."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(source) as document:
        count = min(pages, len(document)) if pages else len(document)
        images = [document[number].render(scale=dpi / 72, grayscale=True).to_pil() for number in range(count)]
    if target.suffix == ".pdf":
        images[0].save(target, save_all=True, append_images=images[1:], resolution=dpi, quality=50)
    else:
        images[0].convert("1").save(target, dpi=(dpi, dpi))


if __name__ == "__main__":
    main()
