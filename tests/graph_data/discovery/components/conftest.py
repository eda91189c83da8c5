"""Small graphs with places, stages and priorities, written as sentences."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import strategies as st

from graph_data.dataset import Dataset
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import (
    Cluster,
    Country,
    Predicate,
    Region,
    S3PriorityArea,
    StatementOrigin,
    ValueChain,
    ValueChainStage,
)
from graph_data.rows import Link

World = Callable[[str], KnowledgeGraph]

CHAIN = "value-chain:all"


def link(subject: str, predicate: Predicate, target: str, origin: StatementOrigin = StatementOrigin.STATED) -> Link:
    return Link(subject=subject, predicate=predicate, object=target, origin=origin, source="page", locator="row")


def frame() -> Iterator[object]:
    """Yield two countries, each with a region of two regions, a region of no country, and a chain of four stages."""
    yield Region(id="region:XX1", name="XX1", nuts_code="XX1")
    yield ValueChain(id=CHAIN, name="All")
    for position, stage in enumerate("pqrs", 1):
        yield ValueChainStage(id=f"stage:{stage}", name=stage, value_chain=CHAIN, position=position)
    for code in ("AT", "IT"):
        yield Country(id=f"country:{code}", name=code, code=code)
        yield Region(id=f"region:{code}1", name=f"{code}1", nuts_code=f"{code}1", level=1, parent=f"country:{code}")
        for name in (f"{code}1A", f"{code}1B"):
            yield Region(id=f"region:{name}", name=name, nuts_code=name, level=2, parent=f"region:{code}1")


def more_rows(line: str) -> Iterator[object]:
    """Read `a lies in region:AT1A`, `a works at stage:p?`, `region:AT1 declares s3:a, s3:b?`; ? is INFERRED."""
    found = re.fullmatch(r"(\S+) (lies in|works at|declares) (.+)", line)
    assert found, line
    said = {
        "lies in": Predicate.LOCATED_IN,
        "works at": Predicate.OCCUPIES_STAGE,
        "declares": Predicate.PURSUES_PRIORITY,
    }[found[2]]
    for target in found[3].split(", "):
        name = target.removesuffix("?")
        if said is Predicate.PURSUES_PRIORITY:
            yield S3PriorityArea(id=name, name=name, scheme="s3")
        yield link(found[1], said, name, StatementOrigin.INFERRED if target.endswith("?") else StatementOrigin.STATED)


@pytest.fixture(scope="session")
def mapped(world: World) -> World:
    """Return a function that makes a graph of sentences: those of `world`, of `more_rows`, and `a at 47.5 11.25`."""

    def make(text: str) -> KnowledgeGraph:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        points = {found[1]: found for line in lines if (found := re.fullmatch(r"(\S+) at (\S+) (\S+)", line))}
        own = [line for line in lines if re.search(r" (lies in|works at|declares) ", line)]
        plain = [line for line in lines if line not in own and " at " not in line]
        rows = []
        for row in world("\n".join(plain)).dataset.all_rows():
            point = points.get(row.id) if isinstance(row, Cluster) else None
            rows.append(replace(row, latitude=float(point[2]), longitude=float(point[3])) if point else row)  # type: ignore[type-var] # a Cluster where there is a point
        known = Dataset.of(world("").dataset.about, rows)
        return KnowledgeGraph(known.plus([*frame(), *(row for line in own for row in more_rows(line))]))

    return make


@pytest.fixture(scope="session")
def maps(sentences: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return a strategy of graphs as text: organisations that hold terms, lie somewhere, work, and join."""
    place = st.sampled_from(
        ["country:AT", "country:IT", *(f"region:{c}1{p}" for c in ("AT", "IT") for p in ("", "A", "B"))]
    )
    degrees = st.integers(-89, 89)
    stage = st.sampled_from(["p", "q", "r", "s"])
    area = st.sampled_from(["s3:a", "s3:b", "s3:top"])

    @st.composite
    def draw_map(draw: st.DrawFn) -> str:
        text: str = draw(sentences)
        names = re.findall(r": (org\d) holds", text)
        chosen = st.lists(st.sampled_from(names), unique=True)
        lines = [f"{name} lies in {draw(place)}" for name in draw(chosen)]
        lines += [f"{name} at {draw(degrees)} {draw(degrees)}" for name in draw(chosen)]
        lines += [f"{name} works at stage:{draw(stage)}" for name in draw(chosen)]
        regions = draw(st.lists(st.sampled_from(["region:AT1", "region:AT1A", "region:IT1"]), unique=True))
        lines += [f"{region} declares {draw(area)}" for region in regions]
        joined = [draw(chosen) for _ in range(draw(st.integers(0, 2)))]
        lines += [f"p{number} joins {', '.join(partners)}" for number, partners in enumerate(joined) if partners]
        return "\n".join([text, *lines])

    return draw_map()
