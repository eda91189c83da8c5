"""Hatchling's hook: a wheel, an sdist or an editable install brings the built pages along."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

import build_pages


class PagesHook(BuildHookInterface):  # type: ignore[type-arg] # hatchling does not say of what
    """Builds the pages before the package; without Node.js the package has none and its server says so."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages where needed."""
        del version, build_data
        try:
            self.app.display_info(build_pages.build())
        except build_pages.NotBuilt as error:
            self.app.display_warning(f"The explorer and GraphiQL are not built: {error}. The server runs without them.")
