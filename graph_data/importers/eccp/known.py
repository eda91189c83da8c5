"""Which organisations stood on pages before: one organisation is one node, and two are never one by an acronym."""

from collections.abc import Sequence

from graph_data.dataset import Dataset
from graph_data.importers.doubtful import countries
from graph_data.ontology import PREFIXES, Entity, EntityKind, Organisation
from graph_data.rows import SameAs
from graph_data.slugs import fold, slug

__all__ = ["SOURCE", "Known"]

SOURCE = "eccp"


class Known:
    """The organisations of pages imported before.

    A page knows an organisation by nothing but its name in the table and its country. Both the same: the platform's own
    entry for one organisation. Otherwise the two stay apart, even when both are called by the same acronym.

    Args:
        dataset: what is there already.
        same_as: judgements that an organisation of a page is another.
    """

    def __init__(self, dataset: Dataset, same_as: Sequence[SameAs] = ()) -> None:
        self._dataset = dataset
        self._judged = {row.source_id: row.entity for row in same_as if row.source.casefold() == SOURCE}
        own = {row.id: row for row in dataset.entities if isinstance(row, Organisation) and row.source == SOURCE}
        home = countries(dataset.all_rows()) if own else {}
        self._key_of = {entity: (fold(row.name), home.get(entity, "")) for entity, row in own.items()}
        self._ids = {key: entity for entity, key in self._key_of.items()}

    def id_of(self, wanted: str, name: str, country: str) -> str:
        """Return the id of an organisation of a page.

        Args:
            wanted: the id that follows from its name where nothing else is known.
            name: its name in the table.
            country: id of its country.
        """
        key = (fold(name), country)
        found = self._ids.get(key, wanted)
        if self._key_of.get(found, key) != key:  # another organisation has this id
            found = f"{PREFIXES[EntityKind.CLUSTER]}:{slug(name)}"
            if self._key_of.get(found, key) != key:
                found = f"{found}-{slug(country.partition(':')[2])}"
        return self._judged.get(found, found)

    def there(self, entity: str) -> Entity | None:
        """Return what the dataset has under an id."""
        return self._dataset.by_id.get(entity)
