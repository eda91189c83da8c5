"""Workbooks for tests, as a person leaves them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

Rows = list[list[Any]]
Save = Callable[..., Path]

ABOUT: Rows = [["name", "title", "licence", "citation"], ["small", "Small", "https://licence.example", "Small."]]
SOURCES: Rows = [["id", "title", "origin"], ["page", "A page", "STATED"]]


@pytest.fixture
def save_workbook(tmp_path: Path) -> Save:
    """Return a function that writes a workbook of sheets, as a person leaves it: numbers, dates, formulas."""

    def save(sheets: Mapping[str, Rows], merged: str = "", **settings: object) -> Path:
        path = tmp_path / "members.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", **settings}) as book:
            for name, rows in {"dataset": ABOUT, "sources": SOURCES, **sheets}.items():
                sheet = book.add_worksheet(name)
                for line, row in enumerate(rows):
                    sheet.write_row(line, 0, row)
                if merged and name == "clusters":
                    sheet.merge_range(merged, "A")
        return path

    return save
