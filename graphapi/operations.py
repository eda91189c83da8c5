"""Settings of how the server runs: its processes, connections, log, metrics, end."""

import re
from ipaddress import ip_network
from typing import Annotated

from pydantic import BaseModel, Field, field_validator
from pydantic_settings import NoDecode

from graphapi.choices import LogFormat

__all__ = ["Operations"]


_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


class Operations(BaseModel):
    """How a server runs; each is a setting."""

    workers: int = Field(default=1, ge=1, le=256, description="Processes that answer; they share the dataset.")
    drain_seconds: float = Field(
        default=10, ge=1, description="Seconds in which a server that is told to end finishes what it is at."
    )
    max_connections: int = Field(
        default=1000, ge=1, description="Connections a process; on top of them who idles longest is let go."
    )
    max_headers: int = Field(default=100, ge=1, description="Headers of a request.")
    max_header_bytes: int = Field(
        default=32 * 1024, ge=1024, description="Bytes of a request's line and headers, where they come in parts."
    )
    header_seconds: float = Field(default=10, gt=0, description="Seconds in which line and headers must have come.")
    idle_seconds: int = Field(default=5, ge=1, description="Seconds after which an idle connection is closed.")
    stalled_seconds: float = Field(
        default=30, gt=0, description="Seconds after which a connection is closed whose other end reads nothing."
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Addresses or networks of proxies that say truly who asks, in X-Forwarded-For."
    )
    log_format: LogFormat = Field(default=LogFormat.TEXT, description="Lines of the log: text, or json for programs.")
    log_requests: bool = Field(default=True, description="Whether the log has a line for each request.")
    metrics_port: int | None = Field(
        default=None, ge=0, le=65535, description="Port of metrics and probes; none when not set, 0 chooses a free one."
    )
    metrics_host: str = Field(default="127.0.0.1", description="Address of metrics and probes.")
    telemetry_endpoint: str | None = Field(
        default=None, description="OpenTelemetry collector that takes spans over HTTP; none are made when not set."
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_proxies(cls, given: object) -> object:
        """Split the environment's comma-separated list."""
        return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given

    @field_validator("trusted_proxies")
    @classmethod
    def _check_proxies(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in proxies:
            try:
                ip_network(proxy)
            except ValueError:
                message = f"{proxy!r} is no address or network: write it as 10.0.0.7 or 10.0.0.0/24"
                raise ValueError(message) from None
        return proxies

    @field_validator("telemetry_endpoint")
    @classmethod
    def _check_endpoint(cls, endpoint: str | None) -> str | None:
        if endpoint is not None and not _ADDRESS.fullmatch(endpoint):
            message = f"{endpoint!r} is no address: write it as http://127.0.0.1:4318, without /v1/traces"
            raise ValueError(message)
        return endpoint
