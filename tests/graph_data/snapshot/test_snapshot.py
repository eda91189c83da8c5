import gc
from weakref import ref

import pytest

from graph_data.dataset import About, Dataset
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import ORGANISATION_KINDS, Country, EntityKind, Predicate, Region
from graph_data.relations import RELATIONS
from graph_data.snapshot import Snapshot
from graph_data.snapshot.columns import UNKNOWN
from graph_data.snapshot.snapshot import FACET_KINDS

ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small")


def test_it_is_made_once_for_a_graph(default: KnowledgeGraph) -> None:
    assert Snapshot.of(default) is Snapshot.of(default)


def test_it_goes_with_its_graph() -> None:
    graph = KnowledgeGraph(Dataset.of(ABOUT, []))
    snapshot, gone = ref(Snapshot.of(graph)), ref(graph)
    del graph
    gc.collect()
    assert (snapshot(), gone()) == (None, None)


@pytest.mark.parametrize("kind", [*FACET_KINDS, EntityKind.REGION, EntityKind.COUNTRY])
def test_an_organisation_has_one_relation_to_each_kind_of_thing(kind: EntityKind) -> None:
    joining = [item for item in RELATIONS.values() if item.subjects & ORGANISATION_KINDS and kind in item.objects]
    assert len(joining) == 1
    assert (joining[0].at_most == 1) is (kind not in FACET_KINDS)


def test_columns_say_what_the_graph_says(default: KnowledgeGraph) -> None:
    snapshot = Snapshot.of(default)
    facet = snapshot.facets[EntityKind.SECTOR]
    places = snapshot.places
    for position, organisation in list(enumerate(snapshot.organisations))[::20]:
        held = {facet.terms.entities[number].id for number in facet.held.row(position)}
        assert held == {item.id for item in default.objects(organisation.id, Predicate.ACTIVE_IN_SECTOR)}
        place = snapshot.place[position]
        country = default.country_of(organisation.id)
        found = None if place == UNKNOWN else places.axis.entities[places.country[place]]
        assert found is country
        region = default.region_of(organisation.id)
        assert (place != UNKNOWN and bool(places.is_region[place])) is (region is not None)


def test_a_region_without_a_country_is_a_place_all_the_same() -> None:
    rows = [Region(id="region:x", name="x", nuts_code="X"), Country(id="country:ES", name="Spain", code="ES")]
    places = Snapshot.of(KnowledgeGraph(Dataset.of(ABOUT, rows))).places
    assert places.country.tolist() == [places.axis.number["country:ES"], UNKNOWN]


def test_an_entry_takes_ten_bytes_both_ways(default: KnowledgeGraph) -> None:
    snapshot = Snapshot.of(default)
    for facet in snapshot.facets.values():
        for csr in (facet.held, facet.holders):
            assert csr.nbytes == 5 * len(csr.columns) + 4 * (len(csr) + 1)
    assert snapshot.entries == sum(len(facet.held.columns) for facet in snapshot.facets.values())


def test_the_bundled_dataset_takes_less_than_20_bytes_a_statement(default: KnowledgeGraph) -> None:
    snapshot = Snapshot.of(default)
    assert 10 * snapshot.entries < snapshot.nbytes <= 20 * default.nx.size()


@pytest.mark.shared
def test_the_whole_of_cordis_takes_less_than_16_bytes_a_statement(cordis: KnowledgeGraph) -> None:
    assert Snapshot.of(cordis).nbytes <= 16 * cordis.nx.size()
