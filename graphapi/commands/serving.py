"""Commands that run the server."""

from typing import Annotated, Any

import typer

from graphapi.commands.options import ExitCode, FolderArgument, say, stop

__all__ = ["demo", "serve"]


def serve(
    folder: FolderArgument = None,
    watch: Annotated[
        bool | None, typer.Option("--watch", help="Let a newer version take over by itself when the files change.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 chooses a free one.")] = None,
) -> None:
    """Serve a dataset over GraphQL."""
    _serve({"dataset": folder, "watch": watch, "host": host, "port": port}, browse=False)


def demo(port: Annotated[int | None, typer.Option(help="Port to listen on; 0 chooses a free one.")] = None) -> None:
    """Serve the bundled dataset and open the browser."""
    _serve({"host": "127.0.0.1", "port": port}, browse=True)


def _serve(given: dict[str, Any], *, browse: bool) -> None:
    from graphapi.serving import CannotListen, run  # noqa: PLC0415 -- heavy
    from graphapi.settings import BadSettings, settings_of  # noqa: PLC0415 -- heavy

    try:
        run(settings_of(given), say=say, browse=browse)
    except BadSettings as error:
        stop(str(error), ExitCode.USAGE)
    except CannotListen as error:
        stop(str(error), ExitCode.NO_CONNECTION)
