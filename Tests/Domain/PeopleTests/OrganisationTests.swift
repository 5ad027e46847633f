import Base
import Foundation
import Postgres
import TestSupport
import Testing

@testable import People

struct OrganisationRuleTests {
    private func organisation(
        _ id: Int = 1, kind: Organisation.Kind = .department, region: String = "140900000000", active: Bool = true
    ) -> Organisation {
        let contact = OrganisationContact(telephone: nil, complaintTelephone: nil, address: nil, openingHours: nil)
        return Organisation(
            id: id, code: "c\(id)", name: "审批局", shortName: "审批局", kind: kind, regionCode: region, parentID: nil,
            contact: contact, isActive: active, version: 3)
    }

    @Test("each change raises the version and changes only its own part")
    func changes() throws {
        let before = organisation()
        let renamed = try OrganisationChange.rename(name: " 行政审批局 ", shortName: "").decide(
            before, version: 3, in: .init())
        #expect(renamed.name == "行政审批局")
        #expect(renamed.shortName == "行政审批局")
        #expect(renamed.version == 4)
        let closed = try OrganisationChange.close.decide(before, version: 3, in: .init())
        #expect(!closed.isActive)
        #expect(closed.name == before.name)
        #expect(try OrganisationChange.reopen.decide(closed, version: 4, in: .init()).isActive)
    }

    @Test("a stale page changes nothing")
    func stale() {
        #expect(throws: PeopleRefusal.changedMeanwhile) {
            try OrganisationChange.close.decide(organisation(), version: 2, in: .init())
        }
    }

    @Test("an organisation in use is not closed", arguments: [(1, 0), (0, 1)])
    func inUse(children: Int, staff: Int) {
        let around = OrganisationChange.Surroundings(activeChildren: children, activeStaff: staff)
        #expect(throws: PeopleRefusal.organisationInUse) {
            try OrganisationChange.close.decide(organisation(), version: 3, in: around)
        }
    }

    @Test("nobody moves below themself, to another region, below a closed one, or an office to the top")
    func moves() throws {
        let around = { (line: [Organisation]) in OrganisationChange.Surroundings(newLine: line) }
        let target = organisation(2)
        let moved = try OrganisationChange.move(under: 2).decide(organisation(), version: 3, in: around([target]))
        #expect(moved.parentID == 2)
        #expect(throws: PeopleRefusal.organisationCycle) {
            try OrganisationChange.move(under: 2).decide(
                organisation(), version: 3, in: around([target, organisation(1)]))
        }
        let wrong = [organisation(2, region: "140902000000"), organisation(2, active: false)]
        for parent in wrong {
            #expect(throws: PeopleRefusal.fields([FieldProblem(field: "parent", message: OrganisationTerms.parent)])) {
                try OrganisationChange.move(under: 2).decide(organisation(), version: 3, in: around([parent]))
            }
        }
        let officeProblem = FieldProblem(field: "parent", message: OrganisationTerms.officeNeedsParent)
        #expect(throws: PeopleRefusal.fields([officeProblem])) {
            try OrganisationChange.move(under: nil).decide(organisation(kind: .office), version: 3, in: .init())
        }
    }

    @Test("contact data are checked, and what is empty stays unknown")
    func contact() throws {
        let good = OrganisationContact(
            telephone: "0350-0000001（示例号码）", complaintTelephone: " ", address: nil, openingHours: "工作日")
        let described = try OrganisationChange.describe(good).decide(organisation(), version: 3, in: .init())
        #expect(described.contact.telephone == "0350-0000001（示例号码）")
        #expect(described.contact.complaintTelephone == nil)
        let bad = OrganisationContact(telephone: "电话", complaintTelephone: nil, address: nil, openingHours: nil)
        #expect(throws: PeopleRefusal.fields([FieldProblem(field: "telephone", message: OrganisationTerms.telephone)]))
        {
            try OrganisationChange.describe(bad).decide(organisation(), version: 3, in: .init())
        }
    }
}

