"""Writes a dataset folder to begin with: the bundled vocabulary, an empty table of everything else, and a workbook."""

from collections.abc import Sequence
from pathlib import Path

from graph_data.dataset import About, Dataset
from graph_data.tables import TABLES
from graph_data.writing.atomic import new_folder
from graph_data.writing.folder import write_tables
from graph_data.writing.workbook import write_workbook

__all__ = ["write_template"]

_README = """\
# {title}

A dataset of partners and value chains. Write down what you know in one of two ways:

* open `workbook.xlsx` in Excel or LibreOffice, fill the sheets, save it, then run
  `synergraph import tables {folder}/workbook.xlsx --into {folder}`;
* or fill the `.csv` files in a spreadsheet or a text editor.

Then run `synergraph validate {folder}`. It names each mistake with its place, and what to write instead.
`synergraph serve {folder}` shows the result.

Good to know:

* Begin with `sources.csv`: where what you know comes from. Then `clusters.csv`, `smes.csv`, `institutions.csv` and
  `partnerships.csv`: who there is. Then `links.csv`: who works in what, with whom, and where.
* An id names its kind: `cluster:some-name`, `sme:some-name`. Never use one again for something else.
* Leave blank what you do not know. Do not write 0.
* Sectors, technologies, regions and countries are there already; the drop-downs of the workbook offer them.
* Importing adds rows. To change one that was imported before, add `--replace`; to remove one, delete it in its `.csv`.
* Each heading of the workbook has a note that says what its column holds.
* `datapackage.yaml` says what the dataset is called, its licence and how to cite it: write your own words there, or in
  the sheet `dataset` of the workbook.

The tables:

{tables}
"""


def write_template(folder: Path, vocabulary: Dataset) -> Dataset:
    """Write a template into a folder that is new or empty, and return the dataset in it.

    Args:
        folder: where; its name is the dataset's.
        vocabulary: what the dataset begins with, for drop-downs to offer.
    """
    name = folder.resolve().name
    dataset = vocabulary.described(
        About(
            name=name,
            title=f"{name}: write the title here",
            licence="Write the address of the licence here.",
            citation="Write here how to cite the dataset.",
        )
    )
    with new_folder(folder, lambda _: True) as aside:
        write_tables(dataset, aside)
        for table in TABLES:
            if not dataset.rows(table):
                _write(aside / f"{table.name}.csv", ",".join(column.name for column in table.columns) + "\n")
        write_workbook(dataset, aside / "workbook.xlsx")
        tables = [f"* `{table.name}.csv`: {_listed([column.name for column in table.columns])}" for table in TABLES]
        text = _README.format(title=name, folder=folder, tables="\n".join(tables))
        _write(aside / "README.md", text)
    return dataset


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
