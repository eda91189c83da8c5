"""Profile pages of cluster partnerships, as the European Cluster Collaboration Platform prints them, from plain text.

A page is read whole or not at all: what cannot be read with certainty is a problem with its line, its candidates and
what to add. Every row cites the characters of the page that say so, counted from 0 with line ends of one character.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.importers.eccp.fields import LABELS, TABLE, Head, read_head
from graph_data.importers.eccp.findings import findings_of
from graph_data.importers.eccp.known import Known
from graph_data.importers.eccp.page import Page
from graph_data.importers.eccp.partners import Mention, Sentence, match_partners, read_sentence
from graph_data.importers.eccp.places import Places
from graph_data.importers.eccp.readings import Reading, bundled_readings, read_readings
from graph_data.importers.eccp.statements import Reader, partnership_id
from graph_data.importers.eccp.table import Row, read_table
from graph_data.importers.eccp.terms import FACETS, Facet, Item, Terms
from graph_data.importers.report import Import
from graph_data.rows import SameAs

__all__ = ["import_page"]


def import_page(
    path: Path, vocabulary: Dataset, readings: Path | None = None, same_as: Sequence[SameAs] = ()
) -> Import:
    """Read a profile page.

    Args:
        path: the page as plain text; its name without the ending stands in every locator.
        vocabulary: dataset with the terms, regions, countries and their names that the page is split by, and the
            organisations of other pages.
        readings: csv of what a person read from the prose, with columns entity, property, value, quote and, for a
            quote that the page holds several times, within; the one that ships for a page of this name by default.
        same_as: judgements that an organisation of a page is an entity of the dataset.

    Returns:
        The partnership, its clusters, their names, literals and statements, and terms that the vocabulary lacks.

    Raises:
        InvalidDataset: with every problem of the page and of the readings.
    """
    page = Page.read(path)
    terms, places = Terms(vocabulary), Places(vocabulary)
    problems: list[Problem] = []
    head = read_head(page, problems)
    facets = _own_lists(page, head, terms, problems)
    sentence = read_sentence(page, head.fields["objective"], places, problems) if "objective" in head.fields else None
    partners = _partners(page, head, sentence, terms=terms, places=places, problems=problems)
    partnership = partnership_id(page.words(head.acronym)) if head.acronym else ""
    reader = Reader(page, partnership, head, facets, partners, Known(vocabulary, same_as), ())
    _refuse_doubled(reader, problems)
    readings = readings or bundled_readings(page.stem)
    read: Sequence[Reading] = ()
    # Half a page says half its quotes, and a page with problems does not know its clusters.
    if readings is not None and len(head.fields) == len(LABELS):
        clusters = () if problems else tuple(map(reader.cluster, partners))
        read = read_readings(readings, page, partnership, clusters, problems)
    if problems:
        raise InvalidDataset(problems)
    reader = replace(reader, readings=read)
    findings = findings_of(reader, sentence, places, terms, prose_read=readings is not None)
    return Import(tuple(reader.rows(vocabulary)), findings)


def _own_lists(page: Page, head: Head, terms: Terms, problems: list[Problem]) -> dict[Facet, tuple[Item, ...]]:
    """Read the partnership's own lists, which are neither the union nor the intersection of its partners'."""
    return {
        facet: tuple(
            item
            for value in head.fields[facet.property].values
            for item in terms.one_reading(page, value, facet, problems)
        )
        for facet in FACETS
        if facet.property in head.fields
    }


def _partners(  # noqa: PLR0913 -- what is read meets what it is read by
    page: Page, head: Head, sentence: Sentence | None, *, terms: Terms, places: Places, problems: list[Problem]
) -> dict[Row, Mention | None]:
    if TABLE not in head.fields:
        return {}
    before = len(problems)
    rows = read_table(page, head.fields[TABLE], terms, places, problems)
    # A row that could not be read would make its mention in the prose a second problem.
    whole = len(problems) == before
    mentions = match_partners(page, sentence, rows, problems) if sentence and whole else {}
    return {row: mentions.get(row) for row in rows}


def _refuse_doubled(reader: Reader, problems: list[Problem]) -> None:
    """Refuse two rows of one organisation, and two organisations with one id."""
    seen: dict[str, Row] = {}
    for row in reader.partners:
        first = seen.setdefault(reader.cluster(row), row)
        if first is not row:
            page = reader.page
            message = (
                f"{page.words(row.name)!r} stands twice as {reader.cluster(row)!r}, first at {page.place(first.name)}"
            )
            problems.append(page.problem(row.name, f"{message}; keep one row, or spell the acronym that differs"))
