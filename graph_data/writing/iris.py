"""What things are called in linked data: addresses under one base, and the words of known vocabularies."""

from collections.abc import Mapping
from urllib.parse import quote

from pyoxigraph import NamedNode

from graph_data.ontology import Predicate

__all__ = [
    "DC",
    "DCAT",
    "DCTERMS",
    "FOAF",
    "GEO",
    "ORG",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SKOS",
    "Iris",
    "Words",
    "address",
]


class Words(dict[str, NamedNode]):
    """The words of a vocabulary: `Words(address)["broader"]`; each is made once, since making one checks it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def __missing__(self, word: str) -> NamedNode:
        self[word] = NamedNode(f"{self.address}{word}")
        return self[word]


RDF = Words("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Words("http://www.w3.org/2000/01/rdf-schema#")
SKOS = Words("http://www.w3.org/2004/02/skos/core#")
ORG = Words("http://www.w3.org/ns/org#")
PROV = Words("http://www.w3.org/ns/prov#")
DCAT = Words("http://www.w3.org/ns/dcat#")
DCTERMS = Words("http://purl.org/dc/terms/")
DC = Words("http://purl.org/dc/elements/1.1/")
FOAF = Words("http://xmlns.com/foaf/0.1/")
GEO = Words("http://www.w3.org/2003/01/geo/wgs84_pos#")

PREFIXES: Mapping[str, Words] = {
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "org": ORG,
    "prov": PROV,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "dc": DC,
    "foaf": FOAF,
    "geo": GEO,
}
"""Vocabularies by the prefix under which they are commonly written."""

_RELATIONS = {
    Predicate.MEMBER_OF: ORG["memberOf"],
    Predicate.BROADER: SKOS["broader"],
    Predicate.RELATED: SKOS["related"],
}
"""Relations that a known vocabulary has a word for."""

_COLUMNS = {
    "title": DCTERMS["title"],
    "publisher": DC["publisher"],
    "licence": DCTERMS["license"],
    "source": DCTERMS["source"],
    "website": FOAF["homepage"],
    "url": FOAF["page"],
    "latitude": GEO["lat"],
    "longitude": GEO["long"],
    "notation": SKOS["notation"],
    "scheme": SKOS["inScheme"],
    "exact_match": SKOS["exactMatch"],
}
"""Columns that a known vocabulary has a word for."""


class Iris:
    """Addresses of a dataset's things.

    Args:
        base: what they begin with; an absolute IRI that ends with `:`, `/` or `#`.

    Raises:
        ValueError: the base is no such IRI.
    """

    def __init__(self, base: str) -> None:
        if address(base) is None or base[-1] not in ":/#":
            raise ValueError(f"{base!r} is no base of addresses: write an absolute IRI that ends with : or / or #")
        self.base = base
        self.words = Words(f"{base}vocabulary:")
        self._columns: dict[str, NamedNode] = dict(_COLUMNS)
        self._relations: dict[Predicate, NamedNode] = dict(_RELATIONS)

    def entity(self, number: str) -> NamedNode:
        """Return the address of an entity or a statement: its id after the base."""
        return NamedNode(f"{self.base}{number}")

    def row(self, what: str, number: str) -> NamedNode:
        """Return the address of a source, scheme or the like, whose id may be any text."""
        quoted = quote(number, safe="")
        if quoted.endswith("."):  # rdflib does not read one that is escaped at the end of a name, as Turtle writes it
            quoted = f"{quoted[:-1]}%2E"
        return NamedNode(f"{self.base}{what}:{quoted}")

    def relation(self, predicate: Predicate) -> NamedNode:
        """Return the address of a relation."""
        if predicate not in self._relations:
            self._relations[predicate] = self.own(predicate.value)
        return self._relations[predicate]

    def column(self, name: str) -> NamedNode:
        """Return the address of what a column says."""
        if name not in self._columns:
            self._columns[name] = self.own(name)
        return self._columns[name]

    def own(self, name: str) -> NamedNode:
        """Return the address of what a column says in our own words, for a value that known words do not allow."""
        first, *others = name.lower().split("_")
        return self.words[first + "".join(word.title() for word in others)]


def address(text: str) -> NamedNode | None:
    """Return text as an address if it is an absolute IRI."""
    try:
        return NamedNode(text)
    except ValueError:
        return None
