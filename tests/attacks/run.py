"""Attacks a real server and says how it stood: python tests/attacks/run.py [DATASET] [--only WORD] [--worst N].

The server is started on the dataset folder, the bundled dataset without one, with its default settings. Beside every
attack a neighbour asks a cheap question every 50 ms. The worst attacks are listed with their times and by how much the
server's memory rose meanwhile, and how many times slower other programs made the machine. The command ends with 1 when
one was not withstood.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from hostile.arena import arena
from hostile.catalogue import ATTACKS, SLOW
from hostile.judging import GROWTH, Verdict

__all__ = ["main"]


def main() -> int:
    """Attack, print, and return the exit code."""
    parser = argparse.ArgumentParser(description="Attacks a real server.")
    parser.add_argument("dataset", type=Path, nargs="?", help="dataset folder; the bundled dataset without it")
    parser.add_argument("--only", default="", help="only attacks with this in their name")
    parser.add_argument("--worst", type=int, default=10, help="how many are listed beside those not withstood")
    asked = parser.parse_args()
    chosen = [item for item in ATTACKS if asked.only in item.name]
    slow = [item for item in SLOW if asked.only in item.name]
    with arena(chosen, asked.dataset and asked.dataset.resolve()) as found:
        verdicts = [verdict for item in chosen for verdict in found.attack(item)]
        verdicts += found.attack(*slow) if slow else []
        growth = found.growth
    grown = growth > GROWTH
    broken = [item for item in verdicts if not item.withstood]
    report = [
        f"{len(verdicts)} attacks, {len(verdicts) - len(broken)} withstood.",
        f"Without them the neighbour waits {found.quiet.median:.3f} s, {found.quiet.longest:.3f} s at most.",
        f"After them the server holds {growth / 2**20:+.0f} MB{': too much' if grown else ''}.",
        f"\nThe worst {asked.worst}:\n{_table(_worst(verdicts)[: asked.worst])}",
    ]
    if broken:
        report.append(f"\nNot withstood:\n{_table(broken)}")
    print("\n".join(report))  # noqa: T201 -- what the program is for
    return 1 if broken or grown else 0


def _worst(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return what was answered at once, that first which kept anybody waiting for longest."""
    slow = {item.name for item in (*ATTACKS, *SLOW) if item.slow is not None}
    usual = [item for item in verdicts if item.name not in slow]
    return sorted(usual, key=lambda item: -max(item.took, item.waited))


def _table(verdicts: Sequence[Verdict]) -> str:
    lines = [f"{'answered':>8} {'neighbour':>9} {'memory':>8} {'slowed':>6}  attack"]
    for item in verdicts:
        told = ", ".join(f"{count} x {outcome}" if count > 1 else outcome for outcome, count in item.outcomes.items())
        wrong = "; ".join([*item.wrong, *item.late])
        tried = f" (try {item.tries})" if item.tries > 1 else ""
        said = f"{item.name}: {told or 'hung up'}{tried}{f' -- {wrong}' if wrong else ''}"
        lines.append(
            f"{item.took:6.2f} s {item.waited:7.2f} s {item.peak / 2**20:5.0f} MB {item.slowness:5.1f}x  {said}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
