import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from graph_data.discovery import (
    ContributionRelation,
    Lens,
    ProximitySource,
    Side,
    Synergy,
    SynergyContribution,
    SynergyModel,
    SynergyPart,
    synergy,
)
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.synergy import plain_score
from graph_data.errors import InsufficientData, UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, StatementOrigin

World: TypeAlias = Callable[[str], KnowledgeGraph]

WORKED = json.loads((Path(__file__).parent / "worked.json").read_text(encoding="utf-8"))
PAIRS = [
    pytest.param(lens, priors, row, id=f"{lens.value} {priors} {row['organisation']} {row['partner']}")
    for lens in Lens
    for priors in ("plain", "crosswalk")
    for row in WORKED[f"{lens.value}_{priors}"]
]


def near(value: float) -> object:
    return pytest.approx(value, abs=1e-6)


def of_part(found: Synergy, part: SynergyPart) -> list[SynergyContribution]:
    return [item for item in found.contributions if item.part is part]


def the(found: Synergy, concept: str, relation: ContributionRelation) -> SynergyContribution:
    named = [
        item
        for item in of_part(found, SynergyPart.ABSORBABILITY)
        if item.concept == concept and item.relation is relation
    ]
    assert len(named) == 1
    return named[0]


@pytest.mark.parametrize(("lens", "priors", "row"), PAIRS)
def test_every_pair_of_the_worked_example_has_its_numbers_and_its_evidence(
    lens: Lens, priors: str, row: dict[str, object], request: pytest.FixtureRequest
) -> None:
    graph = request.getfixturevalue("five_clusters" if priors == "plain" else "five_clusters_crosswalk")
    found = synergy(graph, str(row["organisation"]), str(row["partner"]), SynergyModel.of(lens))
    assert found.shares
    assert found.novelty is not None
    numbers = {
        "score": found.score,
        "novelty": found.novelty,
        "absorbability": found.absorbability,
        "S": found.shares.same,
        "R": found.shares.related,
        "U": found.shares.unrelated,
        "S_across": 1 - found.novelty,
    }
    assert numbers == {name: near(row[name]) for name in numbers}  # type: ignore[arg-type]
    evidence = {
        (item.concept, item.related_to): item.proximity
        for item in of_part(found, SynergyPart.ABSORBABILITY)
        if item.relation is ContributionRelation.RELATED
    }
    assert evidence == {(term, other): near(phi) for term, other, phi in row["evidence"]}  # type: ignore[attr-defined]


def test_weights_of_the_worked_example_are_smooth_idf_up_to_the_factor_of_their_scheme(
    five_clusters: KnowledgeGraph,
) -> None:
    weights = profiles_of(five_clusters, SynergyModel.of(Lens.GENERAL)).weights
    rarest = WORKED["weights"]["sector:hospitality-and-tourism"]
    assert {term: weight * rarest for term, weight in weights.items()} == {
        term: near(weight) for term, weight in WORKED["weights"].items()
    }


def test_contribution_says_what_its_proximity_rests_on(five_clusters_crosswalk: KnowledgeGraph) -> None:
    model = SynergyModel.of()
    related = ContributionRelation.RELATED
    tourism = synergy(five_clusters_crosswalk, "cluster:indescat", "cluster:montagne", model)
    amusement = the(tourism, "s3:amusement-and-recreation-activities", related)
    assert (amusement.side, amusement.related_to) == (Side.PARTNER, "s3:sports-activities")
    assert amusement.proximity_source is ProximitySource.TAXONOMY
    assert amusement.evidence
    evidence = amusement.evidence
    assert (evidence.prior, evidence.first, evidence.second, evidence.both) == (0.5, 0, 3, 0)
    assert tourism.confidence.curated_share_of_related == 0
    health = synergy(five_clusters_crosswalk, "cluster:mse", "cluster:sports-and-technology", model)
    assert the(health, "s3:public-health-and-well-being", related).proximity_source is ProximitySource.CURATED
    assert the(health, "emerging-industry:creative-industries", related).proximity_source is ProximitySource.EMPIRICAL
    assert 0 < health.confidence.curated_share_of_related < 1


def test_contribution_cites_the_holdings_of_both_its_terms(five_clusters: KnowledgeGraph) -> None:
    found = synergy(five_clusters, "cluster:indescat", "cluster:montagne", SynergyModel.of())
    amusement = the(found, "s3:amusement-and-recreation-activities", ContributionRelation.RELATED)
    assert {(item.subject, item.object) for item in amusement.statements} == {
        ("cluster:montagne", "s3:amusement-and-recreation-activities"),
        ("cluster:montagne", "s3:sports-activities"),
        ("cluster:indescat", "s3:sports-activities"),
    }
    remainder = the(found, "s3:amusement-and-recreation-activities", ContributionRelation.UNRELATED)
    assert {item.object for item in remainder.statements} == {"s3:amusement-and-recreation-activities"}
    assert (remainder.related_to, remainder.proximity, remainder.proximity_source) == (None, 0, None)


