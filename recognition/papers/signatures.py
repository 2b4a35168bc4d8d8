"""The foot of a paper: who receives it at the left, who signs at the right, in whose name."""

from dataclasses import dataclass

from recognition.choices import SigningAs
from recognition.papers.tables import a_row, a_table, margins_of
from recognition.papers.typesetting import CENTER, TEXT_WIDTH, Words, write
from units.choices import HeaderStyle

_PREFIXES = {SigningAs.ON_BEHALF: "T/M", SigningAs.DEPUTY: "K/T", SigningAs.BY_ORDER: "T/L"}


@dataclass(frozen=True, slots=True)
class SigningBlock:
    """`title` is the signer's own, in any letters; `on_behalf` whom she signs for, where `signing_as` is not HEAD."""

    title: str
    name: str = ""
    signing_as: str = SigningAs.HEAD
    on_behalf: str = ""

    def lines(self, style: str) -> list[str]:
        """The lines over the signature, with a slash by Party bodies ("K/T TRƯỞNG BAN") and dots by the others."""
        prefix = _PREFIXES.get(SigningAs(self.signing_as), "")
        if not prefix:
            return [self.title.upper()]
        if style == HeaderStyle.STATE:
            prefix = prefix.replace("/", "") + "."
        return [f"{prefix} {self.on_behalf.upper()}".strip(), self.title.upper()]


def write_signature(document, block: SigningBlock, *, recipients: str, style: str, width: float = TEXT_WIDTH) -> None:
    """`recipients`: a line each, as "- Như Điều 3,"."""
    table = a_table(document, (width * 0.48, width * 0.52))
    margins_of(table, sides=0.5, ends=0)
    received, signed = a_row(table)
    named = Words("Nơi nhận:", underlined=True) if style == HeaderStyle.PARTY else Words("Nơi nhận:", bold=True, italic=True, size=12)
    write(received, named)
    for line in filter(None, (line.strip() for line in recipients.split("\n"))):
        write(received, Words(line, size=12 if style == HeaderStyle.PARTY else 11))
    lines = block.lines(style)
    for number, line in enumerate(lines, 1):
        write(signed, Words(line, bold=number == 1 or len(lines) > 1), align=CENTER, keep_with_next=True)
    for _line in range(5):
        write(signed, align=CENTER, keep_with_next=True)
    write(signed, Words(block.name, bold=True), align=CENTER)
