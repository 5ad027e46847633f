"""The ledger's own people: other systems, citizens, officers and mere visitors. They know what was acknowledged to them."""

import hashlib
import http.client
import json
import queue
import random
import re
import threading
import time
import urllib.parse
import uuid

from .ledger import Ledger

FORM = "application/x-www-form-urlencoded"


class Dropped(Exception):
    """No answer, or one that acknowledges nothing and asks to come again."""


class GivenUp(Exception):
    """Refused for good, or the day is over."""


class Connection:
    """One person's keep-alive connection to a door."""

    def __init__(self, port: int, limit: float = 25):
        self.port, self.limit = port, limit
        self._link: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | str | None = None, headers: dict | None = None):
        """Status, headers (lower case) and body; `Dropped` without an answer."""
        try:
            if self._link and self._link.port != self.port:
                self.close()
            link = self._link or http.client.HTTPConnection("localhost", self.port, timeout=self.limit)
            self._link = link
            link.request(method, path, body, headers or {})
            answer = link.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Dropped(type(error).__name__) from error
        found = {name.lower(): value for name, value in answer.getheaders()}
        if answer.will_close:
            self.close()
        return answer.status, found, text

    def close(self):
        if self._link:
            self._link.close()
        self._link = None


class Person(threading.Thread):
    """Does something again and again until the day is over."""

    def __init__(self, crowd: "People", number: int, port: int):
        super().__init__(daemon=True)
        self.crowd, self.ledger = crowd, crowd.ledger
        self.chance = random.Random(f"{crowd.seed} {type(self).__name__} {number}")
        self.number, self.link = number, Connection(port)

    def run(self):
        while not self.crowd.is_over.is_set():
            try:
                self.act()
            except GivenUp:
                pass
            except Exception as error:  # a person that stops is a hole in the ledger: it must be seen
                self.crowd.broken.append(f"{type(self).__name__}: {error!r}")
                return
            self.crowd.is_over.wait(self.chance.uniform(0.2, 1.0))
        self.link.close()

    def act(self):
        raise NotImplementedError

    def insist(self, good: int, method: str, path: str, body=None, headers=None):
        """The same request until it is acknowledged with the status; headers and body of that answer."""
        tries = 0
        while True:
            tries += 1
            try:
                status, found, text = self.link.ask(method, path, body, headers)
            except Dropped as error:
                self.ledger.failed(time.monotonic(), str(error))
            else:
                signed_out = "/signin" in found.get("location", "")
                if status == good and not signed_out:
                    return found, text
                self.ledger.failed(time.monotonic(), "signed out" if signed_out else str(status))
                if signed_out or (status < 500 and status != 429):
                    self.refused(f"{method} {route(path)} {'signed out' if signed_out else status}", text,
                                 expected=tries > 1 and not signed_out and "Idempotency-Key" not in (headers or {}))
            if self.crowd.nobody_waits.is_set():
                raise GivenUp("over")
            time.sleep(0.2)

    def refused(self, what: str, text: bytes, expected: bool):
        """A refusal after an attempt whose answer was lost may say that the attempt had been a success; others are faults."""
        where = self.crowd.unclear if expected else self.crowd.refusals
        name = f"{type(self).__name__} {what}"
        where[name] = where.get(name, 0) + 1
        self.crowd.refusal_words.setdefault(name, text[-400:].decode(errors="replace"))
        raise GivenUp(what)


class System(Person):
    """Another system: sends a file and a case with its key, sometimes twice, sometimes takes it back."""

    def act(self):
        service = self.chance.choice(self.crowd.simple_services)
        bearer = {"Authorization": f"Bearer {self.crowd.bench['clients'][0]['token']}"}
        files, materials = [], {}
        for material in service["materials"]:
            if not (material["upload"] and material["required"]):
                continue
            content = pdf(self.chance)
            _, text = self.insist(201, "POST", "/api/v1/files?name=material.pdf", content,
                                  bearer | {"Content-Type": "application/octet-stream"})
            file = json.loads(text)["id"]
            files.append((file, digest(content)))
            materials[material["key"]] = [file]
        key = f"torture-{uuid.UUID(int=self.chance.getrandbits(128), version=4)}"
        body = json.dumps({
            "handlingItem": service["code"], "applicant": applicant(self.chance), "situation": service["situation"],
            "form": service["form"], "materials": materials})
        headers = bearer | {"Content-Type": "application/json", "Idempotency-Key": key}
        found, text = self.insist(201, "POST", "/api/v1/cases", body, headers)
        number = json.loads(text)["number"]
        self.ledger.case(key, number=number, files=files)
        if self.chance.random() < 0.3:
            _, again = self.insist(201, "POST", "/api/v1/cases", body, headers)
            self.ledger.case(key, number=json.loads(again)["number"], files=files)
        if self.chance.random() < 0.3 and "etag" in found:
            self.insist(200, "POST", f"/api/v1/cases/{number}/withdrawal", json.dumps({"reason": "不再需要"}),
                        bearer | {"Content-Type": "application/json", "If-Match": found["etag"]})
            self.ledger.step(key, "withdrawn", json.loads(text).get("version", 1))


