"""The terms of a classification by their codes; terms that the vocabulary lacks are made from the register's table."""

from dataclasses import dataclass

from graph_data.dataset import Dataset
from graph_data.importers.cordis.register import Register
from graph_data.ontology import PREFIXES, Concept, EntityKind, ProgrammeArea, TechnologyField
from graph_data.slugs import slug

__all__ = ["EUROSCIVOC", "PROGRAMME", "Classification", "Terms"]


@dataclass(frozen=True, slots=True)
class Classification:
    """A classification as CORDIS writes it.

    Attributes:
        table: table of its codes and titles.
        scheme: id of the scheme in the dataset.
        type: what its terms are.
        prefix: what stands before the colon of their ids.
        separator: what joins the parts of a code; a code without its last part is the wider term's.
        id_from_title: whether ids are made from titles, not from codes.
    """

    table: str
    scheme: str
    type: type[Concept]
    prefix: str
    separator: str
    id_from_title: bool


EUROSCIVOC = Classification(
    table="euroscivoc",
    scheme="euroscivoc",
    type=TechnologyField,
    prefix=PREFIXES[EntityKind.TECHNOLOGY_FIELD],
    separator="/",
    id_from_title=True,
)
PROGRAMME = Classification(
    table="legal_basis",
    scheme="horizon-europe",
    type=ProgrammeArea,
    prefix=PREFIXES[EntityKind.PROGRAMME_AREA],
    separator=".",
    id_from_title=False,
)


class Terms:
    """Ids of terms by code.

    Attributes:
        rows: the terms made.
    """

    def __init__(self, classification: Classification, register: Register, vocabulary: Dataset) -> None:
        self.rows: list[Concept] = []
        self._classification = classification
        self._titles = register.titles(classification.table, "title")
        self._taken = set(vocabulary.by_id)
        self._ids = {
            term.notation: term.id
            for term in vocabulary.entities
            if isinstance(term, classification.type) and term.scheme == classification.scheme and term.notation
        }

    def id_of(self, code: str) -> str | None:
        """Return the id of the term with a code, None when neither the vocabulary nor the register names it."""
        if code not in self._ids and code in self._titles:
            self._add(code)
        return self._ids.get(code)

    def _add(self, code: str) -> None:
        term = self._classification.type(
            id=self._free_id(code),
            name=self._titles[code],
            scheme=self._classification.scheme,
            notation=code,
            broader=self._nearest(code),
            source="cordis",
            locator=f"{self._classification.table}.csv:code={code}",
        )
        self._ids[code] = term.id
        self.rows.append(term)

    def _nearest(self, code: str) -> str | None:
        """Return the id of the next wider term that has a name."""
        while code := code.rpartition(self._classification.separator)[0]:
            if wider := self.id_of(code):
                return wider
        return None

    def _free_id(self, code: str) -> str:
        title = slug(self._titles[code]) if self._classification.id_from_title else ""
        wanted = f"{self._classification.prefix}:{title or slug(code)}"
        if wanted in self._taken:  # two terms may have one title; the code tells them apart
            wanted = f"{wanted}-{slug(code)}"
        self._taken.add(wanted)
        return wanted
