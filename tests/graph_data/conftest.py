"""Small datasets for tests, written as the tables that a person would write, and strategies of arbitrary ones."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from graph_data.bundled import BUNDLED
from graph_data.dataset import About, Dataset, key_of
from graph_data.errors import InvalidDataset
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import (
    CONCEPT_KINDS,
    KINDS,
    ORGANISATION_KINDS,
    PREFIXES,
    Cluster,
    Entity,
    EntityKind,
    Partnership,
    StatementOrigin,
    kind_of,
)
from graph_data.reading.folder import read_folder
from graph_data.relations import RELATIONS
from graph_data.rows import Crosswalk, Fact, Keyword, Link, Misleading, Name, SameAs, Scheme, Source
from graph_data.tables import Column, columns_of, table_of

Tables = Mapping[str, str]
SaveFolder = Callable[..., Path]

DESCRIPTION = "name: small\ntitle: Small & <tidy>\nlicence: https://licence.example\ncitation: Small.\n"
SOURCES = "id,title,origin\npage,A page,STATED\nregister,A register,IMPORTED\nus,Our judgement,INFERRED\n"
SCHEMES = """\
id,title,kind,complete,source,via_partnerships
industries,Industries,SECTOR,true,page,
topics,Topics,TECHNOLOGY_FIELD,false,register,true
areas,Areas,S3_PRIORITY_AREA,false,page,false
"""
BASE = {"sources.csv": SOURCES, "schemes.csv": SCHEMES}

SMALL = {
    **BASE,
    "clusters.csv": """\
id,name,member_count,sme_count,source,locator
cluster:alps,Alpine Cluster,30,20,page,row 1
cluster:coast,Coast & Sea Cluster,10,,page,row 2
""",
    "smes.csv": "id,name,source\nsme:shoes,Schuh und Söhne,register\n",
    "institutions.csv": """\
id,name,activity_type,sme_status,source
institution:college,Invented College,HIGHER_EDUCATION,NOT_SME,register
institution:nowhere,Nowhere Office,,,
""",
    "partnerships.csv": """\
id,name,title,source,locator
partnership:sand,SAND,Sand for health tourism,register,project 1
partnership:snow,SNOW,"Snow, ice and Health-Tourism",register,project 2
partnership:visit,VISIT,Health tourism,page,line 1
""",
    "concepts.csv": """\
id,kind,name,scheme,broader,source
sector:footwear,SECTOR,Footwear,industries,,
sector:tourism,SECTOR,Tourism,industries,,page
technology:materials,TECHNOLOGY_FIELD,Materials,topics,,
technology:textiles,TECHNOLOGY_FIELD,Textiles,topics,technology:materials,
s3:health,S3_PRIORITY_AREA,Health,areas,,
s3:spas,S3_PRIORITY_AREA,Spas,areas,s3:health,page
""",
    "countries.csv": "id,name,code\ncountry:AT,Austria,AT\ncountry:IT,Italy,IT\n",
    "regions.csv": """\
id,name,nuts_code,level,parent
region:AT3,Western Austria,AT3,1,country:AT
region:AT33,Tyrol,AT33,2,region:AT3
""",
    "names.csv": """\
entity,name,kind,language
cluster:alps,ALP,ABBREVIATION,
cluster:alps,Alpencluster,ALTERNATIVE,de
""",
    "facts.csv": """\
entity,property,source,locator,value,stated_as
cluster:alps,website,page,line 9,,
cluster:alps,memberCount,page,line 8,30,30 20
partnership:sand,keywords,register,project 1,"wellness, spa",
partnership:snow,keywords,register,project 2,"ski; boots",
""",
    "same_as.csv": "entity,source,source_id,reason\ncluster:alps,register,77,Same address.\n",
    "links.csv": """\
subject,predicate,object,origin,source,locator,role,weight,quote
cluster:alps,LOCATED_IN,region:AT33,STATED,page,row 1,,,
cluster:coast,LOCATED_IN,country:IT,STATED,page,row 2,,,
sme:shoes,LOCATED_IN,region:AT3,IMPORTED,register,row 3,,,
cluster:alps,PARTNER_IN,partnership:sand,IMPORTED,register,p 1,COORDINATOR,,
sme:shoes,PARTNER_IN,partnership:sand,IMPORTED,register,p 2,PARTNER,,
cluster:alps,PARTNER_IN,partnership:snow,IMPORTED,register,p 3,PARTNER,,
sme:shoes,PARTNER_IN,partnership:snow,IMPORTED,register,p 4,COORDINATOR,,
institution:college,PARTNER_IN,partnership:snow,IMPORTED,register,p 5,PARTNER,,
cluster:alps,PARTNER_IN,partnership:visit,STATED,page,line 2,PARTNER,,
cluster:coast,PARTNER_IN,partnership:visit,STATED,page,line 3,PARTNER,,
cluster:alps,ACTIVE_IN_SECTOR,sector:tourism,STATED,page,row 1,,,Tourism
cluster:alps,PURSUES_PRIORITY,s3:spas,STATED,page,row 1,,,
partnership:visit,ACTIVE_IN_SECTOR,sector:tourism,STATED,page,line 4,,,
partnership:sand,USES_TECHNOLOGY,technology:textiles,IMPORTED,register,t 1,,,
partnership:snow,USES_TECHNOLOGY,technology:textiles,IMPORTED,register,t 2,,,
partnership:snow,USES_TECHNOLOGY,technology:materials,IMPORTED,register,t 3,,,
""",
    "crosswalks.csv": """\
