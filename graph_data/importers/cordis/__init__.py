"""CORDIS, the European Commission's register of research projects, as a folder of csv tables.

Not carried over: money (contributions, costs), the order of participants, and the texts of topics.
"""

from graph_data.importers.cordis.importing import import_cordis

__all__ = ["import_cordis"]
