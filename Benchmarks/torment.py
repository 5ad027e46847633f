"""Tortures the product; `scripts/torture` finds or builds it and calls this. `--help` says what can be chosen."""

import argparse
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from bench import city as cities
from torture import faults, report
from torture.house import House, is_root
from torture.ledger import Ledger, judge
from torture.people import People

ROOT = pathlib.Path(__file__).resolve().parents[1]
PEOPLE = {"system": 4, "citizen": 4, "officer": 4, "visitor": 6}
# A lease of a worker that fell lasts half a minute; jobs that failed wait for up to some minutes.
LEASE_SECONDS, PATIENCE = 30, 300


def say(text: str):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/torture", description="Plays the city day while parts of the product fail; nothing acknowledged may "
        "be lost or doubled. Ends with 1 when something was. Under root it tries more than without.")
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--driver", help=argparse.SUPPRESS)
    parser.add_argument("--minutes", type=float, default=3, help="how long (default 3)")
    parser.add_argument("--seed", type=int, default=1, help="of the schedule and of what people do (default 1)")
    parser.add_argument("--cases", type=int, default=2_000, help="sampled cases (default 2000)")
    parser.add_argument("--users", type=int, default=60, help="people of the city day (default 60)")
    parser.add_argument("--only", action="append", help=f"this fault only; may be repeated: {', '.join(faults.FAULTS)}")
    parser.add_argument("--schedule", action="store_true", help="print the schedule and end")
    parser.add_argument("--port-base", type=int, help="ten free ports from here on")
    parser.add_argument("--work", type=pathlib.Path, help="folder for the city (default: a new one in /var/tmp, removed)")
    return parser.parse_args()


class Torture:
    """One run."""

    def __init__(self, options: argparse.Namespace, folder: pathlib.Path, out: pathlib.Path):
        self.options, self.out, self.folder = options, out, folder
        self.house = House(options.program, folder, cities.free_port_base(options.port_base), options.cases, say)
        self.ledger = Ledger(out / "ledger.jsonl")
        self.findings: list[str] = []
        self.windows: list[dict] = []
        self.day: dict = {}

    def run(self) -> dict:
        house, seconds = self.house, self.options.minutes * 60
        try:
            house.open()
            skipped = faults.skipped(house)
            kinds = [kind for kind in self.options.only or faults.FAULTS if kind not in skipped]
            for kind, why in skipped.items():
                say(f"skipped: {kind}, {why}")
            schedule = faults.schedule(self.options.seed, seconds, kinds)
            for event in schedule:
                say(f"  {event.at:6.1f} s {event.kind}, {event.seconds:g} s, {event.pick}")
            bench = house.city.limits(self.out / "limits")
            people = People(bench, house.city.base, self.options.seed, self.ledger, PEOPLE)
            driver = self._start_day(seconds)
            people.start()
            self._play(schedule, seconds)
            self._end_day(driver)
            people.finish(patience=40)
            self._judge(people)
        finally:
            house.close()
            self.ledger.close()
        rows = report.per_fault(self.windows, people.looks, self.ledger.attempts)
        self.findings += report.outages(rows)
        return {
            "about": self._about(), "findings": self.findings, "acknowledged": self.ledger.counts(), "faults": rows,
            "skipped": skipped, "unclear": people.unclear, "day": self.day, "schedule": faults.as_rows(schedule)}

    def _about(self) -> dict:
        return {"minutes": self.options.minutes, "seed": self.options.seed, "date": time.strftime("%Y-%m-%d %H:%M"),
                "commit": cities.git_commit(ROOT), "cases": self.options.cases, "users": self.options.users,
                "root": is_root(), **cities.machine()}

    def _start_day(self, seconds: float) -> subprocess.Popen | None:
        if not self.options.driver:
            say("yanmen-load is not there: nobody but the ledger's own people is about")
            return None
        command = [self.options.driver, "day", "--city", str(self.out / "limits/bench.json"), "--users",
                   str(self.options.users), "--seconds", str(max(10.0, seconds - 10)), "--ramp", "3"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def _end_day(self, driver: subprocess.Popen | None):
        if not driver:
            return
        try:
            text, _ = driver.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            driver.kill()
            text, _ = driver.communicate()
        rows = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        self.day = next((row for row in rows if row["op"] == "all"), {})

    def _play(self, schedule: list[faults.Event], seconds: float):
        start = time.monotonic()
        for event in schedule:
            time.sleep(max(0.0, start + event.at - time.monotonic()))
            if time.monotonic() - start > seconds:
                break
            window = {"kind": event.kind, "begin": time.monotonic()}
            say(f"{window['begin'] - start:6.1f} s {event.kind}")
            try:
                faults.FAULTS[event.kind](self.house, event)
            except (RuntimeError, OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
                self.findings.append(f"{event.kind} at {event.at:g} s: {error}")
            window["over"] = time.monotonic()
            try:
                faults.wait_until(self.house.is_ready, 90, "ready again")
            except RuntimeError as error:
                self.findings.append(f"{event.kind} at {event.at:g} s: {error}")
                self._start_anew()
            window["healed"] = time.monotonic()
            # What comes a little later still belongs to it.
            window["end"] = window["healed"] + 2
            if self.windows:
                self.windows[-1]["end"] = min(self.windows[-1]["end"], window["begin"])
            self.windows.append(window)
        time.sleep(max(0.0, start + seconds - time.monotonic()))

    def _start_anew(self):
        """So that the rest of the run says something."""
        self.house.end_product()
        self.house.start_product()

    def _judge(self, people: People):
        say("healed; waiting for what is still on its way")
        if not self.house.is_ready():
            self.findings.append("not ready at the end")
        stuck = self.house.wait_for_jobs(PATIENCE)
        facts = self.house.facts()
        facts.stuck = stuck
        self.findings += judge(self.ledger, facts)
        complaint = self.house.verify_audit()
        if complaint is not None:
            self.findings.append(f"yanmen audit verify: {complaint}")
        self.findings += [f"{name} × {count}, for example: {people.refusal_words[name]}"
                          for name, count in people.refusals.items()]
        self.findings += people.broken
        if not self.ledger.entries:
            self.findings.append("nothing was acknowledged at all")


def main() -> int:
    options = arguments()
    if options.schedule:
        for event in faults.schedule(options.seed, options.minutes * 60, options.only or list(faults.FAULTS)):
            print(f"{event.at:6.1f} {event.kind}, {event.seconds:g} s, {event.pick}")
        return 0
    # What was started is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cities.allow_open_files()
    folder = options.work or pathlib.Path(tempfile.mkdtemp(prefix="yanmen-torture-", dir="/var/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    # PostgreSQL and the doors run as users of their own when this runs as root.
    folder.chmod(0o755)
    out = ROOT / "Benchmarks/results" / time.strftime("torture-%Y%m%d-%H%M%S")
    out.mkdir(parents=True)
    torture = Torture(options, folder, out)
    try:
        result = torture.run()
    except cities.Failed as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 2
    text = report.render(result)
    (out / "result.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (out / "summary.md").write_text(text, encoding="utf-8")
    if torture.findings:
        # What the product and its database said is needed to find out why.
        for log in (torture.house.city.log, torture.house.data / "postgres/server.log"):
            shutil.copy(log, out / log.name)
    print(text)
    print(f"torture {'failed' if torture.findings else 'passed'}, see {out.relative_to(ROOT)}")
    if not options.work:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if torture.findings else 0


if __name__ == "__main__":
    sys.exit(main())
