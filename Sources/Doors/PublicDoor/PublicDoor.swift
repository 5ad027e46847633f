package import Web

/// The door of citizens (公众门户).
package enum PublicDoor {
    /// The frame of its pages.
    package static let layout = PublicLayout(
        site: SiteFace(
            footer: [
                SiteFace.FooterColumn(
                    "办事", [Link("个人服务", "/personal"), Link("法人服务", "/legal"), Link("进度查询", "/track")]),
                SiteFace.FooterColumn("互动", [Link("好差评", "/reviews"), Link("文书核验", "/verify")]),
                SiteFace.FooterColumn("帮助", [Link("新手指引", "/help"), Link("无障碍说明", "/a11y"), Link("隐私保护", "/privacy")]),
            ]),
        navigation: [
            Link("首页", "/"), Link("个人服务", "/personal"), Link("法人服务", "/legal"), Link("部门服务", "/depts"),
            Link("进度查询", "/track"), Link("好差评", "/reviews"), Link("我的", "/my"),
        ],
        dock: [
            DockEntry("首页", "/", .home), DockEntry("办事", "/personal", .grid), DockEntry("进度", "/track", .clock),
            DockEntry("我的", "/my", .user),
        ])
}
