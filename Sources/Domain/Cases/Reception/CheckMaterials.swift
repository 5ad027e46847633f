import Base
package import Foundation
import Postgres

/// Notes at the window what was handed in and what was found, or adds files for an inner request (核对材料).
package struct CheckMaterials: Sendable {
    /// What the window writes about one material.
    package struct Finding: Sendable, Hashable {
        package let key: String
        package let receipt: MaterialReceipt
        package let originals: Int
        package let copies: Int
        package let checked: MaterialCheck
        package let remark: String
        /// Files scanned or uploaded now; they are added to those there are.
        package let newFileIDs: [UUID]
        /// Files that the window takes out again, such as the scan of another person's paper.
        package let removedFileIDs: [UUID]

        package init(
            key: String, receipt: MaterialReceipt, originals: Int = 0, copies: Int = 0, checked: MaterialCheck,
            remark: String = "", newFileIDs: [UUID] = [], removedFileIDs: [UUID] = []
        ) {
            self.key = key
            self.receipt = receipt
            self.originals = originals
            self.copies = copies
            self.checked = checked
            self.remark = remark
            self.newFileIDs = newFileIDs
            self.removedFileIDs = removedFileIDs
        }
    }

    let caseID: Case.ID
    let version: Int
    let findings: [Finding]
    /// The files among those to be taken out that members of staff handed in; operations fill it in.
    var removableFileIDs: Set<UUID> = []

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
            material.originals = max(0, finding.originals)
            material.copies = max(0, finding.copies)
            material.checked = finding.checked
            material.remark = try CaseText.optional(finding.remark, field: "material.\(finding.key)")
            material.fileIDs = try files(of: material, finding)
            material.receipt = finding.receipt.settled(hasFiles: !material.fileIDs.isEmpty, pieces: material.pieces)
            step.materials.append(material)
            step.newFiles += finding.newFileIDs
        }
        step.happened(.materialsAdded)
        return step
    }

    private func files(of material: CaseMaterial, _ finding: Finding) throws(CaseRefusal) -> [UUID] {
        let removed = Set(finding.removedFileIDs).intersection(material.fileIDs)
        guard removed.isSubset(of: removableFileIDs) else { throw .applicantFileKept }
        var files = material.fileIDs.filter { !removed.contains($0) }
        for id in finding.newFileIDs where !files.contains(id) { files.append(id) }
        guard files.count <= CaseApplication.filesPerMaterial else {
            let message = CaseFieldTerms.tooManyFiles(material.name, most: CaseApplication.filesPerMaterial)
            throw .materialsMissing([FieldProblem(field: material.key, message: message)])
        }
        return files
    }
}

extension CaseOperations {
    /// Keeps what the window found about the materials.
    package func checkMaterials(_ command: CheckMaterials, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor) { command, record in
            let removed = command.findings.flatMap(\.removedFileIDs)
            guard !removed.isEmpty else { return }
            let query: SQL = """
                SELECT id FROM base.file
                WHERE case_id = \(record.id) AND staff_id IS NOT NULL AND id = ANY (CAST(\(removed) AS uuid[]))
                """
            command.removableFileIDs = Set(
                try await database.rows(settings: actor.party.settings, query) { try $0.get("id", as: UUID.self) })
        }
    }
}
