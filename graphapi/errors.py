"""Errors of a query: every one has a code that the documentation explains."""

from enum import Enum
from typing import Any

from graphql import GraphQLError

__all__ = ["ErrorCode", "LimitExceeded", "QueryError"]


class ErrorCode(Enum):
    """Codes in `extensions.code`, with what they mean."""

    BAD_REQUEST = "The request is not GraphQL over HTTP: no JSON, no query, or variables that are no object."
    UNKNOWN_DOCUMENT = "No trusted document has this id."
    UNTRUSTED_DOCUMENT = "The server answers the documents that its operator has listed, and no others."
    PERSISTED_QUERY_NOT_FOUND = "No trusted document has this hash; send the document itself."
    KEY_REQUIRED = "The server answers those alone who send one of its keys; none was sent, or one that does not count."
    WRONG_HOST = "The server does not answer under this name; it may be a page of elsewhere that asks."
    METHOD_NOT_ALLOWED = "No address of the server knows this method."
    PARSE_FAILED = "The document is not GraphQL."
    VALIDATION_FAILED = "The document does not fit the schema."
    BAD_VARIABLES = "A variable is missing or does not have the declared type."
    UNKNOWN_OPERATION = "The document has no such operation, or several and none was chosen."
    BAD_PAGE_SIZE = "first or last is not between 1 and 100, or both are given."
    BAD_CURSOR = "A cursor is damaged or was not made by this server."
    STALE_CURSOR = "A cursor belongs to another order, list or dataset version; start again without it."
    WRONG_KIND = "An id is of another kind than the field wants."
    UNKNOWN_ID = "A filter or a list of ids names an id or a country code that is not in the dataset."
    BAD_ARGUMENT = "An argument has a value that makes no sense; the message says what to write."
    FILTER_REQUIRED = "The filter accepts more pairs than one call scores; narrow either side."
    LIMIT_EXCEEDED = "The request asks for more than the server allows; the error names the limit and what was asked."
    BODY_TOO_SLOW = "The body of the request did not come in time."
    RATE_LIMITED = "The key or the address has asked for all that it may in an hour."
    TIME_LIMIT = "The answer was not found in the time that the server, or the request itself, gives it."
    OVERLOADED = "Too many dear requests wait already, or no thread came free in time; ask again in a second."
    PREPARING = "What the answer rests on is being prepared in the background; ask again in a second."
    STARTING = "The server is loading its dataset; ask again in a second."
    ENDING = "The server ends and did not finish the request in time; ask again in a second."
    UNKNOWN_EXPORT = "No file of this name can be exported."
    CANNOT_EXPORT = "The format cannot hold the dataset, or needs a package that the server does not have."
    INTERNAL_ERROR = "The server failed; the log has the details under the request's id."


class QueryError(GraphQLError):
    """A mistake of the asker, told in the answer with its code."""

    def __init__(self, code: ErrorCode, message: str, **more: Any) -> None:  # noqa: ANN401 -- JSON that goes with the code
        super().__init__(message, extensions={"code": code.name, **more})


class LimitExceeded(QueryError):  # noqa: N818 -- the name says what happened
    """A request that asks for more than the server allows.

    Args:
        setting: name of the limit.
        limit: its value.
        actual: what was asked for.
        message: both in words, and what to do.
    """

    def __init__(self, setting: str, limit: float, actual: float, message: str) -> None:
        super().__init__(ErrorCode.LIMIT_EXCEEDED, message, setting=setting, limit=limit, actual=actual)
