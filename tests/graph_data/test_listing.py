"""Filters: every condition on the small dataset, and any tree of them against one organisation at a time."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.dataset import Dataset
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.listing import ConceptMatch, OrderField, OrganisationFilter, Range, count_of, select
from graph_data.ontology import EntityKind, Organisation, Predicate, StatementOrigin
from graph_data.slugs import fold

ALPS, COAST, COLLEGE, NOWHERE, SHOES = (
    "cluster:alps",
    "cluster:coast",
    "institution:college",
    "institution:nowhere",
    "sme:shoes",
)
ALL = {ALPS, COAST, COLLEGE, NOWHERE, SHOES}
SECTOR, TOPIC, AREA = EntityKind.SECTOR, EntityKind.TECHNOLOGY_FIELD, EntityKind.S3_PRIORITY_AREA
STATED = frozenset({StatementOrigin.STATED})


def holds(kind: EntityKind, **match: Any) -> dict[str, Any]:  # noqa: ANN401 -- each condition has a type of its own
    return {"concepts": ((kind, ConceptMatch(**match)),)}


CONDITIONS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, ALL),
    ({"kinds": frozenset({EntityKind.SME, EntityKind.SECTOR})}, {SHOES}),
    ({"kinds": frozenset()}, set()),
    ({"name_contains": "SOHNE"}, {SHOES}),
    ({"name_contains": "coast and sea"}, {COAST}),
    ({"name_contains": "alpencl"}, {ALPS}),
    ({"name_contains": ""}, ALL),
    ({"countries": ("AT",)}, {ALPS, SHOES}),
    ({"countries": ("AT", "IT")}, {ALPS, SHOES, COAST}),
    ({"countries": ()}, set()),
    ({"regions": ("region:AT3",)}, {ALPS, SHOES}),
    ({"regions": ("region:AT33", "country:IT")}, {ALPS, COAST}),
    ({"regions": ()}, set()),
    ({"member_count": Range(min=10, max=29)}, {COAST}),
    ({"member_count": Range()}, {ALPS, COAST}),
    ({"sme_count": Range(max=20)}, {ALPS}),
    ({"sme_count": Range(min=21)}, set()),
    ({"in_partnership": "partnership:snow"}, {ALPS, SHOES, COLLEGE}),
    (holds(SECTOR), ALL),
    (holds(SECTOR, any_of=()), set()),
    (holds(SECTOR, all_of=()), ALL),
    (holds(SECTOR, none_of=()), ALL),
    (holds(SECTOR, any_of=("sector:tourism", "sector:footwear")), {ALPS, SHOES, COLLEGE}),
    (holds(SECTOR, all_of=("sector:tourism", "sector:footwear")), {ALPS}),
    (holds(SECTOR, none_of=("sector:footwear",)), {COAST, NOWHERE}),
    (holds(SECTOR, any_of=("sector:footwear",), origins=STATED), set()),
    (holds(SECTOR, none_of=("sector:footwear",), origins=STATED), ALL),
    (holds(TOPIC, any_of=("technology:materials",)), {ALPS, SHOES, COLLEGE}),
    (holds(TOPIC, any_of=("technology:materials",), include_narrower=False), set()),
    (holds(AREA, any_of=("s3:health",), origins=STATED), {ALPS}),
    (holds(EntityKind.VALUE_CHAIN_STAGE, any_of=()), set()),
    ({"all_of": ()}, ALL),
    ({"any_of": ()}, set()),
    ({"negated": OrganisationFilter()}, set()),
    ({"negated": OrganisationFilter(kinds=frozenset({EntityKind.SME}))}, ALL - {SHOES}),
    (
        {
            "any_of": (OrganisationFilter(countries=("IT",)), OrganisationFilter(in_partnership="partnership:sand")),
            "all_of": (OrganisationFilter(kinds=frozenset({EntityKind.CLUSTER})), OrganisationFilter()),
            "negated": OrganisationFilter(name_contains="sea"),
        },
        {ALPS},
    ),
]


@pytest.mark.parametrize("case", range(len(CONDITIONS)))
def test_a_condition_accepts_exactly(case: int, small_graph: KnowledgeGraph) -> None:
    wanted, accepted = CONDITIONS[case]
    assert select(small_graph, OrganisationFilter(**wanted)) == accepted


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"regions": ("region:AT4",)}, "unknown id 'region:AT4'; did you mean 'region:AT3'?"),
        ({"regions": (ALPS,)}, "'cluster:alps' is a CLUSTER; write the id of a REGION or COUNTRY"),
        ({"countries": ("at",)}, "unknown country code 'at'; did you mean 'AT'?"),
        ({"countries": ("XX",)}, "unknown country code 'XX'"),
        ({"in_partnership": "partnership:snov"}, "unknown id 'partnership:snov'; did you mean 'partnership:snow'?"),
        ({"in_partnership": ALPS}, "'cluster:alps' is a CLUSTER; write the id of a PARTNERSHIP"),
        (holds(SECTOR, any_of=("sector:turism",)), "unknown id 'sector:turism'; did you mean 'sector:tourism'?"),
        (holds(SECTOR, none_of=("s3:spas",)), "'s3:spas' is a S3_PRIORITY_AREA; write the id of a SECTOR"),
        (
            {"negated": OrganisationFilter(any_of=(OrganisationFilter(countries=("AU",)),))},
            "unknown country code 'AU'",
        ),
    ],
)
def test_what_a_filter_names_must_be_there_and_of_its_kind(
    wanted: Mapping[str, Any], message: str, small_graph: KnowledgeGraph
) -> None:
    with pytest.raises(UnknownEntity) as caught:
        select(small_graph, OrganisationFilter(**wanted))
    assert str(caught.value) == message


def test_organisations_are_sorted_by_what_is_known_of_them(small_graph: KnowledgeGraph) -> None:
    told = {
        name: [count_of(small_graph, small_graph.organisation(name), field) for field in OrderField]
        for name in (ALPS, COAST, SHOES)
    }
    assert told == {
        ALPS: ["alpine cluster", 30, 20, 3, 9],
        COAST: ["coast and sea cluster", 10, None, 1, 2],
        SHOES: ["schuh und sohne", None, None, 2, 6],
    }


def test_an_unknown_number_lies_in_no_range() -> None:
    assert None not in Range()
    assert [number in Range(min=1, max=3) for number in (0, 1, 3, 4)] == [False, True, True, False]


class OneByOne:
    """Whether a filter accepts one organisation, read from the rows of the tables."""

    def __init__(self, dataset: Dataset, links: set[tuple[str, str, str, str]]) -> None:
        self.dataset = dataset
        self.links = links
        self.parents = {
            entity.id: getattr(entity, "parent", None) or getattr(entity, "broader", None)
            for entity in dataset.entities
        }

    def upward(self, entity: str | None) -> Iterator[str]:
        while entity:
            yield entity
            entity = self.parents[entity]

    def places(self, one: Organisation) -> set[str]:
        return {
            place
            for subject, predicate, target, _ in self.links
            if (subject, predicate) == (one.id, "LOCATED_IN")
            for place in self.upward(target)
        }

    def holds(self, one: Organisation, kind: EntityKind, match: ConceptMatch) -> bool:
        terms: set[str] = set()
        for subject, _, target, origin in self.links:
            if subject == one.id and (match.origins is None or StatementOrigin(origin) in match.origins):
                terms |= set(self.upward(target)) if match.include_narrower else {target}
        prefix = {SECTOR: "sector:", TOPIC: "technology:", AREA: "s3:"}[kind]
        terms = {term for term in terms if term.startswith(prefix)}
        return (
            (match.any_of is None or bool(terms & set(match.any_of)))
            and terms >= set(match.all_of or ())
            and not terms & set(match.none_of or ())
        )

    def named(self, one: Organisation, text: str) -> bool:
        names = [one.name, *(row.name for row in self.dataset.names if row.entity == one.id)]
        return any(fold(text) in fold(name) for name in names)

    def counts(self, one: Organisation, name: str, bounds: Range | None) -> bool:
        count = getattr(one, name, None)
        if bounds is None or count is None:
            return bounds is None
        low, high = bounds.min, bounds.max
        return (low is None or low <= count) and (high is None or count <= high)

    def accepts(self, one: Organisation, wanted: OrganisationFilter) -> bool:
        return all(
            (
                wanted.all_of is None or all(self.accepts(one, part) for part in wanted.all_of),
                wanted.any_of is None or any(self.accepts(one, part) for part in wanted.any_of),
                wanted.negated is None or not self.accepts(one, wanted.negated),
                wanted.kinds is None or one.id.split(":")[0].upper() in {kind.value for kind in wanted.kinds},
                wanted.name_contains is None or self.named(one, wanted.name_contains),
                wanted.countries is None or bool(self.places(one) & {f"country:{code}" for code in wanted.countries}),
                wanted.regions is None or bool(self.places(one) & set(wanted.regions)),
                all(self.holds(one, kind, match) for kind, match in wanted.concepts),
                self.counts(one, "member_count", wanted.member_count),
                self.counts(one, "sme_count", wanted.sme_count),
                wanted.in_partnership is None
                or any(link[:3] == (one.id, "PARTNER_IN", wanted.in_partnership) for link in self.links),
            )
        )


def some(*values: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 -- of any type
    return st.none() | st.lists(st.sampled_from(values), max_size=2).map(tuple)


def matches(kind: EntityKind, *terms: str) -> st.SearchStrategy[tuple[EntityKind, ConceptMatch]]:
    origins = st.none() | st.frozensets(st.sampled_from(StatementOrigin))
    terms_of = some(*terms)
    made = st.builds(
        ConceptMatch,
        any_of=terms_of,
        all_of=terms_of,
        none_of=terms_of,
        include_narrower=st.booleans(),
        origins=origins,
    )
    return st.tuples(st.just(kind), made)


CONCEPTS = st.one_of(
    matches(SECTOR, "sector:tourism", "sector:footwear"),
    matches(TOPIC, "technology:materials", "technology:textiles"),
    matches(AREA, "s3:health", "s3:spas"),
)
RANGES = st.builds(Range, min=st.none() | st.integers(0, 40), max=st.none() | st.integers(0, 40))
LEAVES: list[st.SearchStrategy[Mapping[str, Any]]] = [
    st.fixed_dictionaries({"kinds": st.frozensets(st.sampled_from(EntityKind), max_size=4)}),
    st.fixed_dictionaries({"name_contains": st.sampled_from(["al", "CLUSTER", "ö", "&", "x", "pen"])}),
    st.fixed_dictionaries({"countries": some("AT", "IT")}),
    st.fixed_dictionaries({"regions": some("region:AT3", "region:AT33", "country:AT", "country:IT")}),
    st.fixed_dictionaries({"concepts": st.lists(CONCEPTS, max_size=2).map(tuple)}),
    st.fixed_dictionaries({"member_count": RANGES, "sme_count": st.none() | RANGES}),
    st.fixed_dictionaries({"in_partnership": st.sampled_from(["partnership:sand", "partnership:visit"])}),
]


def joined(parts: st.SearchStrategy[OrganisationFilter]) -> st.SearchStrategy[OrganisationFilter]:
    several = st.none() | st.lists(parts, max_size=3).map(tuple)
    own = st.one_of(st.just({}), *LEAVES)
    tree = st.fixed_dictionaries({"all_of": several, "any_of": several, "negated": st.none() | parts})
    return st.builds(lambda one, other: OrganisationFilter(**one, **other), own, tree)


FILTERS = st.recursive(st.one_of(LEAVES).map(lambda given: OrganisationFilter(**given)), joined, max_leaves=6)


@settings(max_examples=300, deadline=None)
@given(wanted=FILTERS)
def test_any_tree_of_conditions_accepts_what_it_accepts_one_by_one(
    wanted: OrganisationFilter, small_graph: KnowledgeGraph
) -> None:
    links = {
        (item.subject, item.predicate.value, item.object, item.origin.value)
        for one in small_graph.organisations()
        for item in small_graph.statements(one.id)
        if item.subject == one.id and item.predicate is not Predicate.MEMBER_OF
    }
    alone = OneByOne(small_graph.dataset, links)
    assert select(small_graph, wanted) == {one.id for one in small_graph.organisations() if alone.accepts(one, wanted)}
