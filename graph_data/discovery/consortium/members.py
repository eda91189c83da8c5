"""Who is analysed together, against which aims, and by which statements."""

from collections.abc import Collection
from dataclasses import dataclass

from graph_data.discovery.model import ordered_origins
from graph_data.errors import WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.listing import of_kind
from graph_data.ontology import Concept, EntityKind, Predicate, StatementOrigin, kind_of

__all__ = ["MAX_MEMBERS", "MAX_TARGETS", "Consortium"]

MAX_MEMBERS = 200
"""How many organisations one consortium may have; their pairs stay below what one call scores."""

MAX_TARGETS = 50
"""How many targets one consortium may have."""


@dataclass(frozen=True, slots=True)
class Consortium:
    """Organisations that work together, or might: a question, to which the functions of this package are the answers.

    Attributes:
        members: ids of organisations, each once, sorted.
        targets: ids of terms that they want to cover, each once, sorted.
        origins: origins of the statements by which members and candidates hold terms.
    """

    members: tuple[str, ...]
    targets: tuple[str, ...]
    origins: tuple[StatementOrigin, ...]

    @classmethod
    def of(
        cls,
        graph: KnowledgeGraph,
        members: Collection[str],
        targets: Collection[str] = (),
        origins: Collection[StatementOrigin] | None = None,
    ) -> "Consortium":
        """Return a consortium of organisations; an id given twice counts once.

        Args:
            graph: the graph.
            members: ids of organisations; none is a consortium yet to be found.
            targets: ids of terms of any classification, target sectors and challenges included.
            origins: only holdings that came about in these ways; all when None.

        Raises:
            UnknownEntity: an id names nothing, or not an organisation or a term.
            ValueError: too many members or targets, or no origin.
        """
        found = tuple(sorted({graph.organisation(member).id for member in members}))
        wanted = tuple(sorted({_term(graph, target) for target in targets}))
        for what, ids, most in (("members", found, MAX_MEMBERS), ("targets", wanted, MAX_TARGETS)):
            if len(ids) > most:
                raise ValueError(f"{what} must be {most} at most, got {len(ids)}")
        if origins is not None and not origins:
            names = ", ".join(origin.value for origin in StatementOrigin)
            raise ValueError(f"origins must name at least one of {names}, or be left out for all")
        return cls(found, wanted, ordered_origins(origins))

    @classmethod
    def of_partnership(
        cls,
        graph: KnowledgeGraph,
        partnership: str,
        targets: Collection[str] | None = None,
        origins: Collection[StatementOrigin] | None = None,
    ) -> "Consortium":
        """Return the partners of a partnership with its target sectors, or with other targets when given.

        Raises:
            UnknownEntity, ValueError: as `of`; the first also when the id is not a partnership's.
        """
        joint = of_kind(graph.entity(partnership), EntityKind.PARTNERSHIP).id
        partners = [item.id for item in graph.subjects(joint, Predicate.PARTNER_IN)]
        if targets is None:
            targets = [item.id for item in graph.objects(joint, Predicate.TARGETS)]
        return cls.of(graph, partners, targets, origins)


def _term(graph: KnowledgeGraph, target: str) -> str:
    entity = graph.entity(target)
    if not isinstance(entity, Concept):
        raise WrongKind(f"{target!r} is a {kind_of(entity).value}; write the id of a term of a classification")
    return entity.id
