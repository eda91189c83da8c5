from collections.abc import Callable, Mapping

import pytest

from graph_data.dataset import Dataset
from graph_data.deriving import CROSSWALK, KEYWORDS, PARTNERSHIP_TERMS, statements_of
from graph_data.errors import UnknownEntity
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.ontology import Cluster, Concept, EntityKind, NameKind, Predicate, Sme, StatementOrigin
from graph_data.rows import Fact, Keyword, Link, Misleading, Name, Statement

DatasetOf = Callable[[Mapping[str, str]], Dataset]


def said(statements: list[Statement]) -> list[str]:
    return [f"{item.subject} {item.predicate.value} {item.object} {item.origin.value}" for item in statements]


def test_an_entity_is_found_by_its_id_and_by_every_id_that_was_merged_into_it(small_graph: KnowledgeGraph) -> None:
    alps = small_graph.entity("cluster:alps")
    assert isinstance(alps, Cluster)
    assert small_graph.find("cluster:alps") is alps
    for prefix in ("cluster", "sme", "institution"):
        assert small_graph.find(f"{prefix}:register-77") is alps
    assert small_graph.find("partnership:register-77") is None
    assert small_graph.find("cluster:alp") is None


def test_an_id_that_is_still_an_entity_of_its_own_is_found_as_that(small: Dataset) -> None:
    firm = Sme(id="sme:register-77", name="Firm", source="register")
    graph = KnowledgeGraph(small.plus([firm]))
    assert graph.find("sme:register-77") == firm
    assert graph.find("cluster:register-77") == graph.entity("cluster:alps")


def test_an_unknown_id_is_an_error_that_names_the_nearest(small_graph: KnowledgeGraph) -> None:
    wanted = r"^unknown id 'cluster:alp'; did you mean 'cluster:alps'\?$"
    for ask in (
        small_graph.entity,
        small_graph.organisation,
        small_graph.statements,
        small_graph.names,
        small_graph.facts,
        small_graph.collaborators,
    ):
        with pytest.raises(UnknownEntity, match=wanted):
            ask("cluster:alp")
    with pytest.raises(LookupError, match=r"^unknown id '0'$"):
        small_graph.entity("0")


def test_an_organisation_is_asked_for_by_an_organisation_s_id(small_graph: KnowledgeGraph) -> None:
    assert small_graph.organisation("sme:shoes").name == "Schuh und Söhne"
    with pytest.raises(UnknownEntity, match=r"^'sector:tourism' is a SECTOR, not an organisation$"):
        small_graph.organisation("sector:tourism")


def test_a_merged_id_asks_the_same_questions(small_graph: KnowledgeGraph) -> None:
    for ask in (small_graph.statements, small_graph.names, small_graph.facts, small_graph.collaborators):
        assert ask("sme:register-77") == ask("cluster:alps")
        assert ask("cluster:alps")
    assert small_graph.country_of("sme:register-77") == small_graph.entity("country:AT")


def test_entities_are_listed_by_kind_and_sorted_by_id(small_graph: KnowledgeGraph) -> None:
    assert [item.id for item in small_graph.entities(EntityKind.COUNTRY)] == ["country:AT", "country:IT"]
    both = small_graph.entities(EntityKind.SME, EntityKind.CLUSTER)
    assert [item.id for item in both] == ["cluster:alps", "cluster:coast", "sme:shoes"]
    everything = [item.id for item in small_graph.entities()]
    assert everything == sorted(everything)
    assert len(everything) == 18
    assert [item.id for item in small_graph.organisations()] == [
        "cluster:alps",
        "cluster:coast",
        "institution:college",
        "institution:nowhere",
        "sme:shoes",
    ]
    counts = small_graph.counts()
    assert (counts[EntityKind.PARTNERSHIP], counts[EntityKind.SECTOR], counts[EntityKind.CHALLENGE]) == (3, 2, 0)


def test_a_list_that_is_given_out_is_the_caller_s_own(small_graph: KnowledgeGraph) -> None:
    for ask in (
        lambda: small_graph.entities(EntityKind.CLUSTER),
        lambda: small_graph.names("cluster:alps"),
        lambda: small_graph.facts("cluster:alps"),
    ):
        ask().clear()
        assert ask()


def test_statements_are_given_by_direction_predicate_and_origin_and_sorted(small_graph: KnowledgeGraph) -> None:
    visit = "partnership:visit"
    partners = [
        "cluster:alps PARTNER_IN partnership:visit STATED",
        "cluster:coast PARTNER_IN partnership:visit STATED",
    ]
    sector = "partnership:visit ACTIVE_IN_SECTOR sector:tourism STATED"
    assert said(small_graph.statements(visit)) == [sector, *partners]
    assert said(small_graph.statements(visit, Direction.OUT)) == [sector]
    assert said(small_graph.statements(visit, Direction.IN)) == partners
    assert said(small_graph.statements(visit, Direction.IN, {Predicate.ACTIVE_IN_SECTOR})) == []
    imported = {StatementOrigin.IMPORTED}
    joined = small_graph.statements("cluster:alps", Direction.OUT, [Predicate.PARTNER_IN], imported)
    assert [item.object for item in joined] == ["partnership:sand", "partnership:snow"]
    assert small_graph.statements("cluster:alps", origins=set()) == []


