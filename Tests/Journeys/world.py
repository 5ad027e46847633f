"""A city in which something is on every page: people of every role signed in, drafts, cases in every state."""

import base64
import hashlib
import hmac
import re
import struct
import time

import flows
from plain import Visitor

NURSE, ELDERLY = "XZ002401", "XZ007501"
CITIZEN, PHONE = "citizen", "19900000041"
STAFF = ["chuangkou", "chengban", "shenhe", "pizhun", "jiandu", "shixiang", "xitong", "anquan", "shenji"]


def synthetic_id(birthday: str = "19580305", order: str = "001") -> str:
    """A number with a valid check character in the prefecture-level area that no real card carries."""
    digits = "142200" + birthday + order
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


def one_time_password(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


class World:
    """People at their doors, and the ids that addresses of pages are made of."""

    def __init__(self, city):
        self.city = city
        self.people: dict[str, Visitor] = {}
        self.facts: dict[str, str] = {}
        self.people[CITIZEN] = self.register(PHONE, "周小雨")
        for login in STAFF:
            self.people[login] = self.staff(login)
        self.people["new clerk"] = self.half_signed_in("new-clerk", "business", True)
        self.people["new administrator"] = self.half_signed_in("new-administrator", "auditor", False)
        self.make_cases()
        self.make_drafts()
        self.make_rest()

    # People

    def register(self, phone: str, name: str) -> Visitor:
        visitor = Visitor(self.city, "public").open("/signin")
        visitor.press("/signin", phone=phone)
        visitor.press("/signin/code", code=flows.newest_code(self.city, phone))
        visitor.press("/signin/register", name=name, documentNumber=synthetic_id("19900518", phone[-3:]))
        assert visitor.path == "/my", visitor.text
        return visitor

    def staff(self, login: str) -> Visitor:
        visitor = Visitor(self.city, "office").open("/signin")
        first = self.city.codes.pop(login, None)
        visitor.press("/signin", login=login, password=first or flows.PASSWORD)
        if first:
            visitor.press("/signin/password", password=flows.PASSWORD, repeated=flows.PASSWORD)
        if visitor.path.startswith("/signin/step"):
            secret = dict(visitor.form("/signin/bind").filled())["secret"]
            visitor.press("/signin/bind", code=one_time_password(secret))
        assert "/signin" not in visitor.path, (login, visitor.url)
        return visitor

    def half_signed_in(self, login: str, category: str, must_change: bool) -> Visitor:
        """A new account whose next step is still to be done."""
        token = f"token of {login}"
        self.city.query(
            "WITH made AS (INSERT INTO people.staff (id, login, name, category, state, must_change) VALUES "
            f"(gen_random_uuid(), '{login}', '新账号', '{category}', 'active', {must_change}) RETURNING id) "
            "INSERT INTO people.session (token_hash, staff_id, csrf_token, expires_at) "
            f"SELECT sha256(convert_to('{token}', 'UTF8')), id, 'csrf', now() + interval '1 hour' FROM made")
        visitor = Visitor(self.city, "office")
        visitor.session.cookies.set("office-session", token)
        return visitor

    # Cases

    def apply(self) -> str:
        """Hands in an application as the citizen; the id of the case."""
        citizen = self.people[CITIZEN]
        citizen.open(f"/apply/{NURSE}").press(f"/apply/{NURSE}")
        for _ in range(12):
            if citizen.path.endswith("/receipt"):
                return re.search(r"/my/cases/([0-9a-f-]{36})", citizen.url).group(1)
            if citizen.path.endswith("/form"):
                citizen.open(citizen.path + "/school")
            elif citizen.path.endswith("/materials"):
                self.upload(citizen)
            else:
                steps = [form for form in citizen.forms if form.id and form.method == "post"]
                citizen.press(steps[-1].action.split("?")[0])
        raise AssertionError(f"the wizard did not end: {citizen.url}")

    def upload(self, citizen: Visitor):
        """A file for every material of the step, then onwards."""
        for form in citizen.forms:
            found = re.search(r"/materials/([^/]+)$", form.action)
            if found:
                file = ("材料.pdf", flows.PDF, "application/pdf")
                citizen.press(f"/materials/{found.group(1)}", files={f"m.{found.group(1)}": file})
        citizen.press("/materials")

    def walk_in(self, leaf: str, wish: str) -> str:
        """Takes in an application at the window; the id of the case."""
        nobody_else = dict(agentName="", agentNumber="", agentPhone="", legalRepresentative="")
        clerk = self.people["chuangkou"].open("/window").press("/window", leaf=leaf, **nobody_else)
        clerk.press("/window", kind="natural", applicantName="示例申请人", documentNumber=synthetic_id(),
                    phone="13900000000", do=wish, **nobody_else)
        found = re.match(r"/cases/([0-9a-f-]{36})", clerk.path)
        assert found, clerk.text
        return found.group(1)

    def act(self, login: str, case: str, act: str, **answers):
        """An officer does an act, and confirms it when asked."""
        officer = self.people[login].open(f"/cases/{case}")
        officer.press(f"/{act}", **answers)
        if any(form.action.endswith(f"/{act}") and ("confirmed", "yes") in form.filled() for form in officer.forms):
            officer.press(f"/{act}")
        faults = re.findall(r'class="errsum".*?</div>', officer.text, re.S)
        assert not faults, (login, act, faults)
        return self

    def make_cases(self):
        path = [("chuangkou", "accept", {}), ("chengban", "examine", {}), ("shenhe", "review", {}),
                ("pizhun", "decide", {}), ("chuangkou", "deliver", {})]
        for state, done in [("submitted", 0), ("accepted", 1), ("reviewing", 2), ("approving", 3), ("granted", 4),
                            ("delivered", 5), ("paused", 2), ("taken", 1), ("sent_back", 1), ("denied", 3),
                            ("not_accepted", 0), ("terminated", 3), ("withdrawn", 0), ("correcting", 0), ("received", 0),
                            ("with_defects", 0)]:
            self.facts[state] = case = self.apply()
            for login, act, answers in path[:done]:
                self.act(login, case, act, **answers)
        case = self.facts
        self.act("shenhe", case["paused"], "pause", ground="hearing")
        self.act("chengban", case["taken"], "take")
        self.act("chengban", case["sent_back"], "take").act("chengban", case["sent_back"], "examine", conclusion="back")
        self.act("pizhun", case["denied"], "decide", conclusion="deny")
        self.act("chuangkou", case["not_accepted"], "refuse", ground="permitNotNeeded", authority="")
        self.act("pizhun", case["terminated"], "terminate", ground="other")
        self.act("chuangkou", case["withdrawn"], "withdraw")
        self.act("chuangkou", case["received"], "receive")
        self.act("chuangkou", case["correcting"], "correct", due="2027-12-30")
        case["instant"] = self.walk_in(ELDERLY, "correct")
        citizen = self.people[CITIZEN].open(f"/my/cases/{case['delivered']}")
        case["document"] = re.findall(r"/my/documents/([0-9a-f-]{36})", citizen.text)[-1]
        case["verify"] = re.findall(r"/verify/([0-9A-Z]{20,})", citizen.text)[-1]
        case["file"] = re.search(r"/my/files/([0-9a-f-]{36})", citizen.text).group(1)

    def draft(self) -> str:
        citizen = self.people[CITIZEN].open(f"/apply/{NURSE}").press(f"/apply/{NURSE}")
        return re.search(r"/apply/drafts/([0-9a-f-]{36})", citizen.url).group(1)

    def make_drafts(self):
        """One begun, one ready to be handed in, one whose item was revised meanwhile."""
        self.facts["draft"] = self.draft()
        citizen = self.people[CITIZEN]
        citizen.open(f"/apply/drafts/{self.facts['draft']}/materials").press(
            "/materials/m4", files={"m.m4": ("照片.png", PICTURE, "image/png")})
        self.facts["picture"] = re.search(r"/my/files/([0-9a-f-]{36})/preview", citizen.text).group(1)
        begun = citizen.session.post(
            self.city.url("public", f"/uploads?draft={self.facts['draft']}&material=m4"), timeout=10,
            headers={"Accept": "application/json", "X-CSRF-Token": flows.token(citizen.text)},
            json={"name": "材料.pdf", "size": 10})
        self.facts["upload"] = begun.json()["upload"].removeprefix("/uploads/")
        self.facts["full_draft"] = full = self.draft()
        for section in ("school", "work"):
            citizen.open(f"/apply/drafts/{full}/form/{section}").press(f"/form/{section}")
        self.upload(citizen.open(f"/apply/drafts/{full}/materials"))
        self.facts["revised_draft"] = revised = self.draft()
        self.city.query(
            "INSERT INTO items.item_revision (item_id, revision, content, digest, effective_from, created_by) "
            "SELECT r.item_id, 900, jsonb_set(r.content, '{form}', 'null'), 'test', now(), 'test' "
            "FROM items.item_revision r JOIN cases.draft d ON d.item_id = r.item_id AND d.item_revision = r.revision "
            f"WHERE d.id = '{revised}'")
        self.city.query(f"UPDATE cases.draft SET item_revision = 900 WHERE id = '{revised}'")

    def make_rest(self):
        messages = Visitor(self.city, "management").open("/messages")
        self.facts["review"], reviewed, *_ = re.findall(r"/review/([A-Za-z0-9_-]{20,})", messages.text)
        Visitor(self.city, "public").open(f"/review/{reviewed}?grade=5").press(f"/review/{reviewed}")
        self.facts["reviewed"] = reviewed
        self.facts["theme"] = re.search(
            r'href="/themes/([^"]+)"', Visitor(self.city, "public").open("/personal").text).group(1)
        system = self.people["xitong"].open("/admin/organisations")
        self.facts["organisation"] = re.search(r'href="/admin/organisations/(\d+)', system.text).group(1)
        self.facts["department"] = re.search(
            r'href="/depts/(\d+)', Visitor(self.city, "public").open("/depts").text).group(1)
        self.facts["staff"] = self.city.query("SELECT id FROM people.staff WHERE login = 'chengban'")
        self.city.query(
            "INSERT INTO base.job (kind, payload, state, attempts, last_error, finished_at) "
            "VALUES ('sms.send', '{}', 'dead', 12, '运营商没有应答', now())")
        citizen = self.people[CITIZEN].open("/my/messages")
        self.facts["message"] = re.search(r"/my/messages/([0-9a-f-]{36})", citizen.text).group(1)
        citizen.open("/my/account/agency")
        citizen.press("/agency", name="赵玉兰", documentNumber=synthetic_id("19490101"), validTo="2030-01-01",
                      files={"evidence": ("授权书.pdf", flows.PDF, "application/pdf")})
        self.facts["representation"] = re.search(r"/representations/([0-9a-f-]{36})/end", citizen.text).group(1)
        clerk = self.people["chuangkou"].open("/representations")
        self.facts["evidence"] = re.search(r"/representations/files/([0-9a-f-]{36})", clerk.text).group(1)
        window = self.people["chuangkou"].open(f"/window?leaf={NURSE}")
        window.press("/window", files={"m.m4": ("扫描.png", PICTURE, "image/png")})
        self.facts["scan"] = re.search(r"/files/([0-9a-f-]{36})/preview", window.text).group(1)
        begun = window.session.post(
            self.city.url("office", "/uploads?field=m4"), timeout=10,
            headers={"Accept": "application/json", "X-CSRF-Token": flows.token(window.text)},
            json={"name": "材料.pdf", "size": 10})
        self.facts["office_upload"] = begun.json()["upload"].removeprefix("/uploads/")
        flows.wait(lambda: self.city.query("SELECT count(*) FROM base.job WHERE state = 'done'") != "0", "a job done")
        self.facts["done_job"] = self.city.query("SELECT min(id) FROM base.job WHERE state = 'done'")
