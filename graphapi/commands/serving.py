"""Commands that run the server."""

from pathlib import Path
from typing import Annotated

import typer

from graphapi.commands.options import ExitCode, FolderArgument, say, stop

__all__ = ["demo", "serve"]


def serve(
    folder: FolderArgument = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 chooses a free one.")] = None,
) -> None:
    """Serve a dataset over GraphQL."""
    _serve(folder, host, port, browse=False)


def demo(port: Annotated[int | None, typer.Option(help="Port to listen on; 0 chooses a free one.")] = None) -> None:
    """Serve the bundled dataset and open the browser."""
    _serve(None, "127.0.0.1", port, browse=True)


def _serve(folder: Path | None, host: str | None, port: int | None, *, browse: bool) -> None:
    from graphapi.serving import CannotListen, run  # noqa: PLC0415 -- heavy
    from graphapi.settings import BadSettings, settings_of  # noqa: PLC0415 -- heavy

    given = {"dataset": folder, "host": host, "port": port}
    try:
        run(settings_of(given), say=say, browse=browse)
    except BadSettings as error:
        stop(str(error), ExitCode.USAGE)
    except CannotListen as error:
        stop(str(error), ExitCode.NO_CONNECTION)
