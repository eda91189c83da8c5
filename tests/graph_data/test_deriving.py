"""Each rule on a small dataset: whole statements, with weight, origin and all that they cite."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.dataset import Dataset
from graph_data.deriving import CROSSWALK, KEYWORDS, PARTNERSHIP_TERMS, STAGE_MAP, statements_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Partnership, Predicate, StatementOrigin, ValueChain, ValueChainStage
from graph_data.rows import Crosswalk, Fact, Keyword, Link, Misleading, Statement

DatasetOf = Callable[[Mapping[str, str]], Dataset]

ALPS, SHOES, COLLEGE, COAST = "cluster:alps", "sme:shoes", "institution:college", "cluster:coast"


def told(statements: Iterable[Statement], rule: str | None = None) -> list[str]:
    """Write statements as lines: what is said, origin and weight, then each source with its place and words."""
    return [
        f"{item.subject} {item.predicate.value} {item.object} {item.origin.value} {item.weight:g}"
        + "".join(f" [{cited.source}, {cited.locator}, {cited.quote}]" for cited in item.provenance)
        for item in statements
        if rule is None or item.rule == rule
    ]


def test_an_organisation_holds_the_terms_of_its_partnerships_once_for_each(small: Dataset) -> None:
    assert told(statements_of(small), PARTNERSHIP_TERMS) == [
        f"{ALPS} USES_TECHNOLOGY technology:textiles DERIVED 2 [register, partnership:sand and 1 more, None]",
        f"{COLLEGE} USES_TECHNOLOGY technology:textiles DERIVED 1 [register, partnership:snow, None]",
        f"{SHOES} USES_TECHNOLOGY technology:textiles DERIVED 2 [register, partnership:sand and 1 more, None]",
    ]


def test_a_link_that_is_judged_misleading_is_kept_and_nothing_follows_from_it(small: Dataset) -> None:
    everything = statements_of(small.where(lambda row: not isinstance(row, Misleading)))
    derived = [line for line in told(everything, PARTNERSHIP_TERMS) if "technology:materials" in line]
    assert derived == [
        f"{name} USES_TECHNOLOGY technology:materials DERIVED 1 [register, partnership:snow, None]"
        for name in (ALPS, COLLEGE, SHOES)
    ]
    kept = "partnership:snow USES_TECHNOLOGY technology:materials IMPORTED 1 [register, t 3, None]"
    assert kept in told(statements_of(small))


def test_terms_of_a_partnership_are_passed_on_only_where_the_scheme_says_so(small: Dataset) -> None:
    stated = "partnership:visit ACTIVE_IN_SECTOR sector:tourism STATED 1 [page, line 4, None]"
    assert stated in told(statements_of(small))
    assert [line for line in told(statements_of(small)) if line.startswith(COAST) and "tourism" in line] == []


def test_a_crosswalk_reads_derived_terms_as_sectors(small: Dataset) -> None:
    judged = "[us, crosswalks.csv: technology:textiles > sector:footwear, Shoes are made of them.]"
    assert told(statements_of(small), CROSSWALK) == [
        f"{ALPS} ACTIVE_IN_SECTOR sector:footwear INFERRED 2 [register, partnership:sand and 1 more, None] {judged}",
        f"{COLLEGE} ACTIVE_IN_SECTOR sector:footwear INFERRED 1 [register, partnership:snow, None] {judged}",
        f"{SHOES} ACTIVE_IN_SECTOR sector:footwear INFERRED 2 [register, partnership:sand and 1 more, None] {judged}",
    ]


STAGES = [
    ValueChain(id="value-chain:x", name="X"),
    ValueChainStage(id="stage:spa", name="Spa", value_chain="value-chain:x", position=1),
    *(
        Crosswalk(subject=subject, object="stage:spa", source="us", reason=reason)
        for subject, reason in (
            ("sector:tourism", "Guests go there."),
            ("s3:spas", "It is one."),
            ("technology:textiles", "Towels."),
            ("s3:health", "For it."),
        )
    ),
]


def test_terms_that_a_source_states_put_an_organisation_at_a_stage_and_derived_ones_do_not(small: Dataset) -> None:
    imported = Link(
        subject=ALPS,
        predicate=Predicate.ACTIVE_IN_SECTOR,
        object="sector:tourism",
        origin=StatementOrigin.IMPORTED,
        source="register",
        locator="row 7",
    )
    dataset = small.plus([*STAGES, imported])
    (found,) = [item for item in statements_of(dataset) if item.rule == STAGE_MAP]
    spas, tourism = (f"crosswalks.csv: {term} > stage:spa" for term in ("s3:spas", "sector:tourism"))
    stated = f"[register, row 7, None] [page, row 1, Tourism] [us, {tourism}, Guests go there.]"
    also = f"[page, row 1, None] [us, {spas}, It is one.]"
    assert told([found]) == [f"{ALPS} OCCUPIES_STAGE stage:spa INFERRED 2 {stated} {also}"]
    premises = KnowledgeGraph(dataset).premises(found)
    assert [(item.object, item.origin.value) for item in premises] == [
        ("sector:tourism", "IMPORTED"),
        ("sector:tourism", "STATED"),
        ("s3:spas", "STATED"),
    ]


def test_what_a_partnership_holds_puts_nobody_at_a_stage(small: Dataset) -> None:
    bare = small.where(lambda row: not (isinstance(row, Link) and row.subject == ALPS)).plus(STAGES)
    assert told(statements_of(bare), STAGE_MAP) == []


def test_a_phrase_gives_the_partnership_and_its_partners_a_term(small: Dataset) -> None:
    judged = "[us, keywords.csv: health tourism, It says so.]"
    by_title = "PURSUES_PRIORITY s3:health INFERRED"
    assert told(statements_of(small), KEYWORDS) == [
        f"{ALPS} {by_title} 2 [register, partnership:sand and 1 more, None]",
        f"{COLLEGE} {by_title} 1 [register, partnership:snow, None]",
        f"partnership:sand {by_title} 1 [register, project 1, health tourism] {judged}",
        f"partnership:snow {by_title} 1 [register, project 2, health tourism] {judged}",
        f"{SHOES} {by_title} 2 [register, partnership:sand and 1 more, None]",
    ]


def test_statements_are_those_of_links_and_attributes_and_the_derived_ones_sorted(small: Dataset) -> None:
    found = statements_of(small)
    assert [item.order for item in found] == sorted(item.order for item in found)
    origins = [item.origin.value for item in found]
    assert {name: origins.count(name) for name in origins} == {"STATED": 11, "IMPORTED": 9, "DERIVED": 3, "INFERRED": 8}


def test_an_attribute_is_a_statement_of_its_row_s_source_or_of_the_dataset(small: Dataset) -> None:
    found = [item for item in statements_of(small) if item.predicate in {Predicate.BROADER, Predicate.LOCATED_IN}]
    assert told(found) == [
        "s3:spas BROADER s3:health STATED 1 [page, s3:spas, broader, None]",
        "technology:textiles BROADER technology:materials STATED 1 [small, technology:textiles, broader, None]",
        "cluster:alps LOCATED_IN region:AT33 STATED 1 [page, row 1, None]",
        "cluster:coast LOCATED_IN country:IT STATED 1 [page, row 2, None]",
        "region:AT3 LOCATED_IN country:AT STATED 1 [small, region:AT3, parent, None]",
        "region:AT33 LOCATED_IN region:AT3 STATED 1 [small, region:AT33, parent, None]",
        "sme:shoes LOCATED_IN region:AT3 IMPORTED 1 [register, row 3, None]",
    ]


LINKS = "subject,predicate,object,origin,source,locator,weight,role,rule,valid_from,valid_to\n"


def test_rows_that_say_the_same_are_one_statement_with_several_sources(
    small_tables: Mapping[str, str], dataset_of: DatasetOf
) -> None:
    tail = "sector:tourism,STATED"
    rows = f"""\
{ALPS},ACTIVE_IN_SECTOR,{tail},us,b,3,,,2021-01-01,2022-12-31
{ALPS},ACTIVE_IN_SECTOR,{tail},page,a,2,,,2020-01-01,2021-12-31
{ALPS},ACTIVE_IN_SECTOR,{tail},page,c,,,,,
{ALPS},ACTIVE_IN_SECTOR,sector:tourism,IMPORTED,register,d,1,,,,
region:AT3,LOCATED_IN,country:AT,IMPORTED,register,e,1,,,,
{ALPS},PARTNER_IN,partnership:snow,STATED,page,f,1,PARTNER,,,
{ALPS},PARTNER_IN,partnership:snow,STATED,page,g,1,COORDINATOR,,,
"""
    dataset = dataset_of({**small_tables, "links.csv": LINKS + rows})
    found = [item for item in statements_of(dataset) if item.rule is None and item.subject in {ALPS, "region:AT3"}]
    assert told(found) == [
        f"{ALPS} ACTIVE_IN_SECTOR sector:tourism IMPORTED 1 [register, d, None]",
        f"{ALPS} ACTIVE_IN_SECTOR sector:tourism STATED 3 [page, a, None] [page, c, None] [us, b, None]",
        "region:AT3 LOCATED_IN country:AT IMPORTED 1 [register, e, None]",
        f"{ALPS} PARTNER_IN partnership:snow STATED 1 [page, g, None]",
        f"{ALPS} PARTNER_IN partnership:snow STATED 1 [page, f, None]",
    ]
    merged = found[1]
    assert [str(merged.valid_from), str(merged.valid_to)] == ["2020-01-01", "2022-12-31"]
    assert [item.role.value for item in found if item.role] == ["COORDINATOR", "PARTNER"]


@pytest.mark.parametrize(
    ("phrase", "words", "matches"),
    [
        ("health tourism", ("Health Tourism", ""), True),
        ("Santé", ("la SANTE publique", ""), True),
        ("sport & leisure", ("Sport and leisure", ""), True),
        ("health tourism", ("Healthy tourism", ""), False),
        ("health tourism", ("Health, tourism", ""), True),
        ("health", ("ehealth", ""), False),
        ("health tourism", ("Spa", "health tourism; ski"), True),
        ("health tourism", ("Spa", "health; tourism"), False),
        ("health tourism", ("Spa", "health, tourism"), False),
        ("health tourism", ("health", "tourism"), False),
        ("health tourism", ("", "x,health-tourism"), True),
        ("health tourism", ("", ""), False),
    ],
)
def test_a_phrase_is_matched_whole_folded_and_never_across_two_keywords(
    phrase: str, words: tuple[str, str], matches: bool, small: Dataset
) -> None:
    title, keywords = words
    bare = small.where(lambda row: not isinstance(row, (Keyword, Fact, Partnership, Link, Misleading)))
    dataset = bare.plus(
        [
            Partnership(id="partnership:p", name="P", title=title or None, source="register"),
            Keyword(register="register", phrase=phrase, concept="s3:health", source="us", reason="So."),
            Fact(entity="partnership:p", property="keywords", source="register", locator="x", value=keywords or None),
        ]
    )
    assert bool(told(statements_of(dataset), KEYWORDS)) is matches


def test_phrases_are_looked_for_in_the_partnerships_of_their_register_alone(small: Dataset) -> None:
    other = Keyword(register="page", phrase="Health tourism", concept="sector:tourism", source="us", reason="Other.")
    found = told(statements_of(small.plus([other])), KEYWORDS)
    read, judged = "[page, line 1, Health tourism]", "[us, keywords.csv: Health tourism, Other.]"
    assert [line for line in found if line.startswith("partnership:visit")] == [
        f"partnership:visit ACTIVE_IN_SECTOR sector:tourism INFERRED 1 {read} {judged}"
    ]
    assert [line for line in found if "partnership:sand ACTIVE" in line] == []


def test_a_judgement_for_another_register_is_not_cited(small: Dataset) -> None:
    other = Keyword(register="page", phrase="health tourism", concept="s3:health", source="us", reason="Other.")
    found = told(statements_of(small.plus([other])), KEYWORDS)
    assert [line.count("keywords.csv") for line in found if line.startswith("partnership:")] == [1, 1, 1]
    assert [line.count("Other.") for line in found if line.startswith("partnership:")] == [0, 0, 1]


def test_keywords_of_several_places_all_count(small: Dataset) -> None:
    more = [
        Fact(entity="partnership:sand", property="keywords", source="page", locator=place, value=value)
        for place, value in (("a", "alpha"), ("z", "zulu"))
    ]
    words = [
        Keyword(register="register", phrase=phrase, concept="s3:spas", source="us", reason="So.")
        for phrase in ("alpha", "zulu", "wellness")
    ]
    found = told(statements_of(small.plus([*more, *words])), KEYWORDS)
    assert "[register, project 1, alpha, wellness, zulu]" in next(
        line for line in found if line.startswith("partnership:sand PURSUES_PRIORITY s3:spas")
    )


TOPICS = ["technology:materials", "technology:textiles"]
PARTNERSHIPS = [f"partnership:p{number}" for number in range(4)]
HOLDERS = [ALPS, COAST, SHOES, COLLEGE]
IMPORTED = StatementOrigin.IMPORTED
SPA = Keyword(register="register", phrase="spa", concept="technology:textiles", source="us", reason="So.")


class Drawn(NamedTuple):
    """Who takes part, what the partnerships hold, and which of that is misleading."""

    pairs: set[tuple[str, str]]
    held: set[tuple[str, str]]
    misleading: set[tuple[str, str]]
    titles: list[str]

    def graph(self, small: Dataset) -> KnowledgeGraph:
        bare = small.where(lambda row: not isinstance(row, (Link, Fact, Partnership, Misleading)))
        titled = zip(PARTNERSHIPS, self.titles, strict=True)
        technology = Predicate.USES_TECHNOLOGY
        links = [
            Link(subject=one, predicate=predicate, object=other, locator="x", source="register", origin=IMPORTED)
            for predicate, joined in ((Predicate.PARTNER_IN, self.pairs), (technology, self.held))
            for one, other in joined
        ]
        rows: list[object] = [*links, SPA]
        rows += [Partnership(id=name, name="P", title=title, source="register") for name, title in titled]
        rows += [Misleading(subject=one, predicate=technology, object=it, reason="So.") for one, it in self.misleading]
        return KnowledgeGraph(bare.plus(rows))


HELD = st.sets(st.tuples(st.sampled_from(PARTNERSHIPS), st.sampled_from(TOPICS)), max_size=6)
DRAWN = st.builds(
    Drawn,
    st.sets(st.tuples(st.sampled_from(HOLDERS), st.sampled_from(PARTNERSHIPS)), max_size=12),
    HELD,
    HELD,
    st.lists(st.sampled_from(["health tourism", "spa", "other"]), min_size=4, max_size=4),
)
LAW = settings(max_examples=60, deadline=None)


@LAW
@given(drawn=DRAWN)
def test_a_derived_weight_counts_the_partnerships_that_carry_the_term(small: Dataset, drawn: Drawn) -> None:
    found = [item for item in statements_of(drawn.graph(small).dataset) if item.rule == PARTNERSHIP_TERMS]
    carried = drawn.held - drawn.misleading
    wanted = {
        (one, term): sum((one, name) in drawn.pairs and (name, term) in carried for name in PARTNERSHIPS)
        for one in HOLDERS
        for term in TOPICS
    }
    assert {(item.subject, item.object): item.weight for item in found} == {
        pair: weight for pair, weight in wanted.items() if weight
    }


@LAW
@given(drawn=DRAWN)
def test_a_weight_is_the_number_of_partnerships_among_all_premises(small: Dataset, drawn: Drawn) -> None:
    graph = drawn.graph(small)
    for statement in statements_of(graph.dataset):
        premises = graph.premises(statement)
        joined = {item.object for item in premises if item.predicate is Predicate.PARTNER_IN}
        if statement.rule == CROSSWALK:
            assert {item.rule for item in premises} == {PARTNERSHIP_TERMS}
            joined = {item.object for read in premises for item in graph.premises(read) if item.subject == read.subject}
            assert statement.weight == len(joined)
        elif statement.rule is None or statement.subject in PARTNERSHIPS:
            assert premises == []
        else:
            assert statement.weight == len(joined)
            assert {item.subject for item in premises if item.object == statement.object} == joined


def test_the_id_of_a_statement_follows_from_what_it_says(small: Dataset) -> None:
    found = {item.id: item for item in statements_of(small)}
    assert len(found) == len(statements_of(small))
    more = Keyword(register="register", phrase="ski", concept="s3:spas", source="us", reason="So.")
    again = {item.id for item in statements_of(small.plus([more]))}
    assert again > set(found)
    known = next(item for item in found.values() if item.rule == CROSSWALK and item.subject == ALPS)
    assert known.id == "statement:473a886a1a24bde6bddb"
