"""The keyboard walk, the way past the navigation and the large face; axe scans every page in `test_every_page`."""

import pytest

from accessibility import keyboard_walk

KEYBOARD = {"home": "/", "guide": "/items/XZ0002"}


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
