"""Where an organisation lies: regions and countries by the codes that CORDIS states."""

import re
from collections import Counter
from dataclasses import dataclass

from graph_data.dataset import Dataset
from graph_data.importers.cordis.findings import Findings
from graph_data.importers.cordis.register import Register
from graph_data.ontology import Country, Region

__all__ = ["NOWHERE", "Place", "Places"]

EDITION = "2021"
ISO = {"EL": "GR", "UK": "GB"}
"""Country codes of Eurostat that are not those of ISO 3166; region codes keep Eurostat's letters."""

NOWHERE = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ|[A-Z]{2}(;[A-Z]{2})+")
"""Country codes that ISO 3166 leaves to their users, which nobody can name, and several countries in one cell."""

_REGION = re.compile("[A-Z]{2}[0-9A-Z]{1,3}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation lies.

    Attributes:
        entity: id of the region or country, None when nothing says it.
        quote: the code stated, when it is not the entity's own.
        says_all: whether the entity says all that the code stated; if not, the code must be kept as a fact.
    """

    entity: str | None
    quote: str | None = None
    says_all: bool = False


class Places:
    """Regions and countries by code; regions that the vocabulary lacks are made from the register's table of names.

    Attributes:
        rows: the regions made.
    """

    def __init__(self, register: Register, vocabulary: Dataset, findings: Findings) -> None:
        self.rows: list[Region] = []
        self._findings = findings
        self._names = register.titles("nuts", "name")
        self._locator = register.locator("nuts") if register.whole("nuts") else ""
        self._countries = {place.code: place.id for place in vocabulary.entities if isinstance(place, Country)}
        regions = [place for place in vocabulary.entities if isinstance(place, Region)]
        # Where a code stands in several editions, the one of the edition that CORDIS mostly uses wins.
        regions.sort(key=lambda region: region.nuts_version == EDITION)
        self._regions = {region.nuts_code: region.id for region in regions}
        self._edition = {region.nuts_code for region in regions if region.nuts_version == EDITION}
        self._unnamed: Counter[tuple[str, str | None]] = Counter()

    @property
    def codes(self) -> frozenset[str]:
        """The country codes known, ISO's."""
        return frozenset(self._countries)

    def country(self, code: str) -> str | None:
        """Return the id of a country by its code, Eurostat's or ISO's."""
        return self._countries.get(ISO.get(code, code))

    def locate(self, code: str, country: str, case: str) -> Place:
        """Return where an organisation with these codes lies; `case` names it in findings."""
        if not code:
            self._findings.add("no-region", case)
            return Place(self.country(country))
        if len(code) > len("ES") and code not in self._edition:
            self._findings.add("regions-outside-nuts-2021", f"{case}: {code}")
        country = country or code[:2]
        if ISO.get(code[:2], code[:2]) != ISO.get(country, country):
            self._findings.add("nuts-country-mismatch", f"{case}: {code} is not in {country}")
            return Place(self.country(country))
        if code == code[:2]:
            self._findings.add("country-only-regions", f"{case}: {code}")
            return Place(self.country(country))
        if region := self._region(code):
            return Place(region, says_all=True)
        nearest = self._nearest(code)
        self._unnamed[code, nearest] += 1
        return Place(nearest, quote=code)

    def report_unnamed(self) -> None:
        """Add the codes without a name to the findings."""
        for (code, nearest), count in self._unnamed.items():
            self._findings.add("nuts-without-name", f"{code}: {count} located in {nearest or 'nothing'}")

    def _region(self, code: str) -> str | None:
        """Return the id of a region that the vocabulary or the register names."""
        if code not in self._regions and code in self._names and _REGION.fullmatch(code):
            region = Region(
                id=f"region:{code}",
                name=self._names[code],
                nuts_code=code,
                level=len(code) - 2,
                parent=self._nearest(code[:-1]),
                source="cordis",
                locator=f"{self._locator}:code={code}",
            )
            self.rows.append(region)
            self._regions[code] = region.id
        return self._regions.get(code)

    def _nearest(self, code: str) -> str | None:
        """Return the id of the narrowest known region or country that a code's place lies in."""
        for length in range(len(code), 2, -1):
            if region := self._region(code[:length]):
                return region
        return self.country(code[:2])
