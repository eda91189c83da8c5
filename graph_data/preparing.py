"""Writes the prepared results of the bundled dataset anew: `python -m graph_data.preparing`."""

from graph_data.bundled import BUNDLED
from graph_data.discovery.network import network_of
from graph_data.discovery.prepared import write_paths
from graph_data.graph import KnowledgeGraph
from graph_data.reading.folder import read_folder

__all__: list[str] = []

if __name__ == "__main__":
    write_paths(network_of(KnowledgeGraph(read_folder(BUNDLED))))
