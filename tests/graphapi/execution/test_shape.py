"""The shape of a document: what one pass measures is what spreading out its fragments by hand gives."""

import time
from collections import Counter
from typing import Any

from graphql import DocumentNode, FieldNode, FragmentSpreadNode, OperationDefinitionNode, SelectionSetNode, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from graphapi.execution.overlaps import overlaps_of
from graphapi.execution.shape import Shape, fragments_of, has_circle, names_of, roots_of, shapes_of


def shape(text: str) -> Shape:
    (found,) = shapes_of(parse(text))
    return found


def test_fields_aliases_and_directives_are_counted_at_every_level() -> None:
    text = "query($a: Boolean @x) @y { a { b: c @skip(if: $a) ... @include(if: $a) { d } } e }"
    assert shape(text) == Shape(depth=2, root_fields=2, aliases=1, directives=4, fields=4)


def test_a_fragment_counts_wherever_it_is_spread() -> None:
    text = "{ ...F a { ...F @x } } fragment F on T @y { b: b c { d } }"
    assert shape(text) == Shape(depth=3, root_fields=3, aliases=2, directives=3, fields=7)


def test_the_depth_within_the_schema_does_not_count_and_all_else_does() -> None:
    assert shape("{ s: __schema { a { b { c: d } } } }") == Shape(1, 1, 2, 0, 4)
    assert shape("{ ...F } fragment F on Query { __type { a { b } } }") == Shape(1, 1, 0, 0, 3)


def test_operations_and_fragments_that_nothing_spreads_are_measured_each_for_itself() -> None:
    text = "query A { a } query B { b { c } } fragment Lone on T { d e { f { g } } } fragment F on T { a b }"
    assert shapes_of(parse(text + "query C { ...F }")) == [
        Shape(1, 1, 0, 0, 1),
        Shape(2, 1, 0, 0, 2),
        Shape(3, 0, 0, 0, 4),
        Shape(1, 2, 0, 0, 2),
    ]


def test_of_two_fragments_of_one_name_the_one_that_is_not_spread_is_measured_too() -> None:
    assert shapes_of(parse("{ ...F } fragment F on T { a b c } fragment F on T { d }")) == [
        Shape(1, 1, 0, 0, 1),
        Shape(1, 0, 0, 0, 3),
    ]


def test_a_document_without_operations_has_no_shape() -> None:
    assert shapes_of(parse("type A { a: Int }")) == []
    assert Shape.largest([]) == Shape()


def test_unknown_fragments_count_nothing() -> None:
    assert shape("{ ...Unknown a }") == Shape(1, 1, 0, 0, 1)
    assert overlaps_of(parse("{ ...Unknown a }")) == 0


def test_circles_of_fragments_are_found_and_nothing_else_is_one() -> None:
    assert has_circle(parse("{ ...A } fragment A on T { a { ...A } }"))
    assert has_circle(parse("{ a } fragment A on T { ...B } fragment B on T { a { ... { ...A } } }"))
    assert not has_circle(parse("{ ...A ...B } fragment A on T { ...B ...B } fragment B on T { a }"))


def test_names_are_those_of_fields_at_every_level() -> None:
    assert names_of(parse("{ a: b { ... on T { c } ...F } } fragment F on T { d(e: 1) }")) == {"b", "c", "d"}


def test_fields_of_one_name_in_one_place_overlap_in_pairs_and_so_do_those_within_them() -> None:
    assert overlaps_of(parse("{ a a a }")) == 3
    assert overlaps_of(parse("{ a: b a: c b }")) == 1
    assert overlaps_of(parse("{ a { b c } a { b ... { b } } }")) == 1 + 3
    assert overlaps_of(parse("{ a { b } c { b } }")) == 0
    assert overlaps_of(parse("{ a ...F ...F } fragment F on T { a ...G } fragment G on T { a }")) == 3


