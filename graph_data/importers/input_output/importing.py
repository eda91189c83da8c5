"""An input-output table as rows of a dataset: flows between stages, and how far upstream each stage is."""

import re
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import numpy as np

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.importers.input_output.measures import allocation, input_share, upstreamness
from graph_data.importers.input_output.stages import Placed, place
from graph_data.importers.input_output.table import InputOutputTable, Numbers, read_table
from graph_data.importers.report import Finding, Import
from graph_data.judgements import UPSTREAMNESS
from graph_data.ontology import Country, Predicate, StatementOrigin, ValueChainStage
from graph_data.rows import Fact, Link, Source
from graph_data.tables import did_you_mean

__all__ = ["INPUT_OUTPUT", "import_input_output"]

INPUT_OUTPUT = "input-output"
"""What the name of the rule begins with; the id of the table's source follows, so that tables stay apart."""

DECIMALS = 6
"""Figures beyond the sixth are noise of the tables, and of the machine."""

_NAME = re.compile(r"(?P<country>[a-z]{2})_(?:.*_)?(?P<year>[0-9]{4})(?:_.*)?", re.IGNORECASE)


def import_input_output(path: Path, vocabulary: Dataset) -> Import:
    """Read an input-output table as what stages of value chains buy from each other.

    Args:
        path: a csv file in the layout of Eurostat or of the OECD, named by country and year, such as hu_2020.csv.
        vocabulary: a dataset with the country, the stages, and their industries.

    Returns:
        The source, a SUPPLIES_TO link for each two stages of one chain between which something flows (weight = share
        of the buyer's intermediate inputs), and the upstreamness of each stage as a fact.

    Raises:
        InvalidDataset: with every problem of the table.
    """
    problems: list[Problem] = []
    source, table = None, None
    try:
        table = read_table(path)
        source = _source(path, table, vocabulary)
    except InvalidDataset as error:
        problems += error.problems
    if not vocabulary.stage_industries:
        message = "no stage of a value chain has an industry; add rows before importing a table"
        problems.append(Problem("stage_industries.csv", 0, 0, message))
    if table is None or source is None or problems:
        raise InvalidDataset(problems)
    placed = place(vocabulary.stage_industries, table.industries)
    whole = {stage: found for stage, found in placed.items() if not found.missing}
    links = _flows(path.name, source, table, whole, vocabulary)
    facts = _upstreamness(path.name, source, table, whole)
    return Import((source, *links, *facts), _findings(path.name, table, placed))


def _source(path: Path, table: InputOutputTable, vocabulary: Dataset) -> Source:
    match = _NAME.fullmatch(path.stem)
    if not match:
        message = "the table does not say of which country and year it is; name the file like hu_2020.csv"
        raise InvalidDataset([Problem(path.name, 0, 0, message)])
    code, year, layout = match["country"].upper(), match["year"], table.layout
    countries = {country.code: country.name for country in vocabulary.entities if isinstance(country, Country)}
    if code not in countries:
        hint = did_you_mean(code, countries) or "; add it to countries.csv"
        raise InvalidDataset([Problem(path.name, 0, 0, f"the file's name begins with unknown country {code!r}{hint}")])
    return Source(
        id=f"{layout.id}-iot-{code.lower()}-{year}",
        title=f"{layout.title}: {countries[code]} {year}",
        origin=StatementOrigin.IMPORTED,
        url=layout.url,
        publisher=layout.publisher,
    )


def _flows(
    name: str, source: Source, table: InputOutputTable, whole: Mapping[str, Placed], vocabulary: Dataset
) -> list[Link]:
    chains = {stage.id: stage.value_chain for stage in vocabulary.entities if isinstance(stage, ValueChainStage)}
    found = []
    for supplier, buyer in permutations(whole, 2):
        share = input_share(table.flows, whole[supplier].industries, whole[buyer].industries)
        if chains[supplier] != chains[buyer] or not (share := round(share or 0.0, DECIMALS)):
            continue
        found.append(
            Link(
                subject=supplier,
                predicate=Predicate.SUPPLIES_TO,
                object=buyer,
                origin=StatementOrigin.DERIVED,
                source=source.id,
                locator=f"{name}: {_codes(table, whole[supplier])} > {_codes(table, whole[buyer])}",
                weight=share,
                rule=f"{INPUT_OUTPUT}/{source.id}",
            )
        )
    return found


def _codes(table: InputOutputTable, placed: Placed) -> str:
    codes = list(table.industries)
    return ", ".join(f"{table.layout.column}{codes[number]}" for number in placed.industries)


def _upstreamness(name: str, source: Source, table: InputOutputTable, whole: Mapping[str, Placed]) -> list[Fact]:
    steps = _steps(table)
    if steps is None or table.output is None:
        return []
    found = []
    for stage, placed in whole.items():
        made = [number for number in placed.industries if table.output[number] > 0]
        if made and not np.isnan(steps[made]).any():
            value = round(float(np.average(steps[made], weights=table.output[made])), DECIMALS)
            locator = f"{name}: {_codes(table, placed)}"
            found.append(Fact(entity=stage, property=UPSTREAMNESS, source=source.id, locator=locator, value=str(value)))
    return found


def _steps(table: InputOutputTable) -> Numbers | None:
    shares = allocation(table)
    try:
        return None if shares is None else upstreamness(shares)
    except ValueError:
        return None


def _findings(name: str, table: InputOutputTable, placed: Mapping[str, Placed]) -> tuple[Finding, ...]:
    partly = tuple(
        f"{name}: {stage} lacks {', '.join(found.missing)}" for stage, found in placed.items() if found.missing
    )
    unknown = () if _steps(table) is not None else (f"{name}: no upstreamness",)
    not_read = tuple(f"{name}: {what}" for what in table.not_read)
    return (
        Finding(
            "stages-not-shown",
            f"Stages with an industry that the table does not show by itself: {len(partly)}; nothing is said of them.",
            len(partly),
            partly,
        ),
        Finding(
            "no-upstreamness",
            "Tables without output, exports and imports, or in which industries use up all of a product: "
            f"{len(unknown)}; how far upstream a stage is stays unknown.",
            len(unknown),
            unknown,
        ),
        Finding("not-read", f"Rows and columns that are not read: {len(not_read)}.", len(not_read), not_read),
    )
