/// One part of a `multipart/form-data` body: a field or a file, to be read before the next part.
package struct MultipartPart: Sendable {
    package let header: MultipartHeader
    /// The bytes in pieces; they can be read once, and what is not read is skipped.
    package let chunks: MultipartChunks

    /// The part as text.
    ///
    /// - Throws: `Problem` 413 above `limit` bytes, 400 when it is not UTF-8.
    package func text(limit: Int = 64 * 1_024) async throws -> String {
        var bytes: [UInt8] = []
        for try await chunk in chunks {
            bytes.append(contentsOf: chunk)
            guard bytes.count <= limit else { throw Problem.tooLarge(limit: limit) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem.malformed("文字不是 UTF-8 编码")
        }
        return text
    }
}

/// The bytes of one part.
package struct MultipartChunks: AsyncSequence, Sendable {
    let reader: MultipartReader

    package struct AsyncIterator: AsyncIteratorProtocol {
        let reader: MultipartReader

        package mutating func next() async throws -> [UInt8]? {
            try await reader.nextChunk()
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: reader)
    }
}

/// Pulls the body through `MultipartParser`, one network piece at a time.
actor MultipartReader {
    private var parser: MultipartParser
    private var body: BodyChunks.AsyncIterator
    private var events: [MultipartParser.Event] = []
    private var isInsidePart = false

    init(parser: MultipartParser, body: BodyChunks) {
        self.parser = parser
        self.body = body.makeAsyncIterator()
    }

    /// The next part, after skipping what is left of the one before; nil at the end.
    func nextPart() async throws -> MultipartPart? {
        while try await nextChunk() != nil {}
        while let event = try await nextEvent() {
            if case .partBegins(let header) = event {
                isInsidePart = true
                return MultipartPart(header: header, chunks: MultipartChunks(reader: self))
            }
        }
        return nil
    }

    /// More of the part that is being read; nil at its end.
    func nextChunk() async throws -> [UInt8]? {
        guard isInsidePart else { return nil }
        while let event = try await nextEvent() {
            switch event {
            case .bytes(let bytes): return bytes
            case .partEnds:
                isInsidePart = false
                return nil
            case .partBegins: continue
            }
        }
        return nil
    }

    private func nextEvent() async throws -> MultipartParser.Event? {
        while events.isEmpty {
            var iterator = body
            let chunk = try await iterator.next(isolation: self)
            body = iterator
            guard let chunk else {
                try parser.finish()
                return nil
            }
            // Reversed, so that the next event is taken from the end.
            events = try parser.feed(chunk).reversed()
        }
        return events.popLast()
    }
}
