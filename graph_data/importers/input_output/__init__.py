"""Input-output tables: what each industry of a country buys from each other, read as flows between stages.

Not carried over: money (the files do not state its unit; shares need none), final uses and value added.
"""

from graph_data.importers.input_output.importing import INPUT_OUTPUT, import_input_output

__all__ = ["INPUT_OUTPUT", "import_input_output"]
