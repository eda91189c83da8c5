"""The configuration of nginx that the documentation shows works."""

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from graph_data.dataset import About, Dataset
from graph_data.ontology import Cluster, Country
from graph_data.writing.folder import write_folder

PATIENCE = 60
PAGE = Path(__file__).parents[2] / "docs" / "operations.md"
NGINX, OPENSSL = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin"), shutil.which("openssl")

pytestmark = pytest.mark.skipif(not NGINX or not OPENSSL, reason="needs nginx and openssl")


def run(*command: object) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, check=False, text=True, timeout=PATIENCE)  # noqa: S603 -- programs of this machine
    assert done.returncode == 0, done.stderr
    return done.stderr


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def shown(port: int, upstream: int, folder: Path) -> str:
    """Return the documented configuration with the ports and files of this test."""
    (text,) = re.findall(r"```nginx\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for documented, here in {
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/api.example.org": f"{folder}/api.example.org",
    }.items():
        assert documented in text
        text = text.replace(documented, here)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {places}\n{text}}}\n"
    )


@pytest.fixture(scope="module")
def proxied(start: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """Return the port of nginx before a server that trusts it, and its certificate."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    about = About(name="small", title="small", licence="https://example.org/licence", citation="small.")
    rows = [Cluster(id="cluster:c", name="c"), Country(id="country:AT", name="Austria", code="AT")]
    write_folder(Dataset.of(about, rows), folder / "data")
    certificate, key = folder / "api.example.org.pem", folder / "api.example.org.key"
    subject = ["-subj", "/CN=api.example.org", "-addext", "subjectAltName=DNS:api.example.org"]
    run(OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *subject)
    settings = {
        "SYNERGRAPH_TRUSTED_PROXIES": "127.0.0.1",
        "SYNERGRAPH_ALLOWED_HOSTS": "api.example.org",
        "SYNERGRAPH_POINTS_PER_HOUR": "100",
    }
    with start(str(folder / "data"), "--port", "0", **settings) as server:
        configuration = folder / "nginx.conf"
        configuration.write_text(shown(port, int(server.address.rpartition(":")[2]), folder), encoding="utf-8")
        assert "syntax is ok" in run(NGINX, "-t", "-p", folder, "-c", configuration)
        process = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(configuration)])  # noqa: S603 -- as above
        try:
            yield port, certificate
        finally:
            process.terminate()
            process.wait(PATIENCE)


class Client(http.client.HTTPSConnection):
    """Asks nginx under the public name, from an address of this machine."""

    def __init__(self, port: int, certificate: Path, source: str) -> None:
        context = ssl.create_default_context(cafile=str(certificate))
        super().__init__("api.example.org", port, timeout=PATIENCE, context=context)
        self._source = source

    def connect(self) -> None:
        """Connect to this machine, which the name does not lead to."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE, (self._source, 0))
                break
            except ConnectionRefusedError:
                assert time.monotonic() < end
                time.sleep(0.05)
        self.sock = self._context.wrap_socket(connection, server_hostname=self.host)  # type: ignore[attr-defined]

    def ask(self, headers: Mapping[str, str]) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and body of the answer to a question."""
        body = json.dumps({"query": "{ dataset { title } }"})
        self.request(
            "POST", "/graphql", body, {"Content-Type": "application/json", "Host": "api.example.org", **headers}
        )
        response = self.getresponse()
        return (
            response.status,
            {name.lower(): value for name, value in response.headers.items()},
            json.loads(response.read()),
        )


def test_a_request_through_nginx_is_answered_and_counted_by_the_address_of_the_client(
    proxied: tuple[int, Path],
) -> None:
    left = []
    for source, forged in [("127.0.0.1", "10.9.9.1"), ("127.0.0.1", "10.9.9.2"), ("127.0.0.2", "127.0.0.1")]:
        client = Client(*proxied, source)
        for _ in range(2):  # on one connection
            status, headers, body = client.ask({"X-Forwarded-For": forged})
            assert (status, body["data"]) == (200, {"dataset": {"title": "small"}})
            assert headers["strict-transport-security"] == "max-age=31536000"
            assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])
            left.append(headers["ratelimit"].split(";")[1])
        client.close()
    assert left == ["r=98", "r=96", "r=94", "r=92", "r=98", "r=96"]
