"""Text as XML holds it."""

import re
from xml.sax.saxutils import escape, quoteattr

from graph_data.errors import CannotWrite

__all__ = ["attribute", "element_text"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write, not even as a reference."""


def element_text(text: str, form: str, where: str) -> str:
    """Return text for the inside of an element.

    Args:
        text: any text.
        form: name of the format, for the message.
        where: what the text is, for the message, such as "name of cluster:indescat".

    Raises:
        CannotWrite: the text holds a character that XML forbids.
    """
    return escape(_allowed(text, form, where), {"\r": "&#13;"})


def attribute(text: str, form: str, where: str) -> str:
    """Return text for the value of an attribute, with its quotation marks; see element_text."""
    return quoteattr(_allowed(text, form, where))


def _allowed(text: str, form: str, where: str) -> str:
    if found := _FORBIDDEN.search(text):
        character = f"U+{ord(found[0]):04X}"
        raise CannotWrite(
            f"{form} is XML, which cannot hold the character {character} in the {where}: take it out, or write "
            "another format, such as csv or node-link"
        )
    return text
