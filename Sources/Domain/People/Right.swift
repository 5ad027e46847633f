/// What a member of staff may do; roles are sets of rights, kept as data (`people.role`).
package enum Right: String, Sendable, CaseIterable, Codable {
    /// Receive applications, ask for corrections, accept or refuse acceptance at the window (综合受理).
    case receiveCases
    /// Examine accepted cases (承办).
    case examineCases
    /// Review the examiner's opinion (审核).
    case reviewCases
    /// Decide (批准).
    case decideCases
    /// Hand over results (出证送达).
    case deliverResults
    /// See all cases of one's data scope.
    case searchCases
    /// See the figures of one's data scope (运行总览).
    case superviseCases
    /// Edit and publish service items.
    case manageItems
    /// Edit organisations and create disabled accounts (系统管理员).
    case manageOrganisations
    /// Enable accounts, grant roles, reset passwords, end sessions (安全管理员).
    case grantRights
    /// Read and export the operation log and the login log (审计管理员).
    case readAudit
    /// Register connected systems.
    case manageClients
}
