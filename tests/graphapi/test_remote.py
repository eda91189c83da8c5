"""A graph that a server holds answers as one in this process: the same values, order and errors, method by method."""

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import graph_data as gd
from graph_data.discovery import Lens, Ranking, Synergy, SynergyComponent, SynergyModel
from graph_data.discovery.centrality import CentralityMeasure
from graph_data.discovery.consortium import Analysis
from graph_data.discovery.explain import Explanation
from graph_data.discovery.explain import Path as FoundPath
from graph_data.discovery.pairs import PairRanking
from graph_data.discovery.paths import Hop
from graph_data.discovery.prediction import PredictionMethod
from graph_data.discovery.related import RelatedConcept
from graph_data.discovery.significance import NullModel
from graph_data.errors import OnlyLocal, Unreachable, WrongKind
from graph_data.graph import Direction
from graph_data.notebook import Synergies
from graph_data.ontology import Entity, EntityKind, Predicate, StatementOrigin
from graph_data.remote import RemoteNotebook
from graph_data.remote.rankings import Asked, entry_of
from graph_data.remote.reading import asked_model
from graph_data.rows import Statement
from graph_data.search import Candidate, Found, Hit, Matched, Unsearchable

ONE, OTHER, THIRD = "cluster:indescat", "cluster:epsi", "cluster:cluster-montagne"
SECTOR = "sector:business-services"
PARTNERSHIP = "partnership:smartsports4goodlife"
WEIGHED = SynergyModel.of(Lens.GENERAL, weights={SynergyComponent.GEOGRAPHY: 1, SynergyComponent.TIE_NOVELTY: 0.5})
STATED = [StatementOrigin.STATED]


@pytest.fixture(scope="module")
def remote(server: Any) -> gd.Notebook:  # noqa: ANN401 -- the fixture of a server process
    return gd.load(f"{server.address}/graphql")


