"""One running product and one browser for all journeys and foreign checks.

The product is the real one: `yanmen up` with its private PostgreSQL, demo city and worker. One-time codes are read from
its output, SMS from the management door, as a newcomer would.
"""

import contextlib
import html
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import pytest
import requests
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "Tests/Journeys"))


def free_port_base() -> int:
    """Five free ports in a row."""
    for base in range(18200, 19000, 10):
        try:
            for offset in range(5):
                with socket.socket(socket.AF_INET6) as probe:
                    probe.bind(("::", base + offset))
            return base
        except OSError:
            continue
    raise RuntimeError("no five free ports in a row")


PROGRAM = os.environ.get("YANMEN_PROGRAM") or str(ROOT / ".build/debug/yanmen")


def as_postgres(command: list[str]) -> list[str]:
    """The private database belongs to `postgres` when the product was started as root, to the caller otherwise."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


class City:
    """A running product."""

    def __init__(self, folder: pathlib.Path, base: int):
        self.folder, self.base = folder, base
        self.log = folder.parent / f"{folder.name}.log"
        self.process = None
        self.codes: dict[str, str] = {}
        self.used_codes: set[str] = set()

    def start(self, limit: float = 120):
        with open(self.log, "ab") as log:
            begin = log.tell()
            self.process = subprocess.Popen(
                [PROGRAM, "up", "--data", str(self.folder), "--port-base", str(self.base)],
                stdout=log, stderr=subprocess.STDOUT, cwd=ROOT)
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            text = self.log.read_bytes()[begin:].decode()
            if re.search(r"^ready$", text, re.M):
                # lines such as "登录码  chuangkou01  王丽（窗口）  ABCD-EFGH-JKLM"
                for login, code in re.findall(r"^登录码\s+(\S+)\s+\S+\s+(\S+)\s*$", text, re.M):
                    self.codes[login] = code
                return self
            if self.process.poll() is not None:
                raise RuntimeError(f"yanmen up ended with {self.process.returncode}:\n{text[-3000:]}")
            time.sleep(0.1)
        raise RuntimeError(f"not ready within {limit} s:\n{self.log.read_text()[-3000:]}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    def query(self, statement: str) -> str:
        """What psql prints for a statement, unaligned and without headings, as the owner of the private database."""
        command = ["psql", "-h", str(self.folder / "postgres/run"), "-v", "ON_ERROR_STOP=1", "-Atc", statement, "yanmen"]
        return subprocess.run(as_postgres(command), check=True, capture_output=True, text=True, cwd="/").stdout.strip()

    def url(self, door: str, path: str = "/") -> str:
        offset = {"public": 0, "office": 1, "api": 2, "terminal": 3, "management": 4}[door]
        return f"http://localhost:{self.base + offset}{path}"

    def sms(self, phone: str) -> list[str]:
        """The SMS to a phone, newest first, as the management door's page of the demo gateway shows them."""
        page = requests.get(self.url("management", "/messages"), timeout=5).text
        texts = re.findall(r">%s</span></td>\s*<td[^>]*>(.*?)</td>" % phone, page, re.S)
        return [html.unescape(text) for text in texts]

    def last_sms(self, phone: str) -> str:
        """The newest SMS to a phone."""
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            if texts := self.sms(phone):
                return texts[0]
            time.sleep(0.2)
        raise AssertionError(f"no SMS to {phone}")


@contextlib.contextmanager
def passing_folder(name: str):
    """A folder that another user's database may stand in, gone afterwards."""
    parent = pathlib.Path(tempfile.mkdtemp(prefix=f"yanmen-{name}-", dir="/tmp"))
    parent.chmod(0o755)
    try:
        yield parent
    finally:
        shutil.rmtree(parent, ignore_errors=True)


@contextlib.contextmanager
def passing_city(name: str):
    """A running product of its own, stopped and gone afterwards."""
    with passing_folder(name) as parent:
        running = City(parent / "data", free_port_base())
        try:
            yield running.start()
        finally:
            running.stop()


@pytest.fixture(scope="session")
def city():
    with passing_city("journeys") as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--font-render-hinting=none"])
        yield chromium
        chromium.close()
