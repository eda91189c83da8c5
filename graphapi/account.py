"""What is told of a request once it is answered: in its line of the log, in the metrics, in its span."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CURRENT", "Account", "account"]


@dataclass(slots=True)
class Account:
    """What the parts of the server tell of a request; nothing of it is the asker's own text.

    Attributes:
        id: names the request in the log.
        codes: codes of the errors that were answered, each once.
        cost: what it cost by the schema; None where nothing was worked out.
        operation: name of the operation, of a trusted document alone; others may be named as their askers please.
        dear: whether it was answered in a thread.
    """

    id: str = ""
    codes: list[str] = field(default_factory=list)
    cost: int | None = None
    operation: str | None = None
    dear: bool = False

    def take(self, body: Mapping[str, Any]) -> None:
        """Take what the body of a GraphQL answer tells: the codes of its errors and what it cost."""
        found = (error.get("extensions", {}).get("code") for error in body.get("errors", ()))
        self.codes = [*dict.fromkeys(code for code in found if code)]
        self.cost = (body.get("extensions", {}).get("cost") or {}).get("requested")


CURRENT: ContextVar[Account | None] = ContextVar("account", default=None)
"""The account of the request that is being answered here."""


def account() -> Account:
    """Return the account of the request that is being answered here; one that nobody reads where there is none."""
    return CURRENT.get() or Account()
