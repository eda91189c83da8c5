"""The server over a part of the bundled dataset, which is soon exported whole."""

import csv
import sys
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from graph_data.notebook import Notebook
from graphapi.app import create_app
from graphapi.settings import Settings


@pytest.fixture(autouse=True)
def _long_cells() -> Iterator[None]:
    """Let the csv module read what is exported whole, whose cells may be longer than those of a table that is read."""
    before = csv.field_size_limit(sys.maxsize)
    yield
    csv.field_size_limit(before)


@pytest.fixture(scope="session")
def client(sample: Notebook) -> Iterator[TestClient]:
    """Return a client of the application over the sample."""
    with TestClient(create_app(Settings(timeout_ms=60_000), sample)) as client:
        yield client
