"""write_register(): any number of rows into an xlsx file, streamed, in constant memory."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from reports import workbook as w
from reports.export import package_parts as parts
from reports.export.row_stream import blocks, letters, safe

ROWS_A_SHEET = 1_000_000  # Excel holds 1.048.576
HEADING_ROW = 4  # under the title, the subtitle and an empty row
FAST = 1  # zlib level


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column of a register: its heading, what it holds (a kind of reports.workbook), its width in characters and, for
    values that stand for words, the word of each."""

    label: str
    kind: str = w.TEXT
    width: float = 12
    words: Mapping[str, str] | None = None


def write_register(
    out: str | BinaryIO,
    columns: Sequence[RegisterColumn],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    subtitle: str = "",
    sheet_name: str = "Sổ đăng ký",
    repeated_columns: int = 0,
) -> int:
    """Write rows (one value a column) to a path or a binary file; return how many.

    Texts stay texts, numbers and dates stay what they are. `out` need not be seekable. Rows beyond a million go on in
    further sheets under the same heading. With `repeated_columns` the sheet prints on two pages across, the first
    columns standing on both; else on one.
    """
    shapes = [(column.kind, column.width, column.words) for column in columns]
    opening = _opening(columns, title, subtitle).encode()
    across = 2 if repeated_columns else 1
    repeated = ([f"$A:${letters(repeated_columns - 1)}"] if repeated_columns else []) + [
        f"${HEADING_ROW}:${HEADING_ROW}"
    ]
    written, sheets = 0, []
    rest = iter(rows)
    ahead = list(islice(rest, 1))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as package:
        package.writestr("[Content_Types].xml", parts.CONTENT_TYPES)
        package.writestr("_rels/.rels", parts.ROOT_RELATIONS)
        while ahead or not sheets:
            number = len(sheets) + 1
            with package.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                part.write(opening)
                count = 0
                for found, xml in blocks(islice(chain(ahead, rest), ROWS_A_SHEET), shapes, HEADING_ROW + 1):
                    part.write(xml)
                    count += found
                last = f"{letters(len(columns) - 1)}${HEADING_ROW + count}"
                part.write(_closing(f"A{HEADING_ROW}:{last.replace('$', '')}", across).encode())
            name = sheet_name if number == 1 else f"{sheet_name} ({number})"
            sheets.append((name, repeated, f"$A${HEADING_ROW}:${last}"))
            written += count
            ahead = list(islice(rest, 1))
        package.writestr("xl/workbook.xml", parts.workbook(sheets))
        package.writestr("xl/_rels/workbook.xml.rels", parts.workbook_relations(len(sheets)))
        package.writestr("xl/styles.xml", parts.styles())
        package.writestr("docProps/core.xml", parts.core_properties(title))
    return written


def _opening(columns: Sequence[RegisterColumn], title: str, subtitle: str) -> str:
    """A sheet up to its first row of data: view, widths, title rows and the heading."""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>'
        for n, column in enumerate(columns, 1)
    )
    heading = "".join(
        _text(f"{letters(n)}{HEADING_ROW}", parts.HEADING, column.label) for n, column in enumerate(columns)
    )
    return (
        f'{parts.HEAD}<worksheet xmlns="{parts.MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane ySplit="{HEADING_ROW}" topLeftCell="A{HEADING_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
        f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15.75"/><cols>{widths}</cols><sheetData>'
        f'<row r="1" ht="22" customHeight="1">{_text("A1", parts.TITLE, title)}</row>'
        f'<row r="2" ht="20" customHeight="1">{_text("A2", parts.SUBTITLE, subtitle)}</row>'
        f'<row r="{HEADING_ROW}" ht="36" customHeight="1">{heading}</row>'
    )


def _closing(table: str, across: int) -> str:
    """A sheet after its last row: filter over the table, A4 landscape, page numbers."""
    return (
        f'</sheetData><autoFilter ref="{table}"/><printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.591" right="0.591" top="0.787" bottom="0.787" header="0.394" footer="0.394"/>'
        f'<pageSetup paperSize="9" orientation="landscape" fitToWidth="{across}" fitToHeight="0" pageOrder="overThenDown"/>'
        '<headerFooter><oddFooter>&amp;R&amp;"Times New Roman,Regular"&amp;11&amp;P/&amp;N</oddFooter></headerFooter>'
        f'<ignoredErrors><ignoredError sqref="{table}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def _text(place: str, style: int, text: str) -> str:
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe(str(text))}</t></is></c>'
    )
