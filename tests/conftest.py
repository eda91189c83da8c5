"""Fixtures of every test: the large source data beside the project, the whole of CORDIS, strategies of any dataset."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from graph_data.bundled import BUNDLED
from graph_data.collector import paused
from graph_data.dataset import About, Dataset, key_of
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.importers.cordis import import_cordis
from graph_data.importers.eccp import import_page
from graph_data.ontology import (
    CONCEPT_KINDS,
    KINDS,
    ORGANISATION_KINDS,
    PREFIXES,
    Cluster,
    Counted,
    Entity,
    EntityKind,
    Partnership,
    Predicate,
    StatementOrigin,
    kind_of,
)
from graph_data.reading.folder import read_folder
from graph_data.relations import HELD, RELATIONS
from graph_data.rows import (
    Condition,
    Crosswalk,
    Fact,
    Keyword,
    Link,
    Misleading,
    Name,
    Rule,
    SameAs,
    Scheme,
    Source,
    StageIndustry,
    Statement,
)
from graph_data.tables import Column, columns_of, table_of


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of large source data that stands beside the project."""
    folder = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the source data beside the project")
    return folder


class CountingGraph(KnowledgeGraph):
    """A graph that counts the statements it is asked for.

    Attributes:
        touched: how many statements were read through `statements` and what rests on it.
    """

    touched = 0

    def _around(self, entity_id: str, direction: Direction) -> Iterator[Statement]:
        for statement in super()._around(entity_id, direction):
            self.touched += 1
            yield statement


@pytest.fixture(scope="session")
def cordis(shared: Path) -> CountingGraph:
    """Return the five clusters and the whole of CORDIS under Horizon Europe in one graph."""
    with paused():
        bundled = read_folder(BUNDLED)
        vocabulary = bundled.vocabulary()
        page = vocabulary.plus(import_page(shared / "eccp" / "smartsports4goodlife.txt", vocabulary).rows)
        found = import_cordis(shared / "cordis-horizon", page, bundled.same_as)
        return CountingGraph(page.plus(found.rows))


@cache
def _texts() -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")
    drawn = st.text(letters, min_size=1, max_size=12) | st.text('"",\n ;|<&ée\u0301\u00a0', min_size=1, max_size=8)
    return drawn.map(lambda text: unicodedata.normalize("NFC", text).strip()).filter(bool)


