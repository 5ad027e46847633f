"""A browser without script: opens pages, follows redirects, fills in forms and presses their buttons."""

import dataclasses
import html.parser
import threading
import urllib.parse

import requests

UNTYPED = {"hidden", "radio", "checkbox", "file", "submit", "button", "search"}


@dataclasses.dataclass
class Control:
    kind: str
    name: str
    value: str
    is_on: bool = False
    is_fixed: bool = False
    mode: str = ""
    options: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Form:
    action: str
    method: str
    id: str
    controls: list[Control] = dataclasses.field(default_factory=list)

    def filled(self) -> list[tuple[str, str]]:
        """What a person sends who answers everything that has no answer yet."""
        fields, chosen = [], {one.name for one in self.controls if one.kind == "radio" and one.is_on}
        for one in self.controls:
            if one.kind == "radio":
                if not one.is_on and one.name in chosen:
                    continue
                chosen.add(one.name)
                fields.append((one.name, one.value))
            elif one.kind == "select":
                known = [option for option in one.options if option]
                fields.append((one.name, one.value or (known[0] if known else "")))
            elif one.kind in ("checkbox", "hidden"):
                fields.append((one.name, one.value))
            elif one.kind not in ("file", "button", "submit"):
                fields.append((one.name, one.value or sample(one)))
        return fields


def sample(control: Control) -> str:
    """Words of the kind that a control asks for."""
    if control.kind == "date":
        return "2020-06-20"
    if control.kind == "tel":
        return "13800000000"
    return "1" if control.mode in ("numeric", "decimal") else "示例内容一二三四"


class FormReader(html.parser.HTMLParser):
    """All forms of a page, with the controls that name them from outside."""

    def __init__(self, text: str):
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.area: Control | None = None
        self.choice: Control | None = None
        self.feed(text)

    def home(self, facts: dict) -> Form | None:
        named = [form for form in self.forms if form.id and form.id == facts.get("form")]
        return named[0] if named else self.open

    def handle_starttag(self, tag, attrs):
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(facts.get("action", ""), facts.get("method", "get").lower(), facts.get("id", ""))
            self.forms.append(self.open)
        if tag == "option" and self.choice:
            self.choice.options.append(facts.get("value", ""))
            if "selected" in facts:
                self.choice.value = facts.get("value", "")
        form = self.home(facts)
        if form is None or tag not in ("input", "select", "textarea") or not facts.get("name"):
            return
        kind = facts.get("type", "text") if tag == "input" else tag
        control = Control(
            kind, facts["name"], facts.get("value", "on" if kind == "checkbox" else ""), "checked" in facts,
            "readonly" in facts, facts.get("inputmode", ""))
        form.controls.append(control)
        self.area = control if tag == "textarea" else None
        self.choice = control if tag == "select" else None

    def handle_data(self, data):
        if self.area:
            self.area.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        if tag == "textarea":
            if self.area:
                self.area.value = self.area.value.strip()
            self.area = None
        if tag == "select":
            self.choice = None


class Visitor:
    """Somebody at a door of the city."""

    def __init__(self, city, door: str):
        self.city, self.door = city, door
        self.session = requests.Session()
        self.session.headers["Accept"] = "text/html"
        self.url, self.text, self.status, self.forms = "", "", 0, []

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.url).path

    def open(self, path: str) -> "Visitor":
        return self.send("GET", self.city.url(self.door, path))

    def send(self, method: str, address: str, **body) -> "Visitor":
        """Sends; whoever is told to come back later does."""
        for _ in range(20):
            answer = self.session.request(method, address, timeout=30, **body)
            if answer.status_code != 429:
                break
            threading.Event().wait(float(answer.headers.get("Retry-After", "1")))
        return self.look(answer)

    def look(self, answer) -> "Visitor":
        self.url, self.status = answer.url, answer.status_code
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        self.text = answer.text if is_page else ""
        self.forms = FormReader(self.text).forms
        return self

    def form(self, end: str) -> Form:
        """The form whose action ends so."""
        for form in self.forms:
            if form.method == "post" and form.action.split("?")[0].endswith(end):
                return form
        raise AssertionError(f"no form to {end} on {self.url}: {[form.action for form in self.forms]}\n{self.text[:300]}")

    def press(self, end: str, files=None, **answers) -> "Visitor":
        """Fills in the form whose action ends so, with these answers (None: not sent), and sends it."""
        form = self.form(end)
        answers = {name.replace("__", "-"): value for name, value in answers.items()}
        fields = [(name, value) for name, value in form.filled() if name not in answers]
        fields += [(name, value) for name, value in answers.items() if value is not None]
        address = urllib.parse.urljoin(self.url, form.action)
        if files:
            parts = [(name, (None, value)) for name, value in fields] + list(files.items())
            return self.send("POST", address, files=parts)
        return self.send("POST", address, data=fields)
