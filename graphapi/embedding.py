"""A page of the explorer as one file: the bundle, and the recorded answers to the questions that the page asks.

The answers come from the code that answers clients of the server; what is not recorded, the page says is not in it.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from graph_data.discovery.consortium.members import MAX_MEMBERS
from graph_data.errors import CannotPlot, ServerError
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Concept, Entity, EntityKind, Organisation, kind_of
from graph_data.plotting import Ask, Page
from graphapi.execution.answering import Request, answer
from graphapi.pages import EXPLORER

__all__ = ["page_of"]

LARGEST = 4_000_000
"""Characters of recorded answers in one file; what goes beyond is left out, and said so."""

EVIDENCE = 100
"""Statements that the page asks for together."""

NODES = 100
"""Nodes of a network, as the page asks for them first."""

PAIRED = 40
"""Members whose pairs the page scores by itself."""

LENSES = ("CROSS_SECTOR", "GENERAL")

Question = tuple[str, dict[str, Any]]

_PLACES = {EntityKind.REGION: "region", EntityKind.COUNTRY: "country", EntityKind.VALUE_CHAIN_STAGE: "stage"}


def page_of(graph: KnowledgeGraph, ids: Sequence[str], ask: Ask | None = None, built: Path = EXPLORER) -> Page:
    """Return the page about an entity, a pair of organisations, or a consortium.

    Args:
        graph: where the ids are known.
        ids: one, two, or more; those of a pair or a consortium are organisations'.
        ask: who answers; the graph itself when None.
        built: what frontend/ was built into.

    Raises:
        CannotPlot: the explorer is not built.
    """
    folder = built / "embedded"
    try:
        documents = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
        script, style = ((folder / name).read_text(encoding="utf-8") for name in ("main.js", "main.css"))
    except FileNotFoundError:
        raise CannotPlot(
            "the explorer is not built, which needs Node.js 20.19 or newer once: run `make pages` in the source tree, "
            "or install a wheel, which brings it along"
        ) from None
    recorder = _Recorder(documents, ask or _asking(graph))
    entities = [graph.entity(name) for name in ids]
    start, title = _record(recorder, entities)
    recorded = {"start": start, "answers": recorder.answers}
    return Page(title, _html(title, script, style, recorded), tuple(recorder.left_out))


def _asking(graph: KnowledgeGraph) -> Ask:
    """Return what asks a graph as a server's client does."""

    def ask(document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        body = answer(graph, Request(document, None, variables)).body
        for error in body.get("errors", ()):
            raise ServerError(error["message"], error["extensions"]["code"])
        data: dict[str, Any] = body["data"]
        return data

    return ask


class _Recorder:
    """Asks, and keeps the answers by what the page finds them by.

    Attributes:
        answers: the data of the answers.
        left_out: what was not kept, in words.
    """

    def __init__(self, documents: Mapping[str, str], ask: Ask) -> None:
        self._documents = documents
        self._ask = ask
        self._size = 0
        self.answers: dict[str, Any] = {}
        self.left_out: list[str] = []

    def ask(self, name: str, **variables: Any) -> Any:  # noqa: ANN401 -- JSON
        """Return the data of an answer, kept while there is room; None where the server refuses.

        Raises:
            CannotPlot: the explorer was built from other sources.
        """
        key = f"{name} {_canonical(variables)}"
        if key in self.answers:
            return self.answers[key]
        if name not in self._documents:
            raise CannotPlot(f"the explorer that is built does not ask {name}; build it again: make pages")
        try:
            data = self._ask(self._documents[name], variables)
        except ServerError as error:
            self.left_out.append(f"{name}: {error}")
            return None
        size = len(json.dumps(data))
        if self._size + size > LARGEST:
            self.left_out.append(f"{name} is not in this page: its answers would take more than {LARGEST:,} characters")
            return data
        self._size += size
        self.answers[key] = data
        return data

    def evidence(self, ids: Sequence[str]) -> None:
        """Ask for statements as the page does: each once, the first hundred."""
        if distinct := list(dict.fromkeys(ids))[:EVIDENCE]:
            self.ask("Evidence", ids=distinct)


def _canonical(variables: Mapping[str, Any]) -> str:
    return json.dumps(variables, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _record(recorder: _Recorder, entities: Sequence[Entity]) -> tuple[str, str]:
    """Ask everything that the page about some entities asks; return its address and title."""
    recorder.ask("Shell")
    recorder.ask("Dataset")
    first, *others = entities
    if len(entities) == 1:
        return _about(recorder, first), first.name
    if len(entities) == 2:  # noqa: PLR2004 -- a pair
        _pair(recorder, first.id, others[0].id)
        for entity in entities:
            recorder.ask("Organisation", id=entity.id)
        return f"#/synergy/{first.id}/{others[0].id}", f"{first.name} and {others[0].name}"
    members = sorted({entity.id for entity in entities})
    _consortium(recorder, members, [])
    return f"#/consortium?members={','.join(members)}", f"{len(members)} organisations"


def _about(recorder: _Recorder, entity: Entity) -> str:
    """Ask what the page of one entity asks, its tabs and its network included."""
    kind = kind_of(entity)
    recorder.ask("EntityKind", id=entity.id)
    recorder.ask("Statements", id=entity.id)
    if isinstance(entity, Organisation):
        for name, variables in _of_organisation(entity.id):
            recorder.ask(name, **variables)
        _network(recorder, entity.id)
        return f"#/organisation/{entity.id}"
    if isinstance(entity, Concept):
        recorder.ask("Term", id=entity.id)
        recorder.ask("Related", id=entity.id)
        _network(recorder, entity.id)
        return f"#/term/{entity.id}"
    if kind is EntityKind.PARTNERSHIP:
        _partnership(recorder, entity.id)
        _network(recorder, entity.id)
        return f"#/partnership/{entity.id}"
    if kind is EntityKind.VALUE_CHAIN:
        _value_chain(recorder, entity.id)
        return f"#/value-chain/{entity.id}"
    recorder.ask("Place", id=entity.id)
    _network(recorder, entity.id)
    return f"#/{_PLACES[kind]}/{entity.id}"


def _of_organisation(organisation: str) -> Iterator[Question]:
    yield "Organisation", {"id": organisation}
    for lens in LENSES:
        for new in (True, False):
            yield "Partners", {"id": organisation, "lens": lens, "filter": {"excludeExistingPartners": new}}
    for method in ("RESOURCE_ALLOCATION", "ADAMIC_ADAR", "PREFERENTIAL_ATTACHMENT"):
        yield "LikelyPartners", {"id": organisation, "method": method}
    yield "PartnershipsOf", {"id": organisation}


def _network(recorder: _Recorder, centre: str) -> None:
    recorder.ask("Network", id=centre, seeds=[centre], depth=1, kinds=None, nodes=NODES)


def _pair(recorder: _Recorder, organisation: str, partner: str) -> None:
    for lens in LENSES:
        asked = {"organisation": organisation, "partner": partner, "lens": lens}
        recorder.ask("Synergy", **asked)
        recorder.ask("SynergyChance", **asked)
        recorder.ask("RankStability", **asked)
    why = recorder.ask("Why", **{"from": organisation, "to": partner, "steps": 3, "origins": None})
    paths = why["explain"]["paths"]["nodes"] if why and why["explain"] else []
    ordered = sorted(paths, key=lambda path: (path["length"], -path["share"]))
    recorder.evidence([said["id"] for path in ordered for said in path["statements"]])


def _partnership(recorder: _Recorder, partnership: str) -> None:
    found = recorder.ask("Partnership", id=partnership)["partnership"]
    page = found["partners"]
    partners = [edge["node"]["id"] for edge in page["edges"]]
    if page["pageInfo"]["hasNextPage"]:
        further = recorder.ask("FurtherPartners", id=partnership, after=page["pageInfo"]["endCursor"])
        partners += [edge["node"]["id"] for edge in further["partnership"]["partners"]["edges"]] if further else []
    if 0 < len(partners) == page["totalCount"] <= MAX_MEMBERS:  # the page analyses all or none
        _consortium(recorder, sorted(set(partners)), sorted({target["id"] for target in found["targets"]}))


def _consortium(recorder: _Recorder, members: list[str], targets: list[str]) -> None:
    """Ask what the analysis of a consortium asks; what-ifs need a server."""
    asked: dict[str, Any] = {"members": members, "origins": None}
    kinds = ["TARGET_SECTOR"]
    if targets:
        named = recorder.ask("Named", ids=targets)
        kinds = sorted({node["kind"] for node in named["nodes"]})
    recorder.ask("Consortium", **asked, targets=targets, kinds=kinds)
    recorder.ask("Brokers", **asked)
    recorder.ask("HeldTerms", **asked)
    if targets:
        recorder.ask("Candidates", **asked, targets=targets, filter=None, rule=None)
    for rule in recorder.ask("Calls")["dataset"]["rules"]:
        recorder.ask("Eligibility", members=members, rule=rule["id"])
    if 1 < len(members) <= PAIRED:
        for lens in LENSES:
            recorder.ask("MemberPairs", **asked, lens=lens)
    for chain in recorder.ask("ValueChains")["valueChains"]["nodes"]:
        recorder.ask("MemberStages", **asked, chain=chain["id"])
    recorder.left_out.append("What another member would change is not in this page: open the explorer of a server.")


def _value_chain(recorder: _Recorder, chain: str) -> None:
    stages = recorder.ask("ValueChain", id=chain)["valueChain"]["stages"]
    recorder.evidence([said["id"] for stage in stages for said in stage["occupations"]["nodes"]])
    recorder.evidence([flow["statement"]["id"] for stage in stages for flow in stage["suppliesTo"]])


def _html(title: str, script: str, style: str, recorded: Mapping[str, Any]) -> str:
    """Return the page; its policy lets run and look only what stands in it, and asks nobody."""
    script, style = script.replace("</script", "<\\/script"), style.replace("</style", "<\\/style")
    data = json.dumps(recorded, ensure_ascii=False).replace("<", "\\u003c")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}' blob:; style-src '{_hash(style)}'; img-src data: blob:; "
        "worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        f'<title>{escape(title)}</title><style>{style}</style></head><body><div id="app"></div>'
        f'<script type="application/json" id="synergraph-answers">{data}</script>'
        f'<script type="module">{script}</script></body></html>\n'
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
