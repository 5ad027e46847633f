"""The figures of the management door as Prometheus' own tool reads them, and the lines of the log beside them."""

import json
import re
import subprocess

import requests

import flows
from conftest import PROGRAM

NEEDED = [
    "yanmen_requests_total", "yanmen_request_duration_seconds_bucket", "yanmen_route_requests_total",
    "yanmen_route_duration_seconds_bucket", "yanmen_shed_total", "yanmen_pool_lent", "yanmen_pool_waiting",
    "yanmen_pool_wait_seconds_total", "yanmen_jobs", "yanmen_jobs_oldest_wait_seconds", "yanmen_worker_silence_seconds",
    "yanmen_audit_lag_seconds", "yanmen_files_free_bytes", "yanmen_process_memory_bytes"]


def test_promtool_accepts_the_figures(city):
    requests.get(city.url("public"), timeout=10)
    requests.get(city.url("public", "/items/XZ0024"), timeout=10)
    text = requests.get(city.url("management", "/metrics"), timeout=10).text

    checked = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout + checked.stderr
    names = set(re.findall(r"^([a-z_]+)[{ ]", text, re.M))
    assert not set(NEEDED) - names
    assert 'route="/items/{code}"' in text and "XZ0024" not in text


def test_health(city):
    assert requests.get(city.url("management", "/health/live"), timeout=10).text == "ok\n"
    assert requests.get(city.url("management", "/health/ready"), timeout=10).json()["isReady"] is True
    assert requests.get(city.url("management", "/ready"), timeout=10).status_code == 404


def test_top_prints_one_frame_and_one_line(city):
    base = ["top", "--port-base", str(city.base)]
    frame = subprocess.run([PROGRAM, *base, "--once"], capture_output=True, text=True, timeout=30)
    line = subprocess.run([PROGRAM, *base, "--json"], capture_output=True, text=True, timeout=30)
    nobody = subprocess.run([PROGRAM, "top", "--once", "--port-base", "9"], capture_output=True, text=True, timeout=30)

    assert frame.returncode == 0 and "public" in frame.stdout and "worker" in frame.stdout, frame.stderr
    assert line.stdout.count("\n") == 1
    told = json.loads(line.stdout)
    assert told["isDatabaseUp"] and {"doors", "worker", "management"} <= {one["kind"] for one in told["processes"]}
    assert nobody.returncode == 1 and "没有管理门应答" in nobody.stderr


def test_log_lines_hold_nothing_of_persons(city):
    clerk = flows.http_staff(city, "chuangkou")
    secrets = ["140902199001011234", "13912345678", "张建国"]
    for secret in secrets:
        requests.get(city.url("public", "/search"), params={"q": secret}, timeout=10)
        clerk.get(city.url("office", "/inbox"), params={"q": secret}, timeout=10)

    lines = [json.loads(line) for line in city.log.read_text().splitlines() if line.startswith('{"door"')]

    staff = [line for line in lines if line.get("visitor") == "staff"]
    assert staff and all(re.fullmatch(r"[0-9a-f]{16}", line["person"]) for line in staff)
    assert any(line["statements"] > 0 for line in staff)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    assert not [secret for secret in secrets if secret in text]
    assert "chuangkou" not in text and "q=" not in text
    assert not re.search(r"(?<![0-9A-Fa-f.])1[3-9]\d{9}(?![0-9A-Fa-f])", text) and not re.search(r"\d{17}[0-9X]", text)


def test_slow_statements_of_the_worker_are_written_down_without_values(city):
    """While somebody holds its table, the worker's look at the queue takes long."""
    before = len(city.log.read_text())
    city.query("BEGIN; LOCK TABLE base.job IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(2.5); COMMIT")

    def slow() -> list[dict]:
        lines = [line for line in city.log.read_text()[before:].splitlines() if line.startswith('{"door"')]
        return [line for line in map(json.loads, lines) if line.get("slow") == "statement"]

    flows.wait(lambda: any(line["door"] == "worker" for line in slow()), "a line of the worker", 20)
    found = next(line for line in slow() if line["door"] == "worker")
    assert found["milliseconds"] >= 200 and found["time"]
    claim = next(text for text in found["sql"] if "UPDATE base.job" in text)
    assert "lease_owner = $" in claim and "kind = ANY ($" in claim
