from collections.abc import Callable
from typing import TypeAlias

import pytest

from graph_data.discovery import Lens, SynergyModel
from graph_data.discovery.profiles import Profiles, profiles_of, sources_of, term_weight
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, StatementOrigin

World: TypeAlias = Callable[[str], KnowledgeGraph]

GENERAL = SynergyModel.of(Lens.GENERAL)


def sizes(profiles: Profiles) -> dict[str, int]:
    return dict(profiles.population_sizes)


def test_stated_and_imported_holdings_count_in_full_derived_and_inferred_ones_by_partnerships(world: World) -> None:
    graph = world("page: a holds s3:a, s3:b!, s3:c~1, s3:d~3, industry:e?2")
    held = profiles_of(graph, GENERAL).held("a", GENERAL.via)
    assert held == pytest.approx(
        {"industry:e": 1 - 0.8**2, "s3:a": 1, "s3:b": 1, "s3:c": 0.2, "s3:d": 1 - 0.8**3}, abs=1e-12
    )


def test_of_several_statements_for_one_term_the_firmest_counts(world: World) -> None:
    graph = world("page: a holds s3:a~1, s3:a?4")
    assert profiles_of(graph, GENERAL).held("a", GENERAL.via) == {"s3:a": 1 - 0.8**4}


def test_population_of_a_scheme_is_all_organisations_of_the_sources_that_use_it(world: World) -> None:
    graph = world("""
        page: a holds sector:x
        page: b holds
        register: c holds topic:t
        register: d holds
        register: e holds
        page+register: f holds
    """)
    assert sizes(profiles_of(graph, GENERAL)) == {"sector": 3, "topic": 4}


def test_keyword_that_gives_an_organisation_of_the_register_a_label_of_the_page_joins_the_populations(
    world: World,
) -> None:
    graph = world("page: a holds industry:x\nregister: b holds industry:x?1\nregister: c holds topic:t")
    assert sizes(profiles_of(graph, GENERAL)) == {"industry": 3, "topic": 2}


def test_curation_makes_no_population_of_its_own(world: World) -> None:
    graph = world("page: a holds sector:x\n: b holds sector:x@us, s3:t@us")
    profiles = profiles_of(graph, GENERAL)
    assert sizes(profiles) == {"s3": 0, "sector": 1}
    assert profiles.weights["sector:x"] == term_weight(1, 1)


def test_source_that_uses_a_scheme_only_under_left_out_origins_does_not_count(world: World) -> None:
    graph = world("page: a holds industry:x\nregister: b holds industry:x?1")
    assert sizes(profiles_of(graph, SynergyModel.of(origins=[StatementOrigin.STATED]))) == {"industry": 1}


def test_rare_term_weighs_the_same_in_a_small_population_as_in_a_large_one() -> None:
    assert term_weight(5, 1) == term_weight(30_000, 1) == 1
    assert term_weight(5, 5) == pytest.approx(1 / 2.098612, abs=1e-6)
    assert 0 < term_weight(30_000, 30_000) < term_weight(5, 5)


def test_programme_areas_count_only_when_asked_for_and_only_thematic_ones(world: World) -> None:
    graph = world("page: a holds programme:HORIZON.2.1, programme:HORIZON.1.2, programme:HORIZON.2, s3:t")
    assert profiles_of(graph, GENERAL).held("a", GENERAL.via) == {"s3:t": 1}
    asked = SynergyModel.of(via=[EntityKind.PROGRAMME_AREA])
    assert profiles_of(graph, asked).held("a", asked.via) == {"programme:HORIZON.2.1": 1}


def test_organisation_is_known_by_its_own_source_and_by_those_it_was_found_in(world: World) -> None:
    graph = world("page+register: a holds\n: b holds")
    assert sources_of(graph) == {"a": {"page", "register"}, "b": set()}


def test_profiles_are_shared_by_models_that_differ_in_theta_and_shrinkage(world: World) -> None:
    graph = world("page: a holds s3:t")
    one, other = SynergyModel.of(), SynergyModel.of(theta=0.2, shrinkage=1)
    assert profiles_of(graph, one) is profiles_of(graph, other)
    assert profiles_of(graph, one) is not profiles_of(graph, GENERAL)
