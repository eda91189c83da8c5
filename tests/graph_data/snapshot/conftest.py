"""Small arbitrary worlds over one fixed vocabulary, filters and orders to ask them, and the whole of CORDIS."""

from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

from graph_data import ontology as o
from graph_data.dataset import About, Dataset
from graph_data.graph import KnowledgeGraph
from graph_data.listing import ConceptMatch, Order, OrderField, OrganisationFilter, Range
from graph_data.notebook import load
from graph_data.ontology import EntityKind, NameKind, PartnerRole, Predicate, StatementOrigin
from graph_data.rows import Link, Name

ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small")
COUNTRIES = {"country:ES": "ES", "country:FR": "FR"}
PARENTS = {"region:es5": "country:ES", "region:es51": "region:es5", "region:fr1": "country:FR", "region:nowhere": None}
TERMS = {
    EntityKind.SECTOR: {"sector:a": None, "sector:b": "sector:a", "sector:c": "sector:b", "sector:z": None},
    EntityKind.TECHNOLOGY_FIELD: {"technology:a": None, "technology:b": "technology:a"},
    EntityKind.S3_PRIORITY_AREA: {"s3:a": None},
    EntityKind.EMERGING_INDUSTRY: {"emerging-industry:a": None},
    EntityKind.PROGRAMME_AREA: {"programme:a": None, "programme:b": "programme:a"},
    EntityKind.VALUE_CHAIN_STAGE: {"stage:a": None, "stage:b": None},
}
HOLDS = {
    EntityKind.SECTOR: Predicate.ACTIVE_IN_SECTOR,
    EntityKind.TECHNOLOGY_FIELD: Predicate.USES_TECHNOLOGY,
    EntityKind.S3_PRIORITY_AREA: Predicate.PURSUES_PRIORITY,
    EntityKind.EMERGING_INDUSTRY: Predicate.IN_EMERGING_INDUSTRY,
    EntityKind.PROGRAMME_AREA: Predicate.IN_PROGRAMME_AREA,
    EntityKind.VALUE_CHAIN_STAGE: Predicate.OCCUPIES_STAGE,
}
PARTNERSHIPS = ["partnership:p", "partnership:q"]
LABELS = ["Łódź Sport", "lodz & sport", "Lodz and Sport", "ábc", "abc", "Zeta", "2nd", "!"]


def vocabulary() -> Iterator[object]:
    yield from (o.Country(id=place, name=code, code=code) for place, code in COUNTRIES.items())
    yield from (
        o.Region(id=place, name=place[7:], nuts_code=place[7:].upper(), parent=parent)
        for place, parent in PARENTS.items()
    )
    yield o.ValueChain(id="value-chain:v", name="v")
    for kind, terms in TERMS.items():
        for term, broader in terms.items():
            if kind is EntityKind.VALUE_CHAIN_STAGE:
                yield o.ValueChainStage(id=term, name="same", value_chain="value-chain:v")
            else:
                yield o.KINDS[kind](id=term, name=LABELS[len(term) % 5], scheme="x", broader=broader)  # type: ignore[call-arg]
    yield from (o.Partnership(id=name, name=name) for name in PARTNERSHIPS)


def link(subject: str, predicate: Predicate, target: str, **more: object) -> Link:
    said = {"origin": StatementOrigin.STATED, "source": "page", "locator": "row", **more}
    return Link(subject=subject, predicate=predicate, object=target, **said)  # type: ignore[arg-type]


