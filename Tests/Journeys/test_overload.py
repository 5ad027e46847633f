"""More than the product can do, and parts of it killed or stuck: it says so politely, in time, and is well again at once."""

import concurrent.futures
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import threading
import time

import pytest
import requests

import flows
from conftest import PROGRAM, passing_city
from test_kill import doors_processes, register


@pytest.fixture(scope="module")
def crowded_city():
    """A product of its own, to be overrun."""
    with passing_city("overload") as running:
        yield running


@pytest.fixture(scope="module")
def clerk(crowded_city):
    return flows.http_staff(crowded_city, "chuangkou")


def connect(city, offset: int = 0) -> socket.socket:
    return socket.create_connection(("127.0.0.1", city.base + offset), timeout=10)


def home(city, limit: float = 10) -> float:
    """How long the first page of the public door takes."""
    began = time.monotonic()
    answer = requests.get(city.url("public"), headers={"Accept": "text/html"}, timeout=limit)
    assert answer.status_code == 200
    return time.monotonic() - began


class Visitors:
    """People who open the first page again and again; notes when that failed, and when it went well."""

    def __init__(self, city, count: int):
        self.city, self.failures, self.successes = city, [], []
        self.running = True
        self.threads = [threading.Thread(target=self.visit, args=(number % 2 == 0,)) for number in range(count)]

    def visit(self, keeps_connection: bool):
        session = requests.Session()
        while self.running:
            if not keeps_connection:
                session = requests.Session()
            try:
                answer = session.get(self.city.url("public"), headers={"Accept": "text/html"}, timeout=10)
                assert answer.status_code == 200, answer.status_code
                self.successes.append(time.monotonic())
            except (requests.RequestException, AssertionError) as error:
                self.failures.append((time.monotonic(), repr(error)))
            threading.Event().wait(0.02)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        flows.wait(lambda: len(self.successes) > len(self.threads), "the first pages", 20)
        return self

    def __exit__(self, *_):
        self.running = False
        for thread in self.threads:
            thread.join()



def test_two_copies_without_rights_serve_one_port(crowded_city):
    copies = doors_processes(crowded_city)

    assert len(copies) == 2
    children = subprocess.run(
        ["pgrep", "-P", str(crowded_city.process.pid)], capture_output=True, text=True, check=True).stdout.split()
    serving = [pid for pid in children if "postgres" not in pathlib.Path(f"/proc/{pid}/cmdline").read_text()[:200]]
    if os.geteuid() == 0:
        for pid in serving:
            for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
                assert re.search(r"^Uid:\s+0\b", (task / "status").read_text(), re.M) is None, f"{pid} has rights of root"
        secret = crowded_city.folder / "secrets/forms.key"
        assert secret.owner() == "yanmen" and secret.stat().st_mode & 0o077 == 0


def test_metrics_cover_all_copies(crowded_city):
    for _ in range(20):
        home(crowded_city)
    text = requests.get(crowded_city.url("management", "/metrics"), timeout=10).text

    counted = re.search(r'yanmen_requests_total\{door="public",status="2xx"\} (\d+)', text)
    assert counted and int(counted.group(1)) >= 20
    assert len(re.findall(r'yanmen_process_memory_bytes\{kind="doors"', text)) == 2
    assert len(re.findall(r'yanmen_process_memory_bytes\{kind="worker"', text)) == 1


def test_one_copy_killed_under_load(crowded_city, clerk):
    """Less than a second of errors; a registration that was acknowledged is there."""
    city = crowded_city
    form_token = flows.token(clerk.get(city.url("office", "/window"), timeout=10).text)
    with Visitors(city, 8) as visitors, concurrent.futures.ThreadPoolExecutor(4) as pool:
        deadline = time.monotonic() + 40
        work = [
            pool.submit(register, city, clerk.cookies, form_token, f"overload-{number:02}", deadline)
            for number in range(24)]
        victim = min(doors_processes(city))
        killed = time.monotonic()
        os.kill(victim, signal.SIGKILL)
        acknowledged = {f"overload-{number:02}": job.result()[0] for number, job in enumerate(work)}
        flows.wait(lambda: len(doors_processes(city) - {victim}) == 2, "a copy in the place of the killed one", 30)
        count = len(visitors.successes)
        flows.wait(lambda: len(visitors.successes) > count + 16, "pages after the kill", 20)

    late = [failure for failure in visitors.failures if failure[0] > killed + 1]
    assert not late, late[:3]
    rows = [row.split("|") for row in city.query(
        "SELECT submit_key, id FROM cases.case_record WHERE submit_key LIKE '%overload-%'").splitlines()]
    assert {re.search(r"overload-\d\d", key).group(0): case for key, case in rows} == acknowledged


