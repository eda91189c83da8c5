"""The client gql from PyPI, against a running server: it reads the schema, checks a query by it and pages."""

import sys

from gql import Client, gql
from gql.transport.httpx import HTTPXTransport

PAGE = gql("""
    query Clusters($after: String) {
      clusters(first: 50, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id } }
    }
""")


def main(address: str) -> None:
    """Page through all clusters."""
    with Client(transport=HTTPXTransport(url=f"{address}/graphql"), fetch_schema_from_transport=True) as session:
        ids: list[str] = []
        after = None
        while True:
            PAGE.variable_values = {"after": after}
            found = session.execute(PAGE)["clusters"]
            ids += [node["id"] for node in found["nodes"]]
            after = found["pageInfo"]["endCursor"]
            if not found["pageInfo"]["hasNextPage"]:
                break
    if len(ids) != found["totalCount"] or len(set(ids)) != len(ids):
        sys.exit(f"paged through {len(ids)} of {found['totalCount']} clusters")
    print(f"gql read the schema and paged through {len(ids)} clusters")


if __name__ == "__main__":
    main(sys.argv[1])
