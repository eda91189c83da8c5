"""What cannot be had is refused."""

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("asked", "status", "code", "message"),
    [
        (
            "cluster.csv",
            404,
            "UNKNOWN_EXPORT",
            "no file 'cluster.csv'; did you mean 'clusters.csv'?; there are entities",
        ),
        ("clusters", 404, "UNKNOWN_EXPORT", "clusters.{csv,tsv,jsonl,parquet,json}"),
        ("etc/passwd", 404, "UNKNOWN_EXPORT", "no file "),
        ("clusters.csv?kind=SME", 400, "BAD_ARGUMENT", "no parameter 'kind'; it takes none"),
        ("groups.csv?bye=SECTOR", 400, "BAD_ARGUMENT", "no parameter 'bye'; did you mean 'by'?"),
        ("statements.csv?zzz=1", 400, "BAD_ARGUMENT", "no parameter 'zzz'; it takes entity, predicate, origin"),
        ("synergies.csv", 400, "BAD_ARGUMENT", "organisation is missing: id of the organisation"),
        ("synergies.csv?organisation=a&organisation=b", 400, "BAD_ARGUMENT", "organisation must be given once"),
        (
            "synergies.csv?organisation=cluster:indescta",
            400,
            "UNKNOWN_ID",
            "unknown id 'cluster:indescta'; did you mean 'cluster:indescat'?",
        ),
        ("synergies.csv?organisation=country:ES", 400, "WRONG_KIND", "'country:ES' is a COUNTRY, not an organisation"),
        (
            "synergies.csv?organisation=cluster:epsi&first=0",
            400,
            "BAD_ARGUMENT",
            "first must be a whole number between 1 and 100, got '0'",
        ),
        ("synergies.csv?organisation=cluster:epsi&first=²", 400, "BAD_ARGUMENT", "first must be a whole number"),
        (
            "synergies.csv?organisation=cluster:epsi&first=99999999999999999999",
            400,
            "BAD_ARGUMENT",
            "first must be a whole number between 1 and 100",
        ),
        (
            "synergies.csv?organisation=cluster:epsi&new=yes",
            400,
            "BAD_ARGUMENT",
            "new must be true or false, got 'yes'",
        ),
        (
            "synergies.csv?organisation=cluster:epsi&lens=x",
            400,
            "BAD_ARGUMENT",
            "lens has no value 'x'; write one of CROSS_SECTOR, GENERAL",
        ),
        ("groups.csv?by=CUNTRY", 400, "BAD_ARGUMENT", "by has no value 'CUNTRY'; did you mean 'COUNTRY'?"),
        ("groups.csv?by=KIND,KIND", 400, "BAD_ARGUMENT", "by must be 1 to 3 different dimensions"),
        (
            "groups.csv?by=KIND&kind=SECTOR",
            400,
            "BAD_ARGUMENT",
            "kind must be one of CLUSTER, INSTITUTION, SME, got SECTOR",
        ),
        ("statements.csv?entity=nobody", 400, "UNKNOWN_ID", "unknown id 'nobody'"),
        ("graph/nodes.json?seeds=nobody", 400, "UNKNOWN_ID", "unknown id 'nobody'"),
        ("graph/nodes.json?seeds=,", 400, "BAD_ARGUMENT", "seeds is missing: ids to begin with"),
        ("graph/edges.json?seeds=cluster:epsi&depth=4", 400, "BAD_ARGUMENT", "depth must be a whole number between 0"),
        (
            f"graph/edges.json?seeds={','.join(f'cluster:{number}' for number in range(101))}",
            400,
            "BAD_ARGUMENT",
            "the number of seeds must be between 1 and 100, got 101",
        ),
    ],
)
def test_what_cannot_be_had_is_refused_with_what_to_write(
    client: TestClient, asked: str, status: int, code: str, message: str
) -> None:
    answer = client.get(f"/export/{asked}")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (status, code)
    assert message in error["message"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
