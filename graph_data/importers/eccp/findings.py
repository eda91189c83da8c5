"""What a person should know of a page that was read: every choice the importer made, and what the page leaves out."""

from collections.abc import Iterable, Iterator

from graph_data.importers.eccp.fields import BLANK_IS_A_FACT
from graph_data.importers.eccp.names import repaired
from graph_data.importers.eccp.page import Page, Span
from graph_data.importers.eccp.partners import Mention, Sentence
from graph_data.importers.eccp.places import Places
from graph_data.importers.eccp.statements import Reader
from graph_data.importers.eccp.table import Row
from graph_data.importers.eccp.terms import FACETS, Item, Terms
from graph_data.importers.report import Finding
from graph_data.ontology import Cluster

__all__ = ["findings_of"]

_Cases = Iterable[tuple[Span, str]]

_PROSE_REGIONS = {
    "region-language": "Regions that bear another name in the prose",
    "region-containment": "Regions of the prose that contain the table's or lie in it, of which the table's was taken",
    "region-differs": "Regions of the prose that are not the table's, of which the table's was taken",
}


def findings_of(
    reader: Reader, sentence: Sentence | None, places: Places, terms: Terms, *, prose_read: bool
) -> tuple[Finding, ...]:
    """Return the findings that have at least one case, in a fixed order."""
    page = reader.page
    here = page.lines[0]
    unbalanced = [(sentence.unbalanced, "")] if sentence and sentence.unbalanced else []
    unmentioned = [(row.name, "") for row, mention in reader.partners.items() if sentence and mention is None]
    regions = _prose_regions(reader, places)
    found: dict[str, tuple[str, _Cases]] = {
        "names-repaired": ("Names that were repaired, the page's form being kept", _repairs(reader)),
        "region-level": (
            "Regions whose name stands for several NUTS levels, of which level 2 was taken",
            _levels(reader),
        ),
        **{code: (text, regions[code]) for code, text in _PROSE_REGIONS.items()},
        "lists-not-stated": ("Organisations that lack a list, which is not stated, not none", _missing(reader)),
        "blank-fields": ("Labelled fields that are blank", _blank(reader)),
        "unbalanced-parentheses": ("Parentheses of the partner list without their other half", unbalanced),
        "partners-matched-by-alias": ("Partners that bear another name in the prose", _aliases(reader)),
        "partners-not-in-prose": ("Partners of the table that the prose does not list", unmentioned),
        "homonyms": ("Labels that are terms of two schemes, told apart by their position", _homonyms(reader, terms)),
        "figures-differ": (
            "Organisations whose figures are not those of the page imported before, which stay; all are facts",
            _figures(reader),
        ),
        "no-partner-sentence": ("Pages whose prose lists no partners", [] if sentence else [(here, "")]),
        "prose-unread": ("Pages whose prose nobody has read yet", [] if prose_read else [(here, "")]),
    }
    made = (_finding(page, code, text, cases) for code, (text, cases) in found.items())
    return tuple(finding for finding in made if finding.count)


def _finding(page: Page, code: str, text: str, cases: _Cases) -> Finding:
    listed = tuple(f"{page.place(span)} {page.words(span)}{more}" for span, more in sorted(cases))
    return Finding(code, f"{text}: {len(listed)}.", len(listed), listed)


def _repairs(reader: Reader) -> Iterator[tuple[Span, str]]:
    for row in reader.partners:
        written = reader.page.words(row.name)
        if repaired(written) != written:
            yield row.name, f" -> {repaired(written)}"


def _levels(reader: Reader) -> Iterator[tuple[Span, str]]:
    for row in reader.partners:
        if len(row.last.levels) > 1:
            codes = " and ".join(region.nuts_code for region in row.last.levels)
            yield row.last.region, f": {codes}; taken {row.last.region_id}"


def _prose_regions(reader: Reader, places: Places) -> dict[str, list[tuple[Span, str]]]:
    """Compare the prose's regions with the table's: the same by another name, one within the other, or neither."""
    cases: dict[str, list[tuple[Span, str]]] = {code: [] for code in _PROSE_REGIONS}
    for row, mention in reader.partners.items():
        if mention is not None and mention.place is not None and mention.regions:
            code, text = _compare(reader.page, row, mention, places)
            if code:
                cases[code].append((mention.place, text))
    return cases


def _compare(page: Page, row: Row, mention: Mention, places: Places) -> tuple[str | None, str]:
    chosen = row.last.region_id
    written = f"{page.words(row.last.region)} ({chosen})"
    regions = [region.id for region in mention.regions]
    if chosen in regions:
        place = page.words(mention.place) if mention.place else ""
        same = place.startswith(f"{page.words(row.last.region)}, ")
        return (None, "") if same else ("region-language", f" is {written}")
    if wider := [region for region in regions if region in places.above(chosen)]:
        return "region-containment", f" ({wider[0]}) contains {written}"
    if narrower := [region for region in regions if chosen in places.above(region)]:
        return "region-containment", f" ({narrower[0]}) lies in {written}"
    return "region-differs", f" ({regions[0]}), but the table says {written}"


def _missing(reader: Reader) -> Iterator[tuple[Span, str]]:
    for row in reader.partners:
        if missing := [facet.title for facet in FACETS if not row.lists.get(facet)]:
            yield row.name, f": {', '.join(missing)}"


def _blank(reader: Reader) -> Iterator[tuple[Span, str]]:
    for name in BLANK_IS_A_FACT:
        if not reader.head.fields[name].values:
            yield reader.head.fields[name].label, ""


def _aliases(reader: Reader) -> Iterator[tuple[Span, str]]:
    for row, mention in reader.partners.items():
        if mention is not None and reader.page.words(mention.name) != reader.page.words(row.name):
            yield mention.name, f" = {reader.page.words(row.name)}"


def _figures(reader: Reader) -> Iterator[tuple[Span, str]]:
    for row in reader.partners:
        there = reader.known.there(reader.cluster(row))
        if isinstance(there, Cluster):
            before = (there.member_count, there.sme_count)
            if before != (row.last.member_count, row.last.sme_count):
                shown = " and ".join("no number" if number is None else str(number) for number in before)
                yield row.last.numbers, f": {there.id} has {shown}"


def _homonyms(reader: Reader, terms: Terms) -> Iterator[tuple[Span, str]]:
    lists: list[Iterable[Item]] = [*reader.facets.values()]
    for row in reader.partners:
        lists += row.lists.values()
    for item in (item for items in lists for item in items):
        if others := list(terms.homonyms(item.term)):
            yield item.span, f": read as {item.term}, not {', '.join(others)}"
