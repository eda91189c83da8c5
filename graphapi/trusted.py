"""Trusted documents: queries that the operator has listed, asked for by their id; a locked server answers no others."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import md5, sha1, sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from graphapi.errors import ErrorCode
from graphapi.execution.document import documents as read_documents
from graphapi.limits import Limits
from graphapi.requests import Refused

__all__ = ["InvalidManifest", "Trusted", "check_documents", "hash_of", "read_manifest"]

APOLLO = "apollo-persisted-query-manifest"

HASHES = {32: ("md5", md5), 40: ("sha1", sha1), 64: ("sha256", sha256)}
"""What Relay's compiler may name a document by, told apart by the number of hexadecimal digits."""

SHOWN = 100
"""Characters of an id that a message repeats."""

_HEXADECIMAL = re.compile(r"[0-9a-f]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[\x21-\x7e]{1,200}")


class InvalidManifest(ValueError):  # noqa: N818 -- the name says what happened
    """A manifest of trusted documents cannot be used."""


def hash_of(document: str) -> str:
    """Return the name of a document: the SHA-256 of its text in UTF-8, in lower-case hexadecimal digits."""
    return sha256(document.encode()).hexdigest()


def read_manifest(path: Path | None) -> Mapping[str, str]:
    """Return the documents of a manifest by their ids, and by their SHA-256; none without a manifest.

    Args:
        path: a JSON file: one object, whose names are hashes and whose values are documents, as Relay's compiler writes
            it (its hashes may be MD5 and SHA-1 too); or a manifest of Apollo's format, version 1.

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
    try:
        named = _of_apollo(given) if given.get("format") == APOLLO else _of_relay(given)
    except InvalidManifest as error:
        raise InvalidManifest(f"{path}: {error}") from None
    return MappingProxyType({hash_of(document): document for document in named.values()} | named)


def _of_relay(given: Mapping[str, Any]) -> dict[str, str]:
    for name, document in given.items():
        if len(name) not in HASHES or not _HEXADECIMAL.fullmatch(name) or not isinstance(document, str):
            wanted = "64 lower-case hexadecimal digits (sha256; 40 for sha1, 32 for md5), its value a document"
            raise InvalidManifest(f"{name[:SHOWN]!r}: must be {wanted}")
        known, make = HASHES[len(name)]
        found = make(document.encode(), usedforsecurity=False).hexdigest()
        if name != found:
            raise InvalidManifest(f"{name}: the document's {known} is {found}")
    return dict(given)


def _of_apollo(given: Mapping[str, Any]) -> dict[str, str]:
    if given.get("version") != 1:
        raise InvalidManifest(f"version of {APOLLO} must be 1, got {given.get('version')!r}")
    operations = given.get("operations")
    if not isinstance(operations, list):
        raise InvalidManifest("operations must be a list")
    found: dict[str, str] = {}
    for place, operation in enumerate(operations):
        name, body = (operation.get("id"), operation.get("body")) if isinstance(operation, dict) else (None, None)
        if not isinstance(name, str) or not _ID.fullmatch(name) or not isinstance(body, str):
            raise InvalidManifest(f"operations[{place}]: must have an id of 1 to 200 characters, and a body")
        # an id is the sha256 of the body unless a project makes its own
        if _SHA256.fullmatch(name) and name != hash_of(body):
            raise InvalidManifest(f"operations[{place}]: {name}: the body's sha256 is {hash_of(body)}")
        if found.setdefault(name, body) != body:
            raise InvalidManifest(f"operations[{place}]: {name}: another body has this id")
    return found


def check_documents(documents: Iterable[str], limits: Limits) -> None:
    """Check that documents can be executed under some limits.

    Raises:
        InvalidManifest: one cannot; the message names it by its SHA-256.
    """
    for document in documents:
        read = read_documents(limits).read(document)
        if read.node is None:
            raise InvalidManifest(f"trusted document {hash_of(document)}: {read.errors[0].message}")


@dataclass(frozen=True, slots=True)
class Trusted:
    """The trusted documents of a server.

    Attributes:
        documents: them, by their ids.
        locked: whether no other is answered.
    """

    documents: Mapping[str, str]
    locked: bool = False

    def named(self, name: str) -> str:
        """Return a document by its id, before which `sha256:` may stand.

        Raises:
            Refused: there is none of this id.
        """
        found = self.documents.get(name.removeprefix("sha256:"))
        if found is None:
            raise Refused(404, f"no trusted document has the id {name[:SHOWN]!r}", code=ErrorCode.UNKNOWN_DOCUMENT)
        return found

    def filled(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the parameters of a request with the document that they name, when they name one.

        It may be named by `documentId`, as GraphQL over HTTP does, by Relay's `doc_id`, or by the hash under which
        Apollo asks for a persisted query.

        Raises:
            Refused: there is no such document, or the server is locked and the request brings its own.
        """
        query, hashed, name = given.get("query"), _hash_in(given), _id_in(given)
        if self.locked and query is not None:
            message = "the server answers trusted documents alone: send the id of one in documentId, and no query"
            raise Refused(403, message, code=ErrorCode.UNTRUSTED_DOCUMENT)
        if name is not None:
            if query is not None:
                raise Refused(400, "send either query or documentId")
            return {**given, "query": self.named(name)}
        if hashed is None:
            if self.locked:
                raise Refused(400, "documentId must be the id of a trusted document")
            return given
        if query is None:
            return {**given, "query": self._persisted(hashed)}
        if not isinstance(query, str) or hash_of(query) != hashed:
            raise Refused(400, "extensions.persistedQuery.sha256Hash must be the sha256 of query")
        return given

    def _persisted(self, name: str) -> str:
        """Return a document that Apollo's clients ask for; where others are answered too, they then send it whole."""
        if not self.locked and name not in self.documents:
            raise Refused(404, "PersistedQueryNotFound", code=ErrorCode.PERSISTED_QUERY_NOT_FOUND)
        return self.named(name)


def _id_in(given: Mapping[str, Any]) -> str | None:
    for key in ("documentId", "doc_id"):
        name = given.get(key)
        if name is not None:
            if not isinstance(name, str):
                raise Refused(400, f"{key} must be a string")
            return name
    return None


def _hash_in(given: Mapping[str, Any]) -> str | None:
    extensions = given.get("extensions")
    asked = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
    if asked is None:
        return None
    name = asked.get("sha256Hash") if isinstance(asked, dict) else None
    if not isinstance(name, str):
        raise Refused(400, "extensions.persistedQuery must be an object with the text sha256Hash")
    return name
