"""What an audience may see is what is left when a person deletes the rows of others, and what names them, by hand."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.checking import Places, check
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, UnknownAudience
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Row
from graph_data.tables import TABLES, columns_of
from graph_data.versions.audience import audiences_of, for_audience
from graphapi.execution.answering import Request, answer

Tables = Mapping[str, str]
Lines = dict[str, list[dict[str, str]]]

ENTITIES = {"entity", "subject", "object", "concept"}
"""Columns of the small dataset whose cell names an entity without which the row says nothing."""

WIDER = {"broader", "parent"}
"""Columns whose cell names an entity and may be blank."""

QUERIES = (
    "{ dataset { version title counts { kind count } } }",
    """{ clusters(first: 3) { totalCount nodes { id name memberCount country { code } region { name nutsCode }
         sectors { id } technologyFields { id } s3PriorityAreas { name broader { name } }
         partnerships { nodes { name startDate } } statements(first: 40) { nodes { id predicate origin weight
           subject { id } object { id } provenance { source { title } locator quote } } }
         facts { property value provenance { source { title } locator } } alternativeNames { name } } } }""",
    """{ partnership(id: "partnership:snow") { name partners { edges { role node { id country { code } } } } } }""",
    '{ suggest(prefix: "al", first: 8) { entity { id kind name } hint } }',
    '{ search(text: "alp", first: 20) { totalCount nodes { id name } } }',
    """{ cluster(id: "cluster:alps") { synergies(lens: GENERAL, first: 10) { nodes { score novelty absorbability
         partner { id name } contributions { part concept { id } side relation share proximity } } } } }""",
    """{ explain(from: "cluster:alps", to: "sector:footwear", maxLength: 3) { distance
         paths(first: 5) { nodes { text share statements { predicate origin } } } } }""",
    """{ organisations(first: 50) { totalCount nodes { id collaborators(first: 20) { nodes { name } } } aggregate {
         groups(by: [COUNTRY, SECTOR], first: 100) { groups { keys { dimension label } count } } } } }""",
    "{ ranking(measure: BETWEENNESS, first: 20) { edges { value node { id } } } }",
    """{ subgraph(seeds: ["cluster:coast"], depth: 2, maxNodes: 50) { truncated nodes { id }
         statements { id predicate weight } } }""",
    "{ communities(seed: 0) { modularity communities { label size } } }",
    '{ nodes(ids: ["cluster:alps", "sme:shoes", "region:AT33", "s3:spas", "cluster:register-77"]) { id } }',
)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_of_the_law_is_answered(query: str, small_graph: KnowledgeGraph) -> None:
    assert "errors" not in answer(small_graph, Request(query)).body


def lines_of(tables: Tables) -> Lines:
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in tables.items()}


def text_of(lines: Lines) -> Tables:
    """Write tables as text with a column for the audience; a table without lines is no file."""
    found = {}
    for name, rows in lines.items():
        if rows:
            target = io.StringIO(newline="")
            headings = [*(heading for heading in rows[0] if heading != "audience"), "audience"]
            writer = csv.DictWriter(target, headings, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            found[name] = target.getvalue()
    return found


def by_hand(lines: Lines, audience: str) -> Lines:
    """Delete the lines of others, then the lines that name what is no longer there, until none does."""

    def may_see(row: dict[str, str]) -> bool:
        return not row.get("audience") or audience in row["audience"].split()

    left = {name: [dict(row) for row in rows if may_see(row)] for name, rows in lines.items()}
    while True:
        ids = {row["id"] for rows in left.values() for row in rows if "id" in row} | {""}
        for row in (row for rows in left.values() for row in rows):
            row.update({column: "" for column in WIDER & row.keys() if row[column] not in ids})
        fewer = {name: [row for row in rows if ids.issuperset(named(row))] for name, rows in left.items()}
        if fewer == left:
            return left
        left = fewer


def named(row: dict[str, str]) -> list[str]:
    return [row[column] for column in row if column in ENTITIES | {"source", "register", "scheme"}]


def answers(dataset: Dataset) -> list[bytes]:
    graph = KnowledgeGraph(dataset)
    return [json.dumps(answer(graph, Request(query)).body, default=str).encode() for query in QUERIES]


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_an_audience_is_answered_as_if_the_hidden_rows_had_been_deleted_by_hand(
    small_tables: Tables, dataset_of: Callable[[Tables], Dataset], data: st.DataObject
) -> None:
    lines = lines_of(small_tables)
    places = [(name, number) for name, rows in lines.items() for number in range(len(rows))]
    for name, number in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=6)):
        lines[name][number]["audience"] = data.draw(st.sampled_from(["partners", "board", "board partners"]))
    whole = dataset_of(text_of(lines))
    asked = data.draw(st.sampled_from(["public", *audiences_of(whole)]))
    left = by_hand(lines, asked)
    found, wanted = for_audience(whole, asked), dataset_of(text_of(left))
    assert found == wanted
    assert found.version == wanted.version
    assert answers(found) == answers(wanted)
    assert whole.confidential
    assert found.confidential == any(row.get("audience") for rows in left.values() for row in rows)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_an_audience_sees_is_a_dataset_of_rows_that_it_may_see(
    datasets: st.SearchStrategy[Dataset], data: st.DataObject
) -> None:
    dataset = data.draw(datasets)
    audience = data.draw(st.sampled_from(["public", *audiences_of(dataset)]))
    seen, refused = None, []
    try:
        seen = for_audience(dataset, audience)
    except InvalidDataset as error:
        refused = [problem.message for problem in error.problems[1:]]
    # a rule that is left without its conditions would be met by anybody
    assert all("has no condition" in message for message in refused)
    if seen is None:
        return
    assert check(list(seen.all_rows()), Places()) == []
    assert all(not row.audience or audience in row.audience for row in seen.all_rows() if isinstance(row, Row))
    assert {row.id for row in seen.entities} <= dataset.by_id.keys()
    if seen.confidential or audience == "public":
        assert for_audience(seen, audience) == seen
    if not dataset.confidential:
        assert seen == dataset


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_of_every_table_can_be_for_an_audience_alone(table: Any) -> None:  # noqa: ANN401 -- pytest has no type for it
    for row_type in table.row_types.values():
        assert issubclass(row_type, Row)
        assert columns_of(row_type)[-1].name == "audience"


def test_a_hidden_source_takes_with_it_what_was_taken_from_it(
    small_tables: Tables, dataset_of: Callable[[Tables], Dataset]
) -> None:
    lines = lines_of(small_tables)
    lines["sources.csv"][1]["audience"] = "partners"
    seen = for_audience(dataset_of(text_of(lines)), "public")
    assert [source.id for source in seen.sources] == ["page", "us"]
    assert [entity.id for entity in seen.entities if entity.id.startswith(("sme:", "partnership:"))] == [
        "partnership:visit"
    ]
    assert {link.source for link in seen.links} == {"page"}


def test_a_hidden_wider_term_leaves_the_narrower_one_without_it(
    small_tables: Tables, dataset_of: Callable[[Tables], Dataset]
) -> None:
    lines = lines_of(small_tables)
    (health,) = (row for row in lines["concepts.csv"] if row["id"] == "s3:health")
    health["audience"] = "partners"
    whole = dataset_of(text_of(lines))
    assert getattr(whole.by_id["s3:spas"], "broader", None) == "s3:health"
    seen = for_audience(whole, "public")
    assert "s3:health" not in seen.by_id
    assert getattr(seen.by_id["s3:spas"], "broader", None) is None
    assert seen.keywords == ()


def test_a_name_that_no_row_is_for_is_told_the_nearest_one(
    small: Dataset, small_tables: Tables, dataset_of: Callable[[Tables], Dataset]
) -> None:
    lines = lines_of(small_tables)
    lines["facts.csv"][0]["audience"] = "board partners"
    whole = dataset_of(text_of(lines))
    assert audiences_of(whole) == ("board", "partners")
    with pytest.raises(UnknownAudience, match=r"^no row is for the audience 'partnres'; did you mean 'partners'\?$"):
        for_audience(whole, "partnres")
    with pytest.raises(
        UnknownAudience, match=r"^no row is for the audience 'x'; write one of public, board, partners$"
    ):
        for_audience(whole, "x")
    with pytest.raises(UnknownAudience, match=r"^no row is for the audience 'x'; write one of public$"):
        for_audience(small, "x")


def test_no_row_is_for_everybody_by_name(problems_of: Callable[..., list[str]]) -> None:
    table = "id,name,code,audience\ncountry:AT,Austria,AT,board public\n"
    assert problems_of({"countries.csv": table}) == [
        "countries.csv:2:23: audience 'public' is everybody; leave the cell blank"
    ]


def test_what_is_left_must_be_a_dataset_by_itself(small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = check([small.links[0]], Places())
    monkeypatch.setattr("graph_data.versions.audience.check", lambda *_: problems)
    with pytest.raises(InvalidDataset) as caught:
        for_audience(small, "public")
    assert str(caught.value).splitlines()[0] == (
        "audience: what 'public' may see is no dataset by itself; hide these rows too"
    )
    assert caught.value.problems[1:] == tuple(sorted(problems, key=lambda problem: problem.message))
