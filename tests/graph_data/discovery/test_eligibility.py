"""Rules before consortia: every answer follows from facts that were stated, and unknown is neither yes nor no."""

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.bundled import BUNDLED
from graph_data.dataset import Dataset
from graph_data.discovery.consortium import Consortium, candidates
from graph_data.discovery.eligibility import Eligibility, eligibility, rule_of
from graph_data.errors import UnknownEntity, WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import Organisation, Predicate, StatementOrigin
from graph_data.reading.folder import read_folder
from graph_data.rows import Fact, Source

Tables = Mapping[str, str]
Made = Callable[[Tables], Dataset]

DOCS = Path(__file__).parents[3] / "docs"
CALL = "COS-CLUSTER-2018-03-02"
FIVE = ["cluster:cluster-montagne", "cluster:epsi", "cluster:indescat", "cluster:mse", "cluster:sports-and-technology"]

WORLD = {
    "sources.csv": "id,title,origin\nlist,A list,IMPORTED\ncall,A call,STATED\n",
    "countries.csv": "id,name,code\ncountry:HU,Hungary,HU\ncountry:NL,Netherlands,NL\ncountry:ZZ,Nowhere,ZZ\n",
    "regions.csv": """\
id,name,nuts_code,parent
region:HU3,Plain and North,HU3,country:HU
region:HU32,Northern Plain,HU32,region:HU3
region:HU321,Hajdú-Bihar,HU321,region:HU32
region:HU33,Southern Plain,HU33,region:HU3
region:NL4,South,NL4,country:NL
region:QQ1,Adrift,QQ1,
""",
    "clusters.csv": """\
id,name
cluster:city,City
cluster:county,County
cluster:drift,Drift
cluster:lost,Lost
cluster:plain,Plain
cluster:polder,Polder
cluster:steppe,Steppe
""",
    "links.csv": "subject,predicate,object,origin,source,locator\n"
    + "".join(
        f"cluster:{name},LOCATED_IN,{place},STATED,list,x\n"
        for name, place in {
            "city": "country:ZZ",
            "county": "region:HU321",
            "drift": "region:QQ1",
            "plain": "region:HU32",
            "polder": "region:NL4",
            "steppe": "region:HU33",
        }.items()
    ),
    "rules.csv": "id,title,day,source,locator,not_checked\nCALL,A call,2019-04-04,call,p. 1,Money.\n",
    "conditions.csv": """\
rule,position,text,counted,source,locator,minimum,property,values,other_values
CALL,1,Three members.,MEMBERS,call,p. 2,3,,,
CALL,2,Two countries of the club.,COUNTRIES,call,p. 3,2,memberOf,club guests,none
CALL,10,One poor region.,MEMBERS,call,p. 5,1,wealth,poor middling,rich
CALL,3,All in the club.,MEMBERS,call,p. 4,,memberOf,club guests,none
""",
}
"""Seven clusters: three in one Hungarian region or beside it, one Dutch, one Nowhere, one adrift and one lost."""

FACTS = "entity,property,source,locator,value,valid_from,valid_to\n"
CLUB = "country:HU,memberOf,list,x,club,,\ncountry:NL,memberOf,list,x,guests,2004-05-01,\n"
POOR = "region:HU32,wealth,list,x,poor,2014-01-01,2020-12-31\n"
RICH = "country:NL,wealth,list,x,rich,,\nregion:HU33,wealth,list,x,rich,,\n"


@pytest.fixture(scope="module")
def asked(dataset_of: Made) -> Callable[..., Eligibility]:
    """Return a function that asks about clusters of the small world, with these facts."""

    def ask(names: str, facts: str = "", rule: str = "CALL") -> Eligibility:
        dataset = dataset_of({**WORLD, "facts.csv": FACTS + facts})
        return eligibility(KnowledgeGraph(dataset), [f"cluster:{name}" for name in names.split()], rule)

    return ask


def met(found: Eligibility) -> list[bool | None]:
    return [answer.met for answer in found.conditions]


def in_catalonia(graph: KnowledgeGraph) -> Callable[[Organisation], bool]:
    within = graph.within("region:ES51", Predicate.LOCATED_IN)
    return lambda item: any(place.id in within for place in graph.objects(item.id, Predicate.LOCATED_IN))


