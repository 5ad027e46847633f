"""My messages and the pages behind problem codes, as people see them: no violations, nothing scrolls sideways, the number falls."""

import re

import pytest
import requests

import flows
from accessibility import violations

PHONE = "19900000003"
FACES = {"desktop": (1440, False), "phone": (390, False), "phone, 长者版": (390, True)}


@pytest.fixture(scope="module")
def citizen(city, browser):
    """A citizen who is signed in and was told 25 things."""
    account = city.query(f"SELECT id FROM people.account WHERE phone = '{PHONE}'")
    city.query(
        "INSERT INTO notices.message (id, channel, purpose, account_id, case_id, title, text, link, created_at) "
        f"SELECT gen_random_uuid(), 'site', 'accepted', '{account}', gen_random_uuid(), '申请已受理（第 ' || n || ' 件）', "
        "'您申请的“公共场所卫生许可”已受理，承诺 7 个工作日内办结，办结前我们会再通知您。', '/track', "
        "now() - n * interval '1 hour' FROM generate_series(1, 25) n")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    flows.sign_in_citizen(city, page, PHONE)
    yield page
    context.close()


def face(page, city, name):
    width, is_elder = FACES[name]
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "ui", "value": "elder" if is_elder else "normal", "url": city.url("public")}])


def assert_clean(page, address):
    page.goto(address, wait_until="load")
    found = violations(page)
    assert not found, f"{address}\n" + "\n".join(found)
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{address} scrolls sideways by {too_wide} px"


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("path", ["/my/messages", "/my/messages?show=unread", "/my", "/problems", "/problems/case.not-found"])
def test_pages_have_no_violations(citizen, city, name, path):
    face(citizen, city, name)
    assert_clean(citizen, city.url("public", path))


def unread(page) -> int:
    found = re.search(r"(\d+) 条未读", page.content())
    return int(found.group(1)) if found else 0


def test_reading_lowers_the_number_in_the_head_of_the_page(citizen, city):
    face(citizen, city, "desktop")
    citizen.goto(city.url("public", "/my/messages"))
    before = unread(citizen)
    assert before >= 25

    citizen.locator("main .my a", has_text="（第 1 件）").first.click()
    citizen.wait_for_url("**/track")
    citizen.goto(city.url("public", "/my/messages?show=unread"))
    assert unread(citizen) == before - 1
    citizen.locator("main form[action$='/read'] button").first.click()
    flows.settle(citizen)
    assert unread(citizen) == before - 2 and "show=unread" in citizen.url
    citizen.click("text=下一页")
    assert citizen.locator("main .my li").count() == min(before - 2 - 20, 20)

    citizen.click("text=全部标为已读")
    flows.settle(citizen)
    assert unread(citizen) == 0 and citizen.locator("text=已标为已读").count() == 1
    citizen.goto(city.url("public", "/my/messages?show=unread"))
    assert "没有未读消息" in citizen.inner_text("main")
    assert_clean(citizen, city.url("public", "/my/messages?show=unread"))


@pytest.mark.parametrize("door", ["public", "office", "api", "terminal", "management"])
def test_every_door_explains_its_codes(city, door):
    answer = requests.get(city.url(door, "/no-such-page"), headers={"Accept": "application/json"}, timeout=10)
    page = requests.get(city.url(door, answer.json()["type"]), headers={"Accept": "text/html"}, timeout=10)
    assert answer.status_code == 404 and page.status_code == 200
    assert "没有这个网址" in page.text and page.headers["Content-Type"].startswith("text/html")
