"""Every analysis looks at the clock often enough, and no answer depends on whether there is one to look at."""

import gc
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from time import monotonic, thread_time

import numpy as np
import pytest

from graph_data import discovery
from graph_data.deadline import Deadline, DeadlinePassed, until
from graph_data.discovery import Lens, SynergyComponent, SynergyModel, rank, rank_pairs, synergy
from graph_data.discovery.added_relatedness import added_relatedness
from graph_data.discovery.bridging import constraint, participation
from graph_data.discovery.centrality import CentralityMeasure, centrality, rank_network
from graph_data.discovery.communities import communities
from graph_data.discovery.components import components_of
from graph_data.discovery.components.geography import distance, geography
from graph_data.discovery.components.places import places_around
from graph_data.discovery.components.s3_alignment import priorities_of_clusters, s3_alignment
from graph_data.discovery.components.tie_novelty import tie_novelty
from graph_data.discovery.components.value_chain_adjacency import value_chain_adjacency
from graph_data.discovery.consortium import Consortium, brokers, concentration, covering, outsiders
from graph_data.discovery.consortium.contributions import contributions
from graph_data.discovery.consortium.matching import held_by, matches_of, readings
from graph_data.discovery.coverage import coverage
from graph_data.discovery.eligibility import conditions_of, eligibility, rule_of
from graph_data.discovery.explain import explain
from graph_data.discovery.location_quotients import location_quotients
from graph_data.discovery.louvain import louvain
from graph_data.discovery.network import network_of
from graph_data.discovery.prediction import likely_partners
from graph_data.discovery.profiles import holdings, sources_of
from graph_data.discovery.ranking import Ranking, rank_among
from graph_data.discovery.related import related
from graph_data.discovery.shortest_paths import shortest_paths
from graph_data.discovery.significance import NullModel, significance
from graph_data.discovery.significance.scores import too_dear
from graph_data.discovery.stability import leading_shares, rank_stability
from graph_data.discovery.subgraph import subgraph
from graph_data.discovery.synergy import plain_score
from graph_data.discovery.synergy_paths import paths_of
from graph_data.discovery.ties import met, partnerships_of
from graph_data.discovery.value_chains import adjacency, chain_coverage, stages_in, steps_of, supplies, upstreamness
from graph_data.discovery.variety import variety
from graph_data.discovery.warming import warm
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import EntityKind
from graph_data.search import match, search

STRETCH = 0.15
"""Seconds of work of its own that a thread may do without looking at the clock."""

KEPT = {
    "caching.retire",
    "incidence.incidence_of",
    "dwpc.degrees_of",
    "matrices.matrices_of",
    "network.network_of",
    "overlap.bicm_p_values",
    "overlap.chances_of",
    "overlap.hypergeometric_p_values",
    "prediction.ties_of",
    "priors.priors_of",
    "profiles.profiles_of",
    "scores.curveball_p_values",
    "value_chains.occupied_stages",
    "value_chains.stage_distances",
}
"""What is prepared in the background, see `caching`, or ends that, or is a step of `significance`."""


class Watch(Deadline):
    """A deadline far away that finds the longest stretch of work between two looks at the clock."""

    def __init__(self) -> None:
        super().__init__(3600)
        self.longest, self._last = 0.0, thread_time()

    def check(self) -> None:
        now = thread_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now


@dataclass(frozen=True)
class Dear:
    """The bundled dataset, and what there gives most work."""

    graph: Notebook

    @cached_property
    def busy(self) -> list[str]:
        """Organisations with most statements first."""
        return self.by_degree(*(item.id for item in self.graph.organisations()))

    @cached_property
    def hubs(self) -> list[str]:
        """Entities with most statements first."""
        return self.by_degree(*self.graph.nx)

    def by_degree(self, *ids: str) -> list[str]:
        """Sort ids by number of statements, most first."""
        return sorted(ids, key=lambda name: (-self.graph.nx.degree[name], name))

    def of_kind(self, kind: EntityKind) -> list[str]:
        """Return entities of a kind, those with most statements first."""
        return self.by_degree(*(item.id for item in self.graph.entities(kind)))

    @cached_property
    def model(self) -> SynergyModel:
        """The usual model."""
        return SynergyModel.of()

    @cached_property
    def weighed(self) -> SynergyModel:
        """A model that weighs every component."""
        return SynergyModel.of(weights=dict.fromkeys(SynergyComponent, 1.0))

    @cached_property
    def consortium(self) -> Consortium:
        """A consortium with many targets."""
        return Consortium.of(self.graph, self.busy[:40], self.of_kind(EntityKind.TECHNOLOGY_FIELD)[:40])

    @property
    def ranking(self) -> Ranking:
        """A ranking anew, of which nothing is computed yet."""
        return rank(self.graph, self.busy[0], self.model)

    @cached_property
    def chain(self) -> str:
        """A value chain."""
        return self.graph.entities(EntityKind.VALUE_CHAIN)[0].id

    @cached_property
    def rule(self) -> str:
        """A rule of eligibility."""
        return self.graph.dataset.rules[0].id


