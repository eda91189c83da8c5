"""Ontology, GraphQL schema, tables and documentation say the same; what one of them lacks is named."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInterfaceType, GraphQLObjectType, build_schema

from graph_data.dataset import Dataset
from graph_data.deriving import HOLDING
from graph_data.graph import Direction
from graph_data.listing import OrderField
from graph_data.ontology import (
    CONCEPT_KINDS,
    KINDS,
    ORGANISATION_KINDS,
    ActivityType,
    EntityKind,
    NameKind,
    PartnerRole,
    Predicate,
    SmeStatus,
    StatementOrigin,
)
from graph_data.relations import RELATIONS, Relation
from graph_data.tables import TABLES, Column, columns_of
from graphapi.schema.schema import schema_text

ROOT = Path(__file__).parents[1]
SCHEMA = build_schema(schema_text())
MODEL = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")

OTHERWISE = {
    "audience": "a version is made for an audience; nothing is filtered when a question is answered",
    "source": "facts and statements carry it",
    "locator": "facts and statements carry it",
}
"""Columns that have no field of their own, and why."""


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def fields_of(name: str) -> set[str]:
    found = SCHEMA.get_type(name)
    assert isinstance(found, GraphQLObjectType | GraphQLInterfaceType), f"the schema lacks the type {name}"
    return set(found.fields)


@pytest.mark.parametrize("kind", EntityKind)
def test_every_kind_has_a_type_with_a_field_for_each_attribute(kind: EntityKind) -> None:
    attributes = {camel(item.name) for item in fields(KINDS[kind]) if item.name not in OTHERWISE}
    assert attributes - fields_of(KINDS[kind].__name__) == set()


@pytest.mark.parametrize("kind", EntityKind)
def test_every_type_implements_the_interfaces_of_its_kind(kind: EntityKind) -> None:
    found = SCHEMA.get_type(KINDS[kind].__name__)
    assert isinstance(found, GraphQLObjectType)
    wanted = {"Node", "Entity"}
    wanted |= {"Organisation"} if kind in ORGANISATION_KINDS else set()
    wanted |= {"Concept"} if kind in CONCEPT_KINDS else set()
    assert {interface.name for interface in found.interfaces} == wanted


@pytest.mark.parametrize(
    ("name", "enum"),
    [
        ("ActivityType", ActivityType),
        ("Direction", Direction),
        ("EntityKind", EntityKind),
        ("NameKind", NameKind),
        ("OrganisationOrderField", OrderField),
        ("PartnerRole", PartnerRole),
        ("Predicate", Predicate),
        ("SmeStatus", SmeStatus),
        ("StatementOrigin", StatementOrigin),
    ],
)
def test_every_enumeration_has_the_same_values(name: str, enum: type) -> None:
    found = SCHEMA.get_type(name)
    assert isinstance(found, GraphQLEnumType)
    assert list(found.values) == [value.name for value in enum]


FIELDS_OF_ENDS = {
    Predicate.MEMBER_OF: (("Sme", "clusters"), ("Cluster", "members")),
    Predicate.PARTNER_IN: (("Organisation", "partnerships"), ("Partnership", "partners")),
    Predicate.ACTIVE_IN_SECTOR: (("Organisation", "sectors"), ("Sector", "organisations")),
    Predicate.USES_TECHNOLOGY: (("Organisation", "technologyFields"), ("TechnologyField", "organisations")),
    Predicate.PURSUES_PRIORITY: (("Organisation", "s3PriorityAreas"), ("S3PriorityArea", "organisations")),
    Predicate.IN_EMERGING_INDUSTRY: (("Organisation", "emergingIndustries"), ("EmergingIndustry", "organisations")),
    Predicate.IN_PROGRAMME_AREA: (("Organisation", "programmeAreas"), ("ProgrammeArea", "organisations")),
    Predicate.LOCATED_IN: (("Organisation", "region"), ("Region", "organisations")),
    Predicate.BROADER: (("Concept", "broader"), ("Concept", "narrower")),
    Predicate.STAGE_OF: (("ValueChainStage", "valueChain"), ("ValueChain", "stages")),
    Predicate.OCCUPIES_STAGE: (("Organisation", "valueChainStages"), ("ValueChainStage", "organisations")),
    Predicate.SUPPLIES_TO: (("ValueChainStage", "neighbours"), ("ValueChainStage", "neighbours")),
    Predicate.TARGETS: (("Partnership", "targets"), ("TargetSector", "neighbours")),
    Predicate.ADDRESSES: (("Partnership", "challenges"), ("Challenge", "neighbours")),
    Predicate.RELATED: (("Concept", "neighbours"), ("Concept", "neighbours")),
}


@pytest.mark.parametrize("predicate", Predicate)
def test_every_relation_can_be_followed_from_both_ends(predicate: Predicate) -> None:
    for owner, field in FIELDS_OF_ENDS[predicate]:
        assert field in fields_of(owner)


def test_every_predicate_is_a_relation_and_every_holding_is_one_of_a_term() -> None:
    assert set(RELATIONS) == set(Predicate)
    assert all(kind in RELATIONS[predicate].objects for kind, predicate in HOLDING.items())


def test_every_part_of_a_dataset_has_a_table() -> None:
    assert {table.part for table in TABLES} == {item.name for item in fields(Dataset)} - {"about"}


def table_row(column: Column) -> str:
    kinds = {"tuple": "words", "str": "text", "int": "whole number", "float": "number", "bool": "true or false"}
    kind = kinds.get(column.type.__name__, column.type.__name__)
    return f"| `{column.name}` | {kind} | {'yes' if column.required else ''} | {column.description} |"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_documentation_has_every_column_of_every_table(table: object) -> None:
    section = re.search(rf"### `{table.name}\.csv`\n(.*?)(?=\n### |\n## |\Z)", MODEL, re.DOTALL)  # type: ignore[attr-defined] # a Table
    assert section, f"docs/data-model.md lacks {table.name}.csv"  # type: ignore[attr-defined] # as above
    columns: dict[str, Column] = {}
    said = section[1] + MODEL.partition("### ")[0]  # what every table has is said once, before the first
    for row_type in table.row_types.values():  # type: ignore[attr-defined] # as above
        columns |= {column.name: column for column in columns_of(row_type)}
    assert [row for row in map(table_row, columns.values()) if row not in said] == []


def relation_row(relation: Relation) -> str:
    def ends(kinds: frozenset[EntityKind]) -> str:
        return ", ".join(kind.value for kind in EntityKind if kind in kinds)

    cells = f"`{relation.predicate.value}`", ends(relation.subjects), relation.description, ends(relation.objects)
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("predicate", Predicate)
def test_the_documentation_has_every_relation(predicate: Predicate) -> None:
    assert relation_row(RELATIONS[predicate]) in MODEL
