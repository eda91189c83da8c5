"""What must hold across rows: one id once, no dangling reference, relations between the right kinds."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from graph_data.dataset import key_of
from graph_data.errors import Problem
from graph_data.judgements import check_judgements
from graph_data.ontology import (
    CONCEPT_KINDS,
    EVERYBODY,
    PREFIXES,
    Cluster,
    Concept,
    Counted,
    Country,
    Entity,
    Organisation,
    Partnership,
    Region,
    Row,
    StatementOrigin,
    kind_of,
)
from graph_data.relations import HELD, RELATIONS
from graph_data.rows import (
    Condition,
    Crosswalk,
    Fact,
    Keyword,
    Link,
    Misleading,
    Name,
    Rule,
    SameAs,
    Scheme,
    Source,
    StageIndustry,
)
from graph_data.slugs import fold
from graph_data.tables import columns_of, did_you_mean, table_of

__all__ = ["PARTS", "Places", "check", "references_of"]

_ID = re.compile(r"[a-z0-9-]+:[A-Za-z0-9][A-Za-z0-9._/-]*")


class _Sheet(Protocol):
    headings: list[str]

    def problem(self, line: int, heading: str | None, message: str) -> Problem: ...


class Places:
    """Where rows stand in their files; rows that came from no file are placed by their table and key.

    Attributes:
        unread: ids of rows that could not be read, blank for rows without an id, by part of the dataset: what refers to
            them is not dangling.
        lost: parts of the dataset of which a whole table could not be read: nothing that refers to them is dangling.
    """

    def __init__(self) -> None:
        self.unread: dict[str, set[str]] = defaultdict(set)
        self.lost: set[str] = set()
        self._places: dict[int, tuple[_Sheet, int]] = {}

    def add(self, row: object, sheet: _Sheet, line: int) -> None:
        """Remember where a row stands; the row must outlive this object."""
        self._places[id(row)] = (sheet, line)

    def copy(self, row: object, other: object) -> None:
        """Remember that another row stands where a row does; both must outlive this object."""
        if id(row) in self._places:
            self._places[id(other)] = self._places[id(row)]

    def headings(self, row: object) -> Sequence[str] | None:
        """Return the headings of the table that a row was read from, None for a row that came from no file."""
        return self._places[id(row)][0].headings if id(row) in self._places else None

    def problem(self, row: object, heading: str | None, message: str) -> Problem:
        """Return a problem of a row's cell."""
        if (place := self._places.get(id(row))) is None:
            return Problem(table_of(row).name, 0, 0, f"{' '.join(key_of(row))}: {message}")
        sheet, line = place
        return sheet.problem(line, heading, message)


_Say = Callable[[object, str | None, str], None]


def check(rows: Sequence[object], places: Places) -> list[Problem]:
    """Return everything wrong with rows that were each read well."""
    problems: list[Problem] = []

    def say(row: object, heading: str | None, message: str) -> None:
        problems.append(places.problem(row, heading, message))

    _doubled(rows, say)
    entities = {row.id: row for row in rows if isinstance(row, Entity)}
    for row in rows:
        if isinstance(row, Row) and EVERYBODY in row.audience:
            say(row, "audience", f"audience {EVERYBODY!r} is everybody; leave the cell blank")
        if isinstance(row, Entity):
            _entity(row, say)
        if isinstance(row, Link):
            _link(row, entities, say)
        if isinstance(row, Keyword):
            _keyword(row, entities, say)
        if isinstance(row, Fact) and row.valid_from and row.valid_to:
            _order_of_days(row, row.valid_from, row.valid_to, "valid_to", say)
        if isinstance(row, Condition):
            _condition(row, say)
    _rules(rows, places, say)
    _deciding_facts(rows, entities, say)
    _references(rows, entities, places, say)
    _cardinality(rows, entities, say)
    _cycles(rows, entities, say)
    check_judgements(rows, entities, say)
    return problems


def _doubled(rows: Iterable[object], say: _Say) -> None:
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        table = table_of(row)
        key = (table.part, *key_of(row))
        if key in seen:
            say(row, table.key[0], f"{' '.join(filter(None, key[1:]))!r} stands twice; keep one row")
        seen.add(key)


