"""Trusted documents: queries that the operator has listed, asked for by their hash."""

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import orjson

__all__ = ["InvalidManifest", "hash_of", "read_manifest"]

_HASH = re.compile(r"[0-9a-f]{64}")


class InvalidManifest(ValueError):  # noqa: N818 -- the name says what happened
    """A manifest of trusted documents cannot be used."""


def hash_of(document: str) -> str:
    """Return the name of a document: the SHA-256 of its text in UTF-8, in lower-case hexadecimal digits."""
    return sha256(document.encode()).hexdigest()


def read_manifest(path: Path | None) -> Mapping[str, str]:
    """Return the documents of a manifest by their hash; none without a manifest.

    Args:
        path: a JSON file with one object, whose names are hashes and whose values are documents.

    Raises:
        InvalidManifest: the file cannot be read, or a hash is not that of its document.
    """
    if path is None:
        return MappingProxyType({})
    try:
        given = orjson.loads(path.read_bytes())
    except OSError as error:
        raise InvalidManifest(f"{path}: {error.strerror}") from None
    except orjson.JSONDecodeError as error:
        raise InvalidManifest(f"{path}: not JSON: {error}") from None
    if not isinstance(given, dict):
        raise InvalidManifest(f"{path}: must be a JSON object of documents by their sha256")
    for name, document in given.items():
        if not _HASH.fullmatch(name) or not isinstance(document, str):
            raise InvalidManifest(f"{path}: {name!r}: must be 64 lower-case hexadecimal digits, its value a document")
        if name != hash_of(document):
            raise InvalidManifest(f"{path}: {name}: the document's sha256 is {hash_of(document)}")
    return MappingProxyType(given)
