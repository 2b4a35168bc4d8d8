"""What is said about a row: why it is refused, what was repaired, what was not recorded."""

from dataclasses import dataclass, field

from intake.columns import BY_KEY


@dataclass(frozen=True)
class Finding:
    """``column`` is the canonical key the sentence is about, "" for the whole row."""

    column: str
    sentence: str


@dataclass
class Findings:
    """Sentences by row (counted from 0 among the data rows). Most rows have none."""

    by_row: dict[int, list[Finding]] = field(default_factory=dict)

    def add(self, row: int, column: str, sentence: str) -> None:
        self.by_row.setdefault(row, []).append(Finding(column, sentence))

    def of(self, row: int) -> list[Finding]:
        return self.by_row.get(row, [])

    def sentences(self, row: int) -> list[str]:
        """What is said about the row, each sentence naming its column."""
        return [in_words(finding) for finding in self.of(row)]

    def __contains__(self, row: int) -> bool:
        return row in self.by_row


def in_words(finding: Finding) -> str:
    """ "Lĩnh vực: …" where the sentence is about one column."""
    column = BY_KEY.get(finding.column)
    return f"{column.label}: {finding.sentence}" if column else finding.sentence
