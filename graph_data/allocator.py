"""What the C library keeps of the memory that was let go of."""

import ctypes
import sys

__all__ = ["give_back"]

_trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


def give_back() -> None:
    """Give memory that was let go of back to the system, where the C library can: glibc keeps tens of megabytes."""
    if _trim is not None:
        _trim(0)
