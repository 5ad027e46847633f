"""WCAG 2.1 AA by axe-core on every kind of page a visitor reaches without signing in, and the keyboard walk."""

import pytest

from accessibility import keyboard_walk, violations

PUBLIC = {
    "home": "/",
    "search with hits": "/s?q=护士",
    "search without hits": "/s?q=zzqqxxyy",
    "personal": "/personal",
    "legal": "/legal",
    "departments": "/depts",
    "department": "/depts/1",
    "guide": "/items/XZ0002",
    "guide, simple": "/items/XZ0002?leaf=01&view=simple",
    "guide to be completed": "/items/XZ0030",
    "once notice": "/items/XZ0002/print?leaf=01",
    "track": "/track",
    "verify": "/verify",
    "verify, unknown code": "/verify/AAAAAAAAAAAAAAAA",
    "sign in": "/signin",
    "reviews": "/reviews",
    "help": "/help",
    "accessibility": "/a11y",
    "privacy": "/privacy",
    "not found": "/no-such-page",
}
FACES = {"desktop": (1440, False), "phone": (390, False), "phone, 长者版": (390, True)}
KEYBOARD = {"home": "/", "guide": "/items/XZ0002"}


@pytest.fixture(scope="module", params=FACES.values(), ids=FACES.keys())
def face(request, browser, city):
    width, is_elder = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    if is_elder:
        context.add_cookies([{"name": "ui", "value": "elder", "url": city.url(door)} for door in ("public", "terminal")])
    page = context.new_page()
    yield page
    context.close()


def assert_clean(page, address: str):
    page.goto(address, wait_until="load")
    found = violations(page)
    assert not found, f"{address}\n" + "\n".join(found)
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{address} scrolls sideways by {too_wide} px"


@pytest.mark.parametrize("path", PUBLIC.values(), ids=PUBLIC.keys())
def test_public_page_has_no_violations(face, city, path):
    assert_clean(face, city.url("public", path))


def test_theme_page_has_no_violations(face, city):
    face.goto(city.url("public", "/personal"))
    theme = face.locator('main a[href^="/themes/"]').first.get_attribute("href")
    assert_clean(face, city.url("public", theme))


def test_office_sign_in_has_no_violations(face, city):
    assert_clean(face, city.url("office", "/signin"))


@pytest.mark.parametrize("path", ["/", "/track", "/?q=护士", "/items/XZ0002"])
def test_terminal_page_has_no_violations(face, city, path):
    assert_clean(face, city.url("terminal", path))


def test_the_elder_face_is_on(browser, city):
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(city.url("public"))
    usual = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    context.add_cookies([{"name": "ui", "value": "elder", "url": city.url("public")}])
    page.reload()
    large = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    context.close()
    assert large >= 18 and large > usual


@pytest.mark.parametrize("path", KEYBOARD.values(), ids=KEYBOARD.keys())
@pytest.mark.parametrize("width", [1440, 390])
def test_every_keyboard_stop_is_seen_and_ringed(browser, city, path, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(city.url("public", path))
    faults = keyboard_walk(page)
    context.close()
    assert not faults, "\n".join(faults)


def test_the_first_keyboard_stop_skips_to_the_content(browser, city):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(city.url("public", "/items/XZ0002"))
    loads = []
    page.on("request", lambda request: loads.append(request.url) if request.is_navigation_request() else None)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.wait_for_load_state("load")
    assert loads == [], "an anchor of the page loads it anew"
    page.keyboard.press("Tab")
    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    context.close()
    assert inside
