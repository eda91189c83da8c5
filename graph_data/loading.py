"""A graph in one line, wherever it is: a file, a store of versions, or a server."""

from pathlib import Path

from graph_data.notebook import Notebook
from graph_data.notebook import load as load_local
from graph_data.remote import Connection, RemoteNotebook, is_address
from graph_data.remote.asking import TIMEOUT

__all__ = ["load"]


def load(path: str | Path | None = None, *, key: str | None = None, timeout: float = TIMEOUT) -> Notebook:
    """Return the graph of a dataset folder, workbook or database, of a store's current version, or of a server.

    Args:
        path: where; STORE@VERSION is another version of a store, and http://host:port/graphql or the server's root a
            server. The bundled dataset when None.
        key: to ask a server with that wants one; that of the environment's SYNERGRAPH_KEY when None.
        timeout: seconds that one answer of a server may take.

    Raises:
        InvalidDataset: it cannot be used; lists every problem.
        UnknownVersion: the store has no such version.
        MissingExtra: reading it needs a package that is not installed.
        Unreachable: no server answers at the address, or not one of this kind.
        ServerError: the server refuses, because it wants a key or has been asked too much.
    """
    if is_address(path):
        return RemoteNotebook(Connection(str(path), timeout, key))
    return load_local(path)