def _cells(column: Column) -> st.SearchStrategy[Any]:
    """Return a strategy of the values of a filled cell."""
    minimum = column.minimum
    if issubclass(column.type, Enum):
        return st.sampled_from(column.type)
    return {
        str: _texts(),
        int: st.integers(min_value=None if minimum is None else int(minimum), max_value=2**31 - 1),
        float: st.floats(min_value=minimum, allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        date: st.dates(),
        tuple: st.lists(
            _texts().map(lambda text: unicodedata.normalize("NFC", "".join(text.split()))), min_size=1, max_size=3
        ).map(tuple),
    }[column.type]


@pytest.fixture(scope="session")
def cells_of() -> Callable[[Column], st.SearchStrategy[Any]]:
    """Return a function that gives the strategy of the values of a column's filled cells."""
    return _cells


_SOURCE = st.sampled_from(["one", "two"])


@cache
def _rows(row_type: type, *named: str) -> st.SearchStrategy[Any]:
    """Return a strategy of rows whose named columns, and those that name other rows, are still to be filled."""
    drawn = {}
    for column in columns_of(row_type):
        if column.name in named or column.predicate or column.name in {"source", "scheme", "latitude", "longitude"}:
            drawn[column.name] = st.just("" if column.required else column.default)
        else:
            drawn[column.name] = _cells(column) if column.required else st.just(column.default) | _cells(column)
    return st.builds(row_type, **drawn)


def _ordered(entity: Entity) -> Entity:
    if isinstance(entity, Cluster) and entity.sme_count is not None and entity.member_count is not None:
        return replace(entity, member_count=entity.member_count + entity.sme_count)
    if isinstance(entity, Partnership) and entity.start_date and entity.end_date:
        first, last = sorted([entity.start_date, entity.end_date])
        return replace(entity, start_date=first, end_date=last)
    return entity


@st.composite
def _entities(draw: st.DrawFn) -> list[Entity]:
    found: list[Entity] = []
    for kind in draw(st.lists(st.sampled_from(EntityKind), max_size=5)):
        fixed: dict[str, Any] = {"id": f"{PREFIXES[kind]}:n{len(found)}", "source": draw(_SOURCE | st.none())}
        if kind in CONCEPT_KINDS:
            fixed["scheme"] = f"of-{kind.value}"
        if kind is EntityKind.COUNTRY:
            fixed["code"] = draw(st.sampled_from(["AT", "IT"]))
        if kind in ORGANISATION_KINDS and draw(st.booleans()):
            fixed |= {"latitude": draw(st.floats(-90, 90)), "longitude": draw(st.floats(-180, 180))}
        found.append(_ordered(replace(draw(_rows(KINDS[kind], "id", "code")), **fixed)))
    return found


@st.composite
def _links(draw: st.DrawFn, entities: list[Entity]) -> list[Link]:
    ends = [
        (one.id, relation.predicate, other.id)
        for relation in RELATIONS.values()
        if relation.at_most is None
        for one in entities
        for other in entities
        if kind_of(one) in relation.subjects and kind_of(other) in relation.objects and one is not other
        if relation.predicate is not Predicate.SUPPLIES_TO or one.id < other.id  # a chain's order is no circle
    ]
    found = []
    for subject, predicate, target in draw(st.lists(st.sampled_from(ends), max_size=3)) if ends else []:
        link: Link = draw(_rows(Link, "subject", "predicate", "object", "valid_to"))
        needed = link.origin in {StatementOrigin.DERIVED, StatementOrigin.INFERRED}
        said = {"source": draw(_SOURCE), "rule": link.rule or ("by-hand" if needed else None)}
        found.append(replace(link, subject=subject, predicate=predicate, object=target, **said))
    return found


def _judged(entities: list[Entity], row_type: type) -> list[dict[str, str]]:
    """Return what may stand in the cells of a judgement about stages and terms."""
    if row_type is StageIndustry:
        stages = [entity.id for entity in entities if kind_of(entity) is EntityKind.VALUE_CHAIN_STAGE]
        return [{"stage": stage, "industry": code} for stage in stages for code in ("93", "13-15")]
    read_as = {EntityKind.SECTOR, EntityKind.VALUE_CHAIN_STAGE}
    aims = {EntityKind.TARGET_SECTOR, EntityKind.CHALLENGE}
    return [
        {"subject": one.id, "object": other.id}
        for one in entities
        for other in entities
        if kind_of(one) in HELD | aims and kind_of(other) in (HELD if kind_of(one) in aims else read_as)
    ]


@st.composite
def _others(draw: st.DrawFn, entities: list[Entity]) -> list[object]:
    """Draw rows of the tables whose rows name entities."""
    rows: list[object] = []
    named: list[tuple[type, str, str]] = [(Name, "entity", ""), (Fact, "entity", ""), (SameAs, "entity", "")]
    named += [(Misleading, "subject", "object"), (Crosswalk, "subject", "object"), (Keyword, "concept", "phrase")]
    named += [(StageIndustry, "stage", "industry")]
    for row_type, *columns in draw(st.lists(st.sampled_from(named), max_size=5)) if entities else []:
        fixed = {column: draw(st.sampled_from(entities)).id for column in columns if column}
        row = draw(_rows(row_type, *columns, "register", "valid_to"))
        if isinstance(row, Keyword):
            sectors = [entity.id for entity in entities if kind_of(entity) is EntityKind.SECTOR]
            if not sectors:
                continue
            fixed = {"concept": draw(st.sampled_from(sectors)), "phrase": f"{draw(_texts())} x"}
            fixed["register"] = draw(_SOURCE)
        if isinstance(row, (Crosswalk, StageIndustry)):
            judged = _judged(entities, type(row))
            if not judged:
                continue
            fixed = draw(st.sampled_from(judged))
        if hasattr(row, "source"):
            fixed["source"] = draw(_SOURCE)
        rows.append(replace(row, **fixed))
    return rows


@st.composite
def _rules(draw: st.DrawFn) -> list[object]:
    """Draw rules, each with one condition or two."""
    rows: list[object] = []
    for rule in draw(st.lists(_rows(Rule), max_size=2, unique_by=lambda row: row.id)):
        rows.append(replace(rule, source=draw(_SOURCE)))
        for position in range(1, draw(st.integers(2, 3))):
            condition = draw(_rows(Condition, "rule", "position", "property", "values", "other_values"))
            fixed = {"rule": rule.id, "position": position, "source": draw(_SOURCE), "values": (), "other_values": ()}
            if draw(st.booleans()):
                fixed |= {"property": "status of the place", "values": ("yes", "so"), "other_values": ("no",)}
            if condition.counted is Counted.COUNTRIES:
                fixed["minimum"] = draw(st.integers(1, 9))
            rows.append(replace(condition, **fixed))
    return rows


@st.composite
def _datasets(draw: st.DrawFn) -> Dataset:
    rows: list[object] = [replace(draw(_rows(Source, "id")), id=name) for name in ("one", "two")]
    entities = draw(_entities())
    for kind in sorted({kind_of(entity) for entity in entities} & CONCEPT_KINDS, key=lambda kind: kind.value):
        scheme = draw(_rows(Scheme, "id", "kind"))
        rows.append(replace(scheme, id=f"of-{kind.value}", kind=kind, source=draw(_SOURCE)))
    rows += [*entities, *draw(_links(entities)), *draw(_others(entities)), *draw(_rules())]
    about = About(
        name=draw(_texts()),
        title=draw(_texts()),
        licence=draw(_texts()),
        citation=draw(_texts()),
        issued=draw(st.none() | st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001 -- hypothesis adds the zone
    )
    return Dataset.of(about, {(table_of(row).name, *key_of(row)): row for row in rows}.values())


@pytest.fixture(scope="session")
def datasets() -> st.SearchStrategy[Dataset]:
    """Return a strategy of datasets that pass every check: any text, every kind of row."""
    return _datasets()
