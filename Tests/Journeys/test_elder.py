"""A person of seventy applies on the phone in 长者版: everything is large enough to read and to hit, to the receipt."""

import re

import pytest

import flows
from world import NURSE, synthetic_id

PHONE = "19900000043"
SIZES = """() => {
  const small = [], hard = []
  const isFolded = e => {
    const fold = e.closest('details:not([open])'), head = e.closest('summary')
    return fold && !(head && head.parentElement === fold)
  }
  const isSeen = e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e)
    return box.width > 1 && box.height > 1 && style.visibility === 'visible' && !e.closest('.skip,.sr') && !isFolded(e)
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement, words = texts.currentNode.textContent.trim()
    if (!words || !isSeen(parent) || parent.closest('script,style,option,[aria-hidden=true]')) continue
    if (parseFloat(getComputedStyle(parent).fontSize) < 18) small.push(words.slice(0, 20))
  }
  for (const e of document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')) {
    const target = ['radio', 'checkbox'].includes(e.type) ? e.closest('label') || e : e
    if (!isSeen(target)) continue
    // A link within a sentence is as large as its words.
    const around = e.parentElement.innerText.trim()
    if (e.tagName === 'A' && getComputedStyle(e).display === 'inline' && around !== e.innerText.trim()) continue
    const box = target.getBoundingClientRect()
    const least = e.matches('main .btn-p, .ctabar .btn, main input.in, main select.in') ? 60 : 44
    if (Math.round(box.height) < least || Math.round(box.width) < 44)
      hard.push(`${Math.round(box.width)}×${Math.round(box.height)} ${e.outerHTML.slice(0, 100)}`)
  }
  return {small: [...new Set(small)], hard, body: parseFloat(getComputedStyle(document.body).fontSize)}
}"""


@pytest.fixture
def phone(browser):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def tap(page, selector: str):
    with page.expect_navigation():
        page.locator(selector).first.tap()


def test_everything_is_large_enough_on_the_way_to_the_receipt(city, phone, tmp_path):
    faults, seen = [], []

    def look(page):
        where = re.sub(r"[0-9a-f-]{36}", "…", page.url.split("/", 3)[3])
        seen.append(where)
        sizes = page.evaluate(SIZES)
        if sizes["body"] < 18:
            faults.append(f"/{where}: the text of the page is {sizes['body']} px")
        faults.extend(f"/{where}: smaller than 18 px: {words}" for words in sizes["small"])
        faults.extend(f"/{where}: hard to hit: {target}" for target in sizes["hard"])
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if sideways > 0:
            faults.append(f"/{where}: scrolls sideways by {sideways} px")

    phone.goto(city.url("public"))
    phone.locator('form[action="/preferences"] button[value="elder"]').first.tap()
    flows.wait(lambda: phone.locator("html").get_attribute("data-mode") == "elder", "the large face")
    look(phone)
    phone.locator("main input[name=q]").fill("护士")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/s?**")
    look(phone)
    tap(phone, 'main a[href^="/items/XZ0024"]')
    look(phone)

    phone.goto(city.url("public", f"/signin?next=/apply/{NURSE}"))
    look(phone)
    phone.fill("[name=phone]", PHONE)
    tap(phone, "main form button[type=submit]")
    look(phone)
    phone.fill("[name=code]", flows.newest_code(city, PHONE))
    tap(phone, "main form button[type=submit]")
    look(phone)
    phone.fill("[name=name]", "张桂花")
    phone.fill("[name=documentNumber]", synthetic_id("19530611", "043"))
    tap(phone, "main form button[type=submit]")
    assert phone.url.endswith(f"/apply/{NURSE}")

    number = flows.apply_online(city, phone, NURSE, tmp_path, look)
    assert number in phone.inner_text("main")
    assert phone.locator("html").get_attribute("data-mode") == "elder"
    for step in ("apply/drafts/…/form", "materials", "check", "receipt"):
        assert any(step in where for where in seen), (step, seen)
    phone.goto(city.url("public", "/my"))
    look(phone)
    assert not faults, "\n".join(sorted(set(faults)))
