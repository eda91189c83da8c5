"""Commands that run the server."""

from pathlib import Path
from typing import Annotated, Any

import typer

from graphapi.choices import LogFormat
from graphapi.commands.options import ExitCode, FolderArgument, say, stop

__all__ = ["demo", "serve"]


def serve(  # noqa: PLR0913 -- a command's options
    folder: FolderArgument = None,
    watch: Annotated[
        bool | None, typer.Option("--watch", help="Let a newer version take over by itself when the files change.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 chooses a free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that answer; they share the dataset.")] = None,
    log_format: Annotated[LogFormat | None, typer.Option(help="Lines of the log on stderr.")] = None,
    trusted_documents: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Manifest of documents that are answered by their id.")
    ] = None,
    locked: Annotated[
        bool | None, typer.Option("--locked", help="Answer trusted documents alone: no others, no files, no pages.")
    ] = None,
    api_keys: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Answer those alone who send a key of this file.")
    ] = None,
) -> None:
    """Serve a dataset over GraphQL."""
    given = {"dataset": folder, "watch": watch, "host": host, "port": port, "workers": workers}
    given |= {"log_format": log_format.value if log_format else None}
    given |= {"trusted_documents": trusted_documents, "locked": locked, "api_keys": api_keys}
    _serve(given, browse=False)


def demo(port: Annotated[int | None, typer.Option(help="Port to listen on; 0 chooses a free one.")] = None) -> None:
    """Serve the bundled dataset and open the browser."""
    _serve({"host": "127.0.0.1", "port": port}, browse=True)


def _serve(given: dict[str, Any], *, browse: bool) -> None:
    from graphapi.served import Unprotected  # noqa: PLC0415 -- heavy
    from graphapi.serving import CannotListen, run  # noqa: PLC0415 -- heavy
    from graphapi.settings import BadSettings, settings_of  # noqa: PLC0415 -- heavy

    try:
        run(settings_of(given), say=say, browse=browse)
    except (BadSettings, Unprotected) as error:
        stop(str(error), ExitCode.USAGE)
    except CannotListen as error:
        stop(str(error), ExitCode.NO_CONNECTION)
