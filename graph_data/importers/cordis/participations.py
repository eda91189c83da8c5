"""Who takes part in which project, and what participations say of an organisation's size."""

from collections import defaultdict
from collections.abc import Mapping

from graph_data.importers.cordis.cells import FLAGS
from graph_data.importers.cordis.findings import Findings
from graph_data.importers.cordis.organisations import Listed
from graph_data.importers.cordis.projects import Project
from graph_data.importers.cordis.register import Register
from graph_data.ontology import PartnerRole, Predicate, StatementOrigin
from graph_data.rows import Fact, Link

__all__ = ["Participations"]

TABLE = "participations"
ROLES = {
    "coordinator": PartnerRole.COORDINATOR,
    "participant": PartnerRole.PARTNER,
    "associatedPartner": PartnerRole.ASSOCIATED,
    "thirdParty": PartnerRole.THIRD_PARTY,
}


class Participations:
    """The participations of a register.

    Attributes:
        rows: the rows made.
    """

    def __init__(
        self, register: Register, projects: Mapping[str, Project], listed: Mapping[str, Listed], findings: Findings
    ) -> None:
        self.rows: list[object] = []
        self._register = register
        self._projects = projects
        self._listed = listed
        self._findings = findings
        self._first: dict[tuple[str, str, str], int] = {}
        self._flags: dict[str, dict[str, str]] = defaultdict(dict)
        for record in register.records(TABLE):
            self._read(record.line, record.cells)
        for number, flags in self._flags.items():
            self._compare(listed[number], flags)

    def _read(self, line: int, cells: dict[str, str]) -> None:
        project, organisation = cells["project_id"], cells["organisation_id"]
        if not self._sound(line, cells):
            return
        locator = f"participations.csv:project_id={project},organisation_id={organisation}"
        self._flags[organisation].setdefault(cells["sme"], locator)
        key = (project, organisation, cells["role"])
        case = f"{self._register.place(TABLE, line)}: project {project}, organisation {organisation}, {key[2]}"
        if cells.get("terminated") == "true":
            self._findings.add("terminated-participations", case)
        if (first := self._first.setdefault(key, line)) != line:
            self._findings.add("doubled-participations", f"{case}; first on line {first}")
            return
        self.rows.append(
            Link(
                subject=self._listed[organisation].entity,
                predicate=Predicate.PARTNER_IN,
                object=self._projects[project].entity,
                origin=StatementOrigin.IMPORTED,
                source="cordis",
                locator=locator,
                role=ROLES[cells["role"]],
                valid_from=self._projects[project].start,
                valid_to=None if cells.get("terminated") == "true" else self._projects[project].end,
            )
        )

    def _sound(self, line: int, cells: dict[str, str]) -> bool:
        """Say what is wrong with a record's cells; False when no statement can be made of it."""
        before = len(self._register.problems)
        role, flag = cells["role"], cells["sme"]
        project, organisation = cells["project_id"], cells["organisation_id"]
        if role not in ROLES:
            self._register.say(TABLE, line, "role", f"unknown role {role[:40]!r}; write one of {', '.join(ROLES)}")
        if flag not in FLAGS:
            self._register.say(TABLE, line, "sme", f"sme must be true, false or blank, got {flag[:40]!r}")
        if project not in self._projects and self._register.whole("projects"):
            self._register.say(TABLE, line, "project_id", f"unknown project {project[:40]!r}")
        if organisation not in self._listed and self._register.whole("organisations"):
            self._register.say(TABLE, line, "organisation_id", f"unknown organisation {organisation[:40]!r}")
        known = project in self._projects and organisation in self._listed
        return known and len(self._register.problems) == before

    def _compare(self, listed: Listed, flags: dict[str, str]) -> None:
        """Keep the flags of an organisation that its row alone does not tell."""
        shown = ", ".join(sorted(flag or "blank" for flag in flags))
        if len(flags) > 1:
            self._findings.add("conflicting-sme-flags", f"{listed.case}: {shown}")
        elif listed.sme not in flags:
            own = listed.sme or "blank"
            self._findings.add("sme-flags-unlike-register", f"{listed.case}: {own}, its participations {shown}")
        else:
            return
        for flag, locator in flags.items():
            self.rows.append(
                Fact(entity=listed.entity, property="smeFlag", source="cordis", locator=locator, value=flag or None)
            )
