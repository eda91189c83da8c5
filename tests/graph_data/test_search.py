from collections.abc import Iterator
from itertools import takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph_data
from graph_data.dataset import About, Dataset
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster, Entity, EntityKind, NameKind, Partnership, Sector, kind_of
from graph_data.rows import Name, Scheme
from graph_data.search import LONGEST, MOST_LABELS, Found, Unsearchable, hint_of, match, search, suggest
from graph_data.search.finding import MOST_COMPARED, MOST_PHRASES
from graph_data.search.highlighting import highlight
from graph_data.search.index import index_of
from graph_data.slugs import fold

SHARED = graph_data.load()
"""The bundled dataset's graph, also for strategies; no test changes it."""

NAMES = sorted({entity.name for entity in SHARED.entities()})

cut_names = st.builds(
    lambda name, start, stop: name[start:stop], st.sampled_from(NAMES), st.just(0), st.integers(1, 40)
)
scraps = st.lists(st.sampled_from(NAMES).map(lambda name: name[:5]), min_size=1, max_size=5).map(" ".join)
texts = st.one_of(cut_names, scraps, st.text(max_size=60))
some_kinds = st.none() | st.sets(st.sampled_from(EntityKind))


@pytest.fixture
def graph() -> Notebook:
    return SHARED


def small(*rows: object) -> KnowledgeGraph:
    about = About(name="small", title="Small", licence="https://example.org", citation="Small.")
    scheme = Scheme(id="s", title="Scheme", kind=EntityKind.SECTOR, complete=True, source="x")
    return KnowledgeGraph(Dataset.of(about, [scheme, *rows]))


def cluster(name: str, entity_id: str | None = None) -> Cluster:
    return Cluster(id=entity_id or f"cluster:{fold(name).replace(' ', '-')}", name=name)


def all_names(graph: KnowledgeGraph, entity: Entity) -> Iterator[str]:
    yield entity.name
    yield from (name.name for name in graph.names(entity.id))
    if isinstance(entity, Partnership):
        yield from filter(None, (entity.acronym, entity.title))


def ids(found: Found) -> list[str]:
    return [hit.entity.id for hit in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("eszak", "region:HU32"),
        ("eszak", "region:HU31"),
        ("catalonia", "region:ES51"),
        ("lodz", "region:PL71"),
        ("lozd", "region:PL71"),
        ("ŁÓDZKIE", "region:PL71"),
        ("sport & technology", "cluster:sports-and-technology"),
        ("sports technology", "cluster:sports-and-technology"),
        ("technology sports", "cluster:sports-and-technology"),
        ("technolgy sports", "cluster:sports-and-technology"),
        ("inescat", "cluster:indescat"),
        ("catalan sp", "cluster:indescat"),
        ("cluster:indescat", "cluster:indescat"),
        ("cluster:ind", "cluster:indescat"),
        ("934264522", "cluster:indescat"),
        ("HU3", "region:HU31"),
        ("horizon.2.4", "programme:horizon-2-4-5"),
        ("medical devices", "sector:medical-devices"),
        ("medical devices", "emerging-industry:medical-devices"),
    ],
)
def test_what_people_type_finds_what_they_mean(graph: Notebook, text: str, wanted: str) -> None:
    assert wanted in [hit.entity.id for hit in graph.search(text).first(20)]


@pytest.mark.parametrize("text", ["", " \t\n", "-!?", "\u200b", "zzzzqqqq"])
def test_a_blank_or_unknown_text_finds_nothing(graph: Notebook, text: str) -> None:
    found = graph.search(text)
    assert (len(found), found.counts, repr(found), suggest(graph, text)) == (0, {}, "nothing found", [])


@pytest.mark.parametrize("odd", ["ẞ", "☃", "\x00", "\U0001d518", "q", "\ud800", "x ", "ж1", "--", "\u0301"])
def test_a_thousand_odd_characters_find_nothing(graph: Notebook, odd: str) -> None:
    found = graph.search((odd * LONGEST)[:LONGEST])
    assert len(found) == 0
    assert found.examined <= MOST_PHRASES + MOST_COMPARED


def test_a_text_that_is_too_long_is_refused(graph: Notebook) -> None:
    with pytest.raises(Unsearchable, match="text must be 1,000 characters at most, got 1,001"):
        graph.search("a" * (LONGEST + 1))
    with pytest.raises(Unsearchable, match="a label must be 1,000 characters at most"):
        graph.match(["a" * (LONGEST + 1)])


def test_every_name_finds_its_entity_with_the_full_score(graph: Notebook) -> None:
    for entity in graph.entities():
        for name in filter(fold, all_names(graph, entity)):
            found = search(graph, name)
            assert entity.id in {hit.entity.id for hit in takewhile(lambda hit: hit.score == 1, found)}, name


def test_the_steps_of_the_score_stand_in_their_order() -> None:
    names = ["Alpha Beta", "Alpha Beta Union", "Union Alpha Beta", "Beta of the Alpha", "Alpah Beta Club"]
    found = search(small(*map(cluster, names)), "alpha beta")
    assert [hit.name for hit in found] == names[:4]
    assert [int(hit.score * 10) for hit in found] == [10, 9, 8, 7]


