import People
package import Web

/// The door of members of staff (工作台).
package enum OfficeDoor {
    /// The work menu; everybody sees only the entries of their rights (R4.4.1).
    package static let layout = OfficeLayout(menu: [
        MenuGroup(
            "我的工作",
            [
                MenuEntry("工作台", "/", .home),
                MenuEntry("我的待办", "/inbox", .inbox, right: .searchCases, goKey: "T"),
                MenuEntry("我的已办", "/inbox?view=done", .filecheck, right: .searchCases, goKey: "B"),
                MenuEntry("常用语", "/phrases", .text, right: .searchCases),
            ]),
        MenuGroup(
            "综合窗口",
            [
                MenuEntry("窗口受理", "/window", .desk, right: .receiveCases, goKey: "W"),
                MenuEntry("代理核实", "/representations", .sign, right: .receiveCases),
            ]),
        MenuGroup("审批", [MenuEntry("全部办件", "/inbox?view=all", .users, right: .searchCases)]),
        MenuGroup("监督", [MenuEntry("运行总览", "/dashboard", .chart, right: .superviseCases)]),
        MenuGroup(
            "系统管理",
            [
                MenuEntry("机构管理", "/admin/organisations", .building, right: .manageOrganisations),
                MenuEntry("账号", "/admin/staff", .users, right: .manageOrganisations),
            ]),
        MenuGroup(
            "安全管理",
            [
                MenuEntry("账号与授权", "/admin/staff", .users, right: .grantRights),
                MenuEntry("在线会话", "/admin/online", .radio, right: .grantRights),
                MenuEntry("接入系统", "/admin/clients", .link, right: .manageClients),
            ]),
        MenuGroup(
            "日志审计",
            [
                MenuEntry("操作日志", "/admin/logs/operations", .book, right: .readAudit),
                MenuEntry("登录日志", "/admin/logs/sign-ins", .key, right: .readAudit),
            ]),
        MenuGroup("个人设置", [MenuEntry("我的账号", "/account", .id)]),
    ])
}
