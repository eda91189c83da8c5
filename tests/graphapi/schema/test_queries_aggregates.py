"""Lists of organisations as the API gives them: filtered, sorted, paged, and added up."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strawberry.types import ExecutionResult

from graph_data import listing
from graph_data.graph import KnowledgeGraph
from graph_data.listing import ConceptMatch, Order, OrderField, OrganisationFilter
from graph_data.notebook import load
from graph_data.ontology import Cluster, EntityKind
from graph_data.snapshot import Dimension, Snapshot
from graphapi.schema import filters
from graphapi.schema.context import Context
from graphapi.schema.schema import schema

PAGES = """
query ($orderBy: [OrganisationOrder!], $first: Int, $after: String, $last: Int, $before: String) {
  clusters(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
GROUPS = """
query ($by: [Dimension!]!, $first: Int! = 50, $filter: OrganisationFilter) {
  organisations(filter: $filter) { totalCount aggregate {
    count groups(by: $by, first: $first) { totalCount overlapping groups { count keys { label entity { id } } } }
  } }
}
"""


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return load()


def ask(graph: KnowledgeGraph, query: str, **variables: object) -> ExecutionResult:
    return schema.execute_sync(query, variable_values=variables, context_value=Context(graph))


def answer(graph: KnowledgeGraph, query: str, **variables: object) -> Any:  # noqa: ANN401 -- what JSON may be
    result = ask(graph, query, **variables)
    assert result.errors is None
    return result.data


def code(result: ExecutionResult) -> str:
    return result.errors[0].extensions["code"]


orders = st.lists(st.tuples(st.sampled_from(OrderField), st.booleans()), max_size=3)


def walk(graph: KnowledgeGraph, order: list[dict[str, str]], size: int, *, back: bool) -> Iterator[list[str]]:
    place: dict[str, object] = {}
    while True:
        page = answer(graph, PAGES, orderBy=order, **{"last" if back else "first": size}, **place)["clusters"]
        assert page["totalCount"] == 111
        yield [node["id"] for node in page["nodes"]]
        if not page["pageInfo"]["hasPreviousPage" if back else "hasNextPage"]:
            return
        place = {"before": page["pageInfo"]["startCursor"]} if back else {"after": page["pageInfo"]["endCursor"]}


@settings(max_examples=25, deadline=None)
@given(order=orders, size=st.integers(20, 100), back=st.booleans())
def test_pages_in_any_order_and_direction_add_up_to_the_whole_list(
    graph: KnowledgeGraph,
    order: list[tuple[OrderField, bool]],
    size: int,
    back: bool,
) -> None:
    asked = [{"field": field.name, "direction": "DESC" if down else "ASC"} for field, down in order]
    pages = list(walk(graph, asked, size, back=back))
    found = [name for page in (reversed(pages) if back else pages) for name in page]
    ids = [item.id for item in graph.entities(EntityKind.CLUSTER)]
    assert found == listing.ordered(graph, ids, [Order(field, down) for field, down in order])


def test_a_cursor_of_another_order_list_or_shape_is_refused(graph: KnowledgeGraph) -> None:
    cursor = answer(graph, PAGES, first=1)["clusters"]["pageInfo"]["endCursor"]
    other = [{"field": "NAME"}]
    assert code(ask(graph, PAGES, first=1, after=cursor, orderBy=other)) == "STALE_CURSOR"
    assert code(ask(graph, PAGES.replace("clusters(", "smes("), first=1, after=cursor)) == "STALE_CURSOR"
    assert code(ask(graph, PAGES, first=1, after="?")) == "BAD_CURSOR"
    assert code(ask(graph, PAGES, first=0)) == "BAD_PAGE_SIZE"


def test_a_page_sorts_nothing_and_looks_at_few_keys(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    order = [{"field": "DEGREE", "direction": "DESC"}]
    query = PAGES.replace("clusters(", "organisations(")
    cursor = answer(graph, query, orderBy=order, first=20)["organisations"]["pageInfo"]["endCursor"]
    kept = len(Snapshot.of(graph).kept)
    looked: list[int] = []
    plain = filters.value_of

    def looking(snapshot: Snapshot, position: int, field: OrderField) -> object:
        looked.append(position)
        return plain(snapshot, position, field)

    monkeypatch.setattr(filters, "value_of", looking)
    answer(graph, query, orderBy=order, first=20, after=cursor)
    # 4126 organisations take 13 comparisons, the cursor's shape one look, and each end of the page has a cursor
    assert len(looked) <= 13 + 1 + 2
    assert len(Snapshot.of(graph).kept) == kept


def test_every_list_of_organisations_adds_up(graph: KnowledgeGraph) -> None:
    aggregate = "{ totalCount nodes { id } aggregate { count memberCount { known missing } } }"
    found = answer(
        graph,
        f"""{{
          clusters {aggregate} smes {aggregate} organisations {aggregate}
          concept(id: "s3:e-health") {{ organisations {aggregate} }}
          target: concept(id: "target-sector:energy") {{ organisations {aggregate} }}
          region(id: "region:ES5") {{ organisations {aggregate} country {{ organisations {aggregate} }} }}
          cluster(id: "cluster:indescat") {{ members {aggregate} }}
        }}""",
    )
    lists = [
        *(found[name] for name in ("clusters", "smes", "organisations")),
        *(found[name]["organisations"] for name in ("concept", "target", "region")),
        found["region"]["country"]["organisations"],
        found["cluster"]["members"],
    ]
    for some in lists:
        count = some["aggregate"]["memberCount"]
        assert some["totalCount"] == some["aggregate"]["count"] == count["known"] + count["missing"]
        assert len(some["nodes"]) == min(20, some["totalCount"])
    assert [some["totalCount"] > 0 for some in lists] == [True, True, True, True, False, True, True, False]


def test_organisations_of_a_term_or_a_place_are_those_of_the_filter_that_names_it(graph: KnowledgeGraph) -> None:
    found = answer(
        graph,
        """{ concept(id: "s3:e-health") { organisations(first: 100, filter: { kinds: [CLUSTER] }) { nodes { id } } }
             region(id: "region:ES5") { organisations(first: 100, filter: { kinds: [CLUSTER] }) { nodes { id } } } }""",
    )
    clusters = frozenset({EntityKind.CLUSTER})
    held = (EntityKind.S3_PRIORITY_AREA, ConceptMatch(any_of=("s3:e-health",)))
    wanted = {
        "concept": OrganisationFilter(kinds=clusters, concepts=(held,)),
        "region": OrganisationFilter(kinds=clusters, regions=("region:ES5",)),
    }
    for name, plain in wanted.items():
        ids = [node["id"] for node in found[name]["organisations"]["nodes"]]
        assert ids == sorted(listing.select(graph, plain))
        assert ids


def test_published_numbers_add_up_over_the_whole_list_not_the_page(graph: KnowledgeGraph) -> None:
    query = "{ clusters(first: 1) { aggregate { smeCount { sum min max mean known missing } } } }"
    counts = [item.sme_count for item in graph.entities(EntityKind.CLUSTER) if isinstance(item, Cluster)]
    known = [count for count in counts if count is not None]
    assert answer(graph, query)["clusters"]["aggregate"]["smeCount"] == {
        "sum": sum(known),
        "min": min(known),
        "max": max(known),
        "mean": sum(known) / len(known),
        "known": len(known),
        "missing": len(counts) - len(known),
    }


def test_the_numbers_of_disjoint_groups_add_up_to_those_of_the_list(graph: KnowledgeGraph) -> None:
    count = "memberCount { sum known missing }"
    groups = f"groups(by: [COUNTRY], first: 500) {{ groups {{ {count} }} }}"
    query = f"{{ organisations {{ aggregate {{ {count} {groups} }} }} }}"
    found = answer(graph, query)["organisations"]["aggregate"]
    for part, whole in found["memberCount"].items():
        assert sum(group["memberCount"][part] or 0 for group in found["groups"]["groups"]) == whole


@pytest.mark.parametrize("dimension", [item.name for item in Dimension])
def test_a_group_counts_what_its_filter_lists(graph: KnowledgeGraph, dimension: str) -> None:
    arguments = {
        "SECTOR": "sectors",
        "TECHNOLOGY_FIELD": "technologyFields",
        "S3_PRIORITY_AREA": "s3PriorityAreas",
        "EMERGING_INDUSTRY": "emergingIndustries",
        "PROGRAMME_AREA": "programmeAreas",
        "VALUE_CHAIN_STAGE": "valueChainStages",
    }
    grouped = answer(graph, GROUPS, by=[dimension], first=8)["organisations"]["aggregate"]["groups"]
    for group in grouped["groups"]:
        (key,) = group["keys"]
        if key["label"] is None:
            continue
        name = key["entity"] and key["entity"]["id"]
        wanted: dict[str, object] = {
            "KIND": {"kinds": [key["label"]]},
            "COUNTRY": {"regions": [name]},
            "REGION": {"regions": [name]},
            "PARTNERSHIP": {"inPartnership": name},
        }.get(dimension) or {arguments[dimension]: {"anyOf": [name], "includeNarrower": False}}
        if dimension == "REGION":
            below = answer(graph, "query ($id: ID!) { region(id: $id) { regions { id } } }", id=name)["region"]
            wanted["not"] = {"regions": [part["id"] for part in below["regions"]]}
        assert group["count"] == answer(graph, GROUPS, by=["KIND"], filter=wanted)["organisations"]["totalCount"]


def test_those_of_whom_nothing_is_known_form_a_group_without_a_name(graph: KnowledgeGraph) -> None:
    grouped = answer(graph, GROUPS, by=["KIND", "VALUE_CHAIN_STAGE"])["organisations"]["aggregate"]["groups"]
    assert (grouped["totalCount"], grouped["overlapping"]) == (6, True)
    assert [(group["count"], *(key["label"] for key in group["keys"])) for group in grouped["groups"]] == [
        (2914, "INSTITUTION", None),
        (1101, "SME", None),
        (106, "CLUSTER", None),
        (5, "CLUSTER", "Use and service"),
        (2, "CLUSTER", "Production"),
        (1, "CLUSTER", "Research and design"),
    ]
    assert [group["keys"][1]["entity"] for group in grouped["groups"][:3]] == [None] * 3


@pytest.mark.parametrize(
    "variables",
    [
        {"by": []},
        {"by": ["KIND", "KIND"]},
        {"by": ["KIND", "SECTOR", "COUNTRY", "REGION"]},
        {"by": ["KIND"], "first": 0},
        {"by": ["KIND"], "first": 501},
    ],
)
def test_groups_that_make_no_sense_are_refused(graph: KnowledgeGraph, variables: dict[str, object]) -> None:
    assert code(ask(graph, GROUPS, **variables)) == "BAD_ARGUMENT"


def test_lists_of_organisations_keep_their_names_in_the_schema() -> None:
    text = schema.as_str()
    for name in ("Cluster", "Sme", "Organisation"):
        (begun,) = (part for part in text.split("\ntype ") if part.startswith(f"{name}Connection {{"))
        assert "aggregate: OrganisationAggregate!" in begun
    assert "OrganisationsConnection" not in text
