"""What an answer about a pair consists of: enough to recompute its score and to cite every term of it."""

from dataclasses import dataclass, field
from enum import Enum

from graph_data.discovery.comparison import Comparison
from graph_data.discovery.model import Lens, SynergyComponent, SynergyModel
from graph_data.discovery.priors import ProximitySource
from graph_data.discovery.relatedness import Proximity
from graph_data.frames import Frame, Tabular
from graph_data.graph import KnowledgeGraph
from graph_data.markup import list_of
from graph_data.rows import Statement
from graph_data.showing import frame_of

__all__ = [
    "DECIMALS",
    "ContributionRelation",
    "Side",
    "Synergy",
    "SynergyComponents",
    "SynergyConfidence",
    "SynergyContribution",
    "SynergyPart",
    "SynergyShares",
]

DECIMALS = 12
"""Decimals to which numbers are given and ranked, so that no order hangs on the last bit of a float."""


class SynergyPart(Enum):
    """Which factor of the score a term carries."""

    NOVELTY = "NOVELTY"
    ABSORBABILITY = "ABSORBABILITY"


class Side(Enum):
    """Who holds a term, or holds more of it."""

    BOTH = "BOTH"
    ORGANISATION = "ORGANISATION"
    PARTNER = "PARTNER"


class ContributionRelation(Enum):
    """How a term of one side stands to the other side."""

    SAME = "SAME"
    RELATED = "RELATED"
    UNRELATED = "UNRELATED"


@dataclass(frozen=True, slots=True)
class SynergyShares:
    """The shares of the union of the via terms; same + related + unrelated = 1, each in [0, 1]."""

    same: float
    related: float
    unrelated: float


@dataclass(frozen=True, slots=True)
class SynergyContribution:
    """What one term carries.

    In ABSORBABILITY the shares of each relation add up to `SynergyShares`; in NOVELTY the UNRELATED ones add up to
    novelty and the SAME ones to what is missing from 1.

    Attributes:
        part: which factor.
        concept: id of the term.
        side: who holds it, or holds more of it.
        relation: SAME for what both hold; RELATED for the part of one side's excess that the other side's nearest
            term answers; UNRELATED for the rest of it.
        related_to: id of that nearest term, the term itself where the other side holds it less firmly; None unless
            RELATED.
        proximity: phi of the two terms, in [0, 1]; 1 for SAME, 0 for UNRELATED.
        proximity_source: what it rests on, IDENTITY for SAME, None for UNRELATED.
        evidence: the proximity with its prior and counts, None unless RELATED.
        share: of the facet set's weight W, in (0, 1].
        statements: by which the sides hold the term and the related one, sorted.
    """

    part: SynergyPart
    concept: str
    side: Side
    relation: ContributionRelation
    related_to: str | None
    proximity: float
    proximity_source: ProximitySource | None
    evidence: Proximity | None
    share: float
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class SynergyConfidence:
    """How much stands behind a score.

    Attributes:
        organisation_projects, partner_projects: partnerships that each side takes part in.
        same_profile_count: other organisations with the partner's very profile.
        curated_share_of_related: part of the related share that comes from curated priors, in [0, 1]; 0 without any.
        inferred_sectors: whether a sector of either side, where sectors are compared across, is INFERRED only.
    """

    organisation_projects: int
    partner_projects: int
    same_profile_count: int
    curated_share_of_related: float
    inferred_sectors: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SynergyComponents:
    """What is known of a pair besides its score; each in [0, 1], None where it is not known.

    Attributes:
        geography: how near the two are on the map.
        distance_km: kilometres between the centroids of their regions, None where geography rests on countries only.
        value_chain_adjacency: how near they stand in a value chain.
        s3_alignment: how far the S3 areas of each are priorities of the other's region.
        tie_novelty: 1 if they share no partnership, else 0.
    """

    geography: float | None
    distance_km: float | None
    value_chain_adjacency: float | None
    s3_alignment: float | None
    tie_novelty: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Synergy(Tabular):
    """How well a pair combines difference with common ground. Numbers are rounded to 12 decimals.

    Attributes:
        organisation, partner: ids; the numbers are the same the other way round.
        lens: as in the model.
        score: novelty^theta * absorbability^(1-theta), in [0, 1]; None when a side has no term in a whole facet set.
        insufficient_data: why the score is None, else None.
        novelty: in [0, 1]; None when a side has no across term.
        absorbability: in [0, 1]; None when a side has no via term.
        shares: None when absorbability is.
        total: weighted mean of the score and the components that the model weighs, in [0, 1], of those that are known;
            the score where it weighs none; None when none is known.
        components: what is known besides the score, weighed or not.
        skipped: the components that the model weighs and that are not known.
        contributions: by part, then the largest share first, then by concept and relation.
        confidence: how much stands behind the score.
        same_profile: ids of the other organisations with the partner's very profile, and so with this score; sorted,
            empty without a score.
        existing_partnerships: ids of the partnerships that both take part in, sorted.
        model: what was asked under.
        populations: (scheme id, organisations N in which its terms were counted), sorted.
        comparison: the pairs that it was ranked among, None where it was asked for alone.
        graph: where names come from when it is shown; None where it is not shown.
    """

    organisation: str
    partner: str
    lens: Lens
    score: float | None
    insufficient_data: str | None
    novelty: float | None
    absorbability: float | None
    shares: SynergyShares | None
    total: float | None
    components: SynergyComponents
    skipped: tuple[SynergyComponent, ...]
    contributions: tuple[SynergyContribution, ...]
    confidence: SynergyConfidence
    same_profile: tuple[str, ...]
    existing_partnerships: tuple[str, ...]
    model: SynergyModel
    populations: tuple[tuple[str, int], ...]
    comparison: Comparison | None = field(default=None, repr=False, compare=False)
    graph: KnowledgeGraph | None = field(default=None, repr=False, compare=False)

    @property
    def frame(self) -> Frame:
        """What each term carries, a row a term."""
        return frame_of(self.graph, self.contributions, SynergyContribution, "what carries the score")

    def _repr_html_(self) -> str:
        called = {} if self.graph is None else self.graph.called((self.organisation, self.partner))
        ends = [called.get(name, name) for name in (self.organisation, self.partner)]
        numbers = {
            "lens": self.lens,
            "score": self.score,
            "insufficient data": self.insufficient_data or "nothing is missing",
            "novelty": self.novelty,
            "absorbability": self.absorbability,
            "total": self.total,
            "partnerships of both": len(self.existing_partnerships),
            "others of this profile": self.confidence.same_profile_count,
            "inferred sectors": "yes" if self.confidence.inferred_sectors else "no",
        }
        return list_of(numbers.items(), f"Synergy of {ends[0]} and {ends[1]}") + self.frame.html()
