"""The main job, as people do it: apply, accept, correct, examine, decide, deliver, verify, review (issue 2, R1.5, R1.6)."""

import re

import pytest
import requests

import flows
from world import synthetic_id

NURSE = "XZ002401"


@pytest.fixture
def pages(browser):
    """Makes pages of separate people; fails the journey on any script error."""
    opened, errors = [], []

    def new(width=1440, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
        opened.append(context)
        return page

    yield new
    for context in opened:
        context.close()
    assert errors == []


def accept(city, page, number):
    flows.open_case(city, page, number)
    page.locator('.case-r form[action$="/accept"] button').click()
    flows.settle(page)


def test_from_search_to_review(city, pages, tmp_path):
    citizen = pages()
    citizen.goto(city.url("public", "/"))
    citizen.fill("main input[name=q]", "护士注册")
    citizen.keyboard.press("Enter")
    citizen.wait_for_url("**/s?**")
    assert "护士执业注册" in citizen.inner_text("main")

    flows.sign_in_citizen(city, citizen, "19900000002")
    number = flows.apply_online(city, citizen, NURSE, tmp_path)

    window = pages()
    flows.sign_in_staff(city, window, "chuangkou")
    accept(city, window, number)
    for login, act in [("chengban", "examine"), ("shenhe", "review"), ("pizhun", "decide")]:
        officer = pages()
        flows.sign_in_staff(city, officer, login)
        flows.open_case(city, officer, number)
        flows.conclude(officer, act, "grant", "材料齐全，符合法定条件。")
        assert officer.locator(".errsum").count() == 0, officer.inner_text(".errsum")

    flows.open_case(city, window, number)
    window.locator(".case-r input[name=mode]").first.check(force=True)
    window.locator('.case-r form[action$="/deliver"] button').last.click()
    flows.settle(window)
    assert "已送达" in window.inner_text("main")

    citizen.goto(city.url("public", "/my"))
    citizen.locator(f"main a:has-text('护士执业注册')").first.click()
    flows.settle(citizen)
    assert "已送达" in citizen.inner_text("main")
    letter = citizen.locator("main a[href^='/my/documents/']").last.get_attribute("href")
    answer = citizen.request.get(city.url("public", letter))
    assert answer.ok and answer.body().startswith(b"%PDF-")

    citizen.goto(city.url("public", "/my"))
    text = citizen.inner_text("main")
    assert "办理结果已送达" in text

    messages = requests.get(city.url("management", "/messages"), timeout=5).text
    link = re.search(r"/review/[A-Za-z0-9_-]{20,}", messages).group(0)
    guest = pages(390, 844)
    guest.goto(city.url("public", link))
    assert guest.locator("[aria-pressed=true], input:checked").count() == 0, "nothing is preselected"
    guest.locator("button:has-text('非常满意'), label:has-text('非常满意')").first.click()
    flows.settle(guest)
    submit = guest.locator("main button.btn-p")
    if submit.count():
        submit.first.click()
        flows.settle(guest)
    guest.goto(city.url("public", link))
    assert "评价" in guest.inner_text("main")


def test_progress_needs_the_right_four_digits_and_a_case_can_be_withdrawn(city, pages, tmp_path):
    citizen = pages(390, 844)
    flows.sign_in_citizen(city, citizen, "19900000003")
    number = flows.apply_online(city, citizen, NURSE, tmp_path)
    guest = pages()
    for digits, known in [("0000", False), ("0003", True)]:
        guest.goto(city.url("public", "/track"))
        fields = guest.locator("main form input:not([type=hidden])")
        fields.nth(0).fill(number)
        fields.nth(1).fill(digits)
        guest.locator("main form button[type=submit]").first.click()
        flows.settle(guest)
        assert ("已提交" in guest.inner_text("main")) == known, guest.inner_text("main")

    case = citizen.url.replace("/receipt", "")
    citizen.goto(case + "/withdraw")
    for field in citizen.locator("main textarea").all():
        field.fill("材料要重新准备。")
    citizen.locator("main form button[type=submit]").last.click()
    flows.settle(citizen)
    citizen.goto(case)
    assert "已撤回" in citizen.inner_text("main"), citizen.inner_text("main")[:400]


def test_window_takes_in_a_walk_in_case_by_keyboard_alone(city, pages):
    clerk = pages()
    flows.sign_in_staff(city, clerk, "chuangkou")
    clerk.goto(city.url("office", "/window"))
    clerk.focus("[name=kind]")
    clerk.keyboard.press("Space")
    for name, words in [
        ("applicantName", "示例申请人"), ("documentNumber", synthetic_id()), ("phone", "13900000000"),
    ]:
        clerk.focus(f"[name={name}]")
        clerk.keyboard.insert_text(words)
    clerk.focus("main [name=q]")
    clerk.keyboard.insert_text("老年人优待证")
    clerk.focus("button:has-text('查找事项')")
    clerk.keyboard.press("Enter")
    flows.settle(clerk)
    clerk.focus("main button[name=leaf]")
    clerk.keyboard.press("Enter")
    flows.settle(clerk)
    assert clerk.input_value("[name=applicantName]") == "示例申请人", "what was typed is still there"
    clerk.focus("button[value=correct]")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/cases/**")
    assert "已收件" in clerk.inner_text("main")


def test_a_correction_goes_there_and_back(city, pages, tmp_path):
    citizen = pages()
    flows.sign_in_citizen(city, citizen, "19900000001")
    number = flows.apply_online(city, citizen, NURSE, tmp_path)
    clerk = pages()
    flows.sign_in_staff(city, clerk, "chuangkou")
    flows.open_case(city, clerk, number)
    clerk.locator("summary:has-text('一次性告知补正')").click()
    clerk.locator(".case-r input[name^='problem-material-']").first.fill("请上传清晰的扫描件")
    clerk.fill(".case-r input[name=due]", "2027-12-30")
    clerk.locator('.case-r form[action$="/correct"] button[type=submit]').click()
    flows.settle(clerk)
    assert "待补正" in clerk.inner_text("main"), clerk.inner_text("main")[:500]

    citizen.goto(city.url("public", "/my"))
    assert "补正" in citizen.inner_text("main")
    citizen.locator("main a:has-text('补正')").first.click()
    flows.settle(citizen)
    assert "请上传清晰的扫描件" in citizen.inner_text("main")


def test_a_refusal_names_the_consequence_first(city, pages, tmp_path):
    clerk = pages()
    flows.sign_in_staff(city, clerk, "chuangkou")
    clerk.goto(city.url("office", "/inbox?view=mine"))
    clerk.locator("table.dg tbody a").first.click()
    flows.settle(clerk)
    clerk.locator("summary:has-text('不予受理')").click()
    clerk.locator(".case-r input[name=ground][value=permitNotNeeded]").check(force=True)
    clerk.locator('.case-r form[action$="/refuse"] textarea[name=reason]').fill("依法不需要取得许可。")
    clerk.locator('.case-r form[action$="/refuse"] button[type=submit]').click()
    flows.settle(clerk)
    assert "确认不予受理" in clerk.title()
    clerk.locator("button:has-text('作出不予受理决定')").click()
    flows.settle(clerk)
    assert "不予受理" in clerk.inner_text("main .ch"), clerk.inner_text("main")[:400]
