"""Reads a GEXF file from standard input as networkx does; prints its nodes' labels and how many edges it has."""

import io
import json
import sys

import networkx as nx

graph = nx.read_gexf(io.BytesIO(sys.stdin.buffer.read()))
print(json.dumps({"labels": [label for _, label in graph.nodes(data="label")], "edges": graph.number_of_edges()}))
