"""How many organisations a model can compare at all."""

from graph_data.discovery import Coverage, Lens, SynergyModel, coverage
from graph_data.notebook import load
from graph_data.ontology import StatementOrigin

PLAIN = frozenset({StatementOrigin.STATED, StatementOrigin.IMPORTED})


def test_only_the_five_clusters_can_be_compared_by_what_sources_say() -> None:
    found = coverage(load(), SynergyModel.of(Lens.CROSS_SECTOR, origins=PLAIN))
    assert found == Coverage(organisations=4126, with_across=5, with_via=5, scorable=5, largest_profile=1)
    assert found.without_score == 4121


def test_those_that_can_be_scored_hold_terms_on_both_sides() -> None:
    found = coverage(load(), SynergyModel.of(Lens.CROSS_SECTOR))
    assert found.scorable <= min(found.with_across, found.with_via)
    assert found.scorable + found.without_score == found.organisations
    assert 1 <= found.largest_profile <= found.scorable
