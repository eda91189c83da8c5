"""The dataset, said out loud."""

from datetime import datetime

import strawberry

from graph_data.dataset import Dataset as Data
from graph_data.ontology import EntityKind
from graphapi.distributions import distributions
from graphapi.schema.concepts import ConceptScheme
from graphapi.schema.context import Info
from graphapi.schema.eligibility import EligibilityRule
from graphapi.schema.scalars import URL
from graphapi.schema.statements import Source

__all__ = ["Dataset", "Distribution", "KindCount"]

LARGEST = 2**31 - 1
"""Largest whole number of GraphQL."""


@strawberry.type(description="How many nodes of a kind there are.")
class KindCount:
    """A count."""

    kind: EntityKind = strawberry.field(description="The kind.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="A file that holds the whole dataset, and whose bytes follow from the version alone.")
class Distribution:
    """A file to download."""

    format: str = strawberry.field(description="Name of the format, as the command export takes it.")
    url: URL = strawberry.field(description="Where it is, relative to the address of this GraphQL endpoint.")
    byte_size: int | None = strawberry.field(
        description="Bytes of the file, uncompressed; null from two gigabytes on, which GraphQL's Int does not hold."
    )
    sha256: str = strawberry.field(description="SHA-256 of these bytes, in lower-case hexadecimal digits.")


@strawberry.type(description="The dataset that answers, in the version that answers.")
class Dataset:
    """A graph_data dataset."""

    version: str = strawberry.field(description="Hash of the content; every answer carries it.")

    @strawberry.field(description="Title.")
    def title(root: strawberry.Parent[Data]) -> str:
        """Return the title."""
        return root.about.title

    @strawberry.field(description="When it was issued, null where nobody said so.")
    def issued(root: strawberry.Parent[Data]) -> datetime | None:
        """Return the time of issue."""
        return root.about.issued

    @strawberry.field(description="Address of the licence of the dataset as a whole; sources have their own.")
    def licence(root: strawberry.Parent[Data]) -> URL:
        """Return the licence."""
        return URL(root.about.licence)

    @strawberry.field(description="How to cite this version.")
    def citation(root: strawberry.Parent[Data]) -> str:
        """Return the citation with the version."""
        return f"{root.about.citation} Version {root.version}."

    @strawberry.field(description="What the statements were taken from, sorted by id.")
    def sources(root: strawberry.Parent[Data]) -> list[Source]:
        """Return the sources."""
        return list(root.sources)  # type: ignore[arg-type] # graph_data's values answer for them

    @strawberry.field(description="Number of nodes by kind.")
    def counts(self, info: Info) -> list[KindCount]:
        """Count the nodes."""
        return [KindCount(kind=kind, count=count) for kind, count in info.context.graph.counts().items()]

    @strawberry.field(
        description="Files with the whole dataset. Formats whose bytes depend on who writes them, such as workbooks, "
        "can be had under export/ too but are not listed."
    )
    def distributions(self, info: Info) -> list[Distribution]:
        """Write the files, if nobody asked before."""
        return [
            Distribution(
                format=form.name,
                url=URL(f"export/dataset{form.ending}"),
                byte_size=file.size if file.size <= LARGEST else None,
                sha256=file.sha256,
            )
            for form, file in distributions(info.context.graph)
        ]

    @strawberry.field(description="Classifications, sorted by id.")
    def schemes(root: strawberry.Parent[Data]) -> list[ConceptScheme]:
        """Return the classifications."""
        return list(root.schemes)  # type: ignore[arg-type] # as above

    @strawberry.field(description="Rules that a consortium can be asked about, sorted by id.")
    def rules(root: strawberry.Parent[Data]) -> list[EligibilityRule]:
        """Return the rules."""
        return list(root.rules)  # type: ignore[arg-type] # as above
