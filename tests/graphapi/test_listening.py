"""Where a server listens."""

import socket

import pytest

from graphapi.listening import CannotListen, Listeners, address_of
from graphapi.settings import Settings


def test_metrics_have_a_socket_of_their_own() -> None:
    with Listeners(Settings(port=0)) as alone, Listeners(Settings(port=0, metrics_port=0)) as both:
        assert alone.operations is None
        assert both.operations is not None
        assert both.sockets == [both.main, both.operations]
        assert all(address_of(listener).startswith("http://127.0.0.1:") for listener in both.sockets)


def test_sockets_are_closed_at_the_end_and_when_one_cannot_be_had() -> None:
    with Listeners(Settings(port=0)) as listeners:
        port = listeners.main.getsockname()[1]
        with pytest.raises(CannotListen, match="metrics_port"):
            Listeners(Settings(port=0, metrics_port=port))
        with pytest.raises(CannotListen, match="choose another with --port"):
            Listeners(Settings(port=port))
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_an_address_of_the_sixth_version_is_written_in_brackets() -> None:
    if not socket.has_ipv6:
        pytest.skip("needs IPv6")
    try:
        listeners = Listeners(Settings(host="::1", port=0))
    except CannotListen:
        pytest.skip("needs IPv6")
    with listeners:
        assert address_of(listeners.main).startswith("http://[::1]:")


def test_metrics_cannot_have_the_port_of_requests() -> None:
    with Listeners(Settings(port=0)) as listeners:
        port = listeners.main.getsockname()[1]
    with pytest.raises(CannotListen, match="requests are answered on this port"):
        Listeners(Settings(host="127.0.0.2", port=port, metrics_port=port))
