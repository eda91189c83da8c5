"""Variables and texts that are too many, too long, too deep, or made to keep an algorithm busy."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from hostile.attack import JSON, Attack, Target, http, posted, sent

__all__ = ["ATTACKS"]

SEARCH = (
    "query ($text: String!) { search(text: $text, first: 100) { totalCount edges { score highlight node { id } } } }"
)
MATCH = "query ($labels: [String!]!) { match(labels: $labels) { label candidates { score entity { id } } } }"
FILTER = "query ($filter: OrganisationFilter) { organisations(filter: $filter) { totalCount } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
PAGE = "query ($after: String) { clusters(after: $after) { nodes { id } } }"
RANK = "query ($after: String) { ranking(measure: DEGREE, after: $after) { nodes { id } } }"
NUMBER = "query ($first: Int) { clusters(first: $first) { totalCount } }"

WORK = ("200", "200 TIME_LIMIT *", "503 *")
"""What may take as long as it is given."""


def _given(name: str, document: str, variables: Mapping[str, Any], *expected: str) -> Attack:
    return Attack(name, expected, sent(posted(document, variables)))


def _over(name: str, document: str, variables: Mapping[str, Any], setting: str) -> Attack:
    return _given(name, document, variables, f"200 LIMIT_EXCEEDED {setting}")


def _written(name: str, document: str, variables: str, *expected: str) -> Attack:
    """Return an attack whose variables no program of Python would write."""
    body = f'{{"query": {json.dumps(document)}, "variables": {variables}}}'.encode()
    return Attack(name, expected, sent(http("POST /graphql HTTP/1.1", JSON, body=body)))


def _deep(levels: int, opening: str, inner: str, closing: str) -> str:
    return opening * levels + inner + closing * levels


def _cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def _tree(width: int, depth: int) -> dict[str, Any]:
    if depth == 0:
        return {"nameContains": "a"}
    return {("and", "or")[depth % 2]: [_tree(width, depth - 1) for _ in range(width)]}


def _spellings(target: Target) -> dict[str, Any]:
    """Return labels that are nearly names, each with another wrong letter."""
    return {
        "labels": [
            f"{name.split(':')[-1]} universty institut {place}" for place, name in enumerate(target.organisations)
        ]
    }


ATTACKS: Sequence[Attack] = (
    _written(
        "variables 5,000 deep", FILTER, '{"filter": ' + _deep(5_000, '{"and": [', "", "]}") + "}", "400 BAD_REQUEST"
    ),
    _written(
        "variables 900 deep",
        FILTER,
        '{"filter": ' + _deep(450, '{"and": [', "", "]}") + "}",
        "200 LIMIT_EXCEEDED max_value_depth",
    ),
    _written("JSON 100,000 deep", FILTER, '{"filter": ' + _deep(100_000, "[", "", "]") + "}", "400 BAD_REQUEST"),
    _written("a list of 200,000", NODES, '{"ids": [' + "1," * 199_999 + "1]}", "413 *", "closed"),
    _written("a list of 120,000", NODES, '{"ids": [' + "1," * 119_999 + "1]}", "200 LIMIT_EXCEEDED *"),
    _written(
        "20,000 variables",
        NODES,
        "{" + ",".join(f'"v{n}": 1' for n in range(20_000)) + "}",
        "200 LIMIT_EXCEEDED max_values",
    ),
    _written(
        "a number of 10,000 digits", NUMBER, '{"first": ' + "9" * 10_000 + "}", "400 BAD_REQUEST", "200 BAD_VARIABLES"
    ),
    _written(
        "a fraction of 200,000 digits",
        NUMBER,
        '{"first": 0.' + "9" * 200_000 + "}",
        "200",
        "200 BAD_VARIABLES",
        "400 BAD_REQUEST",
    ),
    _written("1e999999999", NUMBER, '{"first": 1e999999999}', "400 BAD_REQUEST"),
    _written("NaN", NUMBER, '{"first": NaN}', "400 BAD_REQUEST"),
    _written("Infinity", NUMBER, '{"first": -Infinity}', "400 BAD_REQUEST"),
    _written("a page of 10¹⁸", NUMBER, '{"first": 1000000000000000000}', "200 BAD_VARIABLES", "200 LIMIT_EXCEEDED *"),
    _written("one variable given twice", NUMBER, '{"first": 1, "first": 100000}', "200 *"),
    _written("half a surrogate pair as a value", SEARCH, '{"text": "\\ud800"}', "400 BAD_REQUEST"),
    _given("variables that are a list", NUMBER, [1], "400 BAD_REQUEST"),  # type: ignore[arg-type] -- on purpose
    _given("an object for a number", NUMBER, {"first": {"a": {"b": []}}}, "200 BAD_VARIABLES"),
    _over("a text of 200,000 characters", SEARCH, {"text": "a" * 200_000}, "max_string"),
    Attack("an id of 1 MB", ("413 *", "closed"), sent(posted(NODES, {"ids": ["x" * 2**20]}))),
    _given("100 ids of 1,000 characters", NODES, {"ids": ["cluster:" + "x" * 990] * 100}, "200"),
    _over("500 ids in a list of 100", NODES, {"ids": ["x"] * 501}, "max_list"),
    *(
        _given(f"a search made for a regular expression: {name}", SEARCH, {"text": (text * 1_000)[:1_000]}, *WORK)
        for name, text in (
            ("(a+)+$", "(a+)+$"),
            ("a full of itself", "a"),
            ("letters apart", "a b "),
            ("all that is special", ".*?+^$[](){}|\\"),
            ("accents on accents", "e" + "\u0301" * 9),
            ("signs that become many", "\ufdfa"),
            ("another script", "한국어 "),
            ("pictures", "👩‍👩‍👧‍👦"),
            ("marks of direction", "\u202e\u2066\u200b"),
        )
    ),
    Attack("200 labels that are nearly names", WORK, sent(posted(MATCH, _spellings)), heavy=True),
    _given(
        "250 labels of 900 characters", MATCH, {"labels": [f"{n} " + "university of " * 64 for n in range(250)]}, *WORK
    ),
    _over("a filter of 2,186 parts", FILTER, {"filter": _tree(3, 6)}, "max_values"),
    _given("a filter of 510 parts", FILTER, {"filter": _tree(2, 4)}, *WORK),
    _given("a filter within filters", FILTER, {"filter": {"and": [{"or": [{"nameContains": "(x+)+"}] * 400}]}}, *WORK),
    *(
        _given(f"a cursor that is {name}", document, {"after": cursor}, "200 BAD_CURSOR", "200 STALE_CURSOR")
        for document, name, cursor in (
            (PAGE, "no cursor", "%00../../etc/passwd"),
            (PAGE, "forged", _cursor("clusters", "cluster:x")),
            (PAGE, "deep", base64.urlsafe_b64encode(b"[" * 700).decode()),
            (PAGE, "of numbers", _cursor(10**300, -1, 1e308, None)),
            (RANK, "for another list", _cursor("ranking", -1, {"a": []})),
            (RANK, "no text", base64.urlsafe_b64encode(b"\xff\xfe\x00").decode()),
        )
    ),
    *(
        Attack(
            f"extensions.timeoutMs {value}",
            (expected,),
            sent(posted("{ __typename }", extensions={"timeoutMs": value})),
        )
        for value, expected in (
            (0, "400 BAD_REQUEST"),
            (-1, "400 BAD_REQUEST"),
            ("1", "400 BAD_REQUEST"),
            (10**17, "200"),
        )
    ),
)
