"""Analyses as flat rows for dashboards: ranked partners, groups, and the nodes and edges of a picture."""

from collections.abc import Iterator

from graph_data.discovery import Lens, SynergyModel
from graph_data.discovery.subgraph import MAX_DEPTH, MAX_NODES, subgraph
from graph_data.discovery.subgraph import Subgraph as Part
from graph_data.listing import OrganisationFilter
from graph_data.notebook import Notebook
from graph_data.ontology import ORGANISATION_KINDS, EntityKind, kind_of
from graph_data.snapshot import Dimension, Group, Selection, Snapshot, groups, stats
from graphapi import reports
from graphapi.exports.parameters import Parameter, choice, flag, text, whole
from graphapi.exports.rendering import Rows, Scalar
from graphapi.exports.views import KINDS, ORIGINS, PREDICATES, Asked, View, plain

__all__ = ["EDGES", "GROUPS", "NODES", "SYNERGIES"]

MAX_PARTNERS = 100
MAX_GROUPS = 500

_PARTNER_KINDS = Parameter(
    name="kind", description="only organisations of these kinds", parse=choice(EntityKind), many=True, default=()
)


def _organisation_kinds(asked: Asked) -> list[EntityKind]:
    """Return the kinds asked for.

    Raises:
        ValueError: one of them is no kind of organisation.
    """
    known = sorted(kind.name for kind in ORGANISATION_KINDS)
    for kind in asked["kind"]:
        if kind not in ORGANISATION_KINDS:
            raise ValueError(f"kind must be one of {', '.join(known)}, got {kind.name}")
    return list(asked["kind"])


_RANKED = (
    "organisation", "partner", "id", "country", "score", "novelty", "absorbability", "because_of", "projects",
    "same_profile", "curated", "sectors_inferred",
)  # fmt: skip
"""The columns of a ranking, as the command has them, with names that need no quoting."""


def _synergies(graph: Notebook, asked: Asked) -> Rows:
    organisation = graph.organisation(asked["organisation"])
    kinds = [kind.name for kind in _organisation_kinds(asked)]
    wanted = reports.Asked(
        [organisation.id], SynergyModel.of(asked["lens"]), first=asked["first"], kinds=kinds, new=asked["new"]
    )
    found = reports.ranking(graph, wanted)
    return Rows(_RANKED, (dict(zip(_RANKED, map(plain, row.values()), strict=True)) for row in found))


SYNERGIES = View(
    name="synergies",
    holds="a partner of one organisation, best first, with the score and what it rests on",
    parameters=(
        Parameter(name="organisation", description="id of the organisation", parse=text, required=True),
        Parameter(
            name="lens",
            description="which facets must differ and which must meet",
            parse=choice(Lens),
            default=Lens.CROSS_SECTOR,
        ),
        Parameter(name="first", description=f"rows, 1 to {MAX_PARTNERS}", parse=whole(1, MAX_PARTNERS), default=10),
        _PARTNER_KINDS,
        Parameter(
            name="new",
            description="true leaves out whom it has a partnership with already",
            parse=flag,
            default=False,
        ),
    ),
    rows=_synergies,
)


def _groups(graph: Notebook, asked: Asked) -> Rows:
    kinds = _organisation_kinds(asked)
    wanted = OrganisationFilter(kinds=frozenset(kinds)) if kinds else None
    selection = Selection.of(Snapshot.of(graph), wanted, ())
    found = groups(selection, asked["by"], asked["first"])
    keys = [name for dimension in asked["by"] for name in (dimension.name.lower(), f"{dimension.name.lower()}_id")]
    columns = (*keys, "count", "member_count", "member_count_missing", "sme_count", "sme_count_missing")
    return Rows(columns, map(_group, found.groups), truncated=found.total_count > len(found.groups))


def _group(group: Group) -> dict[str, Scalar]:
    snapshot = group.members.snapshot
    row: dict[str, Scalar] = {}
    for key in group.keys:
        row[key.dimension.name.lower()] = key.label
        row[f"{key.dimension.name.lower()}_id"] = key.entity.id if key.entity else None
    members = stats(group.members, snapshot.member_count)
    smes = stats(group.members, snapshot.sme_count)
    return {
        **row,
        "count": len(group.members),
        "member_count": members.sum,
        "member_count_missing": members.missing,
        "sme_count": smes.sum,
        "sme_count_missing": smes.missing,
    }


GROUPS = View(
    name="groups",
    holds="organisations with the same country, sector and so on: how many, and their published members",
    parameters=(
        Parameter(
            name="by",
            description=f"one to three of {', '.join(dimension.name for dimension in Dimension)}",
            parse=choice(Dimension),
            many=True,
            required=True,
        ),
        Parameter(name="first", description=f"rows, 1 to {MAX_GROUPS}", parse=whole(1, MAX_GROUPS), default=50),
        _PARTNER_KINDS,
    ),
    rows=_groups,
)

_AROUND = (
    Parameter(name="seeds", description="ids to begin with, 1 to 100", parse=text, many=True, required=True),
    Parameter(
        name="depth", description=f"steps away from them, 0 to {MAX_DEPTH}", parse=whole(0, MAX_DEPTH), default=1
    ),
    KINDS,
    PREDICATES,
    ORIGINS,
    Parameter(name="max_nodes", description=f"most nodes, 1 to {MAX_NODES}", parse=whole(1, MAX_NODES), default=200),
)


def _around(graph: Notebook, asked: Asked) -> Part:
    return subgraph(
        graph,
        asked["seeds"],
        depth=asked["depth"],
        kinds=asked["kind"],
        predicates=asked["predicate"],
        origins=asked["origin"],
        max_nodes=asked["max_nodes"],
    )


def _nodes(graph: Notebook, asked: Asked) -> Rows:
    found = _around(graph, asked)

    def rows() -> Iterator[dict[str, Scalar]]:
        for node in found.nodes:
            kind = kind_of(node).value.lower().replace("_", " ")
            yield {"id": node.id, "title": node.name, "subtitle": kind, "mainstat": graph.nx.degree(node.id)}

    return Rows(("id", "title", "subtitle", "mainstat"), rows(), found.truncated)


def _edges(graph: Notebook, asked: Asked) -> Rows:
    found = _around(graph, asked)

    def rows() -> Iterator[dict[str, Scalar]]:
        for item in found.statements:
            yield {
                "id": item.id,
                "source": item.subject,
                "target": item.object,
                "mainstat": item.predicate.value.lower().replace("_", " "),
                "secondarystat": item.origin.value.lower(),
                "detail__weight": item.weight,
            }

    columns = ("id", "source", "target", "mainstat", "secondarystat", "detail__weight")
    return Rows(columns, rows(), found.truncated)


NODES = View(
    name="graph/nodes",
    holds="a node around some seeds, for Grafana's node graph; mainstat is how many statements are about it",
    parameters=_AROUND,
    rows=_nodes,
)
EDGES = View(
    name="graph/edges",
    holds="a statement among those nodes, for Grafana's node graph",
    parameters=_AROUND,
    rows=_edges,
)
