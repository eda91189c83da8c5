"""The synergy of one pair, computed plainly, with every contribution and the statements behind it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph_data.deadline import watched
from graph_data.discovery import nearest
from graph_data.discovery.components import components_of, skipped, total, values_of
from graph_data.discovery.decomposition import Decomposition, Piece, decompose
from graph_data.discovery.evidence import (
    DECIMALS,
    ContributionRelation,
    Synergy,
    SynergyConfidence,
    SynergyContribution,
    SynergyPart,
    SynergyShares,
)
from graph_data.discovery.matrices import matrices_of
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.nearest import Candidates
from graph_data.discovery.priors import ProximitySource, priors_of
from graph_data.discovery.profiles import Profiles, holdings, profiles_of
from graph_data.discovery.relatedness import Relatedness
from graph_data.discovery.ties import partnerships_of
from graph_data.errors import InsufficientData
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind
from graph_data.rows import Statement

__all__ = ["plain_score", "synergy"]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A pair, decomposed; None where a side holds nothing."""

    across: Decomposition | None
    via: Decomposition | None

    @property
    def novelty(self) -> float | None:
        return self.across.share(ContributionRelation.UNRELATED) if self.across else None

    @property
    def absorbability(self) -> float | None:
        if self.via is None:
            return None
        return min(self.via.share(ContributionRelation.SAME) + self.via.share(ContributionRelation.RELATED), 1.0)

    def score(self, theta: float) -> float | None:
        """Return novelty^theta * absorbability^(1-theta), in [0, 1]; 0^0 is 1: what has exponent 0 does not count."""
        if self.novelty is None or self.absorbability is None:
            return None
        return min(float(self.novelty**theta * self.absorbability ** (1 - theta)), 1.0)


def synergy(graph: KnowledgeGraph, organisation_id: str, partner_id: str, model: SynergyModel) -> Synergy:
    """Return the synergy of two organisations.

    Raises:
        UnknownEntity: an id is not an organisation's.
        ValueError: both ids are one organisation's.
    """
    organisation, partner = graph.organisation(organisation_id).id, graph.organisation(partner_id).id
    if organisation == partner:
        raise ValueError(f"{organisation!r} has no synergy with itself; name another organisation as the partner")
    profiles = profiles_of(graph, model)
    compared = _compare(graph, organisation, partner, model)
    score = compared.score(model.theta)
    components = components_of(graph, organisation, partner, model)
    values = values_of(_rounded(score), components)
    alike = profiles.groups[profiles.profile[partner]]
    same_profile = () if score is None else tuple(name for name in alike if name not in (organisation, partner))
    projects, partner_projects = partnerships_of(graph, organisation), partnerships_of(graph, partner)
    return Synergy(
        organisation=organisation,
        partner=partner,
        lens=model.lens,
        score=_rounded(score),
        insufficient_data=_missing(profiles, organisation, partner, model) if score is None else None,
        novelty=_rounded(compared.novelty),
        absorbability=_rounded(compared.absorbability),
        shares=_shares(compared.via),
        total=total(values, model),
        components=components,
        skipped=skipped(values, model),
        contributions=_contributions(graph, organisation, partner, model, compared),
        confidence=SynergyConfidence(
            organisation_projects=len(projects),
            partner_projects=len(partner_projects),
            same_profile_count=len(same_profile),
            curated_share_of_related=round(compared.via.curated_share(), DECIMALS) if compared.via else 0.0,
            inferred_sectors=any(profiles.profile[name].inferred_sector for name in (organisation, partner)),
        ),
        same_profile=same_profile,
        existing_partnerships=tuple(sorted(projects & partner_projects)),
        model=model,
        populations=profiles.population_sizes,
    )


def plain_score(graph: KnowledgeGraph, organisation: str, partner: str, model: SynergyModel) -> float:
    """Return the score alone of two different organisations, rounded to 12 decimals.

    Raises:
        InsufficientData: a side has no term in a whole facet set.
    """
    score = _compare(graph, organisation, partner, model).score(model.theta)
    if score is None:
        raise InsufficientData(_missing(profiles_of(graph, model), organisation, partner, model))
    return round(score, DECIMALS)


