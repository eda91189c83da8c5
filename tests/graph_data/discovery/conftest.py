"""Small graphs for tests, written as sentences, and the five clusters of the worked example."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st

from graph_data.dataset import About, Dataset
from graph_data.deriving import HOLDING
from graph_data.discovery import FACETS, Lens, SynergyModel
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import KINDS, Cluster, Concept, EntityKind, Partnership, Predicate, StatementOrigin
from graph_data.reading.folder import read_folder
from graph_data.rows import Link, SameAs, Source

World = Callable[[str], KnowledgeGraph]

ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small")
SHIPPED = Path(__file__).parents[3] / "graph_data" / "datasets" / "european-clusters"
KIND_OF = {
    "sector": EntityKind.SECTOR,
    "technology": EntityKind.TECHNOLOGY_FIELD,
    "topic": EntityKind.TECHNOLOGY_FIELD,
    "s3": EntityKind.S3_PRIORITY_AREA,
    "industry": EntityKind.EMERGING_INDUSTRY,
    "programme": EntityKind.PROGRAMME_AREA,
}
"""Kinds of term by what stands before the colon, which is the term's scheme too."""

ORIGIN_OF = {
    "": StatementOrigin.STATED,
    "!": StatementOrigin.IMPORTED,
    "~": StatementOrigin.DERIVED,
    "?": StatementOrigin.INFERRED,
}


def link(subject: str, predicate: Predicate, target: str, **more: object) -> Link:
    """Make a row of links.csv; STATED by the page where nothing else is said."""
    said = {"origin": StatementOrigin.STATED, "source": "page", "locator": "row", **more}
    return Link(subject=subject, predicate=predicate, object=target, **said)  # type: ignore[arg-type]


def rows_of(text: str) -> Iterator[object]:
    """Read sentences.

    * `page+register: a holds sector:x, topic:y~3@register`: an organisation with its sources and its terms. A sign
      after a term is its origin (none STATED, ! IMPORTED, ~ DERIVED, ? INFERRED), a number its weight, @ its source.
    * `topic:y under topic:z`, `topic:y near sector:x 0.5`: a wider term; a curated link, its origin in the same signs.
    * `project joins a, b`: partners of a partnership.
    """
    seen: set[str] = set()
    for line in filter(None, map(str.strip, text.splitlines())):
        for term in re.findall(r"(?:sector|technology|topic|s3|industry|programme):[\w.-]+", line):
            if term not in seen:
                seen.add(term)
                yield term_of(term)
        if found := re.fullmatch(r"(\S+) under (\S+)", line):
            yield link(found[1], Predicate.BROADER, found[2])
        elif found := re.fullmatch(r"(\S+) near (\S+) ([\d.]+)([!~?]?)", line):
            yield link(
                found[1], Predicate.RELATED, found[2], weight=float(found[3]), origin=ORIGIN_OF[found[4]], source="us"
            )
        elif found := re.fullmatch(r"(\S+) joins (.+)", line):
            yield Partnership(id=found[1], name=found[1])
            yield from (link(name, Predicate.PARTNER_IN, found[1]) for name in found[2].split(", "))
        else:
            found = re.fullmatch(r"([\w+]*): (\S+) holds ?(.*)", line)
            assert found, line
            yield from holder(found[2], found[1].split("+"), found[3])


def term_of(term: str) -> Concept:
    scheme, notation = term.split(":")
    made = KINDS[KIND_OF[scheme]](id=term, name=notation, scheme=scheme, notation=notation)  # type: ignore[call-arg]
    assert isinstance(made, Concept)
    return made


def holder(name: str, sources: list[str], terms: str) -> Iterator[object]:
    yield Cluster(id=name, name=name, source=sources[0] or None)
    yield from (SameAs(entity=name, source=other, source_id=name, reason="Same.") for other in sources[1:])
    for held in filter(None, terms.split(", ")):
        found = re.fullmatch(r"([\w.:-]+)([!~?]?)(\d*)(?:@(\w+))?", held)
        assert found, held
        yield link(
            name,
            HOLDING[KIND_OF[held.split(":")[0]]],
            found[1],
            origin=ORIGIN_OF[found[2]],
            weight=float(found[3] or 1),
            source=found[4] or sources[0] or "us",
        )


@pytest.fixture(scope="session")
def world() -> World:
    """Return a function that makes a graph of sentences, see `rows_of`."""

    def make(text: str) -> KnowledgeGraph:
        sources = [Source(id=name, title=name, origin=StatementOrigin.STATED) for name in ("page", "register", "us")]
        return KnowledgeGraph(Dataset.of(ABOUT, [*sources, *rows_of(text)]))

    return make


TERMS = [f"{scheme}:{name}" for scheme in ("sector", "technology", "topic", "s3", "industry") for name in "abc"]
TAXONOMY = "s3:a under s3:top\ns3:b under s3:top\ntopic:a under topic:b\ntopic:b under topic:top"


