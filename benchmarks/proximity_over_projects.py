"""Measures what would change if the proximity of terms counted projects instead of organisations.

    python benchmarks/proximity_over_projects.py DIR

DIR is a dataset of the whole of CORDIS, imported with `--keep ec_signature_date`. Prints the figures of the decision
"Proximity counts organisations, not projects"; takes some minutes and needs scipy.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau

import graph_data
from graph_data.collector import paused
from graph_data.deriving import HOLDING, KEYWORDS
from graph_data.discovery import Lens, SynergyModel
from graph_data.discovery.evaluation import hold_out
from graph_data.discovery.evaluation.measures import Comparison
from graph_data.discovery.evaluation.sampling import Sample
from graph_data.discovery.priors import priors_of
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.synergy import plain_score
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.ontology import EntityKind, Predicate, StatementOrigin
from graph_data.reading.folder import read_folder

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CUT = date(2024, 1, 1)
NEGATIVES = 5
"""Pairs that did not partner, for each that did: every pair is scored plainly, twice."""

RESAMPLES = 100
COMMON = 20
"""Projects that a topic must have to be asked for its siblings."""

ROUNDING = 1e-7
"""What sums of 32-bit counts may differ by."""

AT_FIRST_HAND = {StatementOrigin.STATED, StatementOrigin.IMPORTED}


class Evidence:
    """What proximities are counted over: units, each with the terms it carries and the sources that know it.

    Args:
        graph: the graph.
        model: gives terms, weights, priors and shrinkage.
        units: (terms, sources, organisations) of each unit; a unit is left out with any of its organisations.
    """

    def __init__(
        self, graph: KnowledgeGraph, model: SynergyModel, units: Sequence[tuple[set[str], set[str], set[str]]]
    ) -> None:
        self.graph, self.model = graph, model
        self.profiles = profiles_of(graph, model)
        self.column = {term: number for number, term in enumerate(self.profiles.terms)}
        schemes = list(self.profiles.scheme_sources)
        self.scheme = np.array([schemes.index(term.scheme) for term in self.profiles.terms.values()])
        self.weights = np.array([self.profiles.weights[term] for term in self.profiles.terms])
        self.inside = np.array(
            [[bool(sources & known) for known in self.profiles.scheme_sources.values()] for _, sources, _ in units],
            dtype=np.float32,
        )
        self.carried = np.zeros((len(units), len(self.column)), dtype=np.float32)
        self.units_of: dict[str, list[int]] = {}
        for unit, (terms, _, organisations) in enumerate(units):
            columns = [self.column[term] for term in terms if term in self.column]
            self.carried[unit, columns] = self.inside[unit, self.scheme[columns]]
            for name in organisations:
                self.units_of.setdefault(name, []).append(unit)
        self.holders = self.carried.T @ self.inside
        self.both = self.carried.T @ self.carried

    @cached_property
    def priors(self) -> Floats:
        """Prior of each two terms."""
        found = np.zeros((len(self.column), len(self.column)))
        for one, others in priors_of(self.graph, self.model).items():
            for other, prior in others.items():
                found[self.column[one], self.column[other]] = prior.value
        return found

    def proximities(self, ours: Ints, theirs: Ints, left_out: Sequence[int] = ()) -> Floats:
        """Return phi of some terms with others, without what some units say."""
        rows = np.array(left_out, dtype=np.int64)
        mine, other = self.carried[np.ix_(rows, ours)], self.carried[np.ix_(rows, theirs)]
        schemes = self.inside[rows]
        first = self.holders[np.ix_(ours, self.scheme[theirs])] - mine.T @ schemes[:, self.scheme[theirs]]
        second = self.holders[np.ix_(theirs, self.scheme[ours])] - other.T @ schemes[:, self.scheme[ours]]
        both = self.both[np.ix_(ours, theirs)] - mine.T @ other
        priors, k = self.priors[np.ix_(ours, theirs)], self.model.shrinkage
        found = (both + k * priors) / (np.maximum(first, second.T) + k)
        return np.where(ours[:, None] == theirs, 1.0, found)

    def held(self, name: str, facets: Sequence[EntityKind]) -> tuple[Ints, Floats]:
        """Return the columns and memberships of what an organisation holds."""
        found = self.profiles.held(name, facets)
        return np.array([self.column[term] for term in found], dtype=np.int64), np.array(list(found.values()))

    def parts(self, one: str, other: str) -> tuple[float, float]:
        """Return novelty and absorbability of a pair."""
        common, whole = self._overlap(self.held(one, self.model.across), self.held(other, self.model.across))
        ours, theirs = self.held(one, self.model.via), self.held(other, self.model.via)
        left_out = sorted({*self.units_of.get(one, ()), *self.units_of.get(other, ())})
        near = self.proximities(ours[0], theirs[0], left_out)
        same, union = self._overlap(ours, theirs)
        related = self._related(ours, theirs, near) + self._related(theirs, ours, near.T)
        return 1 - common / whole, (same + related) / union

    def _overlap(self, ours: tuple[Ints, Floats], theirs: tuple[Ints, Floats]) -> tuple[float, float]:
        mine, other = np.zeros((2, len(self.column)))
        mine[ours[0]], other[theirs[0]] = ours[1], theirs[1]
        return float(self.weights @ np.minimum(mine, other)), float(self.weights @ np.maximum(mine, other))

    def _related(self, ours: tuple[Ints, Floats], theirs: tuple[Ints, Floats], near: Floats) -> float:
        other = np.zeros(len(self.column))
        other[theirs[0]] = theirs[1]
        excess = np.maximum(ours[1] - other[ours[0]], 0)
        return float((self.weights[ours[0]] * excess) @ (near * theirs[1]).max(axis=1))


def over_organisations(graph: KnowledgeGraph, model: SynergyModel) -> Evidence:
    """Return the evidence that the product uses: an organisation carries what it holds, however it holds it."""
    profile = profiles_of(graph, model).profile
    units = [({term for term, _ in found.memberships}, set(found.sources), {name}) for name, found in profile.items()]
    return Evidence(graph, model, units)


def over_projects(graph: KnowledgeGraph, model: SynergyModel) -> Evidence:
    """Return the evidence that was proposed: a project carries its terms, an organisation what is said of itself."""
    passed_on = {scheme.id for scheme in graph.dataset.schemes if scheme.via_partnerships}
    misleading = {(row.subject, row.object) for row in graph.dataset.misleading}
    units = []
    for project in graph.entities(EntityKind.PARTNERSHIP):
        said = graph.statements(project.id, Direction.OUT, HOLDING.values())
        terms = {
            item.object
            for item in said
            if item.rule == KEYWORDS
            or (
                getattr(graph.entity(item.object), "scheme", None) in passed_on
                and (project.id, item.object) not in misleading
            )
        }
        partners = {partner.id for partner in graph.subjects(project.id, Predicate.PARTNER_IN)}
        units.append((terms, {project.source or ""}, partners))
    profile = profiles_of(graph, model).profile
    for name, found in profile.items():
        said = graph.statements(name, Direction.OUT, HOLDING.values(), AT_FIRST_HAND)
        if said:
            units.append(({item.object for item in said}, set(found.sources), {name}))
    return Evidence(graph, model, units)


def both_ways(graph: KnowledgeGraph, model: SynergyModel) -> Mapping[str, Evidence]:
    """Return both kinds of evidence, the first checked against the product's own scores."""
    found = {"organisations": over_organisations(graph, model), "projects": over_projects(graph, model)}
    evidence = found["organisations"]
    names = [name for name in evidence.profiles.profile if scorable(evidence, name)]
    chosen = np.random.default_rng(0).choice(names, (100, 2))
    chosen[:50, 0] = names[0]  # in the bundled dataset a cluster of the page, which other sources do not know
    for one, other in chosen.tolist():
        if one != other:
            score = np.sqrt(np.prod(evidence.parts(one, other)))
            if not np.isclose(score, plain_score(graph, one, other, model), atol=ROUNDING):
                raise SystemExit(f"{one} and {other} are scored unlike the product scores them")
    return found


