"""What a server says of the network: who is likely to partner, what joins two nodes, who stands where in it."""

from collections.abc import Callable, Collection
from typing import Any

from graph_data.discovery.centrality import CentralityMeasure, NetworkRanking, RankedEntity
from graph_data.discovery.communities import Communities, Community
from graph_data.discovery.explain import Explanation, Path, PathPattern, pattern_of
from graph_data.discovery.paths import Filters, Hop, Step
from graph_data.discovery.prediction import LikelyPartner, PredictionMethod
from graph_data.frames import Table
from graph_data.graph import Direction
from graph_data.ontology import EntityKind, Organisation, Predicate, StatementOrigin, kind_of
from graph_data.remote.knowing import AT_ONCE, RemoteGraph
from graph_data.remote.reading import chosen, ids_of
from graph_data.showing import reading

__all__ = ["RemoteNetwork"]


class RemoteNetwork(RemoteGraph):
    """A graph that a server holds, with the analyses of its network."""

    def likely_partners(
        self,
        organisation: str,
        method: PredictionMethod = PredictionMethod.RESOURCE_ALLOCATION,
        *,
        first: int = 10,
        keep: Callable[[Organisation], bool] | None = None,
    ) -> Table[LikelyPartner]:
        """Return who is likely to partner with an organisation, from the network alone; another question than synergy.

        Raises:
            UnknownEntity: the id names no organisation.
            OnlyLocal: `keep` is given.
            ValueError: more are wanted than a page holds.
        """
        if keep is not None:
            raise self.no_function("keep")
        known = self.organisation(organisation).id
        told = self.answer("likely_partners", id=known, method=method.value, first=first)["organisation"]
        found = (
            LikelyPartner(
                organisation=self.learn(item["organisation"]).id,
                score=item["score"],
                rank=item["rank"],
                method=PredictionMethod(item["method"]),
                common_partners=ids_of(item["commonPartners"]),
                common_partner_count=item["commonPartnerCount"],
            )
            for item in told["likelyPartners"]
        )
        return Table(found, reading("likely partners, by the network alone", self, LikelyPartner))

    def explain(
        self,
        start: str,
        end: str,
        *,
        max_length: int = 3,
        predicates: Collection[Predicate] | None = None,
        origins: Collection[StatementOrigin] | None = None,
    ) -> Explanation:
        """Return what joins two entities; what a search cost, and the weight of a step, the API does not tell.

        Raises:
            UnknownEntity: an id names nothing.
            ValueError: the ids name one entity, or the length is not 1 to 4.
        """
        asked: dict[str, Any] = {"from": self.entity(start).id, "to": self.entity(end).id, "maxLength": max_length}
        asked |= {"predicates": chosen(predicates), "origins": chosen(origins)}
        patterns: list[PathPattern] = []
        while True:
            told = self.answer("explain", **asked, after=None, skip=len(patterns))["explain"]
            patterns += map(_pattern, told["patterns"])
            if len(told["patterns"]) < AT_ONCE:
                break
        pages = self.pages("explain", "explain", "paths", **asked, skip=len(patterns))
        paths = [path for page in pages for path in page["nodes"]]
        self.fetch(name for path in paths for name in (*ids_of(path["statements"]), *ids_of(path["nodes"])))
        return Explanation(
            start=self.learn(told["from"]),
            end=self.learn(told["to"]),
            max_length=max_length,
            filters=Filters.of(predicates, origins),
            distance=told["distance"],
            patterns=tuple(patterns),
            paths=tuple(map(self._path, paths)),
            touched=None,
            truncated=told["truncated"],
            graph=self,
        )

    def _path(self, told: dict[str, Any]) -> Path:
        start, *reached = ids_of(told["nodes"])
        statements = [self.known_statement(name) for name in ids_of(told["statements"])]
        hops = []
        before = start
        for node in reached:
            said = tuple(item for item in statements if {item.subject, item.object} == {before, node})
            direction = Direction.OUT if said[0].subject == before else Direction.IN
            entity = self.entity(node)
            code = Step(said[0].predicate, direction, kind_of(entity)).code
            hops.append(Hop(said[0].predicate, direction, entity, said, float("nan"), code))
            before = node
        pattern = pattern_of(hop.code for hop in hops)
        return Path(self.entity(start), tuple(hops), pattern, told["score"], told["share"])

    def ranking(self, measure: CentralityMeasure, kinds: Collection[EntityKind] | None = None) -> NetworkRanking:
        """Return the entities of some kinds, of all when None, by a measure of the whole graph, best first."""
        seed: int | None = None
        entries: list[RankedEntity] = []
        for page in self.pages("ranking", "ranking", measure=measure.value, kinds=chosen(kinds)):
            seed = page["seed"]
            entries += [
                RankedEntity(self.learn(item["node"]).id, item["value"], item["rank"]) for item in page["edges"]
            ]
        return NetworkRanking(measure, tuple(entries), seed, self)

    def communities(
        self, kinds: Collection[EntityKind] | None = None, *, resolution: float = 1.0, min_size: int = 2, seed: int = 0
    ) -> Communities:
        """Return the communities of the network between entities of some kinds, of all when None.

        Raises:
            ValueError: the resolution is not a positive finite number, or the least size is below 1.
        """
        asked = {"kinds": chosen(kinds), "resolution": resolution, "minSize": min_size, "seed": seed}
        members: dict[str, list[str]] = {}
        while True:
            skip = max(map(len, members.values()), default=0)
            told = self.answer("communities", **asked, skip=skip)["communities"]
            for item in told["communities"]:
                members.setdefault(item["id"], []).extend(ids_of(item["members"]))
            if all(len(members[item["id"]]) == item["size"] for item in told["communities"]):
                break
        found = tuple(
            Community(item["id"], tuple(members[item["id"]]), ids_of(item["characteristic"]), item["label"])
            for item in told["communities"]
        )
        return Communities(found, told["modularity"], told["seed"], self)


def _pattern(told: dict[str, Any]) -> PathPattern:
    steps = tuple(
        Step(Predicate(step["predicate"]), Direction(step["direction"]), EntityKind(step["kind"]))
        for step in told["steps"]
    )
    return PathPattern(told["id"], steps, told["pathCount"], told["weightedPathCount"])
