"""Every limit refuses what goes beyond it and nothing else, names both values, and says what to do."""

import re
import time
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import GraphQLSyntaxError, Lexer, Source, TokenKind, get_introspection_query
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.notebook import Notebook
from graphapi.execution import document as reading
from graphapi.execution import limits as limiting
from graphapi.execution.answering import Request, answer, cost_of
from graphapi.execution.document import Documents, documents
from graphapi.limits import DEFAULT_LIMITS, Limits

ROOT = Path(__file__).parents[3]
GOLDEN = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "queries").glob("*.graphql"))
}
PAGES = {
    f"{page.name} {number}": text
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    for number, text in enumerate(re.findall(r"```graphql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL), 1)
}
EVERYTHING = {
    "specified_by_url": True,
    "directive_is_repeatable": True,
    "schema_description": True,
    "input_value_deprecation": True,
    "one_of": True,
}
INTROSPECTION = {
    "standard": get_introspection_query(),
    "short": get_introspection_query(descriptions=False, type_depth=7),
    "whole": get_introspection_query(**EVERYTHING),
}


def twice(limits: Limits, *names: str) -> Limits:
    """Return limits half as wide, so that what passes leaves as much again."""
    return limits.model_copy(update={name: getattr(limits, name) // 2 for name in names})


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_queries_pass_at_half_the_limits_of_cost(name: str) -> None:
    assert documents(DEFAULT_LIMITS).read(GOLDEN[name]).errors == ()
    strict = twice(DEFAULT_LIMITS, "max_cost", "max_nodes", "max_tokens", "max_aliases", "max_overlaps")
    document = documents(strict).read(GOLDEN[name])
    (plan,) = document.plans.values()
    limiting.check_cost(plan.cost({}), reading.whole_schema(), strict)


@pytest.mark.parametrize("name", PAGES)
def test_the_queries_of_the_documentation_pass(name: str) -> None:
    cost = cost_of(Request(PAGES[name]))
    assert cost is not None
    assert cost <= DEFAULT_LIMITS.max_cost


@pytest.mark.parametrize("name", INTROSPECTION)
def test_introspection_passes_whatever_it_asks_of_the_schema(name: str, graph: Notebook) -> None:
    body = answer(graph, Request(INTROSPECTION[name])).body
    assert "errors" not in body
    assert body["extensions"]["cost"] == {"requested": 0, "limit": DEFAULT_LIMITS.max_cost}


def nested(levels: int) -> str:
    return "{ node(id: 1) " + "{ ... on Sector { broader " * levels + "{ id }" + "} }" * levels + "}"


def fragments(count: int) -> str:
    spreads = " ".join(f"...F{number}" for number in range(count))
    return f"{{ dataset {{ {spreads} }} }}" + "".join(f" fragment F{n} on Dataset {{ a: title }}" for n in range(count))


def repeated(text: str, count: int) -> str:
    return "{ dataset { " + f"{text} " * count + "} }"


def negated(levels: int) -> str:
    return "{ clusters(filter: " + "{not: " * levels + "{}" + "}" * levels + ") { totalCount } }"


FIELDS = "fields { name args { name description defaultValue } type { fields { name description args { name } } } }"
SCHEMA_OFTEN = "{" + " ".join(f"a{number}: __schema {{ types {{ {FIELDS} }} }}" for number in range(8)) + "}"

JUST_AND_BEYOND = [
    ("max_document_bytes", "{ __typename }" + " " * (65536 - 14), "{ __typename }" + " " * (65536 - 13), 65537),
    ("max_document_bytes", "{ __typename } #" + "é" * 32760, "{ __typename } #" + "é" * 32761, 65538),
    ("max_tokens", repeated("title", 44), repeated("title", 1996), 2001),
    ("max_comments", "{ __typename }" + "#\n" * 100, "{ __typename }" + "#\n" * 101, 101),
    (
        "max_operations",
        " ".join(f"query Q{number} {{ __typename }}" for number in range(10)),
        " ".join(f"query Q{number} {{ __typename }}" for number in range(11)),
        11,
    ),
    ("max_fragments", fragments(30), fragments(51), 51),
    ("max_depth", nested(10), nested(11), 13),
    ("max_root_fields", "{" + " __typename" * 20 + "}", "{" + " __typename" * 21 + "}", 21),
    ("max_aliases", repeated("a: title", 30), repeated("a: title", 31), 31),
    ("max_directives", repeated("title @skip(if: false)", 8), repeated("title @skip(if: false)", 9), 9),
    (
        "max_fields",
        "{ dataset { ...F } } fragment F on Dataset { title }",
        "{ dataset { ...A } }"
        + "".join(
            f" fragment {a} on Dataset {{ ...{b} ...{b} }}" for a, b in zip("ABCDEFGHIJK", "BCDEFGHIJKL", strict=True)
        )
        + " fragment L on Dataset { title }",
        2049,
    ),
    ("max_overlaps", repeated("title", 45), repeated("title", 46), 1035),
    ("max_string", '{ node(id: "%s") { id } }' % ("a" * 1000), '{ node(id: "%s") { id } }' % ("a" * 1001), 1001),
    ("max_value_depth", negated(9), negated(10), 11),
    ("max_list", "{ nodes(ids: [" + "1 " * 500 + "]) { id } }", "{ nodes(ids: [" + "1 " * 501 + "]) { id } }", 501),
    (
        "max_cost",
        "{ organisations(first: 100) { nodes { statements(first: 49) { nodes { id kind: predicate } } } } }",
        "{ organisations(first: 100) { nodes { statements(first: 75) { nodes { id kind: predicate } } } } }",
        1 + 1 + 100 * (1 + 1 + 75 * 2),
    ),
    (
        "max_nodes",
        "{ organisations(first: 100) { nodes { statements(first: 99) { nodes { id } } } } }",
        "{ organisations(first: 100) { nodes { statements(first: 100) { nodes { id } } } } }",
        100 + 100 * 100,
    ),
]


@pytest.mark.parametrize(
    ("setting", "just", "beyond", "actual"),
    JUST_AND_BEYOND,
    ids=[f"{case[0]} {number}" for number, case in enumerate(JUST_AND_BEYOND)],
)
def test_a_limit_lets_pass_what_reaches_it_and_refuses_what_goes_beyond(
    graph: Notebook, setting: str, just: str, beyond: str, actual: int
) -> None:
    let = answer(graph, Request(just)).body
    assert [error for error in let.get("errors", []) if error["extensions"]["code"] == "LIMIT_EXCEEDED"] == []
    refused = answer(graph, Request(beyond))
    assert not refused.executed
    (error,) = refused.body["errors"]
    limit = getattr(DEFAULT_LIMITS, setting)
    assert error["extensions"] == {"code": "LIMIT_EXCEEDED", "setting": setting, "limit": limit, "actual": actual}
    assert f"{actual:,}, {limit:,} at most; {limiting.ADVICE[setting]}" in error["message"]


def deep(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels - 1):
        value = {"not": value}
    return value


@pytest.mark.parametrize(
    ("setting", "variables", "actual"),
    [
        ("max_string", {"f": "a" * 1001}, 1001),
        ("max_string", {"f": {"a" * 1001: 1}}, 1001),
        ("max_string", {"a" * 1001: 1}, 1001),
        ("max_values", {"f": [[0] * 400] * 5}, 1 + 5 + 2000),
        ("max_value_depth", {"f": deep(11)}, 11),
        ("max_value_depth", {"f": deep(900)}, 900),
        ("max_list", {"f": [1] * 501}, 501),
    ],
)
def test_values_of_variables_have_limits_too(
    graph: Notebook, setting: str, variables: dict[str, Any], actual: int
) -> None:
    (error,) = answer(graph, Request("{ __typename }", variables=variables)).body["errors"]
    limit = getattr(DEFAULT_LIMITS, setting)
    assert error["extensions"] == {"code": "LIMIT_EXCEEDED", "setting": setting, "limit": limit, "actual": actual}


def test_values_that_reach_the_limits_pass(graph: Notebook) -> None:
    variables = {"a": "b" * 1000, "c": deep(10), "d": [1] * 500, "e": None, "f": [[0] * 480] * 3}
    assert answer(graph, Request("{ __typename }", variables=variables)).body["data"] == {"__typename": "Query"}


def test_the_name_of_an_operation_has_a_limit(graph: Notebook) -> None:
    (error,) = answer(graph, Request("{ __typename }", operation="a" * 1001)).body["errors"]
    assert error["extensions"]["setting"] == "max_string"


def test_a_cost_may_come_from_variables(graph: Notebook) -> None:
    query = "query($n: Int) { organisations(first: $n) { nodes { statements(first: $n) { nodes { id } } } } }"
    body = answer(graph, Request(query, variables={"n": 100})).body
    assert body["errors"][0]["extensions"]["actual"] == 10_100
    assert body["extensions"]["cost"] == {"requested": 1 + 1 + 100 * (1 + 1 + 100), "limit": 15_000}
    assert "errors" not in answer(graph, Request(query, variables={"n": 2})).body


def test_introspection_beyond_twice_the_schema_is_refused(graph: Notebook) -> None:
    (error,) = answer(graph, Request(SCHEMA_OFTEN)).body["errors"]
    assert error["extensions"]["setting"] == "max_introspection"
    assert error["extensions"]["actual"] > 2


def test_what_fragments_multiply_to_is_told_as_far_as_json_can(graph: Notebook) -> None:
    levels = 45
    spreads = "".join(f" fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} ...F{n + 1} }}" for n in range(levels))
    body = answer(graph, Request(f"{{ ...F0 }}{spreads} fragment F{levels} on Query {{ __typename }}")).body
    assert body["errors"][0]["extensions"]["actual"] == limiting.LARGEST
    assert orjson.dumps(body)


CIRCLE = "{ ...A " + "a " * 1900 + "} fragment A on Query { ...A }"


def test_circles_of_fragments_are_told_before_anything_else_is_validated(graph: Notebook) -> None:
    (error,) = answer(graph, Request(CIRCLE)).body["errors"]
    assert (error["extensions"]["code"], error["message"]) == (
        "VALIDATION_FAILED",
        "Cannot spread fragment 'A' within itself.",
    )


@pytest.mark.parametrize("levels", [30, 150, 190, 250, 600])
def test_what_is_nested_further_than_python_follows_is_refused_and_nothing_breaks(graph: Notebook, levels: int) -> None:
    straight = '{ __type(name: "Query")' + "{ ofType" * levels + " { name }" + " }" * (levels + 1)
    chain = "{ ofType" * 30 + " { ...F%d }" + " }" * 30
    spreads = "".join(f" fragment F{number} on __Type {chain % (number + 1)}" for number in range(levels // 30))
    spread = f'{{ __type(name: "Query") {{ ...F0 }} }}{spreads} fragment F{levels // 30} on __Type {{ name }}'
    for text in (straight, spread):
        codes = [error["extensions"]["code"] for error in answer(graph, Request(text)).body.get("errors", [])]
        assert codes in (["PARSE_FAILED"], ["VALIDATION_FAILED"]) if levels > 200 else codes == []


WORST = {
    "fields of one place": "{ dataset { " + "title " * 45 + "} }",
    "fields of one place beyond": "{" + " a" * 1990 + "}",
    "fragments of one place": fragments(30),
    "fragments that spread a common one": "{ organisations { nodes { "
    + " ".join(f"...F{n}" for n in range(45))
    + " } } } fragment G on Sector { id }"
    + "".join(f" fragment F{n} on Organisation {{ sectors {{ ...G }} }}" for n in range(45)),
    "arguments of one place": "{"
    + ("clusters(filter: {or: [" + '{nameContains: "a"} ' * 13 + "]}) { totalCount } ") * 20
    + "}",
    "a long filter": "{ clusters(filter: {or: [" + '{nameContains: "a"} ' * 280 + "]}) { totalCount } }",
    "unknown types": "".join(f" fragment F{n} on Organisatio{n} {{ id }}" for n in range(50)),
    "a circle": CIRCLE,
    "a fragment twice": "{ ...F } fragment F on Query {"
    + " __typename" * 1900
    + "} fragment F on Query { __typename }",
    "a chain of fragments": "{ ...F0 }" + "".join(f" fragment F{n} on A {{ ...F{n + 1} }}" for n in range(245)),
    "comments": "{ __typename }" + "#\n" * 32000,
    "a block string": '{ node(id: """' + "\n" * 65000 + '""") { id } }',
    "braces": "{ a" * 660,
}


@pytest.mark.parametrize("name", WORST)
def test_no_document_takes_long_to_read(name: str) -> None:
    def reading_time() -> float:
        begun = time.process_time()
        Documents(DEFAULT_LIMITS).read(WORST[name])
        return time.process_time() - begun

    assert min(reading_time() for _ in range(3)) < 0.1, "about 0.03 s when the machine does nothing else"


def lexed(text: str) -> list[str] | None:
    """Return the tokens that graphql-core finds, None where it finds a mistake."""
    lexer = Lexer(Source(text))
    try:
        while lexer.token.kind is not TokenKind.EOF:
            lexer.advance()
    except GraphQLSyntaxError:
        return None
    token, found = lexer.token, []
    while (token := token.prev) is not None:  # type: ignore[assignment] # None ends the loop
        found.append(text[token.start : token.end])
    return found[-2::-1]


PIECES = (
    '"""',
    '"',
    "\\",
    "#",
    "\n",
    "a",
    "_b1",
    "-",
    "1",
    ".5",
    "e+3",
    "...",
    "{",
    "$",
    "@",
    ",",
    " ",
    "\ufeff",
    "é",
    "\r",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_tokens_and_comments_are_found_as_the_parser_finds_them(text: str) -> None:
    expected = lexed(text)
    if expected is not None:
        assert limiting._LEXEME.findall(text) == expected  # noqa: SLF001 -- the law is about this expression


def test_the_kept_documents_are_bounded_in_number_and_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Documents(DEFAULT_LIMITS)
    monkeypatch.setattr(reading, "MAX_DOCUMENTS", 3)
    read = [kept.read(f"{{ __typename }} # {number}") for number in range(5)]
    assert len(kept) == 3
    assert kept.read("{ __typename } # 4") is read[4]
    assert kept.read("{ __typename } # 0") is not read[0]
    monkeypatch.setattr(reading, "MAX_KEPT_BYTES", 20_000)
    for number in range(3):
        kept.read("{" + " a" * number + "}" + " " * 15_000)
        assert kept.kept_bytes <= 20_000
    assert len(kept) == 1


def test_what_was_used_last_is_kept_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_DOCUMENTS", 2)
    kept = Documents(DEFAULT_LIMITS)
    first = kept.read("{ a }")
    kept.read("{ b }")
    assert kept.read("{ a }") is first
    kept.read("{ c }")
    assert kept.read("{ a }") is first


def test_what_is_too_long_to_be_parsed_is_not_kept() -> None:
    kept = Documents(DEFAULT_LIMITS)
    assert kept.read("{" + " a" * 3000 + "}").node is None
    assert (len(kept), kept.kept_bytes) == (0, 0)


def test_kept_errors_hold_nothing_that_was_at_hand_where_they_were_raised() -> None:
    for text in ("{", "{ unknown }", CIRCLE, nested(12), "{" + " a" * 3000 + "}"):
        assert all(error.__traceback__ is None for error in documents(DEFAULT_LIMITS).read(text).errors)


def test_other_limits_read_a_document_anew() -> None:
    narrow = Limits(max_depth=1)
    assert documents(narrow).read("{ dataset { title } }").node is None
    assert documents(DEFAULT_LIMITS).read("{ dataset { title } }").node is not None
