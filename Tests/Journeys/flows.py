"""What several journeys do: signing in, filling in whatever a step asks for, finding a case."""

import hashlib
import re
import secrets
import time

import requests

PASSWORD = "Yanmen#2026Wl"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def newest_code(city, phone: str, limit: float = 20) -> str:
    """The six digits of the newest SMS to a phone that nobody has used yet, as the management door shows them."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        codes = [found.group(1) for text in city.sms(phone) if (found := re.search(r"验证码 (\d{6})", text))]
        if codes and codes[0] not in city.used_codes:
            city.used_codes.add(codes[0])
            return codes[0]
        time.sleep(0.1)
    raise AssertionError(f"no new code for {phone}")


def token(page: str) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="csrf" value="([\w-]+)"', page)
    assert found, page[:500]
    return found.group(1)


def http_staff(city, login: str) -> requests.Session:
    """A member of staff signed in without a browser: by the one-time code and a new password the first time."""
    session = requests.Session()
    session.headers["Accept"] = "text/html"
    page = session.get(city.url("office", "/signin"), timeout=10).text
    first = city.codes.pop(login, None)
    answer = session.post(
        city.url("office", "/signin"), timeout=10,
        data={"csrf": token(page), "login": login, "password": first or PASSWORD})
    if first:
        answer = session.post(
            city.url("office", "/signin/password"), timeout=10,
            data={"csrf": token(answer.text), "password": PASSWORD, "repeated": PASSWORD})
    assert answer.status_code == 200 and answer.url == city.url("office", "/"), (login, answer.status_code, answer.url)
    return session


def http_client(city, scopes: list[str]) -> str:
    """The token of a connected system that exists only for this run."""
    secret = secrets.token_hex(32)
    name = f"journey-{secrets.token_hex(3)}"
    city.query(
        "INSERT INTO people.client (id, name, secret_hash, scopes, requests_per_minute) VALUES"
        f" ('{name}', '旅程', '{hashlib.sha256(secret.encode()).hexdigest()}', '{{{','.join(scopes)}}}', 100000)")
    answer = requests.post(
        city.url("api", "/api/v1/token"), timeout=10,
        data={"grant_type": "client_credentials", "client_id": name, "client_secret": secret})
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def wait(condition, what: str, limit: float = 20):
    """Polls until something holds; script of the tests may not be evaluated under the page's own policy."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"waited {limit} s in vain for {what}")


def settle(page):
    page.wait_for_load_state("load")


def sign_in_citizen(city, page, phone: str, to: str = "/my"):
    # Another journey may have asked for a code less than a minute ago, and there is one a minute.
    city.query(f"UPDATE people.phone_code SET created_at = created_at - interval '1 minute' WHERE phone = '{phone}'")
    page.goto(city.url("public", f"/signin?next={to}"))
    page.fill("[name=phone]", phone)
    page.click("main button[type=submit]")
    page.fill("[name=code]", newest_code(city, phone))
    page.click("main form button[type=submit]")
    page.wait_for_url("**" + to)


def sign_in_staff(city, page, login: str):
    """By one-time code and a new password the first time, by that password afterwards."""
    page.goto(city.url("office", "/signin"))
    page.fill("[name=login]", login)
    first = city.codes.pop(login, None)
    page.fill("[name=password]", first or PASSWORD)
    page.locator("main button.btn-p").first.click()
    settle(page)
    if first:
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.locator("main button.btn-p").first.click()
        settle(page)
    assert page.locator(".app-nav").count() == 1, page.inner_text("main")


def fill_step(page, folder):
    """Answers everything a step of the wizard asks for and has no answer yet."""
    names = {box.get_attribute("name") for box in page.locator("main input[type=radio]").all()}
    for name in sorted(names):
        if page.locator(f'main input[type=radio][name="{name}"]:checked').count() == 0:
            page.locator(f'main input[type=radio][name="{name}"]').first.check(force=True)
    plain = ":not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file]):not([type=search])"
    for field in page.locator(f"main input{plain}, main textarea").all():
        if field.is_visible() and field.is_editable() and not field.input_value():
            label = page.locator(f'label[for="{field.get_attribute("id")}"]').first.inner_text()
            kind = field.get_attribute("type")
            number = field.get_attribute("inputmode") == "numeric"
            words = "2020-06-20" if kind == "date" else "13800000000" if kind == "tel" else "1" if number else "示例内容"
            field.fill(words + ("" if words != "示例内容" else label[:2]))
    for box in page.locator("main select").all():
        if box.is_visible():
            box.select_option(index=1)
    for box in page.locator("main input[type=checkbox]").all():
        if box.is_visible():
            box.check(force=True)
    uploaded = "document.querySelector('main').innerText.split('已上传').length - 1"
    choosers = page.locator("main input[type=file]").all()
    if page.evaluate(uploaded) >= len(choosers):
        return
    for chooser in choosers:
        file = folder / "material.pdf"
        file.write_bytes(PDF)
        before = page.evaluate(uploaded)
        chooser.set_input_files(str(file))
        wait(lambda: page.evaluate(uploaded) > before, "the upload")


def apply_online(city, page, code: str, folder, look=lambda page: None) -> str:
    """Goes through the wizard to the receipt and returns the case number; looks at every page on the way."""
    page.goto(city.url("public", f"/apply/{code}"))
    for _ in range(14):
        look(page)
        if "/receipt" in page.url:
            return re.search(r"XZ\d{10,}", page.inner_text("main")).group(0)
        fill_step(page, folder)
        buttons = [one for one in page.locator("main .btn-p, .ctabar .btn-p").all() if one.is_visible()]
        before = page.url
        buttons[-1].click()
        settle(page)
        wrong = page.locator(".errsum").all_inner_texts()
        if wrong and page.url == before:
            # A file is still on its way in: the step says so, the next press succeeds.
            time.sleep(1)
    raise AssertionError(f"the wizard did not end: {page.url} {page.inner_text('main')[:600]}")


def open_case(city, page, number: str):
    page.goto(city.url("office", f"/search?q={number}"))
    assert number in page.title(), page.title()


def conclude(page, act: str, conclusion: str, opinion: str):
    """Gives an opinion in the decision panel."""
    page.locator(f".case-r input[name=conclusion][value={conclusion}]").check(force=True)
    page.fill(f'.case-r form[action$="/{act}"] [name=opinion]', opinion)
    page.locator(f'.case-r form[action$="/{act}"] button[type=submit]').last.click()
    settle(page)