def test_typos_score_less_than_anything_as_written() -> None:
    found = search(small(cluster("Biotechnology Hub"), cluster("Biotecnology Hub of the North")), "biotechnology h")
    assert [(hit.name, hit.score >= 0.7) for hit in found] == [
        ("Biotechnology Hub", True),
        ("Biotecnology Hub of the North", False),
    ]


def test_the_larger_part_of_a_name_scores_more_and_ties_stand_by_id() -> None:
    graph = small(cluster("Sport Bavaria"), cluster("Sports", "cluster:b"), cluster("Sporty", "cluster:a"))
    assert ids(search(graph, "sport")) == ["cluster:a", "cluster:b", "cluster:sport-bavaria"]
    graph = small(cluster("Sports", "cluster:b"), cluster("Sports", "cluster:a"))
    assert ids(search(graph, "sports")) == ["cluster:a", "cluster:b"]


def test_an_entity_is_found_once_by_its_best_name() -> None:
    further = Name(entity="cluster:sport-hub", name="Sport", kind=NameKind.ABBREVIATION)
    (hit,) = search(small(cluster("Sport Hub"), further), "sport")
    assert (hit.name, hit.score) == ("Sport", 1.0)


def test_short_words_and_numbers_must_be_right() -> None:
    graph = small(cluster("Abc 2021"))
    assert ids(search(graph, "abc")) == ["cluster:abc-2021"]
    assert not len(search(graph, "abd")) + len(search(graph, "abc 2022"))


WORDS = {entity.id: [fold(name).split() for name in all_names(SHARED, entity)] for entity in SHARED.entities()}


def begins(text: str, words: list[str]) -> bool:
    wanted = [word for word in fold(text).split() if word != "and"] or ["and"]
    return all(any(word.startswith(part) for word in words) for part in wanted)


@settings(deadline=None, max_examples=60)
@given(texts)
def test_what_is_found_as_written_is_what_reading_every_name_finds(text: str) -> None:
    found = search(SHARED, text)
    if not fold(text):
        assert not len(found)
        return
    expected = {entity_id for entity_id, names in WORDS.items() if any(begins(text, words) for words in names)}
    as_written = [hit for hit in found if hit.score >= 0.7]
    assert expected <= {hit.entity.id for hit in as_written}
    assert all(
        hit.entity.id in expected or begins(text, fold(hit.name).split()) or fold(hit.name).startswith(fold(text))
        for hit in as_written
    )


@settings(deadline=None)
@given(texts, some_kinds)
def test_only_wanted_kinds_are_found_and_the_counts_add_up(text: str, kinds: set[EntityKind] | None) -> None:
    found = search(SHARED, text, kinds)
    assert all(kinds is None or kind_of(hit.entity) in kinds for hit in found)
    assert len(found) == sum(count for kind, count in found.counts.items() if kinds is None or kind in kinds)
    assert found.counts == search(SHARED, text).counts
    order = [(-hit.score, hit.entity.id) for hit in found]
    assert order == sorted(order)
    assert len(set(ids(found))) == len(found)
    assert all(0 < hit.score <= 1 for hit in found)
    assert found.examined <= MOST_PHRASES + MOST_COMPARED
    assert ids(found) == ids(search(SHARED, text, kinds))


def test_the_work_does_not_grow_with_the_number_of_similar_names() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"clustering{a}{b}{c} sport {a}" for a in letters for b in letters for c in letters[:9]]
    graph = small(*map(cluster, names))
    assert len(names) > MOST_PHRASES + MOST_COMPARED
    (matched,) = match(graph, ["clusteringabc sport a"])
    assert [item.exact for item in matched.candidates] == [True, False, False, False, False]
    for text in ("clustreing", "sport clusteringa", "clustreingaaa sprot b", "c", "x clustering"):
        assert search(graph, text).examined <= MOST_PHRASES + MOST_COMPARED


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_is_too_odd_to_be_searched_matched_or_marked(text: str, name: str) -> None:
    for hit in search(SHARED, text).first(5):
        assert hit.highlight
    assert match(SHARED, [text, name])[0].label == text
    plain = str.maketrans("", "", "«»")
    assert highlight(name, text).translate(plain) == highlight(name, "").translate(plain)


@pytest.mark.parametrize(
    ("name", "text", "marked"),
    [
        ("Észak-Alföld", "eszak", "«Észak»-Alföld"),
        ("Észak-Alföld", "alf", "Észak-«Alf»öld"),
        ("Sports&Technology", "sport & technology", "«Sport»s«&Technology»"),
        ("Sports&Technology", "sports and tech", "«Sports&Tech»nology"),
        ("INDESCAT - Catalan Sports Cluster", "cluster cat", "INDESCAT - «Cat»alan Sports «Cluster»"),
        ("INDESCAT - Catalan Sports Cluster", "inescat", "«INDESCAT» - Catalan Sports Cluster"),
        ("Straße", "strass", "«Straß»e"),
        ("Łódzkie", "lozd", "«Łódzkie»"),
        ("Łódzkie", "", "Łódzkie"),
        ("region:HU32", "region:hu", "«region:HU»32"),
        ("x́y", "x", "«x́»y"),
    ],
)
def test_what_was_found_is_marked(name: str, text: str, marked: str) -> None:
    assert highlight(name, text) == marked


