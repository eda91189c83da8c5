"""CORDIS, the European Commission's register of research projects, from its official download or a folder of tables.

Not carried over: money (contributions, costs), the order of participants, the texts of topics, and what is private: VAT
numbers, streets, contacts.
"""

from graph_data.importers.cordis.importing import import_cordis

__all__ = ["import_cordis"]
