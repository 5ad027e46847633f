"""Processor time and memory of process trees, read from /proc, and how busy the machine was with other work."""

import os
import time
from dataclasses import dataclass, field

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Process:
    """One line of /proc/PID/stat: its parent, its own time and that of children it has waited for, in seconds."""

    pid: int
    parent: int
    own: float
    reaped: float


def read_process(pid: int) -> Process | None:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return parse_stat(pid, file.read())
    except OSError:
        return None


def parse_stat(pid: int, text: str) -> Process:
    """The name may hold spaces and brackets, so fields count from behind its last bracket."""
    fields = text[text.rindex(")") + 2:].split()
    user, system, child_user, child_system = (int(one) / TICKS for one in fields[11:15])
    return Process(pid, int(fields[1]), user + system, child_user + child_system)


def tree(root: int) -> list[Process]:
    """A process and all below it."""
    children: dict[int, list[Process]] = {}
    for name in os.listdir("/proc"):
        process = read_process(int(name)) if name.isdigit() else None
        if process:
            children.setdefault(process.parent, []).append(process)
    top = read_process(root)
    found, waiting = [], [top] if top else []
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting += children.get(process.pid, [])
    return found


def seconds(root: int) -> float:
    """Processor seconds of a tree, those included of its children that ended."""
    return sum(process.own + process.reaped for process in tree(root))


def own_seconds(pid: int) -> float:
    process = read_process(pid)
    return process.own + process.reaped if process else 0.0


def pss_mb(pid: int) -> float:
    """The proportional set size of one process in MB (2^20 bytes); 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            kilobytes = next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0.0
    return kilobytes / 1024


def busy_seconds() -> float:
    """Processor seconds of the whole machine since it started, waiting for disks not included."""
    with open("/proc/stat", encoding="ascii") as file:
        numbers = [int(one) for one in file.readline().split()[1:9]]
    return (sum(numbers) - numbers[3] - numbers[4]) / TICKS


@dataclass
class Meter:
    """Processor seconds between `with` and its end: of each named process tree, and of everybody else's work."""

    roots: dict[str, int]
    spent: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0
    other_cores: float = 0.0

    def __enter__(self):
        self._before = {name: seconds(pid) for name, pid in self.roots.items()}
        self._busy, self._children, self._begin = busy_seconds(), _children_seconds(), time.monotonic()
        return self

    def __exit__(self, *_):
        self.wall = max(time.monotonic() - self._begin, 1e-6)
        # What ends meanwhile must not count as negative.
        self.spent = {name: max(0.0, seconds(pid) - self._before[name]) for name, pid in self.roots.items()}
        known = sum(self.spent.values()) + _children_seconds() - self._children
        self.other_cores = max(0.0, busy_seconds() - self._busy - known) / self.wall


def _children_seconds() -> float:
    """This program itself and the load makers that it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
