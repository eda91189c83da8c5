"""What organisations can do together: how well they cover their aims, who carries it, what is missing, who adds most.

A `Consortium` says who is analysed against which targets; every function takes a graph and a consortium.
"""

from graph_data.discovery.consortium.analysis import Analysis
from graph_data.discovery.consortium.brokers import Broker, Concentration, brokers, concentration
from graph_data.discovery.consortium.contributions import Contribution, contributions
from graph_data.discovery.consortium.covering import (
    Coverage,
    Dependency,
    Gap,
    coverage,
    covered_share,
    dependencies,
    distinctive,
    gaps,
    notes,
)
from graph_data.discovery.consortium.matching import Match
from graph_data.discovery.consortium.members import MAX_MEMBERS, MAX_TARGETS, Consortium
from graph_data.discovery.consortium.outsiders import Candidate, candidates

__all__ = [
    "MAX_MEMBERS",
    "MAX_TARGETS",
    "Analysis",
    "Broker",
    "Candidate",
    "Concentration",
    "Consortium",
    "Contribution",
    "Coverage",
    "Dependency",
    "Gap",
    "Match",
    "brokers",
    "candidates",
    "concentration",
    "contributions",
    "coverage",
    "covered_share",
    "dependencies",
    "distinctive",
    "gaps",
    "notes",
]