struct OrganisationTests {
    private func setUp() async throws -> (PeopleDatabase, OrganisationRegister, Session) {
        let database = try await PeopleDatabase.make()
        try await database.people.regions()
        let admin = try await database.people.staff("xitong", rights: ["manageOrganisations"], category: "sysadmin")
        return (database, OrganisationRegister(database: database.office), try await database.session(admin))
    }

    private func draft(_ code: String, _ name: String, parent: Int? = nil) -> OrganisationDraft {
        OrganisationDraft(
            code: code, name: name, shortName: "", kind: parent == nil ? .department : .office,
            regionCode: "140900000000",
            parentID: parent)
    }

    @Test("an organisation is made, renamed, moved and closed, and its history tells all of it")
    func life() async throws {
        let (database, register, admin) = try await setUp()
        let bureau = try await register.create(draft("spj", "审批局"), by: admin, from: .office())
        let other = try await register.create(draft("gaj", "公安局"), by: admin, from: .office())
        let office = try await register.create(draft("spj-1", "一科", parent: bureau), by: admin, from: .office())

        try await register.change(office, version: 1, .rename(name: "审批一科", shortName: ""), by: admin, from: .office())
        try await register.change(office, version: 2, .move(under: other), by: admin, from: .office())
        try await register.change(office, version: 3, .close, by: admin, from: .office())

        let history = try await register.history(of: office)
        #expect(history.map(\.change) == [.closed, .moved, .renamed, .created])
        #expect(history.map(\.name) == ["审批一科", "审批一科", "审批一科", "一科"])
        #expect(history.map(\.parentName) == ["公安局", "公安局", "审批局", "审批局"])
        #expect(try await register.find(office).isActive == false)
        let acts = try await database.count("SELECT count(*) FROM base.audit_entry WHERE object_kind = 'organisation'")
        #expect(acts == 6)
    }

    @Test("of two with the same page only one changes an organisation")
    func race() async throws {
        let (_, register, admin) = try await setUp()
        let bureau = try await register.create(draft("spj", "审批局"), by: admin, from: .office())
        let refusals = await withTaskGroup(of: PeopleRefusal?.self) { group in
            for name in ["甲局", "乙局"] {
                group.addTask {
                    do {
                        let change = OrganisationChange.rename(name: name, shortName: "")
                        try await register.change(bureau, version: 1, change, by: admin, from: .office())
                        return nil
                    } catch {
                        return error as? PeopleRefusal
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.compactMap { $0 } == [.changedMeanwhile])
    }

    @Test("names and codes are unique, and a closed loop is refused")
    func refusals() async throws {
        let (_, register, admin) = try await setUp()
        let bureau = try await register.create(draft("spj", "审批局"), by: admin, from: .office())
        let office = try await register.create(draft("spj-1", "一科", parent: bureau), by: admin, from: .office())
        await #expect(throws: PeopleRefusal.organisationCodeTaken) {
            try await register.create(draft("spj", "别的局"), by: admin, from: .office())
        }
        await #expect(throws: PeopleRefusal.organisationNameTaken) {
            try await register.create(draft("spj2", "审批局"), by: admin, from: .office())
        }
        await #expect(throws: PeopleRefusal.organisationCycle) {
            try await register.change(bureau, version: 1, .move(under: office), by: admin, from: .office())
        }
        await #expect(throws: PeopleRefusal.organisationInUse) {
            try await register.change(bureau, version: 1, .close, by: admin, from: .office())
        }
    }

    @Test("only the system administrator changes organisations", arguments: ["secadmin", "auditor", "business"])
    func others(category: String) async throws {
        let (database, register, admin) = try await setUp()
        let bureau = try await register.create(draft("spj", "审批局"), by: admin, from: .office())
        let rights = ["secadmin": "grantRights", "auditor": "readAudit"][category] ?? "receiveCases"
        let other = try await database.session(database.people.staff("other", rights: [rights], category: category))

        await #expect(throws: PeopleRefusal.rightMissing) {
            try await register.create(draft("gaj", "公安局"), by: other, from: .office())
        }
        await #expect(throws: PeopleRefusal.rightMissing) {
            try await register.change(bureau, version: 1, .close, by: other, from: .office())
        }
    }
}
