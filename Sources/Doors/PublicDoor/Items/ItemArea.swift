import Base
package import Items
package import Web

/// The pages about service items: home, search, themes, departments, guides, help.
package struct ItemArea: Sendable {
    let items: ItemOperations
    let feeds: HomeFeeds
    /// Scheme and host under which citizens reach the site; stands in QR codes.
    let publicAddress: @Sendable () -> String
    let siteName: String

    /// - Parameters:
    ///   - publicAddress: `https://zwfw.example.gov.cn`, without a slash at the end.
    ///   - siteName: stands in the title of printed pages.
    package init(
        items: ItemOperations, feeds: HomeFeeds = HomeFeeds(),
        publicAddress: @escaping @autoclosure @Sendable () -> String,
        siteName: String = SiteFace().name
    ) {
        self.items = items
        self.feeds = feeds
        self.publicAddress = publicAddress
        self.siteName = siteName
    }

    package var routes: [DoorRoute] {
        [
            .get("/", .anyone, home),
            .get("/s", .anyone, search),
            .get("/s/suggest", .anyone, suggest),
            .get("/personal", .anyone) { request in audience(.personal, request) },
            .get("/legal", .anyone) { request in audience(.legal, request) },
            .get("/themes/{code}", .anyone, theme),
            .get("/depts", .anyone) { _ in .page(DepartmentsPage(catalogue: items.catalogue)) },
            .get("/depts/{id}", .anyone, department),
            .get("/regions", .anyone) { _ in .page(RegionsPage(catalogue: items.catalogue)) },
            .get("/items/{code}", .anyone, guide),
            .get("/items/{code}/print", .anyone, notice),
            .get("/help", .anyone) { _ in .page(HelpPage()) },
            .get("/a11y", .anyone) { _ in .page(AccessibilityPage()) },
            .get("/privacy", .anyone) { _ in .page(PrivacyPage()) },
        ]
    }

    @Sendable private func home(_ request: DoorRequest) async throws -> Answer {
        let audience = request.query["for"].flatMap(Audience.init(rawValue:)) ?? .personal
        async let reviews = feeds.reviews.value()
        let cases: [HomeCase]
        if let citizen = request.viewer.citizen {
            cases = try await feeds.cases(citizen, request.party)
        } else {
            cases = []
        }
        return .page(
            HomePage(
                catalogue: items.catalogue, audience: audience, isSignedIn: request.viewer.citizen != nil,
                isElder: request.preferences.isElder,
                cases: cases, reviews: try await reviews))
    }

    @Sendable private func search(_ request: DoorRequest) async throws -> Answer {
        let query = SearchQuery(request.query)
        // The number of a case goes straight to its progress.
        if let number = query.caseNumber, items.catalogue.search(query.search).total == 0 {
            return .redirect(to: "/track?number=\(urlEncoded(number))")
        }
        return .page(SearchPage(catalogue: items.catalogue, query: query))
    }

    @Sendable private func suggest(_ request: DoorRequest) async throws -> Answer {
        let text = String((request.query.text("q") ?? "").prefix(40))
        return .fragment(SuggestionList(suggestions: items.catalogue.suggest(text)).html)
    }

    private func audience(_ audience: Audience, _ request: DoorRequest) -> Answer {
        .page(
            AudiencePage(
                catalogue: items.catalogue, audience: audience, onlineOnly: request.query.contains("online")))
    }

    @Sendable private func theme(_ request: DoorRequest) async throws -> Answer {
        let code = try request.parameter("code")
        guard let theme = items.catalogue.themes.first(where: { $0.code == code }) else {
            throw ItemRefusal.themeNotFound
        }
        return .page(ThemePage(catalogue: items.catalogue, theme: theme, query: SearchQuery(request.query)))
    }

    @Sendable private func department(_ request: DoorRequest) async throws -> Answer {
        let found = items.catalogue.items(body: try request.integer("id"))
        guard let body = found.first?.body else { throw ItemRefusal.bodyNotFound }
        return .page(DepartmentPage(catalogue: items.catalogue, organisation: body, items: found))
    }

    @Sendable private func guide(_ request: DoorRequest) async throws -> Answer {
        let item = try items.item(code: request.parameter("code"))
        let choice = GuideChoice(item, request.query)
        let isSimple = request.preferences.isElder || request.query["view"] == "simple"
        let page = GuidePage(
            catalogue: items.catalogue, choice: choice, isSimple: isSimple,
            address: publicAddress() + choice.address(of: ItemAddress.guide(item.code)))
        return .page(page)
    }

    @Sendable private func notice(_ request: DoorRequest) async throws -> Answer {
        let item = try items.item(code: request.parameter("code"))
        let choice = GuideChoice(item, request.query)
        let address = publicAddress() + choice.address(of: ItemAddress.guide(item.code))
        return .page(
            OnceNoticePage(catalogue: items.catalogue, choice: choice, address: address),
            in: PlainLayout(site: siteName, isForPrint: true))
    }
}
