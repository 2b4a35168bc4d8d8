"""One subject in one process: prints its figures as lines of JSON."""

import argparse
import importlib
import json
from dataclasses import asdict

import django


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("subject")
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--way", help="of the export: this one alone")
    asked = parser.parse_args()
    django.setup()
    if asked.subject == "fill":
        from bench.filling import fill
        from bench.viewer import create_viewer

        fill(asked.rows, asked.seed)
        create_viewer()
        return
    if asked.way:
        from bench.exporting import alone

        alone(asked.way)
        return
    for figure in importlib.import_module(f"bench.{asked.subject}").measure(asked.times):
        print(json.dumps(asdict(figure)), flush=True)


if __name__ == "__main__":
    main()
