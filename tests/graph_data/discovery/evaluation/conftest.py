"""Small registers of dated projects, written as lines."""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import pytest

from graph_data.dataset import About, Dataset
from graph_data.discovery.evaluation import Holdout, hold_out
from graph_data.ontology import (
    Country,
    EntityKind,
    Institution,
    Partnership,
    Predicate,
    Sme,
    StatementOrigin,
    TechnologyField,
)
from graph_data.rows import Fact, Keyword, Link, Scheme, Source

Register = Callable[[str], Dataset]

ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small")
CUT = date(2024, 1, 1)


def link(subject: str, predicate: Predicate, target: str) -> Link:
    imported = StatementOrigin.IMPORTED
    return Link(subject=subject, predicate=predicate, object=target, origin=imported, source="register", locator="row")


def rows_of(text: str) -> Iterator[object]:
    """Read lines like `2023-05-01 p: a b c | x y`: first day, project, partners, topics; a dash is no day.

    `signed 2023-02-01` after the day is the day of signature. Organisations that begin with s are SMEs; a to f are
    in one country, the others in another but z, of which nothing is known.
    """
    yield Source(id="register", title="Register", origin=StatementOrigin.IMPORTED)
    yield Scheme(
        id="topics",
        title="Topics",
        kind=EntityKind.TECHNOLOGY_FIELD,
        complete=True,
        source="register",
        via_partnerships=True,
    )
    yield from (Country(id=f"country:{name}", name=name, code=name) for name in ("AA", "BB"))
    for line in filter(None, map(str.strip, text.splitlines())):
        head, _, rest = line.partition(": ")
        *days, project = head.replace("signed", "").split()
        partners, _, topics = rest.partition(" | ")
        start = None if days[0] == "-" else date.fromisoformat(days[0])
        yield Partnership(id=project, name=project, title=project, start_date=start, source="register", locator=project)
        if days[1:]:
            yield Fact(entity=project, property="ecSignatureDate", source="register", locator=project, value=days[1])
        for name in partners.split():
            yield from organisation(name)
            yield link(name, Predicate.PARTNER_IN, project)
        for topic in topics.split():
            yield TechnologyField(id=f"technology:{topic}", name=topic, scheme="topics", source="register")
            yield link(project, Predicate.USES_TECHNOLOGY, f"technology:{topic}")


def organisation(name: str) -> Iterator[object]:
    yield (Sme if name.startswith("s") else Institution)(id=name, name=name, source="register")
    if name != "z":
        yield link(name, Predicate.LOCATED_IN, "country:AA" if name[0] in "abcdef" else "country:BB")


@pytest.fixture(scope="session")
def register() -> Register:
    """Return a function that makes a dataset of lines, see `rows_of`."""

    def make(text: str) -> Dataset:
        return Dataset.of(ABOUT, rows_of(text))

    return make


def lines(seed: int) -> Iterable[str]:
    """Make up projects over four years among organisations of unequal size, each working on few topics."""
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    people = [f"{letter}{number}" for letter in "abhs" for number in range(8)]
    weights = [1 / (1 + place) for place in range(len(people))]
    topics = {name: chance.sample("tuvwxyz", 3) for name in people}
    for number in range(90):
        partners = {chance.choices(people, weights)[0] for _ in range(chance.randint(2, 5))}
        spoken = {chance.choice(topics[name]) for name in sorted(partners)}
        yield f"{2022 + number % 4}-05-01 p{number:02}: {' '.join(sorted(partners))} | {' '.join(sorted(spoken))}"


@pytest.fixture(scope="session")
def grown(register: Register) -> Dataset:
    """Return a register of ninety projects, half of them before 2024, in one of which a phrase names a topic."""
    keyword = Keyword(
        register="register", phrase="p01", concept="technology:t", source="register", reason="A made-up phrase."
    )
    return register("\n".join(lines(5))).plus([keyword])


@pytest.fixture(scope="session")
def holdout(grown: Dataset) -> Holdout:
    """Return that register cut at the beginning of 2024."""
    return hold_out(grown, CUT)
