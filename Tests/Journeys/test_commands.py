"""The command line as administrators use it: every documented exit code, settings that work without a restart, logs, and a
city on a database of one's own."""

import csv
import io
import json
import shutil
import subprocess

import pytest
import requests

import flows
from conftest import PROGRAM, ROOT, City, as_postgres, free_port_base, passing_folder


def run(*arguments, **options):
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120, cwd=ROOT, **options)


def place(city) -> list[str]:
    return ["--data", str(city.folder), "--port-base", str(city.base)]


class GuestCity(City):
    """A product on a database that is not its own."""

    def __init__(self, folder, base, database: str):
        super().__init__(folder, base)
        self.database = database

    def arguments(self) -> list[str]:
        return [*place(self), "--database", self.database]


@pytest.fixture(scope="module")
def guest(city):
    """A second city, in a database of the first one's server, with another port base."""
    socket = city.folder / "postgres/run"
    create = ["psql", "-h", str(socket), "-c", "CREATE DATABASE guest", "postgres"]
    subprocess.run(as_postgres(create), check=True, capture_output=True, cwd="/")
    with passing_folder("guest") as parent:
        running = GuestCity(parent / "data", free_port_base(), f"host='{socket}' dbname=guest")
        with open(running.log, "wb") as log:
            running.process = subprocess.Popen(
                [PROGRAM, "up", "--without-demo-people", *running.arguments()], stdout=log, stderr=subprocess.STDOUT,
                cwd=ROOT)
        try:
            flows.wait(
                lambda: "\nready\n" in running.log.read_text() or running.process.poll() is not None, "the guest", 180)
            yield running
        finally:
            running.stop()


def everywhere(ask) -> bool:
    """Whether every copy of the doors answers so: each follows a setting in its own time, and ten connections reach all."""
    return all(ask() for _ in range(10))


# Exit codes ----------------------------------------------------------------------------------------------------------


def test_0_done_and_1_failed_with_a_sentence(city):
    flows.wait(lambda: run("audit", "verify", *place(city)).returncode == 0, "the seal", 40)
    unknown = run("people", "code", "nobody", *place(city))
    assert unknown.returncode == 1 and "没有登录名为 nobody" in unknown.stderr


def test_2_a_refused_row_of_an_import(city, tmp_path):
    source = ROOT / "Data/xinzhou"
    for file in source.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    catalogue = json.loads((source / "items-catalogue.json").read_text())
    catalogue["entries"][0]["name"] = ""
    (tmp_path / "items-catalogue.json").write_text(json.dumps(catalogue))
    answer = run("items", "import", tmp_path / "items-catalogue.json", "--dry-run", *place(city))
    assert answer.returncode == 2, answer.stderr


def test_3_something_is_missing_on_this_machine(city):
    # The ports of a running product are taken: the doctor says so.
    answer = run("doctor", *place(city))
    assert answer.returncode == 3 and f"端口 {city.base}" in answer.stdout


def test_4_a_port_is_taken(city, tmp_path):
    whole = run("up", "--data", tmp_path / "data", "--port-base", city.base)
    assert whole.returncode == 4 and f"端口 {city.base} 已被占用" in whole.stderr
    door = run("serve", "--door", "public", *place(city))
    assert door.returncode == 4 and f"端口 {city.base} 已被占用" in door.stderr


def test_5_the_disk_is_full(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    script = f"mount -t tmpfs -o size=16m tmpfs '{small}' && exec '{PROGRAM}' up --data '{small}/data' --port-base 18990"
    answer = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, timeout=60)
    if "unshare" in answer.stderr or "mount:" in answer.stderr:
        pytest.skip("this machine lets nobody mount a small disk")
    assert answer.returncode == 5 and "磁盘空间不足" in answer.stderr


@pytest.mark.parametrize("database, sentence", [
    ("host=/nonexistent dbname=yanmen", "请确认数据库正在运行"),
    ("host='{socket}' dbname=nosuch", "请核对 --database"),
    ("host='{socket}' dbname=postgres", "请先运行 yanmen migrate"),
])
def test_6_the_database_is_away_or_refuses(city, tmp_path, database, sentence):
    text = database.format(socket=city.folder / "postgres/run")
    answer = run("settings", "list", "--data", tmp_path, "--database", text)
    assert answer.returncode == 6, answer.stderr
    assert "数据库不可用" in answer.stderr and sentence in answer.stderr


def test_6_up_and_serve_say_so_too(tmp_path):
    base = free_port_base()
    for command in (["up"], ["serve", "--door", "public"], ["work"]):
        answer = run(*command, "--data", tmp_path / "data", "--port-base", base, "--database", "host=/nonexistent dbname=x")
        assert answer.returncode == 6 and "数据库不可用" in answer.stderr, command
    assert not (tmp_path / "data/postgres").exists()


def test_7_the_data_folder_is_in_use(city):
    second = run("up", "--data", city.folder, "--port-base", free_port_base())
    assert second.returncode == 7, second.stderr
    assert f"另一个 yanmen（进程 {city.process.pid}）正在使用数据文件夹" in second.stderr
    assert requests.get(city.url("management", "/health/ready"), timeout=10).status_code == 200