def solely(found: Eligibility) -> list[str | None]:
    return [answer.solely_through for answer in found.conditions]


def test_with_every_fact_stated_every_condition_is_answered_in_the_order_of_the_rule(
    asked: Callable[..., Eligibility],
) -> None:
    found = asked("plain polder steppe", CLUB + POOR + RICH)
    assert [answer.condition.text for answer in found.conditions] == [
        "Three members.",
        "Two countries of the club.",
        "All in the club.",
        "One poor region.",
    ]
    assert met(found) == [True, True, True, True]
    assert found.met is True
    assert [answer.note for answer in found.conditions] == [None] * 4
    assert found.rule.not_checked == "Money."


def test_the_one_member_that_carries_a_condition_is_named(asked: Callable[..., Eligibility]) -> None:
    assert solely(asked("plain polder steppe", CLUB + POOR + RICH)) == [None, "cluster:polder", None, "cluster:plain"]
    assert solely(asked("plain county polder steppe", CLUB + POOR + RICH)) == [None, "cluster:polder", None, None]


def test_without_facts_only_what_needs_none_is_answered(asked: Callable[..., Eligibility]) -> None:
    found = asked("plain polder steppe")
    assert met(found) == [True, None, None, None]
    assert found.met is None
    assert solely(found) == [None] * 4


def test_a_condition_that_no_missing_fact_could_save_is_not_met(asked: Callable[..., Eligibility]) -> None:
    assert met(asked("plain steppe", CLUB)) == [False, False, True, None]
    assert met(asked("polder steppe", CLUB + RICH)) == [False, True, True, False]
    assert asked("plain steppe", CLUB).met is False
    assert met(asked("", CLUB)) == [False, False, True, False]


def test_a_fact_of_a_region_counts_within_it_and_the_nearest_place_decides(asked: Callable[..., Eligibility]) -> None:
    assert met(asked("county", POOR))[-1] is True
    assert met(asked("steppe", POOR))[-1] is None
    assert met(asked("county", f"{POOR}region:HU321,wealth,list,x,rich,,\n"))[-1] is False
    assert met(asked("county", "country:HU,wealth,list,x,poor,,\nregion:HU3,wealth,list,x,rich,,\n"))[-1] is False


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ("2019-04-04,2019-04-04", True),
        (",", True),
        ("2019-04-05,", None),
        (",2019-04-03", None),
        (",2019-04-04", True),
        ("2019-04-04,", True),
    ],
)
def test_a_fact_counts_on_the_days_on_which_it_holds(
    days: str, wanted: bool | None, asked: Callable[..., Eligibility]
) -> None:
    assert met(asked("plain", f"region:HU32,wealth,list,x,poor,{days}\n"))[-1] is wanted


def test_a_blank_fact_says_nothing_and_of_two_values_one_that_counts_is_enough(
    asked: Callable[..., Eligibility],
) -> None:
    assert met(asked("plain", "region:HU32,wealth,list,x,,,\n"))[-1] is None
    assert met(asked("plain", f"{POOR}region:HU32,wealth,list,y,rich,,\n"))[-1] is True


def test_a_member_whose_country_is_unknown_may_be_of_a_new_one(asked: Callable[..., Eligibility]) -> None:
    assert met(asked("plain lost", CLUB))[1] is None
    assert met(asked("plain steppe lost drift", CLUB))[1] is None
    assert met(asked("drift", "region:QQ1,memberOf,list,x,club,,\n"))[1:3] == [False, True]
    assert met(asked("plain drift", f"{CLUB}region:QQ1,memberOf,list,x,club,,\n"))[1] is None
    assert met(asked("plain city", f"{CLUB}country:ZZ,memberOf,list,x,none,,\n"))[1:3] == [False, False]


