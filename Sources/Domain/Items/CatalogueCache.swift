import Synchronization

/// Holds the current catalogue of this program copy; reading it costs a lock of some nanoseconds and no query.
package final class CatalogueCache: Sendable {
    private let held: Mutex<Catalogue>

    package init(_ catalogue: Catalogue = .empty) {
        held = Mutex(catalogue)
    }

    /// The catalogue as last loaded.
    package var current: Catalogue { held.withLock { $0 } }

    /// Puts a newer catalogue in place of the current one.
    package func replace(with catalogue: Catalogue) {
        held.withLock { $0 = catalogue }
    }
}
