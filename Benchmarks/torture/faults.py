"""What is done to the house: each fault begins, lasts, and is healed as an operator or the supervisor would heal it."""

import os
import random
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from typing import Callable

from .house import DISK_BYTES, House, is_root


@dataclass(frozen=True)
class Event:
    """One line of the schedule: seconds after the beginning, what, for how long, and a number that chooses the victim."""

    at: float
    kind: str
    seconds: float
    pick: int


def kill(pid: int):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        # It fell by itself, which is as good.
        return


def wait_until(condition: Callable[[], bool], limit: float, what: str):
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {limit:.0f} s: {what}")
        time.sleep(0.05)


def kill_one(words: str):
    """One process of the product falls; the supervisor puts another in its place."""
    def fault(house: House, event: Event):
        victims = house.children(words)
        victim = victims[event.pick % len(victims)]
        kill(victim)
        wait_until(lambda: victim not in house.children(words) and len(house.children(words)) == len(victims), 60,
                   f"another process for {words}")
        time.sleep(event.seconds)
    return fault


def kill_supervisor(house: House, event: Event):
    """`yanmen up` falls; its children end by themselves and an operator (systemd) starts it again."""
    house.end_product()
    house.start_product()


def take_over(house: House, event: Event):
    """SIGTERM, and a new `yanmen up` waits until the old one is gone."""
    old = house.city.process
    old.send_signal(signal.SIGTERM)
    house.city.process = None
    house.start_product()
    if old.wait(timeout=60) != 0:
        raise RuntimeError(f"yanmen up ended with {old.returncode} on SIGTERM")


def upgrade(house: House, event: Event):
    """SIGHUP: all processes are replaced one after the other."""
    before = house.city.log.stat().st_size
    house.city.process.send_signal(signal.SIGHUP)

    def is_done() -> bool:
        with open(house.city.log, "rb") as log:
            log.seek(before)
            return "所有进程已逐个更换" in log.read().decode(errors="replace")
    wait_until(is_done, 120, "the end of the rolling upgrade")


def kill_backend(house: House, event: Event):
    """One connection's server process is killed: PostgreSQL ends all others and recovers by itself."""
    victims = house.backends()
    kill(victims[event.pick % len(victims)])
    time.sleep(event.seconds)
    house.wait_for_postgres()


def kill_postmaster(house: House, event: Event):
    """The product starts it again; what of PostgreSQL is left must have ended before."""
    kill(house.postmaster)
    house.wait_for_postgres()


def stop_postgres(house: House, event: Event):
    house.stop_postgres("immediate")
    house.wait_for_postgres()


def full(place: str):
    """The file system shrinks to what is used: it has not one free block left."""
    def fault(house: House, event: Event):
        mount = getattr(house, place)
        # Somebody writes meanwhile, and it cannot become smaller than what is in it.
        wait_until(lambda: _resize(mount, _used(mount)), 10, f"no free block in {mount.name}")
        try:
            time.sleep(event.seconds)
        finally:
            _remount(mount, f"size={DISK_BYTES}")
        house.wait_for_postgres()
    return fault


def _used(mount) -> int:
    figures = os.statvfs(mount)
    return (figures.f_blocks - figures.f_bfree) * figures.f_frsize


def _resize(mount, size: int) -> bool:
    command = ["mount", "-o", f"remount,size={size}", str(mount)]
    return subprocess.run(command, capture_output=True).returncode == 0


def read_only(house: House, event: Event):
    """Nothing can be written into the file store."""
    if house.files in house.mounts:
        _remount(house.files, "ro")
        try:
            time.sleep(event.seconds)
        finally:
            _remount(house.files, "rw")
        return
    folders = [house.files, *(one for one in house.files.iterdir() if one.is_dir())]
    modes = [(one, one.stat().st_mode & 0o7777) for one in folders]
    for one, mode in modes:
        one.chmod(mode & 0o555)
    try:
        time.sleep(event.seconds)
    finally:
        for one, mode in modes:
            one.chmod(mode)


def _remount(place, options: str):
    """Refused while a file is open for writing; that passes."""
    for _ in range(200):
        done = subprocess.run(["mount", "-o", f"remount,{options}", str(place)], capture_output=True, text=True)
        if done.returncode == 0:
            return
        time.sleep(0.02)
    raise RuntimeError(f"mount -o remount,{options}: {done.stderr.strip()}")


def slow_network(house: House, event: Event):
    house.proxy.delay = 0.05
    try:
        time.sleep(event.seconds)
    finally:
        house.proxy.delay = 0.0


def silent_network(house: House, event: Event):
    """Nothing arrives for a while, then all of it."""
    house.proxy.silent = True
    try:
        time.sleep(event.seconds)
    finally:
        house.proxy.silent = False


def lost_network(house: House, event: Event):
    """What is under way is lost, acknowledgements of commits too, and nobody gets through for a while."""
    house.proxy.silent = True
    time.sleep(0.3)
    house.proxy.refusing = True
    house.proxy.cut()
    time.sleep(event.seconds)
    house.proxy.silent = house.proxy.refusing = False


FAULTS: dict[str, Callable[[House, Event], None]] = {
    "kill a copy of the doors": kill_one(" serve --door public"),
    "kill the worker": kill_one(" work "),
    "kill the supervisor": kill_supervisor,
    "kill a PostgreSQL backend": kill_backend,
    "kill the postmaster": kill_postmaster,
    "stop PostgreSQL at once": stop_postgres,
    "file store full": full("files"),
    "file store read-only": read_only,
    "database disk full": full("cluster"),
    "slow database network": slow_network,
    "silent database network": silent_network,
    "lost database network": lost_network,
    "rolling upgrade": upgrade,
    "stop and take over": take_over,
}


# What this machinery cannot do anywhere.
UNTRIED = {
    "clock jump": "libfaketime moves the clock since boot too, which no real jump does, and Swift waits by it",
    "certificate reload": "the product leaves TLS to a proxy",
}


def skipped(house: House) -> dict[str, str]:
    """What cannot be tried here, and why."""
    found = {}
    for kind, place in (("file store full", house.files), ("database disk full", house.cluster)):
        if place not in house.mounts:
            found[kind] = "needs root, which may mount a file system of its own" if not is_root() else "mount was refused"
    return found | UNTRIED


def schedule(seed: int, seconds: float, kinds: list[str]) -> list[Event]:
    """Every kind once in a shuffled order, then again and again; the same seed gives the same schedule."""
    chance, events, at = random.Random(seed), [], 4.0
    # In a short run each gets a smaller share, so that each is tried.
    room = max(1.0, min(6.0, (seconds - 20) / max(len(kinds), 1) - 6.5))
    order: list[str] = []
    while True:
        if not order:
            order = list(kinds)
            chance.shuffle(order)
        event = Event(round(at, 1), order.pop(0), round(chance.uniform(1.0, 1.0 + room / 2), 1), chance.randrange(1 << 16))
        if at + event.seconds + 6 > seconds:
            return events
        events.append(event)
        at += event.seconds + chance.uniform(4.0, 5.0 + room)


def as_rows(events: list[Event]) -> list[dict]:
    return [asdict(event) for event in events]
