"""The cells of Excel workbooks, read piece by piece within limits, whatever a workbook declares of itself."""

from graph_data.reading.xlsx.book import Book, open_book
from graph_data.reading.xlsx.cells import Cell, Finding, Row

__all__ = ["Book", "Cell", "Finding", "Row", "open_book"]
