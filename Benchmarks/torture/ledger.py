"""What the product acknowledged, and the judgement of what the database holds in the end."""

import collections
import json
import pathlib
import threading
from dataclasses import dataclass, field

# The acts of the ledger's own officers and clients; each makes one event and one version.
ACTS = ("accepted", "examined", "reviewed", "granted", "withdrawn")
# The acts that send the applicant an SMS, and the purpose of it.
TELLING = {"submitted": "submitted", "accepted": "accepted", "granted": "granted", "withdrawn": "withdrawn"}


@dataclass
class Facts:
    """What the database and the file store hold after all is healed."""

    # by submission key: (id, number, version) of each row
    cases: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    # by case id: kinds of its events, in order
    events: dict[str, list[str]] = field(default_factory=dict)
    # by case id: (file id, digest) of its files
    files: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    # by (case id, purpose): states of its SMS
    messages: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    # digests whose bytes lie in the file store and have that digest
    stored: set[str] = field(default_factory=set)
    # jobs and leases that nobody works on any more
    stuck: list[str] = field(default_factory=list)


class Ledger:
    """Acknowledgements, each written down (and out) the moment it arrived; many threads write."""

    def __init__(self, file: pathlib.Path | None = None):
        self.entries: list[dict] = []
        self.attempts: list[tuple[float, str]] = []
        self._lock = threading.Lock()
        self._file = open(file, "a", encoding="utf-8") if file else None

    def case(self, key: str, number: str | None = None, case: str | None = None,
             files: list[tuple[str | None, str]] = ()):
        """A submission was acknowledged: by number (API) or id (browser), with its files (id, digest)."""
        self._add(kind="case", key=key, number=number, case=case, files=[list(one) for one in files])

    def step(self, key: str, act: str, version: int):
        """An act on the case of that submission was acknowledged; it was asked for on that version."""
        self._add(kind="step", key=key, act=act, version=version)

    def failed(self, moment: float, words: str):
        """An attempt without an acknowledgement; allowed, and counted."""
        with self._lock:
            self.attempts.append((moment, words))

    def counts(self) -> dict[str, int]:
        found = collections.Counter()
        for entry in self.entries:
            found[entry["kind"] if entry["kind"] == "case" else f"step {entry['act']}"] += 1
            found["file"] += len(entry.get("files", []))
        return dict(found)

    def close(self):
        if self._file:
            self._file.close()

    def _add(self, **entry):
        with self._lock:
            self.entries.append(entry)
            if self._file:
                self._file.write(json.dumps(entry) + "\n")
                self._file.flush()


def judge(ledger: Ledger, facts: Facts) -> list[str]:
    """A sentence for each broken promise; none is what everybody hopes for."""
    found: list[str] = []
    entries = [entry for entry in ledger.entries if entry["kind"] == "case"]
    known: dict[str, tuple[str, str, int]] = {}
    for entry in entries:
        known |= _judge_case(entry, facts, found)
    _judge_numbers(entries, facts, found)
    _judge_steps(ledger, facts, known, found)
    for key, (case, _, version) in known.items():
        _judge_history(key, case, version, facts, found)
    return found + facts.stuck


def _judge_case(entry: dict, facts: Facts, found: list[str]) -> dict[str, tuple[str, str, int]]:
    key, rows = entry["key"], facts.cases.get(entry["key"], [])
    if not rows:
        found.append(f"case {key} was acknowledged and is lost")
        return {}
    if len(rows) > 1:
        found.append(f"case {key} was acknowledged once and exists {len(rows)} times")
    case, number, _ = rows[0]
    if entry["number"] not in (None, number):
        found.append(f"case {key} was acknowledged as {entry['number']} and is {number}")
    if entry["case"] not in (None, case):
        found.append(f"case {key} was acknowledged as {entry['case']} and is {case}")
    held = facts.files.get(case, [])
    for file, digest in entry["files"]:
        count = sum(1 for one in held if one[1] == digest and file in (None, one[0]))
        if count != 1:
            found.append(f"a file of case {key} was acknowledged once and exists {count} times")
        elif digest not in facts.stored:
            found.append(f"the bytes of a file of case {key} are lost or changed: {digest}")
    return {key: rows[0]}


def _judge_numbers(entries: list[dict], facts: Facts, found: list[str]):
    for number, count in collections.Counter(facts.numbers).items():
        if count > 1:
            found.append(f"number {number} was given {count} times")
    given: dict[str, str] = {}
    for entry in entries:
        if entry["number"] and given.setdefault(entry["number"], entry["key"]) != entry["key"]:
            found.append(f"number {entry['number']} was acknowledged for {given[entry['number']]} and {entry['key']}")


def _judge_steps(ledger: Ledger, facts: Facts, known: dict, found: list[str]):
    answered = collections.Counter()
    for entry in ledger.entries:
        if entry["kind"] != "step" or entry["key"] not in known:
            continue
        key, act, version = entry["key"], entry["act"], entry["version"]
        answered[key, version] += 1
        case, _, now = known[key]
        count = facts.events.get(case, []).count(act)
        if count == 0:
            found.append(f"step {act} of case {key} was acknowledged and is lost")
        if now <= version:
            found.append(f"case {key} stands at version {now} after an act on version {version}")
    for (key, version), count in answered.items():
        if count > 1:
            found.append(f"{count} acts on version {version} of case {key} were acknowledged")


def _judge_history(key: str, case: str, version: int, facts: Facts, found: list[str]):
    """Of cases that only the ledger's own people work on, every event and message is known in advance."""
    events = facts.events.get(case, [])
    for kind, count in collections.Counter(events).items():
        if count > 1:
            found.append(f"step {kind} of case {key} exists {count} times")
    if "submitted" not in events:
        found.append(f"case {key} has no beginning")
    acts = sum(1 for kind in events if kind in ACTS)
    if version != 1 + acts:
        found.append(f"case {key} stands at version {version} after {acts} acts")
    for kind in dict.fromkeys(events):
        if kind not in TELLING:
            continue
        states = facts.messages.get((case, TELLING[kind]), [])
        if len(states) != 1:
            found.append(f"the SMS {TELLING[kind]} of case {key} exists {len(states)} times")
        elif states != ["sent"]:
            found.append(f"the SMS {TELLING[kind]} of case {key} is {states[0]}")