def scorable(evidence: Evidence, name: str) -> bool:
    """Tell whether an organisation holds something in both facet sets."""
    return all(evidence.profiles.held(name, facets) for facets in (evidence.model.across, evidence.model.via))


def print_prediction(folder: Path) -> None:
    """Print how well the scores tell new partners, under GENERAL."""
    with paused():
        holdout = hold_out(read_folder(folder), CUT)
    sample, names = Sample.of(holdout, seed=0), holdout.organisations
    sample = Sample(sample.new, sample.others[:, : NEGATIVES * sample.new.shape[1]])
    strata, size = sample.strata(holdout), len(names)
    drawn = np.random.default_rng(1).multinomial(size, np.full(size, 1 / size), RESAMPLES)
    weights = [sample.weighed(row) for row in np.vstack([np.ones(size), drawn]).astype(np.uint8)]
    measured: dict[tuple[str, str], Floats] = {}
    found = both_ways(holdout.graph, SynergyModel.of(Lens.GENERAL))
    print_siblings(found)
    for name, evidence in found.items():
        new, others = (
            np.array([evidence.parts(names[one], names[other]) for one, other in pairs.T.tolist()])
            for pairs in (sample.new, sample.others)
        )
        for score, of in (("S + R", lambda parts: parts[:, 1]), ("Y", lambda parts: np.sqrt(parts.prod(axis=1)))):
            measured[score, name] = np.array(list(aucs(of(new), of(others), strata, weights)))
    for score in ("S + R", "Y"):
        ours, theirs = measured[score, "organisations"], measured[score, "projects"]
        margins = 1.96 * (theirs - ours)[1:].std(axis=0, ddof=1)
        for column, measure in enumerate(("AUC", "degree-matched AUC")):
            print(
                f"{score}, {measure}: organisations {ours[0, column]:.3f}, projects {theirs[0, column]:.3f}, "
                f"difference {theirs[0, column] - ours[0, column]:+.4f} ± {margins[column]:.4f}"
            )