def test_every_statement_is_found_by_its_id_and_stands_in_the_networkx_graph(small_graph: KnowledgeGraph) -> None:
    found = statements_of(small_graph.dataset)
    assert tuple(small_graph.statement(item.id) for item in found) == found
    assert small_graph.nx.size() == len(found)
    assert small_graph.statement("statement:none") is None
    assert small_graph.degrees()["partnership:visit"] == 3
    assert sum(small_graph.degrees().values()) == 2 * len(found)


def test_objects_and_subjects_are_each_given_once_sorted_by_id(small_graph: KnowledgeGraph) -> None:
    objects = small_graph.objects("cluster:alps", Predicate.ACTIVE_IN_SECTOR)
    assert [item.id for item in objects] == ["sector:footwear", "sector:tourism"]
    stated = small_graph.objects("cluster:alps", Predicate.ACTIVE_IN_SECTOR, {StatementOrigin.STATED})
    assert [item.id for item in stated] == ["sector:tourism"]
    subjects = small_graph.subjects("partnership:snow", Predicate.PARTNER_IN)
    assert [item.id for item in subjects] == ["cluster:alps", "institution:college", "sme:shoes"]
    assert small_graph.subjects("partnership:snow", Predicate.PARTNER_IN, {StatementOrigin.STATED}) == []


def test_what_lies_within_a_place_or_under_a_term_is_found_and_no_organisation(small_graph: KnowledgeGraph) -> None:
    places = small_graph.within("country:AT", Predicate.LOCATED_IN)
    assert places == {"country:AT", "region:AT3", "region:AT33"}
    assert small_graph.within("s3:health", Predicate.BROADER) == {"s3:health", "s3:spas"}
    assert small_graph.within("s3:spas", Predicate.BROADER) == {"s3:spas"}


def test_a_place_is_followed_up_to_its_country(small_graph: KnowledgeGraph) -> None:
    places = {
        name: tuple(place and place.id for place in (small_graph.region_of(name), small_graph.country_of(name)))
        for name in ("cluster:alps", "cluster:coast", "institution:nowhere", "region:AT33", "country:AT")
    }
    assert places == {
        "cluster:alps": ("region:AT33", "country:AT"),
        "cluster:coast": (None, "country:IT"),
        "institution:nowhere": (None, None),
        "region:AT33": ("region:AT3", "country:AT"),
        "country:AT": (None, None),
    }


def test_a_region_that_leads_nowhere_has_no_country(small: Dataset) -> None:
    graph = KnowledgeGraph(small.where(lambda row: getattr(row, "id", "") != "region:AT3"))
    assert graph.country_of("institution:nowhere") is None


def test_collaborators_are_those_met_in_partnerships_most_often_met_first(small_graph: KnowledgeGraph) -> None:
    met = [(other.id, [item.id for item in shared]) for other, shared in small_graph.collaborators("cluster:alps")]
    assert met == [
        ("sme:shoes", ["partnership:sand", "partnership:snow"]),
        ("cluster:coast", ["partnership:visit"]),
        ("institution:college", ["partnership:snow"]),
    ]
    assert small_graph.collaborators("institution:nowhere") == []


def test_names_and_literals_are_those_of_the_rows(small_graph: KnowledgeGraph) -> None:
    assert small_graph.names("cluster:alps") == [
        Name(entity="cluster:alps", name="ALP", kind=NameKind.ABBREVIATION),
        Name(entity="cluster:alps", name="Alpencluster", kind=NameKind.ALTERNATIVE, language="de"),
    ]
    assert small_graph.facts("cluster:alps") == [
        Fact(
            entity="cluster:alps",
            property="memberCount",
            source="page",
            locator="line 8",
            value="30",
            stated_as="30 20",
        ),
        Fact(entity="cluster:alps", property="website", source="page", locator="line 9"),
    ]
    assert (small_graph.names("cluster:coast"), small_graph.facts("cluster:coast")) == ([], [])


def test_a_source_and_the_classification_of_a_term_are_found(small_graph: KnowledgeGraph) -> None:
    assert small_graph.source("page").title == "A page"
    tourism = small_graph.entity("sector:tourism")
    assert isinstance(tourism, Concept)
    assert small_graph.scheme(tourism).complete


def premises(graph: KnowledgeGraph, subject: str, rule: str) -> list[str]:
    (statement,) = [item for item in graph.statements(subject, Direction.OUT) if item.rule == rule]
    return said(graph.premises(statement))


