"""The relations of the graph, declared once: each predicate with its two ends, read from either side."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph_data.ontology import CONCEPT_KINDS, ORGANISATION_KINDS, EntityKind, Predicate

__all__ = ["HELD", "RELATIONS", "Relation"]


@dataclass(frozen=True, slots=True)
class Relation:
    """A predicate with its two ends, read from either side.

    Attributes:
        predicate: its name.
        subjects: kinds that may stand at its first end.
        objects: kinds that may stand at its second end.
        description: the relation as a sentence from subject to object.
        inverse: the same, from object to subject.
        at_most: how many statements one subject may have, None for any number.
        same_kind: whether both ends must be of one kind.
    """

    predicate: Predicate
    subjects: frozenset[EntityKind]
    objects: frozenset[EntityKind]
    description: str
    inverse: str
    at_most: int | None = None
    same_kind: bool = False


_ACTORS = ORGANISATION_KINDS | {EntityKind.PARTNERSHIP}
_K = EntityKind

RELATIONS: Mapping[Predicate, Relation] = {
    relation.predicate: relation
    for relation in (
        Relation(
            Predicate.MEMBER_OF,
            frozenset({_K.SME, _K.INSTITUTION}),
            frozenset({_K.CLUSTER}),
            "is a member of the cluster",
            "has the member",
        ),
        Relation(
            Predicate.PARTNER_IN,
            ORGANISATION_KINDS,
            frozenset({_K.PARTNERSHIP}),
            "takes part in the partnership",
            "has the partner",
        ),
        Relation(
            Predicate.ACTIVE_IN_SECTOR,
            _ACTORS,
            frozenset({_K.SECTOR}),
            "does business in the sector",
            "is the sector of",
        ),
        Relation(
            Predicate.USES_TECHNOLOGY,
            _ACTORS,
            frozenset({_K.TECHNOLOGY_FIELD}),
            "works in the technology field",
            "is a technology field of",
        ),
        Relation(
            Predicate.PURSUES_PRIORITY,
            _ACTORS | {_K.REGION},
            frozenset({_K.S3_PRIORITY_AREA}),
            "pursues the S3 priority area",
            "is a priority area of",
        ),
        Relation(
            Predicate.IN_EMERGING_INDUSTRY,
            _ACTORS,
            frozenset({_K.EMERGING_INDUSTRY}),
            "belongs to the emerging industry",
            "is an emerging industry of",
        ),
        Relation(
            Predicate.IN_PROGRAMME_AREA,
            _ACTORS,
            frozenset({_K.PROGRAMME_AREA}),
            "is funded under the programme area",
            "funds",
        ),
        Relation(
            Predicate.LOCATED_IN,
            ORGANISATION_KINDS | {_K.REGION},
            frozenset({_K.REGION, _K.COUNTRY}),
            "lies in",
            "contains",
            at_most=1,
        ),
        Relation(
            Predicate.BROADER,
            CONCEPT_KINDS,
            CONCEPT_KINDS,
            "is a part of the wider term",
            "has the narrower term",
            at_most=1,
            same_kind=True,
        ),
        Relation(
            Predicate.STAGE_OF,
            frozenset({_K.VALUE_CHAIN_STAGE}),
            frozenset({_K.VALUE_CHAIN}),
            "is a stage of the value chain",
            "has the stage",
            at_most=1,
        ),
        Relation(
            Predicate.OCCUPIES_STAGE,
            ORGANISATION_KINDS,
            frozenset({_K.VALUE_CHAIN_STAGE}),
            "works at the stage",
            "is occupied by",
        ),
        Relation(
            Predicate.SUPPLIES_TO,
            frozenset({_K.VALUE_CHAIN_STAGE}),
            frozenset({_K.VALUE_CHAIN_STAGE}),
            "supplies the stage",
            "is supplied by",
        ),
        Relation(
            Predicate.TARGETS,
            frozenset({_K.PARTNERSHIP}),
            frozenset({_K.TARGET_SECTOR}),
            "aims at the sector",
            "is a target of",
        ),
        Relation(
            Predicate.ADDRESSES,
            frozenset({_K.PARTNERSHIP}),
            frozenset({_K.CHALLENGE}),
            "addresses the challenge",
            "is addressed by",
        ),
        Relation(
            Predicate.RELATED,
            CONCEPT_KINDS,
            CONCEPT_KINDS,
            "is a field related to",
            "is a field related to",
        ),
    )
}
"""Every relation, by predicate."""

HELD = frozenset(kind for relation in RELATIONS.values() if relation.subjects >= _ACTORS for kind in relation.objects)
"""Kinds of term that organisations and partnerships hold alike."""
