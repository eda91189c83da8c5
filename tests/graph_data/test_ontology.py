from dataclasses import FrozenInstanceError, fields

import pytest

from graph_data import ontology
from graph_data.ontology import (
    CONCEPT_KINDS,
    KINDS,
    ORGANISATION_KINDS,
    PREFIXES,
    Cluster,
    Concept,
    EntityKind,
    Institution,
    Organisation,
    kind_of,
)
from graph_data.rows import Crosswalk, Fact, Keyword, Link, Misleading, Name, SameAs, Scheme, Source


def test_every_kind_has_a_type_of_its_own_and_is_found_by_it() -> None:
    assert set(KINDS) == set(EntityKind)
    assert len(set(KINDS.values())) == len(EntityKind)
    assert kind_of(Cluster(id="cluster:a", name="A")) is EntityKind.CLUSTER


def test_every_kind_has_a_prefix_of_its_own() -> None:
    wanted = (
        "cluster sme institution partnership sector technology s3 emerging-industry programme target-sector challenge "
        "region country value-chain stage"
    )
    assert list(PREFIXES.values()) == wanted.split()
    assert set(PREFIXES) == set(EntityKind)


def test_organisations_and_terms_are_told_by_their_types() -> None:
    assert {kind.value for kind in ORGANISATION_KINDS} == {"CLUSTER", "SME", "INSTITUTION"}
    assert all(issubclass(KINDS[kind], Organisation) == (kind in ORGANISATION_KINDS) for kind in EntityKind)
    assert all(issubclass(KINDS[kind], Concept) == (kind in CONCEPT_KINDS) for kind in EntityKind)


@pytest.mark.parametrize(
    "row_type", [*KINDS.values(), Source, Scheme, Name, Fact, SameAs, Link, Crosswalk, Keyword, Misleading]
)
def test_every_attribute_is_described_in_a_sentence_and_no_row_can_be_changed(row_type: type) -> None:
    for item in fields(row_type):
        assert item.metadata["description"].endswith("."), item.name
    assert row_type.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_what_is_not_known_of_an_institution_is_unknown() -> None:
    institution = Institution(id="institution:a", name="A")
    assert (institution.activity_type.value, institution.sme_status.value) == ("OTHER", "UNKNOWN")
    with pytest.raises(FrozenInstanceError):
        institution.name = "B"  # type: ignore[misc]


def test_what_may_be_imported_is_declared_sorted_and_there() -> None:
    public = ontology.__all__
    constants, types, functions = (
        [name for name in public if test(name)]
        for test in (str.isupper, lambda name: name[0].isupper() and not name.isupper(), str.islower)
    )
    assert public == [*sorted(constants), *sorted(types), *sorted(functions)]
    assert all(hasattr(ontology, name) for name in public)
