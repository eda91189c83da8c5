from graph_data.dataset import About, Dataset
from graph_data.importers.doubtful import possible_duplicates
from graph_data.ontology import (
    Cluster,
    Country,
    Institution,
    NameKind,
    Organisation,
    Predicate,
    Region,
    StatementOrigin,
)
from graph_data.rows import Link, Name

KNOWN = Cluster(id="cluster:exspo", name="Example Cluster of Sports and Leisure", source="page")
NEARLY = "nearly the same name and country"
LEAVE = "other source; add a row to same_as.csv or leave it"


def located(entity: Organisation, place: str) -> Link:
    return Link(
        subject=entity.id,
        predicate=Predicate.LOCATED_IN,
        object=place,
        origin=StatementOrigin.IMPORTED,
        source="register",
        locator="row",
    )


def fresh(name: str, source: str = "register") -> Institution:
    return Institution(id="institution:register-1", name=name, source=source)


def dataset() -> Dataset:
    about = About(name="small", title="Small", licence="https://licence.example", citation="Small")
    rows = [
        KNOWN,
        Cluster(id="cluster:nameless", name="!", source="page"),
        Name(entity=KNOWN.id, name="EXSPO", kind=NameKind.ABBREVIATION),
        Name(entity="region:ES511", name="Here", kind=NameKind.ALTERNATIVE),
        *(Country(id=f"country:{code}", name=code, code=code) for code in ("ES", "FR")),
        Region(id="region:ES511", name="There", nuts_code="ES511", level=3, parent="country:ES"),
        located(KNOWN, "region:ES511"),
    ]
    return Dataset.of(about, rows)


def test_an_abbreviation_that_another_source_uses_is_listed() -> None:
    office = fresh("Invented Statistics Office")
    finding = possible_duplicates([office, Name(entity=office.id, name="ExSpo", kind=NameKind.ABBREVIATION)], dataset())
    assert finding.code == "possible-duplicates"
    assert finding.text == "Organisations that might be ones known already: 1; nothing was merged."
    assert finding.cases == (f"institution:register-1 (ExSpo) might be cluster:exspo (EXSPO): same name, {LEAVE}",)


def test_names_are_compared_without_case_diacritics_and_punctuation() -> None:
    assert possible_duplicates([fresh("EXAMPLE, CLÚSTER of Sports & Leisure")], dataset()).count == 1


def test_nearly_the_same_name_counts_only_in_the_same_country() -> None:
    near = fresh("Example Clusters of Sports and Leisure")
    here, abroad, nowhere = (
        possible_duplicates([near, *links], dataset())
        for links in ([located(near, "country:ES")], [located(near, "country:FR")], [])
    )
    assert here.cases == (
        f"institution:register-1 ({near.name}) might be cluster:exspo ({KNOWN.name}): {NEARLY}, {LEAVE}",
    )
    assert abroad.count == nowhere.count == 0


def test_an_organisation_whose_place_leads_to_no_country_is_not_compared_loosely() -> None:
    near = fresh("Example Clusters of Sports and Leisure")
    assert possible_duplicates([near, located(near, "region:XX1")], dataset()).count == 0


def test_a_pair_with_several_like_names_is_listed_once() -> None:
    alike = fresh(KNOWN.name)
    rows = [alike, Name(entity=alike.id, name="EXSPO", kind=NameKind.ABBREVIATION), located(alike, "country:ES")]
    assert possible_duplicates(rows, dataset()).count == 1


def test_organisations_of_one_source_are_told_apart_by_their_ids() -> None:
    assert possible_duplicates([fresh(KNOWN.name, source="page")], dataset()).count == 0


def test_what_is_in_the_dataset_already_is_no_duplicate_of_itself() -> None:
    assert possible_duplicates([KNOWN], dataset()).count == 0
