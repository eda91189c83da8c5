"""Value chains and their stages."""

from collections.abc import Callable
from typing import Any

Ask = Callable[..., Any]


CHAIN = """{
  valueChain(id: "value-chain:sport") { __typename id kind name stages {
    id name position upstreamness organisations { totalCount nodes { id } }
    statements(predicates: [STAGE_OF]) { nodes { origin provenance { source { id } locator } } }
  } }
  valueChains { totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage } }
}"""


def test_the_sport_value_chain_has_seven_stages_some_occupied_some_measured(ask: Ask) -> None:
    found = ask(CHAIN)
    chain = found["valueChain"]
    assert (chain["__typename"], chain["kind"], chain["name"]) == ("ValueChain", "VALUE_CHAIN", "Sport")
    assert [
        (stage["id"], stage["name"], stage["position"], stage["upstreamness"], stage["organisations"]["totalCount"])
        for stage in chain["stages"]
    ] == [
        ("stage:sport/research-design", "Research and design", 1, None, 1),
        ("stage:sport/inputs", "Inputs", 2, 3.47245, 0),
        ("stage:sport/production", "Production", 3, 1.963511, 2),
        ("stage:sport/distribution", "Distribution", 4, None, 0),
        ("stage:sport/marketing-sales", "Marketing and sales", 5, None, 0),
        ("stage:sport/use-service", "Use and service", 6, 1.535574, 5),
        ("stage:sport/end-of-life", "End of life", 7, 3.191408, 0),
    ]
    (said,) = chain["stages"][0]["statements"]["nodes"]
    (cited,) = said["provenance"]
    assert (said["origin"], cited["source"]["id"]) == ("INFERRED", "synergraph-curation")
    assert "Gereffi & Fernandez-Stark 2016" in cited["locator"]
    assert found["valueChains"]["nodes"] == [{"id": "value-chain:sport"}]
    assert found["valueChains"]["totalCount"] == 1


def test_a_stage_names_what_it_supplies_once_for_each_table_with_the_share_and_its_source(ask: Ask) -> None:
    query = """{ node(id: "stage:sport/inputs") { ... on ValueChainStage { suppliesTo {
      to { id } share statement { origin weight provenance { source { id publisher } locator rule } }
    } facts(properties: ["upstreamness"]) { value provenance { source { title } locator } } } } }"""
    stage = ask(query)["node"]
    assert [(flow["to"]["id"][12:], flow["share"]) for flow in stage["suppliesTo"]] == [
        ("distribution", 0.01492),
        ("end-of-life", 0.020971),
        ("end-of-life", 0.025969),
        ("marketing-sales", 0.007978),
        ("production", 0.113322),
        ("production", 0.127894),
        ("research-design", 0.03007),
        ("use-service", 0.002954),
        ("use-service", 0.005762),
    ]
    assert [flow["statement"] for flow in stage["suppliesTo"] if flow["to"]["id"] == "stage:sport/production"] == [
        {
            "origin": "DERIVED",
            "weight": share,
            "provenance": [
                {
                    "source": {"id": source, "publisher": publisher},
                    "locator": locator,
                    "rule": f"input-output/{source}",
                }
            ],
        }
        for source, publisher, share, locator in (
            (
                "eurostat-iot-hu-2020",
                "Eurostat",
                0.113322,
                "hu_iot_2020_cpa65.csv: CPA_C20, CPA_C22, CPA_C24 > CPA_C13-15, CPA_C31_32",
            ),
            (
                "oecd-iot-be-2020",
                "OECD",
                0.127894,
                "be_oecd_iot_2020.csv: D20, D22, D24A, D24B > D13T15, D31T33",
            ),
        )
    ]
    belgium = "Harmonised national input-output table by industry: Belgium 2020"
    cited = {"source": {"title": belgium}, "locator": "be_oecd_iot_2020.csv: D20, D22, D24A, D24B"}
    assert stage["facts"] == [{"value": "3.47245", "provenance": [cited]}]


def test_a_stated_order_of_stages_has_no_share(ask_small: Ask) -> None:
    found = ask_small('{ node(id: "stage:sand") { ... on ValueChainStage { suppliesTo { to { id } share } } } }')
    assert found["node"]["suppliesTo"] == [{"to": {"id": "stage:oven"}, "share": None}]


