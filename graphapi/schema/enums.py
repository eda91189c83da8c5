"""The graph's enumerations, described for GraphQL."""

from collections.abc import Mapping
from enum import Enum

import strawberry

from graph_data.graph import Direction
from graph_data.listing import OrderField
from graph_data.ontology import ActivityType, EntityKind, NameKind, PartnerRole, Predicate, SmeStatus, StatementOrigin
from graph_data.relations import RELATIONS

__all__ = ["describe"]


def describe(enum: type[Enum], description: str, values: Mapping[str, str], name: str | None = None) -> None:
    """Make an enumeration a GraphQL type, with a sentence for itself and for each of its values."""
    strawberry.enum(enum, description=description, name=name)
    definition = enum.__strawberry_definition__  # type: ignore[attr-defined] # set by strawberry.enum
    for value in definition.values:
        value.description = values[value.name]


describe(
    EntityKind,
    "The kinds of node.",
    {
        "CLUSTER": "A body that manages a cluster of companies and other actors.",
        "SME": "A small or medium-sized enterprise, as its source flags it.",
        "INSTITUTION": "An organisation that is neither a cluster organisation nor known as an SME.",
        "PARTNERSHIP": "Organisations that work together under a programme.",
        "SECTOR": "A sectoral industry.",
        "TECHNOLOGY_FIELD": "A field of technology or science.",
        "S3_PRIORITY_AREA": "A smart specialisation priority area.",
        "EMERGING_INDUSTRY": "A cross-sectoral emerging industry.",
        "PROGRAMME_AREA": "A part of an EU programme.",
        "TARGET_SECTOR": "A sector that a partnership says it aims at.",
        "CHALLENGE": "A challenge that a partnership says it addresses.",
        "REGION": "A statistical region (NUTS).",
        "COUNTRY": "A country.",
        "VALUE_CHAIN": "A chain of stages from research to end of life.",
        "VALUE_CHAIN_STAGE": "A stage of a value chain.",
    },
)
describe(
    StatementOrigin,
    "How the graph came to hold a statement.",
    {
        "STATED": "A source says it of itself, such as a profile page.",
        "IMPORTED": "Taken from a register.",
        "DERIVED": "Follows from other statements by a named rule.",
        "INFERRED": "Concluded through a curated judgement.",
    },
)
describe(
    Predicate,
    "The relations between nodes, read from subject to object.",
    {predicate.name: f"The subject {relation.description} (object)." for predicate, relation in RELATIONS.items()},
)
describe(
    NameKind,
    "What a name is to its entity.",
    {
        "PREFERRED": "The name to show.",
        "ALTERNATIVE": "Another name in use, or a name in another language.",
        "ABBREVIATION": "A short form.",
        "AS_WRITTEN": "As a source writes it, defects included.",
    },
)
describe(
    PartnerRole,
    "What an organisation is in a partnership.",
    {
        "COORDINATOR": "Leads the partnership.",
        "PARTNER": "Takes part as a full partner.",
        "ASSOCIATED": "Takes part without funding of its own.",
        "THIRD_PARTY": "Works for a partner.",
    },
)
describe(
    ActivityType,
    "What the register classifies an institution as.",
    {
        "PRIVATE": "A private company.",
        "HIGHER_EDUCATION": "A university or another school of higher education.",
        "RESEARCH": "A research organisation.",
        "PUBLIC": "A public body.",
        "OTHER": "Anything else.",
    },
)
describe(
    SmeStatus,
    "What is known of an institution's size.",
    {"NOT_SME": "The register says that it is no SME.", "UNKNOWN": "The register does not say."},
)
describe(
    Direction,
    "From which end of a statement one looks.",
    {"OUT": "Statements whose subject it is.", "IN": "Statements whose object it is.", "ANY": "Both."},
)
describe(
    OrderField,
    "What organisations may be sorted by.",
    {
        "NAME": "Name, case and diacritics ignored.",
        "MEMBER_COUNT": "Published number of members.",
        "SME_COUNT": "Published number of members that are SMEs.",
        "PARTNERSHIP_COUNT": "Number of partnerships.",
        "DEGREE": "Number of statements.",
    },
    name="OrganisationOrderField",
)
