import ManagementDoor
import Postgres
import ServiceLifecycle
import Web

/// Writes down once a second what this process is doing, for the management door.
struct ProcessReport: Service {
    let board: ProcessBoard
    let kind: ProcessBoard.Kind
    let loads: [DoorLoad]
    let databases: [Database]

    func run() async throws {
        await cancelWhenGracefulShutdown {
            guard let row = board.takeRow(kind) else {
                // More processes than rows: this one is served, but not seen.
                while (try? await Task.sleep(for: .seconds(3_600))) != nil {}
                return
            }
            repeat { board.write(figures, at: row) } while (try? await Task.sleep(for: .seconds(1))) != nil
        }
    }

    private var figures: ProcessBoard.Figures {
        var figures = ProcessBoard.Figures()
        for load in loads.map(\.now) {
            figures.connections += load.connections
            figures.atWork += load.atWork
            figures.waiting += load.waiting
        }
        for statistics in databases.map(\.statistics) {
            figures.poolLent += statistics.lent
            figures.poolWaiting += statistics.waiting
            figures.statements += statistics.statements
            figures.poolMicrosecondsWaited += statistics.microsecondsWaited
        }
        return figures
    }
}
