"""Keeps text from being run by a spreadsheet: an apostrophe before what would be a formula, taken off when read."""

import re

__all__ = ["defused", "is_formula", "restored"]

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""Text that a spreadsheet would run, or that has apostrophes before it: these get one more, so none is lost."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that reads the text would run it."""
    return text.startswith(("=", "+", "-", "@", "\t", "\r"))


def defused(text: str) -> str:
    """Return text as it stands in a table that a spreadsheet may open: with an apostrophe before a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """Return what was defused; other text, and a formula that nobody defused, is returned as it is."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
