"""Countries and regions by the names that a page gives them."""

import re
from collections import defaultdict
from collections.abc import Iterable

from graph_data.dataset import Dataset
from graph_data.importers.eccp.page import suggestion
from graph_data.ontology import Country, Region
from graph_data.tables import did_you_mean

__all__ = ["TABLE_LEVEL", "Places"]

TABLE_LEVEL = 2
"""The tables of profile pages name NUTS 2 regions."""


class Places:
    """The places of a vocabulary, found by name within a country.

    Args:
        vocabulary: dataset with countries, regions and their further names.
    """

    def __init__(self, vocabulary: Dataset) -> None:
        self.countries: dict[str, str] = {}
        self._regions: dict[str, Region] = {}
        self._names: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        further: dict[str, list[str]] = defaultdict(list)
        for row in vocabulary.names:
            further[row.entity].append(row.name)
        for entity in vocabulary.entities:
            names = [entity.name, *further[entity.id]]
            if isinstance(entity, Country):
                self.countries.update(dict.fromkeys(names, entity.id))
            elif isinstance(entity, Region):
                self._regions[entity.id] = entity
                self._names[entity.id] = names
                for key in {_key(name) for name in names}:
                    self._by_name[key].append(entity.id)
        # Longest first: "Guinea-Bissau" before "Guinea".
        self._longest_first = sorted(self.countries, key=lambda name: (-len(name), name))

    def country_at_start(self, text: str) -> str | None:
        """Return the longest name of a country that a text begins with as whole words."""
        return next((name for name in self._longest_first if re.match(rf"{re.escape(name)}(?:\s|$)", text)), None)

    def regions(self, name: str, country: str) -> list[Region]:
        """Return the regions of a country that bear a name, wider ones first."""
        found = [self._regions[region] for region in self._by_name.get(_key(name), ())]
        return sorted(
            (region for region in found if country in self.above(region.id)),
            key=lambda region: (region.level, region.id),
        )

    def above(self, region: str) -> list[str]:
        """Return what contains a region, from the nearest to its country."""
        found: list[str] = []
        place = self._regions[region].parent
        while place is not None and place not in found:
            found.append(place)
            place = self._regions[place].parent if place in self._regions else None
        return found

    def describe(self, regions: Iterable[Region]) -> str:
        """Return regions for a message: code, level, name."""
        return ", ".join(f"{region.nuts_code} (NUTS {region.level}, {region.name})" for region in regions)

    def advice(self, name: str, country: str) -> str:
        """Return what to do about a region that a country does not have: the nearest name, and where to add another."""
        known = (name for region, names in self._names.items() if country in self.above(region) for name in names)
        return suggestion(did_you_mean(name, known), "add the region's other name to names.csv")


def _key(name: str) -> str:
    return re.sub(r" ?/ ?", "/", " ".join(name.split())).casefold()
