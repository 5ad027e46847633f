import Base
import Markup
import People

@testable import Web

/// Every component once, with values that try to break out of their markup.
enum Gallery {
    static let sharp = "\"><script>alert('1')</script>&"

    static let token = FormToken(value: "token")

    static let components: [(name: String, markup: HTML)] = buttons + labels + fields + lists + navigation

    private static let buttons: [(name: String, markup: HTML)] = [
        ("button", button("提交申请", kind: .primary, name: "a", value: sharp, icon: .check, key: "Ctrl ↵")),
        ("danger", button(sharp, kind: .danger, size: .small, icon: .trash, target: "/other", skipsChecks: true)),
        ("link button", linkButton("去补正", to: "/cases/\(sharp)", size: .large, icon: .up, key: "N")),
        ("button form", buttonForm("撤回", action: "/withdraw", token: token, fields: ["version": sharp])),
        ("emblem", emblem()),
    ]

    private static let labels: [(name: String, markup: HTML)] = [
        (
            "tags",
            [tag("草稿"), tag("全程网办", .ok, icon: .globe), tag(sharp, .error), tag("一件事", .gold)].joined(separator: " ")
        ),
        (
            "status",
            [status("办结", .ok), status("待补正", .warn), status("超期", .error), status("审批中", .brand), status("草稿")].joined(
                separator: " ")
        ),
        ("badge", [badge(3), badge(120, isUrgent: true)].joined(separator: " ")),
        (
            "notes",
            note("<b>提示</b>：请在 11 月 28 日前补传。") + note("\(sharp)", .warn, icon: .alert, isLive: true)
                + note("已保存", .ok, icon: .check)
        ),
        ("card", card("申请信息", more: "<a href=\"/all\">全部</a>", id: "card", "<p>内容</p>")),
        ("plain card", card("<p>内容</p>")),
        ("empty", emptyState("没有待办办件", hint: "新办件到达时会提醒您", action: linkButton("看已办", to: "/done"))),
        (
            "stats",
            "<div class=\"grid g4\">\(statTile("今日收件", figure: "386", comparison: "比昨日多 12 件"))\(statTile("已超期", figure: "1", comparison: "已自动督办", .error))</div>"
        ),
        (
            "sla",
            [
                slaBar(percent: 40, words: "剩 3 工作日", .ok), slaBar(percent: 180, words: "超期 1 工作日", .error),
                slaBar(percent: 0, words: "计时暂停", .neutral),
            ].joined(separator: "<br>")
        ),
        ("progress", progressBar(percent: 60, label: sharp)),
        ("qr", qrCode("https://example.invalid/verify/1", label: "核验码")),
    ]

    private static let errors = FieldErrors([
        FieldProblem(field: "idNumber", message: "身份证号应为 18 位，您填了 17 位"), FieldProblem(field: "region", message: sharp),
    ])

    private static let fields: [(name: String, markup: HTML)] = [
        ("errors", errorSummary(errors)),
        (
            "form",
            form(
                action: "/apply?\(sharp)", token: token, isMultipart: true, autosave: "/draft",
                warnsBeforeLeaving: true, id: "apply",
                "\(inputs)\(choices)<div class=\"acts row\">\(button("保存并继续", kind: .primary))</div>")
        ),
    ]

    private static let inputs: HTML = [
        textField(FieldFace("name", "姓名", hint: "与身份证一致"), value: sharp, kind: .name),
        textField(
            FieldFace("idNumber", "身份证号", hint: "用于核对身份，不会公开", error: errors["idNumber"]), value: "14090219900101123",
            kind: .idNumber),
        textField(FieldFace("phone", "手机号"), value: "13800000000", kind: .phone, maximumLength: 11),
        textField(FieldFace("credit", "统一社会信用代码", .optional), kind: .creditCode),
        textField(FieldFace("code", "验证码"), value: "must not be sent back", kind: .oneTimeCode),
        textArea(FieldFace("reason", "理由", .optional), value: "\n\(sharp)", maximumLength: 500),
        dateField(FieldFace("birth", "出生日期"), value: "1990-01-01", earliest: "1900-01-01"),
        selectField(
            FieldFace("region", "所在区县", error: errors["region"]),
            choices: [Choice("140902", "忻府区"), Choice("140981", "原平市")],
            value: "140981"),
        fileField(
            FieldFace("plan", "平面布局图", hint: "PDF、JPG 或 PNG，每个不超过 20 MB"), accept: ".pdf,.jpg,.png", limit: 20_000_000,
            uploadTo: "/files"),
        hiddenField("version", sharp),
    ].joined()

    private static let choices: HTML = [
        radioCards(
            FieldFace("kind", "您是"), choices: [Choice("person", "个人", hint: "本人或代办"), Choice("company", "企业")],
            value: "company", columns: 2),
        checkboxes(
            FieldFace("ways", "送达方式", .optional), choices: [Choice("mail", "邮寄"), Choice("self", sharp)],
            values: ["mail"]),
        checkbox(FieldFace("promise", "我承诺所填内容属实"), isChecked: true),
    ].joined()

