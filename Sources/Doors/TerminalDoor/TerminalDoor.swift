package import Cases
import Foundation
package import Items
import Markup
package import Web

/// The door of the hall's devices (自助终端): find a service, read what it needs, ask where a case stands. No sign-in, no
/// personal data on the screen; devices with identities of their own come with the hall.
package struct TerminalDoor: Sendable {
    let items: ItemOperations
    let cases: CaseOperations

    package init(items: ItemOperations, cases: CaseOperations) {
        self.items = items
        self.cases = cases
    }

    package var routes: [DoorRoute] {
        [
            .get("/", .anyone, search),
            .get("/items/{code}", .anyone) { request in
                .page(TerminalItemPage(item: try items.item(code: try request.parameter("code"))))
            },
            .get("/track", .anyone) { request in .page(TerminalTrackPage(token: request.formToken)) },
            .post("/track", .anyone, body: .form(limit: 4_096), track),
        ]
    }

    private func search(_ request: DoorRequest) async throws -> Answer {
        let words = request.query.text("q") ?? ""
        let hits = words.isEmpty ? [] : items.catalogue.search(ItemSearch(text: words, limit: 6)).hits
        return .page(TerminalHomePage(words: words, hits: hits))
    }

    private func track(_ request: DoorRequest) async throws -> Answer {
        let number = request.form.text("number") ?? ""
        do {
            let progress = try await cases.progress(number: number, lastFour: request.form.text("lastFour") ?? "")
            return .page(TerminalTrackPage(number: number, progress: progress, token: request.formToken))
        } catch CaseRefusal.progressNotFound {
            let page = TerminalTrackPage(
                number: number, refusal: CaseRefusal.progressNotFound.reason, token: request.formToken)
            return .page(page)
        }
    }
}
