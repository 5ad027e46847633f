import Base
import DoorTesting
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Web

@testable import yanmen

/// What every page costs the database, with lists full (issue: at most ten statements for any page).
@Suite(.serialized) struct StatementBudgetTests {
    /// A page, who looks at it, and exactly how many statements it takes once its session is remembered.
    struct Page: Sendable, CustomTestStringConvertible {
        let door: DoorName
        let route: String
        let person: PreparedCity.Person
        let path: String
        let statements: Int

        init(
            _ door: DoorName, _ route: String, as person: PreparedCity.Person = .nobody, at path: String? = nil,
            _ statements: Int
        ) {
            self.door = door
            self.route = route
            self.person = person
            self.path = path ?? route
            self.statements = statements
        }

        var testDescription: String { "\(door.rawValue) \(path) \(person.rawValue)" }
    }

    static let most = 10

    @Test("A page costs what it is known to cost", arguments: PageBudgets.all)
    func budget(page: Page) async throws {
        let city = try await PreparedCity.shared()
        var path = page.path
        for (name, value) in city.facts { path = path.replacingOccurrences(of: "{\(name)}", with: value) }
        let (answer, statements) = try await city.statements(page.door, path, as: page.person)
        #expect(answer.status == 200, "\(path)")
        #expect(answer.text.contains("<h1"), "\(path) shows a page")
        #expect(answer.location == path, "\(path) leads elsewhere")
        #expect(statements == page.statements, "\(path)")
        #expect(statements <= Self.most, "\(path)")
    }

    @Test("Every page of every door has its budget")
    func everyRoute() async throws {
        let city = try await PreparedCity.shared()
        let known = Set(PageBudgets.all.map { "\($0.door.rawValue) \($0.route)" }).union(PageBudgets.noPages)
        for (name, door) in city.doors where name != .api {
            for route in door.routes where route.method == .get {
                #expect(known.contains("\(name.rawValue) \(route.path)"), "a page without a budget")
            }
        }
    }
}
