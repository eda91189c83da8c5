"""Each of the 132 facts of the real page, asked of the server: typed fields where there are any, else `facts`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Answer = dict[str, Any]
Fact = dict[str, Any]

FILE = Path(__file__).parent / "facts.json"
FACTS: list[Fact] = json.loads(FILE.read_text(encoding="utf-8"))

PROFILE = """
fragment Literals on Entity {
  __typename
  name
  alternativeNames { name kind }
  facts { property value statedAs }
}

query Partnership($id: ID!) {
  partnership(id: $id) {
    ...Literals
    acronym title programme strand initiative funder mobilityScheme startDate
    partnerCount plannedExchanges durationMonths origin
    objectives activities activityLevels expectedResults notStated
    partners { nodes { id } }
    targets { name }
    challenges { name }
    facets(origins: [STATED]) { kind name }
  }
}

query Cluster($id: ID!) {
  cluster(id: $id) {
    ...Literals
    memberCount smeCount notStated
    country { name }
    region { name }
    sectors(origins: [STATED]) { name }
    technologyFields(origins: [STATED]) { name }
    s3PriorityAreas(origins: [STATED]) { name broader { name } }
    emergingIndustries(origins: [STATED]) { name }
  }
}

query ValueChain($id: ID!) {
  valueChain(id: $id) { ...Literals }
}
"""

OPERATIONS = {"partnership": "Partnership", "cluster": "Cluster", "value-chain": "ValueChain"}
IDS = {"valuechain:sports": "value-chain:sport"}
"""Ids of the file that are its own."""

TYPES = {"ClusterOrganisation": "Cluster"}
WORDS = {"COSME programme": "COSME"}
"""What the importer normalises."""

SCALARS = {
    "programmeStrand": "strand",
    "acronym": "acronym",
    "title": "title",
    "startDate": "startDate",
    "duration": "durationMonths",
    "declaredNumberOfPartners": "partnerCount",
    "plannedExchanges": "plannedExchanges",
    "origin": "origin",
    "coFinancedBy": "programme",
    "funder": "funder",
    "underInitiative": "initiative",
    "usesScheme": "mobilityScheme",
    "totalMembers": "memberCount",
    "totalSMEs": "smeCount",
}
LISTS = {
    "objective": "objectives",
    "plansActivity": "activities",
    "activityLevel": "activityLevels",
    "expectedResult": "expectedResults",
}
TERMS = {
    "targetsSector": "targets",
    "addressesChallenge": "challenges",
    "sectoralIndustry": "sectors",
    "technologyField": "technologyFields",
    "emergingIndustry": "emergingIndustries",
}
FACETS = {
    "sectoralIndustry": "SECTOR",
    "technologyField": "TECHNOLOGY_FIELD",
    "s3PriorityArea": "S3_PRIORITY_AREA",
    "emergingIndustry": "EMERGING_INDUSTRY",
}
LITERALS = frozenset({"focus", "continues", "engages", "numberOfPartners", "prosePlace", "alias", "name", "acronym"})


@pytest.fixture(scope="module")
def profile(ask: Callable[..., Answer]) -> Callable[[str], Answer]:
    """Return a function that asks for everything stated of an entity of the page."""

    def profile(entity: str) -> Answer:
        found: Answer = ask(PROFILE, {"id": entity}, OPERATIONS[entity.split(":", maxsplit=1)[0]])
        (answer,) = found.values()
        return dict(answer)

    return profile


def said(answer: Answer, name: str) -> list[str | None]:
    """Return the values of a property and the words they were stated in."""
    return [word for row in answer["facts"] if row["property"] == name for word in (row["value"], row["statedAs"])]


def names(rows: list[Answer]) -> list[str]:
    return [row["name"] for row in rows]


def absent(answer: Answer, name: str) -> bool:
    """Tell whether the answer says that the source does not state a property."""
    if name in SCALARS:
        return answer[SCALARS[name]] is None and SCALARS[name] in answer["notStated"]
    if answer["__typename"] == "Partnership":
        return FACETS[name] not in [term["kind"] for term in answer["facets"]] and name in answer["notStated"]
    return answer[TERMS[name]] == [] and FACETS[name] in answer["notStated"]


def holds(answer: Answer, name: str, value: Any) -> bool:  # noqa: ANN401 -- as the file has it
    """Tell whether an answer says what a fact says."""
    is_partnership = answer["__typename"] == "Partnership"
    match name:
        case "rdf:type":
            return bool(answer["__typename"] == TYPES.get(value, value))
        case "hasPartner" | "hasPartnerInTable":
            return value in [partner["id"] for partner in answer["partners"]["nodes"]]
        case "country" | "region":
            return bool(answer[name]["name"] == value) and value in said(answer, name)
        case "s3PriorityArea":
            wanted = {"name": value["subcategory"], "broader": {"name": value["category"]}}
            return wanted in answer["s3PriorityAreas"]
        case "emergingIndustry" if is_partnership:
            return {"kind": FACETS[name], "name": value} in answer["facets"]
        case _ if name in TERMS:
            return value in names(answer[TERMS[name]])
        case _ if name in LISTS:
            return value in answer[LISTS[name]]
        case _ if name in SCALARS and (is_partnership or name != "acronym"):
            return bool(str(answer[SCALARS[name]]) == WORDS.get(str(value), str(value)))
        case "name" | "alias" | "acronym":
            every_name = [answer["name"], *names(answer["alternativeNames"])]
            return value in every_name and value in said(answer, name)
        case _:
            return name in LITERALS and str(value) in said(answer, name)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_a_query_answers_the_fact(fact: Fact, profile: Callable[[str], Answer]) -> None:
    answer = profile(IDS.get(fact["subject"], fact["subject"]))
    if fact["object"] is None:
        assert absent(answer, fact["predicate"])
    else:
        assert holds(answer, fact["predicate"], fact["object"])


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact["object"] is not None], ids=lambda fact: fact["id"])
def test_what_the_page_does_not_say_is_not_answered(fact: Fact, profile: Callable[[str], Answer]) -> None:
    answer = profile(IDS.get(fact["subject"], fact["subject"]))
    other = {"category": "Services", "subcategory": "Nonsense"} if isinstance(fact["object"], dict) else "Nonsense"
    assert not holds(answer, fact["predicate"], other)


def test_the_facts_are_132_and_nine_of_them_absences() -> None:
    assert [fact["id"] for fact in FACTS] == [f"F{number:03}" for number in range(1, 133)]
    assert sum(fact["object"] is None for fact in FACTS) == 9


@pytest.mark.shared
def test_the_facts_here_are_those_of_the_original(shared: Path) -> None:
    original = json.loads((shared / "eccp" / "smartsports4goodlife.facts.json").read_text(encoding="utf-8"))
    columns = ("id", "subject", "predicate", "object", "assertion")
    assert [{name: fact[name] for name in columns} for fact in original] == FACTS
