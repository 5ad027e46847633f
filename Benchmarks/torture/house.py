"""The product with its database, behind a network and on disks that can be made to fail."""

import csv
import hashlib
import io
import os
import pathlib
import shutil
import subprocess
import time
import urllib.request

from bench import meter
from bench.city import City, Failed

from .ledger import Facts
from .proxy import Proxy

BINARIES = "/usr/lib/postgresql"
# The product calls itself ready with a gigabyte free.
DISK_BYTES = 4 << 30
PORT = 5433


def is_root() -> bool:
    return os.geteuid() == 0


class House:
    """`yanmen up` on a sampled city; between it and its private PostgreSQL stands a proxy."""

    def __init__(self, program: str, folder: pathlib.Path, base: int, cases: int, say):
        self.city = City(program, folder / "data", base)
        self.folder, self.say, self.cases = folder, say, cases
        self.data = self.city.folder
        self.cluster, self.files = self.data / "postgres/cluster", self.data / "files"
        self.run = self.data / "postgres/run"
        # PostgreSQL moves to the next socket, and the proxy takes its place.
        self.proxy = Proxy(self.run / ".s.PGSQL.5432", self.run / f".s.PGSQL.{PORT}")
        self.mounts: list[pathlib.Path] = []
        self._binaries = max(
            (one for one in pathlib.Path(BINARIES).glob("*/bin") if one.parts[-2].isdigit()),
            key=lambda one: int(one.parts[-2]))

    # Beginning and end

    def open(self):
        taken = self.city.sample(self.cases)
        self.say(f"{self.cases} cases sampled in {taken:.0f} s")
        if is_root():
            for place in (self.cluster, self.files):
                self._own_disk(place)
        with self._as_postgres(["tee", "-a", str(self.cluster / "postgresql.auto.conf")]) as tee:
            tee.communicate(f"port = {PORT}\nmax_wal_size = '256MB'\nmin_wal_size = '80MB'\n".encode())
        self.proxy.start()
        self.start_product()

    def close(self):
        self.proxy.delay, self.proxy.silent, self.proxy.refusing = 0, False, False
        self.city.stop()
        # Only a product that was killed has left it running.
        self.stop_postgres("fast")
        self.proxy.stop()
        for place in reversed(self.mounts):
            subprocess.run(["umount", "-l", str(place)], check=False)
        self.mounts = []

    def _own_disk(self, place: pathlib.Path):
        """A file system of its own, which can be filled or made read-only without harm to the machine."""
        kept = place.with_name(place.name + ".kept")
        place.mkdir(parents=True, exist_ok=True)
        info = place.stat()
        place.rename(kept)
        place.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "yanmen-torture", str(place)],
                              capture_output=True, text=True)
        if done.returncode != 0:
            place.rmdir()
            kept.rename(place)
            self.say(f"no file system of its own for {place.name}: {done.stderr.strip()}")
            return
        self.mounts.append(place)
        subprocess.run(["cp", "-a", f"{kept}/.", str(place)], check=True)
        os.chown(place, info.st_uid, info.st_gid)
        place.chmod(info.st_mode & 0o7777)
        shutil.rmtree(kept)

    # The product

    def start_product(self, limit: float = 90):
        """As an operator would: again and again while ports or database are still busy with the past."""
        begin = time.monotonic()
        while True:
            try:
                self.city.start(limit=limit)
                return
            except Failed as failure:
                self.end_product()
                if time.monotonic() - begin > limit:
                    raise Failed(f"the product could not be started again: {failure}") from failure
                time.sleep(0.3)

    def end_product(self):
        if self.city.process and self.city.process.poll() is None:
            self.city.process.kill()
            self.city.process.wait(timeout=30)

    def children(self, word: str) -> list[int]:
        """The processes under `yanmen up` whose command line holds the words."""
        top = self.city.process.pid if self.city.process else 0
        return sorted(one.pid for one in meter.tree(top) if one.pid != top and word in command_line(one.pid))

    @property
    def doors(self) -> list[int]:
        return self.children(" serve --door public")

    def is_ready(self) -> bool:
        try:
            address = f"http://localhost:{self.city.base + 4}/health/ready"
            with urllib.request.urlopen(address, timeout=3) as answer:
                return answer.status == 200
        except OSError:
            return False

    # The database

    def _as_postgres(self, command: list[str], **more) -> subprocess.Popen:
        whole = ["runuser", "-u", "postgres", "--", *command] if is_root() else command
        return subprocess.Popen(
            whole, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **more)

    def _control(self, *words: str) -> int:
        command = [str(self._binaries / "pg_ctl"), "-D", str(self.cluster), *words]
        with self._as_postgres(command) as running:
            return running.wait(timeout=90)

    def wait_for_postgres(self, limit: float = 60):
        """Nobody but the product starts it again."""
        begin = time.monotonic()
        while not self.answers():
            if time.monotonic() - begin > limit:
                raise RuntimeError(f"PostgreSQL was not started again within {limit:.0f} s")
            time.sleep(0.1)

    def stop_postgres(self, how: str):
        self._control("-w", "-t", "60", "-m", how, "stop")

    def answers(self) -> bool:
        ready = [str(self._binaries / "pg_isready"), "-q", "-h", str(self.run), "-p", str(PORT)]
        return subprocess.run(ready, check=False).returncode == 0

    @property
    def postmaster(self) -> int:
        return int((self.cluster / "postmaster.pid").read_text().split()[0])

    def backends(self) -> list[int]:
        """Connections of doors and worker."""
        return sorted(one.pid for one in meter.tree(self.postmaster) if "postgres: yanmen_" in command_line(one.pid))

    def query(self, statement: str) -> list[list[str]]:
        command = ["psql", "-h", str(self.run), "-p", str(PORT), "-U", "postgres", "--csv", "-tc", statement, "yanmen"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise Failed(f"psql: {done.stderr.strip()}")
        csv.field_size_limit(1 << 27)
        return list(csv.reader(io.StringIO(done.stdout)))

    # What is there in the end

    def wait_for_jobs(self, limit: float) -> list[str]:
        """Waits until no job waits or runs; a sentence for each that still does, and for each that was given up."""
        left = "SELECT kind, state, attempts, coalesce(last_error, '') FROM base.job WHERE state IN ('waiting', 'running') " \
               "ORDER BY id LIMIT 20"
        begin = time.monotonic()
        while (rows := self.query(left)) and time.monotonic() - begin < limit:
            time.sleep(0.5)
        dead = self.query("SELECT kind, state, attempts, coalesce(last_error, '') FROM base.job WHERE state = 'dead' LIMIT 20")
        return [f"job {kind} is {state} after {attempts} attempts: {error}" for kind, state, attempts, error in rows + dead]

    def facts(self) -> Facts:
        facts = Facts()
        for key, case, number, version in self.query(
                "SELECT submit_key, id, number, version FROM cases.case_record"):
            facts.cases.setdefault(short_key(key), []).append((case, number, int(version)))
            facts.numbers.append(number)
        recent = "case_id IN (SELECT id FROM cases.case_record WHERE submit_key ~ 'torture|draft-')"
        for case, kind in self.query(f"SELECT case_id, kind FROM cases.case_event WHERE {recent} ORDER BY ordinal"):
            facts.events.setdefault(case, []).append(kind)
        for case, file, digest in self.query(f"SELECT case_id, id, digest FROM base.file WHERE {recent}"):
            facts.files.setdefault(case, []).append((file, digest))
        for case, purpose, state in self.query(
                f"SELECT case_id, purpose, state FROM notices.message WHERE channel = 'sms' AND {recent}"):
            facts.messages.setdefault((case, purpose), []).append(state)
        for digest in {digest for files in facts.files.values() for _, digest in files}:
            path = self.files / digest[:2] / digest[2:4] / digest
            if path.exists() and sm3(path.read_bytes()) == digest:
                facts.stored.add(digest)
        return facts

    def verify_audit(self) -> str | None:
        """What `yanmen audit verify` complains about."""
        command = [self.city.program, "audit", "verify", "--data", str(self.data)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        return None if done.returncode == 0 else (done.stdout + done.stderr).strip()[-500:]


def command_line(pid: int) -> str:
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def short_key(key: str) -> str:
    """`citizen:ACCOUNT:draft-ID` and `client:ID:KEY` as the one who sent it knows it."""
    return key.rsplit(":", 1)[-1]


def sm3(content: bytes) -> str:
    return hashlib.new("sm3", content).hexdigest()
