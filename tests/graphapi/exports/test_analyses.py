"""Analyses as flat rows are what GraphQL and the command answer."""

from starlette.testclient import TestClient

from graph_data.discovery import Lens, SynergyModel
from graph_data.notebook import Notebook
from graphapi import reports

PARTNERSHIP = "partnership:smartsports4goodlife"


def test_synergies_are_those_of_the_command_and_of_graphql(client: TestClient, sample: Notebook) -> None:
    asked = "organisation=cluster:indescat&first=3&lens=general&kind=CLUSTER"
    found = client.get(f"/export/synergies.json?{asked}").json()
    ranking = reports.ranking(
        sample, reports.Asked(["cluster:indescat"], SynergyModel.of(Lens.GENERAL), 3, ["CLUSTER"])
    )
    assert [[*row] for row in found] == [[name.replace(" ", "_") for name in row] for row in ranking]
    assert [row["because_of"] for row in found] == ["; ".join(row["because of"]) for row in ranking]
    query = """{ cluster(id: "cluster:indescat") { synergies(first: 3, lens: GENERAL,
      filter: {partner: {kinds: [CLUSTER]}}) { nodes { score partner { id name country { code } } } } } }"""
    nodes = client.post("/graphql", json={"query": query}).json()["data"]["cluster"]["synergies"]["nodes"]
    assert [(row["score"], row["id"], row["partner"], row["country"]) for row in found] == [
        (node["score"], node["partner"]["id"], node["partner"]["name"], node["partner"]["country"]["code"])
        for node in nodes
    ]
    assert len(found) == 3


def test_synergies_may_leave_out_known_partners(client: TestClient) -> None:
    rows = client.get("/export/synergies.json?organisation=cluster:indescat&new=true").json()
    assert not {row["id"] for row in rows} & {"cluster:cluster-montagne", "cluster:epsi"}
    content = client.get("/export/synergies.csv?organisation=cluster:indescat&new=true&kind=SME").text
    assert content.startswith("organisation,partner,id,country,score,")


def test_groups_are_those_of_graphql(client: TestClient) -> None:
    found = client.get("/export/groups.json?by=country,sector&first=4&kind=CLUSTER").json()
    query = """{ clusters { aggregate { groups(by: [COUNTRY, SECTOR], first: 4) { totalCount groups {
      count keys { label entity { id } } memberCount { sum missing } smeCount { sum missing } } } } } }"""
    groups = client.post("/graphql", json={"query": query}).json()["data"]["clusters"]["aggregate"]["groups"]
    assert found == [
        {
            "country": group["keys"][0]["label"],
            "country_id": (group["keys"][0]["entity"] or {}).get("id"),
            "sector": group["keys"][1]["label"],
            "sector_id": (group["keys"][1]["entity"] or {}).get("id"),
            "count": group["count"],
            "member_count": group["memberCount"]["sum"],
            "member_count_missing": group["memberCount"]["missing"],
            "sme_count": group["smeCount"]["sum"],
            "sme_count_missing": group["smeCount"]["missing"],
        }
        for group in groups["groups"]
    ]
    assert groups["totalCount"] > 4


def test_what_was_cut_says_so(client: TestClient) -> None:
    assert client.get("/export/groups.csv?by=SECTOR&first=1").headers["X-Truncated"] == "true"
    assert "X-Truncated" not in client.get("/export/groups.csv?by=SECTOR&first=500").headers
    assert client.get(f"/export/graph/nodes.json?seeds={PARTNERSHIP}&max_nodes=2").headers["X-Truncated"] == "true"


def test_nodes_and_edges_are_the_subgraph_with_grafanas_names(client: TestClient) -> None:
    asked = "seeds=cluster:indescat&seeds=cluster:epsi&depth=1&kind=SECTOR&predicate=ACTIVE_IN_SECTOR"
    nodes = client.get(f"/export/graph/nodes.json?{asked}").json()
    edges = client.get(f"/export/graph/edges.json?{asked}").json()
    query = """{ subgraph(seeds: ["cluster:indescat", "cluster:epsi"], kinds: [SECTOR],
      predicates: [ACTIVE_IN_SECTOR]) { nodes { id name }
      statements { id origin weight subject { id } object { id } } } }"""
    wanted = client.post("/graphql", json={"query": query}).json()["data"]["subgraph"]
    assert [(node["id"], node["title"]) for node in nodes] == [(node["id"], node["name"]) for node in wanted["nodes"]]
    assert edges == [
        {
            "id": item["id"],
            "source": item["subject"]["id"],
            "target": item["object"]["id"],
            "mainstat": "active in sector",
            "secondarystat": item["origin"].lower(),
            "detail__weight": item["weight"],
        }
        for item in wanted["statements"]
    ]
    assert {(node["subtitle"], type(node["mainstat"])) for node in nodes} == {("cluster", int), ("sector", int)}
    assert {edge["source"] for edge in edges} | {edge["target"] for edge in edges} <= {node["id"] for node in nodes}
