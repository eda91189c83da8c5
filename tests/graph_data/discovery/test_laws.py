"""What must hold of every graph and every model."""

import math
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import ContributionRelation, Lens, Synergy, SynergyModel, SynergyPart, rank, synergy
from graph_data.discovery.profiles import profiles_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import StatementOrigin
from graph_data.rows import Link

World: TypeAlias = Callable[[str], KnowledgeGraph]
Sentences: TypeAlias = st.SearchStrategy[str]
Models: TypeAlias = st.SearchStrategy[SynergyModel]

LAW = settings(max_examples=60, deadline=None)

EXACT = 1e-11
"""Numbers are given to 12 decimals, so sums of some of them agree to 11."""


def near(value: float) -> object:
    return pytest.approx(value, abs=EXACT)


def pairs(graph: KnowledgeGraph, model: SynergyModel) -> Iterator[Synergy]:
    ids = [organisation.id for organisation in graph.organisations()]
    return (synergy(graph, one, other, model) for one, other in combinations(ids, 2))


def shares(found: Synergy, part: SynergyPart, relation: ContributionRelation) -> float:
    return sum(item.share for item in found.contributions if item.part is part and item.relation is relation)


@LAW
@given(data=st.data())
def test_numbers_are_the_same_from_either_side(
    data: st.DataObject, world: World, sentences: Sentences, models: Models
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    for found in pairs(graph, model):
        back = synergy(graph, found.partner, found.organisation, model)
        assert (back.score, back.novelty, back.absorbability, back.shares) == (
            found.score,
            found.novelty,
            found.absorbability,
            found.shares,
        )
        assert back.confidence.curated_share_of_related == found.confidence.curated_share_of_related


@LAW
@given(data=st.data())
def test_numbers_lie_between_0_and_1_and_the_shares_add_up(
    data: st.DataObject, world: World, sentences: Sentences, models: Models
) -> None:
    for found in pairs(world(data.draw(sentences)), data.draw(models)):
        curated = found.confidence.curated_share_of_related
        numbers = [found.score, found.novelty, found.absorbability, curated]
        if found.shares:
            numbers += [found.shares.same, found.shares.related, found.shares.unrelated]
            assert sum(numbers[-3:]) == near(1)  # type: ignore[arg-type]
            assert found.absorbability == near(found.shares.same + found.shares.related)
        assert all(number is None or 0 <= number <= 1 for number in numbers)


@LAW
@given(data=st.data())
def test_score_is_recomputed_from_its_contributions(
    data: st.DataObject, world: World, sentences: Sentences, models: Models
) -> None:
    model = data.draw(models)
    for found in pairs(world(data.draw(sentences)), model):
        if found.shares and found.novelty is not None:
            for relation in ContributionRelation:
                share = getattr(found.shares, relation.value.lower())
                assert shares(found, SynergyPart.ABSORBABILITY, relation) == near(share)
            assert shares(found, SynergyPart.NOVELTY, ContributionRelation.UNRELATED) == near(found.novelty)
            assert shares(found, SynergyPart.NOVELTY, ContributionRelation.SAME) == near(1 - found.novelty)
            assert found.absorbability is not None
            again = found.novelty**model.theta * found.absorbability ** (1 - model.theta)
            # a power of theta near 0 or 1 magnifies the last decimal of a factor near 0
            if min(found.novelty, found.absorbability) > 1e-6:
                assert found.score == pytest.approx(again, abs=1e-6)


@LAW
@given(data=st.data())
def test_every_contribution_cites_a_holding_of_its_concept(
    data: st.DataObject, world: World, sentences: Sentences, models: Models
) -> None:
    model = data.draw(models)
    for found in pairs(world(data.draw(sentences)), model):
        for item in found.contributions:
            cited = {statement.object for statement in item.statements}
            assert cited == {item.concept, item.related_to or item.concept}
            assert all(statement.origin in model.origins for statement in item.statements)


@LAW
@given(data=st.data())
def test_there_is_a_score_exactly_when_both_sides_hold_both_facet_sets(
    data: st.DataObject, world: World, sentences: Sentences, models: Models
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    profiles = profiles_of(graph, model)
    for found in pairs(graph, model):
        complete = all(
            profiles.held(name, facets)
            for name in (found.organisation, found.partner)
            for facets in (model.across, model.via)
        )
        assert (found.score is not None) == complete == (found.insufficient_data is None)


@LAW
@given(data=st.data())
def test_one_profile_has_no_novelty_for_itself(
    data: st.DataObject, world: World, sentences: Sentences, models: Models
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    profiles = profiles_of(graph, model)
    for found in pairs(graph, model):
        alike = profiles.profile[found.organisation].memberships == profiles.profile[found.partner].memberships
        if alike and found.score is not None:
            assert (found.novelty, found.absorbability) == (0, 1)
            assert found.score == (1 if model.theta == 0 else 0)


@LAW
@given(data=st.data())
def test_ranking_is_the_plain_scores_in_order_with_one_entry_a_profile(
    data: st.DataObject, world: World, sentences: Sentences, models: Models
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    for organisation in graph.organisations():
        others = [other.id for other in graph.organisations() if other.id != organisation.id]
        plain = {other: synergy(graph, organisation.id, other, model) for other in others}
        scored = {other: found.score for other, found in plain.items() if found.score is not None}
        leaders = [other for other in scored if not plain[other].same_profile or other < plain[other].same_profile[0]]
        expected = sorted(leaders, key=lambda other: (-scored[other], other))
        ranking = rank(graph, organisation.id, model)
        assert [entry.partner for entry in ranking.entries] == expected
        assert [entry.score for entry in ranking.entries] == [
            pytest.approx(scored[other], abs=1e-12) for other in expected
        ]
        assert [entry.same_profile for entry in ranking.entries] == [plain[other].same_profile for other in expected]
        assert ranking.without_score == len(others) - len(scored)
        listed = [name for entry in ranking.entries for name in (entry.partner, *entry.same_profile)]
        assert sorted(listed) == sorted(scored)


@LAW
@given(data=st.data())
def test_organisations_of_a_source_that_uses_no_scheme_of_theirs_change_nothing(
    data: st.DataObject, world: World, sentences: Sentences
) -> None:
    written, model = data.draw(sentences), SynergyModel.of(data.draw(st.sampled_from(Lens)))
    written = written.replace("page+register:", "register:").replace("page:", "register:").replace("@page", "@register")
    more = world(f"{written}\npage: x1 holds\npage: x2 holds")
    for found in pairs(world(written), model):
        assert synergy(more, found.organisation, found.partner, model) == found


@LAW
@given(data=st.data())
def test_leaving_an_origin_out_equals_a_dataset_without_its_rows(
    data: st.DataObject, world: World, sentences: Sentences
) -> None:
    graph, lens = world(data.draw(sentences)), data.draw(st.sampled_from(Lens))
    kept = frozenset(StatementOrigin) - {StatementOrigin.INFERRED}
    without = KnowledgeGraph(
        graph.dataset.where(lambda row: not (isinstance(row, Link) and row.origin is StatementOrigin.INFERRED))
    )
    narrowed = SynergyModel.of(lens, origins=kept)
    for one, other in zip(pairs(graph, narrowed), pairs(without, SynergyModel.of(lens)), strict=True):
        assert (one.score, one.contributions, one.confidence, one.populations) == (
            other.score,
            other.contributions,
            other.confidence,
            other.populations,
        )


@LAW
@given(data=st.data())
def test_weight_is_smooth_idf_divided_by_that_of_a_term_held_once(
    data: st.DataObject, world: World, sentences: Sentences
) -> None:
    graph, model = world(data.draw(sentences)), SynergyModel.of(Lens.GENERAL)
    profiles = profiles_of(graph, model)
    for term, concept in profiles.terms.items():
        members = [
            name
            for name, profile in profiles.profile.items()
            if profile.sources & profiles.scheme_sources[concept.scheme]
        ]
        holders = [name for name in members if term in dict(profiles.profile[name].memberships)]
        idf = math.log((1 + len(members)) / (1 + len(holders))) + 1
        once = math.log((1 + len(members)) / 2) + 1
        assert profiles.weights[term] == pytest.approx(idf / once)
