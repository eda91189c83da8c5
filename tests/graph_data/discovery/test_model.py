import math

import pytest

from graph_data.discovery import Lens, SynergyModel
from graph_data.ontology import EntityKind, StatementOrigin


def test_cross_sector_lens_looks_across_sectors_via_fields_of_common_ground() -> None:
    model = SynergyModel.of(Lens.CROSS_SECTOR)
    assert model.across == (EntityKind.SECTOR,)
    assert model.via == (EntityKind.TECHNOLOGY_FIELD, EntityKind.S3_PRIORITY_AREA, EntityKind.EMERGING_INDUSTRY)
    assert (model.theta, model.shrinkage, model.origins) == (0.5, 5, frozenset(StatementOrigin))
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