class Citizen(Person):
    """The wizard: draft, sections, one file for each material asked for, submission."""

    def act(self):
        session = self.crowd.citizen(self.number)
        cookie = {"Cookie": f"{self.crowd.bench['cookies']['public']}={session['token']}", "Accept": "text/html"}
        csrf = session["csrf"]
        service = self.chance.choice(self.crowd.wizard_services)
        draft = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        fields = [("csrf", csrf), ("draft", draft), *((f"s.{key}", one) for key, one in service["situation"].items())]
        self.form(f"/apply/{service['code']}", fields, cookie)
        version, files = 1, []
        for section, keys in sorted(service["sections"].items()):
            fields = [("csrf", csrf), ("version", version), ("shown", ",".join(keys))]
            for key in keys:
                given = service["form"].get(key, [])
                fields += [(f"f.{key}", one) for one in ([given] if isinstance(given, str) else given)]
            self.form(f"/apply/drafts/{draft}/form/{urllib.parse.quote(section)}", fields, cookie)
            version += 1
        for material in service["materials"]:
            if material["upload"] and material["required"]:
                files.append((None, self.upload(draft, material["key"], csrf, cookie)))
        # As a browser does: the page before the submission says in which version the draft is.
        _, page = self.insist(200, "GET", f"/apply/drafts/{draft}/check", None, cookie)
        version = int(re.search(rb'name="version" value="(\d+)"', page)[1])
        fields = [("csrf", csrf), ("version", version), ("agree", "1")]
        place = self.form(f"/apply/drafts/{draft}/submit", fields, cookie).split("/")
        if len(place) < 4 or place[2] != "cases":
            self.refused("submission led elsewhere", "/".join(place).encode(), expected=False)
        key = f"draft-{draft}"
        self.ledger.case(key, case=place[3], files=files)
        self.crowd.waiting.put((key, place[3], service["body"]))

    def form(self, path: str, fields: list, cookie: dict) -> str:
        found, _ = self.insist(303, "POST", path, urllib.parse.urlencode(fields), cookie | {"Content-Type": FORM})
        return found.get("location", "")

    def upload(self, draft: str, material: str, csrf: str, cookie: dict) -> str:
        content = pdf(self.chance)
        token = cookie | {"X-CSRF-Token": csrf, "Accept": "application/json"}
        target = f"/uploads?draft={draft}&material={urllib.parse.quote(material)}"
        _, text = self.insist(201, "POST", target, json.dumps({"name": "material.pdf", "size": len(content)}),
                              token | {"Content-Type": "application/json"})
        self.insist(200, "PUT", json.loads(text)["upload"], content, token | {
            "Content-Type": "application/octet-stream", "Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}"})
        return digest(content)


class Officer(Person):
    """Accepts, examines, reviews and decides a case that a citizen was told to have handed in."""

    STEPS = (("accept", "window", "accepted"), ("examine", "examiner", "examined"), ("review", "reviewer", "reviewed"),
             ("decide", "approver", "granted"))

    def act(self):
        try:
            key, case, body = self.crowd.waiting.get(timeout=0.5)
        except queue.Empty:
            return
        for version, (name, role, act) in enumerate(self.STEPS, start=1):
            officer = self.crowd.officer(body, role, self.number)
            if officer is None:
                return
            fields = [("csrf", officer["csrf"]), ("version", version)]
            if name != "accept":
                fields += [("conclusion", "grant"), ("opinion", "材料齐全，符合条件。")]
            self.insist(303, "POST", f"/cases/{case}/{name}", urllib.parse.urlencode(fields), {
                "Cookie": f"{self.crowd.bench['cookies']['office']}={officer['token']}", "Accept": "text/html",
                "Content-Type": FORM})
            self.ledger.step(key, act, version)


