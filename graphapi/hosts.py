"""Names of hosts: which a server may be asked under, and which lead to this machine alone.

A page of elsewhere can let its own name lead to 127.0.0.1 and so read what listens there (DNS rebinding). The browser
then still sends the page's name in the header Host, by which such a request is told from one of this machine.
"""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

__all__ = ["LOCAL", "is_host", "is_listed", "is_loopback"]

LOCAL = ("localhost", "*.localhost", "127.0.0.1", "::1")
"""Names that lead to this machine, wherever they are asked for."""

_NAME = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|\*")
_HEADER = re.compile(r"(?P<name>[^\[\]:/@*,\s]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{0,5})?")


def is_host(text: str) -> bool:
    """Tell whether a text is a host to list: a name, `*.` and a name for all below it, an address, or `*`."""
    return _NAME.fullmatch(text.lower()) is not None or _address(text) is not None


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, by its name or address alone; another name might lead anywhere."""
    found = _address(host)
    return host == "localhost" or (found is not None and found.is_loopback)


@lru_cache(maxsize=256)
def is_listed(header: str, hosts: tuple[str, ...]) -> bool:
    """Tell whether the header Host, whose port does not matter, names one of some hosts."""
    found = _HEADER.fullmatch(header)
    if found is None:
        return False
    name = _bare(found["name"]).removesuffix(".")
    return any(_fits(name, _bare(host)) for host in hosts)


def _fits(name: str, host: str) -> bool:
    return host in {name, "*"} or (host.startswith("*.") and name.endswith(host[1:]))


def _bare(host: str) -> str:
    """Return a host in lower case, an address in its shortest form and without brackets."""
    found = _address(host)
    return host.lower() if found is None else str(found)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
