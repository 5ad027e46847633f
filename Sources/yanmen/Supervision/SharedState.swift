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

    private static let figures = DoorMetrics.size + ProcessBoard.size

    /// Of this process alone, for a program that only lists its routes.
    init() {
        self.init(
            limits: SharedWords(count: 64), figures: SharedWords(count: Self.figures),
            history: History())
    }

    init(dataFolder: String) throws {
        let folder = Self.folder(in: dataFolder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        self.init(
            limits: try SharedWords(file: folder + "/limits-1", count: LimitTable.size),
            figures: try SharedWords(file: folder + "/figures-2", count: Self.figures),
            history: History(try SharedWords(file: folder + "/history-1", count: History.size)))
    }

    private init(limits: SharedWords, figures: SharedWords, history: History) {
        self.history = history
        self.limits = LimitTable(limits)
        metrics = DoorMetrics(figures)
        board = ProcessBoard(figures, first: DoorMetrics.size)
    }

    static func folder(in dataFolder: String) -> String { dataFolder + "/run" }
}
