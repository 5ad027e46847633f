import Base

/// Statements of each page of each door: a change of these numbers is a change of what a page costs.
enum PageBudgets {
    typealias Page = StatementBudgetTests.Page

    static let all: [Page] = open + own + work + administration + others + guides

    /// What a code of a problem means: the same at every door, from the program itself.
    private static let guides: [Page] = [DoorName.public, .office, .terminal, .management].flatMap { door in
        [
            Page(door, "/problems", 0),
            Page(door, "/problems/{code}", at: "/problems/case.changed-meanwhile", 0),
        ]
    }

    private static let open: [Page] = [
        Page(.public, "/", 0), Page(.public, "/", as: .citizen, 1),
        Page(.public, "/s", at: "/s?q=%E6%8A%A4%E5%A3%AB", 0),
        Page(.public, "/personal", 0), Page(.public, "/legal", 0),
        Page(.public, "/themes/{code}", at: "/themes/{theme}", 0), Page(.public, "/depts", 0),
        Page(.public, "/depts/{id}", at: "/depts/{organisation}", 0),
        Page(.public, "/items/{code}", at: "/items/XZ0024", 0),
        Page(.public, "/items/{code}/print", at: "/items/XZ0024/print", 0), Page(.public, "/regions", 0),
        Page(.public, "/track", 0), Page(.public, "/verify", 0), Page(.public, "/verify/{code}", 1),
        Page(.public, "/signin", 0), Page(.public, "/reviews", 1),
        Page(.public, "/review/{token}", at: "/review/{review}", 1),
        Page(.public, "/review/{token}/thanks", at: "/review/{reviewed}/thanks", 1), Page(.public, "/help", 0),
        Page(.public, "/a11y", 0), Page(.public, "/privacy", 0),
    ]

    private static let own: [Page] = [
        Page(.public, "/apply/{code}", as: .citizen, at: "/apply/XZ002401", 2),
        Page(.public, "/apply/drafts/{id}/situation", as: .citizen, at: "/apply/drafts/{draft}/situation", 2),
        Page(.public, "/apply/drafts/{id}/form", as: .citizen, at: "/apply/drafts/{draft}/form", 2),
        Page(.public, "/apply/drafts/{id}/form/{section}", as: .citizen, at: "/apply/drafts/{draft}/form/school", 2),
        Page(.public, "/apply/drafts/{id}/materials", as: .citizen, at: "/apply/drafts/{draft}/materials", 2),
        Page(.public, "/apply/drafts/{id}/check", as: .citizen, at: "/apply/drafts/{draft}/check", 2),
        Page(.public, "/apply/drafts/{id}/delete", as: .citizen, at: "/apply/drafts/{draft}/delete", 1),
        Page(.public, "/my/messages", as: .citizen, 2), Page(.public, "/my", as: .citizen, 4),
        Page(.public, "/my/account", as: .citizen, 1),
        Page(.public, "/my/account/agency", as: .citizen, 0),
        Page(.public, "/my/account/organisation", as: .citizen, 0),
        Page(
            .public, "/my/account/representations/{id}/end", as: .citizen,
            at: "/my/account/representations/{representation}/end", 1),
        Page(.public, "/my/cases/{id}", as: .citizen, at: "/my/cases/{correcting}", 6),
        Page(.public, "/my/cases/{id}/receipt", as: .citizen, at: "/my/cases/{case}/receipt", 6),
        Page(.public, "/my/cases/{id}/correction", as: .citizen, at: "/my/cases/{correcting}/correction", 6),
        Page(.public, "/my/cases/{id}/withdraw", as: .citizen, at: "/my/cases/{case}/withdraw", 1),
    ]

    private static let work: [Page] = [
        Page(.office, "/signin", 0), Page(.office, "/", as: .clerk, 2), Page(.office, "/inbox", as: .clerk, 2),
        Page(.office, "/inbox", as: .clerk, at: "/inbox?view=all", 2),
        Page(.office, "/inbox", as: .clerk, at: "/inbox?view=all&peek={case}", 5),
        Page(.office, "/cases/{id}", as: .clerk, at: "/cases/{case}", 9),
        Page(.office, "/cases/{id}", as: .clerk, at: "/cases/{correcting}?tab=documents", 9),
        Page(.office, "/window", as: .clerk, at: "/window?leaf=XZ002401", 0), Page(.office, "/phrases", as: .clerk, 1),
        Page(.office, "/representations", as: .clerk, 1), Page(.office, "/account", as: .clerk, 0),
        Page(.office, "/verify", as: .clerk, 0), Page(.office, "/dashboard", as: .supervisor, 4),
        Page(.office, "/dashboard", as: .supervisor, at: "/dashboard?region=140900000000&sort=rate", 4),
    ]

    private static let administration: [Page] = [
        Page(.office, "/admin/organisations", as: .sysadmin, 2),
        Page(.office, "/admin/organisations/new", as: .sysadmin, at: "/admin/organisations/new?region=140900000000", 2),
        Page(.office, "/admin/organisations/{id}", as: .sysadmin, at: "/admin/organisations/{organisation}", 3),
        Page(.office, "/admin/staff", as: .sysadmin, 1), Page(.office, "/admin/staff/new", as: .sysadmin, 1),
        Page(.office, "/admin/staff/{id}", as: .secadmin, at: "/admin/staff/{staff}", 6),
        Page(.office, "/admin/online", as: .secadmin, 1), Page(.office, "/admin/clients", as: .secadmin, 1),
        Page(.office, "/admin/logs/operations", as: .auditor, 2),
        Page(.office, "/admin/logs/sign-ins", as: .auditor, 2),
    ]

    private static let others: [Page] = [
        Page(.terminal, "/", at: "/?q=%E6%8A%A4%E5%A3%AB", 0), Page(.terminal, "/items/{code}", at: "/items/XZ0024", 0),
        Page(.terminal, "/track", 0), Page(.management, "/messages", 1), Page(.management, "/jobs", 2),
        Page(.management, "/status", 2),
    ]

    /// Routes that lead elsewhere or answer with a file or data, and the steps of signing in, which a session that is
    /// signed in skips.
    static let noPages: Set<String> = [
        "public /s/suggest", "public /apply/drafts/{id}", "public /apply/drafts/{id}/submit",
        "public /apply/drafts/{id}/materials/{key}", "public /my/messages/{id}", "public /apply/drafts/{id}/revised",
        "public /cases/{id}",
        "public /my/documents/{id}", "public /my/files/{file}", "public /my/files/{file}/preview",
        "public /uploads/{upload}", "office /inbox.csv", "office /dashboard.csv", "office /search",
        "office /cases/{id}/files/{file}",
        "office /cases/{id}/presence", "office /files/{file}",
        "office /files/{file}/preview", "office /uploads/{upload}",
        "office /documents/{id}", "office /representations/files/{file}", "office /admin/logs/operations.csv",
        "office /admin/logs/sign-ins.csv", "office /signin/step", "management /", "management /health/live",
        "management /metrics", "management /health/ready",
    ]
}
