"""The command that adds outside sources to a dataset folder."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from graphapi.choices import ImportKind, ProblemFormat
from graphapi.commands.options import ExitCode, ProblemsOption, places_in, refuse, say, stop
from graphapi.commands.progress import shown_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph_data.dataset import Dataset
    from graph_data.importers.report import Finding
    from graph_data.ontology import EntityKind

    Imported = tuple[Dataset, list[Finding]]

__all__ = ["import_"]

_SOURCES = (ImportKind.ECCP, ImportKind.CORDIS)
"""Kinds whose organisations may stand in other sources."""

_MERGED = (ImportKind.TABLES, ImportKind.GRAPHML, ImportKind.SKOS)
"""Kinds whose rows are merged with what is there."""


def import_(  # noqa: PLR0913 -- a command's options
    kind: Annotated[ImportKind, typer.Argument(help="What the files are.")],
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Pages (eccp), download or folder (cordis), input-output tables (input-output), tables named by "
            "their files (tables), graph (graphml), or vocabulary in Turtle or RDF/XML (skos)."
        ),
    ],
    into: Annotated[Path, typer.Option(help="Dataset folder to add to; made new from the bundled vocabularies.")],
    readings: Annotated[
        Path | None,
        typer.Option(help="What a person read in the prose of a page: csv, or a folder for several (eccp)."),
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="Folder with same_as.csv and misleading.csv, or filled doubtful matches (csv).")
    ] = None,
    doubtful: Annotated[
        Path | None, typer.Option(help="Write doubtful matches into a csv for a person to fill (eccp, cordis).")
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(help="Further column of the projects to keep as a fact; may be repeated (cordis)."),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Rows of the files win over rows of the same key (tables, graphml, skos)."),
    ] = False,
    terms: Annotated[
        str | None, typer.Option("--kind", help="Kind of the terms, such as TECHNOLOGY_FIELD (skos only).")
    ] = None,
    scheme: Annotated[
        str | None, typer.Option(help="Id of the classification, or which of several is meant (skos only).")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Language that terms are named in; en (skos only).")] = None,
    form: ProblemsOption = ProblemFormat.TEXT,
) -> None:
    """Add an outside source to a dataset folder: whole, or not at all."""
    from graph_data.bundled import BUNDLED  # noqa: PLC0415 -- heavy
    from graph_data.errors import InvalidDataset  # noqa: PLC0415 -- heavy
    from graph_data.importing import import_sources  # noqa: PLC0415 -- heavy

    _goes_with(kind, "--readings", ImportKind.ECCP, given=readings is not None)
    if readings and len(files) > 1 and not readings.is_dir():
        stop("--readings of several pages is a folder with a csv for each, named like the page", ExitCode.USAGE)
    for option, path in (("--judgements", judgements), ("--doubtful", doubtful)):
        _goes_with(kind, option, *_SOURCES, given=path is not None)
    _goes_with(kind, "--keep", ImportKind.CORDIS, given=bool(keep))
    _goes_with(kind, "--replace", *_MERGED, given=replace)
    for option, value in (("--kind", terms), ("--scheme", scheme), ("--language", language)):
        _goes_with(kind, option, ImportKind.SKOS, given=value is not None)
    vocabulary = _Vocabulary(terms, scheme, language)
    made = not into.exists()
    try:
        with shown_progress() as progress:
            sources = partial(
                import_sources,
                readings=readings,
                judgements=judgements,
                keep=keep or (),
                doubtful=doubtful,
                progress=progress,
            )
            run = _runner(kind, sources, vocabulary, replace=replace)
            dataset, findings = run(files, into)
    except InvalidDataset as error:
        refuse(error, form, places_in(into, files))
    _report(findings)
    if made and dataset.about.name == BUNDLED.name:
        say(f"{into}/datapackage.yaml describes the bundled dataset: give it a title and citation of its own")
    print(f"{into}: version {dataset.version}, {len(dataset.entities)} entities, {len(dataset.links)} links")


def _goes_with(kind: ImportKind, option: str, *wanted: ImportKind, given: bool) -> None:
    if given and kind not in wanted:
        stop(f"{option} goes with {', '.join(one.value for one in wanted)}", ExitCode.USAGE)


class _Vocabulary(NamedTuple):
    """What a person decides of a vocabulary."""

    kind: str | None
    scheme: str | None
    language: str | None


def _runner(
    kind: ImportKind, sources: "Callable[..., Imported]", vocabulary: _Vocabulary, *, replace: bool
) -> "Callable[[Sequence[Path], Path], Imported]":
    """Return what imports files of a kind into a folder; `sources` is import_sources with what else was asked for."""
    from graph_data.adding import import_graphml, import_vocabularies  # noqa: PLC0415 -- heavy
    from graph_data.merging import import_tables  # noqa: PLC0415 -- heavy

    match kind:
        case ImportKind.TABLES:
            return partial(import_tables, replace=replace)
        case ImportKind.GRAPHML:
            return partial(import_graphml, replace=replace)
        case ImportKind.SKOS:
            return partial(
                import_vocabularies,
                kind=_kind_of_term(vocabulary.kind),
                scheme=vocabulary.scheme,
                language=vocabulary.language or "en",
                replace=replace,
            )
    return partial(sources, kind.value)


def _kind_of_term(name: str | None) -> "EntityKind":
    from graph_data.ontology import CONCEPT_KINDS, EntityKind  # noqa: PLC0415 -- heavy
    from graph_data.tables import did_you_mean  # noqa: PLC0415 -- heavy

    kinds = [kind.value for kind in EntityKind if kind in CONCEPT_KINDS]
    if name is None or name.upper() not in kinds:
        hint = did_you_mean((name or "").upper(), kinds) or f"; write one of {', '.join(kinds)}"
        said = "skos needs --kind, the kind of its terms" if name is None else f"no kind of term {name!r}"
        stop(f"{said}{hint}", ExitCode.USAGE)
    return EntityKind(name.upper())


def _report(findings: "Sequence[Finding]", shown: int = 5) -> None:
    for finding in findings:
        say(f"{finding.code}: {finding.text}")
        for case in finding.cases[:shown]:
            say(f"    {case}")
        if len(finding.cases) > shown:
            say(f"    +{len(finding.cases) - shown} more")