def _entity(entity: Entity, say: _Say) -> None:
    prefix = PREFIXES[kind_of(entity)]
    if not (_ID.fullmatch(entity.id) and entity.id.startswith(f"{prefix}:")):
        say(entity, "id", f"id {entity.id!r} must be {prefix}: and a slug, such as {prefix}:some-name")
    if (
        isinstance(entity, Cluster)
        and entity.sme_count is not None
        and entity.member_count is not None
        and entity.sme_count > entity.member_count
    ):
        say(entity, "sme_count", f"sme_count {entity.sme_count} is larger than member_count {entity.member_count}")
    if isinstance(entity, Partnership) and entity.start_date and entity.end_date:
        _order_of_days(entity, entity.start_date, entity.end_date, "end_date", say)
    if isinstance(entity, Organisation):
        _coordinates(entity, say)
    if isinstance(entity, Country) and not re.fullmatch("[A-Z]{2}", entity.code):
        say(entity, "code", f"code must be two capital letters (ISO 3166-1 alpha-2), got {entity.code!r}")


def _order_of_days(row: object, start: object, end: object, heading: str, say: _Say) -> None:
    if str(end) < str(start):
        say(row, heading, f"{heading} {end} is before {start}")


def _coordinates(entity: Organisation, say: _Say) -> None:
    for heading, value, limit in (("latitude", entity.latitude, 90), ("longitude", entity.longitude, 180)):
        if value is not None and value > limit:
            say(entity, heading, f"{heading} must be at most {limit}, got {value:g}")
    if (entity.latitude is None) != (entity.longitude is None):
        say(entity, "latitude", "latitude and longitude must both be filled or both be blank")


def _link(link: Link, entities: dict[str, Entity], say: _Say) -> None:
    relation = RELATIONS[link.predicate]
    subject, target = entities.get(link.subject), entities.get(link.object)
    for heading, entity, kinds in (("subject", subject, relation.subjects), ("object", target, relation.objects)):
        if entity is not None and kind_of(entity) not in kinds:
            names = ", ".join(sorted(kind.value for kind in kinds))
            say(link, heading, f"{entity.id!r} is a {kind_of(entity).value}; {link.predicate.value} wants {names}")
    if relation.same_kind and subject and target and kind_of(subject) is not kind_of(target):
        say(link, "object", f"{link.predicate.value} must join two terms of one kind")
    if link.subject == link.object:
        say(link, "object", "a statement must join two different entities")
    if link.origin in {StatementOrigin.DERIVED, StatementOrigin.INFERRED} and not link.rule:
        say(link, "rule", f"a statement that is {link.origin.value} must name its rule")
    if link.valid_from and link.valid_to:
        _order_of_days(link, link.valid_from, link.valid_to, "valid_to", say)


def _keyword(keyword: Keyword, entities: dict[str, Entity], say: _Say) -> None:
    concept = entities.get(keyword.concept)
    if concept is not None and kind_of(concept) not in HELD:
        names = ", ".join(sorted(kind.value for kind in HELD))
        say(keyword, "concept", f"{concept.id!r} is a {kind_of(concept).value}; a keyword may mean {names}")
    if not fold(keyword.phrase):
        say(keyword, "phrase", f"phrase {keyword.phrase!r} has no letter or digit to match")


def _condition(condition: Condition, say: _Say) -> None:
    if condition.property is None and (condition.values or condition.other_values):
        say(condition, "property", "property must name the fact whose values these are")
    if condition.property is not None and not condition.values:
        say(condition, "values", f"values must hold at least one value of {condition.property} that counts")
    if both := sorted(set(condition.values) & set(condition.other_values)):
        say(condition, "other_values", f"{both[0]!r} stands in values too; keep it in one of the two")
    if condition.counted is Counted.COUNTRIES and condition.minimum is None:
        say(condition, "minimum", "minimum must say how many countries; only members may be all of them")


def _rules(rows: Iterable[object], places: Places, say: _Say) -> None:
    """Report rules without a condition, which anybody would meet."""
    if "conditions" in places.lost or places.unread["conditions"]:
        return
    asking = {row.rule for row in rows if isinstance(row, Condition)}
    for row in rows:
        if isinstance(row, Rule) and row.id not in asking:
            say(row, "id", f"rule {row.id!r} has no condition; add one to conditions.csv")


def _deciding_facts(rows: Iterable[object], entities: dict[str, Entity], say: _Say) -> None:
    """Report facts of places whose value no condition knows: a misspelt one would silently not count."""
    known: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if isinstance(row, Condition) and row.property:
            known[row.property].update(row.values, row.other_values)
    for row in rows:
        if not isinstance(row, Fact) or row.value is None or row.property not in known:
            continue
        if isinstance(entities.get(row.entity), (Region, Country)) and row.value not in known[row.property]:
            names = sorted(known[row.property])
            hint = did_you_mean(row.value, names) or f"; write one of {', '.join(names)}, or add it to conditions.csv"
            say(row, "value", f"unknown {row.property} {row.value!r}{hint}")


