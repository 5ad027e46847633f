import Foundation
import ServiceLifecycle
import UnixSignals

/// Keeps child processes at their posts: starts them, restarts the fallen with growing pauses, ends them in order, and on
/// SIGHUP hands each post over to a new process, one after the other, without an empty moment.
///
/// A trap kills a Swift process whole; the supervisor is the reason why it takes nothing else down.
package struct Supervisor: Service {
    /// A post and the program that holds it.
    package struct Place: Sendable {
        let name: String
        let program: ChildProgram

        package init(name: String, program: ChildProgram) {
            self.name = name
            self.program = program
        }
    }

    private enum Event: Sendable {
        case post(Int, Post.Event)
        case hangUp
        /// What comes before a handing over is done, or was refused.
        case prepared(Bool)
        case stop
    }

    private let places: [Place]
    private let patience: Duration
    private let handingOverLimit: Duration
    private let onReady: @Sendable () async -> Void
    private let onStop: @Sendable () -> Void
    private let prepareHandingOver: @Sendable () async -> Bool
    private let tell: @Sendable (String) -> Void

    /// - Parameters:
    ///   - patience: how long a child may take to end before it is killed.
    ///   - handingOverLimit: how long a successor may take until it is ready.
    ///   - onReady: called once, when all posts are held by a process that is ready.
    ///   - onStop: called once, before the children are asked to end.
    ///   - prepareHandingOver: called on SIGHUP; false leaves everything as it is.
    ///   - tell: takes sentences for the operator.
    package init(
        places: [Place], patience: Duration = .seconds(15), handingOverLimit: Duration = .seconds(60),
        onReady: @escaping @Sendable () async -> Void, onStop: @escaping @Sendable () -> Void = {},
        prepareHandingOver: @escaping @Sendable () async -> Bool = { true }, tell: @escaping @Sendable (String) -> Void
    ) {
        self.places = places
        self.patience = patience
        self.handingOverLimit = handingOverLimit
        self.onReady = onReady
        self.onStop = onStop
        self.prepareHandingOver = prepareHandingOver
        self.tell = tell
    }

    /// Returns when it was asked to stop and all children have ended.
    package func run() async throws {
        let (events, sink) = AsyncStream<Event>.makeStream()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sighup) { sink.yield(.hangUp) }
            }
            await withGracefulShutdownHandler {
                var watch = Watch(self, sink)
                await watch.keep(events, in: &group)
            } onGracefulShutdown: {
                sink.yield(.stop)
            }
            group.cancelAll()
        }
    }

    /// What one run knows, in one task.
    private struct Watch {
        private struct Key: Hashable {
            let place: Int
            let number: Post.Number
        }

        private let supervisor: Supervisor
        private let sink: AsyncStream<Event>.Continuation
        private var posts: [Post]
        private var running: [Key: RunningChild] = [:]
        private var vacant: Set<Int> = []
        private var isAnnounced = false
        private var isStopping = false
        /// The posts that are still to be handed over, the one under way first.
        private var queue: [Int] = []

        init(_ supervisor: Supervisor, _ sink: AsyncStream<Event>.Continuation) {
            self.supervisor = supervisor
            self.sink = sink
            posts = supervisor.places.map { _ in Post() }
        }

        mutating func keep(_ events: AsyncStream<Event>, in group: inout TaskGroup<Void>) async {
            for place in posts.indices { tell(place, .begin, in: &group) }
            for await event in events {
                switch event {
                case .post(let place, let event): tell(place, event, in: &group)
                case .hangUp: prepare(in: &group)
                case .prepared(let isReady): begin(isReady, in: &group)
                case .stop: stop(in: &group)
                }
                if vacant.count == posts.count { return }
            }
        }

        private mutating func tell(_ place: Int, _ event: Post.Event, in group: inout TaskGroup<Void>) {
            for action in posts[place].handle(event) { perform(action, at: place, in: &group) }
        }

        private mutating func perform(_ action: Post.Action, at place: Int, in group: inout TaskGroup<Void>) {
            switch action {
            case .start(let number): start(number, at: place, in: &group)
            case .end(let number):
                running[Key(place: place, number: number)]?.end(patience: supervisor.patience)
            case .pause(let pause):
                supervisor.tell("\(supervisor.places[place].name) 停了，\(pause) 后重新启动。")
                later(pause, .post(place, .due), in: &group)
            case .holds: announce(in: &group)
            case .replaced(let isReplaced): goOn(after: place, isReplaced, in: &group)
            case .isEmpty: vacant.insert(place)
            }
        }

        private mutating func start(_ number: Post.Number, at place: Int, in group: inout TaskGroup<Void>) {
            let began = ContinuousClock.now
            do {
                let child = try supervisor.places[place].program.start(
                    onReady: { [sink] in sink.yield(.post(place, .ready(number))) },
                    onExit: { [sink] _ in
                        sink.yield(.post(place, .exited(number, ranFor: ContinuousClock.now - began)))
                    })
                running[Key(place: place, number: number)] = child
            } catch {
                supervisor.tell("\(supervisor.places[place].name) 无法启动：\(error)")
                sink.yield(.post(place, .exited(number, ranFor: .zero)))
            }
            if posts[place].successor == number {
                later(supervisor.handingOverLimit, .post(place, .late(number)), in: &group)
            }
        }

        private func later(_ pause: Duration, _ event: Event, in group: inout TaskGroup<Void>) {
            group.addTask { [sink] in
                guard (try? await Task.sleep(for: pause)) != nil else { return }
                sink.yield(event)
            }
        }

        private mutating func announce(in group: inout TaskGroup<Void>) {
            guard !isAnnounced, posts.allSatisfy(\.isReady) else { return }
            isAnnounced = true
            group.addTask { [supervisor] in await supervisor.onReady() }
        }

        private mutating func stop(in group: inout TaskGroup<Void>) {
            guard !isStopping else { return }
            isStopping = true
            queue = []
            supervisor.onStop()
            for place in posts.indices { tell(place, .stop, in: &group) }
        }

        // MARK: Handing over

        private mutating func prepare(in group: inout TaskGroup<Void>) {
            guard !isStopping, queue.isEmpty else { return }
            queue = Array(posts.indices)
            group.addTask { [supervisor, sink] in
                sink.yield(.prepared(await supervisor.prepareHandingOver()))
            }
        }

        private mutating func begin(_ isPrepared: Bool, in group: inout TaskGroup<Void>) {
            guard let first = queue.first else { return }
            guard isPrepared else {
                queue = []
                return
            }
            tell(first, .replace, in: &group)
        }

        private mutating func goOn(after place: Int, _ isReplaced: Bool, in group: inout TaskGroup<Void>) {
            guard queue.first == place else { return }
            guard isReplaced else {
                queue = []
                supervisor.tell("\(supervisor.places[place].name) 的新进程没有就绪，保留原来的进程。")
                return
            }
            queue.removeFirst()
            if let next = queue.first {
                tell(next, .replace, in: &group)
            } else {
                supervisor.tell("所有进程已逐个更换。")
            }
        }
    }
}
