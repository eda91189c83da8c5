"""Vocabularies in SKOS: what they say becomes terms and names; what is wrong with them is said all at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.report import Finding
from graph_data.importers.skos import add_vocabulary
from graph_data.ontology import Concept, EntityKind, NameKind, StatementOrigin, TechnologyField
from graph_data.reading.contents import Contents
from graph_data.rows import Name, Scheme, Source
from graph_data.writing.linked import TURTLE

pyoxigraph = pytest.importorskip("pyoxigraph", reason="needs the extra rdf")

HEAD = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix t: <https://terms.example/fields/> .
"""

FIELDS = """
<https://terms.example/fields> a skos:ConceptScheme ;
  dcterms:title "Forschungsfelder"@de, "Fields of research"@en ;
  dcterms:publisher "Terms Office" ; dcterms:license <https://licence.example/by> ;
  skos:hasTopConcept t:1 .
t:1 skos:prefLabel "Sports"@en, "Sport"@de ; skos:narrower t:1-1 ; skos:notation "1" .
t:1-1 a skos:Concept ; skos:inScheme <https://terms.example/fields> ;
  skos:prefLabel "Winter sports"@EN-gb ; skos:altLabel "Snow sports"@en, "Wintersport"@de ;
  skos:hiddenLabel "wintr sports"@en ; skos:exactMatch <https://other.example/w> ; skos:notation "1.1", "0.9" ;
  skos:related t:2 ; dcterms:created "2020" .
t:2 a skos:Concept ; skos:topConceptOf <https://terms.example/fields> ; skos:prefLabel "Sports" .
"""

