"""What a person should know of CORDIS as it was read, collected while it is read."""

from collections import defaultdict

from graph_data.importers.report import Finding

__all__ = ["Findings"]

TEXTS = {
    "same-as-joined": "Organisations that same_as.csv joins to an entity of another source: {count}.",
    "same-as-not-found": "Rows of same_as.csv whose organisation is not in these tables: {count}; they join nothing.",
    "doubled-participations": "Participations that stand twice (same project, organisation and role): {count}; "
    "each pair is one statement.",
    "terminated-participations": "Participations that ended before their project: {count}; the day is not stated, so "
    "their last day is not known.",
    "conflicting-sme-flags": "Organisations whose SME flag differs between their participations: {count}; the flag of "
    "organisations.csv decides, the others are kept as facts.",
    "sme-flags-unlike-register": "Organisations whose SME flag in organisations.csv is not that of their "
    "participations: {count}; organisations.csv decides, the other is kept as a fact.",
    "blank-sme-flags": "Organisations whose SME flag is blank: {count}; not known is not the same as no.",
    "blank-activity-types": "Organisations without an activity type: {count}; an institution among them counts as "
    "OTHER, with a blank fact.",
    "country-only-regions": "Organisations whose NUTS code is only a country: {count}; they are located there.",
    "no-region": "Organisations without a NUTS code: {count}; they are located in their country.",
    "regions-outside-nuts-2021": "Organisations whose NUTS code does not stand in NUTS 2021: {count}.",
    "nuts-without-name": "NUTS codes that no table names: {count}; their organisations are located in the nearest "
    "wider region that has a name.",
    "nuts-country-mismatch": "Organisations whose NUTS code lies in another country than they do: {count}; they are "
    "located in the country.",
    "no-country": "Organisations whose country is blank, several, or a code of the register's own: {count}; they are "
    "located nowhere unless their NUTS code says it.",
    "bad-geolocation": "Organisations whose geolocation is no latitude and longitude: {count}; kept as a fact.",
    "shared-names": "Names that different organisations share: {count}; they stay apart by their CORDIS ids.",
    "unmapped-topics": "EuroSciVoc terms of projects that nothing names: {count}; the codes are kept as facts.",
    "unmapped-programme-parts": "Programme parts of projects that nothing names: {count}; the codes stay in strand.",
    "doubled-terms": "EuroSciVoc terms that stand twice for one project: {count}; each pair is one statement.",
    "details-differ": "Organisations of which participations say different things: {count}; the one last updated "
    "decides.",
    "stray-quotes": "Cells with a quote that is not doubled: {count}; it was read as text.",
    "tables-not-read": "Tables that are not read: {count}.",
}
"""What each finding says; in the order of the report."""


class Findings:
    """Cases by finding."""

    def __init__(self) -> None:
        self._cases: dict[str, list[str]] = defaultdict(list)

    def add(self, code: str, case: str) -> None:
        """Add a case of a finding."""
        self._cases[code].append(case)

    def report(self) -> tuple[Finding, ...]:
        """Return what was found; nothing where there is no case."""
        return tuple(
            Finding(code, text.format(count=len(cases)), len(cases), tuple(sorted(cases)))
            for code, text in TEXTS.items()
            if (cases := self._cases.get(code))
        )