subject,object,source,reason
technology:textiles,sector:footwear,us,Shoes are made of them.
""",
    "keywords.csv": """\
register,phrase,concept,source,reason
register,health tourism,s3:health,us,It says so.
""",
    "misleading.csv": """\
subject,predicate,object,reason
partnership:snow,USES_TECHNOLOGY,technology:materials,The title means snow.
""",
}
"""Two clusters, a firm, two institutions, three partnerships of two sources, and every rule at work once."""


@pytest.fixture
def save_folder(tmp_path: Path) -> SaveFolder:
    """Return a function that writes a dataset folder: its tables by file name, the sources and schemes given."""

    def save(tables: Mapping[str, str | bytes], *, name: str = "small", description: str = DESCRIPTION) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for file, content in {"datapackage.yaml": description, **BASE, **tables}.items():
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return save


@pytest.fixture
def problems_of(save_folder: SaveFolder) -> Callable[..., list[str]]:
    """Return a function that gives every problem of a dataset folder as a person sees them."""

    def problems(tables: Mapping[str, str | bytes], **more: str) -> list[str]:
        with pytest.raises(InvalidDataset) as caught:
            read_folder(save_folder(tables, **more))
        return str(caught.value).splitlines()

    return problems


@pytest.fixture(scope="session")
def small_tables() -> Tables:
    """Return the tables of the small dataset by file name."""
    return SMALL


@pytest.fixture(scope="session")
def dataset_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Tables], Dataset]:
    """Return a function that makes a dataset of tables."""

    def make(tables: Tables) -> Dataset:
        folder = tmp_path_factory.mktemp("tables")
        for file, content in {"datapackage.yaml": DESCRIPTION, **tables}.items():
            (folder / file).write_text(content, encoding="utf-8")
        return read_folder(folder)

    return make


@pytest.fixture(scope="session")
def small(dataset_of: Callable[[Tables], Dataset]) -> Dataset:
    """Return the small dataset."""
    return dataset_of(SMALL)


@pytest.fixture(scope="session")
def small_graph(small: Dataset) -> KnowledgeGraph:
    """Return the small dataset as a graph."""
    return KnowledgeGraph(small)


@pytest.fixture(scope="session")
def bundled_graph() -> Notebook:
    """Return the dataset that ships, as a notebook holds it."""
    return Notebook(read_folder(BUNDLED))


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
            drawn[column.name] = st.just("" if column.required else None)
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
    ]
    found = []
    for subject, predicate, target in draw(st.lists(st.sampled_from(ends), max_size=3)) if ends else []:
        link: Link = draw(_rows(Link, "subject", "predicate", "object", "valid_to"))
        needed = link.origin in {StatementOrigin.DERIVED, StatementOrigin.INFERRED}
        said = {"source": draw(_SOURCE), "rule": link.rule or ("by-hand" if needed else None)}
        found.append(replace(link, subject=subject, predicate=predicate, object=target, **said))
    return found


@st.composite
def _others(draw: st.DrawFn, entities: list[Entity]) -> list[object]:
    """Draw rows of the tables whose rows name entities."""
    rows: list[object] = []
    named: list[tuple[type, str, str]] = [(Name, "entity", ""), (Fact, "entity", ""), (SameAs, "entity", "")]
    named += [(Misleading, "subject", "object"), (Crosswalk, "subject", "object"), (Keyword, "concept", "phrase")]
    for row_type, *columns in draw(st.lists(st.sampled_from(named), max_size=5)) if entities else []:
        fixed = {column: draw(st.sampled_from(entities)).id for column in columns if column}
        row = draw(_rows(row_type, *columns, "register"))
        if isinstance(row, Keyword):
            sectors = [entity.id for entity in entities if kind_of(entity) is EntityKind.SECTOR]
            if not sectors:
                continue
            fixed = {"concept": draw(st.sampled_from(sectors)), "phrase": f"{draw(_texts())} x"}
            fixed["register"] = draw(_SOURCE)
        if hasattr(row, "source"):
            fixed["source"] = draw(_SOURCE)
        rows.append(replace(row, **fixed))
    return rows


@st.composite
def _datasets(draw: st.DrawFn) -> Dataset:
    rows: list[object] = [replace(draw(_rows(Source, "id")), id=name) for name in ("one", "two")]
    entities = draw(_entities())
    for kind in sorted({kind_of(entity) for entity in entities} & CONCEPT_KINDS, key=lambda kind: kind.value):
        scheme = draw(_rows(Scheme, "id", "kind"))
        rows.append(replace(scheme, id=f"of-{kind.value}", kind=kind, source=draw(_SOURCE)))
    rows += [*entities, *draw(_links(entities)), *draw(_others(entities))]
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
