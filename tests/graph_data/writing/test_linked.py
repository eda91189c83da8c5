"""Turtle and JSON-LD, read by rdflib and pyoxigraph, checked by SHACL, and counted by SPARQL."""

import sys
import warnings
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.dataset import Dataset
from graph_data.errors import CannotWrite, MissingExtra
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import ORGANISATION_KINDS, NameKind, StatementOrigin, kind_of
from graph_data.rows import Name
from graph_data.writing.format import Format
from graph_data.writing.formats import FORMATS
from graph_data.writing.linked import JSON_LD, TURTLE, with_base

pyoxigraph = pytest.importorskip("pyoxigraph", reason="needs the extra rdf")
rdflib = pytest.importorskip("rdflib", reason="needs rdflib, an independent reader of RDF")

SHAPES = Path(__file__).parent / "shapes.ttl"
V = "urn:synergraph:vocabulary:"
PREFIXES = f"""
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX v: <{V}> PREFIX : <urn:synergraph:>
"""

Triples = set[tuple[str, str, str]]


@pytest.fixture
def rich(small: Dataset) -> Dataset:
    """Return the small dataset with what linked data has words for: languages, matches, days, addresses."""
    term = replace(
        small.by_id["technology:textiles"],
        exact_match=("https://example.org/t/1", "Q28823"),
        notation="T1",
        audience=("insiders",),
    )
    cluster = replace(small.by_id["cluster:alps"], website="https://alps.example", latitude=47.2, longitude=11.4)
    project = replace(small.by_id["partnership:snow"], start_date=date(2024, 1, 1), end_date=date(2025, 1, 1))
    first = next(link for link in small.links if link.quote)
    links = [
        replace(first, source="register", locator="again", weight=2.0, valid_from=date(2020, 2, 3), audience=("a",))
    ]
    names = [
        Name(entity=term.id, name=name, kind=kind, language=language)
        for name, kind, language in (
            ("Textiles", NameKind.PREFERRED, "en"),
            ("Textiles", NameKind.ALTERNATIVE, "EN"),
            ("Cloths", NameKind.PREFERRED, "en"),
            ("Textilien", NameKind.PREFERRED, "de-AT"),
            ("Textiles", NameKind.PREFERRED, None),
            ("Fabric \\ \"x\"\n'''", NameKind.ALTERNATIVE, None),
            ("texitles", NameKind.AS_WRITTEN, None),
        )
    ]
    sources = [
        replace(source, url="https://page.example/a b", licence="CC BY", publisher="P") for source in small.sources
    ]
    changed = {row.id: row for row in (term, cluster, project, *sources)}
    rows = [changed.get(getattr(row, "id", ""), row) for row in small.all_rows()]
    about = replace(small.about, issued=datetime(2026, 1, 31, tzinfo=UTC))
    return Dataset.of(about, [*rows, *links, *names])


def written(dataset: Dataset, form: Format, tmp_path: Path) -> Path:
    path = tmp_path / f"data{form.ending}"
    assert form.file is not None
    form.file(dataset, path)
    return path


def by_pyoxigraph(path: Path, form: Format) -> Triples:
    found = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.from_media_type(form.media_type))
    return {(str(item.subject), str(item.predicate), str(item.object)) for item in found}


def by_rdflib(path: Path, form: Format) -> Triples:
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        name = "turtle" if form is TURTLE else "json-ld"
        graph = rdflib.Graph().parse(path, format=name)
        store = pyoxigraph.parse(graph.serialize(format="nt"), pyoxigraph.RdfFormat.N_TRIPLES)
        return {(str(item.subject), str(item.predicate), str(item.object)) for item in store}


def asked(path: Path, query: str) -> list[list[str]]:
    store = pyoxigraph.Store()
    store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return [[getattr(cell, "value", "") for cell in row] for row in store.query(PREFIXES + query)]


def test_two_readers_find_the_same_triples_in_both_formats(rich: Dataset, tmp_path: Path) -> None:
    turtle, json_ld = written(rich, TURTLE, tmp_path), written(rich, JSON_LD, tmp_path)
    found = by_pyoxigraph(turtle, TURTLE)
    assert len(found) > 500
    assert by_rdflib(turtle, TURTLE) == found
    assert by_pyoxigraph(json_ld, JSON_LD) == found
    assert by_rdflib(json_ld, JSON_LD) == found


def test_the_shapes_of_org_skos_prov_and_dcat_hold(rich: Dataset, tmp_path: Path) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="needs pyshacl, which checks shapes")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        data = rdflib.Graph().parse(written(rich, TURTLE, tmp_path))
        conforms, _, report = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(SHAPES))
        assert conforms, report
        statement = data.value(predicate=rdflib.RDF.type, object=rdflib.RDF.Statement)
        data.remove((statement, rdflib.RDF.subject, None))
        assert not pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(SHAPES))[0]


