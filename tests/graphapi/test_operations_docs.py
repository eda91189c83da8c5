"""The page on operations names every metric, and every field of the log."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from graphapi.metrics import KINDS
from graphapi.protocol import CLOSED

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")


def rows(heading: str) -> set[str]:
    """Return the names in the first column of the table below a heading."""
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return {name for cell in re.findall(r"^\| (`.*?) \|", part, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)}


def test_every_metric_has_its_row(start: Callable[..., Any]) -> None:
    with start("--port", "0", "--workers", "2", SYNERGRAPH_METRICS_PORT="0") as server:
        metrics = server.process.stderr.readline().partition("/metrics")[0]
        server.ask("{ dataset { version } }")
        server.ask("{ nothing }")
        with urlopen(f"{metrics}/metrics", timeout=60) as response:  # noqa: S310 -- our own server's address
            text = response.read().decode()
    families = [*text_string_to_metric_families(text)]
    told = {f"{family.name}_total" if family.type == "counter" else family.name for family in families}
    assert {name for name in told if name.startswith("synergraph_")} | {"process_resident_memory_bytes"} == rows(
        "Metrics"
    )


def test_every_kind_of_request_and_every_reason_to_close_is_named() -> None:
    part = PAGE.split("\n## Metrics\n")[1].split("\n## ")[0]
    assert all(f"`{name}`" in part for name in (*KINDS, *CLOSED))


def test_every_field_of_a_line_has_its_row() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    common = {"time", "level", "event"}
    assert set(re.findall(r'"(\w+)":', example)) - common == rows("Log")