Asking = Callable[[Dear], object]


def consortium_of(function: Callable[[KnowledgeGraph, Consortium], object]) -> Asking:
    return lambda it: function(it.graph, it.consortium)


def pair_of(function: Callable[..., object], *more: str) -> Asking:
    return lambda it: function(it.graph, it.busy[0], it.busy[1], *(getattr(it, name) for name in more))


def measured_by(measure: Callable[[KnowledgeGraph, SynergyModel], Callable[[str, str], object]]) -> Asking:
    return lambda it: [measure(it.graph, it.model)(it.busy[0], other) for other in it.busy[:100]]


ASKED: Mapping[str, Asking] = {
    "added_relatedness.added_relatedness": pair_of(added_relatedness),
    "bridging.constraint": lambda it: constraint(it.graph),
    "bridging.participation": lambda it: participation(it.graph),
    "brokers.brokers": consortium_of(brokers),
    "brokers.concentration": consortium_of(concentration),
    "centrality.centrality": lambda it: [centrality(it.graph, measure) for measure in CentralityMeasure],
    "centrality.rank_network": lambda it: [rank_network(it.graph, measure) for measure in CentralityMeasure],
    "combining.components_of": pair_of(components_of, "model"),
    "communities.communities": lambda it: communities(it.graph, min_size=1),
    "contributions.contributions": consortium_of(contributions),
    "coverage.coverage": lambda it: coverage(it.graph, it.model),
    "covering.coverage": consortium_of(covering.coverage),
    "covering.covered_share": consortium_of(covering.covered_share),
    "covering.dependencies": consortium_of(covering.dependencies),
    "covering.distinctive": lambda it: covering.distinctive(it.graph, it.consortium, it.consortium.members[0]),
    "covering.gaps": consortium_of(covering.gaps),
    "covering.notes": consortium_of(covering.notes),
    "eligibility.conditions_of": lambda it: conditions_of(it.graph, rule_of(it.graph, it.rule)),
    "eligibility.eligibility": lambda it: eligibility(it.graph, it.busy[:40], it.rule),
    "eligibility.rule_of": lambda it: rule_of(it.graph, it.rule),
    "explain.explain": lambda it: repr(explain(it.graph, it.busy[0], it.busy[1], max_length=4)),
    "geography.distance": pair_of(distance),
    "geography.geography": measured_by(geography),
    "location_quotients.location_quotients": lambda it: location_quotients(it.graph, it.of_kind(EntityKind.SECTOR)[0]),
    "matching.held_by": lambda it: held_by(it.graph, it.busy[0], it.consortium),
    "matching.matches_of": consortium_of(matches_of),
    "matching.readings": lambda it: [readings(it.graph, target, it.consortium) for target in it.consortium.targets],
    "outsiders.candidates": lambda it: outsiders.candidates(it.graph, it.consortium, first=20, rule=it.rule),
    "outsiders.nearest": lambda it: outsiders.nearest(it.graph, it.consortium, it.consortium.targets),
    "pairs.rank_pairs": lambda it: rank_pairs(it.graph, it.weighed, it.busy[:60], it.busy[30:380]).entries,
    "places.places_around": lambda it: places_around(it.graph),
    "prediction.likely_partners": lambda it: likely_partners(it.graph, it.busy[0], keep=lambda item: item.id > "t"),
    "profiles.holdings": lambda it: [*holdings(it.graph, it.model, it.busy[0])],
    "profiles.sources_of": lambda it: sources_of(it.graph),
    "ranking.rank": lambda it: rank(it.graph, it.busy[0], it.weighed, exclude_existing=True).entries,
    "ranking.rank_among": lambda it: (
        rank_among(it.graph, it.busy[0], it.weighed, np.ones(len(it.graph.organisations()), dtype=np.bool_)).entries
    ),
    "related.related": lambda it: related(it.graph, it.of_kind(EntityKind.SECTOR)[0]),
    "s3_alignment.priorities_of_clusters": lambda it: priorities_of_clusters(
        it.graph, it.of_kind(EntityKind.COUNTRY)[0]
    ),
    "s3_alignment.s3_alignment": measured_by(s3_alignment),
    "scores.too_dear": lambda it: too_dear(it.graph, it.model, 100, 199),
    "stability.leading_shares": lambda it: leading_shares(it.graph, it.busy[:60], it.model),
    "stability.rank_stability": pair_of(rank_stability, "model"),
    "subgraph.subgraph": lambda it: subgraph(it.graph, it.hubs[:100], depth=3, max_nodes=1000),
    "synergy.plain_score": pair_of(plain_score, "model"),
    "synergy.synergy": pair_of(synergy, "model"),
    "synergy_paths.paths_of": lambda it: paths_of(it.graph, synergy(it.graph, *it.busy[:2], it.model)),
    "testing.significance": lambda it: [
        significance(it.graph, it.ranking.synergy(it.ranking.entries[0]), null_model, permutations=9)
        for null_model in NullModel
    ],
    "tie_novelty.tie_novelty": measured_by(tie_novelty),
    "ties.met": lambda it: met(it.graph, it.busy[0]),
    "ties.partnerships_of": lambda it: partnerships_of(it.graph, it.busy[0]),
    "value_chain_adjacency.value_chain_adjacency": measured_by(value_chain_adjacency),
    "value_chains.adjacency": pair_of(adjacency),
    "value_chains.chain_coverage": lambda it: chain_coverage(it.graph, it.chain, it.busy),
    "value_chains.stages_in": lambda it: stages_in(it.graph, it.chain),
    "value_chains.steps_of": lambda it: steps_of(it.graph, it.chain),
    "value_chains.supplies": lambda it: [supplies(it.graph, stage.id) for stage in stages_in(it.graph, it.chain)],
    "value_chains.upstreamness": lambda it: [
        upstreamness(it.graph, stage.id) for stage in stages_in(it.graph, it.chain)
    ],
    "variety.variety": lambda it: variety(it.graph, it.busy, EntityKind.TECHNOLOGY_FIELD),
    "warming.warm": lambda it: warm(it.graph),
}
"""The public functions of `discovery`, each asked for what gives much work, with everything kept that is kept."""