def test_contributions_stand_by_part_then_largest_share_then_concept(five_clusters: KnowledgeGraph) -> None:
    found = synergy(five_clusters, "cluster:sports-and-technology", "cluster:epsi", SynergyModel.of(Lens.GENERAL))
    order = [(item.part.value, -item.share, item.concept, item.relation.value) for item in found.contributions]
    assert [part for part, *_ in order] == sorted((part for part, *_ in order), reverse=True)
    assert order == sorted(order, key=lambda item: (item[0] == "ABSORBABILITY", *item[1:]))


def test_answer_names_the_populations_it_counted_in(five_clusters: KnowledgeGraph) -> None:
    found = synergy(five_clusters, "cluster:mse", "cluster:epsi", SynergyModel.of())
    assert found.populations == (
        ("eccp-technology-fields", 5),
        ("emerging-industries", 5),
        ("s3-priority-areas", 5),
        ("sectoral-industries", 5),
    )


def test_lower_membership_of_the_same_term_is_related_by_that_membership(world: World) -> None:
    graph = world("page: a holds sector:x, technology:t\npage: b holds sector:y, technology:t~1")
    found = synergy(graph, "a", "b", SynergyModel.of())
    assert found.shares
    assert (found.shares.same, found.shares.related, found.shares.unrelated) == (0.2, 0.16, 0.64)
    related = the(found, "technology:t", ContributionRelation.RELATED)
    assert (related.side, related.related_to) == (Side.ORGANISATION, "technology:t")
    assert (related.proximity, related.proximity_source) == (1, ProximitySource.IDENTITY)


def test_of_equally_near_terms_the_alphabetically_last_is_named_by_kind_and_label(world: World) -> None:
    graph = world("""
        page: a holds sector:x, technology:t
        page: b holds sector:y, technology:k, technology:m, s3:z
        page: c holds technology:t, technology:k, technology:m, s3:z
    """)
    found = synergy(graph, "a", "b", SynergyModel.of())
    assert the(found, "technology:t", ContributionRelation.RELATED).related_to == "technology:m"


def test_identical_organisations_have_no_synergy(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds sector:x, s3:t\npage: c holds sector:y, s3:t")
    found = synergy(graph, "a", "b", SynergyModel.of())
    assert (found.score, found.novelty, found.absorbability) == (0, 0, 1)


def test_missing_facets_give_no_score_but_a_reason_and_what_is_known(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds sector:y\npage: c holds s3:t")
    found = synergy(graph, "a", "b", SynergyModel.of())
    assert (found.score, found.novelty, found.absorbability, found.shares) == (None, 1, None, None)
    assert found.insufficient_data == (
        "INSUFFICIENT_DATA: b holds no TECHNOLOGY_FIELD or S3_PRIORITY_AREA or EMERGING_INDUSTRY (via)"
    )
    assert {item.part for item in found.contributions} == {SynergyPart.NOVELTY}
    reason = synergy(graph, "b", "c", SynergyModel.of()).insufficient_data
    assert reason
    assert "b holds no TECHNOLOGY_FIELD" in reason
    assert "c holds no SECTOR (across)" in reason
    with pytest.raises(InsufficientData, match="b holds no"):
        plain_score(graph, "a", "b", SynergyModel.of())


def test_confidence_counts_partnerships_alike_profiles_and_inferred_sectors(world: World) -> None:
    graph = world("""
        page: a holds sector:x, s3:t
        page: b holds sector:y?2, s3:t
        page: b2 holds sector:y?2, s3:t
        page: b3 holds sector:y~2, s3:t
        p joins a, b
        q joins b, b2
    """)
    found = synergy(graph, "a", "b", SynergyModel.of())
    confidence = found.confidence
    assert (confidence.organisation_projects, confidence.partner_projects) == (1, 2)
    assert (found.existing_partnerships, found.same_profile) == (("p",), ("b2",))
    assert confidence.same_profile_count == 1
    assert confidence.inferred_sectors
    assert not synergy(graph, "a", "b3", SynergyModel.of()).confidence.inferred_sectors


def test_inferred_sectors_count_only_across(world: World) -> None:
    graph = world("page: a holds sector:x?1, s3:t\npage: b holds sector:y, s3:t")
    assert synergy(graph, "a", "b", SynergyModel.of()).score == 1
    in_general = synergy(graph, "a", "b", SynergyModel.of(Lens.GENERAL))
    assert {item.concept for item in in_general.contributions} == {"s3:t", "sector:y"}
    via = SynergyModel.of(across=[EntityKind.S3_PRIORITY_AREA], via=[EntityKind.SECTOR])
    assert synergy(graph, "a", "b", via).score is None


def test_origins_leave_out_statements_and_curated_links(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds sector:y, technology:u\ns3:t near technology:u 0.5?")
    assert synergy(graph, "a", "b", SynergyModel.of()).absorbability == near(0.5)
    stated = SynergyModel.of(origins=[StatementOrigin.STATED])
    assert synergy(graph, "a", "b", stated).absorbability == 0


def test_a_stranger_or_the_organisation_itself_is_refused(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds sector:y, s3:t")
    with pytest.raises(UnknownEntity, match="unknown id 'z'"):
        synergy(graph, "a", "z", SynergyModel.of())
    with pytest.raises(UnknownEntity, match="not an organisation"):
        synergy(graph, "s3:t", "a", SynergyModel.of())
    with pytest.raises(ValueError, match="name another organisation"):
        synergy(graph, "a", "a", SynergyModel.of())
