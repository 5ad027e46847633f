"""A sampled city with its program running: made, started, stopped, copied."""

import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import time
import urllib.request

from . import meter


class Failed(RuntimeError):
    """Something the measurement needs did not come about; the message says what."""


class City:
    """`yanmen up` on a data folder."""

    def __init__(self, program: str, folder: pathlib.Path, port_base: int):
        self.program, self.folder, self.base = program, folder, port_base
        self.log = folder.parent / f"{folder.name}.log"
        self.process: subprocess.Popen | None = None

    def sample(self, cases: int) -> float:
        """Makes the synthetic city; returns the seconds it took."""
        begin = time.monotonic()
        self._command("sample", "--cases", str(cases), limit=3 * 3600)
        return time.monotonic() - begin

    def copy_from(self, other: "City"):
        """Takes over the data of a city that is stopped."""
        shutil.rmtree(self.folder, ignore_errors=True)
        subprocess.run(["cp", "-a", "--reflink=auto", str(other.folder), str(self.folder)], check=True)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, limit: float = 300) -> float:
        """Starts the product; returns the seconds until it said `ready`."""
        with open(self.log, "ab") as log:
            begin = log.tell()
            self.process = subprocess.Popen(
                [self.program, "up", "--data", str(self.folder), "--port-base", str(self.base)],
                stdout=log, stderr=subprocess.STDOUT)
        started = time.monotonic()
        while time.monotonic() - started < limit:
            with open(self.log, "rb") as log:
                log.seek(begin)
                text = log.read().decode(errors="replace")
            if re.search(r"^ready$", text, re.M):
                return time.monotonic() - started
            if self.process.poll() is not None:
                raise Failed(f"yanmen up ended with {self.process.returncode}:\n{text[-2000:]}")
            time.sleep(0.01)
        raise Failed(f"not ready within {limit:.0f} s, see {self.log}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=90)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=30)
                self._end_postgres()
        self.process = None

    def _end_postgres(self):
        """The private server outlives a program that was killed."""
        try:
            server = self.postgres
            os.kill(server, signal.SIGINT)
        except (OSError, ValueError):
            return
        begin = time.monotonic()
        while meter.read_process(server) and time.monotonic() - begin < 60:
            time.sleep(0.1)

    def limits(self, out: pathlib.Path) -> dict:
        """Opens the sessions and writes down the SQL of a measurement; returns what bench.json says."""
        out.mkdir(parents=True, exist_ok=True)
        self._command("limits", "--port-base", str(self.base), "--out", str(out), limit=600)
        return json.loads((out / "bench.json").read_text())

    def _command(self, name: str, *arguments: str, limit: float):
        command = [self.program, name, "--data", str(self.folder), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
        if done.returncode != 0:
            raise Failed(f"yanmen {name} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}")

    # Processes

    @property
    def roots(self) -> dict[str, int]:
        """The trees to meter: the program's own process of doors, its worker, and PostgreSQL."""
        roots = {"postgres": self.postgres}
        for process in meter.tree(self.process.pid) if self.process else []:
            word = _command_word(process.pid)
            if word in ("serve", "work"):
                roots[_free_name({"serve": "program", "work": "worker"}[word], roots)] = process.pid
        return roots

    @property
    def copies(self) -> list[int]:
        """The process ids of the program copies that serve."""
        return [pid for name, pid in self.roots.items() if name.startswith("program")]

    @property
    def postgres(self) -> int:
        file = self.folder / "postgres/cluster/postmaster.pid"
        return int(file.read_text().split()[0])

    # Requests of the measurement itself

    def upload(self, token: str, megabytes: int) -> int:
        """Sends one big file to the door of other systems; returns its bytes."""
        size = megabytes << 20
        request = urllib.request.Request(
            f"http://localhost:{self.base + 2}/api/v1/files?name=measure.pdf", data=_pieces(size), method="POST",
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream",
                     "Content-Length": str(size)})
        with urllib.request.urlopen(request, timeout=300) as answer:
            if answer.status != 201:
                raise Failed(f"the upload was answered with {answer.status}")
        return size

    def download(self, path: str, cookie: str) -> int:
        """Reads a file of the office door to its end; returns its bytes."""
        request = urllib.request.Request(f"http://localhost:{self.base + 1}{path}", headers={"Cookie": cookie})
        size = 0
        with urllib.request.urlopen(request, timeout=1800) as answer:
            while piece := answer.read(1 << 16):
                size += len(piece)
        return size


def _pieces(size: int):
    """So many bytes that look like a PDF, a piece at a time."""
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%"
    end = b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    yield head
    left = size - len(head) - len(end)
    piece = bytes(256 * 1024).replace(b"\0", b".")
    while left > 0:
        yield piece[:left]
        left -= len(piece)
    yield end


def _command_word(pid: int) -> str:
    """The second word of a command line, such as `serve`."""
    try:
        words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return words[1].decode(errors="replace") if len(words) > 1 else ""


def _free_name(name: str, taken: dict) -> str:
    count = sum(1 for one in taken if one.startswith(name))
    return name if count == 0 else f"{name}{count + 1}"


def allow_open_files():
    """Lets this program and what it starts have as many connections as the machine allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def free_port_base(wish: int | None) -> int:
    """Five ports in a row that nobody uses."""
    import socket
    for base in [wish] if wish else range(18400, 19400, 10):
        try:
            for offset in range(5):
                with socket.socket(socket.AF_INET6) as probe:
                    # Connections that ended a moment ago do not hold a port.
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    probe.bind(("::", base + offset))
            return base
        except OSError:
            continue
    raise Failed(f"the ports from {wish or 18400} on are taken")


def git_commit(root: pathlib.Path) -> str:
    done = subprocess.run(["git", "-C", str(root), "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else "unknown"


def machine() -> dict:
    """What the numbers were measured on; no names of hosts."""
    model = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    memory = re.search(r"^MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text(), re.M)
    return {"cpu": model.group(1) if model else "unknown", "cores": os.cpu_count(),
            "memory_gb": round(int(memory.group(1)) / 1048576) if memory else None}