class Visitor(Person):
    """Looks at pages and tries once more when one does not come; that is what an outage is measured by."""

    def run(self):
        while not self.crowd.is_over.is_set():
            port, path, headers = self.crowd.page(self.number, self.chance)
            self.link.port = port
            if self.number % 2:
                self.link.close()
            begin = time.monotonic()
            first = self.look(path, headers)
            second = first or (time.sleep(0.05) or self.look(path, headers))
            self.crowd.looks.append((begin, time.monotonic(), first, second))
            time.sleep(self.chance.uniform(0.02, 0.08))
        self.link.close()

    def look(self, path: str, headers: dict) -> bool:
        try:
            return self.link.ask("GET", path, None, headers)[0] == 200
        except Dropped:
            return False


class People:
    """All of them, and what they share."""

    def __init__(self, bench: dict, base: int, seed: int, ledger: Ledger, counts: dict[str, int]):
        self.bench, self.base, self.seed, self.ledger = bench, base, seed, ledger
        self.is_over, self.nobody_waits = threading.Event(), threading.Event()
        self.waiting: queue.Queue = queue.Queue()
        self.looks: list[tuple[float, float, bool, bool]] = []
        self.refusals: dict[str, int] = {}
        self.unclear: dict[str, int] = {}
        self.refusal_words: dict[str, str] = {}
        self.broken: list[str] = []
        services = [one for one in bench["services"] if sum(m["upload"] and m["required"] for m in one["materials"]) <= 3]
        self.simple_services = [one for one in services if one["audience"] == "personal"]
        self._posts = {(one["body"], one["role"]) for one in bench["clerks"]}
        self.wizard_services = [
            one for one in self.simple_services if all((one["body"], role) in self._posts for _, role, _ in Officer.STEPS)]
        makers = [(System, base + 2), (Citizen, base), (Officer, base + 1), (Visitor, base)]
        self.threads = [
            maker(self, number, port) for maker, port in makers for number in range(counts[maker.__name__.lower()])]

    def start(self):
        for thread in self.threads:
            thread.start()

    def finish(self, patience: float):
        """Nobody begins anything new; what was begun may still be acknowledged."""
        self.is_over.set()
        deadline = time.monotonic() + patience
        for thread in self.threads:
            thread.join(timeout=max(0.0, deadline - time.monotonic()))
        self.nobody_waits.set()
        for thread in self.threads:
            thread.join(timeout=30)

    def citizen(self, number: int) -> dict:
        """Sessions from the end of the list: the crowd of the city day takes them from its beginning."""
        return self.bench["citizens"][-1 - number % len(self.bench["citizens"])]

    def officer(self, body: int, role: str, number: int) -> dict | None:
        found = [one for one in self.bench["clerks"] if (one["body"], one["role"]) == (body, role)]
        return found[number % len(found)] if found else None

    def page(self, number: int, chance: random.Random) -> tuple[int, str, dict]:
        choice = chance.randrange(4)
        if choice == 0:
            return self.base, "/", {"Accept": "text/html"}
        if choice == 1:
            cookie = f"{self.bench['cookies']['public']}={self.citizen(20 + number)['token']}"
            return self.base, "/my", {"Cookie": cookie, "Accept": "text/html"}
        if choice == 2:
            officer = self.bench["supervisors"][number % len(self.bench["supervisors"])]
            cookie = f"{self.bench['cookies']['office']}={officer['token']}"
            return self.base + 1, "/inbox?view=all", {"Cookie": cookie, "Accept": "text/html"}
        return self.base + 2, "/api/v1/cases", {"Authorization": f"Bearer {self.bench['clients'][0]['token']}"}


def route(path: str) -> str:
    """An address without what is different in each."""
    parts = path.split("?")[0].split("/")
    return "/".join("…" if len(part) > 20 or part.startswith("XZ") else part for part in parts)


def pdf(chance: random.Random) -> bytes:
    """A small PDF unlike all others."""
    head = b"%PDF-1.4\n%" + uuid.UUID(int=chance.getrandbits(128)).hex.encode()
    body = b"\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%"
    return head + body + b"." * chance.randrange(1_000, 20_000) + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def digest(content: bytes) -> str:
    return hashlib.new("sm3", content).hexdigest()


def applicant(chance: random.Random) -> dict:
    """A natural person with a number that is made right (GB 11643) and belongs to nobody."""
    body = f"14090219{chance.randrange(80, 100)}06{chance.randrange(1, 29):02}{chance.randrange(1000):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(one) * weight for one, weight in zip(body, weights)) % 11]
    return {"kind": "natural", "name": "样本甲", "documentNumber": body + check,
            "phone": f"154{chance.randrange(100_000_000):08}", "address": "忻州市样本街 1 号"}
