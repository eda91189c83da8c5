"""The root of the API."""

from typing import Annotated

import strawberry

import graph_data.ontology as data
from graph_data import listing
from graph_data.ontology import CONCEPT_KINDS, ORGANISATION_KINDS, EntityKind, Predicate
from graph_data.slugs import fold
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.aggregates import OrganisationsConnection
from graphapi.schema.concepts import Concept
from graphapi.schema.connections import Connection, PageRequest
from graphapi.schema.consortium import ConsortiumAnalysis, consortium_of
from graphapi.schema.context import Info, known_kind, named
from graphapi.schema.dataset import Dataset
from graphapi.schema.entities import AFTER, FIRST, page_of_entities
from graphapi.schema.explain import Explanation, explanation_of
from graphapi.schema.filters import OrganisationFilter, OrganisationOrder, select_organisations
from graphapi.schema.network import CommunityList, RankingConnection, communities_of, ranking_of
from graphapi.schema.node import Node
from graphapi.schema.organisations import Cluster, Organisation, Sme
from graphapi.schema.partnerships import Partnership
from graphapi.schema.places import FILTER, ORDER, Region
from graphapi.schema.scalars import CountryCode
from graphapi.schema.search import LabelMatch, SearchConnection, Suggestion, match_of, search_of, suggest_of
from graphapi.schema.service_limits import ServiceLimits, limits_of
from graphapi.schema.subgraph import Subgraph, subgraph_of
from graphapi.schema.synergies import FILTER as PAIRS
from graphapi.schema.synergies import SYNERGY_PAGE, SynergyConnection, SynergyFilter, synergies_of_pairs
from graphapi.schema.synergy import Synergy, node_of_synergy, synergy_of
from graphapi.schema.synergy_model import LENS, MODEL, Lens, SynergyModelInput
from graphapi.schema.value_chains import ValueChain

__all__ = ["Query"]

MAX_NODES = 100

_CLUSTERS = listing.OrganisationFilter(kinds=frozenset({EntityKind.CLUSTER}))
_SMES = listing.OrganisationFilter(kinds=frozenset({EntityKind.SME}))

_Id = Annotated[strawberry.ID, strawberry.argument(description="Id, such as cluster:indescat.")]
_First = Annotated[int | None, strawberry.argument(description="Page size from the start, 1 to 100; 20 when null.")]
_After = Annotated[str | None, AFTER]
_Last = Annotated[int | None, strawberry.argument(description="Page size from the end, 1 to 100.")]
_Before = Annotated[str | None, strawberry.argument(description="Cursor to end before.")]
_Filter = Annotated[OrganisationFilter | None, FILTER]
_Order = Annotated[list[OrganisationOrder] | None, ORDER]


def _node(info: Info, node_id: str) -> object | None:
    graph = info.context.graph
    if node_id.startswith("statement:"):
        return graph.statement(node_id)
    if node_id.startswith("synergy:"):
        return node_of_synergy(info, node_id)
    return graph.find(node_id)