def test_a_derived_statement_rests_on_participations_and_what_the_partnerships_hold(
    small_graph: KnowledgeGraph,
) -> None:
    sand = "cluster:alps PARTNER_IN partnership:sand IMPORTED"
    snow = "cluster:alps PARTNER_IN partnership:snow IMPORTED"
    assert premises(small_graph, "cluster:alps", PARTNERSHIP_TERMS) == [
        sand,
        "partnership:sand USES_TECHNOLOGY technology:textiles IMPORTED",
        snow,
        "partnership:snow USES_TECHNOLOGY technology:textiles IMPORTED",
    ]
    assert premises(small_graph, "cluster:alps", KEYWORDS) == [
        sand,
        "partnership:sand PURSUES_PRIORITY s3:health INFERRED",
        snow,
        "partnership:snow PURSUES_PRIORITY s3:health INFERRED",
    ]
    assert premises(small_graph, "cluster:alps", CROSSWALK) == [
        "cluster:alps USES_TECHNOLOGY technology:textiles DERIVED"
    ]
    assert premises(small_graph, "partnership:sand", KEYWORDS) == []


def test_what_is_taken_from_a_source_or_made_by_another_rule_rests_on_nothing_here(
    small_tables: Mapping[str, str], dataset_of: DatasetOf
) -> None:
    links = (
        "subject,predicate,object,origin,source,locator,rule\n"
        "cluster:alps,PARTNER_IN,partnership:snow,IMPORTED,register,p,\n"
        "partnership:snow,USES_TECHNOLOGY,technology:textiles,IMPORTED,register,t,\n"
        "cluster:alps,USES_TECHNOLOGY,technology:textiles,INFERRED,us,x,by-hand\n"
    )
    graph = KnowledgeGraph(
        dataset_of({**small_tables, "links.csv": links, "misleading.csv": "subject,predicate,object,reason\n"})
    )
    held = graph.statements("cluster:alps", Direction.OUT, {Predicate.USES_TECHNOLOGY, Predicate.PARTNER_IN})
    assert {(item.rule, len(graph.premises(item))) for item in held} == {
        (None, 0),
        ("by-hand", 0),
        (PARTNERSHIP_TERMS, 2),
    }


def test_what_follows_from_a_phrase_rests_on_it_even_where_a_link_to_the_same_term_is_misleading(
    small: Dataset,
) -> None:
    ice = Keyword(register="register", phrase="ice", concept="technology:materials", source="us", reason="So.")
    graph = KnowledgeGraph(small.plus([ice]))
    assert [row.object for row in small.misleading if isinstance(row, Misleading)] == ["technology:materials"]
    (inferred,) = [
        item
        for item in graph.statements("institution:college", Direction.OUT)
        if (item.rule, item.object) == (KEYWORDS, "technology:materials")
    ]
    assert said(graph.premises(inferred)) == [
        "institution:college PARTNER_IN partnership:snow IMPORTED",
        "partnership:snow USES_TECHNOLOGY technology:materials INFERRED",
    ]


def test_what_follows_from_an_inferred_link_of_a_partnership_rests_on_it(small: Dataset) -> None:
    read = Link(
        subject="partnership:sand",
        predicate=Predicate.USES_TECHNOLOGY,
        object="technology:materials",
        origin=StatementOrigin.INFERRED,
        source="us",
        locator="x",
        rule="by-hand",
    )
    graph = KnowledgeGraph(small.plus([read]))
    (derived,) = [
        item for item in graph.statements("sme:shoes", Direction.OUT) if item.object == "technology:materials"
    ]
    assert said(graph.premises(derived)) == [
        "sme:shoes PARTNER_IN partnership:sand IMPORTED",
        "partnership:sand USES_TECHNOLOGY technology:materials INFERRED",
    ]


def test_a_graph_says_what_it_holds(small_graph: KnowledgeGraph) -> None:
    version = small_graph.version
    assert version == small_graph.dataset.version
    assert repr(small_graph) == (
        f"<KnowledgeGraph small {version}: 2 CLUSTER, 1 SME, 2 INSTITUTION, 3 PARTNERSHIP, 2 SECTOR, "
        "2 TECHNOLOGY_FIELD, 2 S3_PRIORITY_AREA, 2 REGION, 2 COUNTRY; 31 statements>"
    )


def test_a_notebook_shows_a_table_in_which_nothing_of_the_data_is_markup(small_graph: KnowledgeGraph) -> None:
    counts = {"cluster": 2, "sme": 1, "institution": 2, "partnership": 3, "sector": 2, "technology field": 2}
    counts |= {"s3 priority area": 2, "region": 2, "country": 2}
    rows = "".join(f"<tr><td>{name}</td><td style='text-align:right'>{n}</td></tr>" for name, n in counts.items())
    assert small_graph._repr_html_() == (
        f"<b>Small &amp; &lt;tidy&gt;</b> {small_graph.version}<table>{rows}</table>"
        "<p>Statements: 3 derived, 9 imported, 8 inferred, 11 stated</p>"
        f"<p>Small. Version {small_graph.version}.</p>"
    )
