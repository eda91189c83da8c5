from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph_data.dataset import About, Dataset, cells, key_of
from graph_data.ontology import (
    Challenge,
    Cluster,
    Counted,
    NameKind,
    Predicate,
    Sector,
    StatementOrigin,
    ValueChain,
    ValueChainStage,
)
from graph_data.rows import Condition, Crosswalk, Fact, Keyword, Link, Name, Rule, SameAs, Source, StageIndustry
from graph_data.tables import TABLES, Column, columns_of

Datasets = st.SearchStrategy[Dataset]
LAW = settings(max_examples=60, deadline=None)

ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small.")
ALPS = Cluster(id="cluster:alps", name="Alps", member_count=0)
COAST = Cluster(id="cluster:coast", name="Coast")


def test_the_cells_of_a_row_are_those_that_are_filled_and_a_zero_is_filled() -> None:
    assert cells(ALPS) == {"id": "cluster:alps", "name": "Alps", "member_count": "0"}
    term = Sector(id="sector:a", name="A", scheme="s")
    assert cells(term) == {"id": "sector:a", "kind": "SECTOR", "name": "A", "scheme": "s"}


def test_a_row_is_known_by_its_key() -> None:
    row = SameAs(entity="cluster:alps", source="register", source_id="7", reason="Same.")
    assert key_of(row) == ("register", "7")
    assert key_of(ALPS) == ("cluster:alps",)


def test_rows_are_sorted_by_key_and_equal_rows_are_one() -> None:
    assert Dataset.of(ABOUT, [COAST, ALPS, COAST]).entities == (ALPS, COAST)


@LAW
@given(data=st.data())
def test_the_order_in_which_rows_come_changes_nothing(datasets: Datasets, data: st.DataObject) -> None:
    dataset = data.draw(datasets)
    shuffled = Dataset.of(dataset.about, data.draw(st.permutations(list(dataset.all_rows()))))
    assert shuffled == dataset
    assert shuffled.version == dataset.version


@LAW
@given(data=st.data())
def test_the_version_changes_when_any_cell_changes(
    datasets: Datasets, cells_of: Callable[[Column], st.SearchStrategy[Any]], data: st.DataObject
) -> None:
    dataset = data.draw(datasets)
    rows = list(dataset.all_rows())
    place = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(columns_of(type(rows[place]))))
    blank = st.nothing() if column.required else st.just(column.default)
    changed = replace(rows[place], **{column.name: data.draw(blank | cells_of(column))})
    assume(changed != rows[place])
    others = [*rows[:place], *rows[place + 1 :]]
    assert Dataset.of(dataset.about, [*others, changed]).version != dataset.version
    assert Dataset.of(dataset.about, others).version != dataset.version


def test_the_version_changes_when_the_kind_of_a_term_or_a_word_about_the_dataset_changes() -> None:
    term = {"id": "term:a", "name": "A", "scheme": "s"}
    versions = {Dataset.of(ABOUT, [kind(**term)]).version for kind in (Sector, Challenge)}
    versions |= {Dataset(replace(ABOUT, **{item.name: "other"})).version for item in fields(About)}
    assert len(versions) == 2 + len(fields(About))


def test_the_version_tells_a_blank_from_a_zero_and_is_sixteen_hexadecimal_digits() -> None:
    blank, zero = (Dataset.of(ABOUT, [replace(ALPS, member_count=count)]).version for count in (None, 0))
    assert blank != zero
    assert len(zero) == 16
    assert int(zero, 16) >= 0


def test_rows_are_given_by_table_and_all_of_them_once(small: Dataset) -> None:
    counted = {table.name: len(small.rows(table)) for table in TABLES}
    assert {name: count for name, count in counted.items() if count} == {
        "sources": 3,
        "schemes": 3,
        "clusters": 2,
        "smes": 1,
        "institutions": 2,
        "partnerships": 3,
        "concepts": 6,
        "regions": 2,
        "countries": 2,
        "names": 2,
        "facts": 4,
        "same_as": 1,
        "links": 16,
        "crosswalks": 1,
        "keywords": 1,
        "misleading": 1,
    }
    assert Counter(small.all_rows()).most_common(1)[0][1] == 1
    assert small.by_id["cluster:alps"].name == "Alpine Cluster"


