"""How many organisations a model can compare at all."""

from graph_data.discovery import Coverage, Lens, SynergyModel, coverage
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import StatementOrigin

PLAIN = frozenset({StatementOrigin.STATED, StatementOrigin.IMPORTED})


def test_only_the_five_clusters_can_be_compared_by_what_sources_say(bundled_graph: Notebook) -> None:
    found = coverage(bundled_graph, SynergyModel.of(Lens.CROSS_SECTOR, origins=PLAIN))
    assert found == Coverage(
        organisations=4126, with_across=5, with_via=5, scorable=5, largest_profile=1, described=5, meeting=5
    )
    assert found.without_score == 4121


def test_those_that_can_be_scored_hold_terms_on_both_sides(bundled_graph: Notebook) -> None:
    found = coverage(bundled_graph, SynergyModel.of(Lens.CROSS_SECTOR))
    assert found.scorable <= min(found.with_across, found.with_via)
    assert found.scorable + found.without_score == found.organisations
    assert 1 <= found.largest_profile <= found.scorable


def test_all_that_can_be_scored_can_meet_one_of_the_clusters_that_describe_themselves(bundled_graph: Notebook) -> None:
    model = SynergyModel.of(Lens.CROSS_SECTOR)
    described = sorted(item.id for item in bundled_graph.organisations() if item.source == "eccp")
    meeting = {
        name
        for organisation in described
        for entry in bundled_graph.synergies(organisation, model, first=1).ranking.entries
        for name in (entry.partner, *entry.same_profile)
        if entry.score > 0
    }
    found = coverage(bundled_graph, model)
    assert (found.described, found.meeting) == (len(described), len(meeting)) == (5, 2505)


def test_nobody_is_met_where_only_one_holds_terms(small_graph: KnowledgeGraph) -> None:
    found = coverage(small_graph, SynergyModel.of(Lens.CROSS_SECTOR, origins=PLAIN))
    assert (found.described, found.meeting) == (2, 0)
