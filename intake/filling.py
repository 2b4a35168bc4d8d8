"""Cells that speak through another: merged down over several rows, or "nt" (như trên) for the one above."""

from django.utils.translation import gettext as _

from intake.findings import Findings
from intake.sheets import Sheet, Value
from intake.tables import Table
from vietnamese.folding import fold

# A merged or repeated amount or tick would be counted once for each row, so those columns are left alone.
_FILLED_DOWN = ("district", "commune", "unit", "organisation", "address", "field", "level", "phase", "kind")
_FILLED_DOWN += (
    "decision_number",
    "decision_date",
    "issuing_body",
    "person_in_charge",
    "work_phone",
    "recognised_level",
)
# A dash under a decision means "none", not "the same": repeating it would invent a recognition.
_DASH_REPEATS = (
    "district",
    "commune",
    "unit",
    "organisation",
    "field",
    "level",
    "phase",
    "kind",
    "issuing_body",
)
_DITTO_WORDS = frozenset({"nt", "n t", "nhu tren", "nhutren"})
_DITTO_MARKS = frozenset({'"', "''", "″", "〃", "”", "-nt-", '-"-'})
_DASHES = frozenset({"-", "–", "—", "--"})


def fill_merged_cells(sheet: Sheet, mapping: dict[str, int], data_from: int) -> None:
    """Gives each row below a vertical merge the value of its first row, in columns where that is what is meant."""
    filled = {mapping[key] for key in _FILLED_DOWN if key in mapping}
    for top, left, bottom, _right in sheet.merged:
        if top >= data_from and bottom > top and left in filled and bottom < len(sheet.rows):
            for row in range(top + 1, bottom + 1):
                if sheet.rows[row][left] is None:
                    sheet.rows[row][left] = sheet.rows[top][left]


def without_dittos(table: Table, key: str, repairs: Findings) -> list[Value]:
    """The column with each "nt" replaced by the value above, said aloud; a dash repeats only where it can mean that,
    and is otherwise an empty cell."""
    values = table.column(key)
    above: Value = None
    for row, value in enumerate(values):
        if isinstance(value, str) and len(value) <= 12 and (kind := _ditto(value)):
            if above is not None and (kind == "word" or key in _DASH_REPEATS):
                value = values[row] = above
                repairs.add(
                    row, key, _("“nt” được thay bằng giá trị của dòng trên: %(text)s") % {"text": above}
                )
            elif kind == "dash":
                value = values[row] = None
        if value is not None:
            above = value
    return values


def _ditto(text: str) -> str:
    bare = text.strip()
    if bare in _DASHES:
        return "dash"
    return "word" if bare in _DITTO_MARKS or fold(bare) in _DITTO_WORDS else ""
