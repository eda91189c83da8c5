"""The plain questions of a graph, asked of a server; what it told once is not asked again while its version stays."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from graph_data.deriving import KEYWORDS, PARTNERSHIP_TERMS
from graph_data.errors import OnlyLocal, UnknownEntity
from graph_data.frames import Rows
from graph_data.graph import Direction
from graph_data.notebook import Notebook
from graph_data.ontology import (
    Concept,
    Country,
    Entity,
    EntityKind,
    NameKind,
    Organisation,
    Predicate,
    Region,
    StatementOrigin,
)
from graph_data.remote.asking import Connection
from graph_data.remote.documents import document
from graph_data.remote.reading import chosen, entity_of, facts_of, ids_of, scheme_of, source_of, statement_of
from graph_data.rows import Fact, Name, Scheme, Source, Statement
from graph_data.showing import entity_frame, reading, statement_frame

__all__ = ["AT_ONCE", "RemoteGraph"]

AT_ONCE = 100
"""Rows of one page, and ids of one question."""

_NO_ENTITY = ("statement:", "synergy:")
"""What the ids of nodes that are no entities begin with."""


class RemoteGraph(Notebook):
    """Entities and statements that a server holds.

    Entities come without `source` and `locator`: the API tells sources of statements and facts.

    Args:
        connection: to the server.

    Raises:
        Unreachable: no server of this kind answers.
    """

    def __init__(self, connection: Connection) -> None:  # the base class makes its graph from rows, which stay there
        self._connection = connection
        self._told: str | None = None
        self._forget()
        _ = self.version

    def _forget(self) -> None:
        self._known: dict[str, Entity | None] = {}
        self._said: dict[str, Statement] = {}
        self._places: dict[str, tuple[str | None, str | None]] = {}
        self.__dict__.pop("_about", None)

    def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the `data` of the answer to any GraphQL query.

        Raises:
            Unreachable, ServerError: as Connection.ask; so does every method.
        """
        found = self._connection.ask(query, variables)
        if self._connection.version != self._told:
            self._forget()
            self._told = self._connection.version
        return found

    def answer(self, name: str, **variables: Any) -> Any:  # noqa: ANN401 -- JSON
        """Return the data of the answer to one of the client's own documents."""
        return self.ask(document(name), variables)

    def pages(self, name: str, *path: str, **variables: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 -- as above
        """Yield the pages of a connection that lies under a path of fields."""
        after: str | None = None
        while True:
            found = self.answer(name, **variables, after=after)
            for field in path:
                found = found[field]
            yield found
            if not found["pageInfo"]["hasNextPage"]:
                return
            after = found["pageInfo"]["endCursor"]

    @cached_property
    def _about(self) -> dict[str, Any]:
        found: dict[str, Any] = self.answer("about")["dataset"]
        return found

    @property
    def address(self) -> str:
        """Address of the GraphQL endpoint."""
        return self._connection.address

    @property
    def version(self) -> str:
        """Version of the dataset that the server answers from."""
        version: str = self._about["version"]
        return version

    @property
    def title(self) -> str:
        """Title of the dataset."""
        title: str = self._about["title"]
        return title

    @property
    def citation(self) -> str:
        """How to cite this version of the dataset."""
        citation: str = self._about["citation"]
        return citation

    @property
    def nx(self) -> Any:  # type: ignore[override] # noqa: ANN401 -- a graph in this process has it as an attribute
        """Not to be had: the graph stays with the server.

        Raises:
            OnlyLocal: always; says what to write instead.
        """
        raise self.only_local("the networkx graph")

    @property
    def dataset(self) -> Any:  # type: ignore[override] # noqa: ANN401 -- as above
        """Not to be had: the rows stay with the server.

        Raises:
            OnlyLocal: always; says what to write instead.
        """
        raise self.only_local("the dataset's rows")

    def no_function(self, name: str) -> OnlyLocal:
        """Return the error that an argument is a function, which no server runs."""
        return OnlyLocal(
            f"{name} is a Python function, which a server cannot run; choose among the results, ask in GraphQL with a "
            'filter (kg.ask), or load the whole dataset: graph_data.load(kg.download("dataset.sqlite"))'
        )

    def download(self, path: str | Path) -> Path:
        """Write the whole dataset to a file whose ending says the format, such as .sqlite or .zip; return its path.

        Raises:
            Unreachable, ServerError: the server does not give it.
        """
        written = Path(path)
        return self._connection.download(f"dataset{written.suffix}", written)

    def only_local(self, what: str) -> OnlyLocal:
        """Return the error that something is not to be had from a server."""
        return OnlyLocal(
            f"{what} cannot be had over the network; take the whole dataset once and load that: "
            'graph_data.load(kg.download("dataset.sqlite"))'
        )

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {kind.value}" for kind, count in self.counts().items() if count)
        return f"<RemoteNotebook {self.address} {self.version}: {counts}>"

    def _repr_html_(self) -> str:
        return f"{self._counted()}<p>{self._cited()}</p>"

    def counts(self) -> dict[EntityKind, int]:
        """Return the number of entities of each kind."""
        return {EntityKind(item["kind"]): item["count"] for item in self._about["counts"]}

    def learn(self, told: Mapping[str, Any], asked: str | None = None) -> Entity:
        """Keep an entity that an answer told."""
        entity = entity_of(told)
        self._known[entity.id] = self._known[asked or entity.id] = entity
        if isinstance(entity, Organisation | Region):
            region, country = told.get("region"), told["country"]
            self._places[entity.id] = (region and region["id"], country and country["id"])
        return entity

    def state(self, told: Mapping[str, Any]) -> Statement:
        """Keep a statement that an answer told, and its ends where it told them."""
        for end in (told["subject"], told["object"]):
            if "__typename" in end:
                self.learn(end)
        statement = statement_of(told)
        self._said[told["id"]] = statement
        return statement

    def fetch(self, ids: Iterable[str]) -> None:
        """Ask for the entities and statements of all ids that are not known yet."""
        fresh = [name for name in dict.fromkeys(ids) if name not in self._known and name not in self._said]
        for document_name, are_statements in (("nodes", False), ("said", True)):
            wanted = [name for name in fresh if name.startswith("statement:") is are_statements]
            for start in range(0, len(wanted), AT_ONCE):
                part = wanted[start : start + AT_ONCE]
                for name, told in zip(part, self.answer(document_name, ids=part)["nodes"], strict=True):
                    if told and are_statements:
                        self.state(told)
                    elif not are_statements:
                        self._known[name] = self.learn(told, name) if told else None

    def find(self, entity_id: str) -> Entity | None:
        """Return the entity with an id, or with an id that was merged into another; None if there is none."""
        if entity_id.startswith(_NO_ENTITY):
            return None
        self.fetch([entity_id])
        return self._known[entity_id]

    def entity(self, entity_id: str) -> Entity:
        """Return the entity with an id.

        Raises:
            UnknownEntity: there is none; the message suggests the nearest id.
        """
        if (found := self.find(entity_id)) is None:
            self.answer("consortium", members=[entity_id], targets=[])  # is refused in the words of a local graph
            raise UnknownEntity(f"unknown id {entity_id!r}")
        return found

    def called(self, ids: Iterable[str | None]) -> dict[str, str]:
        """Return the names of entities by their ids; None, and what names nothing, is left out."""
        wanted = [name for name in ids if name is not None]
        self.fetch(name for name in wanted if not name.startswith(_NO_ENTITY))
        return super().called(wanted)

    def entities(self, *kinds: EntityKind) -> Rows[Entity]:
        """Return the entities of the given kinds, of all when none is given, sorted by id."""
        pages = self.pages("entities", "ranking", kinds=chosen(kinds) or None)
        found = [self.learn(node) for page in pages for node in page["nodes"]]
        return Rows(sorted(found, key=lambda entity: entity.id), lambda rows: entity_frame(self, rows))

    def statement(self, statement_id: str) -> Statement | None:
        """Return the statement with an id, None if there is none."""
        self.fetch([statement_id])
        return self._said.get(statement_id)

    def known_statement(self, statement_id: str) -> Statement:
        """Return a statement that was fetched, by an id that an answer named."""
        if statement_id not in self._said:  # the server changed its dataset between two answers
            self.fetch([statement_id])
        return self._said[statement_id]

    def statements(
        self,
        entity_id: str,
        direction: Direction = Direction.ANY,
        predicates: Collection[Predicate] | None = None,
        origins: Collection[StatementOrigin] | None = None,
    ) -> Rows[Statement]:
        """Return the statements about an entity, sorted; as a local graph.

        Raises:
            UnknownEntity: the id names nothing.
        """
        known = self.entity(entity_id).id
        wanted = {"predicates": chosen(predicates), "origins": chosen(origins)}
        found = [
            self.state(told)
            for page in self.pages("statements", "node", "statements", id=known, **wanted)
            for told in page["nodes"]
        ]
        ends = {Direction.OUT: ("subject",), Direction.IN: ("object",)}.get(direction, ("subject", "object"))
        kept = [item for item in found if known in {getattr(item, end) for end in ends}]
        return Rows(sorted(kept, key=lambda item: item.order), lambda rows: statement_frame(self, rows))

    def premises(self, statement: Statement) -> list[Statement]:
        """Return the statements that a derived or inferred one rests on; none for one taken from a source."""
        pages = self.pages("premises", "node", "derivedFrom", id=statement.id)
        found = [self.state(told) for page in pages for told in page["nodes"]]
        if statement.rule in {PARTNERSHIP_TERMS, KEYWORDS}:  # each participation, then what that partnership holds
            found.sort(key=_by_partnership)
        return found

    def names(self, entity_id: str) -> Rows[Name]:
        """Return the further names of an entity, sorted.

        Raises:
            UnknownEntity: the id names nothing.
        """
        known = self.entity(entity_id).id
        found = [
            Name(entity=known, name=told["name"], kind=NameKind(told["kind"]), language=told["language"])
            for told in self.answer("literals", id=known)["node"]["alternativeNames"]
        ]
        return Rows(found, reading("further names", self, Name))

    def facts(self, entity_id: str) -> Rows[Fact]:
        """Return the literals that sources state of an entity, sorted by property, value and place.

        Raises:
            UnknownEntity: the id names nothing.
        """
        entity = self.entity(entity_id)
        found = facts_of(entity, self.answer("literals", id=entity.id)["node"]["facts"])
        return Rows(found, reading("facts", self, Fact))

    def source(self, source_id: str) -> Source:
        """Return the source with an id."""
        return {told["id"]: source_of(told) for told in self._about["sources"]}[source_id]

    def scheme(self, concept: Concept) -> Scheme:
        """Return the classification of a term."""
        return {told["id"]: scheme_of(told) for told in self._about["schemes"]}[concept.scheme]

    def region_of(self, entity_id: str) -> Region | None:
        """Return the region in which an organisation lies, None when only the country or nothing is known."""
        entity = self.entity(entity_id)
        region, _ = self._places.get(entity.id, (None, None))
        if isinstance(entity, Region):
            region = entity.parent
        found = None if region is None else self.entity(region)
        return found if isinstance(found, Region) else None

    def country_of(self, entity_id: str) -> Country | None:
        """Return the country in which an organisation or region lies, None when not known."""
        _, country = self._places.get(self.entity(entity_id).id, (None, None))
        found = None if country is None else self.entity(country)
        return found if isinstance(found, Country) else None

    def collaborators(self, entity_id: str) -> list[tuple[Organisation, list[Entity]]]:
        """Return the organisations met in partnerships with those partnerships, most shared first, ties by id."""
        known = self.entity(entity_id)
        if not isinstance(known, Organisation):
            return []
        found = [
            (self.learn(edge["node"]).id, ids_of(edge["partnerships"]))
            for page in self.pages("collaborators", "organisation", "collaborators", id=known.id)
            for edge in page["edges"]
        ]
        self.fetch(name for _, shared in found for name in shared)
        return [(self.organisation(other), [self.entity(name) for name in shared]) for other, shared in found]

    def degrees(self) -> Mapping[str, int]:
        """Not to be had: it would take every statement.

        Raises:
            OnlyLocal: always; says what to write instead.
        """
        raise self.only_local("the number of statements of every entity")


def _by_partnership(item: Statement) -> tuple[str, bool]:
    joins = item.predicate is Predicate.PARTNER_IN
    return (item.object if joins else item.subject, not joins)
