"""Writes a dataset as linked data, in Turtle or JSON-LD, by pyoxigraph, an extra."""

from dataclasses import replace
from functools import partial
from itertools import takewhile
from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.errors import MissingExtra
from graph_data.writing.format import Format

__all__ = ["BASE", "JSON_LD", "TURTLE", "with_base"]

BASE = "urn:synergraph:"
"""What the addresses of things begin with, unless another base is given: names, since nothing is served there."""


def with_base(form: Format, base: str) -> Format:
    """Return a format of linked data whose addresses begin with another base.

    Raises:
        ValueError: the format is none of linked data, or the base no absolute IRI that ends with `:`, `/` or `#`.
        MissingExtra: pyoxigraph is not installed.
    """
    if form.name not in {TURTLE.name, JSON_LD.name}:
        raise ValueError(f"{form.name} has no addresses; a base goes with {TURTLE.name} or {JSON_LD.name}")
    try:
        from graph_data.writing.iris import Iris  # noqa: PLC0415 -- an extra
    except ImportError:
        raise MissingExtra("rdf") from None
    Iris(base)
    return replace(form, file=partial(_write, form.media_type, base))


def _write(media_type: str, base: str, dataset: Dataset, path: Path) -> None:
    try:
        from pyoxigraph import RdfFormat, serialize  # noqa: PLC0415 -- an extra

        from graph_data.writing.iris import PREFIXES, Iris  # noqa: PLC0415 -- as above
        from graph_data.writing.triples import triples_of  # noqa: PLC0415 -- as above
    except ImportError:
        raise MissingExtra("rdf") from None
    from graph_data.writing.formats import FORMATS  # noqa: PLC0415 -- the list holds this module's formats

    iris = Iris(base)
    prefixes = {"": base, "vocabulary": iris.words.address, **{name: words.address for name, words in PREFIXES.items()}}
    triples = triples_of(dataset, iris, tuple(FORMATS.values()))
    serialize(triples, str(path), RdfFormat.from_media_type(media_type), prefixes=prefixes)
    _order_prefixes(path)


def _order_prefixes(path: Path) -> None:
    """Sort the lines that declare prefixes: pyoxigraph writes them in another order every time."""
    with path.open("r+b") as file:
        lines = list(takewhile(lambda line: line.startswith(b"@prefix"), file))
        file.seek(0)
        file.writelines(sorted(lines))


TURTLE = Format(
    name="turtle",
    ending=".ttl",
    media_type="text/turtle",
    holds="one Turtle file of linked data: ORG, SKOS, PROV and DCAT (needs the extra `rdf`)",
    whole=False,
    file=partial(_write, "text/turtle", BASE),
)

JSON_LD = Format(
    name="jsonld",
    ending=".jsonld",
    media_type="application/ld+json",
    holds="one JSON-LD file of the same linked data (needs the extra `rdf`)",
    whole=False,
    file=partial(_write, "application/ld+json", BASE),
)
