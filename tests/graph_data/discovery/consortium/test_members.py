from collections.abc import Callable

import pytest

from graph_data.discovery.consortium import MAX_MEMBERS, MAX_TARGETS, Consortium
from graph_data.errors import UnknownEntity, WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Predicate, StatementOrigin, TargetSector
from graph_data.rows import Link


def test_order_and_repetition_do_not_matter(small: KnowledgeGraph) -> None:
    members, targets = ["narrow", "direct", "near"], ["topic:b", "target-sector:aim"]
    found = Consortium.of(small, [*members, *members], [*targets, *targets])
    assert found == Consortium(("direct", "narrow", "near"), ("target-sector:aim", "topic:b"), tuple(StatementOrigin))
    assert Consortium.of(small, members[::-1], targets[::-1]) == found


def test_a_partnership_is_its_partners_with_its_target_sectors_unless_others_are_given(small: KnowledgeGraph) -> None:
    aim = Link(
        subject="project",
        predicate=Predicate.TARGETS,
        object="target-sector:aim",
        origin=StatementOrigin.STATED,
        source="page",
        locator="line 1",
    )
    graph = KnowledgeGraph(small.dataset.plus([aim]))
    partners = ["direct", "narrow", "silent"]
    assert Consortium.of_partnership(graph, "project") == Consortium.of(graph, partners, ["target-sector:aim"])
    assert Consortium.of_partnership(graph, "project", []) == Consortium.of(graph, partners)
    stated = {StatementOrigin.STATED}
    found = Consortium.of_partnership(graph, "project", ["challenge:hard"], stated)
    assert found == Consortium.of(graph, partners, ["challenge:hard"], stated)


@pytest.mark.parametrize(
    ("members", "targets", "error", "message"),
    [
        (["nobody"], [], UnknownEntity, "unknown id 'nobody'"),
        (["project"], [], WrongKind, "'project' is a PARTNERSHIP, not an organisation"),
        (["direct"], ["topic:zz"], UnknownEntity, "unknown id 'topic:zz'"),
        (["direct"], ["narrow"], WrongKind, "'narrow' is a CLUSTER; write the id of a term of a classification"),
    ],
)
def test_what_is_no_organisation_or_no_term_is_told(
    small: KnowledgeGraph, members: list[str], targets: list[str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        Consortium.of(small, members, targets)


def test_what_is_no_partnership_is_told(small: KnowledgeGraph) -> None:
    with pytest.raises(WrongKind, match="'direct' is a CLUSTER; write the id of a PARTNERSHIP"):
        Consortium.of_partnership(small, "direct")


def test_no_origin_at_all_is_told(small: KnowledgeGraph) -> None:
    with pytest.raises(ValueError, match="origins must name at least one of STATED, IMPORTED, DERIVED, INFERRED"):
        Consortium.of(small, ["direct"], origins=[])


def test_too_many_members_or_targets_are_refused(world: Callable[[str], KnowledgeGraph]) -> None:
    many = [f"org{number:03}" for number in range(MAX_MEMBERS + 1)]
    terms = [TargetSector(id=f"target-sector:{n}", name=str(n), scheme="aims") for n in range(MAX_TARGETS + 1)]
    graph = KnowledgeGraph(world("\n".join(f"page: {name} holds" for name in many)).dataset.plus(terms))
    aims = [term.id for term in terms]
    assert len(Consortium.of(graph, [*many[1:], many[1]], aims[1:]).members) == MAX_MEMBERS
    with pytest.raises(ValueError, match="members must be 200 at most, got 201"):
        Consortium.of(graph, many)
    with pytest.raises(ValueError, match="targets must be 50 at most, got 51"):
        Consortium.of(graph, many[:1], aims)
