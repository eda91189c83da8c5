"""Profile pages for tests: of our own writing, with every trap of the real one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.ontology import Challenge, Concept, Country, Entity, Region, TargetSector
from graph_data.reading.folder import read_folder
from graph_data.rows import Name, Scheme, Source

PAGES = Path(__file__).parent / "pages"
DATASETS = Path(__file__).parents[3] / "graph_data" / "datasets"

SavePage = Callable[..., Path]


@pytest.fixture(scope="session")
def eccp_vocabulary() -> Dataset:
    """Return the terms and places that ship, without the terms that pages bring in themselves."""
    shipped = read_folder(DATASETS / "european-clusters")
    kept = {
        entity.id
        for entity in shipped.entities
        if isinstance(entity, (Concept, Region, Country)) and not isinstance(entity, (TargetSector, Challenge))
    }

    def keep(row: object) -> bool:
        if isinstance(row, Entity):
            return row.id in kept
        return isinstance(row, (Source, Scheme)) or (isinstance(row, Name) and row.entity in kept)

    return shipped.where(keep)


@pytest.fixture
def save_page(tmp_path: Path) -> SavePage:
    """Return a function that saves the test page with changes: pairs of what stands on it once and what shall."""

    def save(*changes: tuple[str, str]) -> Path:
        text = (PAGES / "snowtogether.txt").read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times on the test page"
            text = text.replace(old, new)
        path = tmp_path / "snowtogether.txt"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return save


@pytest.fixture(scope="session")
def snow_readings() -> Path:
    """Return what a person read from the prose of the test page."""
    return PAGES / "snowtogether-readings.csv"
