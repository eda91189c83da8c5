"""A process that answers by two ports and ends in peace."""

import json
import signal
import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection
from threading import Thread
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graphapi.health import Standing
from graphapi.server import ByPort, Server, config_of
from graphapi.settings import Settings

PATIENCE = 20


def says(word: str, seconds: float = 0) -> Starlette:
    async def answer(_: Request) -> Response:
        time.sleep(seconds)  # noqa: ASYNC251 -- nothing else is asked
        return JSONResponse(word)

    return Starlette(routes=[Route("/", answer)])


def test_each_port_has_its_own_answers_and_the_second_answers_longest() -> None:
    standing, waits = Standing(dict), []

    async def beat() -> None:
        waits.append(time.monotonic())

    with socket.create_server(("127.0.0.1", 0)) as main, socket.create_server(("127.0.0.1", 0)) as other:
        ports = [listener.getsockname()[1] for listener in (main, other)]
        server = Server(config_of(ByPort(says("main"), says("other"), ports[1]), Settings(), beat), standing)
        thread = Thread(target=server.run, args=([main, other],))
        thread.start()
        found = []
        for port in ports:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/")
            found.append(json.loads(connection.getresponse().read()))
            connection.close()
        assert found == ["main", "other"]
        with socket.create_connection(("127.0.0.1", ports[0])):  # an idle one, for which a second is waited
            server.drain()
            time.sleep(0.4)
            assert standing.draining
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", ports[0]))
            connection = HTTPConnection("127.0.0.1", ports[1], timeout=PATIENCE)
            connection.request("GET", "/")
            response = connection.getresponse()
            assert (json.loads(response.read()), response.headers["Connection"]) == ("other", "close")
            connection.close()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert (server.ended_by, server.cut_off) == (None, 0)
    assert waits


def test_a_signal_begins_the_end_unless_it_is_for_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []
    monkeypatch.setattr("os._exit", codes.append)
    standing = Standing(dict)
    server = Server(config_of(says("x"), Settings()), standing, frozenset({signal.SIGINT}))
    server.handle_exit(signal.SIGINT, None)
    assert (server.ended_by, standing.draining, server.should_exit) == (None, False, False)
    server.handle_exit(signal.SIGTERM, None)
    assert (server.ended_by, standing.draining, server.should_exit, codes) == (signal.SIGTERM, True, True, [])
    server.handle_exit(signal.SIGTERM, None)
    assert codes == [130]


@pytest.mark.parametrize(("proxies", "client"), [((), "127.0.0.1"), (("127.0.0.0/8",), "10.9.9.9")])
def test_who_asks_is_said_by_trusted_proxies_alone(
    connect: Callable[..., Any], proxies: tuple[str, ...], client: str
) -> None:
    async def answer(http: Request) -> Response:
        return JSONResponse(http.client.host if http.client else None)

    with connect(Starlette(routes=[Route("/", answer)]), Settings(trusted_proxies=proxies)) as at:
        connection = HTTPConnection(*at, timeout=PATIENCE)
        connection.request("GET", "/", headers={"X-Forwarded-For": "10.9.9.9"})
        response = connection.getresponse()
        assert json.loads(response.read()) == client
        assert response.headers["Server"] is None
        connection.close()
