package import Hummingbird
import NIOCore

/// What Hummingbird carries along with one request of a door.
package struct DoorContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let channel: any Channel
    let facts = RequestFacts()
    let began = ContinuousClock.now

    package init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Time since the head of the request was read.
    var elapsed: Duration { ContinuousClock.now - began }
}
