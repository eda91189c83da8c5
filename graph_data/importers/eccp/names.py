"""Names of organisations: two defects that the page shows are repaired, and an id follows from the name."""

import re

from graph_data.ontology import PREFIXES, EntityKind, NameKind
from graph_data.slugs import acronym, fold, slug

__all__ = ["alike", "cluster_id", "kind_of_name", "repaired", "trailing_acronym"]

_GLUED = re.compile(r"(?<=[^\W\d_])(?<![A-Z])(?=(?:Co|Corp|Inc|Ltd)\.(?:\s|$))")
_ONE_SIDED = re.compile(r"(?<=\w)(?:- | -)(?=[A-ZÀ-ÖØ-Þ])")
_LITTLE = frozenset({"cluster", "the"})
_UNCOUNTED = frozenset({"and", "for", "of", "the", "in"})


def repaired(name: str) -> str:
    """Return a name with the blank before a legal form and on both sides of a dash.

    "ClusterCo." becomes "Cluster Co."; "INDESCAT- Catalan" becomes "INDESCAT - Catalan". A hyphen before a small
    letter stays: "Sport- und Freizeit" is written so.
    """
    return " ".join(_ONE_SIDED.sub(" - ", _GLUED.sub(" ", name)).split())


def cluster_id(name: str, alias: str | None = None) -> str:
    """Return the id of an organisation: its first word of three or more capitals, else its whole name, as a slug."""
    return f"{PREFIXES[EntityKind.CLUSTER]}:{slug(acronym(name) or acronym(alias or '') or name)}"


def kind_of_name(name: str) -> NameKind:
    """Return what a further name is: a word of capitals is an abbreviation."""
    return NameKind.ABBREVIATION if re.fullmatch(r"[^\W\d_]{2,}", name) and name.isupper() else NameKind.ALTERNATIVE


def trailing_acronym(name: str) -> str | None:
    """Return the capitals after a name's last dash, as in "European Platform for Sport Innovation - EPSI"."""
    match = re.search(r"\s[-–]\s*([^\W\d_]{2,})$", name)  # noqa: RUF001 -- the page may use an en dash
    return match[1] if match and match[1].isupper() else None


def alike(alias: str, name: str) -> int:
    """Return how alike two names are: 2 for the same words, 1 when one holds all words or is the acronym of the other.

    Case, punctuation and the words "cluster" and "the" do not count.
    """
    first, second = _tokens(alias), _tokens(name)
    if not first or not second:
        return 0
    if first == second:
        return 2
    if first <= second or second <= first:
        return 1
    return int(_initials(name) == "".join(fold(alias).split()))


def _tokens(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _LITTLE


def _initials(name: str) -> str:
    return "".join(word[0] for word in fold(name).split() if word not in _UNCOUNTED)
