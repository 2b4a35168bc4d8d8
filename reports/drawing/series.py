"""The values that charts and their tables are made from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.drawing.figures import count_text


@dataclass(frozen=True)
class Mark:
    """One figure. value None means that there is no figure, which is not zero; href leads to the records behind it."""

    value: float | None
    href: str = ""
    text: str = ""

    def __str__(self) -> str:
        return self.text or count_text(None if self.value is None else int(self.value))


def counted(number: int, href: str) -> Mark:
    """A count with its way to the records; nothing leads on from none."""
    return Mark(number, href if number else "")


@dataclass(frozen=True)
class Series:
    """One name with a figure for each label of the chart. css: the class that colours it, as "field-economy"."""

    label: str
    css: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class DataRow:
    label: str
    cells: tuple[Mark, ...]


@dataclass(frozen=True)
class DataTable:
    """The figures of a drawing as a table: the same values, the same links."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[DataRow, ...] = field(default=())


def data_table(caption: str, corner: str, labels: Sequence[str], series: Sequence[Series]) -> DataTable:
    """One row for each label, one column for each series; corner heads the column of labels."""
    return DataTable(
        caption=caption,
        heads=(corner, *(one.label for one in series)),
        rows=tuple(
            DataRow(label, tuple(one.marks[place] for one in series)) for place, label in enumerate(labels)
        ),
    )
