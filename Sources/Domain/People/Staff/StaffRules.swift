import Base
import Foundation
import Identifiers
import WorkCalendar

/// What a staff account must say of its holder.
enum StaffRules {
    static let categories: Set<String> = ["business", "sysadmin", "secadmin", "auditor"]

    static func check(_ typed: NewStaff, isNew: Bool, on today: CalendarDate) throws(PeopleRefusal) -> NewStaff {
        var checked = typed
        var problems: [FieldProblem] = []
        func problem(_ field: String, _ message: String) {
            problems.append(FieldProblem(field: field, message: message))
        }
        if isNew {
            checked.login = StaffSignIn.normalised(typed.login)
            if checked.login == "?" { problem("login", StaffTerms.login) }
            if !categories.contains(typed.category) { problem("category", StaffTerms.category) }
            do {
                checked.documentNumber = try CitizenID(typed.documentNumber, on: today).text
            } catch {
                problem("documentNumber", error.message)
            }
        }
        if let name = PersonRules.name(typed.name) { checked.name = name } else { problem("name", PersonTerms.name) }
        if typed.category == "business", typed.organisationID == nil {
            problem("organisation", StaffTerms.organisation)
        }
        checked.post = String(typed.post.trimmingCharacters(in: .whitespacesAndNewlines).prefix(40))
        checked.phone = typed.phone.trimmingCharacters(in: .whitespaces)
        if !checked.phone.isEmpty {
            do {
                checked.phone = try PhoneNumber(typed.phone, accepting: [.mobile, .landline]).text
            } catch {
                problem("phone", error.message)
            }
        }
        checked.expiresOn = typed.expiresOn.trimmingCharacters(in: .whitespaces)
        if !checked.expiresOn.isEmpty, CalendarDate(checked.expiresOn) == nil {
            problem("expiresOn", StaffTerms.expiry)
        }
        guard problems.isEmpty else { throw .fields(problems) }
        return checked
    }
}

enum StaffTerms {
    static let login = "登录名用 3 至 40 个小写字母、数字、点、连字符或下划线"
    static let category = "请选择账号类别"
    static let organisation = "请选择所属机构"
    static let expiry = "有效期应是日期，如 2026-12-31"
    static func unused(days: Int) -> String { "连续 \(days) 天没有登录" }
    static let scope = "请选择数据范围；选指定机构时至少选一个机构"
}
