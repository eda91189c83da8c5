"""A dataset as triples: W3C ORG for organisations, SKOS for terms, PROV for where statements come from, DCAT around it.

A statement is a resource of its own (`rdf:Statement`, and `org:Membership` where it is one) with its origin, weight and
sources. Only what is stated or imported is said as a plain triple too: a query of plain triples never meets what was
derived or inferred.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from enum import Enum

from pyoxigraph import Literal, NamedNode, Triple

from graph_data.dataset import Dataset
from graph_data.deadline import watched
from graph_data.errors import CannotWrite
from graph_data.exchange import ROW_COLUMNS, SOURCE_ID, Basis
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.ontology import (
    KINDS,
    Concept,
    Country,
    Entity,
    NameKind,
    Organisation,
    Partnership,
    Predicate,
    Region,
    StatementOrigin,
)
from graph_data.relations import RELATIONS
from graph_data.rows import Name, Scheme, Source, Statement
from graph_data.tables import columns_of
from graph_data.writing.elements import edges_of
from graph_data.writing.format import Format
from graph_data.writing.iris import DCAT, DCTERMS, ORG, PROV, RDF, RDFS, SKOS, Iris, Words, address

__all__ = ["triples_of"]

XSD = Words("http://www.w3.org/2001/XMLSchema#")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"

_CLASSES = {
    Organisation: ORG["Organization"],
    Partnership: ORG["OrganizationalCollaboration"],
    Concept: SKOS["Concept"],
    Region: DCTERMS["Location"],
    Country: DCTERMS["Location"],
}

_MEMBERSHIPS = {Predicate.MEMBER_OF, Predicate.PARTNER_IN}
_PLAIN = {StatementOrigin.STATED, StatementOrigin.IMPORTED}
_TYPE = RDF["type"]

_Said = Iterator[tuple[NamedNode, NamedNode | Literal]]
"""What is said of one subject."""


def triples_of(dataset: Dataset, iris: Iris, formats: Iterable[Format]) -> Iterator[Triple]:
    """Yield the triples of a dataset, subject by subject.

    Args:
        dataset: what to say.
        iris: what its things are called.
        formats: in which the dataset is distributed.

    Raises:
        CannotWrite: a name has a language that is no language tag.
    """
    teller = _Teller(dataset, iris)
    yield from teller.about(formats)
    yield from teller.vocabulary()
    for source in dataset.sources:
        yield from _of(iris.row("source", source.id), teller.source(source))
    for scheme in dataset.schemes:
        yield from _of(iris.row("scheme", scheme.id), teller.scheme(scheme))
    for entity in watched(dataset.entities):
        yield from _of(iris.entity(entity.id), teller.entity(entity))
    for statement, values in edges_of(dataset):
        yield from teller.statement(statement, values)


def _of(subject: NamedNode, said: _Said) -> Iterator[Triple]:
    return (Triple(subject, word, value) for word, value in said)


class _RememberingGraph(KnowledgeGraph):
    """A graph that looks an entity's statements up once: premises ask for the same ones for each of its terms."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset)
        self._found: dict[object, list[Statement]] = {}

    def statements(
        self,
        entity_id: str,
        direction: Direction = Direction.ANY,
        predicates: Collection[Predicate] | None = None,
        origins: Collection[StatementOrigin] | None = None,
    ) -> list[Statement]:
        """Return the statements about an entity, sorted; see KnowledgeGraph."""
        asked = (entity_id, direction, *(None if of is None else frozenset(of) for of in (predicates, origins)))
        if asked not in self._found:
            self._found[asked] = super().statements(entity_id, direction, predicates, origins)
        return self._found[asked]


