"""/llms.txt: what an assistant needs to ask this API well, as https://llmstxt.org shapes it; its facts are computed."""

from collections.abc import Iterable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from graph_data.graph import KnowledgeGraph
from graph_data.ontology import PREFIXES, Predicate, StatementOrigin
from graph_data.search.finding import LONGEST
from graph_data.search.matching import MOST_LABELS
from graphapi.caching import REVALIDATED
from graphapi.errors import ErrorCode
from graphapi.schema.connections import DEFAULT_PAGE, MAX_PAGE
from graphapi.schema.query import MAX_NODES
from graphapi.served import Served

__all__ = ["llms_route", "llms_text"]

TEMPLATE = Path(__file__).parent / "page" / "llms.md"

ORIGINS = {
    StatementOrigin.STATED: "a source says so in its own words.",
    StatementOrigin.IMPORTED: "a register holds it as data.",
    StatementOrigin.DERIVED: "it follows from statements of sources, such as the terms of a project one takes part in.",
    StatementOrigin.INFERRED: "a rule guesses it from words or from curated judgements; it may be wrong.",
}


def llms_route() -> Route:
    """Return the route to the text."""
    return Route("/llms.txt", _llms)


async def _llms(request: Request) -> Response:
    served: Served = request.app.state.served
    text = llms_text(served.graph, str(request.base_url).rstrip("/"))
    return PlainTextResponse(text, headers={"Cache-Control": REVALIDATED})


def llms_text(graph: KnowledgeGraph, address: str) -> str:
    """Return the text about a graph that is served at an address."""
    about = graph.dataset.about
    counts = {kind: count for kind, count in graph.counts().items() if count}
    facts = {
        "title": about.title,
        "version": graph.version,
        "citation": graph.citation,
        "counts": "\n".join(f"- {kind.name}: {count:,}" for kind, count in counts.items()),
        "predicates": _listed(predicate.name for predicate in Predicate),
        "origins": "\n".join(f"- {origin.name}: {said}" for origin, said in ORIGINS.items()),
        "prefixes": _listed(f"{prefix}:" for prefix in PREFIXES.values()),
        "most": str(MAX_PAGE),
        "usual": str(DEFAULT_PAGE),
        "nodes": str(MAX_NODES),
        "labels": str(MOST_LABELS),
        "letters": f"{LONGEST:,}",
        "codes": "\n".join(f"- {code.name}: {code.value}" for code in ErrorCode),
        "licence": f"The dataset as a whole: {about.licence}. Sources have their own licences.",
        "sources": "\n".join(
            f"- {source.title}{f', {source.licence}' if source.licence else ''}" for source in graph.dataset.sources
        ),
        "address": address,
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    # the template is cut at its places, so that nothing of the data is taken for a place
    parts = text.split("{")
    return parts[0] + "".join(_filled(part, facts) for part in parts[1:])


def _filled(part: str, facts: dict[str, str]) -> str:
    name, closed, rest = part.partition("}")
    return f"{facts[name]}{rest}" if closed and name in facts else f"{{{part}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
