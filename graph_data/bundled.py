"""Where the dataset that comes with the package is."""

from pathlib import Path

__all__ = ["BUNDLED"]

BUNDLED = Path(__file__).parent / "datasets" / "european-clusters"