def aucs(
    new: Floats, others: Floats, strata: tuple[Ints, Ints], weights: Sequence[tuple[Floats, Floats]]
) -> Iterator[tuple[float, float]]:
    """Yield AUC and degree-matched AUC under each of some weights of the pairs."""
    plain, matched = Comparison.of(new, others), Comparison.of(new, others, strata)
    for ours, theirs in weights:
        yield plain.auc(ours, plain.before(theirs)), matched.auc(ours, matched.before(theirs))


def print_siblings(found: Mapping[str, Evidence]) -> None:
    """Print how well proximity without priors tells topics with one and the same wider topic from other pairs."""
    counting = found["projects"]
    columns = np.array(
        [
            number
            for term, number in counting.column.items()
            if counting.profiles.terms[term].scheme == "euroscivoc" and counting.both[number, number] >= COMMON
        ]
    )
    ids = list(counting.column)
    wider = [{item.id for item in counting.graph.objects(ids[number], Predicate.BROADER)} for number in columns]
    one, other = np.triu_indices(len(columns), 1)
    akin = np.array([bool(wider[i] & wider[j]) for i, j in zip(one.tolist(), other.tolist(), strict=True)])
    ones = [np.ones(int(count), np.uint8) for count in (akin.sum(), (~akin).sum())]
    print(f"topics with {COMMON} or more projects: {len(columns)}; pairs of siblings {len(ones[0])} of {len(akin)}")
    for name, evidence in found.items():
        counts = evidence.both[np.ix_(columns, columns)]
        near = counts[one, other] / (np.maximum(counts[one, one], counts[other, other]) + evidence.model.shrinkage)
        comparison = Comparison.of(near[akin], near[~akin])
        auc = comparison.auc(ones[0], comparison.before(ones[1]))
        print(f"siblings told by {name}: AUC {auc:.3f}; {(near == 0).mean():.0%} of all pairs have proximity 0")


def print_rankings() -> None:
    """Print how the partners of the five clusters of the bundled dataset would change, under CROSS_SECTOR."""
    graph = graph_data.load()
    five = {item.id for item in graph.subjects("partnership:smartsports4goodlife", Predicate.PARTNER_IN)}
    found = both_ways(graph, SynergyModel.of(Lens.CROSS_SECTOR))
    others = [name for name in found["organisations"].profiles.profile if scorable(found["organisations"], name)]
    others = [name for name in others if name not in five]
    for cluster in sorted(five):
        scores = {
            name: np.sqrt(np.prod([evidence.parts(cluster, other) for other in others], axis=1))
            for name, evidence in found.items()
        }
        tops = [set(np.argsort(-np.round(values, 12), kind="stable")[:10].tolist()) for values in scores.values()]
        tau = kendalltau(*scores.values()).statistic
        print(f"{cluster}: {len(tops[0] & tops[1])} of 10 first partners the same, Kendall's tau {tau:.3f} of all")
        print_single(found, cluster, [others[place] for place in sorted(tops[0])])


def print_single(found: Mapping[str, Evidence], cluster: str, partners: Sequence[str]) -> None:
    """Print how many projects stand behind the nearest terms of the first partners, counted in weight."""
    evidence, projects = found["organisations"], found["projects"]
    behind = np.zeros(3)
    for partner in partners:
        sides = [evidence.held(name, evidence.model.via) for name in (cluster, partner)]
        left_out = sorted({*evidence.units_of[cluster], *evidence.units_of[partner]})
        for ours, theirs in (sides, sides[::-1]):
            near = evidence.proximities(ours[0], theirs[0], left_out) * theirs[1]
            for place, term in enumerate(ours[0].tolist()):
                nearest = theirs[0][near[place].argmax()]
                if term not in theirs[0] and near[place].max() > 0 and evidence.both[term, nearest]:
                    shared = int(projects.both[term, nearest])
                    behind[min(shared, 2)] += evidence.weights[term] * ours[1][place] * near[place].max()
    if behind.any():
        share = behind / behind.sum()
        print(f"    related through no common project {share[0]:.0%}, one {share[1]:.0%}, more {share[2]:.0%}")


if __name__ == "__main__":
    print_rankings()
    print_prediction(Path(sys.argv[1]))
