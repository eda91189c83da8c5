"""A knowledge graph of partners and value chains.

>>> import graph_data as gd
>>> kg = gd.load()
>>> kg.entity("cluster:indescat").name
'INDESCAT - Catalan Sports Cluster'
"""

from graph_data.errors import GraphDataError, InsufficientData, InvalidDataset, ServerError, UnknownEntity, Unreachable
from graph_data.loading import load
from graph_data.notebook import Notebook

__all__ = [
    "GraphDataError",
    "InsufficientData",
    "InvalidDataset",
    "Notebook",
    "ServerError",
    "UnknownEntity",
    "Unreachable",
    "load",
]
