"""Adds graphs and vocabularies of others to a dataset folder, merged with what is there as tables are."""

from collections.abc import Sequence
from pathlib import Path

from graph_data.collector import paused
from graph_data.dataset import Dataset
from graph_data.importers.graphml import add_graphml
from graph_data.importers.report import Finding
from graph_data.importers.skos import add_vocabulary
from graph_data.merging import beginning, merge
from graph_data.ontology import EntityKind
from graph_data.reading.contents import Contents
from graph_data.writing.atomic import prepare

__all__ = ["import_graphml", "import_vocabularies"]


def import_graphml(files: Sequence[Path], into: Path, *, replace: bool = False) -> tuple[Dataset, list[Finding]]:
    """Add the nodes and edges of GraphML files to a dataset folder and return the new dataset with what was seen.

    Args:
        files: what was exported as graphml, or graphs of others; see graph_data.importers.graphml.
        into: dataset folder. One that does not exist begins with nothing when a file is an export, which says what the
            dataset is, else with the vocabulary of the bundled dataset.
        replace: whether a node or edge takes the place of a row of the same key that says something else.

    Raises:
        CannotReplace: the dataset folder is the one that this process works in.
        InvalidDataset: with every problem; nothing is written.
    """
    prepare(into)
    with paused():
        contents = Contents()
        seen = [finding for path in files for finding in add_graphml(contents, path)]
        known = beginning(into, contents.about)
        contents.about = None  # an export is added to a dataset, which goes on to say what it said
        dataset, findings = merge(known, contents, into, replace=replace)
    return dataset, [*seen, *findings]


def import_vocabularies(  # noqa: PLR0913 -- what a person decides of an import
    files: Sequence[Path],
    into: Path,
    kind: EntityKind,
    *,
    scheme: str | None = None,
    language: str = "en",
    replace: bool = False,
) -> tuple[Dataset, list[Finding]]:
    """Add the terms of vocabularies in SKOS to a dataset folder and return the new dataset with what was seen.

    Args:
        files: vocabularies in Turtle or RDF/XML.
        into: dataset folder; one that does not exist begins with the vocabulary of the bundled dataset.
        kind: kind of the terms.
        scheme: id of the classification; see graph_data.importers.skos.
        language: BCP 47 tag of the language that terms are named in.
        replace: whether a term takes the place of one of the same id that says something else.

    Raises:
        CannotReplace: the dataset folder is the one that this process works in.
        InvalidDataset: with every problem; nothing is written.
        MissingExtra: pyoxigraph is not installed.
    """
    prepare(into)
    with paused():
        known, contents = beginning(into), Contents()
        seen = [
            finding
            for path in files
            for finding in add_vocabulary(contents, path, known, kind, scheme=scheme, language=language)
        ]
        dataset, findings = merge(known, contents, into, replace=replace)
    return dataset, [*seen, *findings]
