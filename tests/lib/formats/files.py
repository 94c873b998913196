"""Files made for tests: tables as CSV and XLSX, and workbooks put together part by part."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from jiwar.lib.formats import delimited, workbooks
from jiwar.lib.formats.tables import Cell

COLUMNS = (
    "cas_ExternalId", "prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_Gender", "prs_Citizenship",
    "prs_NumberOfChildren", "vic_TraffickingStatus", "vic_MethodsOfControl", "cas_Status", "con_Consent",
    "spl_Objectives",
)  # fmt: skip
ROWS = (
    ("T-1", "ليلى", "المثال", "1990-01-31", "Feminine", "JOR", "2", "PossibleVictimOfTrafficking",
     "DebtBondage;WithholdsDocuments", "Active", "true", "عمل آمن، ثم سكن"),
    ("T-2", "Sami", "Example-Two", "", "NonSpecifiedUnknown", "EGY;SDN", "", "ActualVictimOfTrafficking",
     "RestrictsMovement", "ClosedReferred", "false", "=1+1"),
    ("T-3", "Noor", "O'Example", "2001-12-05", "", "", "0", "", "", "", "", 'says "later", and more\nbelow'),
)  # fmt: skip
PARTS = {
    "[Content_Types].xml": """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""",
    "_rels/.rels": """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>""",
    "xl/workbook.xml": """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>""",
}
SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>"""


def csv_of(rows: Sequence[Sequence[str]] = (COLUMNS, *ROWS)) -> bytes:
    return delimited.written(rows)


def xlsx_of(rows: Sequence[Sequence[Cell]] = (COLUMNS, *ROWS)) -> bytes:
    return workbooks.written(rows, name="HTCDS", right_to_left=False)


def workbook(cells: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook whose only sheet holds this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": SHEET.format(cells), **(more or {})}.items():
            archive.writestr(name, text)
    return out.getvalue()
