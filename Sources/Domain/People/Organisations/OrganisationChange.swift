import Base
import Foundation
import Identifiers

/// What the system administrator does to an organisation.
package enum OrganisationChange: Sendable, Hashable {
    case rename(name: String, shortName: String)
    case describe(OrganisationContact)
    /// Under another organisation of the region, or to the top.
    case move(under: Int?)
    case close
    case reopen

    /// The change in the history.
    package enum Word: String, Sendable, Hashable, CaseIterable {
        case created, renamed, described, moved, closed, reopened
    }

    var word: Word {
        switch self {
        case .rename: .renamed
        case .describe: .described
        case .move: .moved
        case .close: .closed
        case .reopen: .reopened
        }
    }

    /// What the rule has to know besides the organisation itself.
    struct Surroundings: Sendable, Hashable {
        var activeChildren = 0
        var activeStaff = 0
        /// The new parent with everything above it, nearest first; only for a move.
        var newLine: [Organisation] = []
    }

    /// The rule: the organisation as it is afterwards.
    func decide(_ before: Organisation, version: Int, in surroundings: Surroundings) throws(PeopleRefusal)
        -> Organisation
    {
        guard before.version == version else { throw .changedMeanwhile }
        var after = before
        after.version += 1
        switch self {
        case .rename(let name, let shortName):
            (after.name, after.shortName) = try OrganisationRules.names(name, shortName)
        case .describe(let contact):
            after.contact = try OrganisationRules.contact(contact)
        case .move(let parent):
            try checkMove(of: before, surroundings)
            after.parentID = parent
        case .close:
            guard surroundings.activeChildren == 0, surroundings.activeStaff == 0 else { throw .organisationInUse }
            after.isActive = false
        case .reopen:
            after.isActive = true
        }
        return after
    }

    private func checkMove(of organisation: Organisation, _ surroundings: Surroundings) throws(PeopleRefusal) {
        guard case .move(let parent) = self else { return }
        guard let parent else {
            guard organisation.kind != .office else {
                throw .fields([FieldProblem(field: "parent", message: OrganisationTerms.officeNeedsParent)])
            }
            return
        }
        guard !surroundings.newLine.contains(where: { $0.id == organisation.id }) else { throw .organisationCycle }
        let target = surroundings.newLine.first { $0.id == parent }
        guard let target, target.isActive, target.regionCode == organisation.regionCode else {
            throw .fields([FieldProblem(field: "parent", message: OrganisationTerms.parent)])
        }
    }
}

/// What a new organisation is made from.
package struct OrganisationDraft: Sendable, Hashable {
    package var code: String
    package var name: String
    package var shortName: String
    package var kind: Organisation.Kind
    package var regionCode: String
    package var parentID: Int?

    package init(
        code: String, name: String, shortName: String, kind: Organisation.Kind, regionCode: String, parentID: Int?
    ) {
        self.code = code
        self.name = name
        self.shortName = shortName
        self.kind = kind
        self.regionCode = regionCode
        self.parentID = parentID
    }

    /// The rule for new ones; `parent` is the organisation above.
    func decide(under parent: Organisation?) throws(PeopleRefusal) -> OrganisationDraft {
        var checked = self
        var problems: [FieldProblem] = []
        checked.code = code.trimmingCharacters(in: .whitespaces).lowercased()
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
        if !(3...40).contains(checked.code.utf8.count) || !checked.code.utf8.allSatisfy(allowed.contains) {
            problems.append(FieldProblem(field: "code", message: OrganisationTerms.code))
        }
        do {
            (checked.name, checked.shortName) = try OrganisationRules.names(name, shortName)
        } catch {
            problems += error.fields
        }
        if kind == .office, parent == nil {
            problems.append(FieldProblem(field: "parent", message: OrganisationTerms.officeNeedsParent))
        }
        if let parent, parent.regionCode != regionCode || !parent.isActive {
            problems.append(FieldProblem(field: "parent", message: OrganisationTerms.parent))
        }
        guard problems.isEmpty else { throw .fields(problems) }
        return checked
    }
}

enum OrganisationRules {
    static func names(_ name: String, _ shortName: String) throws(PeopleRefusal) -> (String, String) {
        var problems: [FieldProblem] = []
        let full = PersonRules.organisationName(name)
        if full == nil { problems.append(FieldProblem(field: "name", message: OrganisationTerms.name)) }
        let typed = shortName.trimmingCharacters(in: .whitespaces)
        let short = typed.isEmpty ? full : PersonRules.organisationName(typed)
        if !typed.isEmpty, short == nil {
            problems.append(FieldProblem(field: "shortName", message: OrganisationTerms.name))
        }
        guard problems.isEmpty, let full, let short else { throw .fields(problems) }
        return (full, short)
    }

    static func contact(_ typed: OrganisationContact) throws(PeopleRefusal) -> OrganisationContact {
        var problems: [FieldProblem] = []
        let telephone = number(typed.telephone, "telephone", &problems)
        let complaint = number(typed.complaintTelephone, "complaintTelephone", &problems)
        guard problems.isEmpty else { throw .fields(problems) }
        return OrganisationContact(
            telephone: telephone, complaintTelephone: complaint, address: text(typed.address),
            openingHours: text(typed.openingHours))
    }

    /// Several numbers may stand in one field, so a note after a number, as in examples, is kept.
    private static func number(_ typed: String?, _ field: String, _ problems: inout [FieldProblem]) -> String? {
        guard let text = text(typed) else { return nil }
        let first = text.prefix { $0.isASCII && ($0.isNumber || $0 == "-") }
        guard (try? PhoneNumber(String(first))) != nil else {
            problems.append(FieldProblem(field: field, message: OrganisationTerms.telephone))
            return nil
        }
        return text
    }

    private static func text(_ typed: String?) -> String? {
        let text = (typed ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : String(text.prefix(200))
    }
}

enum OrganisationTerms {
    static let name = "请填写名称，2 至 100 个字"
    static let code = "机构代码用 3 至 40 个小写字母、数字或连字符"
    static let parent = "请选择同一区划内启用的上级机构"
    static let officeNeedsParent = "处室必须有所属部门"
    static let telephone = "请填写电话号码，如 0350-3000000 或 13800000000"
}

extension OrganisationChange.Word {
    package var term: String {
        switch self {
        case .created: "设立"
        case .renamed: "更名"
        case .described: "修改联系方式"
        case .moved: "调整隶属"
        case .closed: "撤销"
        case .reopened: "恢复"
        }
    }
}