def test_a_note_says_which_facts_are_missing_and_where_they_belong(asked: Callable[..., Eligibility]) -> None:
    found = asked("plain county polder steppe city lost drift", CLUB)
    assert found.conditions[2].note == (
        "No source states the memberOf (club, guests, none) on 2019-04-04 of country:ZZ (City): "
        "add rows for these places, or places around them, to facts.csv. "
        "No source states the country of Drift, Lost: add LOCATED_IN to links.csv."
    )
    assert found.conditions[3].note == (
        "No source states the wealth (poor, middling, rich) on 2019-04-04 of country:ZZ (City), region:HU321 (County), "
        "region:HU32 (Plain) and 2 more: add rows for these places, or places around them, to facts.csv. "
        "No source states the country of Drift, Lost: add LOCATED_IN to links.csv."
    )


def test_missing_facts_that_could_change_nothing_are_not_asked_for(asked: Callable[..., Eligibility]) -> None:
    three = f"{CLUB}country:ZZ,memberOf,list,x,club,,\n"
    assert [answer.note is None for answer in asked("plain polder city lost", three).conditions] == [
        True,
        True,
        False,
        False,
    ]


def test_who_carries_a_condition_as_far_as_is_known_comes_with_what_is_not(asked: Callable[..., Eligibility]) -> None:
    answer = asked("plain polder", CLUB + POOR).conditions[3]
    assert (answer.met, answer.solely_through) == (True, "cluster:plain")
    assert answer.note is not None
    assert "region:NL4 (Polder)" in answer.note


def test_a_member_given_twice_is_one_and_strangers_are_refused(asked: Callable[..., Eligibility]) -> None:
    assert met(asked("plain plain plain"))[0] is False
    with pytest.raises(UnknownEntity, match=r"^unknown id 'cluster:plane'; did you mean 'cluster:plain'\?$"):
        asked("plane")
    with pytest.raises(UnknownEntity, match=r"^unknown rule 'CAL'; did you mean 'CALL'\?$"):
        asked("plain", rule="CAL")


def test_a_place_is_no_member(dataset_of: Made) -> None:
    with pytest.raises(WrongKind, match=r"^'region:HU32' is a REGION, not an organisation$"):
        eligibility(KnowledgeGraph(dataset_of(WORLD)), ["region:HU32"], "CALL")


PLACES = ["country:HU", "country:NL", "country:ZZ", "region:HU32", "region:HU33", "region:NL4", "region:QQ1"]
VALUES = [("memberOf", "club"), ("memberOf", "none"), ("wealth", "poor"), ("wealth", "rich")]
NAMES = [name.removeprefix("cluster:").split(",")[0] for name in WORLD["clusters.csv"].splitlines()[1:]]


@st.composite
def some_facts(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    stated = draw(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(VALUES)), max_size=8))
    return [(place, name, value) for place, (name, value) in {(p, v[0]): (p, v) for p, v in stated}.values()]


AROUND = {"region:HU32": "country:HU", "region:HU33": "country:HU", "region:NL4": "country:NL"}


@settings(max_examples=60, deadline=None)
@given(members=st.sets(st.sampled_from(NAMES)), facts=some_facts(), data=st.data())
def test_what_is_known_stays_whatever_else_is_stated_and_whoever_joins(
    members: set[str], facts: list[tuple[str, str, str]], data: st.DataObject, world: Dataset
) -> None:
    def ask(names: set[str], stated: list[tuple[str, str, str]]) -> list[bool | None]:
        rows = [Fact(entity=at, property=name, value=value, source="list", locator="x") for at, name, value in stated]
        graph = KnowledgeGraph(world.plus(rows))
        return met(eligibility(graph, [f"cluster:{name}" for name in names], "CALL"))

    before = ask(members, facts)
    known = {(at, name) for at, name, _ in facts}
    more = [row for row in data.draw(some_facts()) if known.isdisjoint({row[:2], (AROUND.get(row[0]), row[1])})]
    assert all(old in {None, new} for old, new in zip(before, ask(members, facts + more), strict=True))
    joined = ask(members | {data.draw(st.sampled_from(NAMES))}, facts)
    assert [joined[number] for number in (0, 1, 3) if before[number]] == [
        True for number in (0, 1, 3) if before[number]
    ]
    assert before[2] is not False or joined[2] is False


