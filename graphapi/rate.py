"""How much a key or an address may ask for in an hour, counted in this process."""

import time
from math import ceil

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request as HttpRequest

from graphapi.errors import ErrorCode
from graphapi.requests import Refused

__all__ = ["RATE_HEADERS", "Rate", "rate_of"]

RATE_HEADERS = ("RateLimit", "RateLimit-Policy")
"""Headers of draft-ietf-httpapi-ratelimit-headers."""

HOUR = 60 * 60


class Rate:
    """Counts points by who asks; a request that is refused for want of points costs none."""

    def __init__(self, points: int) -> None:
        self._points = points
        self._item = RateLimitItemPerHour(points)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def take(self, http: HttpRequest, points: int) -> dict[str, str]:
        """Take points from who asks, and return the headers that tell what is left.

        Raises:
            Refused: it has too few left (RATE_LIMITED).
        """
        who = _asker(http)
        enough = self._limiter.test(self._item, who, cost=points)
        if enough:
            self._limiter.hit(self._item, who, cost=points)
        reset, left = self._limiter.get_window_stats(self._item, who)
        seconds = max(1, ceil(reset - time.time()))
        headers = {
            "RateLimit": f'"hour";r={left};t={seconds}',
            "RateLimit-Policy": f'"hour";q={self._points};w={HOUR}',
        }
        if enough:
            return headers
        raise Refused(
            429,
            f"the request costs {points:,} and {left:,} of {self._points:,} points are left: wait {seconds} seconds",
            headers | {"Retry-After": str(seconds)},
            ErrorCode.RATE_LIMITED,
            {"setting": "points_per_hour", "limit": self._points, "actual": self._points - left + points},
        )


def rate_of(points: int | None) -> Rate | None:
    """Return what counts points, None where nothing is counted."""
    return Rate(points) if points is not None else None


def _asker(http: HttpRequest) -> str:
    """Return who asks: the name of its key, else its address."""
    key = getattr(http.state, "key", None)
    return f"key {key}" if key else f"address {http.client.host if http.client else ''}"