def _compare(graph: KnowledgeGraph, organisation: str, partner: str, model: SynergyModel) -> _Comparison:
    profiles = profiles_of(graph, model)
    relatedness = Relatedness(profiles, priors_of(graph, model), model.shrinkage, frozenset({organisation, partner}))
    ours, theirs = profiles.held(organisation, model.across), profiles.held(partner, model.across)
    across = decompose(ours, theirs, profiles, None) if ours and theirs else None
    ours, theirs = profiles.held(organisation, model.via), profiles.held(partner, model.via)
    near = _near(graph, (organisation, partner), (ours, theirs), model)
    via = decompose(ours, theirs, profiles, relatedness, near) if ours and theirs else None
    return _Comparison(across, via)


def _near(
    graph: KnowledgeGraph,
    pair: tuple[str, str],
    held: tuple[Mapping[str, float], Mapping[str, float]],
    model: SynergyModel,
) -> tuple[Candidates, Candidates] | None:
    """Return which terms can be nearest where there are many to look at; None where all are looked at."""
    if len(held[0]) * len(held[1]) < nearest.MANY:
        return None
    profiles, matrices = profiles_of(graph, model), matrices_of(graph, model)
    one, other = (int(matrices.row_of[profiles.place[name]]) for name in pair)
    if one < 0 or other < 0:
        return None
    return nearest.candidates(matrices, [*profiles.terms], (one, other), held, model.shrinkage)


def _missing(profiles: Profiles, organisation: str, partner: str, model: SynergyModel) -> str:
    missing = [
        f"{name} holds no {_listed(facets)} ({part})"
        for name in (organisation, partner)
        for part, facets in (("across", model.across), ("via", model.via))
        if not profiles.held(name, facets)
    ]
    return f"INSUFFICIENT_DATA: {'; '.join(missing)}"


def _listed(facets: Collection[EntityKind]) -> str:
    return " or ".join(kind.value for kind in facets)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _shares(via: Decomposition | None) -> SynergyShares | None:
    if via is None:
        return None
    same, related = via.share(ContributionRelation.SAME), via.share(ContributionRelation.RELATED)
    unrelated = max(0.0, 1 - same - related)
    return SynergyShares(round(same, DECIMALS), round(related, DECIMALS), round(unrelated, DECIMALS))


def _contributions(
    graph: KnowledgeGraph, organisation: str, partner: str, model: SynergyModel, compared: _Comparison
) -> tuple[SynergyContribution, ...]:
    said: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for name in (organisation, partner):
        for term, statement in holdings(graph, model, name):
            said[name, term.id].append(statement)
    parts = ((SynergyPart.NOVELTY, compared.across), (SynergyPart.ABSORBABILITY, compared.via))
    found: list[SynergyContribution] = []
    for part, decomposition in parts:
        if decomposition:
            shares = sorted(watched(_ordered(decomposition)), key=lambda item: item[0])
            found += [
                _contribution(part, piece, -minus, _cited(said, piece, organisation, partner))
                for (minus, _, _), piece in watched(shares)
            ]
    return tuple(found)


def _ordered(decomposition: Decomposition) -> Iterator[tuple[tuple[float, str, str], Piece]]:
    """Yield pieces with the key by which they are sorted: the largest share first, then concept and relation."""
    for piece in decomposition.pieces:
        share = round(piece.weight / decomposition.whole, DECIMALS)
        if share:
            yield (-share, piece.term, piece.relation.value), piece


def _contribution(
    part: SynergyPart, piece: Piece, share: float, statements: Iterable[Statement]
) -> SynergyContribution:
    near, same = piece.proximity, piece.relation is ContributionRelation.SAME
    return SynergyContribution(
        part=part,
        concept=piece.term,
        side=piece.side,
        relation=piece.relation,
        related_to=piece.related_to,
        proximity=round(near.value, DECIMALS) if near else float(same),
        proximity_source=near.source if near else ProximitySource.IDENTITY if same else None,
        evidence=near,
        share=share,
        statements=tuple(sorted(set(statements), key=lambda statement: statement.order)),
    )


def _cited(
    said: dict[tuple[str, str], list[Statement]], piece: Piece, organisation: str, partner: str
) -> Iterator[Statement]:
    for name in (organisation, partner):
        for term in {piece.term, piece.related_to or piece.term}:
            yield from said.get((name, term), ())
