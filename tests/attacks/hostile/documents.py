"""Documents that are dear to read, to validate or to execute, or that no parser expects."""

from collections.abc import Sequence

from hostile.attack import Attack, posted, sent

__all__ = ["ATTACKS"]

CLUSTER = 'cluster(id: "cluster:x")'


def _asked(name: str, document: str, *expected: str, **more: object) -> Attack:
    return Attack(name, expected, sent(posted(document, **more)))


def _over(name: str, document: str, setting: str) -> Attack:
    """Return an attack that a limit refuses."""
    return _asked(name, document, f"200 LIMIT_EXCEEDED {setting}")


def _invalid(name: str, document: str, **more: object) -> Attack:
    return _asked(name, document, "200 VALIDATION_FAILED", **more)


def _unread(name: str, document: str) -> Attack:
    return _asked(name, document, "200 PARSE_FAILED")


def _doubled(levels: int) -> str:
    steps = [f"fragment f{level} on Cluster {{ ...f{level + 1} ...f{level + 1} }}" for level in range(levels)]
    return " ".join([f"{{ {CLUSTER} {{ ...f0 }} }}", *steps, f"fragment f{levels} on Cluster {{ name }}"])


def _ring(length: int) -> str:
    steps = [f"fragment f{place} on Cluster {{ ...f{(place + 1) % length} }}" for place in range(length)]
    return " ".join([f"{{ {CLUSTER} {{ ...f0 }} }}", *steps])


def _nested(opening: str, inner: str, closing: str, levels: int) -> str:
    return opening * levels + inner + closing * levels


def _overlapping(fragments: int, fields: str) -> str:
    spread = " ".join(f"...f{number}" for number in range(fragments))
    return " ".join(
        [
            f"{{ {CLUSTER} {{ {spread} }} }}",
            *(f"fragment f{number} on Cluster {{ {fields} }}" for number in range(fragments)),
        ]
    )


CYCLE = """query { organisation(id: "x") { ...around } }
fragment around on Organisation { partnerships { nodes { partners { nodes { ...around } } } } }"""

ROUND = "partnerships(first: 2) { nodes { partners(first: 2) { nodes { "

FILTER = _nested("{and: [", "{}", "]}", 60)

OF_TYPE = "{ __schema { types { fields { type " + _nested("{ ofType ", "{ name }", " }", 100) + " } } } }"

WIDE = "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }"

ALL = "types { name description fields { name description args { name description type { name } } } }"

BLOCK = '{ search(text: """' + "\n   " * 15_000 + '""") { totalCount } }'

UNCLOSED = '{ search(text: """' + '\\"""' * 15_000

VARIABLES = " ".join(f"$v{number}: Int" for number in range(380))

DEFINED = "{ __typename } " + " ".join(f"type A{number} {{ a: Int }}" for number in range(300))

LISTS = """{ clusters(first: 100) { nodes { neighbours(first: 100) { nodes { neighbours(first: 100) { nodes {
  statements(first: 100) { nodes { subject { neighbours(first: 100) { nodes { id } } } } } } } } } } } }"""