def doubling(levels: int) -> str:
    """Return a document whose last fragment is spread 2 ** levels times."""
    spreads = " ".join(f"fragment F{level} on T {{ ...F{level + 1} ...F{level + 1} }}" for level in range(levels))
    return f"{{ ...F0 }} {spreads} fragment F{levels} on T {{ a {{ b }} }}"


def test_thirty_levels_of_doubling_are_measured_in_milliseconds() -> None:
    document = parse(doubling(30))
    begun = time.process_time()
    (found,) = shapes_of(document)
    assert time.process_time() - begun < 0.05
    assert found == Shape(depth=2, root_fields=2**30, fields=2**31)


LEAVES = ("a", "b", "a: b", "c: a", "a @x", "...F", "...G", "...G @x", "__typename")
"""Few names, so that much falls on the same place."""


def selections() -> st.SearchStrategy[str]:
    """Draw what stands between braces."""

    def joined(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.lists(items, min_size=1, max_size=4).map(" ".join)

    def deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds("{} {{ {} }}".format, st.sampled_from(["a", "b", "b: a", "..."]), joined(inner))

    return joined(st.recursive(st.sampled_from(LEAVES), lambda inner: inner | deeper(inner), max_leaves=12))


def documents() -> st.SearchStrategy[DocumentNode]:
    """Draw a document in which F may spread G."""
    inner = selections().map(lambda text: text.replace("...F", "b").replace("...G", "a"))
    outer = selections().map(lambda text: text.replace("...F", "...G"))
    text = "query A {{ {} }} query B {{ {} }} fragment F on T {{ {} }} fragment G on T @y {{ {} }}"
    return st.builds(text.format, selections(), selections(), outer, inner).map(parse)


def spread_out(selections: SelectionSetNode, document: DocumentNode, depth: int = 1) -> tuple[list[Any], int]:
    """Return the fields of a selection as (depth, alias, field, what it asks), and the number of its directives."""
    found: list[Any] = []
    directives = 0
    for node in selections.selections:
        directives += len(node.directives or ())
        if isinstance(node, FieldNode):
            inner, more = spread_out(node.selection_set, document, depth + 1) if node.selection_set else ([], 0)
            found.append((depth, node.alias is not None, (node.alias or node.name).value, inner))
            directives += more
        else:
            target: Any = node
            if isinstance(node, FragmentSpreadNode):
                target = fragments_of(document)[node.name.value]
                directives += len(target.directives or ())
            inner, more = spread_out(target.selection_set, document, depth)
            found += inner
            directives += more
    return found, directives


def flat(found: list[Any]) -> list[Any]:
    return [field for item in found for field in (item, *flat(item[3]))]


@given(documents())
@settings(max_examples=60, deadline=None)
def test_one_pass_measures_what_spreading_out_by_hand_gives(document: DocumentNode) -> None:
    expected = []
    for root in roots_of(document):
        found, directives = spread_out(root.selection_set, document)
        everything = flat(found)
        expected.append(
            Shape(
                depth=max((field[0] for field in everything), default=0),
                root_fields=len(found) if isinstance(root, OperationDefinitionNode) else 0,
                aliases=sum(field[1] for field in everything),
                directives=directives + len(root.directives or ()),
                fields=len(everything),
            )
        )
    assert shapes_of(document) == expected


def merged(found: list[Any]) -> int:
    counted = Counter(field[2] for field in found)
    below = [[inner for field in found if field[2] == name for inner in field[3]] for name in counted]
    return sum(count * (count - 1) // 2 for count in counted.values()) + sum(map(merged, below))


@given(documents())
@settings(max_examples=60, deadline=None)
def test_overlaps_are_pairs_in_the_merged_document_and_spreading_again_adds_none(document: DocumentNode) -> None:
    by_hand = sum(merged(spread_out(root.selection_set, document)[0]) for root in roots_of(document))
    assert overlaps_of(document) <= by_hand
    spreads = (
        [node for node in str(document.loc.source.body).split() if node in {"...F", "...G"}] if document.loc else []
    )
    if not spreads:
        assert overlaps_of(document) == by_hand
