"""Measures the memory of several processes that answer: python benchmarks/sharing.py [DATASET].

PSS counts what processes share in parts: its sum is the memory that nobody else could have.
"""

import json
import os
import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

COMMAND = Path(sysconfig.get_path("scripts")) / "synergraph"
QUERIES = sorted((Path(__file__).parents[1] / "tests" / "queries").glob("*.graphql"))
ROUNDS = 10


@contextmanager
def server(*arguments: str) -> Iterator[tuple[int, str]]:
    """Start a server, and return its process and address."""
    environment = {**os.environ, "SYNERGRAPH_LOG_REQUESTS": "false"}
    command = [COMMAND, "serve", *arguments, "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)  # noqa: S603 -- our own command
    try:
        assert process.stderr is not None  # noqa: S101 -- for the type checker
        process.stderr.readline()
        found = re.match(r"(http://\S+)/graphql", process.stderr.readline())
        assert found is not None  # noqa: S101 -- it would have ended else
        yield process.pid, found[1]
    finally:
        process.terminate()
        process.wait()


def asked(address: str) -> None:
    """Ask the golden queries some times, so that every process has answered."""
    for _ in range(ROUNDS):
        for path in QUERIES:
            body = json.dumps({"query": path.read_text(encoding="utf-8")}).encode()
            request = Request(f"{address}/graphql", body, {"Content-Type": "application/json"})  # noqa: S310 -- our own server
            try:
                urlopen(request).read()  # noqa: S310 -- as above
            except OSError:
                time.sleep(0.5)  # it prepares what the answer rests on


def processes(parent: int) -> list[int]:
    """Return a process and those that it forked off."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    return [parent, *map(int, children.split())]


def pss(found: Sequence[int]) -> float:
    """Return the sum of the memory of processes in megabytes."""
    rollups = [Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8") for process in found]
    return sum(int(line.split()[1]) for text in rollups for line in text.splitlines() if line.startswith("Pss:")) / 1024


def main() -> None:
    """Measure and print."""
    dataset = sys.argv[1:2]
    for name, workers, count in (
        ("one process", 1, 1),
        ("two workers", 2, 1),
        ("four workers", 4, 1),
        ("two servers", 1, 2),
    ):
        with ExitStack() as stack:
            started = [stack.enter_context(server(*dataset, "--workers", str(workers))) for _ in range(count)]
            for _, address in started:
                asked(address)
            total = pss([process for parent, _ in started for process in processes(parent)])
        print(f"{name:12} {total:6.0f} MB")


if __name__ == "__main__":
    main()
