"""A small graph for what the bundled dataset does not hold yet: stages of value chains, members, validity."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_data.dataset import About, Dataset
from graph_data.notebook import Notebook
from graph_data.ontology import (
    Cluster,
    Counted,
    Country,
    NameKind,
    PartnerRole,
    Partnership,
    Predicate,
    Region,
    Sme,
    StatementOrigin,
    ValueChain,
    ValueChainStage,
)
from graph_data.rows import Condition, Fact, Link, Name, Rule, Source
from graphapi.app import create_app
from graphapi.settings import Settings

ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small.")


def link(subject: str, predicate: Predicate, target: str, **more: Any) -> Link:  # noqa: ANN401 -- columns of any type
    return Link(
        subject=subject,
        predicate=predicate,
        object=target,
        origin=StatementOrigin.STATED,
        source="book",
        locator=f"page {len(subject)}",
        **more,
    )


ROWS = (
    Source(id="book", title="A book", origin=StatementOrigin.STATED),
    Country(id="country:ZZ", name="Nowhere", code="ZZ"),
    Region(id="region:ZZ1", name="Somewhere", nuts_code="ZZ1", parent="country:ZZ"),
    Region(id="region:QQ1", name="Adrift", nuts_code="QQ1"),
    Cluster(
        id="cluster:glass", name="Glass", website="https://glass.example", city="Ort", latitude=1.5, longitude=-2.5
    ),
    Sme(id="sme:blower", name="Blower"),
    Sme(id="sme:lone", name="Lone"),
    ValueChain(id="value-chain:glass", name="Glassware"),
    ValueChainStage(id="stage:sand", name="Sand", value_chain="value-chain:glass", position=1),
    ValueChainStage(id="stage:oven", name="Oven", value_chain="value-chain:glass", position=2),
    ValueChainStage(id="stage:stray", name="Stray", position=9),
    Partnership(id="partnership:pane", name="Pane", end_date=date(2030, 1, 31)),
    Rule(id="CALL-1", title="A call", day=date(2024, 5, 1), source="book", locator="page 1"),
    Condition(
        rule="CALL-1",
        position=1,
        text="One is in a poor region.",
        counted=Counted.MEMBERS,
        minimum=1,
        property="wealth",
        values=("poor",),
        other_values=("rich",),
        source="book",
        locator="page 2",
        quote="one poor region",
    ),
    Fact(
        entity="region:ZZ1",
        property="wealth",
        value="poor",
        stated_as="a poor place",
        source="book",
        locator="page 3",
        valid_from=date(2024, 5, 1),
        valid_to=date(2024, 5, 1),
    ),
    Fact(entity="country:ZZ", property="wealth", value="rich", source="book", locator="page 4"),
    Name(entity="cluster:glass", name="Glas", language="de", kind=NameKind.ALTERNATIVE),
    Name(entity="cluster:glass", name="Verre", language="fr", kind=NameKind.ALTERNATIVE),
    link("sme:blower", Predicate.MEMBER_OF, "cluster:glass", quote="He is one of us"),
    link("sme:blower", Predicate.OCCUPIES_STAGE, "stage:oven"),
    link("cluster:glass", Predicate.OCCUPIES_STAGE, "stage:sand"),
    link("stage:sand", Predicate.SUPPLIES_TO, "stage:oven", weight=2.5),
    link("cluster:glass", Predicate.LOCATED_IN, "region:ZZ1"),
    link("sme:blower", Predicate.LOCATED_IN, "country:ZZ"),
    link(
        "cluster:glass",
        Predicate.PARTNER_IN,
        "partnership:pane",
        role=PartnerRole.COORDINATOR,
        valid_from=date(2024, 2, 29),
        valid_to=date(2025, 1, 1),
    ),
    link("cluster:glass", Predicate.PARTNER_IN, "partnership:pane", role=PartnerRole.THIRD_PARTY),
    link("sme:blower", Predicate.PARTNER_IN, "partnership:pane"),
)


@pytest.fixture(scope="session")
def small() -> Iterator[TestClient]:
    """Return a client of the small graph."""
    with TestClient(create_app(Settings(), Notebook(Dataset.of(ABOUT, ROWS)))) as client:
        yield client


@pytest.fixture(scope="session")
def ask_small(small: TestClient) -> Callable[..., Any]:
    """Return a function that asks the small graph."""

    def ask(query: str) -> Any:  # noqa: ANN401 -- an answer's data
        body = small.post("/graphql", json={"query": query}).json()
        assert "errors" not in body, body["errors"]
        return body["data"]

    return ask


@pytest.fixture
def whole(
    ask: Callable[..., Any], golden: Callable[[Path, object], None], request: pytest.FixtureRequest
) -> Callable[..., Any]:
    """Return a function that asks and compares the whole answer with the file of the test's name."""

    def whole(query: str, variables: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 -- an answer's data
        data = ask(query, variables)
        name = request.node.name.removeprefix("test_").replace("[", "__").rstrip("]").replace(":", "-")
        golden(Path(__file__).parent / "answers" / f"{name}.json", data)
        return data

    return whole
