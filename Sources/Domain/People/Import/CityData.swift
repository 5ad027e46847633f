import Foundation

/// The regions of a city as its data folder lists them (`regions.json`).
struct RegionData: Sendable, Codable {
    struct Entry: Sendable, Codable {
        let code: String
        let name: String
        let level: String
        let codeSystem: String
        let parent: String?
    }

    let regions: [Entry]
}

/// The organisations of a city as its data folder describes them (`organisations.json`): kinds of department, and at which
/// levels each exists.
struct OrganisationData: Sendable, Codable {
    struct Kind: Sendable, Codable {
        let key: String
        let name: String
        let levels: [String]
        /// Key of the kind above it.
        let below: String?
        let demoContact: Bool?
    }

    /// Contact data that say of themselves that they are examples.
    struct Contact: Sendable, Codable {
        let telephone: String
        let complaintTelephone: String
        let address: String
        let openingHours: String
    }

    let demoRegions: [String]
    let demoContact: Contact?
    let departments: [Kind]
    let executingBodies: [Kind]
    let offices: [Kind]

    /// One organisation to be made.
    struct Entry: Sendable, Codable, Hashable {
        let code: String
        let name: String
        let short: String
        let kind: String
        let region: String
        let parent: String?
        let telephone: String?
        let complaint: String?
        let address: String?
        let hours: String?
        let sort: Int
    }

    /// Every organisation of every region, parents before children.
    func entries(in regions: [RegionData.Entry]) -> [Entry] {
        var entries: [Entry] = []
        let ordered = departments.filter { $0.below == nil } + departments.filter { $0.below != nil } + executingBodies
        for region in regions {
            for kind in ordered where kind.levels.contains(Self.level(of: region)) {
                entries.append(entry(kind, as: "department", in: region, sort: entries.count))
            }
            for kind in offices where kind.levels.contains(Self.level(of: region)) {
                entries.append(entry(kind, as: "office", in: region, sort: entries.count))
            }
        }
        return entries
    }

    /// `city`, `county`, or `functional` for an area with a code of our own.
    private static func level(of region: RegionData.Entry) -> String {
        region.codeSystem == "LOCAL" ? "functional" : region.level
    }

    private func entry(_ kind: Kind, as word: String, in region: RegionData.Entry, sort: Int) -> Entry {
        let prefix = String(region.code.prefix(6))
        let isExample = kind.demoContact == true && demoRegions.contains(region.code)
        let contact = isExample ? demoContact : nil
        return Entry(
            code: "\(prefix)-\(kind.key)", name: word == "office" ? kind.name : region.name + kind.name,
            short: kind.name, kind: word, region: region.code, parent: kind.below.map { "\(prefix)-\($0)" },
            telephone: contact?.telephone, complaint: contact?.complaintTelephone, address: contact?.address,
            hours: contact?.openingHours, sort: sort)
    }
}
