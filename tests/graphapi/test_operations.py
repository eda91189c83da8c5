"""Settings of how the server runs."""

import pytest
from pydantic import ValidationError

from graphapi.operations import Operations


def test_proxies_are_listed_by_address_or_network() -> None:
    found = Operations(trusted_proxies="10.0.0.7, 10.1.0.0/16,::1")  # type: ignore[arg-type]
    assert found.trusted_proxies == ("10.0.0.7", "10.1.0.0/16", "::1")
    assert Operations(trusted_proxies=("10.0.0.7",)).trusted_proxies == ("10.0.0.7",)


@pytest.mark.parametrize("proxies", ["*", "proxy.example.org", "10.0.0.1/8", "10.0.0.300"])
def test_everybody_is_no_proxy_to_be_trusted(proxies: str) -> None:
    with pytest.raises(ValidationError, match="is no address or network: write it as"):
        Operations(trusted_proxies=(proxies,))


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:4318", "https://collector.example.org/otlp"])
def test_a_collector_is_an_address(endpoint: str) -> None:
    assert Operations(telemetry_endpoint=endpoint).telemetry_endpoint == endpoint


@pytest.mark.parametrize("endpoint", ["collector:4318", "ftp://x", "http://", "http://x?y", ""])
def test_what_is_no_address_is_refused(endpoint: str) -> None:
    with pytest.raises(ValidationError, match="is no address: write it as"):
        Operations(telemetry_endpoint=endpoint)
