"""WCAG 2.1 AA by axe-core on every page of every door, signed in or not, at three widths and faces."""

import pytest

import pages
from accessibility import keyboard_walk, violations
from test_roles import table
from world import World

FACES = {"desktop": (1440, False), "phone": (390, False), "phone, 长者版": (390, True)}


@pytest.fixture(scope="module")
def world(city):
    return World(city)


@pytest.fixture(scope="module")
def windows(browser, world):
    """One browser window for each person and face, opened when needed."""
    opened = {}

    def window(door: str, who: str | None, is_elder: bool):
        key = (door, who, is_elder)
        if key not in opened:
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="reduce")
            address = world.city.url(door)
            cookies = list(world.people[who].session.cookies) if who else []
            context.add_cookies(
                [{"name": one.name, "value": one.value, "url": address} for one in cookies]
                + ([{"name": "ui", "value": "elder", "url": address}] if is_elder else []))
            opened[key] = context.new_page()
            opened[key].set_default_timeout(30_000)
        return opened[key]

    yield window
    for page in opened.values():
        page.context.close()


def show(window, world, shown: pages.Shown):
    """Opens a page in its state, and makes sure that it is that page."""
    if shown.who == pages.SECURITY:
        # The second factor must be fresh for the forms to be there, however long the pages before took.
        world.city.query("UPDATE people.session SET second_factor_at = now() WHERE second_factor_at IS NOT NULL")
    answer = window.goto(world.city.url(shown.door, shown.address(world.facts)))
    assert answer.status == shown.status, f"{shown.name}: {answer.status}"
    if shown.then:
        shown.then(window, world.facts)
    heading = window.locator("h1").all_inner_texts()
    assert len(heading) == 1 and shown.heading in heading[0], f"{shown.name}: {heading} at {window.url}"


def faults(window, name: str) -> list[str]:
    found = [f"{name}: {fault}" for fault in violations(window)]
    double = window.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
        " return ids.filter((id, index) => ids.indexOf(id) !== index) }")
    found += [f"{name}: the id {one} stands twice" for one in double]
    cut = window.evaluate(
        "() => [...document.querySelectorAll('a,button,input,select,textarea')].filter(e => {"
        " const box = e.getBoundingClientRect();"
        " return box.width > 1 && box.left < -1 && box.bottom > 0 && !e.closest('.skip,.app-nav,.views,.flow-x') })"
        ".map(e => e.outerHTML.slice(0, 120))")
    found += [f"{name}: stands out of the page at the left: {one}" for one in cut]
    too_wide = window.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{name}: scrolls sideways by {too_wide} px"] if too_wide > 0 else [])


@pytest.mark.parametrize("shown", pages.ALL, ids=[shown.name for shown in pages.ALL])
def test_page_has_no_violations(windows, world, shown):
    found = []
    for is_elder, widths in [(False, (1440, 390)), (True, (390,))]:
        window = windows(shown.door, shown.who, is_elder)
        for width in widths:
            window.set_viewport_size({"width": width, "height": 900})
            if width == widths[0]:
                show(window, world, shown)
            found += faults(window, f"{width}{' 长者版' if is_elder else ''}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["/inbox", "/cases/{submitted}", f"/window?leaf={pages.NURSE}"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_keyboard_stop_of_the_workbench_is_seen_and_ringed(windows, world, path, width):
    window = windows("office", pages.WINDOW, False)
    window.set_viewport_size({"width": width, "height": 900})
    window.goto(world.city.url("office", path.format_map(world.facts)))
    assert keyboard_walk(window) == []


def test_every_route_that_shows_a_page_is_scanned():
    known = {(shown.door, shown.route) for shown in pages.ALL} | set(pages.NO_PAGE)
    gets = {(door, path) for door, method, path, _, _ in table() if method == "GET" and door != "api"}
    assert gets - known == set(), "a new page: add it to pages.py"
    assert known - gets == set(), "a page that is no more: take it out of pages.py"


def test_page_of_a_door_whose_database_is_away(windows, city):
    window = windows("terminal", None, False)
    try:
        city.query("ALTER ROLE yanmen_terminal NOLOGIN")
        window.goto(city.url("terminal", "/track"))
        city.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'yanmen_terminal'")
        pages.send("/track", number="XZ2026010100010001", lastFour="0000")(window, {})
        assert window.locator("h1").inner_text() == "暂时不能办理"
        assert faults(window, "503") == []
    finally:
        city.query("ALTER ROLE yanmen_terminal LOGIN")


@pytest.mark.parametrize("door, route", pages.NO_PAGE, ids=[" ".join(key) for key in pages.NO_PAGE])
def test_what_is_not_scanned_shows_no_page(world, door, route):
    visitor = {"public": world.people[pages.CITIZEN], "management": None}.get(door) or world.people[pages.WINDOW]
    if "/admin/logs" in route:
        visitor = world.people[pages.AUDITOR]
    if "/dashboard" in route:
        visitor = world.people["jiandu"]
    path = pages.NO_PAGE_PATHS.get((door, route), route).format_map(world.facts)
    answer = visitor.session.get(world.city.url(door, path), timeout=20, allow_redirects=False)
    kind = pages.NO_PAGE[(door, route)]
    if kind == "redirect":
        assert answer.status_code == 303, answer.status_code
    else:
        assert answer.status_code == 200, (answer.status_code, answer.text[:300])
        assert answer.headers["Content-Type"].startswith(kind)
        assert "<h1" not in answer.text[:5000], "a page"
