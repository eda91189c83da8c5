"""Analyses: pure functions over the graph, each returning the evidence that it rests on."""

from graph_data.discovery.coverage import Coverage, coverage
from graph_data.discovery.evidence import (
    ContributionRelation,
    Side,
    Synergy,
    SynergyComponents,
    SynergyConfidence,
    SynergyContribution,
    SynergyPart,
    SynergyShares,
)
from graph_data.discovery.model import FACETS, Lens, SynergyComponent, SynergyModel, weights_of
from graph_data.discovery.pairs import MAX_PAIRS, PairEntry, PairRanking, TooManyPairs, rank_pairs
from graph_data.discovery.priors import ProximitySource
from graph_data.discovery.ranking import Ranking, RankingEntry, rank
from graph_data.discovery.relatedness import Proximity
from graph_data.discovery.synergy import synergy

__all__ = [
    "FACETS",
    "MAX_PAIRS",
    "ContributionRelation",
    "Coverage",
    "Lens",
    "PairEntry",
    "PairRanking",
    "Proximity",
    "ProximitySource",
    "Ranking",
    "RankingEntry",
    "Side",
    "Synergy",
    "SynergyComponent",
    "SynergyComponents",
    "SynergyConfidence",
    "SynergyContribution",
    "SynergyModel",
    "SynergyPart",
    "SynergyShares",
    "TooManyPairs",
    "coverage",
    "rank",
    "rank_pairs",
    "synergy",
    "weights_of",
]
