"""Rows as a spreadsheet: numbers as numbers, words as words, nothing that could be run."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter

# What a sheet holds at most, and its heading beside the data.
MOST_ROWS = 1_048_575
_LONGEST_CELL = 32_767
_WIDTHS = (8, 60)
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def spreadsheet(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    about: Mapping[str, str],
    made: datetime | None = None,
) -> bytes:
    """Write the rows under their columns, and on a second sheet what they are.

    `made` is the moment written into the file, so that the same rows make the same file. Words
    that are longer than a cell may be are cut there, and numbers have sixteen digits.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": (made or _NO_MOMENT).replace(tzinfo=None)})
    heading = book.add_format({"bold": True})
    sheet = book.add_worksheet("rows")
    widths = [len(column) for column in columns]
    sheet.write_row(0, 0, columns, heading)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write(sheet, number, place, value)
            widths[place] = max(widths[place], len(str(value or "")))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width, _WIDTHS[0]), _WIDTHS[1]))
    sheet.freeze_panes(1, 0)
    second = book.add_worksheet("about")
    second.set_column(0, 1, _WIDTHS[1])
    for number, (name, words) in enumerate(about.items()):
        second.write_string(number, 0, name, heading)
        second.write_string(number, 1, words[:_LONGEST_CELL])
    book.close()
    return file.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, number: int, place: int, value: object) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(number, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(number, place, value)
    else:
        sheet.write_string(number, place, str(value)[:_LONGEST_CELL])