@pytest.fixture(scope="session")
def sentences() -> st.SearchStrategy[str]:
    """Return a strategy of graphs as text: up to nine organisations of two sources, every origin, priors."""
    sign = st.sampled_from(["", "", "", "!", "~1", "~2", "~7", "?1", "?3"])
    source = st.sampled_from(["", "", "@page", "@register", "@us"])
    holding = st.builds(str.__add__, st.sampled_from(TERMS), st.builds(str.__add__, sign, source))
    known = st.sampled_from(["page", "register", "page+register", ""])
    holders = st.lists(st.tuples(known, st.lists(holding, max_size=9, unique=True)), min_size=2, max_size=9)
    weight = st.sampled_from(["0.5", "0.25?", "1!", "2"])
    related = st.tuples(st.sampled_from([*TERMS, "topic:top"]), st.sampled_from(TERMS), weight)

    def written(held: list[tuple[str, list[str]]], near: list[tuple[str, str, str]]) -> str:
        people = [f"{sources}: org{n} holds {', '.join(terms)}" for n, (sources, terms) in enumerate(held)]
        links = [f"{one} near {other} {strength}" for one, other, strength in near]
        return "\n".join([TAXONOMY, *people, *links])

    return st.builds(written, holders, st.lists(related, max_size=4))


@pytest.fixture(scope="session")
def models() -> st.SearchStrategy[SynergyModel]:
    """Return a strategy of models: both lenses, own facets, every theta, shrinkage and choice of origins."""
    facets = st.none() | st.sets(st.sampled_from(FACETS[:4]), min_size=1)
    return st.builds(
        SynergyModel.of,
        st.sampled_from(Lens),
        theta=st.sampled_from([0.0, 0.3, 0.5, 1.0]) | st.floats(0, 1),
        shrinkage=st.sampled_from([0.0, 1.0, 5.0]) | st.floats(0, 50),
        origins=st.none() | st.sets(st.sampled_from(StatementOrigin), min_size=1),
        across=facets,
        via=facets,
    )


FIVE = {
    "cluster:mse": (
        "sector:business-services technology:health-information-management technology:sports-and-leisure "
        "s3:sports-activities s3:public-health-and-well-being"
    ),
    "cluster:sports-and-technology": (
        "sector:business-services sector:recreational-and-small-electric-goods technology:sports-and-leisure "
        "s3:sports-activities s3:e-health emerging-industry:creative-industries emerging-industry:medical-devices"
    ),
    "cluster:epsi": (
        "sector:education-and-knowledge-creation sector:textile-manufacturing technology:creative-products "
        "technology:sports-and-leisure s3:sports-activities s3:scientific-research-and-development"
    ),
    "cluster:indescat": (
        "sector:business-services technology:sports-and-leisure s3:sports-activities "
        "emerging-industry:creative-industries emerging-industry:experience-industries"
    ),
    "cluster:montagne": (
        "sector:hospitality-and-tourism technology:sports-and-leisure s3:amusement-and-recreation-activities "
        "s3:sports-activities emerging-industry:creative-industries emerging-industry:experience-industries"
    ),
}
CURATED = """
sector:hospitality-and-tourism emerging-industry:experience-industries
technology:creative-products emerging-industry:creative-industries
technology:health-information-management s3:e-health
s3:public-health-and-well-being s3:e-health
s3:e-health emerging-industry:medical-devices
technology:health-information-management emerging-industry:medical-devices
sector:education-and-knowledge-creation s3:scientific-research-and-development
technology:sports-and-leisure s3:sports-activities
technology:sports-and-leisure sector:recreational-and-small-electric-goods
"""


def five() -> Iterator[object]:
    kind_of = {"emerging-industry": EntityKind.EMERGING_INDUSTRY, **KIND_OF}
    for name, terms in FIVE.items():
        yield Cluster(id=name, name=name, source="eccp")
        for term in terms.split():
            yield link(name, HOLDING[kind_of[term.split(":")[0]]], term, source="eccp")


@pytest.fixture(scope="session")
def five_clusters() -> KnowledgeGraph:
    """Return the five clusters of the partnership alone, with the classifications that ship."""
    return KnowledgeGraph(_vocabulary().plus(five()))


@pytest.fixture(scope="session")
def five_clusters_crosswalk() -> KnowledgeGraph:
    """Return the five clusters with the nine curated links of the worked example."""
    pairs = [line.split() for line in CURATED.split("\n") if line]
    inferred = StatementOrigin.INFERRED
    curated = [link(one, Predicate.RELATED, other, weight=0.5, origin=inferred) for one, other in pairs]
    return KnowledgeGraph(_vocabulary().plus([*five(), *curated]))


def _vocabulary() -> Dataset:
    """Return the shipped terms without the shipped curated links, which are not the worked example's."""
    shipped = read_folder(SHIPPED).vocabulary()
    return shipped.where(lambda row: not (isinstance(row, Link) and row.predicate is Predicate.RELATED))
