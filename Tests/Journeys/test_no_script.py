"""Everything works without JavaScript: search, guide with a situation, the way to signing in."""

import pytest


@pytest.fixture
def page(browser, city):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_from_search_through_the_situation_to_signing_in(page, city):
    page.goto(city.url("public"))
    search = page.locator('main form[role="search"]')
    search.locator('input[name="q"]').fill("个体工商户")
    search.locator('button[type="submit"]').click()
    assert "个体工商户" in page.title()
    page.locator('#results a[href^="/items/XZ0002"]').first.click()
    assert "个体工商户登记" in page.locator("h1").inner_text()
    situation = page.locator("#situation")
    situation.locator('input[name="leaf"][value="02"]').check()
    situation.locator('button[type="submit"]').click()
    assert "leaf=02" in page.url
    assert page.locator('#situation input[name="leaf"][value="02"]').is_checked()
    assert "材料" in page.locator("#material").inner_text()
    page.locator('.g-act a[href^="/apply/"]').click()
    assert "/signin" in page.url
    assert page.locator("h1").inner_text() == "登录"


def test_answers_change_the_list_of_materials(page, city):
    page.goto(city.url("public", "/items/XZ0002"))
    names = [control.get_attribute("name") for control in page.locator("#situation input[type=radio]").all()]
    question = next(name for name in names if name != "leaf")
    options = page.locator(f'#situation input[name="{question}"]')
    lists = set()
    for index in range(options.count()):
        page.goto(city.url("public", "/items/XZ0002"))
        page.locator(f'#situation input[name="{question}"]').nth(index).check()
        page.locator('#situation button[type="submit"]').click()
        assert page.locator(f'#situation input[name="{question}"]').nth(index).is_checked()
        lists.add(page.locator("#material").inner_text())
    assert len(lists) > 1


def test_phone_form_leads_to_the_code_form(page, city):
    page.goto(city.url("public", "/signin"))
    page.locator('main form button[type="submit"]').click()
    assert page.locator('[role="alert"]').first.is_visible()
    page.locator("#f-phone").fill("19900000007")
    page.locator('main form button[type="submit"]').click()
    assert page.locator('main input[name="code"]').is_visible()
    assert "验证码" in city.last_sms("19900000007")


def test_elder_face_is_chosen_by_a_form(page, city):
    page.goto(city.url("public"))
    page.locator('form[action="/preferences"] button[value="elder"]').first.click()
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies.get("ui", "").startswith("elder")
