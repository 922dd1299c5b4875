"""Files of a table: they open in Excel, their numbers are numbers, and no name in them becomes a formula."""

import csv
import io
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from newsroom.desk.spreadsheets import Table, csv_of, xlsx_of

HALF, ONE, NONE = Fraction(1, 2), Fraction(1), Fraction(0)
TABLE = Table(
    title="用稿统计 2026年3月",
    head=["姓名", "单位", "稿件合计"],
    rows=[["王小满", "文苑街道办事处", HALF], ["李谷雨", "", Fraction(3, 2)]],
    foot=[["合计", "", Fraction(2)]],
    notes=["合作署名按人数均分。"],
)
FORMULAS = ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠a"]


def with_name(name: str) -> Table:
    return Table(title="表", head=["姓名"], rows=[[name]])


def csv_rows(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_of(table).decode("utf-8-sig"))))


def sheet_of(table: Table):
    return load_workbook(io.BytesIO(xlsx_of(table))).active


def test_a_csv_file_carries_the_mark_by_which_excel_knows_utf_8():
    assert csv_of(TABLE).startswith(b"\xef\xbb\xbf")


def test_the_rule_stands_in_both_files_below_the_table():
    assert csv_rows(TABLE)[3:] == [["合计", "", "2"], [], ["合作署名按人数均分。"]]
    assert [cell.value for cell in sheet_of(TABLE)["A"]][3:] == ["合计", None, "合作署名按人数均分。"]


def test_numbers_are_numbers():
    rows = list(sheet_of(TABLE).iter_rows(min_row=2, max_row=4, min_col=3, max_col=3))
    assert [(cell.value, cell.data_type) for (cell,) in rows] == [(0.5, "n"), (1.5, "n"), (2, "n")]
    assert [cell.number_format for (cell,) in rows] == ["0.00", "0.00", "0"]


@pytest.mark.parametrize("names", [3, 6, 7, 11])
def test_who_adds_up_the_parts_in_a_file_comes_to_the_whole(names):
    table = Table(title="表", head=["稿件"], rows=[[Fraction(1, names)]] * names)
    assert sum(float(row[0]) for row in csv_rows(table)[1 : names + 1]) == pytest.approx(1, abs=1e-12)
    assert sum(cell.value for cell in sheet_of(table)["A"][1:]) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_becomes_a_formula(name):
    assert csv_rows(with_name(name))[1][0].startswith("'")
    cell = sheet_of(with_name(name))["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


@pytest.mark.parametrize("name", ["程墨言", "#N/A", "a\x0bb", '“甲”,"乙"', "a\nb", "\x00", "'甲", "2026-03"])
def test_any_other_name_goes_in_as_text(name):
    assert len(csv_rows(with_name(name))[1]) == 1
    assert sheet_of(with_name(name))["A2"].data_type == "s"


def test_the_head_stays_in_sight_and_columns_are_as_wide_as_their_words():
    sheet = sheet_of(TABLE)
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["B"].width == 16
    assert sheet.column_dimensions["A"].width >= 8
    long = sheet_of(with_name("某" * 60))
    assert long.column_dimensions["A"].width == 40


@pytest.mark.parametrize("title", ["2026/03: [甲] 'b'?*\\", "某" * 50, "甲&乙"])
def test_any_title_is_a_title(title):
    assert len(sheet_of(Table(title=title, head=["甲"], rows=[])).title) <= 31


def test_an_empty_table_is_a_file_too():
    assert csv_rows(Table(title="表", head=["姓名"], rows=[], notes=["无。"])) == [["姓名"], [], ["无。"]]
