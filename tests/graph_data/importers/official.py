"""The tables of a CORDIS folder in the shape of the official bulk download, for tests."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

PRIVATE = {
    "vatNumber": "VAT-PRIVATE",
    "street": "PRIVATE STREET 1",
    "postCode": "PRIVATE-99",
    "contactForm": "https://private.example",
}
"""What the official rows hold and nobody may find again."""

Tables = Mapping[str, list[dict[str, str]]]


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    """Return the rows of a table of a folder."""
    text = (folder / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def official(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Return the files of the download, by name without ending, that say what a folder says.

    The columns and their order are those of the download as of 2026.
    """
    organisations = {row["id"]: row for row in rows_of(folder, "organisations")}
    projects = rows_of(folder, "projects")
    acronyms = {row["id"]: row["acronym"] for row in projects}
    titles = {row["code"]: row["title"] for row in rows_of(folder, "euroscivoc")}
    parts = {row["code"]: row["title"] for row in rows_of(folder, "legal_basis")}
    return {
        "project": [_project(row) for row in projects],
        "organization": [
            _participation(row, organisations[row["organisation_id"]], acronyms[row["project_id"]])
            for row in rows_of(folder, "participations")
        ],
        "euroSciVoc": [
            _term(row["project_id"], row["euroscivoc_code"], titles) for row in rows_of(folder, "project_euroscivoc")
        ],
        "legalBasis": [
            {
                "projectID": row["id"],
                "legalBasis": code,
                "title": parts.get(code, ""),
                "uniqueProgrammePart": "true" if not place else "",
            }
            for row in projects
            for place, code in enumerate(row["legal_basis"].split(";"))
        ],
        "topics": [{"projectID": row["id"], "topic": row["topic"], "title": "Topic"} for row in projects],
        "webLink": [],
    }


def _project(row: Mapping[str, str]) -> dict[str, str]:
    return {
        "id": row["id"],
        "acronym": row["acronym"],
        "status": row["status"],
        "title": row["title"],
        "startDate": row["start_date"],
        "endDate": row["end_date"],
        "totalCost": row.get("total_cost", "0").replace(".", ","),
        "ecMaxContribution": row.get("ec_max_contribution", "0"),
        "topics": row["topic"],
        "ecSignatureDate": row.get("ec_signature_date", ""),
        "frameworkProgramme": "HORIZON",
        "masterCall": row["call"],
        "subCall": row["call"],
        "fundingScheme": row["funding_scheme"],
        "nature": "",
        "objective": 'It says "hello";\nand goes on; in "two" lines.',
        "contentUpdateDate": row.get("last_update", ""),
        "rcn": "1",
        "grantDoi": row["doi"],
        "keywords": row["keywords"],
        "Human-validated": "NA",
        "legalBasis": row["legal_basis"].split(";")[0],
    }


def _participation(row: Mapping[str, str], organisation: Mapping[str, str], acronym: str) -> dict[str, str]:
    agrees = row["sme"] == organisation["sme"]
    return {
        "projectID": row["project_id"],
        "projectAcronym": acronym,
        "organisationID": row["organisation_id"],
        "vatNumber": PRIVATE["vatNumber"],
        "name": organisation["name"],
        "shortName": organisation["short_name"],
        "SME": row["sme"],
        "activityType": organisation["activity_type"],
        "street": PRIVATE["street"],
        "postCode": PRIVATE["postCode"],
        "city": organisation["city"],
        "country": organisation["country"],
        "nutsCode": organisation["nuts_code"],
        "geolocation": organisation["geolocation"],
        "organizationURL": organisation["url"],
        "contactForm": PRIVATE["contactForm"],
        # The flag of the table of organisations is the one stated last.
        "contentUpdateDate": "2025-11-24 13:05:01" if agrees else "2024-01-01 00:00:00",
        "rcn": "1",
        "order": row.get("order", "1"),
        "role": row["role"],
        "ecContribution": row.get("ec_contribution", "0"),
        "netEcContribution": row.get("net_ec_contribution", "0"),
        "totalCost": row.get("total_cost", "0").replace(".", ","),
        "endOfParticipation": row["terminated"],
        "active": "",
    }


def _term(project: str, code: str, titles: Mapping[str, str]) -> dict[str, str]:
    codes = code.strip("/").split("/")
    names = [titles.get("/" + "/".join(codes[: count + 1]), "") for count in range(len(codes))]
    return {
        "projectID": project,
        "euroSciVocCode": code,
        "euroSciVocPath": "/" + "/".join(names),
        "euroSciVocTitle": names[-1],
        "euroSciVocDescription": "",
    }


def as_csv(rows: Iterable[Mapping[str, str]], separator: str = ";") -> bytes:
    """Return rows as the download writes them: every cell in quotes, semicolons, a byte order mark."""
    rows = list(rows)
    target = io.StringIO(newline="")
    if rows:
        writer = csv.DictWriter(target, list(rows[0]), delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


NUMBERS = {"id", "projectID", "organisationID", "rcn", "order"}
TRUTHS = {"SME": {"true": True, "false": False}, "endOfParticipation": {"true": True, "false": False}}


def as_json(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows as the download's JSON: numbers and truth values unquoted, blanks as null."""

    def value(heading: str, text: str) -> object:
        if not text:
            return None
        if heading in NUMBERS:
            return int(text)
        return TRUTHS.get(heading, {}).get(text, text)

    objects = [{heading: value(heading, text) for heading, text in row.items()} for row in rows]
    return json.dumps(objects, ensure_ascii=False).encode()


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def csv_files(tables: Tables) -> dict[str, bytes]:
    return {f"{name}.csv": as_csv(rows) for name, rows in tables.items()}


def json_files(tables: Tables) -> dict[str, bytes]:
    return {f"{name}.json": as_json(rows) for name, rows in tables.items()}
