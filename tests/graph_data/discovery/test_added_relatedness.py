from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import Lens, SynergyModel
from graph_data.discovery.added_relatedness import AddedRelatedness, added_relatedness
from graph_data.discovery.priors import priors_of
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.relatedness import Relatedness
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, StatementOrigin

World: TypeAlias = Callable[[str], KnowledgeGraph]

# among c, d and e: x~y 2/2, x~z 1/2, y~z 1/2, z~w 1/1... each of the others is held by nobody else
KNOWN = """
    page: a holds topic:x, topic:w
    page: b holds topic:y
    page: c holds topic:x, topic:y, topic:z
    page: d holds topic:x, topic:y
    page: e holds topic:z, topic:v
"""


def test_a_partner_brings_near_what_is_related_to_its_terms_and_not_to_ones_own(world: World) -> None:
    found = added_relatedness(world(KNOWN), "a", "b", shrinkage=0)
    assert found == (
        # x 1, z 1/2: y is held by the partner, and nothing that it adds is related to it but itself
        AddedRelatedness("topic:z", round(0.5 / (0.5 + 0.5 + 0.5), 12), ("topic:y",)),
        AddedRelatedness("topic:v", 0.0, ()),
        AddedRelatedness("topic:y", 0.0, ()),
    )


def test_the_other_way_round_it_is_another_question(world: World) -> None:
    found = added_relatedness(world(KNOWN), "b", "a", shrinkage=0)
    assert found == (
        AddedRelatedness("topic:z", round(0.5 / 1.5, 12), ("topic:x",)),
        AddedRelatedness("topic:v", 0.0, ()),
        # all that x is related to is y, which b has, and z, which a has not
        AddedRelatedness("topic:x", 0.0, ()),
        AddedRelatedness("topic:w", None, ()),
    )


def test_the_pair_is_no_evidence_of_its_own(world: World) -> None:
    graph = world("page: a holds topic:x, topic:y\npage: b holds topic:y, topic:z\npage: c holds topic:w")
    assert {item.value for item in added_relatedness(graph, "a", "b", shrinkage=0)} == {None}


def test_kinds_choose_what_is_listed(world: World) -> None:
    graph = world(KNOWN + "page: f holds s3:t, topic:y")
    (found,) = added_relatedness(graph, "a", "b", [EntityKind.S3_PRIORITY_AREA], shrinkage=0)
    assert found == AddedRelatedness("s3:t", 1.0, ("topic:y",))


def test_the_nearest_five_terms_of_the_partner_are_named(world: World) -> None:
    terms = [f"topic:{name}" for name in "abcdefg"]
    lines = [f"page: one{n} holds topic:x, {', '.join(terms[n:])}" for n in range(7)]
    graph = world("\n".join(["page: me holds s3:t", f"page: partner holds {', '.join(terms)}", *lines]))
    found = {item.concept: item.through for item in added_relatedness(graph, "me", "partner")}
    assert found["topic:x"] == ("topic:g", "topic:f", "topic:e", "topic:d", "topic:c")


def test_of_an_organisation_of_which_nothing_is_known_nothing_is_said(world: World) -> None:
    graph = world(KNOWN + "page: f holds\npage: g holds sector:s?1")
    assert added_relatedness(graph, "a", "f") == added_relatedness(graph, "f", "a") == ()
    assert added_relatedness(graph, "a", "g", origins=list(StatementOrigin)) == ()


def test_an_organisation_has_no_use_for_itself(world: World) -> None:
    with pytest.raises(ValueError, match="organisation and partner are both 'a'"):
        added_relatedness(world(KNOWN), "a", "a")
    with pytest.raises(ValueError, match="kinds must name one or more of"):
        added_relatedness(world(KNOWN), "a", "b", [EntityKind.CLUSTER])
    with pytest.raises(ValueError, match="kinds must not name PROGRAMME_AREA"):
        added_relatedness(world(KNOWN), "a", "b", [EntityKind.PROGRAMME_AREA])
    with pytest.raises(UnknownEntity, match="topic:x"):
        added_relatedness(world(KNOWN), "a", "topic:x")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_quick_way_gives_what_the_plain_sum_of_proximities_gives(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str]
) -> None:
    graph = world(data.draw(sentences))
    shrinkage = data.draw(st.sampled_from([0.0, 5.0]))
    origins = data.draw(st.sets(st.sampled_from(StatementOrigin), min_size=1))
    model = SynergyModel.of(Lens.GENERAL, origins=origins, shrinkage=shrinkage)
    profiles = profiles_of(graph, model)
    plain = Relatedness(profiles, priors_of(graph, model), shrinkage, frozenset({"org0", "org1"}))
    ours, theirs = (dict(profiles.profile[name].memberships) for name in ("org0", "org1"))
    found = added_relatedness(graph, "org0", "org1", origins=origins, shrinkage=shrinkage)
    assert [item.concept for item in found] == [
        item.concept for item in sorted(found, key=lambda item: (item.value is None, -(item.value or 0), item.concept))
    ]
    assert {item.concept for item in found} == ({*profiles.terms} - {*ours} if ours and theirs else set())
    for item in found:
        near = {other: plain.proximity(item.concept, other).value for other in profiles.terms if other != item.concept}
        added = [near[other] for other in near if other in theirs and other not in ours]
        total = sum(near.values())
        assert item.value == (pytest.approx(sum(added) / total) if total else None)
        assert all(near[other] > 0 for other in item.through)
