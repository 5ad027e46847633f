"""The order of a measurement: what runs, how often, and what becomes of the numbers."""

import json
import pathlib
import statistics
import threading
import time
from dataclasses import dataclass, field

from . import load, margins, meter
from .city import City


@dataclass
class Plan:
    """How much is measured."""

    cases: int = 100_000
    repetitions: int = 3
    seconds: float = 8
    pairs: list[tuple[str, int]] = field(default_factory=lambda: [
        ("create", 16), ("create", 64), ("inbox", 16), ("inbox", 64), ("get", 16), ("get", 64), ("case", 16)])
    pages: list[str] = field(default_factory=lambda: ["dashboard", "search", "item"])
    restricted: bool = True
    users: list[int] = field(default_factory=lambda: [500])
    day_seconds: float = 40
    day_ramp: float = 10
    growth_cases: int = 0


QUICK = Plan(
    cases=10_000, seconds=4, pairs=[("create", 16), ("inbox", 16), ("get", 16)], pages=[], restricted=False,
    users=[200], day_seconds=15, day_ramp=5)


class Measurement:
    """One run of the plan; every single result goes into `rows`, what they come to into `measures`."""

    def __init__(self, plan: Plan, driver: str, pgbench: str, out: pathlib.Path, say):
        self.plan, self.driver, self.pgbench, self.out, self.say = plan, driver, pgbench, out, say
        self.rows: list[dict] = []
        self.measures: dict[str, float] = {}
        out.mkdir(parents=True, exist_ok=True)
        self._file = open(out / "rows.jsonl", "a", encoding="utf-8")

    def note(self, **row):
        row["at"] = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        self.rows.append(row)
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._file.flush()

    @property
    def other_cores(self) -> float:
        """The most that other work took of the machine during any part of the run."""
        return max((row["other_cores"] for row in self.rows if "other_cores" in row), default=0.0)

    # The whole

    def run(self, pristine: City, work: City):
        taken = pristine.sample(self.plan.cases)
        self.say(f"{self.plan.cases} cases sampled in {taken:.0f} s")
        self.note(kind="sample", cases=self.plan.cases, seconds=round(taken, 1))
        try:
            work.copy_from(pristine)
            self._starts(work)
            self._capacities(work)
            self._memory(work)
            # What was created stays open and would make the day's pages longer: each day begins on fresh data.
            for users in self.plan.users:
                self._days(pristine, work, users)
            if self.plan.users:
                self.measures["users carried"] = margins.users_carried(self.measures, self.plan.users)
        finally:
            work.stop()

    def grow(self, small: City, large: City):
        """The same pages on few and on many cases."""
        cost: dict[tuple[str, str], float] = {}
        for name, city, cases in (("small", small, self.plan.cases), ("large", large, self.plan.growth_cases)):
            taken = city.sample(cases)
            self.note(kind="sample", cases=cases, seconds=round(taken, 1))
            self.say(f"{cases} cases sampled in {taken:.0f} s")
            city.start()
            try:
                folder = self.out / f"growth-{name}"
                city.limits(folder)
                for op in ("inbox", "get", "case", "dashboard", "search"):
                    results = [self._capacity(city, folder, op, 4, kind=f"growth {name}")
                               for _ in range(self.plan.repetitions)]
                    cost[name, op] = statistics.median(one["program_ms"] + one["postgres_ms"] for one in results)
                    if (name, op) == ("large", "dashboard"):
                        p50 = statistics.median(one["p50_ms"] for one in results)
                        self.measures["growth dashboard p50 ms"] = p50
            finally:
                city.stop()
        for op in ("inbox", "get", "case", "dashboard", "search"):
            value = margins.ratio([cost["large", op]], [cost["small", op]])
            if value is not None:
                self.measures[f"growth {op} cost ratio"] = value

    # The parts

    def _starts(self, city: City):
        """The first start warms the disk's cache and migrates; the later ones count."""
        times = []
        for turn in range(self.plan.repetitions + 1):
            taken = city.start()
            if turn:
                times.append(taken)
                self.note(kind="start", seconds=round(taken, 2))
            if turn < self.plan.repetitions:
                city.stop()
        self.measures["start to ready s"] = statistics.median(times)
        self.say(f"start to ready {statistics.median(times):.2f} s")
        self._idle(city)

    def _idle(self, city: City):
        """What waits for work must cost next to nothing."""
        time.sleep(5)
        with meter.Meter(city.roots) as found:
            time.sleep(10)
        cores = {name: round(spent / found.wall, 4) for name, spent in found.spent.items()}
        self.note(kind="idle", cores=cores, other_cores=round(found.other_cores, 2))
        self.measures["idle worker cores"] = cores.get("worker", 0.0)

    def _capacities(self, city: City):
        folder = self.out / "limits"
        bench = city.limits(folder)
        for op, asked in bench["limits"].items():
            self.measures[f"{op} round trips"] = asked["trips"]
            self.measures[f"{op} statements"] = asked["statements"]
        for op, connections in self.plan.pairs:
            self._pair(city, bench, folder, op, connections)
        for op in self.plan.pages:
            for _ in range(self.plan.repetitions):
                self._capacity(city, folder, op, 16)
        if self.plan.restricted:
            cost = {op: [] for op in ("inbox-restricted", "inbox-all")}
            for _ in range(self.plan.repetitions):
                for op, found in cost.items():
                    result = self._capacity(city, folder, op, 1, rate=20)
                    found.append(result["program_ms"] + result["postgres_ms"])
            value = margins.ratio(cost["inbox-restricted"], cost["inbox-all"])
            if value is not None:
                self.measures["restricted inbox cost ratio"] = value

    def _pair(self, city: City, bench: dict, folder: pathlib.Path, op: str, connections: int):
        """Program and limit in turns, the order changing with each repetition."""
        found: dict[str, list[dict]] = {"program": [], "limit": []}
        for repetition in range(self.plan.repetitions):
            order = ["program", "limit"] if repetition % 2 == 0 else ["limit", "program"]
            for target in order:
                if target == "program":
                    result = self._capacity(city, folder, op, connections, repetition=repetition)
                else:
                    result = load.limit(
                        self.pgbench, city, bench, folder, op, connections, self.plan.seconds)
                    self.note(kind="limit", op=op, connections=connections, repetition=repetition, **result)
                found[target].append(result)
        name = f"{op}@{connections}"
        rates = {target: [one["rate"] for one in results] for target, results in found.items()}
        value = margins.ratio(rates["program"], rates["limit"])
        if value is not None:
            self.measures[f"{name} ratio"] = value
        self.measures[f"{name} program ms"] = statistics.median(one["program_ms"] for one in found["program"])
        self.measures[f"{name} errors"] = sum(sum(one["errors"].values()) for one in found["program"])
        self.say(f"{name}: {statistics.median(rates['program']):.0f}/s of {statistics.median(rates['limit']):.0f}/s")

    def _capacity(
            self, city: City, folder: pathlib.Path, op: str, connections: int, kind: str = "capacity",
            rate: float | None = None, **more) -> dict:
        result = load.capacity(
            self.driver, city, folder / "bench.json", op, connections, self.plan.seconds, rate)
        memory = round(max((meter.pss_mb(pid) for pid in city.copies), default=0.0), 1)
        self.note(kind=kind, op=op, connections=connections, copy_mb=memory, **more,
                  **{key: value for key, value in result.items() if key not in ("op", "run", "users")})
        if result["count"] == 0:
            raise load.Failed(f"{op} over {connections} connections: nothing was answered, errors {result['errors']}")
        return result

    def _memory(self, city: City):
        """How much the largest upload and the longest export add to the copy that does them."""
        bench = city.limits(self.out / "memory")
        token, officer = bench["clients"][0]["token"], bench["supervisors"][0]
        cookie = f"{bench['cookies']['office']}={officer['token']}"
        city.upload(token, 1)
        added, taken, _ = self._added(city, lambda: city.upload(token, 200))
        self.measures["upload of 200 MB adds MB"] = added
        self.note(kind="upload", megabytes=200, seconds=taken, added_mb=added)
        self.say(f"an upload of 200 MB took {taken:.1f} s and {added:.1f} MB")
        added, taken, size = self._added(city, lambda: city.download("/inbox.csv?view=all", cookie))
        self.measures["export of all cases adds MB"] = added
        self.note(kind="export", cases=self.plan.cases, megabytes=round(size / 1e6, 1), seconds=taken, added_mb=added)
        self.say(f"an export of {size / 1e6:.1f} MB took {taken:.1f} s and {added:.1f} MB")

    @staticmethod
    def _added(city: City, work) -> tuple[float, float, float]:
        """The most memory that something adds while it runs, the seconds it takes, and what it gives back."""
        def memory() -> float:
            return sum(meter.pss_mb(pid) for pid in copies)

        copies = city.copies
        before, done = memory(), threading.Event()
        peak = [before]

        def watch():
            while not done.wait(0.02):
                peak.append(memory())

        watcher, begin = threading.Thread(target=watch), time.monotonic()
        watcher.start()
        try:
            result = work()
        finally:
            done.set()
            watcher.join()
        return round(max(peak) - before, 1), round(time.monotonic() - begin, 2), result

    def _days(self, pristine: City, work: City, users: int):
        results = []
        for _ in range(self.plan.repetitions):
            work.stop()
            work.copy_from(pristine)
            work.start()
            folder = self.out / "day"
            work.limits(folder)
            result = load.day(
                self.driver, work, folder / "bench.json", users, self.plan.day_seconds, self.plan.day_ramp)
            result["memory_mb"] = round(max((meter.pss_mb(pid) for pid in work.copies), default=0.0), 1)
            result["postgres_mb"] = round(
                sum(meter.pss_mb(one.pid) for one in meter.tree(work.postgres)), 1)
            self.note(kind="day", **{key: value for key, value in result.items() if key not in ("op", "run")})
            results.append(result)
        name = f"day@{users}"
        for measure, key in (
                ("p50 ms", "p50_ms"), ("p90 ms", "p90_ms"), ("p99 ms", "p99_ms"), ("memory MB", "memory_mb"),
                ("under 3 s", "under3s"), ("transactions under 5 s", "transactions_under5s"), ("rate", "rate"),
                ("program ms", "program_ms"), ("postgres ms", "postgres_ms"), ("driver cores", "driver_cores")):
            self.measures[f"{name} {measure}"] = statistics.median(one[key] for one in results)
        # One error in any repetition is an error.
        self.measures[f"{name} errors"] = sum(sum(one["errors"].values()) for one in results)
        self.say(f"{users} users: p90 {self.measures[f'{name} p90 ms']:.1f} ms, "
                 f"{self.measures[f'{name} errors']:.0f} errors")
