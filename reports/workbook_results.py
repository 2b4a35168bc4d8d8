"""Saving a workbook with the results of its formulas beside them.

openpyxl writes formulas without results. Excel and LibreOffice calculate on opening, but previews (telephones, chat, mail)
and readers of values show empty totals: so the results are put in after saving, cell by cell.
"""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import BinaryIO

from openpyxl import Workbook as Book

# Exactly what openpyxl writes for a formula: an empty <v>, self-closed or not.
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)<v ?(?:/>|></v>)</c>')


def save_with_results(
    book: Book, results: Mapping[int, Mapping[str, int | float | str]], out: str | BinaryIO
) -> None:
    """Save to a path or binary file; `results` holds, by sheet position and cell reference, what formulas give."""
    plain = BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        sheets = {f"xl/worksheets/sheet{position + 1}.xml": found for position, found in results.items()}
        for member in source.infolist():
            content = source.read(member)
            if member.filename in sheets:
                content = _with_results(content.decode(), sheets[member.filename]).encode()
            target.writestr(member.filename, content)


def _with_results(xml: str, results: Mapping[str, int | float | str]) -> str:
    def fill(match: re.Match) -> str:
        place, attributes, formula = match.groups()
        result = results[place]
        if isinstance(result, str):
            return f'<c r="{place}"{attributes} t="str">{formula}<v>{result}</v></c>'
        return f'<c r="{place}"{attributes}>{formula}<v>{result!r}</v></c>'

    return _FORMULA.sub(fill, xml)
