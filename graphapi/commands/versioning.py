"""Commands about versions: publish, list, verify, roll back, compare."""

from pathlib import Path
from typing import Annotated

import typer

from graphapi.choices import LensName
from graphapi.commands.options import FormatOption, load, say
from graphapi.commands.progress import shown_progress
from graphapi.output import Format, render

__all__ = ["build", "diff", "rollback", "verify", "versions"]

StoreArgument = Annotated[Path, typer.Argument(metavar="STORE", help="Folder that holds versions.")]
VersionArgument = Annotated[
    str | None, typer.Argument(metavar="[VERSION]", help="A version, or its first digits (four or more).")
]
DatasetArgument = Annotated[Path, typer.Argument(help="Dataset folder, workbook, SQLite file, STORE or STORE@VERSION.")]


def build(
    folder: DatasetArgument,
    into: Annotated[Path, typer.Option(metavar="STORE", help="Folder that holds versions; made new if need be.")],
    audience: Annotated[
        str | None,
        typer.Option(help="Leave out what this audience may not see; public for rows that are for everybody alone."),
    ] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many versions stay, this one counted.")] = 5,
) -> None:
    """Check a dataset and make it the current version of a store: whole, or not at all."""
    from graph_data.collector import paused  # noqa: PLC0415 -- heavy
    from graph_data.versions.audience import for_audience  # noqa: PLC0415 -- heavy
    from graph_data.versions.opening import open_dataset  # noqa: PLC0415 -- heavy
    from graph_data.versions.store import Store  # noqa: PLC0415 -- heavy

    with shown_progress() as progress:
        progress("reading", 0, None)
        with paused():
            whole = open_dataset(folder)
            dataset = whole if audience is None else for_audience(whole, audience)
        progress("writing the version", 0, None)
        fresh = Store(into).publish(dataset, keep)
    if dataset.confidential:
        say("confidential: some rows are not for everybody; --audience public leaves them out")
    print(f"{into}: version {dataset.version} is the current one{'' if fresh else ', as it was built before'}")


def versions(store: StoreArgument, form: FormatOption = Format.TABLE) -> None:
    """List the versions of a store, the newest last."""
    from graph_data.errors import InvalidDataset  # noqa: PLC0415 -- heavy
    from graph_data.versions.manifest import read_manifest  # noqa: PLC0415 -- heavy
    from graph_data.versions.store import Store  # noqa: PLC0415 -- heavy

    found, rows = Store(store), []
    for version in found.versions:
        row: dict[str, object] = {"version": version, "current": version == found.current}
        try:
            manifest = read_manifest(found.folder(version))
        except InvalidDataset:
            row |= dict.fromkeys(("title", "created", "rows", "bytes", "confidential"))
            say(f"{version}: its manifest is damaged; synergraph verify {store}")
        else:
            row |= {"title": manifest.title, "created": manifest.created, "rows": sum(manifest.rows.values())}
            row |= {"bytes": sum(file.size for file in manifest.files), "confidential": manifest.confidential}
        rows.append(row)
    print(render(rows, form))


def verify(store: StoreArgument, version: VersionArgument = None) -> None:
    """Check versions of a store against their checksums, and read them again: all of them if none is named."""
    from graph_data.errors import InvalidDataset  # noqa: PLC0415 -- heavy
    from graph_data.versions.store import Store  # noqa: PLC0415 -- heavy

    found = Store(store)
    problems = []
    for name in found.versions if version is None else (found.named(version),):
        wrong = found.problems(name)
        problems += wrong
        print(f"{name}: {'damaged' if wrong else 'whole'}{', current' if name == found.current else ''}")
    if problems:
        raise InvalidDataset(problems)


def rollback(store: StoreArgument, version: VersionArgument = None) -> None:
    """Make an earlier version the current one: the one published before it if none is named."""
    from graph_data.versions.store import Store  # noqa: PLC0415 -- heavy

    print(f"{store}: version {Store(store).rollback(version)} is the current one")


def diff(  # noqa: PLR0913 -- a command's options
    before: DatasetArgument,
    after: DatasetArgument,
    organisations: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="ID", help="List the synergies of this organisation instead; may be repeated."),
    ] = None,
    lens: Annotated[LensName, typer.Option(help="Lens of the synergies.")] = LensName.CROSS_SECTOR,
    first: Annotated[int, typer.Option(min=1, max=1000, help="Places of each ranking that are looked at.")] = 10,
    by_rule: Annotated[
        bool, typer.Option("--by-rule", help="List derived and inferred statements too, which follow from others.")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """List what changed between two datasets, or which synergies rose and fell."""
    from graphapi import comparisons  # noqa: PLC0415 -- heavy

    if organisations:
        print(render(comparisons.synergies(load(before), load(after), organisations, lens.name, first), form))
        return
    rows, left_out = comparisons.differences(before, after, by_rule=by_rule)
    if left_out:
        say(f"changes of derived and inferred statements, which follow from these: {left_out}; --by-rule lists them")
    print(render(rows, form))
