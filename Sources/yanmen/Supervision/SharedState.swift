import Base
import Foundation
import ManagementDoor
import Processes
import Web

/// What the processes of a city on one machine count together: limits, figures of the doors, the board of processes.
///
/// It stands in files of the data folder that are mapped into memory; losing them costs nothing but the figures. The
/// number in a file's name changes with its layout, so that two versions of the program do not misread each other.
struct SharedState: Sendable {
    let limits: LimitTable
    let metrics: DoorMetrics
    let board: ProcessBoard
    let history: History
    private let queues: SharedWords

    private static let figures = DoorMetrics.size + ProcessBoard.size
    private static let queues = DoorName.allCases.count * QueueShare.size

    /// Of this process alone, for a program that only lists its routes.
    init() {
        self.init(
            limits: SharedWords(count: 64), figures: SharedWords(count: Self.figures),
            history: History(), queues: SharedWords(count: Self.queues))
    }

    init(dataFolder: String) throws {
        let folder = Self.folder(in: dataFolder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        self.init(
            limits: try SharedWords(file: folder + "/limits-1", count: LimitTable.size),
            figures: try SharedWords(file: folder + "/figures-2", count: Self.figures),
            history: History(try SharedWords(file: folder + "/history-1", count: History.size)),
            queues: try SharedWords(file: Self.queueFile(in: dataFolder), count: Self.queues))
    }

    private init(limits: SharedWords, figures: SharedWords, history: History, queues: SharedWords) {
        self.history = history
        self.queues = queues
        self.limits = LimitTable(limits)
        metrics = DoorMetrics(figures)
        board = ProcessBoard(figures, first: DoorMetrics.size)
    }

    /// A place of this process among those that take connections of a door.
    func share(of door: DoorName) -> QueueShare? {
        guard let offset = door.portOffset else { return nil }
        return QueueShare(queues, first: offset * QueueShare.size)
    }

    /// Forgets who took connections before: since then, other programs may have been given the numbers of those processes.
    static func forgetShares(in dataFolder: String) {
        unlink(queueFile(in: dataFolder))
    }

    private static func queueFile(in dataFolder: String) -> String { folder(in: dataFolder) + "/queues-1" }

    static func folder(in dataFolder: String) -> String { dataFolder + "/run" }
}
