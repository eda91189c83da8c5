"""Builds the pages in frontend/ into graphapi/explorer/ when they are not there or are not of these sources.

Needs Node.js; without it nothing is built, and the message says so. Standard library only: it also runs while the
package is being built, where nothing else is installed.
"""

import argparse
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
TARGET = ROOT / "graphapi" / "explorer"
STAMP = TARGET / "sources.sha256"
"""Hash of the sources that the result was built from."""

OLDEST_NODE = (20, 19)


class NotBuilt(Exception):  # noqa: N818 -- the name says what happened
    """The pages could not be built."""


def main() -> int:
    """Build where needed, and say what was done or what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--require", action="store_true", help="fail when the pages cannot be built")
    asked = parser.parse_args()
    try:
        print(build(), file=sys.stderr)
    except NotBuilt as error:
        print(f"The explorer and GraphiQL are not built: {error}. The server runs without them.", file=sys.stderr)
        return 1 if asked.require else 0
    return 0


def build() -> str:
    """Build where needed.

    Returns:
        What was done, as a line to show.

    Raises:
        NotBuilt: Node.js is missing or too old, or its commands failed.
    """
    wanted = _hash_of_sources()
    if STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted:
        return "The explorer and GraphiQL are built already"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise NotBuilt(f"it needs Node.js {'.'.join(map(str, OLDEST_NODE))} or newer, with npm, and found none")
    version = _run(node, "--version").strip().removeprefix("v")
    if tuple(map(int, version.split(".")[:2])) < OLDEST_NODE:
        raise NotBuilt(f"it needs Node.js {'.'.join(map(str, OLDEST_NODE))} or newer, and found {version}")
    _run(npm, "ci", "--no-audit", "--no-fund")
    _run(npm, "run", "build")
    STAMP.write_text(wanted, encoding="ascii")
    return "The explorer and GraphiQL are built"


def _run(*command: str) -> str:
    done = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed commands
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise NotBuilt(f"{Path(command[0]).name} {' '.join(command[1:])} failed:\n{last}\n")
    return done.stdout


def _hash_of_sources() -> str:
    """Hash everything that decides the result: the pages, what builds them, the schema, and the example queries."""
    built = {"node_modules", "documents.ts"}
    files = [path for path in FRONTEND.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    sources = [path for path in files if built.isdisjoint(path.relative_to(FRONTEND).parts)]
    examples = (ROOT / "tests" / "queries").glob("*.graphql")
    schema = ROOT.glob("schema.graphql")
    found = sha256()
    for path in sorted([*sources, *schema, *examples]):
        found.update(f"{path.relative_to(ROOT).as_posix()} {path.stat().st_size}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
