import Base
import Cases
import DoorTesting
import Foundation
import Hummingbird
import HummingbirdTesting
import Items
import Logging
import People
import Postgres
import Reviews
import TestSupport
import Testing
import Web
import WorkCalendar

@testable import yanmen

/// The program's own doors over the city as `yanmen up` prepares it, with something on every page.
struct PreparedCity: Sendable {
    /// Who looks at a page.
    enum Person: String, Sendable {
        case nobody, citizen, clerk, supervisor, sysadmin, secadmin, auditor
    }

    let owner: Database
    let doors: [DoorName: Door]
    let people: [Person: TestPeople.Person]
    /// What stands in addresses between braces.
    let facts: [String: String]

    /// How many cases wait: more than a page of any list.
    static let caseCount = 60

    private static let making = Task { try await PreparedCity() }

    static func shared() async throws -> PreparedCity { try await making.value }

    private init() async throws {
        let cluster = try await PrivateCluster.shared()
        let configuration = CityConfiguration(
            dataFolder: NSTemporaryDirectory() + "city-" + UUID().uuidString, portBase: 8080,
            database: "host='\(cluster.folder)' dbname=yanmen")
        let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = project.appendingPathComponent("Data/xinzhou").path
        try await Preparation(configuration: configuration, cityData: data, demoPeople: true).run()
        owner = cluster.connect(database: "yanmen")

        let catalogue = CatalogueCache()
        var doors = Doors(
            configuration: configuration, secrets: try Secrets(dataFolder: configuration.dataFolder),
            catalogue: catalogue)
        doors.isQuiet = true
        // However long the tests take, a page is counted with its session remembered.
        doors.identities = Identities(lifetime: .seconds(3_600))
        var opened: [DoorName: Door] = [:]
        var services: [DoorName: CityServices] = [:]
        for name in DoorName.allCases where name.portOffset != nil {
            let city = CityServices(configuration, door: name, catalogue: catalogue, poolSize: 2)
            services[name] = city
            opened[name] = doors.door(name, services: city)
        }
        self.doors = opened
        let office = try #require(services[.office])
        _ = try await office.items.reload()
        let content = CityContent(
            owner: owner, office: office, open: try #require(services[.public]), catalogue: catalogue.current)
        people = try await content.makePeople()
        facts = try await content.fill(for: people)
    }

    /// Uses a door as somebody.
    func visit<Value: Sendable>(
        _ door: DoorName, as person: Person = .nobody, _ body: @Sendable (VisitorBrowser) async throws -> Value
    ) async throws -> Value {
        let router = try #require(doors[door]).router()
        let token = people[person]?.token
        return try await Application(router: router, logger: Logger(label: "test")).test(.router) { client in
            let browser = VisitorBrowser(client)
            if let token { await browser.adopt(cookie: "\(door.rawValue)-session", token) }
            let value = try await body(browser)
            #expect(await browser.faults == [])
            return value
        }
    }

    /// Looks at a page twice, for what is kept in memory is loaded the first time. The second answer and its statements.
    func statements(
        _ door: DoorName, _ path: String, as person: Person
    ) async throws -> (answer: VisitorBrowser.Answer, statements: Int) {
        try await visit(door, as: person) { browser in
            _ = try await browser.get(path)
            return try await Database.counting { counter in
                (try await browser.get(path), counter.statements)
            }
        }
    }
}
