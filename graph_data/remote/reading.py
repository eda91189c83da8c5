"""JSON of the API as values of this package: the same frozen types that a local graph gives."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

from graph_data.discovery import (
    ContributionRelation,
    ProximitySource,
    Side,
    Synergy,
    SynergyComponent,
    SynergyComponents,
    SynergyConfidence,
    SynergyContribution,
    SynergyModel,
    SynergyPart,
    SynergyShares,
)
from graph_data.discovery.significance import NullModel, Significance
from graph_data.ontology import KINDS, Entity, EntityKind, PartnerRole, Predicate, Region, StatementOrigin
from graph_data.rows import Fact, Provenance, Scheme, Source, Statement
from graph_data.tables import Column, columns_of, format_cell

__all__ = [
    "asked_model",
    "camel",
    "chosen",
    "entity_of",
    "facts_of",
    "ids_of",
    "scheme_of",
    "significance_of",
    "source_of",
    "statement_of",
    "synergy_of",
    "values_of",
]

Told = Mapping[str, Any]

_TYPES: Mapping[str, type[Entity]] = {found.__name__: found for found in KINDS.values()}

UNTOLD = frozenset({"audience", "source", "locator"})
"""Columns of an entity that the API does not tell: its statements and facts carry their sources."""


def camel(name: str) -> str:
    """Return a snake_case name in camelCase."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def chosen(values: Iterable[Enum] | None) -> list[str] | None:
    """Return members of an enumeration as the API takes them, in a fixed order."""
    return None if values is None else sorted({value.value for value in values})


def ids_of(found: Iterable[Told]) -> tuple[str, ...]:
    """Return the ids of nodes."""
    return tuple(node["id"] for node in found)


def entity_of(told: Told) -> Entity:
    """Return an entity; who may see it, and where its row was taken from, the API does not tell."""
    found = _TYPES[told["__typename"]]
    cells = {column.name: _cell(column, told) for column in columns_of(found) if column.name not in UNTOLD}
    if found is Region and cells["parent"] is None:
        cells["parent"] = _id(told["country"])
    return found(**cells)


def _cell(column: Column, told: Told) -> Any:  # noqa: ANN401 -- whatever a column holds
    value = told[camel(column.name)]
    if isinstance(value, Mapping):
        return value["id"]
    return _read(column.type, value)


def _read(wanted: type, value: Any) -> Any:  # noqa: ANN401 -- as above
    if value is None:
        return None
    if issubclass(wanted, Enum | float | tuple):
        return wanted(value)
    return date.fromisoformat(value) if wanted is date else value


def _id(told: Told | None) -> str | None:
    return None if told is None else told["id"]


def statement_of(told: Told) -> Statement:
    """Return a statement."""
    return Statement(
        subject=told["subject"]["id"],
        predicate=Predicate(told["predicate"]),
        object=told["object"]["id"],
        origin=StatementOrigin(told["cameAbout"]),
        role=_read(PartnerRole, told["role"]),
        weight=float(told["weight"]),
        provenance=tuple(
            Provenance(said["source"]["id"], said["locator"], said["quote"], said["rule"])
            for said in told["provenance"]
        ),
        valid_from=_read(date, told["validFrom"]),
        valid_to=_read(date, told["validTo"]),
    )


def facts_of(entity: Entity, told: Iterable[Told]) -> list[Fact]:
    """Return the literals that sources state; the API adds the attributes of the entity's own row, which are none."""
    own = {camel(column.name): format_cell(getattr(entity, column.name)) for column in columns_of(type(entity))}
    found = []
    for fact in told:
        said = fact["provenance"]
        if fact["value"] == own.get(fact["property"], "") and len(said) == 1 and said[0]["quote"] is None:
            continue
        found += [
            Fact(
                entity=entity.id,
                property=fact["property"],
                source=item["source"]["id"],
                locator=item["locator"],
                value=fact["value"],
                stated_as=item["quote"],
                valid_from=_read(date, fact["validFrom"]),
                valid_to=_read(date, fact["validTo"]),
            )
            for item in said
        ]
    return found


def source_of(told: Told) -> Source:
    """Return a source."""
    return Source(
        id=told["id"],
        title=told["title"],
        origin=StatementOrigin(told["origin"]),
        url=told["url"],
        publisher=told["publisher"],
        licence=told["licence"],
        retrieved=_read(date, told["retrieved"]),
    )


def scheme_of(told: Told) -> Scheme:
    """Return a classification."""
    return Scheme(
        id=told["id"],
        title=told["title"],
        kind=EntityKind(told["kind"]),
        complete=told["complete"],
        source=told["source"]["id"],
        publisher=told["publisher"],
        via_partnerships=told["viaPartnerships"],
    )


def asked_model(model: SynergyModel) -> dict[str, Any]:
    """Return the arguments that ask under a model."""
    return {
        "lens": model.lens.value,
        "model": {
            "theta": model.theta,
            "shrinkage": model.shrinkage,
            "origins": [origin.value for origin in model.origins],
            "across": [kind.value for kind in model.across],
            "via": [kind.value for kind in model.via],
            "weights": [{"component": part.value, "weight": weight} for part, weight in model.weights],
        },
    }


def significance_of(told: Told) -> Significance:
    """Return a significance."""
    return Significance(
        p_value=told["pValue"],
        adjusted_p_value=told["adjustedPValue"],
        null_model=NullModel(told["nullModel"]),
        permutations=told["permutations"],
        seed=told["seed"],
        note=told["note"],
    )


def synergy_of(
    told: Told, model: SynergyModel, same_profile: tuple[str, ...], statement: Callable[[str], Statement]
) -> Synergy:
    """Return a synergy; the counts behind a proximity the API does not tell.

    Args:
        told: the answer.
        model: what was asked under.
        same_profile: ids of the others with the partner's profile, all of them.
        statement: gives a statement by its id.
    """
    return Synergy(
        organisation=told["organisation"]["id"],
        partner=told["partner"]["id"],
        lens=model.lens,
        score=told["score"],
        insufficient_data=told["insufficientData"],
        novelty=told["novelty"],
        absorbability=told["absorbability"],
        shares=told["shares"] and SynergyShares(**told["shares"]),
        total=told["total"],
        components=values_of(SynergyComponents, told["components"]),
        skipped=tuple(map(SynergyComponent, told["skippedComponents"])),
        contributions=tuple(_contribution(item, statement) for item in told["contributions"]),
        confidence=values_of(SynergyConfidence, told["confidence"]),
        same_profile=same_profile,
        existing_partnerships=ids_of(told["existingPartnerships"]),
        model=model,
        populations=tuple((item["scheme"]["id"], item["organisations"]) for item in told["model"]["populations"]),
    )


def values_of(wanted: type, told: Told) -> Any:  # noqa: ANN401 -- a value of the type wanted
    """Return a dataclass of plain values."""
    return wanted(**{item.name: told[camel(item.name)] for item in fields(wanted)})


def _contribution(told: Told, statement: Callable[[str], Statement]) -> SynergyContribution:
    return SynergyContribution(
        part=SynergyPart(told["part"]),
        concept=told["concept"]["id"],
        side=Side(told["side"]),
        relation=ContributionRelation(told["relation"]),
        related_to=_id(told["relatedTo"]),
        proximity=told["proximity"],
        proximity_source=_read(ProximitySource, told["proximitySource"]),
        evidence=None,
        share=told["share"],
        statements=tuple(statement(name) for name in ids_of(told["statements"])),
    )
