"""Analyses at their dearest: within every limit of the document, so that only time and threads bound them."""

from collections.abc import Callable, Sequence

from hostile.attack import Attack, End, Script, Target, posted, sent, several

__all__ = ["ATTACKS", "WHOLE"]

BOUNDED = ("200", "200 TIME_LIMIT *", "503 OVERLOADED", "503 PREPARING", "503")
"""An answer, or that there is none in time."""

EXPLAIN = """query ($from: ID!, $to: ID!) { explain(from: $from, to: $to, maxLength: 4) { distance truncated
  patterns(first: 100) { pathCount weightedPathCount steps { predicate direction kind } }
  paths(first: 100) { nodes { text share } } subgraph(maxPaths: 100) { nodes { id } } } }"""

SYNERGIES = """query ($id: ID!) { organisation(id: $id) { synergies(first: 20, model: {theta: 0.31}) { nodes { score
  significance(nullModel: CURVEBALL, permutations: 9999) { adjustedPValue note } contributions { share } } } } }"""

STABILITY = "query ($id: ID!) { organisation(id: $id) { synergies(first: 100) { nodes { rankStability } } } }"

PAIRS = """query ($id: ID!) { synergies(
  first: 100, filter: {organisation: {inPartnership: $id}, partner: {kinds: [CLUSTER]}}
) { totalCount nodes { score contributions { share } } } }"""

CONSORTIUM = """query ($members: [ID!]!, $targets: [ID!]!) { consortium(members: $members, targets: $targets) {
  coveredShare notes gaps { proximity nearest { id } } singlePointsOfFailure { organisation { id } }
  contributions { leaveOneOut shapley } pairs(first: 100) { nodes { score } } brokers(first: 100) { betweenness }
  candidates(first: 20) { gain } variety(kind: SECTOR) { totalBits }
  valueChain(id: "value-chain:sport") { coveredShare } } }"""

ANALYSIS = """query ($id: ID!) { partnership(id: $id) { analysis { coveredShare gaps { proximity }
  contributions { shapley } brokers(first: 100) { betweenness } candidates(first: 100) { gain closes { id } } } } }"""

SUBGRAPH = """query ($seeds: [ID!]!) { subgraph(seeds: $seeds, depth: 3, maxNodes: 1000) {
  truncated nodes { id } statements { id } } }"""

RELATED = """query ($id: ID!) { concept(id: $id) { related(first: 50, shrinkage: %s) { proximity
  significance { pValue } } } }"""

ADDED = """query ($id: ID!, $partner: ID!) { organisation(id: $id) { likelyPartners(first: 50, method: ADAMIC_ADAR) {
  score commonPartners { id } } addedRelatedness(partner: $partner, first: 100) { value through { id } } } }"""

GROUPS = """{ organisations { aggregate { a: groups(by: [SECTOR, REGION, PARTNERSHIP], first: 100) { totalCount }
  b: groups(by: [TECHNOLOGY_FIELD, SECTOR, S3_PRIORITY_AREA], first: 100) { totalCount
  groups { smeCount { sum } } } } } }"""

QUOTIENTS = (
    "query ($id: ID!) { concept(id: $id) { ... on Sector { locationQuotients(level: 3, first: 100) { value } } } }"
)

FILES = "{ dataset { distributions { format byteSize sha256 } } }"

SMALL = posted('{ search(text: "health") { totalCount } }')


def _named(count: int, field: str) -> str:
    """Return a document that asks for a field many times, `%s` in it being another number each time."""
    return "{ " + " ".join(f"a{number}: {field % number}" for number in range(count)) + " }"


def _every(
    document: str, pick: Callable[[Target, int], dict[str, object]], copies: int
) -> Callable[[Target], Sequence[Script]]:
    """Return what asks many times at once, with other variables each time."""
    return lambda target: [[posted(document, pick(target, number))(target)] for number in range(copies)]


def _pair(target: Target, number: int) -> dict[str, object]:
    return {"from": target.organisations[number], "to": target.organisations[number + 1]}


def _one(target: Target, number: int) -> dict[str, object]:
    return {"id": target.organisations[number], "partner": target.organisations[number + 1]}


def _term(target: Target, number: int) -> dict[str, object]:
    return {"id": target.sectors[number % len(target.sectors)]}


def _all(target: Target, number: int) -> dict[str, object]:
    return {"members": target.organisations[number : number + 199], "targets": target.terms[:50]}


