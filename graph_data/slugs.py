"""Slugs for ids, and folded text for comparing names."""

import re
import unicodedata

from anyascii import anyascii

__all__ = ["fold", "slug"]


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
