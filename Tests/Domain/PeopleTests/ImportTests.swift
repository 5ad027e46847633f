import Base
import Foundation
import Identifiers
import Postgres
import TestSupport
import Testing
import WorkCalendar

@testable import People

struct ImportTests {
    private static let dataFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../Data/xinzhou").standardizedFileURL.path

    @Test("the city's regions and organisations are loaded once; what was renamed stays so")
    func regionsAndOrganisations() async throws {
        let database = try await PeopleDatabase.make()
        let first = try await PeopleImport.run(database.owner, dataFolder: Self.dataFolder)
        #expect(first.regions == 18)
        #expect(first.organisations > 400)

        try await database.owner.execute("UPDATE people.organisation SET name = '改过的名称' WHERE code = '140900-spj'")
        let second = try await PeopleImport.run(database.owner, dataFolder: Self.dataFolder)
        #expect(second == PeopleImport.Report(regions: 0, organisations: 0))
        let register = OrganisationRegister(database: database.open)
        let city = try await register.all(in: "140900000000")
        #expect(city.first { $0.code == "140900-spj" }?.name == "改过的名称")
        let counties = try await register.regions().filter { $0.level == "county" }
        #expect(counties.count == 16)
        #expect(counties.allSatisfy { $0.organisations > 0 })
    }

    @Test("every county department of the catalogue is there, offices lie below theirs, contacts say they are examples")
    func content() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await PeopleImport.run(database.owner, dataFolder: Self.dataFolder)
        let city = try await OrganisationRegister(database: database.open).all(in: "140900000000")
        let bureau = try #require(city.first { $0.shortName == "行政审批服务管理局" })
        #expect(bureau.name == "忻州市行政审批服务管理局")
        let offices = city.filter { $0.parentID == bureau.id }.map(\.name)
        #expect(offices == ["综合窗口", "审批一科", "审批二科"])
        let numbers = city.compactMap(\.contact.telephone)
        #expect(!numbers.isEmpty)
        #expect(numbers.allSatisfy { $0.contains("示例") })
        #expect(city.contains { $0.contact.telephone == nil })
        let history = try await database.count("SELECT count(*) FROM people.organisation_history")
        let all = try await database.count("SELECT count(*) FROM people.organisation")
        #expect(history == all)
    }

    @Test("a missing or broken file is named")
    func broken() async throws {
        let database = try await PeopleDatabase.make()
        await #expect(throws: PeopleImport.Failure.self) {
            try await PeopleImport.run(database.owner, dataFolder: "/nowhere")
        }
    }

    @Test("the first run makes three administrators with codes, and no second time")
    func firstRun() async throws {
        let database = try await PeopleDatabase.make()
        let firstRun = FirstRun(database: database.owner)
        let made = try await firstRun.makeAdministrators()
        #expect(made.map(\.role) == ["系统管理员", "安全管理员", "审计管理员"])
        #expect(Set(made.map(\.code)).count == 3)
        #expect(try await firstRun.makeAdministrators().isEmpty)
        let passwords = try await database.count("SELECT count(password_hash) FROM people.staff")
        #expect(passwords == 0)
        let stored = try await database.owner.rows("SELECT code_hash FROM people.staff_code") {
            try $0.get("code_hash", as: String.self)
        }
        #expect(Set(stored).isDisjoint(with: made.map(\.code)))
    }

    @Test("demo staff cover every post and sit in their offices; demo citizens have valid numbers; both are made once")
    func demo() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await PeopleImport.run(database.owner, dataFolder: Self.dataFolder)
        let demo = DemoPeople(database: database.owner)
        let staff = try await demo.makeStaff()
        #expect(Set(staff.map(\.login)).isSuperset(of: ["chuangkou", "chengban", "shenhe", "pizhun", "xf-chuangkou"]))
        #expect(try await demo.makeStaff().isEmpty)
        let homeless = try await database.count("SELECT count(*) FROM people.staff WHERE organisation_id IS NULL")
        #expect(homeless == 0)

        let citizens = try await demo.makeCitizens()
        #expect(try await demo.makeCitizens() == citizens)
        #expect(citizens.compactMap(\.company).count == 1)
        let numbers = try await database.owner.rows(
            "SELECT document_number FROM people.account WHERE kind = 'natural'"
        ) { try $0.get("document_number", as: String.self) }
        #expect(numbers.count == 3)
        for number in numbers { _ = try CitizenID(number, on: CalendarDate(Date())) }
    }

    @Test("a demo clerk signs in by the code and receives cases of every department of the city")
    func demoClerk() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await PeopleImport.run(database.owner, dataFolder: Self.dataFolder)
        let clerk = try #require(try await DemoPeople(database: database.owner).makeStaff().first)
        let session = try await database.signedIn(clerk)
        #expect(session.officer?.may(.receiveCases) == true)
        let city = try await database.count(
            "SELECT count(*) FROM people.organisation WHERE region_code = '140900000000'")
        #expect(session.officer?.bodies.count == city)
    }
}
