"""The one Excel writer of formatted reports: a list of sheets, declared as data, becomes a workbook to print and file.

Layout: an appendix table as Party offices print it (Hướng dẫn 05-HD/VPTW and the offices' own registers): A4 landscape,
Times New Roman, letterhead in two columns, title, unit of measure at the right, heading rows that repeat on each page with
a row of column numbers, "Tổng cộng" in bold, notes, signatures. Figures stay numbers, sums and rates stay formulas.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from reports.workbook_formulas import Formula, Number

# What a column holds decides its alignment and number format.
# A share is a part of 1; growth is one with its sign; points are hundredths between two shares, 0.6 for 0.6 percentage points.
TEXT, ORDINAL, CODE, COUNT, DECIMAL, CHANGE, SHARE, GROWTH, POINTS, DATE, YEAR = (
    "text", "ordinal", "code", "count", "decimal", "change", "share", "growth", "points", "date", "year"
)  # fmt: skip

# How a row is printed: plain, a group heading (Roman numeral), a sum among the rows, a line beside the units.
PLAIN, GROUP, STRONG, ASIDE, TOTAL = "plain", "group", "strong", "aside", "total"

PARTY, STATE = "party", "state"


class DoesNotAddUp(ValueError):
    """A figure given with a sheet differs from what its formula gives: the sheet must not be written."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The office that makes the report: `superior` prints over `issuer`, in `style` "party" or "state"."""

    issuer: str
    superior: str = ""
    style: str = PARTY
    place: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `groups` are the headings above its label, outermost first; `formula` fills every row of it."""

    key: str
    label: str
    kind: str = TEXT
    width: float = 9
    groups: tuple[str, ...] = ()
    formula: Formula | None = None
    adds_up: bool = (
        True  # figures that cannot be added (distinct models over years) give their total as it is
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A row: cells by column key; a Formula among them names cells as "column" or "column:key of a row"."""

    cells: Mapping[str, Any]
    look: str = PLAIN
    key: str = ""
    kinds: Mapping[str, str] = field(
        default_factory=dict
    )  # other kinds than the columns': rates among counts
    given: Mapping[str, Number] = field(
        default_factory=dict
    )  # figures of the engine that its formulas must agree with


@dataclass(frozen=True, slots=True)
class Total:
    """The "Tổng cộng" row: figures of the engine by column key; sums are written as formulas and must agree."""

    label: str
    figures: Mapping[str, Number]
    label_column: str = ""  # where the label stands; the first text column when empty


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature block: the office held, and the name when it is known."""

    office: str
    hint: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed table. `name` is the tab; every text is printed as it stands."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    subtitles: Sequence[str] = ()
    label: str = ""  # "Phụ lục 1"
    attached_to: str = ""  # "(kèm theo Báo cáo số …, ngày …)"
    letterhead: Letterhead | None = None
    measured_in: str = ""  # "ĐVT: mô hình"
    total: Total | None = None
    notes: Sequence[str] = ()
    signatures: Sequence[Signature] = ()
    numbered_columns: bool = True
    footer: str = ""
    portrait: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds: its sheets in order, and the title kept in its properties."""

    title: str
    sheets: Sequence[Sheet] = field(default_factory=tuple)
    author: str = ""


def write_workbook(workbook: Workbook, out: str | BinaryIO) -> None:
    """Write the workbook to a path or a binary file; raise DoesNotAddUp before anything is written."""
    from reports.workbook_layout import build  # the layout reads these declarations
    from reports.workbook_results import save_with_results

    book, results = build(workbook)
    save_with_results(book, results, out)
