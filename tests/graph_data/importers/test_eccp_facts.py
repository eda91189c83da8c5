"""The real page: each of its 132 facts, one test case a fact, and what the importer says of it."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from graph_data.checking import Places, check
from graph_data.dataset import Dataset, cells
from graph_data.importers.eccp import import_page
from graph_data.importers.report import Import
from graph_data.ontology import Cluster, Concept, Entity, Partnership, Predicate, ValueChain
from graph_data.rows import Fact, Link
from graph_data.slugs import slug

pytestmark = pytest.mark.shared

RENAMED = {
    "totalMembers": "memberCount",
    "totalSMEs": "smeCount",
    "duration": "durationMonths",
    "declaredNumberOfPartners": "partnerCount",
    "programmeStrand": "strand",
    "plansActivity": "activity",
    "usesScheme": "mobilityScheme",
    "underInitiative": "initiative",
    "coFinancedBy": "programme",
}
TYPES = {"Partnership": Partnership, "ClusterOrganisation": Cluster, "ValueChain": ValueChain}
LINKS = {
    "sectoralIndustry": Predicate.ACTIVE_IN_SECTOR,
    "technologyField": Predicate.USES_TECHNOLOGY,
    "s3PriorityArea": Predicate.PURSUES_PRIORITY,
    "emergingIndustry": Predicate.IN_EMERGING_INDUSTRY,
    "targetsSector": Predicate.TARGETS,
    "addressesChallenge": Predicate.ADDRESSES,
    "hasPartner": Predicate.PARTNER_IN,
    "hasPartnerInTable": Predicate.PARTNER_IN,
}
ATTRIBUTES = {
    "acronym": "acronym",
    "title": "title",
    "startDate": "start_date",
    "strand": "strand",
    "programme": "programme",
    "funder": "funder",
    "initiative": "initiative",
    "mobilityScheme": "mobility_scheme",
    "durationMonths": "duration_months",
    "partnerCount": "partner_count",
    "plannedExchanges": "planned_exchanges",
    "origin": "origin",
    "memberCount": "member_count",
    "smeCount": "sme_count",
}


class RealPage:
    """The imported page, asked for facts as the file of facts writes them."""

    def __init__(self, folder: Path, vocabulary: Dataset) -> None:
        self.facts: dict[str, dict[str, Any]] = {
            fact["id"]: fact
            for fact in json.loads((folder / "smartsports4goodlife.facts.json").read_text(encoding="utf-8"))
        }
        self.read: Import = import_page(folder / "smartsports4goodlife.txt", vocabulary)
        self.entities = {row.id: row for row in self.read.rows if isinstance(row, Entity)}
        self.names = {row.id: row.name for row in vocabulary.entities if isinstance(row, Concept)}
        self.names |= {row.id: row.name for row in self.entities.values()}

    @cached_property
    def said(self) -> set[tuple[str, str, str | None, str]]:
        """Every literal, as (entity, property, value, locator)."""
        return {
            (row.entity, row.property, value, row.locator)
            for row in self.read.rows
            if isinstance(row, Fact)
            for value in (row.value, row.stated_as if row.value else None)
        }

    @cached_property
    def stated(self) -> set[tuple[str, Predicate, str, str]]:
        """Every statement, as (subject, predicate, object, locator)."""
        return {
            (row.subject, row.predicate, row.object, row.locator) for row in self.read.rows if isinstance(row, Link)
        }


@pytest.fixture(scope="module")
def real(shared: Path, eccp_vocabulary: Dataset) -> RealPage:
    return RealPage(shared / "eccp", eccp_vocabulary)


@pytest.mark.parametrize("number", [f"F{number:03}" for number in range(1, 133)])
def test_every_fact_of_the_page_is_in_the_rows(number: str, real: RealPage) -> None:
    fact = real.facts[number]
    subject = fact["subject"].replace("valuechain:sports", "value-chain:sport")
    name, value = fact["predicate"], fact["object"]
    place = f"smartsports4goodlife: characters {fact['start']}-{fact['end']}"
    if name == "rdf:type":
        found = real.entities[subject]
        assert (type(found), found.locator) == (TYPES[value], place)
    elif fact["assertion"] == "ABSENT_IN_ROW":
        assert not [link for link in real.stated if link[:2] == (subject, LINKS[name])]
        assert not [literal for literal in real.said if literal[:2] == (subject, name)]
        assert real.entities[subject].locator == place
    elif name in LINKS and value is not None:
        assert statement(real, subject, name, value, place) in real.stated
    else:
        name = RENAMED.get(name, name)
        text = None if value is None else str(value).removesuffix(" programme")
        assert (subject, name, text, place) in real.said
        attribute = ATTRIBUTES.get(name) if not (name == "acronym" and subject.startswith("cluster:")) else None
        if attribute is not None:
            assert cells(real.entities[subject]).get(attribute) == text


def statement(real: RealPage, subject: str, name: str, value: Any, place: str) -> tuple[str, Predicate, str, str]:  # noqa: ANN401 -- as the file has it
    """Return a fact as the statement that holds it, told by the name of its term."""
    if name.startswith("hasPartner"):
        return (value, LINKS[name], subject, place)
    label = value["subcategory"] if isinstance(value, dict) else value
    prefix = {
        "sectoralIndustry": "sector",
        "technologyField": "technology",
        "s3PriorityArea": "s3",
        "emergingIndustry": "emerging-industry",
        "targetsSector": "target-sector",
        "addressesChallenge": "challenge",
    }[name]
    term = f"{prefix}:{slug(label)}"
    assert real.names[term] == label
    return (subject, LINKS[name], term, place)


def test_every_span_of_the_page_is_quoted(real: RealPage) -> None:
    words = {
        row.locator: row.quote if isinstance(row, Link) else row.stated_as
        for row in real.read.rows
        if isinstance(row, (Link, Fact))
    }
    quoted = {
        number: words[place]
        for number, fact in real.facts.items()
        if (place := f"smartsports4goodlife: characters {fact['start']}-{fact['end']}") in words
    }
    assert quoted == {number: " ".join(fact["span"].split()) for number, fact in real.facts.items()}


def test_the_page_gives_these_rows_and_no_others(real: RealPage, eccp_vocabulary: Dataset) -> None:
    kinds = [type(row).__name__ for row in real.read.rows]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "Challenge": 4,
        "Cluster": 5,
        "Fact": 77,
        "Link": 53,
        "Name": 7,
        "Partnership": 1,
        "TargetSector": 4,
        "ValueChain": 1,
    }
    assert check([*eccp_vocabulary.all_rows(), *real.read.rows], Places()) == []


def test_the_page_is_found_to_be_full_of_traps(real: RealPage) -> None:
    assert {finding.code: finding.count for finding in real.read.findings} == {
        "names-repaired": 2,
        "region-level": 1,
        "region-language": 1,
        "region-containment": 1,
        "lists-not-stated": 2,
        "blank-fields": 7,
        "unbalanced-parentheses": 1,
        "partners-matched-by-alias": 4,
        "homonyms": 1,
    }