@pytest.mark.parametrize("arguments", [
    ["--nonsense"], ["serve", "--door", "cellar"], ["settings", "set", "no.such", "1"],
    ["settings", "set", "public.address", "ftp://example.cn"],
    ["settings", "set", "public.address", "https://example.cn/path"],
    ["settings", "set", "doors.trustedProxies", "10.0.0.0/33"], ["settings", "set", "doors.hosts", "a b"],
    ["settings", "set", "staff.unusedDays", "-1"], ["settings", "set", "limits.addressPerSecond", "0"],
    ["settings", "set", "limits.sessionPerSecond", "30/s"], ["settings", "set", "limits.senderAtOnce", "64"],
    ["settings", "set", "limits.connectionsPerAddress", "1000000"], ["audit", "search", "--from", "yesterday"],
])
def test_64_the_command_is_wrong(arguments):
    assert run(*arguments).returncode == 64


# A database of one's own ---------------------------------------------------------------------------------------------


def test_up_with_a_database_starts_no_server_of_its_own(guest):
    assert guest.process.poll() is None, guest.log.read_text()
    assert not (guest.folder / "postgres").exists()
    assert requests.get(guest.url("public"), timeout=10).status_code == 200
    assert requests.get(guest.url("management", "/health/ready"), timeout=10).status_code == 200


# Settings ------------------------------------------------------------------------------------------------------------


def test_an_address_is_followed_without_a_restart(guest):
    code = requests.get(guest.url("public", "/s"), timeout=10).text.split('href="/items/')[1].split('"')[0].split("?")[0]
    notice = guest.url("public", f"/items/{code}")
    before = requests.get(notice, timeout=10).text
    listed = run("settings", "list", *guest.arguments()).stdout
    assert f"public.address = http://localhost:{guest.base}\n" in listed and "staff.unusedDays = 90（默认）" in listed

    changed = run("settings", "set", "public.address", "https://ZWFW.example.cn/", *guest.arguments())
    assert changed.returncode == 0, changed.stderr
    named = {"Host": "zwfw.example.cn"}
    flows.wait(
        lambda: everywhere(lambda: requests.get(guest.url("public"), timeout=10).status_code == 421), "the new address", 40)
    page = requests.get(guest.url("public", "/signin"), headers=named, timeout=10)
    assert page.status_code == 200 and "max-age=" in page.headers["Strict-Transport-Security"]
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-form=") and "; Secure" in cookie and "; Path=/;" in cookie
    assert requests.get(notice, headers=named, timeout=10).text != before, "the QR code leads to the new address"
    assert requests.get(guest.url("office", "/signin"), timeout=10).status_code == 200, "the other doors keep theirs"

    # A proxy's word counts once it is trusted.
    plain = {**named, "X-Forwarded-Proto": "http", "X-Forwarded-For": "198.51.100.7"}
    assert requests.get(guest.url("public"), headers=plain, timeout=10, allow_redirects=False).status_code == 200
    assert run("settings", "set", "doors.trustedProxies", "127.0.0.0/8, ::1", *guest.arguments()).returncode == 0
    flows.wait(lambda: everywhere(lambda: requests.get(
        guest.url("public", "/s?q=a"), headers=plain, timeout=10, allow_redirects=False).status_code == 308),
        "the trusted proxy", 40)
    moved = requests.get(guest.url("public", "/s?q=a"), headers=plain, timeout=10, allow_redirects=False)
    assert moved.headers["Location"] == "https://zwfw.example.cn/s?q=a"

    for name in ("public.address", "doors.trustedProxies"):
        assert run("settings", "reset", name, *guest.arguments()).returncode == 0
    flows.wait(
        lambda: everywhere(lambda: requests.get(guest.url("public"), timeout=10).status_code == 200), "the old address", 40)
    logged = run("audit", "search", "--act", "setting.", *guest.arguments()).stdout
    assert logged.count("setting.change") >= 3 and logged.count("setting.reset") == 2


def test_a_limit_is_followed_without_a_restart(city):
    clerk = flows.http_staff(city, "chuangkou")

    def statuses() -> set[int]:
        return {clerk.get(city.url("office", "/window"), timeout=10).status_code for _ in range(60)}

    assert "limits.sessionPerSecond = 30（默认）" in run("settings", "list", *place(city)).stdout
    flows.wait(lambda: 429 in statuses(), "more than thirty a second", 40)
    try:
        assert run("settings", "set", "limits.sessionPerSecond", "10000", *place(city)).returncode == 0
        flows.wait(lambda: everywhere(lambda: statuses() == {200}), "the larger limit", 40)
    finally:
        assert run("settings", "reset", "limits.sessionPerSecond", *place(city)).returncode == 0


# Logs ----------------------------------------------------------------------------------------------------------------


def test_logs_are_searched_and_exported(city, tmp_path):
    requests.get(city.url("office", "/signin"), timeout=10)
    found = run("audit", "search", "--act", "staff.create", "--limit", "3", *place(city))
    assert found.returncode == 0 and len(found.stdout.splitlines()) == 3 and "可能还有更多" in found.stderr

    target = tmp_path / "log.csv"
    assert run("audit", "export", "--output", target, *place(city)).returncode == 0
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"))))
    assert rows[0][0] == "序号" and len(rows) > 10
    assert any("audit.searchOperations" in row for row in rows), "the search before stands in the log"
    assert run("audit", "export", "--output", target, *place(city)).returncode == 1, "nothing is overwritten"
    signed = run("audit", "export", "--sign-ins", *place(city))
    assert signed.returncode == 0 and signed.stdout.lstrip("\ufeff").startswith('"时间"')
