"""Errors of a query: every one has a code that the documentation explains."""

from enum import Enum

from graphql import GraphQLError

__all__ = ["ErrorCode", "QueryError"]


class ErrorCode(Enum):
    """Codes in `extensions.code`, with what they mean."""

    BAD_REQUEST = "The request is not GraphQL over HTTP: no JSON, no query, or variables that are no object."
    UNKNOWN_DOCUMENT = "No trusted document has this hash."
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
    UNKNOWN_EXPORT = "No file of this name can be exported."
    CANNOT_EXPORT = "The format cannot hold the dataset, or needs a package that the server does not have."
    INTERNAL_ERROR = "The server failed; the log has the details under the request's id."


class QueryError(GraphQLError):
    """A mistake of the asker, told in the answer with its code."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message, extensions={"code": code.name})
