"""What the commands print: plain rows made from the analyses."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph_data.discovery import Lens, SynergyComponent, SynergyModel, coverage, weights_of
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook, Synergies, terms_of
from graph_data.ontology import (
    ORGANISATION_KINDS,
    EntityKind,
    Organisation,
    Partnership,
    Predicate,
    StatementOrigin,
    kind_of,
)

__all__ = ["Asked", "contributions", "model_of", "ranking", "readable", "readable_contributions", "statistics"]

LEAST_SHARE = 0.005
"""Share below which a row for people does not mention it: it would read 0%."""

TERMS = 3
"""Terms shown in a row of a ranking; --explain prints all."""

SAID = frozenset({StatementOrigin.STATED, StatementOrigin.IMPORTED})
"""Origins of what a source says itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a ranking is asked for.

    Attributes:
        ids: organisations, or partnerships, which stand for each of their partners and leave them out as candidates.
        model: what decides the ranking.
        first: partners for each organisation.
        kinds: names of the kinds of partner, any when empty.
        new: whether to leave out whom the organisation has a partnership with already.
    """

    ids: Sequence[str]
    model: SynergyModel
    first: int = 10
    kinds: Sequence[str] = ()
    new: bool = False


def model_of(lens: str, weights: Sequence[str]) -> SynergyModel:
    """Return the model of a lens, given its name, and of weights as in geography=0.5.

    Raises:
        ValueError: a weight is none; the message says what to write.
    """
    return SynergyModel.of(Lens[lens], weights=weights_of(map(_weight, weights)))


def _weight(text: str) -> tuple[SynergyComponent, float]:
    components = {component.value.lower().replace("_", "-"): component for component in SynergyComponent}
    name, _, number = text.partition("=")
    if name not in components:
        raise ValueError(f"unknown component {name!r}; write a weight as geography=0.5, of {', '.join(components)}")
    try:
        return components[name], float(number)
    except ValueError:
        raise ValueError(f"the weight {text!r} ends with no number; write it as geography=0.5") from None


def _tables(graph: Notebook, asked: Asked) -> list[tuple[Organisation, Synergies]]:
    wanted = {EntityKind[kind] for kind in asked.kinds} or ORGANISATION_KINDS
    found: list[tuple[Organisation, Synergies]] = []
    for given in asked.ids:
        entity = graph.entity(given)
        partners = {item.id for item in graph.subjects(entity.id, Predicate.PARTNER_IN)}
        members = sorted(partners) if isinstance(entity, Partnership) else [entity.id]

        def keep(other: Organisation, partners: set[str] = partners) -> bool:
            return other.id not in partners and kind_of(other) in wanted

        for member in members:
            rows = graph.synergies(member, asked.model, first=asked.first, keep=keep, exclude_existing=asked.new)
            found.append((graph.organisation(member), rows))
    return found


def ranking(graph: Notebook, asked: Asked) -> list[dict[str, Any]]:
    """Return a row a partner: score, why, and how sure one can be; with its total where weights are given."""
    return [
        {
            "organisation": organisation.name,
            "partner": graph.entity(found.partner).name,
            "id": found.partner,
            "country": getattr(graph.country_of(found.partner), "code", None),
            **({"total": found.total} if asked.model.weighed else {}),
            "score": found.score,
            "novelty": found.novelty,
            "absorbability": found.absorbability,
            "because of": terms_of(graph, found)[:TERMS],
            "projects": found.confidence.partner_projects,
            "same profile": found.confidence.same_profile_count,
            "curated": found.confidence.curated_share_of_related,
            "sectors inferred": found.confidence.inferred_sectors,
        }
        for organisation, rows in _tables(graph, asked)
        for found in rows
    ]


def readable(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a ranking's rows with fewer columns, for people: what belongs together stands together."""
    return [
        {
            "organisation": row["organisation"],
            "partner": f"{row['partner']} ({row['country'] or 'country not known'})",
            **({"total": row["total"]} if "total" in row else {}),
            "score": row["score"],
            "novelty": row["novelty"],
            "absorb.": row["absorbability"],
            "because of": row["because of"],
            "confidence": ", ".join(_confidence(row)),
            "id": row["id"],
        }
        for row in rows
    ]


def _confidence(row: dict[str, Any]) -> Iterator[str]:
    projects = row["projects"]
    yield f"{projects} project{'' if projects == 1 else 's'}"
    if row["same profile"]:
        yield f"one of {row['same profile'] + 1} with this profile"
    if row["curated"] >= LEAST_SHARE:
        yield f"{row['curated']:.0%} of related curated"
    if row["sectors inferred"]:
        yield "sectors inferred"


def contributions(graph: Notebook, asked: Asked) -> list[dict[str, Any]]:
    """Return a row a contribution: enough to recompute every score."""
    return [
        {
            "organisation": organisation.id,
            "partner": found.partner,
            "score": found.score,
            "part": item.part.value,
            "term": item.concept,
            "side": item.side.value,
            "relation": item.relation.value,
            "related to": item.related_to,
            "proximity": item.proximity,
            "from": item.proximity_source.value if item.proximity_source else None,
            "share": item.share,
            "statements": len(item.statements),
        }
        for organisation, rows in _tables(graph, asked)
        for found in rows
        for item in found.contributions
    ]


def readable_contributions(graph: KnowledgeGraph, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return contributions with names instead of ids and fewer columns, for people."""

    def name(entity_id: str | None) -> str | None:
        return graph.entity(entity_id).name if entity_id else None

    return [
        {
            "partner": name(row["partner"]),
            "score": row["score"],
            "part": row["part"].lower(),
            "term": name(row["term"]),
            "held by": row["side"].lower(),
            "is": row["relation"].lower(),
            "to": name(row["related to"]),
            "share": row["share"],
        }
        for row in rows
    ]


def statistics(graph: KnowledgeGraph) -> list[dict[str, Any]]:
    """Return counts of nodes and statements, and how many organisations can be compared."""
    nodes = {kind.value.lower().replace("_", " "): count for kind, count in graph.counts().items()}
    origins = Counter(data["statement"].origin.value.lower() for _, _, data in graph.nx.edges(data=True))
    rows: list[dict[str, Any]] = [
        {"what": f"nodes: {name}", "count": count, "share": None} for name, count in nodes.items()
    ]
    rows += [
        {"what": f"statements: {name}", "count": count, "share": count / graph.nx.size()}
        for name, count in sorted(origins.items())
    ]
    reach = coverage(graph, SynergyModel.of(Lens.CROSS_SECTOR))
    as_said = coverage(graph, SynergyModel.of(Lens.CROSS_SECTOR, origins=SAID))
    for name, count in (
        ("organisations with a sector", reach.with_across),
        ("organisations with a sector that a source says, without crosswalk and keywords", as_said.with_across),
        ("organisations with a technology field, S3 area or emerging industry", reach.with_via),
        ("organisations with both: a cross-sector score is possible", reach.scorable),
        ("organisations without: their score is null", reach.without_score),
        (f"organisations that score above 0 with one of the {reach.described} that describe themselves", reach.meeting),
        ("the same by what sources say, without derived and inferred terms", as_said.meeting),
        ("largest group of organisations with one and the same profile", reach.largest_profile),
    ):
        rows.append({"what": name, "count": count, "share": count / max(reach.organisations, 1)})
    return rows
