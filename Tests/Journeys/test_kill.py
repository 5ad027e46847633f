"""Registering cases while the product's doors are killed and the database is restarted: nothing acknowledged is lost or doubled."""

import concurrent.futures
import os
import re
import shutil
import signal
import subprocess
import threading
import time

import pytest
import requests

import flows
from conftest import PROGRAM, as_postgres, passing_city

CLERKS, EACH = 20, 10
LIMIT = 120


@pytest.fixture
def doomed_city():
    """A product of its own, to be killed."""
    with passing_city("kill") as running:
        yield running


def register(city, cookies, form_token: str, key: str, deadline: float) -> tuple[str, int]:
    """Presses the button until the product says where the case is: that address, and how often it had to be pressed."""
    form = {
        "csrf": form_token, "key": key, "kind": "natural", "applicantName": "赵强", "phone": "13800000000",
        "documentNumber": "110101199003077096", "leaf": "XZ007501", "do": "correct"}
    tries = 0
    last = "nothing"
    while time.monotonic() < deadline:
        tries += 1
        try:
            answer = requests.post(
                city.url("office", "/window"), data=form, cookies=cookies, headers={"Accept": "text/html"},
                allow_redirects=False, timeout=10)
            if answer.status_code == 303 and answer.headers["Location"].startswith("/cases/"):
                return re.match(r"/cases/([0-9a-f-]{36})", answer.headers["Location"]).group(1), tries
            last = f"{answer.status_code} {answer.headers.get('Location', '')}"
            assert answer.status_code in (303, 429, 500, 502, 503, 504) and "signin" not in last, last
        except requests.RequestException as error:
            last = repr(error)
        threading.Event().wait(0.05)
    raise AssertionError(f"{key} was never acknowledged; last answer: {last}")


def doors_processes(city) -> set[int]:
    """The children of `yanmen up` that keep the doors of visitors open."""
    found = subprocess.run(
        ["pgrep", "-P", str(city.process.pid), "-f", " serve --door public"], capture_output=True, text=True).stdout
    return {int(number) for number in found.split()}


def restart_database(city):
    control = shutil.which("pg_ctl") or "/usr/lib/postgresql/15/bin/pg_ctl"
    subprocess.run(
        as_postgres([control, "restart", "-w", "-m", "immediate", "-D", str(city.folder / "postgres/cluster"),
                     "-l", str(city.folder / "postgres/server.log")]),
        check=True, cwd="/", timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_no_acknowledged_case_is_lost_or_doubled(doomed_city):
    city = doomed_city
    session = flows.http_staff(city, "chuangkou")
    form_token = flows.token(session.get(city.url("office", "/window"), timeout=10).text)
    acknowledged: dict[str, str] = {}
    tries = 0
    deadline = time.monotonic() + LIMIT

    def work(clerk_number: int):
        nonlocal tries
        for number in range(EACH):
            key = f"window-kill-{clerk_number:02}-{number:02}"
            case, pressed = register(city, session.cookies, form_token, key, deadline)
            acknowledged[key] = case
            tries += pressed

    with concurrent.futures.ThreadPoolExecutor(CLERKS) as pool:
        jobs = [pool.submit(work, number) for number in range(CLERKS)]
        flows.wait(lambda: len(acknowledged) >= 20, "the first cases", 60)
        first = doors_processes(city)
        assert first, "no serve process under yanmen up"
        for number in first:
            os.kill(number, signal.SIGKILL)
        flows.wait(lambda: len(doors_processes(city) - first) == len(first), "new doors after the kill", 30)
        before = len(acknowledged)
        assert before < CLERKS * EACH, "all was over before the database restarted"
        flows.wait(lambda: len(acknowledged) > before, "a case after the kill", 30)
        restart_database(city)
        for job in concurrent.futures.as_completed(jobs):
            job.result()

    assert len(acknowledged) == CLERKS * EACH
    assert tries > CLERKS * EACH, "neither the kill nor the restart was felt by any clerk"
    rows = [row.split("|") for row in city.query(
        "SELECT submit_key, id, number FROM cases.case_record WHERE submit_key LIKE '%window-kill-%'").splitlines()]
    assert len(rows) == CLERKS * EACH, "cases in the database"
    stored = {re.search(r"window-kill-\d\d-\d\d", key).group(0): case for key, case, _ in rows}
    assert stored == acknowledged
    assert len({number for _, _, number in rows}) == len(rows), "numbers are given once"
    begun_twice = city.query(
        "SELECT count(*) FROM (SELECT case_id, kind FROM cases.case_event GROUP BY 1, 2 HAVING count(*) > 1) doubled")
    assert begun_twice == "0", "a step of a case was written twice"
    verify = subprocess.run(
        [PROGRAM, "audit", "verify", "--data", str(city.folder)], capture_output=True, text=True, timeout=60)
    assert verify.returncode == 0, verify.stdout + verify.stderr


def is_ready(city) -> bool:
    try:
        return requests.get(city.url("management", "/health/ready"), timeout=5).status_code == 200
    except requests.RequestException:
        return False


def test_a_killed_database_is_started_again(doomed_city):
    """Nobody but the product itself does it."""
    city = doomed_city
    file = city.folder / "postgres/cluster/postmaster.pid"
    fallen = file.read_text().split()[0]
    os.kill(int(fallen), signal.SIGKILL)

    flows.wait(lambda: "数据库已重新启动" in city.log.read_text(), "the product starts its database again", 60)
    flows.wait(lambda: is_ready(city), "ready again", 30)
    assert file.read_text().split()[0] != fallen
    assert city.query("SELECT count(*) > 0 FROM items.item") == "t"
