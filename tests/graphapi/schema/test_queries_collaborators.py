"""Whom an organisation met in partnerships, and in which."""

from collections.abc import Callable
from typing import Any

from graph_data.notebook import Notebook
from graph_data.ontology import Predicate

Ask = Callable[..., Any]

QUERY = """query($id: ID!, $kinds: [EntityKind!], $after: String) { organisation(id: $id) {
  collaborators(kinds: $kinds, first: 7, after: $after) {
    totalCount pageInfo { hasNextPage endCursor startCursor } nodes { id }
    edges { cursor sharedCount node { id kind } partnerships { id } }
  }
} }"""


def met(ask: Ask, **variables: object) -> list[dict[str, Any]]:
    found, after, more = [], None, True
    while more:
        page = ask(QUERY, {"after": after, **variables})["organisation"]["collaborators"]
        assert [edge["node"]["id"] for edge in page["edges"]] == [node["id"] for node in page["nodes"]]
        found += page["edges"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert len(found) == page["totalCount"]
    return found


def test_collaborators(whole: Ask) -> None:
    query = QUERY.replace("endCursor startCursor", "").replace("cursor sharedCount", "sharedCount")
    found = whole(query, {"id": "cluster:indescat"})["organisation"]["collaborators"]
    assert found["edges"][0]["partnerships"] != []


def test_most_shared_partnerships_come_first_ties_by_id(ask: Ask, graph: Notebook) -> None:
    found = met(ask, id="institution:cordis-999991334")
    places = [(-edge["sharedCount"], edge["node"]["id"]) for edge in found]
    assert places == sorted(places)
    assert places[0][0] < -1
    assert len({edge["node"]["id"] for edge in found}) == len(found)
    for edge in found:
        assert edge["sharedCount"] == len(edge["partnerships"])
        with_it = {item.id for item in graph.objects(edge["node"]["id"], Predicate.PARTNER_IN)}
        assert {item["id"] for item in edge["partnerships"]} <= with_it
        assert edge["node"]["id"] != "institution:cordis-999991334"


def test_collaborators_of_a_kind_are_those_of_the_kind(ask: Ask) -> None:
    everyone = met(ask, id="cluster:epsi")
    for kind in ("CLUSTER", "SME", "INSTITUTION"):
        chosen = met(ask, id="cluster:epsi", kinds=[kind])
        wanted = [edge["node"]["id"] for edge in everyone if edge["node"]["kind"] == kind]
        assert [edge["node"]["id"] for edge in chosen] == wanted
    assert met(ask, id="cluster:epsi", kinds=[]) == []