def test_rolling_restart_without_an_error(crowded_city):
    city = crowded_city
    before = doors_processes(city)
    with Visitors(city, 8) as visitors:
        city.process.send_signal(signal.SIGHUP)
        flows.wait(lambda: len(doors_processes(city)) == 2 and not doors_processes(city) & before, "two new copies", 60)
        count = len(visitors.successes)
        flows.wait(lambda: len(visitors.successes) > count + 16, "pages from the new copies", 20)

    assert visitors.failures == []
    flows.wait(lambda: "所有进程已逐个更换" in city.log.read_text(), "the end of the restart", 60)
    assert requests.get(city.url("management", "/health/ready"), timeout=10).status_code == 200


def test_idle_slow_and_giant(crowded_city):
    """Two thousand silent connections, senders and readers that hardly move, giants: the others do not feel it."""
    city = crowded_city
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8_192, limit[1]), limit[1]))
    idle = [connect(city) for _ in range(2_000)]
    crawling = [connect(city) for _ in range(100)]
    for one in crawling:
        one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    deaf = [connect(city) for _ in range(50)]
    for one in deaf:
        one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n" * 20)
    dripping = [connect(city) for _ in range(50)]
    for one in dripping:
        one.sendall(
            b"POST /preferences HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: 4000\r\n\r\na")
    try:
        assert max(home(city) for _ in range(10)) < 5
        answers = {}
        giants = {
            "431": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Big: " + b"a" * 100_000 + b"\r\n\r\n",
            "414": b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "413": b"POST /preferences HTTP/1.1\r\nHost: localhost\r\n"
                   b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9999999999\r\n\r\n",
            "400": b"GET / HTTP/1.1\r\n\r\n",
        }
        for status, words in giants.items():
            with connect(city) as giant:
                giant.sendall(words)
                answers[status] = giant.recv(4_096).decode().split(" ")[1]
        assert answers == {status: status for status in giants}
    finally:
        for one in idle + crawling + deaf + dripping:
            one.close()
    assert home(city) < 5


CLOSED = 0


def flood(city, path: str, cookies, visitors: int, limit: float) -> list[tuple[int, float, str | None, str]]:
    """So many at once: status, seconds, Retry-After and text of each answer; CLOSED is a connection ended without one."""

    def one(_):
        began = time.monotonic()
        try:
            answer = requests.get(
                city.url("office", path), cookies=cookies, headers={"Accept": "text/html"}, timeout=limit,
                allow_redirects=False)
        except requests.ConnectionError:
            return CLOSED, time.monotonic() - began, None, ""
        return answer.status_code, time.monotonic() - began, answer.headers.get("Retry-After"), answer.text

    with concurrent.futures.ThreadPoolExecutor(visitors) as pool:
        return list(pool.map(one, range(visitors)))


def test_a_locked_table_is_answered_in_time(crowded_city, clerk):
    """All database connections of a door wait for a lock: 503 within a bounded time, other doors go on, then all is well."""
    city = crowded_city
    locked = threading.Thread(
        target=city.query, args=("BEGIN; LOCK TABLE cases.case_record IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(9); COMMIT",))
    locked.start()
    flows.wait(
        lambda: city.query("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted "
                           "AND relation = 'cases.case_record'::regclass") == "1", "the lock", 10)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        job = pool.submit(flood, city, "/", clerk.cookies, 80, 30)
        meanwhile = max(home(city) for _ in range(5))
        assert not job.done(), "nobody waited for the lock"
        answers = job.result()
    locked.join()

    assert {status for status, *_ in answers} <= {200, 503}, {status for status, *_ in answers}
    assert max(seconds for _, seconds, *_ in answers) < 25
    shed = [(retry, text) for status, _, retry, text in answers if status == 503]
    assert shed and all(retry for retry, _ in shed)
    assert all("<html" in text and ">再试一次<" in text for _, text in shed)
    assert meanwhile < 5
    assert clerk.get(city.url("office", "/"), timeout=10).status_code == 200


