from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.dataset import About, Dataset
from graph_data.discovery.location_quotients import LocationQuotient, location_quotients
from graph_data.errors import UnknownEntity, WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Cluster, Country, Predicate, Region, Sector, StatementOrigin
from graph_data.rows import Link

ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small")
PLACES = [
    Country(id="country:AT", name="Austria", code="AT"),
    Region(id="region:AT1", name="East", nuts_code="AT1", level=1, parent="country:AT"),
    *[
        Region(id=f"region:{code}", name=code, nuts_code=code, level=len(code) - 2, parent=f"region:{code[:-1]}")
        for code in ("AT11", "AT111", "AT12", "AT13")
    ],
]
SECTORS = [
    Sector(id="sector:glass", name="Glass", scheme="sectors"),
    Sector(id="sector:lenses", name="Lenses", scheme="sectors", broader="sector:glass"),
    Sector(id="sector:shoes", name="Shoes", scheme="sectors"),
]


def graph_of(*organisations: str) -> KnowledgeGraph:
    """Make a graph of organisations, each told as its place and the sectors it is in, ? for an INFERRED one."""
    rows: list[object] = [*PLACES, *SECTORS]
    for number, told in enumerate(organisations):
        name, (place, *sectors) = f"cluster:{number}", told.split()
        rows.append(Cluster(id=name, name=name))
        if place != "nowhere":
            rows.append(_link(name, Predicate.LOCATED_IN, f"{'region' if len(place) > 2 else 'country'}:{place}"))
        for sector in sectors:
            inferred = sector.endswith("?")
            origin = StatementOrigin.INFERRED if inferred else StatementOrigin.STATED
            rows.append(_link(name, Predicate.ACTIVE_IN_SECTOR, f"sector:{sector.rstrip('?')}", origin))
    return KnowledgeGraph(Dataset.of(ABOUT, rows))


def _link(subject: str, predicate: Predicate, target: str, origin: StatementOrigin = StatementOrigin.STATED) -> Link:
    return Link(subject=subject, predicate=predicate, object=target, origin=origin, source="page", locator="row")


def values(graph: KnowledgeGraph, sector: str = "sector:glass", level: int = 2) -> dict[str, float | None]:
    return {found.region: found.value for found in location_quotients(graph, sector, level=level)}


def test_a_sector_is_more_at_home_where_its_share_is_higher_than_in_all_regions() -> None:
    graph = graph_of("AT11 glass", "AT11 glass shoes", "AT12 glass", "AT12 shoes", "AT12 shoes", "AT13 shoes")
    assert location_quotients(graph, "sector:glass") == (
        LocationQuotient("region:AT11", 2.0, 2, 2, 3, 6),
        LocationQuotient("region:AT12", 0.666666666667, 1, 3, 3, 6),
        LocationQuotient("region:AT13", 0.0, 0, 1, 3, 6),
    )


def test_equal_regions_come_in_the_order_of_their_ids() -> None:
    graph = graph_of("AT13 glass", "AT11 glass", "AT12 shoes")
    assert list(values(graph)) == ["region:AT11", "region:AT13", "region:AT12"]


def test_an_organisation_counts_in_the_region_that_contains_its_own() -> None:
    graph = graph_of("AT111 glass", "AT12 shoes")
    assert values(graph) == {"region:AT11": 2.0, "region:AT12": 0.0}
    assert values(graph, level=3) == {"region:AT111": None}


def test_what_is_not_known_is_left_out_and_not_zero() -> None:
    known = graph_of("AT11 glass", "AT12 shoes")
    more = graph_of("AT11 glass", "AT12 shoes", "AT1 glass", "AT shoes", "nowhere glass", "AT12", "AT13")
    assert location_quotients(more, "sector:glass") == location_quotients(known, "sector:glass")


def test_with_fewer_than_two_regions_nothing_is_compared() -> None:
    graph = graph_of("AT11 glass", "AT11 shoes", "AT12")
    assert location_quotients(graph, "sector:glass") == (LocationQuotient("region:AT11", None, 1, 2, 1, 2),)
    assert location_quotients(graph_of("AT1 glass"), "sector:glass") == ()


def test_a_sector_in_which_nobody_is_known_to_be_is_at_home_nowhere_that_is_known() -> None:
    graph = graph_of("AT11 shoes", "AT12 shoes")
    assert values(graph) == {"region:AT11": None, "region:AT12": None}


def test_narrower_sectors_count() -> None:
    graph = graph_of("AT11 lenses", "AT12 shoes")
    assert values(graph)["region:AT11"] == values(graph, "sector:lenses")["region:AT11"] == 2.0


def test_inferred_sectors_can_be_left_out() -> None:
    graph = graph_of("AT11 glass", "AT12 glass? shoes", "AT13 shoes?")
    stated = location_quotients(graph, "sector:glass", origins={StatementOrigin.STATED})
    assert values(graph) == {"region:AT11": 1.5, "region:AT12": 1.5, "region:AT13": 0.0}
    assert [(found.region, found.value) for found in stated] == [("region:AT11", 2.0), ("region:AT12", 0.0)]


@pytest.mark.parametrize("level", [0, 4])
def test_a_level_that_nuts_does_not_have_is_refused(level: int) -> None:
    with pytest.raises(ValueError, match=f"level must be 1, 2 or 3, got {level}"):
        location_quotients(graph_of(), "sector:glass", level=level)


def test_only_sectors_have_location_quotients() -> None:
    with pytest.raises(WrongKind, match="region:AT11"):
        location_quotients(graph_of(), "region:AT11")
    with pytest.raises(UnknownEntity, match="did you mean 'sector:glass'"):
        location_quotients(graph_of(), "sector:glas")


told = st.builds(
    " ".join,
    st.tuples(
        st.sampled_from(["AT11", "AT111", "AT12", "AT13", "AT1", "nowhere"]),
        st.sampled_from(["", "glass", "shoes", "lenses", "glass shoes", "lenses shoes"]),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(told, max_size=12))
def test_weighted_by_organisations_location_quotients_have_the_mean_1(organisations: Sequence[str]) -> None:
    found = location_quotients(graph_of(*organisations), "sector:glass")
    known = [item for item in found if item.value is not None]
    assert known in ([], list(found))
    if known:
        mean = sum(item.value * item.region_organisations for item in known if item.value) / known[0].all_organisations
        assert mean == pytest.approx(1, abs=1e-9)


def test_location_quotients_are_those_of_econcomplex() -> None:
    econcomplex = pytest.importorskip("econcomplex", reason="needs econcomplex, of the group check")
    counts = {"AT11": (5, 0, 2), "AT12": (1, 3, 0), "AT13": (0, 4, 7)}
    sectors = ("glass", "lenses", "shoes")
    told = [
        f"{region} {sector}"
        for region, numbers in counts.items()
        for sector, number in zip(sectors, numbers, strict=True)
        for _ in range(number)
    ]
    expected = econcomplex.location_quotient(np.array(list(counts.values())))
    for column in (1, 2):  # lenses are glass, so glass is not one of three separate sectors
        found = values(graph_of(*told), f"sector:{sectors[column]}")
        assert found == pytest.approx(
            {f"region:{region}": expected[row, column] for row, region in enumerate(counts)}, abs=1e-11
        )