ATTACKS: Sequence[Attack] = (
    _over("fragments doubled 30 times", _doubled(30), "max_fields"),
    _invalid("a fragment that spreads itself", CYCLE),
    _invalid("a ring of 50 fragments", _ring(50)),
    _over("300 overlapping fragments", _overlapping(300, "name"), "max_tokens"),
    _over("49 fragments that overlap 20 times each", _overlapping(49, "name " * 20), "max_overlaps"),
    _asked("43 fragments that overlap once each", _overlapping(43, "name"), "200"),
    _over("10,000 aliases", "{ " + " ".join(f"a{n}: __typename" for n in range(10_000)) + " }", "max_document_bytes"),
    _over("600 aliases", "{ " + " ".join(f"a{n}: __typename" for n in range(600)) + " }", "max_root_fields"),
    _over("5,000 directives", "{ __typename " + "@a " * 5_000 + "}", "max_tokens"),
    _over("900 unknown directives", "{ __typename " + "@a " * 900 + "}", "max_directives"),
    _over("a storm of @skip and @include", "{ " + "__typename @skip(if: true) " * 15 + "}", "max_directives"),
    _over("one place, 900 times the same field", f"{{ {CLUSTER} {{ {'name ' * 900} }} }}", "max_overlaps"),
    _over(
        "a circle of partners, 15 times around",
        '{ organisation(id: "x") { ' + _nested(ROUND, "id", " } } } }", 15) + " } }",
        "max_depth",
    ),
    _over("lists in lists in lists", LISTS, "max_cost"),
    _over("a page of 2,147,483,647", "{ clusters(first: 2147483647) { nodes { id } } }", "max_cost"),
    _asked("a page of -1", "{ clusters(first: -1) { nodes { id } } }", "200 BAD_PAGE_SIZE"),
    _asked(
        "fields in fields, 660 deep", _nested("{a", "", "}", 660), "200 LIMIT_EXCEEDED max_depth", "200 PARSE_FAILED"
    ),
    _asked("inline fragments in each other, 600 deep", _nested("{... ", "{a}", "}", 600), "200 *"),
    _asked("lists in lists, 1,900 deep", "{ a(b: " + "[" * 1_900 + ") }", "200 PARSE_FAILED"),
    _asked("closed lists in lists, 900 deep", "{ a(b: " + _nested("[", "", "]", 900) + ") }", "200 *"),
    _asked("objects in objects, 480 deep", "{ a(b: " + _nested("{c: ", "1", "}", 480) + ") }", "200 *"),
    _asked(
        "a filter 60 deep", f"{{ clusters(filter: {FILTER}) {{ totalCount }} }}", "200 LIMIT_EXCEEDED max_value_depth"
    ),
    _asked("a type of lists, 900 deep", "query ($a: " + _nested("[", "Int", "]", 900) + ") { __typename }", "200 *"),
    _invalid("1,000 unknown fields", f"{{ {CLUSTER} {{ " + " ".join(f"nam{n}" for n in range(1_000)) + " } }"),
    _invalid("500 unknown arguments", f"{{ {CLUSTER} {{ name(" + " ".join(f"l{n}: 1" for n in range(500)) + ") } }"),
    _invalid(
        "300 unknown types", f"{{ {CLUSTER} {{ " + " ".join(f"... on Clustr{n} {{ i{n} }}" for n in range(300)) + " } }"
    ),
    _invalid("names of 1,000 characters", f"{{ {CLUSTER} {{ " + " ".join("n" * (995 + n) for n in range(5)) + " } }"),
    _over("a name of 60,000 characters", "{ " + "n" * 60_000 + " }", "max_string"),
    Attack("a document of 20 MB", ("413 *", "closed"), sent(posted("{ __typename } " + " " * 20_000_000))),
    Attack("300,000 tokens", ("413 *", "closed"), sent(posted("{ " + "a " * 300_000 + "}"))),
    _over("32,000 tokens", "{ " + "a " * 32_000 + "}", "max_tokens"),
    _over("20,000 comments", "#\n" * 20_000 + "{ __typename }", "max_comments"),
    _asked("a comment of 60,000 characters", "#" * 60_000 + "\n{ __typename }", "200"),
    _asked("64,000 commas", "," * 64_000 + "{ __typename }", "200"),
    _over("a block string of 15,000 lines", BLOCK, "max_string"),
    _asked("a block string without an end", UNCLOSED, "200 LIMIT_EXCEEDED *", "200 PARSE_FAILED"),
    _asked("60,000 quotation marks", "{ a(b: " + '"' * 60_000 + " }", "200 LIMIT_EXCEEDED *", "200 PARSE_FAILED"),
    _over(
        "a number of 10,000 digits in a document",
        "{ clusters(first: " + "9" * 10_000 + ") { totalCount } }",
        "max_string",
    ),
    _asked("a number of 900 digits in a document", "{ clusters(first: " + "9" * 900 + ") { totalCount } }", "200 *"),
    _asked("1e999999999 in a document", "{ communities(resolution: 1e999999999) { modularity } }", "200 *"),
    _over("10,000 operations", " ".join(f"query q{n} {{ a }}" for n in range(10_000)), "max_document_bytes"),
    _over("400 operations", " ".join(f"query q{n} {{ __typename }}" for n in range(400)), "max_operations"),
    _asked("an operation that is not there", "query a { __typename }", "200 UNKNOWN_OPERATION", operationName="b"),
    _asked(
        "an operation with a name of 200,000",
        "{ __typename }",
        "200 LIMIT_EXCEEDED max_string",
        operationName="b" * 200_000,
    ),
    _over(
        "400 empty fragments",
        "{ __typename } " + " ".join(f"fragment f{n} on A {{ a }}" for n in range(280)),
        "max_fragments",
    ),
    _invalid("380 variables that nothing uses", f"query q({VARIABLES}) {{ __typename }}"),
    _asked(
        "a variable used 1,000 times",
        "query q($v: ID!) { nodes(ids: [" + "$v " * 900 + "]) { id } }",
        "200 LIMIT_EXCEEDED *",
        variables={"v": "x"},
    ),
    _invalid("the whole schema, in itself", WIDE),
    _asked("types of types, 100 deep", OF_TYPE, "200"),
    _asked(
        "the schema under 20 names",
        "{ " + " ".join(f"s{n}: __schema {{ {ALL} }}" for n in range(20)) + " }",
        "200",
        "200 TIME_LIMIT *",
        "200 LIMIT_EXCEEDED max_introspection",
    ),
    _invalid(
        "a circle of types", '{ __type(name: "Query") { ' + _nested("fields { type { ", "name", " } }", 6) + " } }"
    ),
    _asked("a mutation", "mutation { a }", "200 VALIDATION_FAILED", "200 UNKNOWN_OPERATION"),
    _asked("a subscription", "subscription { a }", "200 VALIDATION_FAILED", "200 UNKNOWN_OPERATION"),
    _asked("types of its own", DEFINED, "200 VALIDATION_FAILED", "200 LIMIT_EXCEEDED *"),
    _unread("an empty document", ""),
    _unread("a NUL in a document", "{ __typename \0 }"),
    _unread("letters of another script", "{ \uff4e\uff41\uff4d\uff45 }"),
    _unread("half a surrogate pair", '{ search(text: "\\uD800") { totalCount } }'),
    _unread("a code point that is none", '{ search(text: "\\u{110000}") { totalCount } }'),
    _asked("marks of byte order", "\ufeff" * 1_000 + "{ __typename }", "200"),
)