def test_a_stuck_database_is_answered_in_time(crowded_city, clerk):
    city = crowded_city
    assert clerk.get(city.url("office", "/"), timeout=10).status_code == 200
    found = subprocess.run(["pgrep", "-f", "postgres: yanmen_office"], capture_output=True, text=True).stdout.split()
    own = [int(pid) for pid in found if str(city.folder) in os.readlink(f"/proc/{pid}/cwd")]
    assert own, "no connection of the office"
    for pid in own:
        os.kill(pid, signal.SIGSTOP)
    try:
        answers = flood(city, "/", clerk.cookies, 24, 40)
    finally:
        for pid in own:
            os.kill(pid, signal.SIGCONT)

    assert {status for status, *_ in answers} <= {200, 503}, sorted((one[0], round(one[1], 1)) for one in answers)
    assert max(seconds for _, seconds, *_ in answers) < 28
    shed = [(retry, text) for status, _, retry, text in answers if status == 503]
    assert shed and all(retry and "<html" in text for retry, text in shed)
    # A new connection: the session's own may have been closed as idle meanwhile.
    after = requests.get(city.url("office", "/"), cookies=clerk.cookies, timeout=10)
    assert after.status_code == 200 and "/signin" not in after.url


def test_a_read_only_file_store(crowded_city):
    """Who uploads is told politely, operators are told what to do, and all is well once it can be written again."""
    city = crowded_city
    headers = {"Authorization": f"Bearer {flows.http_client(city, ['files:write'])}",
               "Content-Type": "application/octet-stream"}

    def store(words: str) -> requests.Response:
        content = f"%PDF-1.4\n% {words}\ntrailer\n<< >>\n%%EOF\n".encode()
        return requests.post(
            city.url("api", "/api/v1/files"), params={"name": "a.pdf"}, data=content, headers=headers, timeout=10)

    def ready() -> requests.Response:
        return requests.get(city.url("management", "/health/ready"), timeout=10)

    def doctor() -> str:
        command = [PROGRAM, "doctor", "--data", str(city.folder), "--port-base", str(city.base)]
        return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout

    assert store("before").status_code == 201
    assert "正常  文件存储可写" in doctor()
    folders = [city.folder / "files", city.folder / "files/tmp", city.folder / "files/uploads"]
    for folder in folders:
        folder.chmod(0o500)
    try:
        refused, unready, advice = store("meanwhile"), ready(), doctor()
    finally:
        for folder in folders:
            folder.chmod(0o700)

    assert refused.status_code == 503 and refused.headers["Retry-After"]
    assert refused.json()["code"] == "file.storage-read-only" and "只能读取" in refused.json()["detail"]
    assert unready.status_code == 503 and "文件存储不能写入" in unready.text
    assert "问题  文件存储可写：没有写的权限；请执行 chmod u+rwx" in advice
    assert store("after").status_code == 201
    assert ready().status_code == 200


def test_a_start_waits_while_the_old_one_still_stops(crowded_city):
    """Its database is not stopped under it, and nobody has to try again."""
    city = crowded_city
    old, before = city.process, len(city.log.read_text())
    # A request that stays unfinished keeps the old one busy for some seconds.
    with connect(city) as unfinished:
        unfinished.sendall(b"POST /preferences HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\na")
        old.send_signal(signal.SIGTERM)
        city.start()

    assert old.wait(timeout=60) == 0
    said = city.log.read_text()[before:]
    assert f"正在等上一个 yanmen（进程 {old.pid}）停止" in said
    assert "数据库停了" not in said
    assert home(city) < 5


def test_stops_in_time(crowded_city):
    """With open connections, some of them in the middle of a request."""
    city = crowded_city
    open_ones = [connect(city) for _ in range(20)]
    for one in open_ones[:10]:
        one.sendall(b"GET / HTTP/1.1\r\nHost: local")
    began = time.monotonic()
    city.stop()

    assert time.monotonic() - began < 25
    assert city.process.returncode == 0
    for one in open_ones:
        one.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives its rights up")
def test_folders_of_an_earlier_version_are_taken_over(crowded_city):
    """They belonged to root; the doors could not read them any more."""
    city = crowded_city
    city.stop()
    own = [city.folder / name for name in ("secrets", "secrets/forms.key", "files", "files/tmp", "audit-head.log")]
    for path in own:
        os.chown(path, 0, 0)

    city.start()

    assert {path.owner() for path in own} == {"yanmen"}
    assert requests.get(city.url("management", "/health/ready"), timeout=10).status_code == 200
    assert home(city) < 5
