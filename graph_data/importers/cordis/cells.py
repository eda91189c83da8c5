"""What the cells of an organisation may hold."""

import math
from collections.abc import Iterator, Mapping

from graph_data.importers.cordis.places import NOWHERE, Places
from graph_data.ontology import ActivityType
from graph_data.tables import did_you_mean

__all__ = ["ACTIVITIES", "FLAGS", "faults", "point"]

FLAGS = ("true", "false", "")
ACTIVITIES = {
    "PRC": ActivityType.PRIVATE,
    "HES": ActivityType.HIGHER_EDUCATION,
    "REC": ActivityType.RESEARCH,
    "PUB": ActivityType.PUBLIC,
    "OTH": ActivityType.OTHER,
}


def faults(cells: Mapping[str, str], places: Places) -> Iterator[tuple[str, str]]:
    """Yield (heading, message) of every cell of an organisation that holds what it must not."""
    if not (cells["id"].isascii() and cells["id"].isdigit()):
        yield "id", f"id must be a whole number, got {cells['id'][:40]!r}"
    if not cells["name"]:
        yield "name", "name must not be blank"
    for heading in ("sme", "is_cluster"):
        if (flag := cells.get(heading, "")) not in FLAGS:
            yield heading, f"{heading} must be true, false or blank, got {flag[:40]!r}"
    if (activity := cells["activity_type"]) and activity not in ACTIVITIES:
        yield "activity_type", f"unknown activity_type {activity[:40]!r}; write one of {', '.join(ACTIVITIES)}"
    if (country := cells["country"]) and not (places.country(country) or NOWHERE.fullmatch(country)):
        hint = did_you_mean(country, places.codes) or "; add it to countries.csv"
        yield "country", f"unknown country {country[:40]!r}{hint}"
    # Not a place badly written but a number that the export never computed: the table is damaged.
    if not all(map(math.isfinite, _numbers(cells["geolocation"]))):
        yield "geolocation", f"geolocation must hold finite numbers, got {cells['geolocation'][:40]!r}"


def point(text: str) -> tuple[float, float] | None:
    """Return the latitude and longitude that a geolocation states, in degrees; None when it states none."""
    match _numbers(text):
        case (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180:  # noqa: PLR2004 -- degrees
            return latitude, longitude
    return None


def _numbers(text: str) -> tuple[float, ...]:
    """Return the numbers of a list with commas, none when a part is no number."""
    try:
        return tuple(map(float, text.split(",")))
    except ValueError:
        return ()