@st.composite
def organisation(draw: st.DrawFn, number: int) -> list[object]:
    """Draw an organisation: it may hold one term in several ways and join one partnership in several roles."""
    kind = draw(st.sampled_from([o.Cluster, o.Sme, o.Institution]))
    counts = st.none() | st.integers(0, 3)
    published = {"member_count": draw(counts), "sme_count": draw(counts)} if kind is o.Cluster else {}
    name = f"{kind.__name__.lower()}:{number}"
    rows: list[object] = [kind(id=name, name=draw(st.sampled_from(LABELS)), **published)]
    other = draw(st.none() | st.sampled_from(LABELS))
    rows += [Name(entity=name, name=other, kind=NameKind.ALTERNATIVE)] if other else []
    place = draw(st.none() | st.sampled_from([*COUNTRIES, *PARENTS]))
    rows += [link(name, Predicate.LOCATED_IN, place)] if place else []
    terms = st.sampled_from([(kind, term) for kind, found in TERMS.items() for term in found])
    held = draw(st.lists(st.tuples(terms, st.sampled_from(StatementOrigin)), max_size=6, unique=True))
    rows += [link(name, HOLDS[kind], term, origin=origin) for (kind, term), origin in held]
    roles = st.tuples(st.sampled_from(PARTNERSHIPS), st.none() | st.sampled_from(PartnerRole))
    joined = draw(st.lists(roles, max_size=3, unique=True))
    return rows + [link(name, Predicate.PARTNER_IN, target, role=role) for target, role in joined]


@pytest.fixture(scope="session")
def graphs() -> st.SearchStrategy[KnowledgeGraph]:
    """Return arbitrary graphs of up to seven organisations; SMEs may be members of clusters."""

    @st.composite
    def made(draw: st.DrawFn) -> KnowledgeGraph:
        rows = [row for number in range(draw(st.integers(0, 7))) for row in draw(organisation(number))]
        clusters = [row.id for row in rows if isinstance(row, o.Cluster)]
        smes = [row.id for row in rows if isinstance(row, o.Sme)]
        if clusters and smes and draw(st.booleans()):
            rows += [link(smes[0], Predicate.MEMBER_OF, name) for name in clusters]
        return KnowledgeGraph(Dataset.of(ABOUT, [*vocabulary(), *rows]))

    return made()


def optional(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | st.none() | strategy


def ids(names: object) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(names)), max_size=2).map(tuple)  # type: ignore[call-overload]


def matches(kind: EntityKind) -> st.SearchStrategy[tuple[EntityKind, ConceptMatch]]:
    terms = ids(TERMS[kind])
    made = st.builds(
        ConceptMatch,
        any_of=optional(terms),
        all_of=optional(terms),
        none_of=optional(terms),
        include_narrower=st.booleans(),
        origins=optional(st.frozensets(st.sampled_from(StatementOrigin))),
    )
    return st.tuples(st.just(kind), made)


RANGES = st.builds(Range, min=st.none() | st.integers(0, 3), max=st.none() | st.integers(0, 3))


def trees(parts: st.SearchStrategy[OrganisationFilter]) -> st.SearchStrategy[OrganisationFilter]:
    several = st.lists(parts, max_size=2).map(tuple)
    return st.builds(
        OrganisationFilter,
        all_of=optional(several),
        any_of=optional(several),
        negated=optional(parts),
        kinds=optional(st.frozensets(st.sampled_from(EntityKind))),
        name_contains=optional(st.sampled_from(["", "lodz", "B", "t", "&", "and sp", "sport 2"])),
        countries=optional(ids(COUNTRIES.values())),
        regions=optional(ids([*COUNTRIES, *PARENTS])),
        concepts=st.lists(st.sampled_from(list(TERMS)).flatmap(matches), max_size=2).map(tuple),
        member_count=optional(RANGES),
        sme_count=optional(RANGES),
        in_partnership=optional(st.sampled_from(PARTNERSHIPS)),
    )


@pytest.fixture(scope="session")
def filters() -> st.SearchStrategy[OrganisationFilter]:
    """Return arbitrary filter trees over the vocabulary."""
    return st.recursive(st.just(OrganisationFilter()), trees, max_leaves=6)


@pytest.fixture(scope="session")
def orders() -> st.SearchStrategy[list[Order]]:
    """Return arbitrary orders of several keys."""
    return st.lists(st.builds(Order, st.sampled_from(OrderField), st.booleans()), max_size=3)


@pytest.fixture(scope="session")
def default() -> KnowledgeGraph:
    """Return the bundled dataset's graph."""
    return load()