def told(value: Any) -> Any:  # noqa: ANN401, C901, PLR0912 -- one case for each type
    """Return what the API tells of a value: what it leaves out, and only that, is left out here."""
    if isinstance(value, Entity):
        return replace(value, source=None, locator=None)  # facts and statements carry their sources
    if isinstance(value, Statement):
        return value, value.provenance
    if isinstance(value, Synergy):
        bare = tuple(replace(item, evidence=None) for item in value.contributions)
        said = [told(list(item.statements)) for item in value.contributions]
        return replace(value, contributions=bare), said
    if isinstance(value, Synergies):
        return told(value.rows), value.frame, repr(value)
    if isinstance(value, Ranking | PairRanking):
        return (
            value.entries,
            value.without_score,
            value.model,
            told([value.synergy(entry) for entry in value.entries[:2]]),
        )
    if isinstance(value, Explanation):
        plain = [item.name for item in fields(value) if item.name not in {"touched", "graph"}]
        return [told(getattr(value, name)) for name in plain], repr(value), value.frame
    if isinstance(value, FoundPath):
        return told(list(value.nodes)), told(list(value.hops)), value.pattern, value.score, value.share, value.text
    if isinstance(value, Hop):
        return value.predicate, value.direction, value.code, told(list(value.statements))
    if isinstance(value, RelatedConcept):
        return value, value.significance
    if isinstance(value, Found):
        return (
            told(list(value)),
            value.counts,
            value.frame,
            repr(value),
            told(value[1:4]),
            told(value.first(2)),
            len(value),
        )
    if isinstance(value, Hit | Candidate | Matched):
        return [told(getattr(value, item.name)) for item in fields(value)]
    if isinstance(value, Analysis):
        asked = ["consortium", "covered_share", "gaps", "contributions", "brokers", "concentration", "notes"]
        called = [value.coverage(), value.coverage([EntityKind.SECTOR]), value.dependencies(), value.candidates(3)]
        called += [value.variety(EntityKind.SECTOR), told(value.pairs()), value._repr_html_(), repr(value)]
        return [getattr(value, name) for name in asked], called, value.frame
    if isinstance(value, dict):
        return {key: told(item) for key, item in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return [told(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return value, [told(getattr(value, item.name)) for item in fields(value) if item.compare]
    return value


Call = Callable[[gd.Notebook], Any]

LAWS: dict[str, list[Call]] = {
    "version": [lambda kg: kg.version],
    "title": [lambda kg: kg.title],
    "citation": [lambda kg: kg.citation],
    "counts": [lambda kg: kg.counts()],
    "called": [lambda kg: kg.called([ONE, None, "cluster:nobody", "statement:none"])],
    "find": [lambda kg: kg.find(ONE), lambda kg: kg.find("cluster:nobody"), lambda kg: kg.find("statement:none")],
    "entity": [lambda kg: kg.entity("region:ES5"), lambda kg: kg.entity(PARTNERSHIP), lambda kg: kg.entity(ONE)],
    "organisation": [lambda kg: kg.organisation(ONE)],
    "entities": [
        lambda kg: kg.entities(EntityKind.VALUE_CHAIN_STAGE, EntityKind.COUNTRY),
        lambda kg: kg.entities(EntityKind.CLUSTER).frame,
    ],
    "organisations": [lambda kg: kg.organisations()],
    "statement": [
        lambda kg: [kg.statement(item.id) for item in kg.statements(ONE)],
        lambda kg: kg.statement("statement:none"),
    ],
    "statements": [
        lambda kg: kg.statements(ONE),
        lambda kg: kg.statements(ONE).frame,
        lambda kg: kg.statements("region:ES51", Direction.IN, {Predicate.LOCATED_IN}),
        lambda kg: kg.statements("region:ES51", Direction.OUT),
        lambda kg: kg.statements("programme:horizon-2-6", origins=STATED),
    ],
    "objects": [lambda kg: kg.objects(ONE, Predicate.PARTNER_IN)],
    "subjects": [lambda kg: kg.subjects("region:ES51", Predicate.LOCATED_IN)],
    "premises": [lambda kg: [kg.premises(item) for item in kg.statements(ONE)]],
    "names": [lambda kg: kg.names("country:ES"), lambda kg: kg.names(ONE).frame],
    "facts": [
        lambda kg: kg.facts(ONE).frame,
        lambda kg: [fact for entity in kg.entities(EntityKind.CLUSTER)[::3] for fact in kg.facts(entity.id)],
    ],
    "source": [lambda kg: [kg.source(name) for name in ("eccp", "cordis")]],
    "scheme": [
        lambda kg: [kg.scheme(kg.entities(kind)[0]) for kind in (EntityKind.SECTOR, EntityKind.TECHNOLOGY_FIELD)]
    ],  # type: ignore[arg-type] # terms
    "region_of": [lambda kg: [kg.region_of(name) for name in (ONE, "region:ES51", "region:ES5", "country:ES", SECTOR)]],
    "country_of": [lambda kg: [kg.country_of(name) for name in (ONE, "region:ES51", "country:ES", SECTOR)]],
    "within": [lambda kg: kg.within("region:ES5", Predicate.LOCATED_IN)],
    "collaborators": [lambda kg: kg.collaborators(ONE), lambda kg: kg.collaborators(SECTOR)],
    "synergy": [
        lambda kg: kg.synergy(ONE, OTHER),
        lambda kg: kg.synergy(ONE, OTHER)._repr_html_(),
        lambda kg: kg.synergy(ONE, "sme:cordis-957944453", WEIGHED),
        lambda kg: kg.synergy("institution:cordis-883004484", ONE, SynergyModel.of(Lens.GENERAL)),
    ],
    "synergies": [
        lambda kg: kg.synergies(ONE, first=12),
        lambda kg: kg.synergies(ONE, first=1)._repr_html_(),
        lambda kg: kg.synergies(ONE, WEIGHED, first=3, exclude_existing=True),
        lambda kg: kg.synergies(ONE).ranking,
    ],
    "significance": [
        lambda kg: kg.significance(kg.synergy(ONE, OTHER)),
        lambda kg: [kg.significance(found, NullModel.HYPERGEOMETRIC) for found in kg.synergies(ONE, first=2)],
        lambda kg: kg.significance(kg.synergy(ONE, OTHER), NullModel.CURVEBALL, permutations=3, seed=2),
        lambda kg: kg.significance(
            kg.consortium([ONE, OTHER]).pairs().synergy(kg.consortium([ONE, OTHER]).pairs().entries[0])
        ),
    ],
    "rank_stability": [lambda kg: kg.rank_stability(ONE, OTHER)],
    "likely_partners": [
        lambda kg: kg.likely_partners(ONE),
        lambda kg: kg.likely_partners(ONE, PredictionMethod.ADAMIC_ADAR, first=3).frame,
    ],
    "explain": [
        lambda kg: kg.explain(ONE, OTHER),
        lambda kg: kg.explain(ONE, OTHER)._repr_html_(),
        lambda kg: kg.explain(ONE, "country:ES", max_length=4, predicates=[Predicate.LOCATED_IN], origins=STATED),
        lambda kg: kg.explain(ONE, OTHER, max_length=1, predicates=[Predicate.LOCATED_IN]),
    ],
    "ranking": [
        *(lambda kg, measure=measure: kg.ranking(measure, [EntityKind.CLUSTER]) for measure in CentralityMeasure),
        lambda kg: kg.ranking(CentralityMeasure.DEGREE, [EntityKind.SECTOR]).frame,
    ],
    "communities": [
        lambda kg: kg.communities(),
        lambda kg: kg.communities([EntityKind.CLUSTER, EntityKind.SECTOR], resolution=2, min_size=3, seed=1).frame,
    ],
    "consortium": [
        lambda kg: kg.consortium([OTHER, ONE, THIRD], ["s3:e-health", "target-sector:energy"]),
        lambda kg: kg.consortium([ONE, THIRD], origins=STATED),
        lambda kg: kg.consortium([]),
    ],
    "partnership": [
        lambda kg: kg.partnership(PARTNERSHIP),
        lambda kg: kg.partnership(PARTNERSHIP, ["s3:e-health"], STATED),
    ],
    "related": [
        lambda kg: kg.related(SECTOR),
        lambda kg: kg.related("s3:e-health", [EntityKind.SECTOR], origins=STATED, shrinkage=0).frame,
    ],
    "added_relatedness": [
        lambda kg: kg.added_relatedness(ONE, OTHER),
        lambda kg: kg.added_relatedness(ONE, OTHER, [EntityKind.SECTOR], shrinkage=1).frame,
    ],
    "location_quotients": [
        lambda kg: kg.location_quotients(SECTOR),
        lambda kg: kg.location_quotients(SECTOR, level=3, origins=STATED).frame,
    ],
    "variety": [
        lambda kg: kg.variety([ONE, OTHER], EntityKind.SECTOR),
        lambda kg: kg.variety([ONE], EntityKind.SECTOR, STATED),
    ],
    "search": [
        lambda kg: kg.search("sport cluster"),
        lambda kg: kg.search("catalonia", [EntityKind.REGION]),
        lambda kg: kg.search("health")._repr_html_(),
        lambda kg: list(kg.search("")),
        lambda kg: [kg.search("de")[place] for place in (-1, 150, slice(-120, -110), slice(None, 30, 7), slice(5, 5))],
    ],
    "match": [
        lambda kg: kg.match(["indescat", "spain", "qqqqq"]),
        lambda kg: kg.match(["spain"], [EntityKind.COUNTRY]).frame,
    ],
}

NOT_FROM_A_SERVER = {"degrees", "plot"}
"""Methods that a server cannot answer, or whose pages other tests compare."""


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def test_every_method_of_a_notebook_has_a_law() -> None:
    assert public(gd.Notebook) - NOT_FROM_A_SERVER == LAWS.keys()


def test_methods_of_a_server_take_what_those_of_a_notebook_take() -> None:
    for name in public(gd.Notebook):
        here, there = (getattr(kind, name) for kind in (gd.Notebook, RemoteNotebook))
        if inspect.isfunction(here):
            assert inspect.signature(there).parameters == inspect.signature(here).parameters, name


@pytest.mark.parametrize("name", LAWS)
def test_a_server_answers_as_the_graph_itself(name: str, graph: gd.Notebook, remote: gd.Notebook) -> None:
    for call in LAWS[name]:
        here, there = told(call(graph)), told(call(remote))
        assert there == here
    assert any(call(graph) for call in LAWS[name])


WRONG: list[tuple[Call, type[Exception]]] = [
    (lambda kg: kg.entity("cluster:indescatt"), gd.UnknownEntity),
    (lambda kg: kg.organisation(SECTOR), gd.UnknownEntity),
    (lambda kg: kg.synergy(ONE, ONE), ValueError),
    (lambda kg: kg.synergies("cluster:nobody-knows"), gd.UnknownEntity),
    (lambda kg: kg.significance(kg.synergy(ONE, OTHER), permutations=0), ValueError),
    (lambda kg: kg.rank_stability(ONE, ONE), ValueError),
    (lambda kg: kg.explain(ONE, OTHER, max_length=9), ValueError),
    (lambda kg: kg.explain(ONE, ONE), ValueError),
    (lambda kg: kg.communities(resolution=0.0), ValueError),
    (lambda kg: kg.consortium([ONE], origins=[]), ValueError),
    (lambda kg: kg.consortium([SECTOR]), gd.UnknownEntity),
    (lambda kg: kg.partnership(ONE), gd.UnknownEntity),
    (lambda kg: kg.related(ONE), gd.UnknownEntity),
    (lambda kg: kg.location_quotients(ONE), WrongKind),
    (lambda kg: kg.location_quotients(SECTOR, level=4), ValueError),
    (lambda kg: kg.variety([ONE], EntityKind.REGION), ValueError),
    (lambda kg: kg.search("x" * 1001), Unsearchable),
    (lambda kg: kg.match(["x"] * 501), Unsearchable),
    (lambda kg: kg.match(["x" * 1001]), Unsearchable),
]


IN_GRAPHQL = ", or ask for node(id:)"
"""What the API advises besides."""


@pytest.mark.parametrize(("wrong", "kind"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_told_alike(
    wrong: Call, kind: type[Exception], graph: gd.Notebook, remote: gd.Notebook
) -> None:
    messages = []
    for kg in (graph, remote):
        with pytest.raises(kind) as caught:
            wrong(kg)
        messages.append(str(caught.value).removesuffix(IN_GRAPHQL))
    assert messages[0] == messages[1]


IMPOSSIBLE: list[Call] = [
    lambda kg: kg.nx,
    lambda kg: kg.dataset,
    lambda kg: kg.degrees(),
    lambda kg: kg.synergies(ONE, keep=bool),
    lambda kg: kg.likely_partners(ONE, keep=bool),
    lambda kg: kg.consortium([ONE]).candidates(keep=bool),
    lambda kg: kg.search("sport").examined,
]


@pytest.mark.parametrize("impossible", IMPOSSIBLE, ids=range(len(IMPOSSIBLE)))
def test_what_a_server_cannot_do_says_what_to_write_instead(impossible: Call, remote: gd.Notebook) -> None:
    with pytest.raises(OnlyLocal, match=r'graph_data\.load\(kg\.download\("dataset\.sqlite"\)\)'):
        impossible(remote)


def test_the_whole_dataset_can_be_taken_along(remote: RemoteNotebook, graph: gd.Notebook, tmp_path: Path) -> None:
    taken = gd.load(remote.download(tmp_path / "horizon-2.1.sqlite"))
    assert taken.dataset == graph.dataset
    with pytest.raises(Unreachable, match=r"cannot take .*/export/dataset\.nothing"):
        remote.download(tmp_path / "dataset.nothing")
    assert [path.name for path in tmp_path.iterdir()] == ["horizon-2.1.sqlite"]


def test_a_remote_graph_is_shown_with_its_address_and_its_counts(remote: RemoteNotebook, graph: gd.Notebook) -> None:
    assert repr(remote).startswith(f"<RemoteNotebook {remote.address} {graph.version}: 111 CLUSTER, ")
    text = remote._repr_html_()
    assert text.split("</table>")[0] == graph._repr_html_().split("</table>")[0]
    assert graph.citation in text


def test_a_row_that_is_weighed_names_what_is_known_of_it(remote: RemoteNotebook, graph: gd.Notebook) -> None:
    asked = {"id": ONE, **asked_model(WEIGHED), "filter": None}
    page = next(remote.pages("ranked", "organisation", "synergies", **asked))
    rows = [
        entry_of(edge["node"], WEIGHED, Asked(remote, "", {}, ()).same_profile(edge["node"]))
        for edge in page["edges"]
        if not edge["node"]["sameProfile"]["pageInfo"]["hasNextPage"]
    ]
    entries = graph.synergies(ONE, WEIGHED).ranking.entries[: len(page["edges"])]
    assert rows == [entry for entry in entries if len(entry.same_profile) <= 100]
