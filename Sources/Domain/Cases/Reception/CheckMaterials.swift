package import Foundation

/// Notes at the window what was handed in and what was found, or adds files for an inner request (核对材料).
package struct CheckMaterials: Sendable {
    /// What the window writes about one material.
    package struct Finding: Sendable, Hashable {
        package let key: String
        package let receipt: MaterialReceipt
        package let copies: Int
        package let checked: MaterialCheck
        package let remark: String
        /// Files scanned or uploaded now; they are added to those there are.
        package let newFileIDs: [UUID]

        package init(
            key: String, receipt: MaterialReceipt, copies: Int = 0, checked: MaterialCheck, remark: String = "",
            newFileIDs: [UUID] = []
        ) {
            self.key = key
            self.receipt = receipt
            self.copies = copies
            self.checked = checked
            self.remark = remark
            self.newFileIDs = newFileIDs
        }
    }

    let caseID: Case.ID
    let version: Int
    let findings: [Finding]

    package init(_ caseID: Case.ID, version: Int, findings: [Finding]) {
        self.caseID = caseID
        self.version = version
        self.findings = findings
    }
}

extension CheckMaterials: CaseCommand {
    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.checkMaterials, version: version, in: context)
        for finding in findings {
            guard var material = file.materials.first(where: { $0.key == finding.key }) else {
                throw .correctionPointUnknown
            }
            material.receipt = finding.receipt
            material.copies = max(0, finding.copies)
            material.checked = finding.checked
            material.remark = try CaseText.optional(finding.remark, field: "material.\(finding.key)")
            material.fileIDs += finding.newFileIDs
            step.materials.append(material)
            step.newFiles += finding.newFileIDs
        }
        step.happened(.materialsAdded)
        return step
    }
}

extension CaseOperations {
    /// Keeps what the window found about the materials.
    package func checkMaterials(_ command: CheckMaterials, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}
