"""What a format of export is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.tables import Table

__all__ = ["Format"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form in which a dataset leaves: a folder of one file a table, or one file; exactly one of the writers is given.

    Attributes:
        name: as `--format` takes it.
        ending: of its files, with the dot.
        media_type: of one of its files.
        holds: what it is, in a line for people.
        whole: whether reading it again gives the same version.
        reproducible: whether its bytes follow from the version alone, whatever machine and packages write them.
        table: yields the bytes of one table, for a format that is a folder.
        file: writes everything into a file that is not there yet, for a format that is one file.
    """

    name: str
    ending: str
    media_type: str
    holds: str
    whole: bool
    reproducible: bool = False
    table: Callable[[Dataset, Table], Iterator[bytes]] | None = None
    file: Callable[[Dataset, Path], None] | None = None

    def table_writer(self) -> Callable[[Dataset, Table], Iterator[bytes]]:
        """Return `table`.

        Raises:
            ValueError: the format is one file.
        """
        if self.table is None:
            raise ValueError(f"{self.name} is one file, not a file a table")
        return self.table
