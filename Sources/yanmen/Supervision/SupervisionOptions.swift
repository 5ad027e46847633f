import ArgumentParser
import Base
import Foundation
import NIOCore
import Processes
import ServiceLifecycle
import Synchronization

/// What `yanmen up` tells the processes that it starts; not for people.
struct SupervisionOptions: ParsableArguments {
    @Flag(help: .hidden)
    var supervised = false

    /// Obeyed in `Program.main` already.
    @Option(help: .hidden)
    var runAs: String?

    /// `public=7`: the door's socket is open already.
    @Option(help: .hidden)
    var listener: [String] = []

    /// `ChildProgram.readyOption`.
    @Option(help: .hidden)
    var readyDescriptor: Int32?

    /// How many copies of this process share the machine.
    @Option(help: .hidden)
    var copies = 1

    /// Takes its share of the cores for the network: more loops than cores, over all copies, only wake each other.
    func shareCores() {
        NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount / max(1, copies))
    }

    /// The socket that was handed down for a door.
    func socket(of door: DoorName) -> ListeningSocket? {
        for text in listener where text.hasPrefix("\(door.rawValue)=") {
            return Int32(text.dropFirst(door.rawValue.count + 1)).map(ListeningSocket.init(descriptor:))
        }
        return nil
    }

    static func argument(_ door: DoorName, _ socket: ListeningSocket) -> [String] {
        ["--listener", "\(door.rawValue)=\(socket.descriptor)"]
    }

    /// Becomes the user of `--run-as`, before anything else is done.
    static func giveUpRights(_ arguments: [String]) throws {
        guard let place = arguments.firstIndex(of: "--run-as"), place + 1 < arguments.count else { return }
        try ServiceUser.named(arguments[place + 1]).become()
    }

    /// What a supervised process runs beside its own work.
    var services: [ServiceGroupConfiguration.ServiceConfiguration] {
        guard supervised else { return [] }
        return [.init(service: ParentWatch(), successTerminationBehavior: .gracefullyShutdownGroup)]
    }

    func readySignal(after parts: Int) -> ReadySignal { ReadySignal(descriptor: readyDescriptor, parts: parts) }
}

/// Tells the supervisor that this process does its work, once all its parts do.
final class ReadySignal: Sendable {
    private let descriptor: Int32?
    private let missing: Mutex<Int>

    init(descriptor: Int32?, parts: Int) {
        self.descriptor = descriptor
        missing = Mutex(parts)
    }

    /// One part does its work.
    func partIsReady() {
        let isComplete = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        guard isComplete, let descriptor else { return }
        var byte: UInt8 = 1
        _ = write(descriptor, &byte, 1)
        close(descriptor)
    }
}