ALSO: Mapping[str, Asking] = {
    "the common holders of a term": lambda it: related(it.graph, it.of_kind(EntityKind.SECTOR)[0])[0].significance,
    "paths along a network": lambda it: shortest_paths(network_of(it.graph), 5).closeness.tolist(),
    "parts of a network": lambda it: louvain(network_of(it.graph), 1.0, 0),
    "a search with typos": lambda it: search(it.graph, "univercity of technollogy hydrogin " * 9).first(9),
    "labels": lambda it: match(it.graph, [f"Univercity of Technollogy {number}" for number in range(200)]),
}


def public() -> Iterator[str]:
    """Yield the functions of a graph in all modules but those of the evaluation, which no server runs."""
    for found in pkgutil.walk_packages(discovery.__path__, f"{discovery.__name__}."):
        if not found.ispkg and ".evaluation" not in found.name:
            module = importlib.import_module(found.name)
            for name in module.__all__:
                function = getattr(module, name)
                if inspect.isfunction(function) and [*inspect.signature(function).parameters][:1] == ["graph"]:
                    yield f"{found.name.rpartition('.')[2]}.{name}"


@pytest.fixture(scope="module")
def dear(bundled_graph: Notebook) -> Iterator[Dear]:
    """Return what gives much work; the collector does not look at all that lasts while it is done."""
    warm(bundled_graph)
    gc.collect()
    gc.freeze()
    yield Dear(bundled_graph)
    gc.unfreeze()


def test_every_public_function_of_a_graph_is_asked_or_kept() -> None:
    assert {*public()} == ASKED.keys() | KEPT


@pytest.mark.parametrize("name", [*ASKED, *ALSO])
def test_no_stretch_of_work_is_long_and_the_answer_is_the_same(dear: Dear, name: str) -> None:
    ask = (ASKED | ALSO)[name]
    expected = ask(dear)
    stretches = []
    for _ in range(3):  # a machine with other work to do shares its caches, and what takes twice as long once is no law
        watch = Watch()
        with until(watch):
            found = ask(dear)
            watch.check()
        assert found == expected
        stretches.append(watch.longest)
        if watch.longest < STRETCH:
            break
    assert min(stretches) < STRETCH, stretches


@pytest.mark.parametrize(
    "name",
    ["explain.explain", "pairs.rank_pairs", "parts of a network", "paths along a network", "labels"],
)
def test_what_takes_long_ends_soon_after_its_deadline(dear: Dear, name: str) -> None:
    ask = (ASKED | ALSO)[name]
    begun = monotonic()
    ask(dear)
    seconds = min(0.1, (monotonic() - begun) / 4)
    late = []
    for _ in range(3):  # as above
        begun = monotonic()
        with until(Deadline(seconds)), pytest.raises(DeadlinePassed):
            ask(dear)
        late.append(monotonic() - begun - seconds)
        if late[-1] < STRETCH:
            break
    assert min(late) < STRETCH, late


def test_a_lens_that_nobody_asked_for_yet_is_prepared_while_who_asks_is_let_go(dear: Dear) -> None:
    graph = KnowledgeGraph(dear.graph.dataset)
    begun = monotonic()
    with until(Deadline(0.05)), pytest.raises(DeadlinePassed):
        rank(graph, dear.busy[0], SynergyModel.of(Lens.GENERAL))
    assert monotonic() - begun < 0.05 + STRETCH
    with until(Deadline(60)):
        found = rank(graph, dear.busy[0], SynergyModel.of(Lens.GENERAL))
    assert found.entries == rank(dear.graph, dear.busy[0], SynergyModel.of(Lens.GENERAL)).entries
