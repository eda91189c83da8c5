"""All attacks."""

from collections.abc import Sequence

from hostile import bodies, dear, documents, framing, routes, values, waiting
from hostile.attack import Attack

__all__ = ["ATTACKS", "ON_DATA", "SLOW"]

ATTACKS: Sequence[Attack] = tuple(
    attack
    for attacks in (
        *(module.ATTACKS for module in (documents, values, bodies, framing, routes, waiting, dear)),
        dear.WHOLE,
    )
    for attack in attacks
)
"""Those that are carried out one after the other."""

ON_DATA: Sequence[Attack] = (*values.ATTACKS, *routes.FILES, *waiting.ATTACKS, *dear.ATTACKS)
"""Those of them that a larger dataset makes dearer; but for whole files, which take minutes to prepare then."""

SLOW = waiting.SLOW
"""Those that go on for seconds, all at once."""
