"""Results that take long, shipped beside the bundled dataset and used for the very network that they were made from.

`python -m graph_data.preparing` writes the file anew; a test tells when that is due.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import orjson

from graph_data.bundled import BUNDLED
from graph_data.discovery.network import Network
from graph_data.discovery.shortest_paths import ShortestPaths, shortest_paths

__all__ = ["PREPARED", "prepared_paths", "write_paths"]

PREPARED = BUNDLED.parent / "prepared" / f"{BUNDLED.name}.json"
"""Betweenness and closeness of the bundled dataset, in order of ids."""


def prepared_paths(network: Network, file: Path = PREPARED) -> ShortestPaths | None:
    """Return the stored results of a network, None when the file is missing or was made from another network."""
    if not file.is_file():
        return None
    stored = orjson.loads(file.read_bytes())
    if stored["network"] != network.fingerprint:
        return None
    return ShortestPaths(np.array(stored["betweenness"]), np.array(stored["closeness"]), exact=True)


def write_paths(network: Network, file: Path = PREPARED) -> None:
    """Compute the results of a network from every node and store them."""
    found = shortest_paths(network, sample=len(network.ids))
    lines = [f'"network":"{network.fingerprint}"', _array("betweenness", found.betweenness)]
    lines.append(_array("closeness", found.closeness))
    file.parent.mkdir(exist_ok=True)
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _array(name: str, values: Sequence[float] | np.ndarray) -> str:
    return f'"{name}":[\n' + ",\n".join(repr(float(value)) for value in values) + "\n]"
