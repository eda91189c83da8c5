"""What a partner's terms would add to what an organisation could take up next."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.matrices import Floats, Matrices, matrices_of
from graph_data.discovery.model import Lens, SynergyModel, facets_of, ordered_origins
from graph_data.discovery.priors import Priors, priors_of
from graph_data.discovery.profiles import Profiles, profiles_of
from graph_data.discovery.related import counted_origins
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, StatementOrigin, kind_of

__all__ = ["AddedRelatedness", "added_relatedness"]

NEAREST = 5
"""How many of the partner's terms are named for a term."""


@dataclass(frozen=True, slots=True)
class AddedRelatedness:
    """A term that an organisation does not hold, and how near a partner brings it.

    Attributes:
        concept: id of the term.
        value: added relatedness density, in [0, 1]; None where no term is related to it.
        through: ids of the partner's terms that bring it near, nearest first, ties by id, at most five.
    """

    concept: str
    value: float | None
    through: tuple[str, ...]


def added_relatedness(  # noqa: PLR0913 -- one argument for each thing that a caller may set
    graph: KnowledgeGraph,
    organisation_id: str,
    partner_id: str,
    kinds: Collection[EntityKind] | None = None,
    *,
    origins: Collection[StatementOrigin] | None = None,
    shrinkage: float = 5.0,
) -> tuple[AddedRelatedness, ...]:
    """Return the terms that an organisation does not hold, those first that a partner brings nearest, ties by id.

    Sum of phi_ij over the terms j that the partner holds and the organisation does not, divided by the sum of phi_ij
    over all j, j != i: added relatedness density (Balland & Boschma 2021, doi:10.1080/00343404.2020.1861240). Directed.
    phi as in `Relatedness`, the two left out. Compared are sectors, technology fields, S3 areas and emerging
    industries, INFERRED holdings as in `related`, INFERRED sectors never. Empty where nothing is known of one of the
    two: unknown is not zero.

    Args:
        graph: the graph.
        organisation_id: id of the organisation that would take up a term.
        partner_id: id of the organisation that would help.
        kinds: kinds of the terms listed, of those compared; all of them when None.
        origins: only statements of these origins, priors included; all but INFERRED holdings when None.
        shrinkage: k, >= 0.

    Raises:
        UnknownEntity: an id names no organisation.
        ValueError: a kind is not compared, no kind or no origin is named, the ids name one organisation, or the
            shrinkage is not a finite number of at least 0.
    """
    organisation, partner = graph.organisation(organisation_id).id, graph.organisation(partner_id).id
    if organisation == partner:
        raise ValueError(f"organisation and partner are both {organisation!r}; write the ids of two different ones")
    model = SynergyModel.of(Lens.GENERAL, origins=counted_origins(origins), shrinkage=shrinkage)
    listed = model.via if kinds is None else facets_of("kinds", kinds)
    if EntityKind.PROGRAMME_AREA in listed:
        raise ValueError(
            "kinds must not name PROGRAMME_AREA: it says how something is funded and helps nobody take it up"
        )
    profiles = profiles_of(graph, model)
    ours, theirs = (dict(profiles.profile[name].memberships) for name in (organisation, partner))
    if not (ours and theirs):
        return ()
    priors = priors_of(graph, replace(model, origins=ordered_origins(origins)))
    near = _proximities(profiles, matrices_of(graph, model), priors, (organisation, partner), model.shrinkage)
    columns = {term: column for column, term in enumerate(profiles.terms)}
    new = sorted(theirs.keys() - ours.keys())
    found = [
        _added(term.id, near[columns[term.id]], {other: columns[other] for other in new})
        for term in watched(profiles.terms.values())
        if term.id not in ours and kind_of(term) in listed
    ]
    return tuple(sorted(found, key=lambda item: (item.value is None, -(item.value or 0), item.concept)))


def _added(term: str, near: Floats, new: Mapping[str, int]) -> AddedRelatedness:
    """Return what new terms add to a term: their ids with their columns, sorted; near of shape (terms,)."""
    total = math.fsum(near)
    if not total:
        return AddedRelatedness(term, None, ())
    helping = sorted((-near[column], name) for name, column in new.items() if near[column] > 0)
    value = min(round(math.fsum(-falling for falling, _ in helping) / total, 12), 1.0)
    return AddedRelatedness(term, value, tuple(name for _, name in helping[:NEAREST]))


def _proximities(
    profiles: Profiles, matrices: Matrices, priors: Priors, left_out: Iterable[str], shrinkage: float
) -> Floats:
    """Return phi of all terms with all others, 0 with themselves, as `Relatedness`; shape (terms, terms)."""
    terms, scheme_of = len(profiles.terms), matrices.scheme_of
    columns = {term: column for column, term in enumerate(profiles.terms)}
    holders, both = matrices.holders[:, scheme_of], matrices.both.copy()
    for profile in (profiles.profile[name] for name in left_out):
        known = np.array([bool(profile.sources & sources) for sources in profiles.scheme_sources.values()])[scheme_of]
        held = np.zeros(terms, dtype=np.bool_)
        held[[columns[term] for term, _ in profile.memberships]] = True
        holders -= np.outer(held & known, known)
        both -= np.outer(held & known, held & known)
    found = np.zeros((terms, terms))
    for term, column in columns.items():
        for other, prior in priors.get(term, {}).items():
            if other in columns:
                found[column, columns[other]] = prior.value
    size = np.maximum(holders, holders.T) + shrinkage
    np.divide(both + shrinkage * found, size, out=found, where=size > 0)
    np.fill_diagonal(found, 0.0)
    return found
