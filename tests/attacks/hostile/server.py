"""The server that is attacked: a process of its own, its memory, its log."""

import json
import os
import re
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from hostile.attack import Target

__all__ = ["Server", "serving"]

COMMAND = Path(sysconfig.get_path("scripts")) / "synergraph"
PATIENCE = 300
"""Seconds within which the server must have started, and prepared what is asked of it."""

_ADDRESS = re.compile(r"(http://\S+?)/graphql answers")

_KNOWN = """query ($kinds: [EntityKind!]!, $after: String) {
  ranking(measure: DEGREE, kinds: $kinds, first: 100, after: $after) { nodes { id } pageInfo { endCursor } }
}"""


class Server:
    """A running server."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path, address: str) -> None:
        self._process, self._log = process, log
        self.address = address
        self.process_id = process.pid

    def ask(self, document: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the answer to a question, as soon as the server has prepared what it rests on."""
        body = json.dumps({"query": document, "variables": variables}).encode()
        request = Request(f"{self.address}/graphql", body, {"Content-Type": "application/json"})  # noqa: S310 -- our own server
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 -- as above
                    found: dict[str, Any] = json.loads(response.read())
                    return found
            except HTTPError as error:
                with error:
                    if error.code != 503 or time.monotonic() > end:
                        raise
            time.sleep(0.25)

    def target(self) -> Target:
        """Return what an attacker can find out about the server by asking it."""
        at = urlsplit(self.address)
        terms = ["SECTOR", "TECHNOLOGY_FIELD", "S3_PRIORITY_AREA", "EMERGING_INDUSTRY"]
        return Target(
            str(at.hostname),
            at.port or 80,
            self._ranked(["CLUSTER", "SME", "INSTITUTION"], 2),
            self._ranked(terms, 1),
            self._ranked(["SECTOR"], 1),
            self._ranked(["PARTNERSHIP"], 1)[0],
        )

    def _ranked(self, kinds: list[str], pages: int) -> list[str]:
        found: list[str] = []
        after = None
        for _ in range(pages):
            page = self.ask(_KNOWN, {"kinds": kinds, "after": after})["data"]["ranking"]
            found += [node["id"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
        return found

    def memory(self, name: str = "VmRSS") -> int:
        """Return the bytes that the process holds in memory; with VmHWM, what it held at most since `forget_peak`."""
        status = Path(f"/proc/{self.process_id}/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(f"{name}:")) * 1024

    def forget_peak(self) -> None:
        """Let the peak of the memory count from now on."""
        Path(f"/proc/{self.process_id}/clear_refs").write_text("5", encoding="ascii")

    def log_length(self) -> int:
        """Return the length of the log in bytes."""
        return self._log.stat().st_size

    def log_since(self, length: int) -> str:
        """Return what the server has said since the log was so long."""
        with self._log.open("rb") as file:
            file.seek(length)
            return file.read().decode(errors="replace")

    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self._process.poll() is None


@contextmanager
def serving(*arguments: str) -> Iterator[Server]:
    """Start a server with the default settings on a free port of this machine; end it by its process id."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SYNERGRAPH_")}
    with tempfile.TemporaryDirectory(prefix="synergraph-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as file:
            process = subprocess.Popen(  # noqa: S603 -- our own command
                [COMMAND, "serve", "--port", "0", *arguments], stdout=file, stderr=file, env=environment, cwd=folder
            )
        try:
            yield Server(process, log, _address(process, log))
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        said = log.read_text(encoding="utf-8", errors="replace")
        if (found := _ADDRESS.search(said)) is not None:
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"the server does not answer: {log.read_text(encoding='utf-8', errors='replace')}")
