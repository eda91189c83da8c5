"""Measures imports of CORDIS: python benchmarks/importing.py PATH… [--rounds N].

Each path is a download or folder of CORDIS. Every run is a fresh process that imports into a new folder; the paths take
turns, so that what slows the machine down slows them all. Printed are medians and the largest memory.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    """Measure what the command names, or be one of the runs."""
    parser = argparse.ArgumentParser(description="Measures imports of CORDIS.")
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        _run(asked.paths[0])
        return
    runs: dict[Path, list[dict[str, float]]] = {path: [] for path in asked.paths}
    for _ in range(asked.rounds):
        for path, done in runs.items():
            answer = subprocess.run([sys.executable, __file__, "--one", path], check=True, capture_output=True)  # noqa: S603 -- our own program
            done.append(json.loads(answer.stdout))
    if len({run["version"] for done in runs.values() for run in done}) > 1:
        print("the paths make different datasets", file=sys.stderr)
    print("| imported | rows | seconds (median) | least to most | processor seconds | peak memory MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for path, done in runs.items():
        seconds = sorted(run["seconds"] for run in done)
        processor = statistics.median(run["processor"] for run in done)
        figures = f"{statistics.median(seconds):.1f} | {seconds[0]:.1f} to {seconds[-1]:.1f} | {processor:.1f}"
        print(f"| {path.name} | {done[0]['rows']:.0f} | {figures} | {max(run['memory'] for run in done):.0f} |")


def _run(path: Path) -> None:
    """Import once, everything that a command loads included, and print what it took."""
    begun = time.perf_counter()
    from graph_data.importing import import_sources  # noqa: PLC0415 -- loading it counts

    with TemporaryDirectory() as folder:
        dataset, _ = import_sources("cordis", [path], Path(folder) / "new")
    measured = {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time(),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": len(list(dataset.all_rows())),
        "version": dataset.version,
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
