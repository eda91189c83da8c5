import math

import pytest

from graph_data.discovery import Lens, SynergyComponent, SynergyModel, weights_of
from graph_data.ontology import EntityKind, StatementOrigin


def test_cross_sector_lens_looks_across_sectors_via_fields_of_common_ground() -> None:
    model = SynergyModel.of(Lens.CROSS_SECTOR)
    assert model.across == (EntityKind.SECTOR,)
    assert model.via == (EntityKind.TECHNOLOGY_FIELD, EntityKind.S3_PRIORITY_AREA, EntityKind.EMERGING_INDUSTRY)
    assert (model.theta, model.shrinkage, model.origins) == (0.5, 5, tuple(StatementOrigin))
    assert model.with_inferred_sectors


def test_general_lens_looks_at_all_four_facets_on_both_sides() -> None:
    model = SynergyModel.of(Lens.GENERAL)
    assert model.across == model.via
    assert model.facets == {
        EntityKind.SECTOR,
        EntityKind.TECHNOLOGY_FIELD,
        EntityKind.S3_PRIORITY_AREA,
        EntityKind.EMERGING_INDUSTRY,
    }
    assert not model.with_inferred_sectors


def test_models_of_the_same_facets_are_equal_in_whatever_order_they_were_named() -> None:
    named = [EntityKind.PROGRAMME_AREA, EntityKind.SECTOR, EntityKind.SECTOR]
    assert SynergyModel.of(via=named) == SynergyModel.of(via=set(named))
    assert SynergyModel.of(via=named).via == (EntityKind.SECTOR, EntityKind.PROGRAMME_AREA)


@pytest.mark.parametrize("theta", [-0.1, 1.1, math.nan])
def test_theta_outside_0_to_1_is_refused(theta: float) -> None:
    with pytest.raises(ValueError, match="theta must be a number from 0 to 1"):
        SynergyModel.of(theta=theta)


@pytest.mark.parametrize("shrinkage", [-1, math.inf, math.nan])
def test_shrinkage_that_is_negative_or_not_finite_is_refused(shrinkage: float) -> None:
    with pytest.raises(ValueError, match="shrinkage must be a finite number of at least 0"):
        SynergyModel.of(shrinkage=shrinkage)


def test_facets_that_are_no_terms_of_a_profile_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"via must name one or more of SECTOR, .*PROGRAMME_AREA, got REGION"):
        SynergyModel.of(via=[EntityKind.SECTOR, EntityKind.REGION])
    with pytest.raises(ValueError, match=r"across must name one or more of .*, got none"):
        SynergyModel.of(across=[])


def test_no_origin_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match=r"origins must name at least one of STATED, .*, or be left out"):
        SynergyModel.of(origins=[])


def test_only_the_score_counts_unless_weights_say_otherwise() -> None:
    assert SynergyModel.of().weights == (
        (SynergyComponent.SCORE, 1),
        (SynergyComponent.GEOGRAPHY, 0),
        (SynergyComponent.VALUE_CHAIN_ADJACENCY, 0),
        (SynergyComponent.S3_ALIGNMENT, 0),
        (SynergyComponent.TIE_NOVELTY, 0),
    )
    assert SynergyModel.of().weighed == ()


def test_a_component_that_is_not_named_keeps_its_weight() -> None:
    model = SynergyModel.of(weights={SynergyComponent.TIE_NOVELTY: 2, SynergyComponent.GEOGRAPHY: 0.5})
    assert [weight for _, weight in model.weights] == [1, 0.5, 0, 0, 2]
    assert model.weighed == (SynergyComponent.GEOGRAPHY, SynergyComponent.TIE_NOVELTY)


def test_models_of_the_same_weights_are_equal_and_written_alike() -> None:
    named = [SynergyModel.of(weights={SynergyComponent.GEOGRAPHY: nothing}) for nothing in (0, -0.0)]
    assert [repr(model.weights) for model in named] == [repr(SynergyModel.of().weights)] * 2


@pytest.mark.parametrize("weight", [-1, math.inf, math.nan])
def test_a_weight_that_is_negative_or_not_finite_is_refused_by_name(weight: float) -> None:
    with pytest.raises(ValueError, match=r"weights must be finite numbers of at least 0, got .* for GEOGRAPHY; leave"):
        SynergyModel.of(weights={SynergyComponent.GEOGRAPHY: weight})


def test_weights_that_leave_nothing_to_count_are_refused() -> None:
    with pytest.raises(ValueError, match="weights must give at least one component more than 0"):
        SynergyModel.of(weights={SynergyComponent.SCORE: 0})


def test_a_list_of_weights_names_each_component_once() -> None:
    pairs = [(SynergyComponent.GEOGRAPHY, 1.0), (SynergyComponent.TIE_NOVELTY, 2.0)]
    assert weights_of(pairs) == dict(pairs)
    with pytest.raises(ValueError, match="weights name GEOGRAPHY twice; give each component one weight"):
        weights_of([*pairs, pairs[0]])


def test_a_model_reads_the_same_in_every_process() -> None:
    model = SynergyModel.of(origins={StatementOrigin.INFERRED, StatementOrigin.STATED, StatementOrigin.DERIVED})
    assert model.origins == (StatementOrigin.STATED, StatementOrigin.DERIVED, StatementOrigin.INFERRED)
    assert "set(" not in repr(model)
