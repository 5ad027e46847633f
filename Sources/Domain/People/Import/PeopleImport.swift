import Base
import Foundation
package import Postgres

/// Loads the regions and organisations of a city from its data folder; what exists already is left as it is, so that
/// a renamed or closed organisation stays so.
package enum PeopleImport {
    /// How much was new.
    package struct Report: Sendable, Hashable {
        package let regions: Int
        package let organisations: Int
    }

    /// Why the data cannot be loaded, for the operator.
    package enum Failure: Error, CustomStringConvertible {
        case unreadable(file: String, reason: String)

        package var description: String {
            switch self {
            case .unreadable(let file, let reason): "\(file): \(reason)"
            }
        }
    }

    /// Loads `regions.json` and `organisations.json`.
    ///
    /// - Parameter database: a pool as the owner.
    /// - Throws: `Failure` for a missing or malformed file.
    package static func run(_ database: Database, dataFolder: String) async throws -> Report {
        let regions: RegionData = try read("regions.json", in: dataFolder)
        let organisations: OrganisationData = try read("organisations.json", in: dataFolder)
        let entries = organisations.entries(in: regions.regions)
        let results = try await database.pipeline([
            insertRegions(try JSON(regions.regions)),
            insertOrganisations(try JSON(entries.filter { $0.parent == nil })),
            insertOrganisations(try JSON(entries.filter { $0.parent != nil && $0.kind == "department" })),
            insertOrganisations(try JSON(entries.filter { $0.parent != nil && $0.kind == "office" })),
        ])
        return Report(
            regions: results[0].affected, organisations: results[1...].map(\.affected).reduce(0, +))
    }

    private static func read<Value: Decodable>(_ file: String, in folder: String) throws -> Value {
        let path = "\(folder)/\(file)"
        guard let content = FileManager.default.contents(atPath: path) else {
            throw Failure.unreadable(file: path, reason: "cannot be read")
        }
        do {
            return try JSONDecoder().decode(Value.self, from: content)
        } catch {
            throw Failure.unreadable(file: path, reason: "\(error)")
        }
    }

    private static func insertRegions(_ regions: JSON) -> SQL {
        """
        INSERT INTO people.region (code, name, level, code_system, parent_code, sort)
        SELECT r.code, r.name, r.level, r."codeSystem", r.parent, r.sort
        FROM ROWS FROM (jsonb_to_recordset(\(regions))
            AS (code text, name text, level text, "codeSystem" text, parent text))
            WITH ORDINALITY AS r (code, name, level, "codeSystem", parent, sort)
        ON CONFLICT DO NOTHING
        """
    }

    private static func insertOrganisations(_ entries: JSON) -> SQL {
        """
        WITH made AS (
            INSERT INTO people.organisation (code, name, short_name, kind, region_code, parent_id, telephone,
                complaint_telephone, address, opening_hours, sort)
            SELECT e.code, e.name, e.short, e.kind, e.region, p.id, e.telephone, e.complaint, e.address, e.hours, e.sort
            FROM jsonb_to_recordset(\(entries)) AS e (code text, name text, short text, kind text, region text,
                parent text, telephone text, complaint text, address text, hours text, sort integer)
            LEFT JOIN people.organisation p ON p.code = e.parent
            ORDER BY e.sort
            ON CONFLICT DO NOTHING
            RETURNING id, version, name, short_name, parent_id, active)
        INSERT INTO people.organisation_history (organisation_id, version, name, short_name, parent_id, active, change,
            changed_by)
        SELECT id, version, name, short_name, parent_id, active, 'created', \(ImportTerms.importer) FROM made
        """
    }
}

enum ImportTerms {
    /// Who stands in the history of what the program brought along.
    static let importer = "系统导入"
    static let firstRun = "系统首次启动"
}
