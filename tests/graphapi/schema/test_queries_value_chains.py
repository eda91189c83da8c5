"""Value chains and their stages."""

from collections.abc import Callable
from typing import Any

Ask = Callable[..., Any]


def test_the_sport_value_chain_has_no_stages_yet(ask: Ask) -> None:
    query = """{
      valueChain(id: "value-chain:sport") { __typename id kind name stages { id } }
      valueChains { totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage } }
    }"""
    found = ask(query)
    assert found["valueChain"] == {
        "__typename": "ValueChain",
        "id": "value-chain:sport",
        "kind": "VALUE_CHAIN",
        "name": "Sport",
        "stages": [],
    }
    assert found["valueChains"]["nodes"] == [{"id": "value-chain:sport"}]
    assert found["valueChains"]["totalCount"] == 1


def test_stages_stand_in_their_order_with_their_organisations(ask_small: Ask) -> None:
    query = """{
      valueChain(id: "value-chain:glass") { stages {
        id kind name position valueChain { id }
        organisations(filter: { kinds: [SME, CLUSTER] }) { nodes { id } totalCount }
        neighbours(predicates: [SUPPLIES_TO]) { edges { node { id } statement { weight } } }
      } }
      node(id: "stage:stray") { ... on ValueChainStage { position valueChain { id } organisations { totalCount } } }
    }"""
    found = ask_small(query)
    first, second = found["valueChain"]["stages"]
    assert first == {
        "id": "stage:sand",
        "kind": "VALUE_CHAIN_STAGE",
        "name": "Sand",
        "position": 1,
        "valueChain": {"id": "value-chain:glass"},
        "organisations": {"nodes": [{"id": "cluster:glass"}], "totalCount": 1},
        "neighbours": {"edges": [{"node": {"id": "stage:oven"}, "statement": {"weight": 2.5}}]},
    }
    assert (second["id"], second["organisations"]["nodes"]) == ("stage:oven", [{"id": "sme:blower"}])
    assert found["node"] == {"position": 9, "valueChain": None, "organisations": {"totalCount": 0}}