PARTS = {"source": "sources", "scheme": "schemes", "rule": "rules", "entity": "entities"}
"""The part of a dataset that holds what a cell names."""


def _references(rows: Iterable[object], entities: dict[str, Entity], places: Places, say: _Say) -> None:
    schemes = {row.id: row for row in rows if isinstance(row, Scheme)}
    known = {
        "source": places.unread["sources"].union(row.id for row in rows if isinstance(row, Source)),
        "scheme": places.unread["schemes"].union(schemes),
        "rule": places.unread["rules"].union(row.id for row in rows if isinstance(row, Rule)),
        "entity": places.unread["entities"].union(entities),
    }
    tested: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for heading, what, value in references_of(row):
            if value is None or value in known[what] or PARTS[what] in places.lost:
                continue
            tested[what, value] += 1
            hint = did_you_mean(value, known[what]) if tested[what, value] == 1 else ""
            say(row, heading, f"unknown {what} {value!r}{hint}")
        if isinstance(row, Concept) and row.scheme in schemes and schemes[row.scheme].kind is not kind_of(row):
            wanted = schemes[row.scheme].kind.value
            say(row, "scheme", f"scheme {row.scheme!r} holds terms of kind {wanted}, not {kind_of(row).value}")
        if isinstance(row, Scheme) and row.kind not in CONCEPT_KINDS:
            say(row, "kind", f"a scheme holds terms; {row.kind.value} is not a kind of term")


_NAMING: Mapping[type, tuple[tuple[str, str], ...]] = {
    Name: (("entity", "entity"),),
    Fact: (("entity", "entity"),),
    SameAs: (("entity", "entity"),),
    Link: (("subject", "entity"), ("object", "entity")),
    Crosswalk: (("subject", "entity"), ("object", "entity")),
    Misleading: (("subject", "entity"), ("object", "entity")),
    Keyword: (("concept", "entity"), ("register", "source")),
    StageIndustry: (("stage", "entity"),),
    Condition: (("rule", "rule"),),
}
"""Cells that name something, with what they name; besides `source`, `scheme` and the references of entities."""


def references_of(row: object) -> Iterator[tuple[str, str, str | None]]:
    """Yield (heading, what it names, id) of every cell that names something."""
    for heading, what in _NAMING.get(type(row), ()):
        yield heading, what, getattr(row, heading)
    if isinstance(row, Concept):
        yield "scheme", "scheme", row.scheme
    for column in columns_of(type(row)):
        if column.predicate:
            yield column.name, "entity", getattr(row, column.name)
        elif column.name == "source":
            yield "source", "source", getattr(row, column.name)


def _cardinality(rows: Iterable[object], entities: dict[str, Entity], say: _Say) -> None:
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in entities.values():
        for column in columns_of(type(entity)):
            if column.predicate and (target := getattr(entity, column.name)):
                held[entity.id, column.predicate.value].add(target)
                wanted = RELATIONS[column.predicate].objects
                if target in entities and kind_of(entities[target]) not in wanted:
                    names = ", ".join(sorted(kind.value for kind in wanted))
                    say(entity, column.name, f"{target!r} is a {kind_of(entities[target]).value}, not a {names}")
    for row in rows:
        if isinstance(row, Link) and (limit := RELATIONS[row.predicate].at_most):
            objects = held[row.subject, row.predicate.value]
            objects.add(row.object)
            if len(objects) > limit:
                others = ", ".join(sorted(objects - {row.object}))
                say(row, "object", f"{row.subject!r} has {row.predicate.value} already: {others}")


def _cycles(rows: Iterable[object], entities: dict[str, Entity], say: _Say) -> None:
    """Report each hierarchy that bites its own tail, once, whether attributes or links make it."""
    upward = {
        entity.id: str(getattr(entity, column.name))
        for entity in entities.values()
        for column in columns_of(type(entity))
        if column.predicate and getattr(entity, column.name)
    }
    for row in rows:
        if isinstance(row, Link) and RELATIONS[row.predicate].at_most and row.subject != row.object:
            upward.setdefault(row.subject, row.object)
    done: set[str] = set()
    for start in sorted(upward):
        path: list[str] = []
        node: str | None = start
        while node in upward and node not in done:
            done.add(node)
            path.append(node)
            node = upward[node]
        if node in path and node in entities:
            loop = " > ".join([*path[path.index(node) :], node])
            say(entities[node], None, f"a hierarchy must not turn in a circle: {loop}")
