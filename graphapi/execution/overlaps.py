"""Counts the fields that fall on the same place of the answer: validation compares each two of them."""

from graphql import DocumentNode, FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from graphapi.execution.shape import fragments_of, roots_of

__all__ = ["overlaps_of"]


def overlaps_of(document: DocumentNode) -> int:
    """Return the number of pairs of fields that are to be merged into one field of the answer.

    Of a document without circles of fragments. The time grows with the fields that its fragments spread out to.
    """
    fragments = fragments_of(document)
    waiting = [[root.selection_set] for root in roots_of(document)]
    pairs = 0
    while waiting:
        level = waiting.pop()
        spread: set[str] = set()
        merged: dict[str, list[FieldNode]] = {}
        while level:
            for selection in level.pop().selections:
                if isinstance(selection, FieldNode):
                    merged.setdefault((selection.alias or selection.name).value, []).append(selection)
                elif isinstance(selection, InlineFragmentNode):
                    level.append(selection.selection_set)
                elif isinstance(selection, FragmentSpreadNode) and selection.name.value in fragments.keys() - spread:
                    spread.add(selection.name.value)
                    level.append(fragments[selection.name.value].selection_set)
        pairs += sum(len(fields) * (len(fields) - 1) // 2 for fields in merged.values())
        waiting += [inner for fields in merged.values() if (inner := _below(fields))]
    return pairs


def _below(fields: list[FieldNode]) -> list[SelectionSetNode]:
    return [field.selection_set for field in fields if field.selection_set is not None]
