"""How far a value can be trusted: how often chance alone gives as much, and whether it hangs on the settings."""

from typing import Annotated

import strawberry

import graph_data.discovery as data
from graph_data.discovery.significance import PERMUTATIONS, NullModel, significance
from graph_data.discovery.stability import rank_stability
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.context import Info
from graphapi.schema.enums import describe

__all__ = ["NullModel", "Significance", "significance_of", "stability_of"]

describe(
    NullModel,
    "What a value is held against: what stays as it is while the rest is left to chance.",
    {
        "BICM": "Every organisation keeps its number of terms, and every term its number of holders, on average: the "
        "bipartite configuration model (Saracco et al. 2015, doi:10.1038/srep10595). It tests shared terms.",
        "CURVEBALL": "The same numbers are kept exactly, facet by facet, in randomly drawn profiles (Strona et al. "
        "2014, doi:10.1038/ncomms5114). It tests the score.",
        "HYPERGEOMETRIC": "Every term is as likely as every other. It tests shared terms; it calls too much "
        "significant where some terms are common and others rare.",
    },
)


@strawberry.type(description="How often chance alone gives at least as much; unknown is null, with a note.")
class Significance:
    """A graph_data significance."""

    p_value: float | None = strawberry.field(
        description="Share of chance results that are at least as high, above 0, 1 at most; null when it was not run."
    )
    adjusted_p_value: float | None = strawberry.field(
        description="p-value after Benjamini and Hochberg over everything that was compared at once, not the page: "
        "calling what stays below 0.05 significant, 5 % of what is called so is wrong on average."
    )
    null_model: NullModel = strawberry.field(description="What it is held against.")
    permutations: int | None = strawberry.field(description="Random profiles drawn; null where none are.")
    seed: int | None = strawberry.field(description="Seed of the random numbers; null where there are none.")
    note: str | None = strawberry.field(description="What to make of it, in words.")


def significance_of(
    root: strawberry.Parent[data.Synergy],
    info: Info,
    null_model: Annotated[
        NullModel, strawberry.argument(description="What stays as it is while the rest is left to chance.")
    ] = NullModel.BICM,
    permutations: Annotated[
        int, strawberry.argument(description="Random profiles drawn, 1 to 9999; for CURVEBALL only.")
    ] = PERMUTATIONS,
    seed: Annotated[
        int, strawberry.argument(description="Seed of the random numbers, 0 or more; for CURVEBALL only.")
    ] = 0,
) -> Significance | None:
    """Hold a synergy against chance."""
    try:
        return significance(info.context.graph, root, null_model, permutations=permutations, seed=seed)  # type: ignore[return-value] # graph_data's value answers for it
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None


def stability_of(root: strawberry.Parent[data.Synergy], info: Info) -> float | None:
    """Try the settings, for a pair that was asked for alone."""
    if root.comparison is not None:
        return None
    return rank_stability(info.context.graph, root.organisation, root.partner, root.model)
