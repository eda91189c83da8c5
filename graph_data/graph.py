"""The knowledge graph: a networkx MultiDiGraph made from a dataset, and the plain questions asked of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from html import escape
from typing import TypeVar

import networkx as nx

from graph_data.dataset import Dataset
from graph_data.deriving import CROSSWALK, HOLDING, KEYWORDS, PARTNERSHIP_TERMS, STAGE_MAP, TAKEN, statements_of
from graph_data.errors import UnknownEntity, WrongKind
from graph_data.ontology import (
    ORGANISATION_KINDS,
    Concept,
    Country,
    Entity,
    EntityKind,
    Organisation,
    Predicate,
    Region,
    StatementOrigin,
    kind_of,
)
from graph_data.rows import Fact, Name, Scheme, Source, Statement
from graph_data.tables import did_you_mean

__all__ = ["Direction", "KnowledgeGraph"]

_Row = TypeVar("_Row", Name, Fact)


class Direction(Enum):
    """From which end of a statement one looks."""

    OUT = "OUT"
    IN = "IN"
    ANY = "ANY"


class KnowledgeGraph:
    """Entities and statements, immutable once made.

    Args:
        dataset: the rows; derived and inferred statements are added by rule (see graph_data.deriving).

    Attributes:
        dataset: the rows.
        nx: the networkx graph: nodes are ids with their `entity`, edges are keyed by statement id and carry their
            `statement`.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.nx: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self._by_kind: dict[EntityKind, list[Entity]] = defaultdict(list)
        for entity in dataset.entities:
            self.nx.add_node(entity.id, entity=entity)
        for entity in sorted(dataset.entities, key=lambda entity: entity.id):
            self._by_kind[kind_of(entity)].append(entity)
        for statement in statements_of(dataset):
            self.nx.add_edge(statement.subject, statement.object, key=statement.id, statement=statement)
        self._names = _grouped(dataset.names)
        self._facts = _grouped(dataset.facts)
        self._sources = {source.id: source for source in dataset.sources}
        self._schemes = {scheme.id: scheme for scheme in dataset.schemes}
        self._aliases = {alias: row.entity for row in dataset.same_as for alias in row.aliases}
        self._statement_ends = {key: (subject, target) for subject, target, key in self.nx.edges(keys=True)}

    @property
    def version(self) -> str:
        """Version of the dataset that the graph was made from."""
        return self.dataset.version

    @property
    def title(self) -> str:
        """Title of the dataset."""
        return self.dataset.about.title

    @property
    def citation(self) -> str:
        """How to cite this version of the dataset."""
        return f"{self.dataset.about.citation} Version {self.version}."

    def called(self, ids: Iterable[str | None]) -> dict[str, str]:
        """Return the names of entities by their ids; None, and what names nothing, is left out."""
        found = {name: self.find(name) for name in ids if name is not None}
        return {name: entity.name for name, entity in found.items() if entity is not None}

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {kind.value}" for kind, count in self.counts().items() if count)
        return f"<KnowledgeGraph {self.dataset.about.name} {self.version}: {counts}; {self.nx.size()} statements>"

    def counts(self) -> dict[EntityKind, int]:
        """Return the number of entities of each kind."""
        return {kind: len(self._by_kind[kind]) for kind in EntityKind}

    def find(self, entity_id: str) -> Entity | None:
        """Return the entity with an id, or with an id that was merged into another; None if there is none."""
        known = entity_id if entity_id in self.nx else self._aliases.get(entity_id, entity_id)
        if known not in self.nx:
            return None
        entity: Entity = self.nx.nodes[known]["entity"]
        return entity

    def entity(self, entity_id: str) -> Entity:
        """Return the entity with an id.

        Raises:
            UnknownEntity: there is none; the message suggests the nearest id.
        """
        if (entity := self.find(entity_id)) is None:
            raise UnknownEntity(f"unknown id {entity_id!r}{did_you_mean(entity_id, self.nx)}")
        return entity

    def organisation(self, entity_id: str) -> Organisation:
        """Return the organisation with an id.

        Raises:
            UnknownEntity: there is none, or the id is another kind's.
        """
        entity = self.entity(entity_id)
        if not isinstance(entity, Organisation):
            raise WrongKind(f"{entity_id!r} is a {kind_of(entity).value}, not an organisation")
        return entity

    def entities(self, *kinds: EntityKind) -> list[Entity]:
        """Return the entities of the given kinds, of all when none is given, sorted by id."""
        chosen = [self._by_kind[kind] for kind in (kinds or EntityKind)]
        if len(chosen) == 1:
            return list(chosen[0])
        return sorted((entity for found in chosen for entity in found), key=lambda entity: entity.id)

    def organisations(self) -> list[Organisation]:
        """Return every organisation, sorted by id."""
        return [entity for entity in self.entities(*ORGANISATION_KINDS) if isinstance(entity, Organisation)]

    def statement(self, statement_id: str) -> Statement | None:
        """Return the statement with an id, None if there is none."""
        if (ends := self._statement_ends.get(statement_id)) is None:
            return None
        statement: Statement = self.nx.edges[ends[0], ends[1], statement_id]["statement"]
        return statement

    def statements(
        self,
        entity_id: str,
        direction: Direction = Direction.ANY,
        predicates: Collection[Predicate] | None = None,
        origins: Collection[StatementOrigin] | None = None,
    ) -> list[Statement]:
        """Return the statements about an entity, sorted.

        Args:
            entity_id: id of an entity.
            direction: OUT for those whose subject it is, IN for those whose object it is.
            predicates: only these, when given.
            origins: only these, when given.

        Raises:
            UnknownEntity: the id names nothing.
        """
        found = [
            statement
            for statement in self._around(self.entity(entity_id).id, direction)
            if (predicates is None or statement.predicate in predicates)
            and (origins is None or statement.origin in origins)
        ]
        return sorted(found, key=lambda statement: statement.order)

    def _around(self, entity_id: str, direction: Direction) -> Iterator[Statement]:
        if direction is not Direction.IN:
            for edges in self.nx.succ[entity_id].values():
                yield from (data["statement"] for data in edges.values())
        if direction is not Direction.OUT:
            for edges in self.nx.pred[entity_id].values():
                yield from (data["statement"] for data in edges.values())

    def objects(
        self, entity_id: str, predicate: Predicate, origins: Collection[StatementOrigin] | None = None
    ) -> list[Entity]:
        """Return what an entity's statements with a predicate point to, each once, sorted by id."""
        found = {item.object for item in self.statements(entity_id, Direction.OUT, {predicate}, origins)}
        return [self.entity(target) for target in sorted(found)]

    def subjects(
        self, entity_id: str, predicate: Predicate, origins: Collection[StatementOrigin] | None = None
    ) -> list[Entity]:
        """Return the entities whose statements with a predicate point to this one, each once, sorted by id."""
        found = {item.subject for item in self.statements(entity_id, Direction.IN, {predicate}, origins)}
        return [self.entity(subject) for subject in sorted(found)]

    def premises(self, statement: Statement) -> list[Statement]:
        """Return the statements that a derived or inferred one rests on; none for one taken from a source."""
        if statement.rule in {PARTNERSHIP_TERMS, KEYWORDS}:
            return list(self._through_partnerships(statement))
        if statement.rule in {CROSSWALK, STAGE_MAP}:
            derived = statement.rule == CROSSWALK
            read = {row.subject for row in self.dataset.crosswalks if row.object == statement.object}
            held = self.statements(statement.subject, Direction.OUT, HOLDING.values())
            counting = (item for item in held if (item.rule == PARTNERSHIP_TERMS if derived else item.origin in TAKEN))
            return [item for item in counting if item.object in read]
        return []

    def _through_partnerships(self, statement: Statement) -> Iterator[Statement]:
        by_keywords = statement.rule == KEYWORDS
        misleading = set() if by_keywords else {(row.subject, row.object) for row in self.dataset.misleading}
        for joined in self.statements(statement.subject, Direction.OUT, {Predicate.PARTNER_IN}):
            said = self.statements(joined.object, Direction.OUT, {statement.predicate})
            carrying = [
                item for item in said if item.object == statement.object and (item.rule == KEYWORDS) is by_keywords
            ]
            if carrying and (joined.object, statement.object) not in misleading:
                yield joined
                yield from carrying

    def names(self, entity_id: str) -> list[Name]:
        """Return the further names of an entity, sorted."""
        return list(self._names.get(self.entity(entity_id).id, ()))

    def facts(self, entity_id: str) -> list[Fact]:
        """Return the literals that sources state of an entity, sorted by property, value and place."""
        return list(self._facts.get(self.entity(entity_id).id, ()))

    def source(self, source_id: str) -> Source:
        """Return the source with an id."""
        return self._sources[source_id]

    def scheme(self, concept: Concept) -> Scheme:
        """Return the classification of a term."""
        return self._schemes[concept.scheme]

    def region_of(self, entity_id: str) -> Region | None:
        """Return the region in which an organisation lies, None when only the country or nothing is known."""
        found = self.objects(entity_id, Predicate.LOCATED_IN)
        return found[0] if found and isinstance(found[0], Region) else None

    def country_of(self, entity_id: str) -> Country | None:
        """Return the country in which an organisation or region lies, None when not known."""
        found = self.objects(entity_id, Predicate.LOCATED_IN)
        while found and not isinstance(found[0], Country):
            found = self.objects(found[0].id, Predicate.LOCATED_IN)
        return found[0] if found and isinstance(found[0], Country) else None

    def within(self, entity_id: str, predicate: Predicate) -> set[str]:
        """Return the ids of an entity and of all below it along BROADER or LOCATED_IN, organisations left out."""
        start = self.entity(entity_id).id
        found, fresh = {start}, [start]
        while fresh:
            below = self.subjects(fresh.pop(), predicate)
            added = [item.id for item in below if not isinstance(item, Organisation) and item.id not in found]
            found.update(added)
            fresh.extend(added)
        return found

    def collaborators(self, entity_id: str) -> list[tuple[Organisation, list[Entity]]]:
        """Return the organisations met in partnerships with those partnerships, most shared first, ties by id."""
        entity_id = self.entity(entity_id).id
        met: dict[str, list[Entity]] = defaultdict(list)
        for partnership in self.objects(entity_id, Predicate.PARTNER_IN):
            for other in self.subjects(partnership.id, Predicate.PARTNER_IN):
                if other.id != entity_id:
                    met[other.id].append(partnership)
        ranked = sorted(met, key=lambda other: (-len(met[other]), other))
        return [(self.organisation(other), met[other]) for other in ranked]

    def degrees(self) -> Mapping[str, int]:
        """Return the number of statements about each entity."""
        return dict(self.nx.degree())

    def _repr_html_(self) -> str:
        origins = Counter(data["statement"].origin.value.lower() for _, _, data in self.nx.edges(data=True))
        said = ", ".join(f"{count} {origin}" for origin, count in sorted(origins.items()))
        return f"{self._counted()}<p>Statements: {said}</p><p>{self._cited()}</p>"

    def _cited(self) -> str:
        return escape(self.citation)

    def _counted(self) -> str:
        """Return title, version and number of entities of each kind, for a notebook."""
        rows = "".join(
            f"<tr><td>{kind.value.lower().replace('_', ' ')}</td><td style='text-align:right'>{count}</td></tr>"
            for kind, count in self.counts().items()
            if count
        )
        return f"<b>{escape(self.title)}</b> {escape(self.version)}<table>{rows}</table>"


def _grouped(rows: tuple[_Row, ...]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.entity].append(row)
    return found