class _Teller:
    def __init__(self, dataset: Dataset, iris: Iris) -> None:
        self._dataset = dataset
        self._graph = _RememberingGraph(dataset)
        self._iris = iris
        self._sources = {source.id for source in dataset.sources}
        self._this = iris.row("dataset", dataset.about.name)
        self._names: dict[str, list[Name]] = defaultdict(list)
        for name in watched(dataset.names):
            self._names[name.entity].append(name)

    def about(self, formats: Iterable[Format]) -> Iterator[Triple]:
        """Yield what the dataset says of itself and in what formats it is distributed."""
        about, iris = self._dataset.about, self._iris

        def said() -> _Said:
            yield _TYPE, DCAT["Dataset"]
            yield _TYPE, PROV["Entity"]
            yield DCTERMS["identifier"], Literal(about.name)
            yield DCTERMS["title"], Literal(about.title)
            yield DCTERMS["license"], address(about.licence) or Literal(about.licence)
            yield DCTERMS["bibliographicCitation"], Literal(about.citation)
            yield DCAT["version"], Literal(self._dataset.version)
            if about.issued:
                yield DCTERMS["issued"], _literal(about.issued)
            for source in self._dataset.sources:
                yield PROV["wasDerivedFrom"], iris.row("source", source.id)
            for form in formats:
                yield DCAT["distribution"], iris.row("distribution", form.name)

        yield from _of(self._this, said())
        for form in formats:
            distribution = iris.row("distribution", form.name)
            yield Triple(distribution, _TYPE, DCAT["Distribution"])
            yield Triple(distribution, DCTERMS["title"], Literal(form.holds))
            yield Triple(distribution, DCAT["mediaType"], NamedNode(f"{MEDIA_TYPES}{form.media_type}"))

    def vocabulary(self) -> Iterator[Triple]:
        """Yield what the words of our own mean."""
        for kind in KINDS.values():
            word = self._iris.words[kind.__name__]
            yield Triple(word, _TYPE, RDFS["Class"])
            yield Triple(word, RDFS["comment"], Literal(kind.__doc__ or ""))
            for known in _classes(kind):
                yield Triple(word, RDFS["subClassOf"], known)
        for relation in RELATIONS.values():
            word = self._iris.relation(relation.predicate)
            if word.value.startswith(self._iris.words.address):
                yield Triple(word, _TYPE, RDF["Property"])
                yield Triple(word, RDFS["label"], Literal(relation.description, language="en"))

    def source(self, source: Source) -> _Said:
        """Yield what is said of a source."""
        yield _TYPE, PROV["Entity"]
        yield from self._columns(source)

    def scheme(self, scheme: Scheme) -> _Said:
        """Yield what is said of a classification."""
        yield _TYPE, SKOS["ConceptScheme"]
        yield from self._columns(scheme)

    def entity(self, entity: Entity) -> _Said:
        """Yield what is said of an entity, its relations apart."""
        yield _TYPE, self._iris.words[type(entity).__name__]
        for known in _classes(type(entity)):
            yield _TYPE, known
        yield from self._labels(entity)
        yield from self._columns(entity)
        if isinstance(entity, Concept) and entity.broader is None:
            yield SKOS["topConceptOf"], self._iris.row("scheme", entity.scheme)

    def _columns(self, row: object) -> _Said:
        for column in columns_of(type(row)):
            value = getattr(row, column.name)
            if column.name in {"id", "name"} or column.predicate or value is None:
                continue
            for one in value if isinstance(value, tuple) else (value,):
                yield self._column(column.name, one)

    def _column(self, name: str, value: object) -> tuple[NamedNode, NamedNode | Literal]:
        if name in {"scheme", "source"}:
            return self._iris.column(name), self._iris.row(name, str(value))
        if name in {"exact_match", "licence", "url", "website"}:
            if found := address(str(value)):
                return self._iris.column(name), found
            return self._iris.own(name), Literal(str(value))
        return self._iris.column(name), _literal(value)

    def _labels(self, entity: Entity) -> _Said:
        """Yield names as SKOS wants them: one preferred label a language, no text as a label of two kinds."""
        yield SKOS["prefLabel"], Literal(entity.name)
        used, preferred = {(entity.name, "")}, {""}
        # Preferred names first, or one that stands as an alternative too would no longer be the preferred one.
        for name in sorted(self._names[entity.id], key=lambda name: name.kind is not NameKind.PREFERRED):
            language = (name.language or "").lower()
            if (name.name, language) in used:
                continue
            used.add((name.name, language))
            kind = "hiddenLabel" if name.kind is NameKind.AS_WRITTEN else "altLabel"
            if name.kind is NameKind.PREFERRED and language not in preferred:
                preferred.add(language)
                kind = "prefLabel"
            try:
                yield SKOS[kind], Literal(name.name, language=language or None)
            except ValueError:
                said = f"{name.language!r} is no language tag"
                raise CannotWrite(f"{said} (name {name.name!r} of {entity.id}); write one such as de") from None

    def statement(self, statement: Statement, values: dict[str, object]) -> Iterator[Triple]:
        """Yield a statement as a resource with its sources; as a plain triple too when it is stated or imported."""
        iris = self._iris
        subject, target = iris.entity(statement.subject), iris.entity(statement.object)
        this = iris.entity(statement.id)
        if statement.origin in _PLAIN:
            yield Triple(subject, iris.relation(statement.predicate), target)
        yield from _of(this, self._said_of(statement, subject, target))
        if values["basis"] == Basis.RULE.value:
            for premise in self._graph.premises(statement):
                yield Triple(this, PROV["wasDerivedFrom"], iris.entity(premise.id))
        own = {"source": values[SOURCE_ID], **{name: values.get(name) for name in ("locator", "quote", "audience")}}
        rows = values.get("rows", [own])
        assert isinstance(rows, list)  # noqa: S101 -- for mypy: edges_of says so
        for number, row in enumerate(rows, 1):
            yield from _of(iris.entity(f"{statement.id}:{number}"), self._cited(row))
            yield Triple(this, PROV["qualifiedPrimarySource"], iris.entity(f"{statement.id}:{number}"))

    def _said_of(self, statement: Statement, subject: NamedNode, target: NamedNode) -> _Said:
        iris = self._iris
        yield _TYPE, RDF["Statement"]
        yield RDF["subject"], subject
        yield RDF["predicate"], iris.relation(statement.predicate)
        yield RDF["object"], target
        if statement.predicate in _MEMBERSHIPS:
            yield _TYPE, ORG["Membership"]
            yield ORG["member"], subject
            yield ORG["organization"], target
        if statement.role:
            yield ORG["role"], iris.row("role", statement.role.value)
        for name in ("origin", "weight", "rule", "valid_from", "valid_to"):
            if (value := getattr(statement, name)) is not None:
                yield iris.column(name), _literal(value)

    def _cited(self, row: dict[str, object]) -> _Said:
        yield _TYPE, PROV["PrimarySource"]
        # What an attribute says without a source, the dataset itself says.
        source = str(row["source"])
        yield PROV["entity"], self._iris.row("source", source) if source in self._sources else self._this
        for name in ROW_COLUMNS:
            value = row.get(name)
            if name == "source" or value is None:
                continue
            for one in value if isinstance(value, list) else (value,):
                yield self._iris.column(name), _literal(one)


def _classes(kind: type[Entity]) -> list[NamedNode]:
    return [known for of, known in _CLASSES.items() if issubclass(kind, of)]


def _literal(value: object) -> Literal:
    match value:
        case Enum():
            return Literal(str(value.value))
        case bool() | int() | float():
            return Literal(value)
        case datetime():
            return Literal(value.isoformat(), datatype=XSD["dateTime"])
        case date():
            return Literal(value.isoformat(), datatype=XSD["date"])
        case _:
            return Literal(str(value))
