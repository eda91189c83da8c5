import subprocess
import sys

import pytest

from graph_data import allocator

GIVING_BACK = """
from pathlib import Path
from graph_data.allocator import give_back

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

taken = [bytearray(2000) for _ in range(50_000)]
last = bytearray(2000)  # stands behind what is let go of, so that the heap cannot shrink by itself
before = held()
del taken
give_back()
print(before - held())
"""


@pytest.mark.skipif(allocator._trim is None, reason="the C library of this system has no malloc_trim")  # noqa: SLF001 -- what it can do here
def test_memory_that_was_let_go_of_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", GIVING_BACK], capture_output=True, check=True)  # noqa: S603 -- our own Python
    assert int(done.stdout) > 90_000_000


def test_a_system_without_such_a_call_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocator, "_trim", None)
    allocator.give_back()
