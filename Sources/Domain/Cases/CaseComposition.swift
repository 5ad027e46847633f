package import Base
package import Items

extension SettingKey<Bool> {
    /// Whether documents bear the sample seal (示例), which says of itself that it has no legal meaning.
    package static let documentsAreSamples = SettingKey("documents.areSamples", fallback: true)
}

extension CaseServices {
    /// The services as the running program has them.
    package init(
        items: ItemOperations, calendar: CalendarStore, settings: Settings, files: FileStore,
        notices: @escaping NoticeWriter, reviews: @escaping ReviewInviter
    ) {
        self.init(
            catalogue: items.cache,
            revision: { itemID, revision in
                do {
                    return try await items.revision(item: itemID, number: revision)
                } catch ItemRefusal.revisionNotFound {
                    return nil
                }
            },
            calendar: { try await calendar.calendar() },
            documents: {
                DocumentSettings(
                    publicAddress: try await settings.value(.publicAddress),
                    isSample: try await settings.value(.documentsAreSamples))
            },
            store: files, notices: notices, reviews: reviews)
    }
}

extension CaseOperations {
    /// What the background worker does for cases when asked.
    package var jobHandlers: [JobHandler] {
        [JobHandler(MakeDocument.self) { command in try await make(command) }]
    }

    /// What the background worker does for cases again and again.
    package var periodicTasks: [PeriodicTask] {
        [
            PeriodicTask("case-deadlines", every: .seconds(600)) { _ = try await applyDeadlines() },
            PeriodicTask("case-clocks", every: .seconds(3600)) { _ = try await replayClocks() },
            PeriodicTask("case-tally", every: .seconds(1)) { _ = try await foldTally() },
        ]
    }
}
