"""The importer of vocabularies in SKOS."""

from graph_data.importers.skos.importing import add_vocabulary

__all__ = ["add_vocabulary"]