@strawberry.type(description="What can be asked.")
class Query:
    """The root type."""

    @strawberry.field(description="Anything by its id; null when the id is unknown.")
    def node(self, info: Info, id: _Id) -> Node | None:  # noqa: A002 -- the argument's name in the API
        """Look a node up."""
        return _node(info, id)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="Things by their ids, in the order of the ids; null for each id that is unknown.")
    def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Ids, 100 at most.")],
    ) -> list[Node | None]:
        """Look nodes up."""
        if len(ids) > MAX_NODES:
            raise QueryError(ErrorCode.BAD_PAGE_SIZE, f"ids must be {MAX_NODES} at most, got {len(ids)}")
        return [_node(info, node_id) for node_id in ids]  # type: ignore[misc] # as above

    @strawberry.field(description="A cluster organisation; null when the id is unknown.")
    def cluster(self, info: Info, id: _Id) -> Cluster | None:  # noqa: A002 -- as above
        """Look a cluster up."""
        return known_kind(info, id, EntityKind.CLUSTER)  # type: ignore[return-value] # as above

    @strawberry.field(description="An SME; null when the id is unknown.")
    def sme(self, info: Info, id: _Id) -> Sme | None:  # noqa: A002 -- as above
        """Look an SME up."""
        return known_kind(info, id, EntityKind.SME)  # type: ignore[return-value] # as above

    @strawberry.field(description="An organisation of any kind; null when the id is unknown.")
    def organisation(self, info: Info, id: _Id) -> Organisation | None:  # noqa: A002 -- as above
        """Look an organisation up."""
        return known_kind(info, id, *sorted(ORGANISATION_KINDS, key=lambda kind: kind.value))  # type: ignore[return-value] # as above

    @strawberry.field(description="A term of any classification; null when the id is unknown.")
    def concept(self, info: Info, id: _Id) -> Concept | None:  # noqa: A002 -- as above
        """Look a term up."""
        return known_kind(info, id, *sorted(CONCEPT_KINDS, key=lambda kind: kind.value))  # type: ignore[return-value] # as above

    @strawberry.field(description="A partnership; null when the id is unknown.")
    def partnership(self, info: Info, id: _Id) -> Partnership | None:  # noqa: A002 -- as above
        """Look a partnership up."""
        return known_kind(info, id, EntityKind.PARTNERSHIP)  # type: ignore[return-value] # as above

    @strawberry.field(description="A region; null when the id is unknown.")
    def region(self, info: Info, id: _Id) -> Region | None:  # noqa: A002 -- as above
        """Look a region up."""
        return known_kind(info, id, EntityKind.REGION)  # type: ignore[return-value] # as above

    @strawberry.field(description="A value chain; null when the id is unknown.")
    def value_chain(self, info: Info, id: _Id) -> ValueChain | None:  # noqa: A002 -- as above
        """Look a value chain up."""
        return known_kind(info, id, EntityKind.VALUE_CHAIN)  # type: ignore[return-value] # as above

    @strawberry.field(description="Cluster organisations.")
    def clusters(  # noqa: PLR0913 -- a field's arguments
        self,
        info: Info,
        *,
        filter: _Filter = None,  # noqa: A002 -- as above
        order_by: _Order = None,
        first: _First = None,
        after: _After = None,
        last: _Last = None,
        before: _Before = None,
    ) -> OrganisationsConnection[Cluster]:
        """Page through the clusters."""
        request = PageRequest(first, after, last, before)
        return select_organisations(info, "clusters", filter, order_by, request, among=_CLUSTERS)

    @strawberry.field(description="SMEs.")
    def smes(  # noqa: PLR0913 -- a field's arguments
        self,
        info: Info,
        *,
        filter: _Filter = None,  # noqa: A002 -- as above
        order_by: _Order = None,
        first: _First = None,
        after: _After = None,
        last: _Last = None,
        before: _Before = None,
    ) -> OrganisationsConnection[Sme]:
        """Page through the SMEs."""
        request = PageRequest(first, after, last, before)
        return select_organisations(info, "smes", filter, order_by, request, among=_SMES)

    @strawberry.field(description="Organisations of every kind.")
    def organisations(  # noqa: PLR0913 -- a field's arguments
        self,
        info: Info,
        *,
        filter: _Filter = None,  # noqa: A002 -- as above
        order_by: _Order = None,
        first: _First = None,
        after: _After = None,
        last: _Last = None,
        before: _Before = None,
    ) -> OrganisationsConnection[Organisation]:
        """Page through the organisations."""
        request = PageRequest(first, after, last, before)
        return select_organisations(info, "organisations", filter, order_by, request)

    @strawberry.field(description="Partnerships, sorted by id.")
    def partnerships(  # noqa: PLR0913 -- a field's arguments
        self,
        info: Info,
        *,
        name_contains: Annotated[
            str | None,
            strawberry.argument(description="Name, acronym or title contains this; case and diacritics do not matter."),
        ] = None,
        programmes: Annotated[list[str] | None, strawberry.argument(description="Of one of these programmes.")] = None,
        with_organisation: Annotated[
            strawberry.ID | None, strawberry.argument(description="In which this organisation takes part.")
        ] = None,
        first: _First = None,
        after: _After = None,
        last: _Last = None,
        before: _Before = None,
    ) -> Connection[Partnership]:
        """Page through the partnerships."""
        graph = info.context.graph
        found = [item for item in graph.entities(EntityKind.PARTNERSHIP) if isinstance(item, data.Partnership)]
        if with_organisation is not None:
            joined = named(info, with_organisation, *sorted(ORGANISATION_KINDS, key=lambda kind: kind.value))
            taken = {item.id for item in graph.objects(joined.id, Predicate.PARTNER_IN)}
            found = [item for item in found if item.id in taken]
        if name_contains is not None:
            text = fold(name_contains)
            found = [item for item in found if text in fold(f"{item.name} {item.acronym or ''} {item.title or ''}")]
        if programmes is not None:
            found = [item for item in found if item.programme in programmes]
        name = f"partnerships {name_contains} {programmes} {with_organisation}"
        return page_of_entities(info, found, name, PageRequest(first, after, last, before))

    @strawberry.field(description="Terms of classifications, sorted by id.")
    def concepts(  # noqa: PLR0913 -- a field's arguments
        self,
        info: Info,
        *,
        kinds: Annotated[list[EntityKind] | None, strawberry.argument(description="Of one of these kinds.")] = None,
        scheme: Annotated[strawberry.ID | None, strawberry.argument(description="Of this classification.")] = None,
        top_level_only: Annotated[bool, strawberry.argument(description="Only terms without a wider one.")] = False,
        first: _First = None,
        after: _After = None,
        last: _Last = None,
        before: _Before = None,
    ) -> Connection[Concept]:
        """Page through the terms."""
        schemes = [item.id for item in info.context.graph.dataset.schemes]
        if scheme is not None and scheme not in schemes:
            message = f"unknown classification {scheme!r}; write one of {', '.join(schemes)}"
            raise QueryError(ErrorCode.UNKNOWN_ID, message)
        found = [
            item
            for item in info.context.graph.entities(*CONCEPT_KINDS)
            if isinstance(item, data.Concept)
            and (kinds is None or data.kind_of(item) in kinds)
            and (scheme is None or item.scheme == scheme)
            and not (top_level_only and item.broader)
        ]
        name = f"concepts {kinds} {scheme} {top_level_only}"
        return page_of_entities(info, found, name, PageRequest(first, after, last, before))

    @strawberry.field(description="Regions, sorted by id.")
    def regions(  # noqa: PLR0913 -- a field's arguments
        self,
        info: Info,
        *,
        country: Annotated[CountryCode | None, strawberry.argument(description="In this country.")] = None,
        level: Annotated[int | None, strawberry.argument(description="Of this NUTS level, 1 to 3.")] = None,
        first: _First = None,
        after: _After = None,
        last: _Last = None,
        before: _Before = None,
    ) -> Connection[Region]:
        """Page through the regions."""
        graph = info.context.graph
        inside = None
        if country is not None:
            inside = graph.within(named(info, f"country:{country}", EntityKind.COUNTRY).id, Predicate.LOCATED_IN)
        found = [
            item
            for item in graph.entities(EntityKind.REGION)
            if isinstance(item, data.Region)
            and (level is None or item.level == level)
            and (inside is None or item.id in inside)
        ]
        name = f"regions {country} {level}"
        return page_of_entities(info, found, name, PageRequest(first, after, last, before))

    @strawberry.field(description="Value chains, sorted by id.")
    def value_chains(
        self, info: Info, *, first: _First = None, after: _After = None, last: _Last = None, before: _Before = None
    ) -> Connection[ValueChain]:
        """Page through the value chains."""
        found = info.context.graph.entities(EntityKind.VALUE_CHAIN)
        return page_of_entities(info, found, "value chains", PageRequest(first, after, last, before))

    @strawberry.field(description="The synergy of two organisations; null when an id is unknown.")
    def synergy(
        self,
        info: Info,
        organisation: _Id,
        partner: _Id,
        lens: Annotated[Lens, LENS] = Lens.CROSS_SECTOR,
        model: Annotated[SynergyModelInput | None, MODEL] = None,
    ) -> Synergy | None:
        """Score a pair."""
        return synergy_of(info, organisation, partner, lens, model)

    @strawberry.field(description="Many pairs in one call, best first; the filter must bound them to 100,000.")
    def synergies(  # noqa: PLR0913 -- a field's arguments
        self,
        info: Info,
        *,
        filter: Annotated[SynergyFilter, PAIRS],  # noqa: A002 -- as above
        lens: Annotated[Lens, LENS] = Lens.CROSS_SECTOR,
        model: Annotated[SynergyModelInput | None, MODEL] = None,
        first: Annotated[int, FIRST] = SYNERGY_PAGE,
        after: _After = None,
    ) -> SynergyConnection:
        """Score many pairs."""
        return synergies_of_pairs(info, lens, filter, model, PageRequest(first, after))

    @strawberry.field(description="The dataset that answers.")
    def dataset(self, info: Info) -> Dataset:
        """Return the dataset."""
        return info.context.graph.dataset  # type: ignore[return-value] # as above

    limits: ServiceLimits = strawberry.field(resolver=limits_of, description="How much a request may ask for.")
    consortium: ConsortiumAnalysis | None = strawberry.field(
        resolver=consortium_of, description="What any organisations could do together, as for a partnership."
    )
    communities: CommunityList = strawberry.field(
        resolver=communities_of, description="Communities of the network (Louvain), reproducible by their seed."
    )
    ranking: RankingConnection = strawberry.field(
        resolver=ranking_of, description="Entities by their place in the network."
    )
    search: SearchConnection = strawberry.field(
        resolver=search_of, description="Entities of every kind by what people call them, best first."
    )
    suggest: list[Suggestion] = strawberry.field(
        resolver=suggest_of, description="The best entities for what someone has typed so far."
    )
    match: list[LabelMatch] = strawberry.field(
        resolver=match_of, description="What each of many labels may stand for, in the order of the labels."
    )
    explain: Explanation | None = strawberry.field(
        resolver=explanation_of, description="Why two nodes are connected; null when an id is unknown."
    )
    subgraph: Subgraph = strawberry.field(
        resolver=subgraph_of, description="What lies around some nodes, level by level in order of ids."
    )