def test_sparql_counts_what_the_dataset_counts(rich: Dataset, tmp_path: Path) -> None:
    path, graph = written(rich, TURTLE, tmp_path), KnowledgeGraph(rich)
    kinds = asked(path, "SELECT ?kind (COUNT(?x) AS ?n) { ?x a org:Organization, ?kind } GROUP BY ?kind")
    counts = {kind_of(entity): type(entity).__name__ for entity in graph.entities(*ORGANISATION_KINDS)}
    expected = {f"{V}{name}": str(graph.counts()[kind]) for kind, name in counts.items()}
    assert {kind: count for kind, count in kinds if kind.startswith(V)} == expected
    statements = [data["statement"] for _, _, data in graph.nx.edges(data=True)]
    found = asked(
        path,
        "SELECT ?origin (COUNT(?x) AS ?n) (SUM(?weight) AS ?w) "
        "{ ?x a rdf:Statement ; v:origin ?origin ; v:weight ?weight } GROUP BY ?origin",
    )
    origins = Counter(statement.origin.value for statement in statements)
    weights = Counter[str]()
    for statement in statements:
        weights[statement.origin.value] += statement.weight  # type: ignore[assignment] # weights are no whole numbers
    assert {origin: (int(count), float(weight)) for origin, count, weight in found} == {
        origin: (count, weights[origin]) for origin, count in origins.items()
    }
    by_predicate = asked(path, "SELECT ?p (COUNT(?x) AS ?n) { ?x a rdf:Statement ; rdf:predicate ?p } GROUP BY ?p")
    known = {
        "MEMBER_OF": "http://www.w3.org/ns/org#memberOf",
        "BROADER": "http://www.w3.org/2004/02/skos/core#broader",
        "PARTNER_IN": f"{V}partnerIn",
        "ACTIVE_IN_SECTOR": f"{V}activeInSector",
        "USES_TECHNOLOGY": f"{V}usesTechnology",
        "PURSUES_PRIORITY": f"{V}pursuesPriority",
        "LOCATED_IN": f"{V}locatedIn",
    }
    predicates = Counter(known[statement.predicate.value] for statement in statements)
    assert {predicate: int(count) for predicate, count in by_predicate} == predicates


def test_plain_triples_say_only_what_is_stated_or_imported(rich: Dataset, tmp_path: Path) -> None:
    path = written(rich, TURTLE, tmp_path)
    said = asked(
        path,
        "SELECT ?s ?p ?o { ?s ?p ?o . ?s a/rdfs:subClassOf* ?any . "
        "FILTER(?p IN (v:activeInSector, v:usesTechnology, v:pursuesPriority)) }",
    )
    taken = {StatementOrigin.STATED, StatementOrigin.IMPORTED}
    expected = {
        (f"urn:synergraph:{item.subject}", f"urn:synergraph:{item.object}")
        for _, _, data in KnowledgeGraph(rich).nx.edges(data=True)
        if (item := data["statement"]).origin in taken
        and item.predicate.value in {"ACTIVE_IN_SECTOR", "USES_TECHNOLOGY", "PURSUES_PRIORITY"}
    }
    assert {(subject, target) for subject, _, target in said} == expected


def test_a_derived_statement_names_the_statements_that_it_rests_on(rich: Dataset, tmp_path: Path) -> None:
    path, graph = written(rich, TURTLE, tmp_path), KnowledgeGraph(rich)
    found = asked(path, "SELECT ?x ?y { ?x a rdf:Statement ; prov:wasDerivedFrom ?y }")
    assert {(one.removeprefix("urn:synergraph:"), other.removeprefix("urn:synergraph:")) for one, other in found} == {
        (item.id, premise.id)
        for _, _, data in graph.nx.edges(data=True)
        for item in [data["statement"]]
        for premise in graph.premises(item)
    }
    assert found


def test_labels_have_languages_and_none_is_of_two_kinds(rich: Dataset, tmp_path: Path) -> None:
    path = written(rich, TURTLE, tmp_path)
    found = asked(
        path,
        "SELECT ?p ?text (LANG(?text) AS ?tag) { :technology:textiles ?p ?text "
        'FILTER(STRENDS(STR(?p), "Label")) } ORDER BY ?p ?tag ?text',
    )
    assert [[label.rpartition("#")[2], text, tag] for label, text, tag in found] == [
        ["altLabel", "Fabric \\ \"x\"\n'''", ""],
        ["altLabel", "Textiles", "en"],
        ["hiddenLabel", "texitles", ""],
        ["prefLabel", "Textiles", ""],
        ["prefLabel", "Textilien", "de-at"],
        ["prefLabel", "Cloths", "en"],
    ]


def test_a_row_of_each_source_is_cited_with_its_place(rich: Dataset, tmp_path: Path) -> None:
    path = written(rich, TURTLE, tmp_path)
    found = asked(
        path,
        "SELECT ?source ?locator ?quote ?weight ?audience { :cluster:alps v:activeInSector :sector:tourism . "
        "?x rdf:subject :cluster:alps ; rdf:object :sector:tourism ; v:origin 'STATED' ; "
        "prov:qualifiedPrimarySource ?row . ?row prov:entity ?source ; v:locator ?locator "
        "OPTIONAL { ?row v:quote ?quote } OPTIONAL { ?row v:weight ?weight } OPTIONAL { ?row v:audience ?audience } } "
        "ORDER BY ?locator",
    )
    assert found == [
        ["urn:synergraph:source:register", "again", "Tourism", "2", "a"],
        ["urn:synergraph:source:page", "row 1", "Tourism", "1", ""],
    ]