def test_what_a_source_says_enters_as_its_origin_and_the_dataset_s_own_word_as_stated(small: Dataset) -> None:
    assert small.origin_of("register") is StatementOrigin.IMPORTED
    assert small.origin_of("us") is StatementOrigin.INFERRED
    assert small.origin_of("small") is StatementOrigin.STATED


def test_a_row_of_the_dataset_wins_over_a_new_one_with_the_same_key() -> None:
    more = Dataset.of(ABOUT, [ALPS]).plus([replace(ALPS, name="Other"), COAST])
    assert more.entities == (ALPS, COAST)


@LAW
@given(data=st.data())
def test_adding_what_is_there_changes_nothing(datasets: Datasets, data: st.DataObject) -> None:
    dataset = data.draw(datasets)
    assert dataset.plus(dataset.all_rows()) == dataset
    assert dataset.where(lambda _: True) == dataset
    assert dataset.where(lambda _: False) == Dataset(dataset.about)


def test_the_vocabulary_keeps_terms_places_and_judgements_and_no_actors(small: Dataset) -> None:
    related = Link(
        subject="sector:tourism",
        predicate=Predicate.RELATED,
        object="s3:health",
        origin=StatementOrigin.STATED,
        source="us",
        locator="by hand",
    )
    kept = small.plus([related]).vocabulary()
    assert [entity.id for entity in kept.entities] == [
        "country:AT",
        "country:IT",
        "region:AT3",
        "region:AT33",
        "s3:health",
        "s3:spas",
        "sector:footwear",
        "sector:tourism",
        "technology:materials",
        "technology:textiles",
    ]
    assert kept.links == (related,)
    assert (kept.names, kept.facts, kept.same_as, kept.misleading) == ((), (), (), ())
    assert (kept.sources, kept.schemes) == (small.sources, small.schemes)
    assert [type(row) for row in (*kept.crosswalks, *kept.keywords)] == [Crosswalk, Keyword]


def test_the_vocabulary_keeps_value_chains_and_their_order_but_not_what_a_table_or_a_page_says_of_them(
    small: Dataset,
) -> None:
    chain = ValueChain(id="value-chain:x", name="X", source="page")
    stages = [ValueChainStage(id=f"stage:{name}", name=name, value_chain=chain.id) for name in "ab"]
    order = Link(
        subject="stage:a",
        predicate=Predicate.SUPPLIES_TO,
        object="stage:b",
        origin=StatementOrigin.INFERRED,
        source="us",
        locator="by hand",
        rule="by-hand",
    )
    flow = replace(order, origin=StatementOrigin.DERIVED, source="register", rule="input-output/register")
    judged = StageIndustry(stage="stage:a", industry="93", source="us", reason="So.")
    called = Name(entity="stage:a", name="Erste", kind=NameKind.ALTERNATIVE, language="de")
    said = Fact(entity="stage:a", property="upstreamness", value="2", source="register", locator="x")
    titled = Fact(entity=chain.id, property="name", value="X", source="page", locator="x")
    kept = small.plus([chain, *stages, order, flow, judged, called, said, titled]).vocabulary()
    assert {chain, *stages} <= set(kept.entities)
    assert (kept.links, kept.stage_industries, kept.names, kept.facts) == ((order,), (judged,), (called,), ())


def test_the_vocabulary_keeps_rules_and_what_is_stated_of_places(small: Dataset) -> None:
    cited = {"source": "page", "locator": "x"}
    rows = [
        Rule(id="CALL", title="A call", day=date(2019, 4, 4), **cited),
        Condition(rule="CALL", position=1, text="Anybody.", counted=Counted.MEMBERS, **cited),
        Fact(entity="region:AT33", property="wealth", value="rich", valid_to=date(2020, 12, 31), **cited),
    ]
    kept = small.plus(rows).vocabulary()
    assert [*kept.rules, *kept.conditions, *kept.facts] == rows


def test_a_dataset_can_be_given_other_words_about_itself() -> None:
    other = replace(ABOUT, title="Other")
    dataset = Dataset.of(ABOUT, [Source(id="us", title="Us", origin=StatementOrigin.STATED), ALPS])
    assert dataset.described(other) == Dataset.of(other, dataset.all_rows())
