"""What the parts of a workbook say of one another: its sheets, shared texts and styles."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from posixpath import dirname, join, normpath

from graph_data.reading.archive import Archive, unpacking
from graph_data.reading.xlsx.cells import Context, Row, rows_of
from graph_data.reading.xlsx.dates import Shown, shown_as
from graph_data.reading.xlsx.parts import Part, text_of, whole_number

__all__ = ["Book", "open_book"]


class Book:
    """A workbook whose sheets can be read.

    Attributes:
        sheets: names of the sheets of cells, in their order.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        # Some programs write the names of parts in other letters than they refer to them by.
        self._names = {name.lower(): name for name in archive.names}
        if len(self._names) < len(archive.names):
            raise ValueError("two files of one name in the archive")
        main = next(iter(self._relations("").of("officeDocument").values()), None)
        if main is None:
            raise ValueError("no workbook in it")
        relations = self._relations(main)
        listed = _Sheets()
        self._read(listed, main)
        parts = relations.of("worksheet")
        self._parts = {name: parts[relation] for name, relation in listed.sheets if relation in parts}
        self.sheets = tuple(self._parts)
        texts, styles = _Texts(), _Styles()
        for kind, part in (("sharedStrings", texts), ("styles", styles)):
            for target in relations.of(kind).values():
                self._read(part, target)
        self._context = Context(texts.texts, styles.shown, listed.from_1904)

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet; see graph_data.reading.xlsx.cells.rows_of."""
        name = self._named(self._parts[sheet])
        return rows_of(name, self._archive.pieces(name), self._context)

    def _read(self, part: Part, name: str) -> None:
        part.read(name, self._archive.pieces(self._named(name)))

    def _named(self, name: str) -> str:
        if name.lower() not in self._names:
            raise ValueError(f"part {name[:80]!r} is missing")
        return self._names[name.lower()]

    def _relations(self, part: str) -> "_Relations":
        """Return what a part refers to, the whole file when it is blank."""
        found = _Relations(dirname(part))
        self._read(found, join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels"))
        return found


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """Open a workbook for as long as its sheets are read.

    Raises:
        InvalidDataset: no workbook, damaged, or beyond the limits; see graph_data.reading.archive.
    """
    with unpacking(path, _is_markup) as archive:
        yield Book(archive)


def _is_markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


class _Relations(Part):
    """What a part refers to, by kind and id."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self._found: list[tuple[str, str, str]] = []

    def of(self, kind: str) -> dict[str, str]:
        """Return names of parts by id, of those of a kind."""
        return {key: target for found, key, target in self._found if found == kind}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = normpath(join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            self._found.append((kind, attributes.get("Id", ""), target))


class _Sheets(Part):
    """The names of sheets with the ids of their parts, and on which day counting begins."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in {"1", "true"}


class _Texts(Part):
    """Texts that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._runs: list[str] = []
        self._spoken = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 -- the elements have none of meaning
        """Take the beginning of an element."""
        if name == "si":
            self._runs = []
        elif name == "rPh":  # how the text is spoken
            self._spoken += 1

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "t" and not self._spoken:
            self._runs.append(self.text)
        elif name == "rPh":
            self._spoken -= 1
        elif name == "si":
            self.texts.append(text_of("".join(self._runs)))


class _Styles(Part):
    """As what each style shows numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Shown] = []
        self._codes: dict[int, str] = {}
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "numFmt":
            self._codes[whole_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = whole_number(attributes.get("numFmtId", "0"))
            self.shown.append(shown_as(number, self._codes.get(number)))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "cellXfs":
            self._inside = False
