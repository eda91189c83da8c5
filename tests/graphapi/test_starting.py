"""While the dataset is loaded, everybody is told to come again; nobody is refused a connection."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from graphapi.listening import Listeners, address_of
from graphapi.settings import Settings
from graphapi.starting import Starting


def ask(address: str, body: bytes | None = None) -> tuple[int, str | None, object]:
    request = Request(address, body, {"Content-Type": "application/json"})  # noqa: S310 -- our own server's address
    try:
        with urlopen(request, timeout=20) as response:  # noqa: S310 -- as above
            return response.status, None, json.loads(response.read())
    except HTTPError as error:
        with error:
            return error.code, error.headers["Retry-After"], json.loads(error.read())


def test_it_is_told_that_it_is_too_early() -> None:
    settings = Settings(port=0, metrics_port=0)
    message = "the dataset is being loaded; ask again in a second"
    early = 503, "1", {"errors": [{"message": message, "extensions": {"code": "STARTING"}}]}
    with Listeners(settings) as listeners:
        for _ in range(2):  # the sockets go on listening
            with Starting(listeners, settings):
                for address in map(address_of, listeners.sockets):
                    assert ask(f"{address}/healthz") == (200, None, {"status": "ok"})
                    assert ask(f"{address}/readyz") == (503, "1", {"status": "starting"})
                    assert ask(f"{address}/metrics") == early
                    assert ask(f"{address}/graphql", b"{}") == early
