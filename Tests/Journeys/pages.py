"""Every page of every door, in the states it has, each with the heading by which one knows that it is really shown."""

import dataclasses
from collections.abc import Callable

from world import CITIZEN, ELDERLY, NURSE

NOBODY = "00000000-0000-4000-8000-000000000000"
WINDOW, EXAMINER, REVIEWER, DECIDER = "chuangkou", "chengban", "shenhe", "pizhun"
SYSTEM, SECURITY, AUDITOR = "xitong", "anquan", "shenji"


@dataclasses.dataclass(frozen=True)
class Shown:
    """A page as it stands in the route table, who looks at it, and what is done on it before it is judged."""

    door: str
    route: str
    heading: str
    who: str | None = None
    path: str = ""
    then: Callable | None = None
    status: int = 200
    words: str = ""

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.door, self.path or self.route, self.who, self.words]))

    def address(self, facts: dict[str, str]) -> str:
        return (self.path or self.route).format_map(facts)


# What is done on a page

def send(end: str, **fields: str) -> Callable:
    """Sends the form whose action ends so, hidden or folded as it may be, with these values."""

    def act(page, facts):
        with page.expect_navigation():
            page.evaluate(
                """([end, fields]) => {
                  const form = [...document.forms].find(f => f.getAttribute('action').split('?')[0].endsWith(end))
                  for (const [name, value] of Object.entries(fields)) {
                    const given = [...form.elements].filter(e => e.name === name)
                    const box = given.find(e => e.type === 'radio' && e.value === value)
                    if (box) { box.checked = true; continue }
                    const control = given.find(e => e.tagName !== 'BUTTON') || form.appendChild(
                      Object.assign(document.createElement('input'), {type: 'hidden', name}))
                    control.value = value
                  }
                  form.noValidate = true
                  form.submit()
                }""", [end, fields])
        page.wait_for_load_state("load")

    return act


def refused(end: str, **fields: str) -> Callable:
    """Sends the form, and makes sure that the page complains."""

    def act(page, facts):
        send(end, **fields)(page, facts)
        assert page.locator("main .errsum, main .note-err").count() > 0, "the page does not complain"

    return act


def post(path: str, **fields: str) -> Callable:
    """Sends a form that the page does not have, with the token that it has."""

    def act(page, facts):
        with page.expect_navigation():
            page.evaluate(
                """([path, fields]) => {
                  const form = document.createElement('form')
                  form.method = 'post'
                  form.action = path
                  const all = Object.assign({csrf: document.querySelector('[name=csrf]').value}, fields)
                  for (const [name, value] of Object.entries(all))
                    form.appendChild(Object.assign(document.createElement('input'), {type: 'hidden', name, value}))
                  document.body.appendChild(form).submit()
                }""", [path.format_map(facts), fields])
        page.wait_for_load_state("load")

    return act


