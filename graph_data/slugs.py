"""Slugs for ids, and folded text for comparing names."""

import re
import unicodedata

from anyascii import anyascii

__all__ = ["acronym", "fold", "slug"]

LEAST = 3
"""Letters of an acronym: two capitals are as often a country or a legal form."""


def slug(label: str) -> str:
    """Return a label as an id's slug: lower case ASCII joined by hyphens, without what stands in parentheses."""
    plain = re.sub(r"\([^)]*\)", " ", label).replace("&", " and ")
    return "-".join(re.findall("[a-z0-9]+", anyascii(unicodedata.normalize("NFC", plain)).lower()))


def fold(text: str) -> str:
    """Return text for comparing: without case, diacritics and punctuation, words joined by one blank.

    "Sport & Technology" and "sport and technology" fold alike.
    """
    plain = anyascii(unicodedata.normalize("NFC", text)).casefold().replace("&", " and ")
    return " ".join(re.findall("[a-z0-9]+", plain))


def acronym(name: str) -> str | None:
    """Return the first word of three or more capitals in a name, None when there is none."""
    words = re.findall(r"[^\W\d_]+", name)
    return next((word for word in words if len(word) >= LEAST and word.isupper()), None)
