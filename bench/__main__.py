"""python3 run.py bench [--rows N] [--seed S] [--times T] [--only sqlite|postgresql] [--subjects dashboard pages …]

Each subject runs in a process of its own, so that its peak memory is its own."""

import argparse
import json
import platform
import signal
import sys
import time

from bench import databases
from bench.figures import Figure

SUBJECTS = ("dashboard", "pages", "importing", "exporting", "targets")


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=160_000, help="registrations to generate (160000; up to 3000000 tried)"
    )
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--times", type=int, default=7, help="runs of each measurement (7)")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--subjects", nargs="+", choices=SUBJECTS, default=SUBJECTS)
    asked = parser.parse_args()
    # Stopped from outside, it still drops its scratch database.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(
        f"{asked.rows:,} registrations, seed {asked.seed}, {asked.times} runs each; Python {platform.python_version()}"
    )
    print(
        "Ratios are medians of pairs measured by turns in this run; compare within one run only.", flush=True
    )
    failures = 0
    if asked.only != "postgresql":
        with databases.sqlite() as url:
            failures += _measure("SQLite", url, asked)
    if asked.only != "sqlite":
        server = databases.postgresql_server()
        if server is None:
            print("\n== PostgreSQL: no server at DATABASE_URL or on 127.0.0.1:5432; not measured")
        else:
            with databases.postgresql(server) as url:
                failures += _measure("PostgreSQL", url, asked)
    return 1 if failures else 0


def _measure(title: str, url: str, asked) -> int:
    started = time.monotonic()
    worker = [sys.executable, "-m", "bench.worker", "--times", str(asked.times)]
    fill = [*worker, "fill", "--rows", str(asked.rows), "--seed", str(asked.seed)]
    if databases.started(*fill, url=url).wait():
        print(f"\n== {title}: filling failed")
        return 1
    print(f"\n== {title} (filled in {time.monotonic() - started:.0f} s)", flush=True)
    failures = 0
    for subject in asked.subjects:
        with databases.started(*worker, subject, url=url) as measuring:
            for line in measuring.stdout:
                if line.startswith("{"):
                    print(Figure(**json.loads(line)).as_line(), flush=True)
        if measuring.returncode:
            failures += 1
            print(f"{subject}: FAILED", flush=True)
    return failures


if __name__ == "__main__":
    sys.exit(main())