def test_hints_tell_entities_of_one_name_apart(graph: Notebook) -> None:
    hints = {
        entity_id: hint_of(graph, graph.entity(entity_id))
        for entity_id in (
            "cluster:indescat",
            "region:HU32",
            "sector:medical-devices",
            "country:HU",
            "value-chain:sport",
        )
    }
    assert hints == {
        "cluster:indescat": "Spain",
        "region:HU32": "Hungary",
        "sector:medical-devices": "Sectoral industries",
        "country:HU": None,
        "value-chain:sport": None,
    }
    project = graph.entities(EntityKind.PARTNERSHIP)[0]
    assert isinstance(project, Partnership)
    assert hint_of(graph, project) == project.programme


def test_suggestions_are_the_first_of_a_search(graph: Notebook) -> None:
    assert [hit.entity.id for hit in suggest(graph, "sport", first=3)] == ids(graph.search("sport"))[:3]
    regions = suggest(graph, "eszak", {EntityKind.REGION})
    assert {kind_of(hit.entity) for hit in regions} == {EntityKind.REGION}


def test_every_preferred_name_is_an_exact_match(graph: Notebook) -> None:
    entities = [entity for entity in graph.entities() if fold(entity.name)]
    for first in range(0, len(entities), MOST_LABELS):
        part = entities[first : first + MOST_LABELS]
        for entity, matched in zip(part, graph.match([entity.name for entity in part]), strict=True):
            exact = [item.entity.id for item in matched.candidates if item.exact]
            assert entity.id in exact or len(exact) == 5


def test_an_ambiguous_label_shows_every_exact_candidate(graph: Notebook) -> None:
    (matched,) = graph.match(["medical  DEVICES"])
    exact = [(item.entity.id, item.score) for item in matched.candidates if item.exact]
    assert exact == [("emerging-industry:medical-devices", 1.0), ("sector:medical-devices", 1.0)]
    (narrowed,) = graph.match(["medical devices"], {EntityKind.SECTOR})
    assert [item.entity.id for item in narrowed.candidates] == ["sector:medical-devices"]


@pytest.mark.parametrize(
    ("label", "wanted", "exact"),
    [
        ("Cluster Montange", "cluster:cluster-montagne", False),
        ("Cluster Montagne", "cluster:cluster-montagne", True),
        ("Montagne, Cluster", "cluster:cluster-montagne", False),
        ("Catalunia", "region:ES51", False),
        ("ES51", "region:ES51", True),
        ("region:es51", "region:ES51", True),
        ("indescat", "cluster:indescat", True),
    ],
)
def test_labels_are_matched_in_any_spelling(graph: Notebook, label: str, wanted: str, exact: bool) -> None:
    (matched,) = graph.match([label])
    best = matched.candidates[0]
    assert (best.entity.id, best.exact, best.score == 1) == (wanted, exact, exact)


@settings(deadline=None, max_examples=30)
@given(st.lists(texts, max_size=8), some_kinds)
def test_candidates_are_few_likely_sorted_and_of_the_wanted_kinds(
    labels: list[str], kinds: set[EntityKind] | None
) -> None:
    found = match(SHARED, labels, kinds)
    assert [item.label for item in found] == labels
    for item in found:
        order = [(-candidate.score, candidate.entity.id) for candidate in item.candidates]
        assert order == sorted(order)
        assert len({entity_id for _, entity_id in order}) == len(order) <= 5
        for candidate in item.candidates:
            assert candidate.score >= 0.75
            assert candidate.exact == (candidate.score == 1)
            assert kinds is None or kind_of(candidate.entity) in kinds


def test_a_blank_label_has_no_candidates_and_too_many_labels_are_refused(graph: Notebook) -> None:
    assert [item.candidates for item in graph.match(["", " "])] == [(), ()]
    with pytest.raises(Unsearchable, match="labels must be 500 at most, got 501"):
        graph.match(["a"] * (MOST_LABELS + 1))


def test_the_index_is_made_once_for_a_graph_and_goes_with_it() -> None:
    graph = small(cluster("Sport"), Sector(id="sector:sport", name="Sport", scheme="s"))
    assert index_of(graph) is index_of(graph)
    assert {hit.entity.id for hit in search(graph, "sport")} == {"cluster:sport", "sector:sport"}
    assert not len(search(small(), "sport"))


def test_a_notebook_shows_what_was_found(graph: Notebook) -> None:
    found = graph.search("eszak", {EntityKind.REGION})
    assert repr(found).splitlines()[0] == "0.938  Észak-Alföld (region:HU32)"
    assert next(found.records()) == {
        "kind": "REGION",
        "id": "region:HU32",
        "name": "Észak-Alföld",
        "hint": "Hungary",
        "score": 0.9375,
    }
    assert "<td>Észak-Alföld</td>" in found._repr_html_()
    assert repr(graph.search("s")).splitlines()[-1].endswith(" more")
