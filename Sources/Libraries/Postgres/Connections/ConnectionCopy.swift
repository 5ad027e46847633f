import CLibPQ

extension Connection {
    /// Sends data to `COPY … FROM STDIN`, piece by piece, in whatever format the statement asks for. Pieces of about
    /// 64 KB are fastest; they need not end with a row. Answers how many rows were copied.
    package func copyIn<Chunks: AsyncSequence & Sendable>(_ sql: SQL, chunks: Chunks) async throws -> Int
    where Chunks.Element == [UInt8] {
        try await flush()
        try await run { link in try link.beginCopy(sql, expecting: PGRES_COPY_IN) }
        do {
            for try await chunk in chunks { try await run { link in try link.putCopy(chunk) } }
            return try await run { link in try link.endCopyIn(giveUp: false) }
        } catch {
            giveUpCopyIn()
            throw error
        }
    }

    /// Reads `COPY … TO STDOUT`, whole rows in pieces of about 64 KB. The server waits while nobody reads, so memory
    /// stays bounded. Read it to its end within the scope of the connection.
    package func copyOut(_ sql: SQL) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        try await flush()
        try await run { link in try link.beginCopy(sql, expecting: PGRES_COPY_OUT) }
        return AsyncThrowingStream { try await self.nextCopy() }
    }

    private func nextCopy() async throws -> [UInt8]? {
        try await run { link in link.isCopying ? try link.getCopy() : nil }
    }
}