def test_what_is_no_address_stays_text(rich: Dataset, tmp_path: Path) -> None:
    path = written(rich, TURTLE, tmp_path)
    matches = asked(
        path,
        "SELECT ?p ?o (isIRI(?o) AS ?i) { :technology:textiles ?p ?o FILTER(CONTAINS(STR(?p), 'exactMatch')) } "
        "ORDER BY ?o",
    )
    assert matches == [
        ["http://www.w3.org/2004/02/skos/core#exactMatch", "https://example.org/t/1", "true"],
        [f"{V}exactMatch", "Q28823", "false"],
    ]
    source = asked(
        path, "SELECT ?p { :source:page ?p ?o FILTER(?o IN ('https://page.example/a b', 'CC BY')) } ORDER BY ?p"
    )
    assert source == [[f"{V}licence"], [f"{V}url"]]


def test_the_dataset_names_its_version_and_its_distributions(rich: Dataset, tmp_path: Path) -> None:
    path = written(rich, TURTLE, tmp_path)
    [[version, issued]] = asked(
        path, "SELECT ?v ?t { :dataset:small a dcat:Dataset ; dcat:version ?v ; dcterms:issued ?t }"
    )
    assert (version, issued) == (rich.version, "2026-01-31T00:00:00Z")
    media = "https://www.iana.org/assignments/media-types/"
    found = asked(path, "SELECT ?m { :dataset:small dcat:distribution ?d . ?d dcat:mediaType ?m }")
    assert sorted(found) == sorted([f"{media}{form.media_type}"] for form in FORMATS.values())


def test_addresses_begin_with_the_base_that_is_given(small: Dataset, tmp_path: Path) -> None:
    path = written(small, with_base(TURTLE, "https://data.example/id/"), tmp_path)
    assert "urn:synergraph" not in path.read_text(encoding="utf-8")
    found = asked(path, "SELECT ?x { ?x a org:Organization, <https://data.example/id/vocabulary:Cluster> } ORDER BY ?x")
    assert found == [["https://data.example/id/cluster:alps"], ["https://data.example/id/cluster:coast"]]


@pytest.mark.parametrize("base", ["", "data", "https://data.example", "http://a b/"])
def test_a_base_that_makes_no_addresses_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="is no base of addresses: write an absolute IRI that ends with : or / or #"):
        with_base(TURTLE, base)


def test_a_base_goes_with_linked_data_alone() -> None:
    with pytest.raises(ValueError, match=r"^csv has no addresses; a base goes with turtle or jsonld$"):
        with_base(FORMATS["csv"], "https://data.example/")


@pytest.mark.parametrize("form", [TURTLE, JSON_LD], ids=lambda form: form.name)
def test_without_the_extra_the_message_names_it(
    form: Format, small: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyoxigraph", None)
    monkeypatch.delitem(sys.modules, "graph_data.writing.iris", raising=False)
    with pytest.raises(MissingExtra, match=r"pip install 'synergraph\[rdf\]'"):
        written(small, form, tmp_path)
    with pytest.raises(MissingExtra, match=r"pip install 'synergraph\[rdf\]'"):
        with_base(form, "urn:x:")


def test_a_language_that_is_none_is_refused_with_its_place(small: Dataset, tmp_path: Path) -> None:
    name = Name(entity="cluster:alps", name="Alpes", kind=NameKind.ALTERNATIVE, language="français")
    with pytest.raises(
        CannotWrite, match=r"^'français' is no language tag \(name 'Alpes' of cluster:alps\); write one"
    ):
        written(small.plus([name]), TURTLE, tmp_path)


def test_a_name_that_ends_with_a_dot_is_read_by_both_readers(small: Dataset, tmp_path: Path) -> None:
    path = written(Dataset.of(replace(small.about, name="Example Inc."), small.all_rows()), TURTLE, tmp_path)
    assert by_rdflib(path, TURTLE) == by_pyoxigraph(path, TURTLE)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_dataset_gives_the_same_triples_in_both_formats_to_both_readers(
    datasets: st.SearchStrategy[Dataset], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dataset = data.draw(datasets)
    names = [replace(row, language=None) if isinstance(row, Name) else row for row in dataset.all_rows()]
    dataset = Dataset.of(dataset.about, names)
    folder = tmp_path_factory.mktemp("linked")
    found = by_pyoxigraph(written(dataset, TURTLE, folder), TURTLE)
    assert by_pyoxigraph(written(dataset, JSON_LD, folder), JSON_LD) == found
    assert by_rdflib(folder / "data.ttl", TURTLE) == found
    labels = {subject.strip("<>").removeprefix("urn:synergraph:") for subject, word, _ in found if "prefLabel" in word}
    assert labels == dataset.by_id.keys()
