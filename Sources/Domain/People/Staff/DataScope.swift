/// How much of the cases a role shows (数据范围).
package enum DataScope: String, Sendable, Hashable, Codable, CaseIterable {
    /// Cases assigned to the person, within their department.
    case own
    /// The person's own office and what is below it.
    case office
    /// The department with its offices, not subordinate departments.
    case department
    /// The department and everything below it.
    case below
    /// All departments of the region itself, not of regions below it.
    case region
    /// Organisations named one by one.
    case listed
}
