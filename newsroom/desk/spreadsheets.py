"""A table as a file that people open in Excel: CSV, or a workbook. Plain values in, bytes out."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel takes a cell for a formula by its first character, in some languages also by the full-width one.
STARTS_A_FORMULA = tuple("=+-@＝＋－＠")
CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")  # what a workbook cannot hold, and what breaks a line
# Neither a name of two characters nor a long unit should make its column unreadable; in Latin letters.
NARROWEST, WIDEST = 8, 40

Value = str | Fraction


@dataclass(frozen=True)
class Table:
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    foot: Sequence[Sequence[Value]] = ()
    notes: Sequence[str] = field(default=())  # in words, under the table


def csv_of(table: Table) -> bytes:
    """In UTF-8, with the mark by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in [table.head, *table.rows, *table.foot]:
        writer.writerow([_harmless(value) if isinstance(value, str) else _number(value) for value in row])
    writer.writerows([[], *([_harmless(note)] for note in table.notes)])
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(table: Table) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = re.sub(r"[\[\]:*?/\\']", "-", _harmless(table.title))[:31]
    for number, row in enumerate([table.head, *table.rows, *table.foot], start=1):
        for column, value in enumerate(row, start=1):
            _write(sheet.cell(number, column), value)
    last = 1 + len(table.rows) + len(table.foot)
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        cell.border = Border(bottom=Side("thin"))
    for number in range(last - len(table.foot) + 1, last + 1):
        for cell in sheet[number]:
            cell.font, cell.border = Font(bold=True), Border(top=Side("thin"))
    for column in range(1, len(table.head) + 1):
        widths = [_width(row[column - 1]) for row in [table.head, *table.rows, *table.foot]]
        sheet.column_dimensions[get_column_letter(column)].width = max(NARROWEST, min(WIDEST, max(widths) + 2))
    for number, note in enumerate(table.notes, start=last + 2):
        _write(sheet.cell(number, 1), note)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = table.title.replace("&", "&&")
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _write(cell: Cell, value: Value) -> None:
    if isinstance(value, Fraction):
        cell.value = _number(value)
        cell.number_format = "0" if value.denominator == 1 else "0.00"
        return
    cell.value = _harmless(value)
    cell.data_type = "s"


def _number(value: Fraction) -> int | float:
    """Unrounded, so that who adds up the column comes to the whole again."""
    return value.numerator if value.denominator == 1 else float(value)


def _harmless(text: str) -> str:
    text = CONTROL.sub(" ", text)
    return f"'{text}" if text.lstrip().startswith(STARTS_A_FORMULA) else text


def _width(value: Value) -> int:
    if isinstance(value, Fraction):
        return NARROWEST
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in value)
