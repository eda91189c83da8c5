"""Measures the shape of a document: each fragment once, however often and however deeply it is spread."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

__all__ = ["INTROSPECTION", "Shape", "fragments_of", "has_circle", "names_of", "roots_of", "shapes_of"]

INTROSPECTION = frozenset({"__schema", "__type"})
"""Root fields whose depth does not count: the standard introspection query is 15 deep."""

Fragments = Mapping[str, FragmentDefinitionNode]
Definition = OperationDefinitionNode | FragmentDefinitionNode


class Shape(NamedTuple):
    """What a selection is made of, its fragments spread out.

    Attributes:
        depth: levels of fields.
        root_fields: fields at its first level.
        aliases: fields that are given another name.
        directives: directives, of fields and of fragments.
        fields: fields at every level.
    """

    depth: int = 0
    root_fields: int = 0
    aliases: int = 0
    directives: int = 0
    fields: int = 0

    def beside(self, other: "Shape") -> "Shape":
        """Return the shape of two selections side by side."""
        return Shape(
            max(self.depth, other.depth),
            self.root_fields + other.root_fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.fields + other.fields,
        )

    @classmethod
    def largest(cls, shapes: Iterable["Shape"]) -> "Shape":
        """Return the largest of each measure."""
        return cls(*map(max, zip(*shapes, strict=True)))


def shapes_of(document: DocumentNode) -> list[Shape]:
    """Return the shape of each operation, and of each fragment that nothing spreads.

    Of a document without circles of fragments. The time grows with the length of the document, not with what its
    fragments multiply to.
    """
    fragments = fragments_of(document)
    known: dict[str, Shape] = {}
    for name in _innermost_first(fragments):
        known[name] = _shape(fragments[name], known)
    return [
        _shape(root, known)._replace(**({} if isinstance(root, OperationDefinitionNode) else {"root_fields": 0}))
        for root in roots_of(document)
    ]


def has_circle(document: DocumentNode) -> bool:
    """Tell whether a fragment spreads itself, directly or through others."""
    fragments = fragments_of(document)
    return len(_innermost_first(fragments)) < len(fragments)


def fragments_of(document: DocumentNode) -> Fragments:
    """Return the fragments of a document by name."""
    return {found.name.value: found for found in document.definitions if isinstance(found, FragmentDefinitionNode)}


def roots_of(document: DocumentNode) -> list[Definition]:
    """Return the operations of a document, and the fragments that nothing spreads, doubly named ones included."""
    definitions = [found for found in document.definitions if isinstance(found, Definition)]
    spread = {name for found in definitions for name in _spreads(found.selection_set)}
    reached = [found for name, found in fragments_of(document).items() if name in spread]
    return [found for found in definitions if not any(found is other for other in reached)]


def names_of(document: DocumentNode) -> frozenset[str]:
    """Return the names of all fields in a document."""
    definitions = [found for found in document.definitions if isinstance(found, Definition)]
    nodes = [node for found in definitions for node in _nodes(found.selection_set)]
    return frozenset(node.name.value for node in nodes if isinstance(node, FieldNode))


def _innermost_first(fragments: Fragments) -> list[str]:
    """Order fragments so that each comes after those that it spreads; those of circles are left out."""
    spreads = {name: set(_spreads(found.selection_set)) & set(fragments) for name, found in fragments.items()}
    order: list[str] = []
    while spreads:
        ready = [name for name, inner in spreads.items() if not inner]
        if not ready:
            break
        order += ready
        spreads = {name: inner.difference(ready) for name, inner in spreads.items() if name not in ready}
    return order


def _spreads(selections: SelectionSetNode) -> Iterator[str]:
    return (node.name.value for node in _nodes(selections) if isinstance(node, FragmentSpreadNode))


def _nodes(selections: SelectionSetNode) -> Iterator[SelectionNode]:
    """Give what stands in a selection, at every level, fragments not followed."""
    waiting = [selections]
    while waiting:
        for node in waiting.pop().selections:
            yield node
            if isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set is not None:
                waiting.append(node.selection_set)


def _shape(definition: Definition, known: Mapping[str, Shape]) -> Shape:
    found = _selected(definition.selection_set, known)
    directives = len(definition.directives or ())
    if isinstance(definition, OperationDefinitionNode):
        directives += sum(len(variable.directives or ()) for variable in definition.variable_definitions or ())
    return found._replace(directives=found.directives + directives)


def _selected(selections: SelectionSetNode, known: Mapping[str, Shape]) -> Shape:
    """Measure a selection; it cannot be nested more deeply than the parser could follow."""
    found = Shape()
    for selection in selections.selections:
        if isinstance(selection, FragmentSpreadNode):
            inner = known.get(selection.name.value, Shape())
        elif isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set is not None:
            inner = _selected(selection.selection_set, known)
        else:
            inner = Shape()
        if isinstance(selection, FieldNode):
            depth = 0 if selection.name.value in INTROSPECTION else inner.depth
            inner = Shape(
                depth + 1, 1, inner.aliases + (selection.alias is not None), inner.directives, inner.fields + 1
            )
        found = found.beside(inner).beside(Shape(directives=len(selection.directives or ())))
    return found
