import Base
import Cases
import Foundation
import Items
import Logging
import Notices
import People
import Postgres
import Reviews
import WorkCalendar

/// The domain modules put together over one database role: what a door or the worker calls.
struct CityServices: Sendable {
    let database: Database
    let settings: Settings
    let calendar: CalendarStore
    let files: FileStore
    let uploads: Uploads
    let items: ItemOperations
    let cases: CaseOperations
    let messages: MessageOperations
    let reviews: ReviewOperations

    /// - Parameters:
    ///   - catalogue: shared by all doors of a process.
    ///   - slow: writes down statements that took long.
    ///   - observer: sees every statement that is sent.
    init(
        _ configuration: CityConfiguration, door: DoorName, catalogue: CatalogueCache, poolSize: Int = 16,
        slow: SlowLog? = nil,
        observer: (@Sendable (_ trip: [SQL]) -> Void)? = nil
    ) {
        var connection = Configuration(
            connectionString: configuration.connectionString(for: door.databaseRole), poolSize: poolSize,
            applicationName: "yanmen-\(door.rawValue)",
            // Our statements lead to one place of one index whatever their values are; planning them anew each time took
            // four times as long as running them.
            sessionSettings: ["plan_cache_mode": "force_generic_plan"])
        connection.observer = observer
        if let slow { connection.timekeeper = { slow.note($0, took: $1, door: door) } }
        // No visitor waits longer than a handler may take.
        if door != .worker { connection.answerLimit = .seconds(20) }
        database = Database(configuration: connection)
        settings = Settings(database: database)
        calendar = CalendarStore(database: database)
        files = FileStore(root: configuration.dataFolder + "/files")
        uploads = Uploads(database: database, store: files, settings: settings)
        items = ItemOperations(database: database, cache: catalogue)
        let services = CaseServices(
            items: items, calendar: calendar, settings: settings, files: files,
            notices: { notice in
                try Notice(
                    purpose: notice.kind.rawValue, phone: notice.phone, accountIDs: notice.accountIDs,
                    caseID: notice.caseID, title: notice.title, text: notice.text, link: notice.link
                ).statements(now: Date())
            },
            reviews: { record in
                let service = record.service
                let invitation = Invitation(
                    caseID: record.id, bodyID: service.body.id, bodyName: service.body.name,
                    itemName: service.itemName, at: Date())
                return ReviewInvitation(statements: [invitation.statement], path: invitation.path)
            })
        cases = CaseOperations(database: database, services: services)
        messages = MessageOperations(database: database)
        reviews = ReviewOperations(database: database)
    }
}
