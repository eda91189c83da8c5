"""The organisations of CORDIS: clusters, SMEs and institutions, or further statements about an entity already known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph_data.importers.cordis.cells import ACTIVITIES, faults, point
from graph_data.importers.cordis.findings import Findings
from graph_data.importers.cordis.places import Places
from graph_data.importers.cordis.register import Register
from graph_data.ontology import (
    KINDS,
    PREFIXES,
    ActivityType,
    Cluster,
    Entity,
    Institution,
    NameKind,
    Organisation,
    Predicate,
    Sme,
    SmeStatus,
    StatementOrigin,
)
from graph_data.rows import Fact, Link, Name

__all__ = ["Listed", "Organisations"]

TABLE = "organisations"
FACTS = {
    "legalName": "name",
    "shortName": "short_name",
    "city": "city",
    "country": "country",
    "geolocation": "geolocation",
    "website": "url",
}
"""Columns that an entity of another source keeps as facts, by the name of the fact."""

_PREFIX = {kind_type: PREFIXES[kind] for kind, kind_type in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation of the table.

    Attributes:
        entity: id of the entity that it is.
        sme: its SME flag as stated.
        case: how findings name it.
    """

    entity: str
    sme: str
    case: str


class Organisations:
    """The organisations of a register.

    Args:
        folder: the register.
        places: regions and countries.
        joined: entities of other sources that an organisation is, by its CORDIS id.
        located: ids of the entities of which it is already known where they lie.
        findings: where what is odd is added.

    Attributes:
        rows: the rows made.
        listed: the organisations by CORDIS id.
    """

    def __init__(
        self,
        register: Register,
        places: Places,
        joined: Mapping[str, Entity],
        located: Iterable[str],
        findings: Findings,
    ) -> None:
        self.rows: list[object] = []
        self.listed: dict[str, Listed] = {}
        self._register = register
        self._places = places
        self._joined = joined
        self._located = set(located)
        self._findings = findings
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for record in register.records(TABLE):
            self._read(record.line, record.cells)
        for name, ids in self._by_name.items():
            if len(ids) > 1:
                findings.add("shared-names", f"{name}: {', '.join(sorted(ids))}")

    def _read(self, line: int, cells: dict[str, str]) -> None:
        number = cells["id"]
        if number in self.listed:
            self._register.say(TABLE, line, "id", f"organisation {number!r} stands twice; keep one row")
            return
        entity = self._joined.get(number)
        entity_id = entity.id if entity else f"{_PREFIX[_kind_of(cells)]}:cordis-{number}"
        case = f"{self._register.place(TABLE, line)}: organisation {number} {cells['name']!r}"
        self.listed[number] = Listed(entity_id, cells["sme"], case)
        if not self._sound(line, cells):
            return
        self._by_name[cells["name"]].append(number)
        if entity:
            self._join(entity, cells)
        else:
            self._add(entity_id, cells)
        if entity or not cells["sme"] or cells.get("is_cluster") == "true":
            self._fact(entity_id, "smeFlag", number, cells["sme"])
        code = cells["activity_type"]
        if entity or not code or _kind_of(cells) is not Institution:
            activity = ACTIVITIES[code].value if code else ""
            self._fact(entity_id, "activityType", number, activity, stated_as=code or None)
        self._report(case, cells)
        self._locate(entity_id, case, cells)

    def _sound(self, line: int, cells: dict[str, str]) -> bool:
        """Say what is wrong with a record's cells."""
        found = list(faults(cells, self._places))
        for heading, message in found:
            self._register.say(TABLE, line, heading, message)
        return not found

    def _add(self, entity_id: str, cells: dict[str, str]) -> None:
        """Make an organisation that no other source has."""
        where = point(cells["geolocation"])
        if cells["geolocation"] and not where:
            self._fact(entity_id, "geolocation", cells["id"], cells["geolocation"])
        kind = _kind_of(cells)
        more: dict[str, Any] = {}
        if kind is Institution:
            more["activity_type"] = ACTIVITIES.get(cells["activity_type"], ActivityType.OTHER)
            more["sme_status"] = SmeStatus.NOT_SME if cells["sme"] else SmeStatus.UNKNOWN
        self.rows.append(
            kind(
                id=entity_id,
                name=cells["name"],
                website=cells["url"] or None,
                city=cells["city"] or None,
                latitude=where[0] if where else None,
                longitude=where[1] if where else None,
                source="cordis",
                locator=_locator(cells["id"]),
                **more,
            )
        )
        if cells["short_name"] not in {"", cells["name"]}:
            self.rows.append(Name(entity=entity_id, name=cells["short_name"], kind=NameKind.ABBREVIATION))

    def _join(self, entity: Entity, cells: dict[str, str]) -> None:
        """Keep what CORDIS states of an entity that another source describes."""
        self._findings.add("same-as-joined", f"{self.listed[cells['id']].case} is {entity.id}")
        names = {NameKind.AS_WRITTEN: cells["name"], NameKind.ABBREVIATION: cells["short_name"]}
        for kind, name in names.items():
            if name not in {"", entity.name}:
                self.rows.append(Name(entity=entity.id, name=name, kind=kind))
        for name, heading in FACTS.items():
            self._fact(entity.id, name, cells["id"], cells[heading])

    def _report(self, case: str, cells: dict[str, str]) -> None:
        if not cells["sme"]:
            self._findings.add("blank-sme-flags", case)
        if not cells["activity_type"]:
            self._findings.add("blank-activity-types", case)
        if not self._places.country(cells["country"]):
            self._findings.add("no-country", f"{case}: {cells['country'] or 'blank'}")
        if cells["geolocation"] and not point(cells["geolocation"]):
            self._findings.add("bad-geolocation", f"{case}: {cells['geolocation']!r}")

    def _locate(self, entity_id: str, case: str, cells: dict[str, str]) -> None:
        # Asked even of an entity that lies somewhere already, so that the report tells of every row.
        place = self._places.locate(cells["nuts_code"], cells["country"], case)
        if not place.says_all or entity_id in self._located:
            self._fact(entity_id, "nutsCode", cells["id"], cells["nuts_code"])
        if not self._places.country(cells["country"]):
            self._fact(entity_id, "country", cells["id"], cells["country"])
        if place.entity and entity_id not in self._located:
            self._located.add(entity_id)
            self.rows.append(
                Link(
                    subject=entity_id,
                    predicate=Predicate.LOCATED_IN,
                    object=place.entity,
                    origin=StatementOrigin.IMPORTED,
                    source="cordis",
                    locator=_locator(cells["id"]),
                    quote=place.quote,
                )
            )

    def _fact(self, entity: str, name: str, number: str, value: str, stated_as: str | None = None) -> None:
        self.rows.append(
            Fact(
                entity=entity,
                property=name,
                source="cordis",
                locator=_locator(number),
                value=value or None,
                stated_as=stated_as,
            )
        )


def _kind_of(cells: dict[str, str]) -> type[Organisation]:
    if cells.get("is_cluster") == "true":
        return Cluster
    return Sme if cells["sme"] == "true" else Institution


def _locator(number: str) -> str:
    return f"organisations.csv:id={number}"
