"""Writes the types that `strawberry codegen` makes of codegen.graphql: for Python and for TypeScript."""

import sys
from pathlib import Path

from strawberry.codegen import QueryCodegen
from strawberry.codegen.plugins.python import PythonPlugin
from strawberry.codegen.plugins.typescript import TypeScriptPlugin

from graphapi.schema.schema import schema

QUERY = Path(__file__).parent / "codegen.graphql"


def main(folder: Path) -> None:
    """Write the types into a folder."""
    for plugin in (PythonPlugin(QUERY), TypeScriptPlugin(QUERY)):
        for file in QueryCodegen(schema, plugins=[plugin]).run(QUERY.read_text(encoding="utf-8")).files:
            (folder / file.path).write_text(file.content, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
