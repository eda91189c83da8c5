"""Fuzzes a reader: python fuzz/run.py TARGET… [--seconds N | --runs N] [--seed N] [--corpus DIR].

The coverage reached and the rounds made are printed by libFuzzer; an input that breaks a reader is kept in the folder
`fuzz/found`, and the command ends with another code than 0. `python fuzz/run.py TARGET --again FILE` reads it again.
"""

import argparse
import os
import sys
import traceback
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import NoReturn

import atheris

with atheris.instrument_imports(include=["graph_data"]):
    from targets import TARGETS, Target

FOUND = Path(__file__).parent / "found"


def main() -> None:
    """Fuzz the target that the command names."""
    parser = argparse.ArgumentParser(description="Fuzzes readers, one after the other.")
    parser.add_argument("targets", nargs="+", choices=TARGETS, metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--again", type=Path, help="read this one input instead")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--runs", type=int, default=-1)
    parser.add_argument("--seed", type=int, default=0, help="0 takes one at random")
    parser.add_argument("--corpus", type=Path, help="folder in which inputs are kept from run to run")
    asked = parser.parse_args()
    if asked.again:
        _read(TARGETS[asked.targets[0]], asked.again.read_bytes())
        return
    FOUND.mkdir(exist_ok=True)
    failed = [name for name in asked.targets if _in_a_process(name, asked)]
    if failed:
        sys.exit(f"broken: {', '.join(failed)}; see {FOUND}")


def _in_a_process(name: str, asked: argparse.Namespace) -> int:
    """Fuzz a target in a process of its own, since libFuzzer ends the one it runs in; return its exit code."""
    child = os.fork()
    if child == 0:
        _fuzz(name, asked)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _fuzz(name: str, asked: argparse.Namespace) -> NoReturn:
    target = TARGETS[name]
    corpus = asked.corpus / name if asked.corpus else Path(mkdtemp(prefix="fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
        _read(target, seed)  # what is read once and kept shall not count as a slow input
    options = {
        "max_total_time": asked.seconds,
        "runs": asked.runs,
        "seed": asked.seed,
        "max_len": 2**18,
        "rss_limit_mb": 3072,
        "timeout": 30,
        "print_final_stats": 1,
        "artifact_prefix": f"{FOUND}/{name}-",
    }
    atheris.Setup(
        [sys.argv[0], *(f"-{name}={value}" for name, value in options.items()), str(corpus)],
        lambda data: _try(name, data),
    )
    print(f"fuzzing {name}", file=sys.stderr)
    atheris.Fuzz()
    raise AssertionError("libFuzzer ends the process")


def _try(name: str, data: bytes) -> None:
    try:
        _read(TARGETS[name], data)
    except Exception:  # noqa: BLE001 -- whatever it is, it is what was looked for
        kept = FOUND / f"{name}-{sha256(data).hexdigest()[:16]}"
        kept.write_bytes(data)
        traceback.print_exc()
        print(f"kept in {kept}", file=sys.stderr, flush=True)
        os._exit(1)  # libraries in the middle of their work may not end in order


def _read(target: Target, data: bytes) -> None:
    with TemporaryDirectory(prefix="fuzz-") as folder:
        target.run(data, Path(folder))


if __name__ == "__main__":
    main()
