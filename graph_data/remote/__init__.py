"""A graph that a server holds, with the methods of one in this process."""

from graph_data.remote.asking import Connection, endpoint_of, is_address
from graph_data.remote.notebook import RemoteNotebook

__all__ = ["Connection", "RemoteNotebook", "endpoint_of", "is_address"]