def unfold(page, facts):
    """Opens everything that is folded."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")


def public(route: str, heading: str, **more) -> Shown:
    return Shown("public", route, heading, **more)


def mine(route: str, heading: str, **more) -> Shown:
    return Shown("public", route, heading, who=CITIZEN, **more)


def office(route: str, heading: str, who: str = WINDOW, **more) -> Shown:
    return Shown("office", route, heading, who=who, **more)


def case(state: str, who: str, heading: str = "护士执业注册", **more) -> Shown:
    return office("/cases/{id}", heading, who, path="/cases/{%s}" % state, **more)


OPEN = [
    public("/", "搜一搜"),
    public("/s", "搜索", path="/s?q=护士", words="hits"),
    public("/s", "搜索", path="/s?q=zzqqxxyy", words="no hits"),
    public("/personal", "个人服务"),
    public("/legal", "法人服务"),
    public("/themes/{code}", "", path="/themes/{theme}"),
    public("/depts", "部门服务"),
    public("/depts/{id}", "", path="/depts/{department}"),
    public("/items/{code}", "个体工商户登记", path="/items/XZ0002"),
    public("/items/{code}", "个体工商户登记", path="/items/XZ0002?leaf=01&view=simple", words="simple"),
    public("/items/{code}", "", path="/items/XZ0030", words="to be completed"),
    public("/items/{code}/print", "一次性告知书", path="/items/XZ0002/print?leaf=01"),
    public("/regions", "区域"),
    public("/track", "进度"),
    public("/track", "进度", then=refused("/track"), words="nothing typed"),
    public("/track", "进度", then=refused("/track", number="XZ2026010100010001", phone="0000"), words="unknown"),
    public("/verify", "核验"),
    public("/verify/{code}", "核验", path="/verify/AAAAAAAAAAAAAAAA", status=404, words="unknown"),
    public("/verify/{code}", "核验", path="/verify/{verify}"),
    public("/signin", "登录"),
    public("/signin", "登录", then=refused("/signin", phone="12"), words="wrong phone"),
    public("/reviews", "好差评"),
    public("/review/{token}", "评价", path="/review/{review}"),
    public("/review/{token}", "评价", path="/review/{review}?grade=1", words="poor"),
    public("/review/{token}/thanks", "感谢", path="/review/{reviewed}/thanks"),
    public("/help", "新手"),
    public("/a11y", "无障碍"),
    public("/privacy", "隐私"),
    public("/", "", path="/no-such-page", status=404, words="not found"),
]

APPLYING = [
    mine("/apply/{code}", "护士执业注册", path=f"/apply/{NURSE}"),
    mine("/apply/{code}", "护士执业注册", path=f"/apply/{NURSE}", then=refused(f"/apply/{NURSE}"), words="unanswered"),
    mine("/apply/{code}", "暂时不能网上申请", path="/apply/XZ003001", words="not online"),
    mine("/apply/drafts/{id}/situation", "选择您的情形", path="/apply/drafts/{draft}/situation"),
    mine("/apply/drafts/{id}/form", "填写申请表", path="/apply/drafts/{draft}/form"),
    mine("/apply/drafts/{id}/form/{section}", "学历和考试", path="/apply/drafts/{draft}/form/school"),
    mine("/apply/drafts/{id}/form/{section}", "学历和考试", path="/apply/drafts/{draft}/form/school",
         then=refused("/form/school"), words="nothing typed"),
    mine("/apply/drafts/{id}/form/{section}", "内容有两个版本", path="/apply/drafts/{draft}/form/school",
         then=send("/form/school", **{"version": "0", "f.school": "另一所学校"}), words="two versions"),
    mine("/apply/drafts/{id}/materials", "上传申请材料", path="/apply/drafts/{draft}/materials"),
    mine("/apply/drafts/{id}/materials", "上传申请材料", path="/apply/drafts/{draft}/materials",
         then=refused("/materials"), words="files missing"),
    mine("/apply/drafts/{id}/check", "核对", path="/apply/drafts/{draft}/check", words="incomplete"),
    mine("/apply/drafts/{id}/check", "核对", path="/apply/drafts/{full_draft}/check"),
    mine("/apply/drafts/{id}/check", "核对", path="/apply/drafts/{full_draft}/check", then=refused("/submit"),
         words="not agreed"),
    mine("/apply/drafts/{id}/delete", "删除", path="/apply/drafts/{draft}/delete"),
    mine("/apply/drafts/{id}/revised", "", path="/apply/drafts/{revised_draft}/revised"),
]

OWN = [
    mine("/my", "我的"),
    mine("/", "搜一搜", words="signed in"),
    mine("/my/messages", "消息"),
    mine("/my/messages", "消息", path="/my/messages?show=unread", words="unread"),
    mine("/my/account", "账号"),
    mine("/my/account/agency", "代理"),
    mine("/my/account/agency", "代理", then=refused("/agency"), words="nothing typed"),
    mine("/my/account/organisation", "单位"),
    mine("/my/account/organisation", "单位", then=refused("/organisation"), words="nothing typed"),
    mine("/my/account/representations/{id}/end", "", path="/my/account/representations/{representation}/end"),
    mine("/my/cases/{id}/receipt", "", path="/my/cases/{submitted}/receipt"),
    *[mine("/my/cases/{id}", "护士执业注册", path="/my/cases/{%s}" % state) for state in [
        "submitted", "received", "correcting", "accepted", "paused", "granted", "delivered", "denied", "not_accepted",
        "withdrawn", "terminated"]],
    mine("/my/cases/{id}/correction", "补正申请", path="/my/cases/{correcting}/correction"),
    mine("/my/cases/{id}/correction", "补正申请", path="/my/cases/{correcting}/correction", then=refused("/correction"),
         words="nothing sent"),
    mine("/my/cases/{id}/withdraw", "撤回", path="/my/cases/{submitted}/withdraw"),
    mine("/my/cases/{id}/withdraw", "撤回", path="/my/cases/{submitted}/withdraw", then=refused("/withdraw"),
         words="no reason"),
    mine("/my/cases/{id}", "", path=f"/my/cases/{NOBODY}", status=404, words="not found"),
]

WORK = [
    Shown("office", "/signin", "工作人员登录"),
    Shown("office", "/signin", "工作人员登录", then=refused("/signin", login="nobody", password="x"), words="refused"),
    Shown("office", "/signin/step", "设置新口令", who="new clerk"),
    Shown("office", "/signin/step", "绑定动态口令", who="new administrator"),
    office("/", "您好"),
    *[office("/inbox", "", who, path=f"/inbox?view={view}") for who, view in [
        (WINDOW, "mine"), (WINDOW, "all"), (EXAMINER, "mine"), (REVIEWER, "mine"), (DECIDER, "mine")]],
    office("/inbox", "搜索", path="/inbox?view=all&q=XZ0000", words="no hits"),
    office("/inbox", "", path="/inbox?view=all&peek={submitted}", words="a case beside the list"),
    office("/inbox", "批量收件", then=send("/inbox/bulk", do="receive"), words="nothing selected"),
    office("/inbox", "", "jiandu", path="/inbox?view=all"),
    office("/inbox", "即将超期", "jiandu", path="/inbox?view=dueSoon&body=1&days=3", words="of one body"),
    office("/dashboard", "运行总览", "jiandu", then=unfold),
    office("/dashboard", "运行总览", "jiandu", path="/dashboard?region=149999000000", words="nothing there"),
    office("/dashboard", "运行总览", "jiandu", path="/dashboard?region=140900000000&sort=rate", words="by rate"),
    office("/dashboard", "", path="/dashboard", status=403, words="forbidden"),
    *[case(state, who, then=unfold) for state, who in [
        ("submitted", WINDOW), ("received", WINDOW), ("correcting", WINDOW), ("accepted", EXAMINER),
        ("taken", EXAMINER), ("sent_back", WINDOW), ("reviewing", REVIEWER), ("approving", DECIDER),
        ("paused", REVIEWER), ("granted", WINDOW), ("delivered", WINDOW), ("denied", DECIDER),
        ("not_accepted", WINDOW), ("withdrawn", WINDOW), ("terminated", DECIDER), ("submitted", "jiandu")]],
    case("instant", WINDOW, "", then=unfold),
    office("/cases/{id}", "护士执业注册", path="/cases/{delivered}?tab=history"),
    office("/cases/{id}", "护士执业注册", path="/cases/{delivered}?tab=documents"),
    case("submitted", WINDOW, then=refused("/correct"), words="empty correction"),
    case("submitted", WINDOW, "确认不予受理", then=send("/refuse"), words="asked about"),
    case("taken", EXAMINER, then=refused("/examine"), words="no opinion"),
    case("reviewing", REVIEWER, "办件刚被别人改动",
         then=refused("/review", conclusion="grant", opinion="同意。", version="0"), words="conflict"),
    case("granted", WINDOW, then=refused("/deliver", receiverName=""), words="nobody received"),
    office("/window", "窗口受理"),
    office("/window", "窗口受理", path="/window?q=老年人", words="search"),
    office("/window", "窗口受理", path=f"/window?leaf={NURSE}", words="item chosen"),
    office("/window", "窗口受理", path=f"/window?leaf={ELDERLY}",
           then=refused("/window", do="receive"), words="nothing typed"),
    office("/phrases", "常用语"),
    office("/phrases", "常用语", then=refused("/phrases"), words="nothing typed"),
    office("/representations", "代理"),
    office("/account", "我的账号"),
    office("/account", "绑定动态口令", then=send("/account/bind"), words="binding"),
    office("/verify", "验证动态口令"),
    office("/admin/organisations", "", path="/admin/organisations", status=403, words="forbidden"),
    office("/cases/{id}", "", path=f"/cases/{NOBODY}", status=404, words="not found"),
]

ADMINISTRATION = [
    office("/admin/organisations", "机构", SYSTEM),
    office("/admin/organisations/new", "机构", SYSTEM, path="/admin/organisations/new?region=140900000000"),
    office("/admin/organisations/new", "机构", SYSTEM, path="/admin/organisations/new?region=140900000000",
           then=refused("/organisations"), words="nothing typed"),
    office("/admin/organisations/{id}", "", SYSTEM, path="/admin/organisations/{organisation}"),
    office("/admin/staff", "账号", SYSTEM),
    office("/admin/staff/new", "账号", SYSTEM),
    office("/admin/staff/new", "账号", SYSTEM, then=refused("/admin/staff"), words="nothing typed"),
    office("/admin/staff/{id}", "chengban", SYSTEM, path="/admin/staff/{staff}"),
    office("/admin/staff", "账号", SECURITY),
    office("/admin/staff/{id}", "chengban", SECURITY, path="/admin/staff/{staff}", then=unfold),
    office("/admin/online", "在线会话", SECURITY),
    office("/admin/clients", "接入系统", SECURITY),
    office("/admin/clients", "接入系统", SECURITY, then=refused("/admin/clients"), words="nothing typed"),
    office("/admin/logs/operations", "操作日志", AUDITOR),
    office("/admin/logs/sign-ins", "登录日志", AUDITOR),
]

OTHERS = [
    Shown("terminal", "/", ""),
    Shown("terminal", "/", "", path="/?q=护士", words="search"),
    Shown("terminal", "/items/{code}", "个体工商户登记", path="/items/XZ0002"),
    Shown("terminal", "/track", "进度"),
    Shown("terminal", "/track", "进度", then=refused("/track"), words="nothing typed"),
    Shown("terminal", "/", "", path="/no-such-page", status=404, words="not found"),
    Shown("management", "/", ""),
    Shown("management", "/jobs", ""),
    Shown("management", "/status", ""),
    Shown("management", "/jobs", "", then=post("/jobs/{done_job}/retry"), words="409, not dead"),
    Shown("terminal", "/track", "页面已过期", then=post("/track", csrf="x"), words="403, form too old"),
    Shown("terminal", "/track", "内容太大", then=post("/track", number="x" * 5000), words="413, too large"),
    Shown("management", "/messages", ""),
]

OTHERS += [
    Shown(door, route, "", path=path) for door in ("public", "office", "terminal", "management")
    for route, path in [("/problems", "/problems"), ("/problems/{code}", "/problems/case.changed-meanwhile")]
]

ALL = OPEN + APPLYING + OWN + WORK + ADMINISTRATION + OTHERS

# Routes that answer a browser with something else than a page: what they answer with.
NO_PAGE = {
    ("public", "/s/suggest"): "text/html",
    ("public", "/apply/drafts/{id}"): "redirect",
    ("public", "/apply/drafts/{id}/submit"): "redirect",
    ("public", "/apply/drafts/{id}/materials/{key}"): "redirect",
    ("public", "/cases/{id}"): "redirect",
    ("public", "/my/messages/{id}"): "redirect",
    ("public", "/my/documents/{id}"): "application/pdf",
    ("public", "/my/files/{file}"): "application/pdf",
    ("public", "/my/files/{file}/preview"): "image/",
    ("public", "/uploads/{upload}"): "application/",
    ("office", "/inbox.csv"): "text/csv",
    ("office", "/dashboard.csv"): "text/csv",
    ("office", "/search"): "redirect",
    ("office", "/cases/{id}/files/{file}"): "application/pdf",
    ("office", "/cases/{id}/presence"): "text/html",
    ("office", "/files/{file}"): "image/",
    ("office", "/files/{file}/preview"): "image/",
    ("office", "/uploads/{upload}"): "application/",
    ("office", "/documents/{id}"): "application/pdf",
    ("office", "/representations/files/{file}"): "application/pdf",
    ("office", "/admin/logs/operations.csv"): "text/csv",
    ("office", "/admin/logs/sign-ins.csv"): "text/csv",
    ("management", "/health/live"): "text/plain",
    ("management", "/metrics"): "text/plain",
    ("management", "/health/ready"): "application/json",
}
NO_PAGE_PATHS = {
    ("public", "/s/suggest"): "/s/suggest?q=护士",
    ("public", "/apply/drafts/{id}"): "/apply/drafts/{draft}",
    ("public", "/apply/drafts/{id}/submit"): "/apply/drafts/{draft}/submit",
    ("public", "/apply/drafts/{id}/materials/{key}"): "/apply/drafts/{draft}/materials/m4",
    ("public", "/cases/{id}"): "/cases/{submitted}",
    ("public", "/my/messages/{id}"): "/my/messages/{message}",
    ("public", "/my/documents/{id}"): "/my/documents/{document}",
    ("public", "/my/files/{file}"): "/my/files/{file}",
    ("public", "/my/files/{file}/preview"): "/my/files/{picture}/preview",
    ("public", "/uploads/{upload}"): "/uploads/{upload}",
    ("office", "/search"): "/search?q=示例",
    ("office", "/cases/{id}/files/{file}"): "/cases/{delivered}/files/{file}",
    ("office", "/cases/{id}/presence"): "/cases/{delivered}/presence",
    ("office", "/files/{file}"): "/files/{scan}",
    ("office", "/files/{file}/preview"): "/files/{scan}/preview",
    ("office", "/uploads/{upload}"): "/uploads/{office_upload}",
    ("office", "/documents/{id}"): "/documents/{document}",
    ("office", "/representations/files/{file}"): "/representations/files/{evidence}",
}