def test_the_stage_of_an_organisation_is_inferred_and_cites_the_judgement_and_what_it_reads(ask: Ask) -> None:
    query = """{ cluster(id: "cluster:epsi") {
      valueChainStages { id } stated: valueChainStages(origins: [STATED]) { id } notStated
      statements(predicates: [OCCUPIES_STAGE]) { nodes {
        object { id } origin weight provenance { source { id } locator quote rule }
        derivedFrom { nodes { object { id } origin } }
      } }
    } }"""
    cluster = ask(query)["cluster"]
    stages = ["stage:sport/production", "stage:sport/research-design", "stage:sport/use-service"]
    assert [stage["id"] for stage in cluster["valueChainStages"]] == stages
    assert (cluster["stated"], "VALUE_CHAIN_STAGE" in cluster["notStated"]) == ([], True)
    assert [item["weight"] for item in cluster["statements"]["nodes"]] == [1, 3, 1]
    assert cluster["statements"]["nodes"][0] == {
        "object": {"id": "stage:sport/production"},
        "origin": "INFERRED",
        "weight": 1,
        "provenance": [
            {
                "source": {"id": "eccp"},
                "locator": "smartsports4goodlife: characters 3333-3354",
                "quote": "Textile Manufacturing",
                "rule": "stage-map",
            },
            {
                "source": {"id": "synergraph-curation"},
                "locator": "crosswalks.csv: sector:textile-manufacturing > stage:sport/production",
                "quote": "Sportswear and technical textiles are made here.",
                "rule": "stage-map",
            },
        ],
        "derivedFrom": {"nodes": [{"object": {"id": "sector:textile-manufacturing"}, "origin": "STATED"}]},
    }


def test_organisations_are_found_and_counted_by_stage(ask: Ask) -> None:
    query = """{
      organisations(filter: { valueChainStages: { anyOf: ["stage:sport/production"] } }) { nodes { id } }
      stated: organisations(filter: { valueChainStages: { anyOf: ["stage:sport/production"], origins: [STATED] } }) {
        totalCount
      }
      clusters(filter: { inPartnership: "partnership:smartsports4goodlife" }) {
        aggregate { groups(by: [VALUE_CHAIN_STAGE]) { overlapping groups { keys { label entity { id } } count } } }
      }
    }"""
    found = ask(query)
    assert [item["id"] for item in found["organisations"]["nodes"]] == ["cluster:epsi", "cluster:sports-and-technology"]
    assert found["stated"]["totalCount"] == 0
    groups = found["clusters"]["aggregate"]["groups"]
    assert [(group["keys"][0]["entity"]["id"], group["count"]) for group in groups["groups"]] == [
        ("stage:sport/use-service", 5),
        ("stage:sport/production", 2),
        ("stage:sport/research-design", 1),
    ]
    assert groups["overlapping"] is True


COVERAGE = """query ($id: ID!, $origins: [StatementOrigin!]) {
  partnership(id: "partnership:smartsports4goodlife") { analysis(origins: $origins) { valueChain(id: $id) {
    valueChain { id } coveredShare
    stages { stage { id } organisations { id } origins }
    missingLinks { from { id } to { id } reason }
  } } }
}"""


def test_a_partnership_covers_three_stages_of_seven_and_breaks_at_every_step(ask: Ask) -> None:
    found = ask(COVERAGE, {"id": "value-chain:sport"})["partnership"]["analysis"]["valueChain"]
    assert (found["valueChain"], found["coveredShare"]) == ({"id": "value-chain:sport"}, 0.428571428571)
    assert [(item["stage"]["id"][12:], len(item["organisations"]), item["origins"]) for item in found["stages"]] == [
        ("research-design", 1, ["INFERRED"]),
        ("inputs", 0, []),
        ("production", 2, ["INFERRED"]),
        ("distribution", 0, []),
        ("marketing-sales", 0, []),
        ("use-service", 5, ["INFERRED"]),
        ("end-of-life", 0, []),
    ]
    assert found["missingLinks"][3] == {
        "from": {"id": "stage:sport/distribution"},
        "to": {"id": "stage:sport/marketing-sales"},
        "reason": "none of them is known to work at Distribution or Marketing and sales; 12.6% of what Marketing and "
        "sales buys comes from Distribution (Symmetric input-output table by product: Hungary 2020)",
    }
    assert len(found["missingLinks"]) == 6


def test_nothing_is_stated_of_stages_so_that_the_coverage_by_statements_is_unknown(ask: Ask) -> None:
    variables = {"id": "value-chain:sport", "origins": ["STATED"]}
    found = ask(COVERAGE, variables)["partnership"]["analysis"]["valueChain"]
    assert (found["coveredShare"], found["missingLinks"], len(found["stages"])) == (None, [], 7)


def test_an_id_that_names_no_value_chain_is_refused_by_its_code(fail: Callable[..., tuple[str, str]]) -> None:
    code, message = fail(COVERAGE, {"id": "value-chain:sports"})
    assert (code, "did you mean 'value-chain:sport'?" in message) == ("UNKNOWN_ID", True)
    wanted = "'cluster:epsi' is a CLUSTER; write the id of a VALUE_CHAIN"
    assert fail(COVERAGE, {"id": "cluster:epsi"}) == ("WRONG_KIND", wanted)


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
