"""What changed between two datasets: every change once, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.dataset import Dataset
from graph_data.ontology import Sector
from graph_data.rows import Fact, Link, Source
from graph_data.tables import Column, columns_of
from graph_data.versions.diff import Change, Changed, changes

Tables = Mapping[str, str]
ADDED, REMOVED, CHANGED = Changed


@pytest.fixture
def changed(small_tables: Tables, dataset_of: Callable[[Tables], Dataset]) -> Callable[..., Dataset]:
    """Return a function that gives the small dataset with other words in one of its tables."""

    def change(file: str, old: str, new: str) -> Dataset:
        assert small_tables[file].count(old) == 1
        return dataset_of({**small_tables, file: small_tables[file].replace(old, new)})

    return change


def test_a_dataset_is_as_it_is(small: Dataset) -> None:
    assert changes(small, small) == []


def test_a_changed_cell_says_what_was_there_and_what_is(small: Dataset, changed: Callable[..., Dataset]) -> None:
    after = changed("clusters.csv", "Alpine Cluster,30,20", "Alpine Network,30,")
    named = ("entity", CHANGED, "cluster:alps", "Alpine Network")
    assert changes(small, after) == [
        Change(*named, "name", "Alpine Cluster", "Alpine Network"),
        Change(*named, "sme_count", "20", None),
    ]


def test_a_reference_that_changes_is_a_statement_that_changes(small: Dataset, changed: Callable[..., Dataset]) -> None:
    after = changed("regions.csv", "Tyrol,AT33,2,region:AT3", "Tyrol,AT33,2,country:AT")
    assert [(change.what, change.changed, change.name) for change in changes(small, after)] == [
        ("statement", ADDED, "Tyrol lies in Austria"),
        ("statement", REMOVED, "Tyrol lies in Western Austria"),
    ]


def test_a_statement_changes_in_weight_days_and_provenance(small: Dataset) -> None:
    (old,) = (link for link in small.links if (link.object, link.source) == ("s3:spas", "page"))
    new = replace(old, weight=2.5, quote="Spas", locator="row 9")
    after = Dataset.of(small.about, [new if row is old else row for row in small.all_rows()])
    (identifier,) = {change.id for change in changes(small, after)}
    named = ("statement", CHANGED, identifier, "Alpine Cluster pursues the S3 priority area Spas")
    assert changes(small, after) == [
        Change(*named, "provenance", "page, row 1", "page, row 9: Spas"),
        Change(*named, "weight", "1", "2.5"),
    ]


def test_what_a_rule_makes_changes_with_what_it_rests_on_and_says_so(
    small: Dataset, changed: Callable[..., Dataset]
) -> None:
    row = "partnership:sand,USES_TECHNOLOGY,technology:textiles,IMPORTED,register,t 1,,,\n"
    found = changes(small, changed("links.csv", row, ""))
    assert [change.name for change in found if not change.by_rule] == ["SAND works in the technology field Textiles"]
    assert {(change.changed, change.column, change.before, change.after) for change in found if change.by_rule} == {
        (CHANGED, "weight", "2", "1"),
        (CHANGED, "provenance", "register, partnership:sand and 1 more", "register, partnership:snow"),
        *(
            (change.changed, change.column, change.before, change.after)
            for change in found
            if "Footwear" in change.name
        ),
    }


def test_a_written_statement_with_a_rule_is_not_one_that_a_rule_makes(small: Dataset) -> None:
    link = Link(
        **{name: getattr(small.links[0], name) for name in ("predicate", "origin", "source", "locator", "object")},
        subject="cluster:coast",
        rule="by-hand",
    )
    (found,) = changes(small, small.plus([link]))
    assert (found.changed, found.by_rule) == (ADDED, False)


def test_other_rows_are_compared_by_their_keys(small: Dataset, changed: Callable[..., Dataset]) -> None:
    after = changed("facts.csv", "memberCount,page,line 8,30,30 20", "memberCount,page,line 8,30,thirty")
    assert changes(small, after) == [
        Change("facts", CHANGED, "cluster:alps memberCount 30 page line 8", "", "stated_as", "30 20", "thirty")
    ]
    after = changed("sources.csv", "us,Our judgement,INFERRED\n", "us,Our judgement,INFERRED\nnew,New,STATED\n")
    assert changes(small, after) == [Change("sources", ADDED, "new", "")]
    assert changes(after, small) == [Change("sources", REMOVED, "new", "")]


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_added_and_removed_change_places_with_the_datasets(
    datasets: st.SearchStrategy[Dataset], data: st.DataObject
) -> None:
    one, other = data.draw(datasets), data.draw(datasets)
    there, back = changes(one, other), changes(other, one)
    turned = {ADDED: REMOVED, REMOVED: ADDED, CHANGED: CHANGED}
    assert sorted((c.what, c.changed.value, c.id, c.column or "", c.before or "", c.after or "") for c in there) == (
        sorted((c.what, turned[c.changed].value, c.id, c.column or "", c.after or "", c.before or "") for c in back)
    )


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_cell_changes_some_change_is_told(
    datasets: st.SearchStrategy[Dataset], cells_of: Callable[[Column], st.SearchStrategy[Any]], data: st.DataObject
) -> None:
    dataset = data.draw(datasets)
    rows = list(dataset.all_rows())
    place = data.draw(st.integers(0, len(rows) - 1))
    free = [column for column in columns_of(type(rows[place])) if not (column.required or column.predicate)]
    column = data.draw(st.sampled_from([column for column in free if column.name not in {"source", "value", "role"}]))
    value = data.draw(st.just(column.default) | cells_of(column))
    rows[place] = replace(rows[place], **{column.name: value})  # type: ignore[type-var] # rows are dataclasses
    after = Dataset.of(dataset.about, rows)
    assert bool(changes(dataset, after)) == (dataset.version != after.version)


def test_what_the_dataset_says_of_itself_may_change(small: Dataset) -> None:
    after = small.described(replace(small.about, title="Large"))
    assert changes(small, after) == [Change("dataset", CHANGED, "", "", "title", "Small & <tidy>", "Large")]


def test_a_link_that_is_for_others_from_now_on_is_told_though_the_statement_is_the_same(small: Dataset) -> None:
    old = small.links[0]
    new = replace(old, audience=("board", "partners"))
    after = Dataset.of(small.about, [new if row is old else row for row in small.all_rows()])
    (found,) = changes(small, after)
    assert (found.what, found.changed, found.column, found.before, found.after) == (
        "links",
        CHANGED,
        "audience",
        None,
        "board partners",
    )


def test_an_entity_that_came_is_named(small: Dataset) -> None:
    new = Sector(id="sector:new", name="New", scheme="industries", broader="sector:tourism")
    found = changes(small, small.plus([new]))
    assert [(change.what, change.changed, change.name) for change in found] == [
        ("entity", ADDED, "New"),
        ("statement", ADDED, "New is a part of the wider term Tourism"),
    ]
    fact = Fact(entity="sector:new", property="x", source="page", locator="1")
    source = Source(id="more", title="More", origin=small.sources[0].origin)
    assert [change.what for change in changes(small, small.plus([new, fact, source]))] == [
        "entity",
        "statement",
        "sources",
        "facts",
    ]