def _around(target: Target, number: int) -> dict[str, object]:
    return {"seeds": target.organisations[number : number + 100]}


def _chosen(target: Target, _: int) -> dict[str, object]:
    return {"id": target.partnership}


def _dear(name: str, document: str, pick: Callable[[Target, int], dict[str, object]], copies: int = 1) -> Attack:
    return Attack(name, BOUNDED, _every(document, pick, copies), heavy=True)


def _plain(name: str, document: str) -> Attack:
    return Attack(name, BOUNDED, sent(posted(document)), heavy=True)


def _then(script: Script) -> Callable[[Target], Sequence[Script]]:
    """Return what plays a script many times, and then asks something small, which must be answered."""
    return lambda target: [
        *([posted(EXPLAIN, _pair(target, number))(target), *script] for number in range(60)),
        [0.6, SMALL(target)],
    ]


ATTACKS: Sequence[Attack] = (
    _dear("explain of the two with most statements", EXPLAIN, _pair),
    _dear("explain of 12 pairs at once", EXPLAIN, _pair, 12),
    _dear("synergies with 9,999 permutations", SYNERGIES, _one),
    _dear("synergies of 12 organisations at once", SYNERGIES, _one, 12),
    _dear("the stability of 100 ranks", STABILITY, _one),
    _dear("every pair of the largest partnership and all clusters", PAIRS, _chosen),
    Attack("all pairs", ("200 FILTER_REQUIRED", "503*"), sent(posted("{ synergies(filter: {}) { totalCount } }"))),
    _dear("a consortium of 199", CONSORTIUM, _all),
    _dear("five consortia of 199 at once", CONSORTIUM, _all, 5),
    _dear("the largest partnership, analysed", ANALYSIS, _chosen),
    _plain(
        "communities of everything",
        "{ communities(minSize: 1) { modularity communities { size characteristic { id } } } }",
    ),
    Attack("communities by 20 seeds", BOUNDED, sent(posted(_named(20, "communities(seed: %s) { modularity }")))),
    Attack(
        "communities at 20 resolutions",
        BOUNDED,
        sent(posted(_named(20, "communities(resolution: 1%s) { modularity }"))),
    ),
    Attack(
        "communities at a resolution of 10³⁰⁰",
        BOUNDED,
        sent(posted("{ communities(resolution: 1e300) { modularity } }")),
    ),
    *(
        _plain(
            f"ranking by {measure.lower()}",
            f"{{ ranking(measure: {measure}, first: 100) {{ totalCount nodes {{ id }} }} }}",
        )
        for measure in ("BETWEENNESS", "CLOSENESS", "PAGERANK", "PARTICIPATION", "CONSTRAINT")
    ),
    _dear("1,000 nodes around 100", SUBGRAPH, _around),
    _dear("1,000 nodes around 100, ten at once", SUBGRAPH, _around, 10),
    _dear("related terms, by a shrinkage of its own", RELATED % "7.5", _term),
    Attack(
        "related terms, by 15 shrinkages",
        BOUNDED,
        lambda target: [[posted(RELATED % f"{number}.25", _term(target, number))(target)] for number in range(15)],
    ),
    _dear("likely partners and what they add", ADDED, _one),
    _dear("likely partners of 12 organisations at once", ADDED, _one, 12),
    _plain("groups by three things", GROUPS),
    _dear("where a sector is at home", QUOTIENTS, _term),
    _plain("20 searches in one", _named(20, 'search(text: "universty of technolgy %s", first: 100) { totalCount }')),
    _plain("20 suggestions in one", _named(20, 'suggest(prefix: "u%s", first: 100) { hint }')),
    Attack("100 dear questions at once", BOUNDED, _every(EXPLAIN, _pair, 100)),
    Attack("60 askers who hang up", BOUNDED, _then([0.05, End.HANG_UP])),
    Attack("60 askers who hang up at once", BOUNDED, _then([End.HANG_UP])),
    Attack("200 small questions at once", BOUNDED, several(200, SMALL)),
)

WHOLE: Sequence[Attack] = (
    _plain("every file of the dataset", FILES),
    _plain(
        "every file of the dataset, by its hash",
        "{ dataset { distributions { sha256 } } organisations { totalCount } }",
    ),
)
"""Those that let the server write the whole dataset."""
