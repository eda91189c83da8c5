"""Who joins the members of a consortium, and how evenly size and countries are spread among them.

Members are joined by the terms that they share, with Newman's weight w_ij = sum over common terms of 1/(n-1), n members
holding the term (Newman 2001, doi:10.1103/PhysRevE.64.016132). Constraint is Burt's (see bridging.py), and so is
effective size: the number of contacts j less their redundancy, sum over j and q of p_iq m_jq, where p_iq = w_iq / sum
over k of w_ik and m_jq = w_jq / the largest w_jk (Burt 1992, Structural Holes, ch. 2). Betweenness is that of the
members in the network of members and terms (see shortest_paths.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph_data.discovery.bridging import TOPICAL, constraint_among
from graph_data.discovery.consortium.matching import matches_of
from graph_data.discovery.consortium.members import Consortium
from graph_data.discovery.evidence import DECIMALS
from graph_data.discovery.network import Network
from graph_data.discovery.shortest_paths import shortest_paths
from graph_data.discovery.variety import blau, herfindahl
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Cluster, kind_of

__all__ = ["Broker", "Concentration", "brokers", "concentration"]


@dataclass(frozen=True, slots=True)
class Broker:
    """How a member stands between the others; numbers rounded to 12 decimals.

    Attributes:
        organisation: id.
        constraint: low where its contacts share little with each other; None where it shares no term with a member.
        effective_size: number of its contacts, less what each shares with the others; None likewise.
        betweenness: share of the shortest paths between two other members or terms that run through it, 0 to 1; None
            where it holds no term.
    """

    organisation: str
    constraint: float | None
    effective_size: float | None
    betweenness: float | None


@dataclass(frozen=True, slots=True)
class Concentration:
    """How evenly a consortium is spread; rounded to 12 decimals, of those members for which the number is known.

    Attributes:
        sme_herfindahl: Herfindahl-Hirschman index of the members' published numbers of SMEs: sum of squared shares, in
            (0, 1]; None where none is known, or all are 0.
        effective_members: 1 / sme_herfindahl: of how many equal members it would be the same.
        sme_known: for how many members the number of SMEs is known.
        country_blau: Blau's index of their countries: probability that two members drawn with replacement differ, in
            [0, 1); None where none is known.
        country_known: for how many members the country is known.
    """

    sme_herfindahl: float | None
    effective_members: float | None
    sme_known: int
    country_blau: float | None
    country_known: int


def brokers(graph: KnowledgeGraph, consortium: Consortium) -> tuple[Broker, ...]:
    """Return how each member stands between the others: lowest constraint first, ties by id, those without one last.

    What members work on counts (TOPICAL), by statements of the consortium's origins.
    """
    held = {
        member: frozenset(term for term in terms if kind_of(graph.entity(term)) in TOPICAL)
        for member, terms in matches_of(graph, consortium).held.items()
    }
    tight, size, between = constraint_among(held), _effective_sizes(held), _betweenness(held)
    found = [Broker(member, tight.get(member), size.get(member), between.get(member)) for member in held]
    return tuple(sorted(found, key=lambda item: (item.constraint is None, item.constraint or 0.0, item.organisation)))


def _effective_sizes(held: Mapping[str, frozenset[str]]) -> dict[str, float]:
    members, terms = sorted(held), sorted(set().union(*held.values()))
    holding = np.array([[term in held[member] for term in terms] for member in members], dtype=np.float64)
    if not holding.size:
        return {}
    weight = (holding / np.maximum(holding.sum(axis=0) - 1, 1)) @ holding.T
    np.fill_diagonal(weight, 0)
    joined = weight.any(axis=1)
    # who shares nothing is divided by 1 instead of 0 and left out
    parts = weight / np.where(joined, weight.sum(axis=1), 1)[:, np.newaxis]
    relative = weight / np.where(joined, weight.max(axis=1), 1)[:, np.newaxis]
    sizes = np.where(weight > 0, 1 - parts @ relative.T, 0).sum(axis=1)
    return {
        member: round(size, DECIMALS)
        for member, size, known in zip(members, sizes.tolist(), joined.tolist(), strict=True)
        if known
    }


def _betweenness(held: Mapping[str, frozenset[str]]) -> dict[str, float]:
    ids = sorted({member for member, terms in held.items() if terms}.union(*held.values()))
    place = {name: number for number, name in enumerate(ids)}
    pairs = [(place[member], place[term]) for member, terms in held.items() for term in terms]
    values = shortest_paths(Network.of(ids, np.array(pairs, dtype=np.int64))).betweenness
    return {member: float(values[place[member]]) for member in held if member in place}


def concentration(graph: KnowledgeGraph, consortium: Consortium) -> Concentration:
    """Return how evenly the SMEs and the countries of the members are spread."""
    organisations = [graph.organisation(member) for member in consortium.members]
    counts = [item.sme_count for item in organisations if isinstance(item, Cluster) and item.sme_count is not None]
    countries = [found.id for member in consortium.members if (found := graph.country_of(member))]
    same, mixed = herfindahl(counts), blau(countries)
    return Concentration(
        sme_herfindahl=None if same is None else round(same, DECIMALS),
        effective_members=None if same is None else round(1 / same, DECIMALS),
        sme_known=len(counts),
        country_blau=None if mixed is None else round(mixed, DECIMALS),
        country_known=len(countries),
    )