Save = Callable[[str], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(body: str) -> Path:
        path = tmp_path / "fields.ttl"
        path.write_text(HEAD + body, encoding="utf-8")
        return path

    return write


def read(
    path: Path,
    known: Dataset,
    scheme: str | None = None,
    language: str = "en",
    kind: EntityKind = EntityKind.TECHNOLOGY_FIELD,
) -> tuple[Contents, list[Finding]]:
    contents = Contents()
    return contents, add_vocabulary(contents, path, known, kind, scheme=scheme, language=language)


def problems_of(path: Path, known: Dataset, **more: str) -> list[str]:
    contents, _ = read(path, known, **more)
    contents.about = known.about
    with pytest.raises(InvalidDataset) as caught:
        contents.dataset()
    return [line.replace("fields.ttl: ", "") for line in str(caught.value).splitlines()]


def labels(contents: Contents) -> list[tuple[str, str, NameKind, str | None]]:
    return [(row.entity, row.name, row.kind, row.language) for row in contents.rows if isinstance(row, Name)]


def test_a_vocabulary_becomes_a_source_a_classification_terms_and_names(save: Save, small: Dataset) -> None:
    contents, findings = read(save(FIELDS), small)
    assert contents.problems == []
    base = "https://terms.example/fields"
    said = {"title": "Fields of research", "publisher": "Terms Office"}
    common = {"scheme": "fields", "source": "fields"}
    assert [row for row in contents.rows if not isinstance(row, Name)] == [
        Source(id="fields", origin=StatementOrigin.IMPORTED, url=base, licence="https://licence.example/by", **said),
        Scheme(id="fields", kind=EntityKind.TECHNOLOGY_FIELD, complete=False, source="fields", **said),
        TechnologyField(id="technology:sports", name="Sports", notation="1", locator=f"{base}/1", **common),
        TechnologyField(
            id="technology:winter-sports",
            name="Winter sports",
            notation="0.9",
            broader="technology:sports",
            exact_match=("https://other.example/w",),
            locator=f"{base}/1-1",
            **common,
        ),
        TechnologyField(id="technology:sports-2", name="Sports", locator=f"{base}/2", **common),
    ]
    winter = "technology:winter-sports"
    assert labels(contents) == [
        ("technology:sports", "Sport", NameKind.PREFERRED, "de"),
        ("technology:sports", "Sports", NameKind.PREFERRED, "en"),
        (winter, "Snow sports", NameKind.ALTERNATIVE, "en"),
        (winter, "Winter sports", NameKind.PREFERRED, "en-gb"),
        (winter, "Wintersport", NameKind.ALTERNATIVE, "de"),
        (winter, "wintr sports", NameKind.AS_WRITTEN, "en"),
    ]
    assert [(finding.code, finding.cases) for finding in findings] == [
        (
            "properties-not-read",
            ("http://purl.org/dc/terms/created: 1", "http://www.w3.org/2004/02/skos/core#related: 1"),
        ),
        ("several-notations", ("technology:winter-sports: 0.9, 1.1",)),
    ]


def test_the_same_vocabulary_in_rdf_xml_says_the_same(save: Save, small: Dataset, tmp_path: Path) -> None:
    turtle = save(FIELDS)
    other = tmp_path / "fields.rdf"
    pyoxigraph.serialize(
        (quad.triple for quad in pyoxigraph.parse(path=str(turtle))), str(other), pyoxigraph.RdfFormat.RDF_XML
    )
    assert read(other, small)[0].rows == read(turtle, small)[0].rows


def test_terms_are_named_in_the_language_that_is_wanted(save: Save, small: Dataset) -> None:
    body = FIELDS.replace('"Winter sports"@EN-gb', '"Wintersportarten"@de')
    contents, _ = read(save(body), small, language="DE")
    names = {row.locator: row.name for row in contents.rows if isinstance(row, Concept)}
    assert list(names.values()) == ["Sport", "Wintersportarten", "Sports"]
    assert [row.title for row in contents.rows if isinstance(row, Scheme)] == ["Forschungsfelder"]


def test_a_term_keeps_its_id_by_its_address_or_by_its_code(save: Save, small: Dataset) -> None:
    known = small.plus(
        [
            Source(id="fields", title="F", origin=StatementOrigin.IMPORTED),
            Scheme(id="fields", title="F", kind=EntityKind.TECHNOLOGY_FIELD, complete=True, source="fields"),
            TechnologyField(id="technology:old", name="X", scheme="fields", locator="https://terms.example/fields/2"),
            TechnologyField(id="technology:games", name="Games", scheme="fields", notation="1"),
        ]
    )
    contents, _ = read(save(FIELDS), known)
    assert {row.locator: row.id for row in contents.rows if isinstance(row, Concept)} == {
        "https://terms.example/fields/1": "technology:games",
        "https://terms.example/fields/1-1": "technology:winter-sports",
        "https://terms.example/fields/2": "technology:old",
    }
    assert not [row for row in contents.rows if isinstance(row, Scheme)]


def test_ids_of_one_name_are_told_apart_by_code_address_or_number(save: Save, small: Dataset) -> None:
    body = """
    <urn:s> a skos:ConceptScheme .
    t:a skos:inScheme <urn:s> ; skos:prefLabel "X" .
    t:b skos:inScheme <urn:s> ; skos:prefLabel "X" ; skos:notation "7" .
    t:c skos:inScheme <urn:s> ; skos:prefLabel "X" .
    <https://other.example/c> skos:inScheme <urn:s> ; skos:prefLabel "X" .
    <https://terms.example/x/c> skos:inScheme <urn:s> ; skos:prefLabel "x!" .
    <https://terms.example/y/___> skos:inScheme <urn:s> ; skos:prefLabel "..." .
    """
    contents, _ = read(save(body), small)
    assert contents.problems == []
    assert [row.id for row in contents.rows if isinstance(row, Concept)] == [
        "technology:x",
        "technology:x-a",
        "technology:x-7",
        "technology:x-c",
        "technology:x-2",
        "technology:term-2",
    ]


def test_everything_that_is_wrong_is_said_at_once(save: Save, small: Dataset) -> None:
    body = """
    <urn:s> a skos:ConceptScheme . <urn:r> a skos:ConceptScheme .
    t:a skos:inScheme <urn:s> ; skos:prefLabel "A"@en, "Aa"@en ; skos:broader t:b .
    t:b skos:inScheme <urn:s> ; skos:prefLabel "B"@de, "B"@fr .
    t:c skos:inScheme <urn:s> ; skos:altLabel "C"@en .
    t:d skos:inScheme <urn:s> ; skos:prefLabel "D" ; skos:broader t:hh .
    t:e skos:inScheme <urn:s> ; skos:prefLabel "E" ; skos:broader t:r .
    t:r skos:inScheme <urn:r> ; skos:prefLabel "R" .
    t:f skos:inScheme <urn:s> ; skos:prefLabel "F" ; skos:broader t:g .
    t:g skos:inScheme <urn:s> ; skos:prefLabel "G" ; skos:broader t:f .
    t:h skos:inScheme <urn:s> ; skos:prefLabel "H" ; skos:broader t:f, t:g .
    t:i skos:inScheme <urn:s>, <urn:r> ; skos:prefLabel "I" .
    t:j a skos:Concept ; skos:prefLabel "J" .
    t:k skos:inScheme <urn:s> ; skos:prefLabel " " ; skos:exactMatch "https://x.example", [] .
    t:l skos:inScheme <urn:s> ; skos:prefLabel "L" ; skos:broader t:l .
    [] skos:inScheme <urn:s> ; skos:prefLabel "M" .
    """
    t = "https://terms.example/fields/"
    found = problems_of(save(body), small)
    assert [problem for problem in found if "_:" not in problem] == [
        f"<{t}a>: has 2 preferred labels in 'en': 'A', 'Aa'; make all but one skos:altLabel",
        f"<{t}b>: has no preferred label in en; labels are in: 'de', 'fr'",
        f"<{t}c>: has no preferred label in en; labels are in: none at all",
        f"<{t}d>: its broader <{t}hh> is no concept of the file; did you mean 'h'?",
        f"<{t}e>: its broader <{t}r> is in another scheme",
        f"<{t}f>: a hierarchy must not turn in a circle: technology:f > technology:g > technology:f",
        f"<{t}h>: has 2 broader concepts, a term has one at most: <{t}f>, <{t}g>",
        f"<{t}i>: is in 2 of the schemes; a term is in one: choose with --scheme",
        f"<{t}j>: is in no scheme, and the file has several: add skos:inScheme",
        f"<{t}k>: has a blank label or notation",
        f'<{t}k>: its exactMatch "https://x.example" is no address',
        f"<{t}l>: a hierarchy must not turn in a circle: technology:l > technology:l",
    ]
    unnamed = [problem for problem in found if "_:" in problem]
    assert len(unnamed) == 2
    assert unnamed[0].endswith(": a concept without an address; give it one")
    assert unnamed[1].startswith(f"<{t}k>: its exactMatch _:")


def test_one_of_several_schemes_is_chosen_by_its_id_or_address(save: Save, small: Dataset) -> None:
    body = """
    <https://a.example/s> a skos:ConceptScheme . <https://b.example/s> a skos:ConceptScheme .
    <https://c.example/animals#> a skos:ConceptScheme .
    t:a skos:inScheme <https://a.example/s> ; skos:prefLabel "A" .
    t:b skos:inScheme <https://b.example/s>, <https://c.example/animals#> ; skos:prefLabel "B" .
    """
    path = save(body)
    for wanted in ("https-b-example-s", "https://b.example/s"):
        contents, _ = read(path, small, scheme=wanted)
        assert [(row.id, row.scheme) for row in contents.rows if isinstance(row, Concept)] == [
            ("technology:b", "https-b-example-s")
        ]
    contents, _ = read(path, small, scheme="animals")
    assert [row.id for row in contents.rows if isinstance(row, Scheme)] == ["animals"]
    assert problems_of(path, small, scheme="animal") == [
        "no classification 'animal' in the file; did you mean 'animals'?"
    ]
    assert problems_of(path, small, scheme="zzz") == [
        "no classification 'zzz' in the file; the file holds animals, https-a-example-s, https-b-example-s"
    ]


def test_a_file_without_a_scheme_needs_a_name_for_it(save: Save, small: Dataset) -> None:
    path = save('t:a a skos:Concept ; skos:prefLabel "A" .')
    assert problems_of(path, small) == ["no skos:ConceptScheme in the file; name the classification with --scheme"]
    contents, _ = read(path, small, scheme="mine")
    assert [(row.id, row.title) for row in contents.rows if isinstance(row, Scheme)] == [("mine", "mine")]
    assert [(row.id, row.url) for row in contents.rows if isinstance(row, Source)] == [("mine", None)]


def test_a_file_without_concepts_is_refused(save: Save, small: Dataset) -> None:
    assert problems_of(save("<urn:s> a skos:ConceptScheme ; a <urn:x> ."), small) == ["no skos:Concept in the file"]


def test_a_classification_of_other_terms_is_not_added_to(save: Save, small: Dataset) -> None:
    [problem] = problems_of(save(FIELDS), small, scheme="areas")[-1:]
    assert problem == (
        "<https://terms.example/fields>: the dataset has 'areas' for terms of kind S3_PRIORITY_AREA; "
        "write --kind S3_PRIORITY_AREA"
    )


def test_a_label_as_long_as_no_cell_may_be_is_refused(save: Save, small: Dataset) -> None:
    body = f'<urn:s> a skos:ConceptScheme . t:a skos:inScheme <urn:s> ; skos:prefLabel "{"x" * 1_048_577}" .'
    assert problems_of(save(body), small) == [
        "<https://terms.example/fields/a>: has a label of 1048577 characters; 1048576 at most"
    ]


def test_terms_that_were_exported_are_imported_with_their_names(small: Dataset, tmp_path: Path) -> None:
    term = replace(small.by_id["technology:textiles"], exact_match=("https://example.org/t",), notation="T1")
    names = [
        Name(entity=term.id, name="Textilien", kind=NameKind.PREFERRED, language="de"),
        Name(entity=term.id, name="Cloth", kind=NameKind.ALTERNATIVE, language="en"),
        Name(entity=term.id, name="texitles", kind=NameKind.AS_WRITTEN),
    ]
    rows = [term if getattr(row, "id", None) == term.id else row for row in small.all_rows()]
    path = tmp_path / "small.ttl"
    assert TURTLE.file is not None
    TURTLE.file(Dataset.of(small.about, [*rows, *names]), path)
    contents, _ = read(path, Dataset(small.about), scheme="urn:synergraph:scheme:topics")
    assert contents.problems == []
    found = {row.id: row for row in contents.rows if isinstance(row, Concept)}
    assert found.keys() == {"technology:materials", "technology:textiles"}
    again = found[term.id]
    assert (again.name, again.notation, again.broader, again.exact_match) == (
        term.name,
        term.notation,
        term.broader,
        term.exact_match,
    )
    assert {row for row in contents.rows if isinstance(row, Name)} == set(names)
