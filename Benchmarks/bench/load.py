"""The two load makers: the product's own driver, and pgbench with the SQL that the product sends."""

import json
import pathlib
import re
import shlex
import subprocess
import tempfile

from .city import City, Failed
from .meter import Meter

PGBENCH_FOLDERS = "/usr/lib/postgresql"


def find_pgbench() -> str:
    """Debian keeps it per version; the newest is taken."""
    versions = sorted(
        (one for one in pathlib.Path(PGBENCH_FOLDERS).glob("*/bin/pgbench") if one.parts[-3].isdigit()),
        key=lambda one: int(one.parts[-3]))
    if not versions:
        raise Failed("pgbench is not installed: apt-get install postgresql-15")
    return str(versions[-1])


def run_driver(driver: str, city: City, command: list[str], limit: float) -> dict:
    """One run of `yanmen-load`: its row `all`, the rows of the operations under `ops`, and what the run cost."""
    with Meter(city.roots) as meter:
        done = subprocess.run([driver, *command], capture_output=True, text=True, timeout=limit)
    if done.returncode != 0:
        raise Failed(f"{shlex.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    result = next(row for row in rows if row["op"] == "all")
    result["ops"] = {row["op"]: row for row in rows if row["op"] != "all"}
    return result | cost(meter, result.get("answered", 0))


def cost(meter: Meter, requests: int) -> dict:
    """Milliseconds of processor time per request, of the program's copies, its worker and PostgreSQL."""
    def milliseconds(prefix: str) -> float:
        spent = sum(time for name, time in meter.spent.items() if name.startswith(prefix))
        return round(spent * 1000 / max(requests, 1), 4)

    return {"program_ms": milliseconds("program"), "worker_ms": milliseconds("worker"),
            "postgres_ms": milliseconds("postgres"), "other_cores": round(meter.other_cores, 2)}


def day(driver: str, city: City, bench: pathlib.Path, users: int, seconds: float, ramp: float) -> dict:
    """A city day of so many people."""
    command = ["day", "--city", str(bench), "--users", str(users), "--seconds", str(seconds), "--ramp", str(ramp)]
    return run_driver(driver, city, command, seconds + ramp + 120)


def capacity(driver: str, city: City, bench: pathlib.Path, op: str, connections: int, seconds: float,
             rate: float | None = None) -> dict:
    """One operation without a pause, or `rate` times a second."""
    command = ["capacity", "--city", str(bench), "--op", op, "--connections", str(connections),
               "--seconds", str(seconds), "--warm-up", "2", *(["--rate", str(rate)] if rate else [])]
    return run_driver(driver, city, command, seconds + 120)


def limit(pgbench: str, city: City, bench: dict, out: pathlib.Path, op: str, connections: int, seconds: float) -> dict:
    """The same statements sent by pgbench over as many connections, or as many as have rows of their own to work on."""
    script = bench["limits"][op]
    connections = min(connections, script.get("clients", connections))
    files = [word for name in script["scripts"] for word in ("-f", str(out / name))]
    # With many clients the first seconds go into connecting and preparing, and they count.
    length = int(seconds) + 2 + (8 if connections > 16 else 0)
    with tempfile.TemporaryDirectory(prefix="yanmen-pgbench-") as folder:
        command = [pgbench, "-n", "-M", "prepared", "-c", str(connections), "-j", "1", "-T", str(length), *files,
                   f"{bench['database']} user={script['role']}"]
        with Meter(city.roots) as meter:
            done = subprocess.run(command, capture_output=True, text=True, timeout=length + 120, cwd=folder)
    result = parse_pgbench(done.stdout)
    if done.returncode != 0 or result is None:
        raise Failed(f"pgbench {op} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}")
    return result | cost(meter, result["count"])


def parse_pgbench(text: str) -> dict | None:
    """Transactions and their rate out of pgbench's report; nil when it is none."""
    rate = re.search(r"^tps = ([\d.]+)", text, re.M)
    count = re.search(r"^number of transactions actually processed: (\d+)", text, re.M)
    failed = re.search(r"^number of failed transactions: (\d+)", text, re.M)
    if not rate or not count:
        return None
    return {"rate": float(rate.group(1)), "count": int(count.group(1)),
            "failed": int(failed.group(1)) if failed else 0}