@pytest.fixture(scope="module")
def world(dataset_of: Made) -> Dataset:
    """Return the small world without facts."""
    return dataset_of(WORLD)


def test_the_rule_that_ships_is_cited_condition_by_condition(bundled_graph: Notebook) -> None:
    rule = rule_of(bundled_graph, CALL)
    found = [item for item in bundled_graph.dataset.conditions if item.rule == CALL]
    assert rule.day == date(2019, 4, 4)
    assert [(item.position, item.minimum) for item in found] == [(1, 3), (2, 3), (3, 1), (4, None)]
    assert all(item.quote and item.source == rule.source == "turnerer" for item in found)
    assert bundled_graph.source("turnerer").url == "https://turnerer.com/grant-notices/10608/"
    assert "360,000" in str(rule.not_checked)


def test_the_member_states_that_ship_are_those_of_the_cited_page(bundled_graph: Notebook) -> None:
    stated = [fact for fact in bundled_graph.dataset.facts if fact.property == "participatesIn"]
    assert {(fact.value, fact.source) for fact in stated} == {("EU", "eu-countries")}
    assert len(stated) == 28
    assert [fact.entity for fact in stated if fact.valid_to] == ["country:GB"]
    for fact in stated:
        day, month, year = map(int, re.findall(r"\d+", fact.locator))
        assert fact.valid_from == date(year, month, day)
        assert str(fact.stated_as).startswith(bundled_graph.entity(fact.entity).name)


def test_the_five_clusters_meet_what_is_known_of_the_call_and_the_regions_are_not(bundled_graph: Notebook) -> None:
    found = eligibility(bundled_graph, FIVE, CALL)
    assert met(found) == [True, True, None, True]
    assert found.met is None
    assert found.conditions[2].note == (
        "No source states the programmeCategory (less-developed, transition, more-developed) on 2019-04-04 of "
        "region:FRK2 (Cluster Montagne), region:BE10 (European Platform for Sport Innovation), "
        "region:ES51 (INDESCAT - Catalan Sports Cluster) and 2 more: "
        "add rows for these places, or places around them, to facts.csv."
    )


def test_with_a_cited_list_of_regional_status_mse_alone_makes_the_five_clusters_eligible(
    bundled_graph: Notebook,
) -> None:
    categories = {"HU3": "less-developed", "BE10": "more-developed", "ES5": "more-developed"}
    categories |= {"FRK2": "more-developed", "NL4": "more-developed"}
    listed = [
        Fact(entity=f"region:{code}", property="programmeCategory", value=value, source="list", locator=code)
        for code, value in categories.items()
    ]
    source = Source(id="list", title="A list, invented for this test", origin=StatementOrigin.IMPORTED)
    graph = KnowledgeGraph(bundled_graph.dataset.plus([source, *listed]))
    found = eligibility(graph, FIVE, CALL)
    assert (found.met, met(found)) == (True, [True] * 4)
    assert solely(found) == [None, None, "cluster:mse", None]
    others = [member for member in FIVE if member != "cluster:mse"]
    without = eligibility(graph, others, CALL)
    assert (without.met, met(without)) == (False, [True, True, False, True])
    kept = []
    for members in (FIVE, others):
        consortium = Consortium.of(graph, members, ["technology:recycling"])
        outside = candidates(graph, consortium, keep=in_catalonia(graph), first=1, rule=CALL)
        kept += [item.keeps_eligible for item in outside]
    assert kept == [True, False], "Catalonia is more developed in the list"


def test_the_rows_that_the_documentation_shows_answer_the_condition_on_regions(tmp_path: Path) -> None:
    folder = shutil.copytree(BUNDLED, tmp_path / "mine")
    page = (DOCS / "eligibility.md").read_text(encoding="utf-8")
    for table, row in re.findall(r"In `(\w+)\.csv`[^`]*:\n\n```csv\n(.*?)```", page, re.DOTALL):
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(row)
    graph = KnowledgeGraph(read_folder(folder))
    answer = eligibility(graph, FIVE, CALL).conditions[2]
    assert (answer.met, answer.solely_through) == (True, "cluster:mse")
    assert "of region:FRK2 (Cluster Montagne), region:BE10" in str(answer.note)