    private static let lists: [(name: String, markup: HTML)] = [
        (
            "key values",
            keyValues([KeyValue("经营者", text: sharp), KeyValue("经营场所", text: "忻府区七一北路 112 号", isWide: true)])
        ),
        (
            "table",
            table(
                caption: "材料清单", showsCaption: true,
                columns: [
                    Column("材料", sorting: .ascending, sortAddress: "/?sort=name"), Column("份数", isFigures: true),
                ],
                rows: [["营业执照", "1"], ["\(sharp)", "2"]])
        ),
        ("steps", steps(["选情形", "填表", "传材料", "核对", "提交"], current: 2)),
        (
            "timeline",
            timeline([
                TimelineEntry("审查", time: "2025-11-21 16:40", detail: "<p>市行政审批服务管理局</p>", state: .now),
                TimelineEntry(sharp, time: "2025-11-17 09:12"), TimelineEntry("送达", time: "", state: .todo),
            ])
        ),
        (
            "tasks",
            taskList([
                TaskRow("申请人信息", address: "/apply/1", status: status("已完成", .ok)),
                TaskRow(sharp, address: nil, status: "完成以上各项后可提交"),
            ])
        ),
        (
            "uploads",
            uploadRow(UploadRow("平面布局图.jpg", icon: .img, state: status("已上传，2.1 MB", .ok)))
                + uploadRow(UploadRow(sharp, icon: .alert, state: "<span class=\"t-err\">格式不支持</span>", isWrong: true))
        ),
        (
            "work list",
            workList(
                caption: "待办办件",
                columns: [Column("事项"), Column("剩余时限", sorting: .ascending), Column("编号", isFigures: true)],
                rows: [
                    WorkRow(
                        id: "1", name: "202511240017", address: "/cases/1", title: "食品经营许可证核发",
                        cells: """
                            <td>\(slaBar(percent: 50, words: "剩 3 工作日", .ok))</td>\
                            <td><a class="num" href="/cases/1/peek" data-peek>202511240017</a></td>
                            """),
                    WorkRow(
                        id: "2", name: "\(sharp)", address: "/cases/2", title: sharp,
                        cells: "<td>\(slaBar(percent: 90, words: "剩 1 工作日", .warn))</td><td class=\"num\">2</td>"),
                ], isSelectable: true)
        ),
    ]

    private static let navigation: [(name: String, markup: HTML)] = [
        ("breadcrumb", breadcrumb([Link("首页", "/"), Link(sharp, "/personal")], here: "食品经营许可证核发")),
        (
            "tabs",
            tabs(
                [Tab("事项", "/s?t=1", count: 13, isCurrent: true), Tab(sharp, "/s?t=2", isCurrent: false)], label: "结果")
        ),
        (
            "views",
            viewTabs(
                [
                    Tab("待我处理", "/inbox", count: 14, isCurrent: true),
                    Tab("补正中", "/inbox?v=2", count: 3, isCurrent: false),
                ], label: "视图")
        ),
        ("pager", pager(previous: "/?before=1", next: "/?after=\(sharp)", words: "第 2 页")),
    ]

    /// All components under one another.
    struct AllPage: Page {
        /// Parts to leave out, such as the one that takes the focus.
        var omitted: Set<String> = []

        var title: String { "组件" }
        var mainClass: String { "wrap" }

        var body: HTML {
            let parts: [HTML] = components.filter { !omitted.contains($0.name) }.map {
                "<section class=\"mt4\"><h2 class=\"mb2 f14 muted\">\($0.name)</h2>\($0.markup)</section>"
            }
            return "<h1 class=\"mt6\">组件</h1>\(parts)"
        }
    }

    static let publicLayout = PublicLayout(
        site: SiteFace(
            upperSites: [Link("国家政务服务平台", "https://gjzwfw.www.gov.cn"), Link("山西政务服务网", "https://zwfw.shanxi.gov.cn")],
            footer: [
                .init("办事", [Link("事项清单", "/items"), Link("进度查询", "/track")]), .init("互动", [Link("好差评", "/reviews")]),
                .init("帮助", [Link("无障碍说明", "/a11y")]),
            ]),
        navigation: [
            Link("首页", "/"), Link("个人服务", "/personal"), Link("法人服务", "/legal"), Link("部门服务", "/depts"),
            Link("办事大厅", "/halls"),
            Link("好差评", "/reviews"), Link("我的", "/my"),
        ],
        dock: [
            DockEntry("首页", "/", .home), DockEntry("办事", "/personal", .grid), DockEntry("证照", "/my/licences", .id),
            DockEntry("进度", "/track", .clock), DockEntry("我的", "/my", .user),
        ])

    static let officeLayout = OfficeLayout(menu: [
        MenuGroup("我的工作", [MenuEntry("工作台", "/", .home), MenuEntry("我的待办", "/inbox", .inbox, goKey: "T")]),
        MenuGroup("综合窗口", [MenuEntry("窗口受理", "/receive", .desk, right: .receiveCases, goKey: "W")]),
        MenuGroup("系统管理", [MenuEntry("操作日志", "/audit", .shield, right: .readAudit)]),
    ])

    static func viewer(
        _ visitor: Visitor = .nobody, path: String = "/", preferences: Preferences = Preferences()
    ) -> Viewer {
        let facts = RequestFacts()
        facts.visitor = visitor
        facts.requestID = "0123456789abcdef"
        return Viewer(
            preferences: preferences, path: path, location: path, facts: facts,
            formGuard: FormGuard(secret: [UInt8](repeating: 7, count: 32)))
    }
}
