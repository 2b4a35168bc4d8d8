"""The fixed parts of the xlsx package a register is streamed into (ECMA-376), and its few styles."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# Every sheet is "the default of .xml", so that this part can stand first in the file, where sniffers look for it,
# before it is known how many sheets the rows will fill.
CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
ROOT_RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)

# Places of the styles in `cellXfs`; the text styles are followed by their "quoted" twins, which Excel keeps as text
# also after somebody edits the cell.
PLAIN, TITLE, SUBTITLE, HEADING, TEXT, QUOTED_TEXT, COUNT, DATE, YEAR, CENTRED, QUOTED_CENTRED = range(11)
_XFS = (
    (0, 0, 0, 0, ""),
    (0, 1, 0, 0, '<alignment horizontal="left" vertical="center"/>'),
    (0, 2, 0, 0, '<alignment horizontal="left" vertical="center"/>'),
    (0, 3, 2, 1, '<alignment horizontal="center" vertical="center" wrapText="1"/>'),
    (49, 0, 0, 1, '<alignment vertical="top" wrapText="1"/>'),
    (49, 0, 0, 1, '<alignment vertical="top" wrapText="1"/>'),
    (164, 0, 0, 1, '<alignment horizontal="right" vertical="top"/>'),
    (165, 0, 0, 1, '<alignment horizontal="center" vertical="top"/>'),
    (1, 0, 0, 1, '<alignment horizontal="center" vertical="top"/>'),
    (49, 0, 0, 1, '<alignment horizontal="center" vertical="top" wrapText="1"/>'),
    (49, 0, 0, 1, '<alignment horizontal="center" vertical="top" wrapText="1"/>'),
)


def styles() -> str:
    """The styles part: Times New Roman 12, thin boxes, Vietnamese number format, dates dd/mm/yyyy."""
    face = '<name val="Times New Roman"/><family val="1"/>'
    edge = "".join(
        f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom")
    )
    quoted = ' quotePrefix="1"'
    xfs = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        f"{quoted if place in (QUOTED_TEXT, QUOTED_CENTRED) else ''}>{alignment}</xf>"
        for place, (number, font, fill, border, alignment) in enumerate(_XFS)
    )
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}">'
        '<numFmts count="2"><numFmt numFmtId="164" formatCode="[$-42A]#,##0"/>'
        '<numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts>'
        f'<fonts count="4"><font><sz val="12"/>{face}</font><font><b/><sz val="13"/>{face}</font>'
        f'<font><i/><sz val="13"/>{face}</font><font><b/><sz val="12"/>{face}</font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/><bgColor indexed="64"/></patternFill></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{edge}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_XFS)}">{xfs}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def workbook(sheets: Sequence[tuple[str, Sequence[str], str]]) -> str:
    """The workbook part of sheets (name, columns and rows that repeat on paper, filtered range)."""
    tabs, names = [], []
    for n, (name, repeated, filtered) in enumerate(sheets):
        tabs.append(f'<sheet name={quoteattr(name)} sheetId="{n + 1}" r:id="rId{n + 1}"/>')
        quoted = escape("'" + name.replace("'", "''") + "'")
        hidden = f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">{quoted}!{filtered}</definedName>'
        names.append((0, n, hidden))
        titles = ",".join(f"{quoted}!{part}" for part in repeated)
        printed = f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{titles}</definedName>'
        names.append((1, n, printed))
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(tabs)}</sheets>'
        f"<definedNames>{''.join(text for _kind, _n, text in sorted(names))}</definedNames></workbook>"
    )


def workbook_relations(count: int) -> str:
    """The relations of a workbook of `count` sheets."""
    sheets = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    styles = f'<Relationship Id="rId{count + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{sheets}{styles}</Relationships>'


def core_properties(title: str) -> str:
    """The title of the file, as its properties show it."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>vi</dc:language></cp:coreProperties>"
    )
