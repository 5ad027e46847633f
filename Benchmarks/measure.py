"""Measures the product; `scripts/bench` builds it and calls this. `--help` says what can be chosen."""

import argparse
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from bench import city as cities
from bench import load, margins, plan, table

ROOT = pathlib.Path(__file__).resolve().parents[1]
HISTORY = ROOT / "Benchmarks/history.jsonl"


def say(text: str):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measures the product beside what PostgreSQL does with the same SQL.")
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--driver", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true",
                        help="under five minutes, wide margins; ends with 1 when one does not hold")
    parser.add_argument("--cases", type=int, help="sampled cases (default 100000, with --quick 10000)")
    parser.add_argument("--users", help="sizes of the city day, such as 500,2000,4000,8000 (default 500)")
    parser.add_argument("--repetitions", type=int, help="of every measurement; the median counts (default 3)")
    parser.add_argument("--seconds", type=float, help="of one capacity run (default 8, with --quick 4)")
    parser.add_argument("--growth", action="store_true", help="only this: the same pages on 100000 and on 5 million cases")
    parser.add_argument("--growth-cases", type=int, default=5_000_000, help="the large city of --growth")
    parser.add_argument("--targets", action="store_true", help="end with 1 when a target of issue 3 does not hold")
    parser.add_argument("--record", action="store_true", help="append the result to Benchmarks/history.jsonl")
    parser.add_argument("--work", type=pathlib.Path, default=None,
                        help="folder for the sampled cities (default: a new one in /var/tmp, removed at the end)")
    parser.add_argument("--port-base", type=int, help="five free ports from here on")
    parser.add_argument("--keep", action="store_true", help="keep the sampled cities")
    return parser.parse_args()


def chosen_plan(options: argparse.Namespace) -> plan.Plan:
    chosen = plan.QUICK if options.quick else plan.Plan()
    if options.cases:
        chosen.cases = options.cases
    if options.repetitions:
        chosen.repetitions = options.repetitions
    if options.seconds:
        chosen.seconds = options.seconds
    if options.users:
        chosen.users = [int(one) for one in options.users.split(",")]
    if options.growth:
        chosen.growth_cases = options.growth_cases
    return chosen


def main() -> int:
    options = arguments()
    # What was started is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = chosen_plan(options)
    cities.allow_open_files()
    folder = options.work or pathlib.Path(tempfile.mkdtemp(prefix="yanmen-bench-", dir="/var/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    # PostgreSQL runs as a user of its own when this runs as root.
    folder.chmod(0o755)
    out = ROOT / "Benchmarks/results" / time.strftime("%Y%m%d-%H%M%S")
    base = cities.free_port_base(options.port_base)
    measurement = plan.Measurement(chosen, options.driver, load.find_pgbench(), out, say)
    made = [cities.City(options.program, folder / name, base) for name in ("pristine", "work", "large")]
    pristine, work, large = made
    try:
        if options.growth:
            measurement.grow(pristine, large)
        else:
            measurement.run(pristine, work)
    except (cities.Failed, subprocess.TimeoutExpired) as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 2
    finally:
        for city in made:
            city.stop()
            if not options.keep:
                city.remove()
        if not options.keep and not options.work:
            for log in folder.glob("*.log"):
                log.unlink()
            folder.rmdir()
    return report(options, chosen, measurement, out)


def report(options: argparse.Namespace, chosen: plan.Plan, measurement: plan.Measurement, out: pathlib.Path) -> int:
    bounds = margins.QUICK if options.quick else margins.TARGETS
    checked = margins.check(bounds, measurement.measures, only_measured=not options.quick)
    about = {"date": time.strftime("%Y-%m-%d %H:%M"), "commit": cities.git_commit(ROOT), "cases": chosen.cases,
             "other_cores": round(measurement.other_cores, 2), **cities.machine()}
    text = table.render(measurement.rows, checked, about)
    print(text)
    (out / "table.md").write_text(text, encoding="utf-8")
    if options.record:
        line = {**about, "quick": options.quick, "measures": {
            name: round(value, 4) for name, value in sorted(measurement.measures.items())}}
        with open(HISTORY, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    failed = margins.failures(checked)
    for sentence in failed:
        print(f"does not hold: {sentence}", file=sys.stderr)
    return 1 if failed and (options.quick or options.targets) else 0


if __name__ == "__main__":
    sys.exit(main())
