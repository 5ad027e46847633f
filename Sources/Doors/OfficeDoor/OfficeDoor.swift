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
                MenuEntry("我的待办", "/inbox", .inbox),
                MenuEntry("常用语", "/phrases", .text),
            ]),
        MenuGroup("综合窗口", [MenuEntry("窗口受理", "/window", .desk, right: .receiveCases)]),
        MenuGroup("审批", [MenuEntry("全部办件", "/inbox?view=all", .users, right: .searchCases)]),
    ])
}
