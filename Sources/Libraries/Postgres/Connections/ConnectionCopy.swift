import CLibPQ

extension Connection {
    /// Sends data to `COPY … FROM STDIN`, piece by piece, in whatever format the statement asks for. Pieces of about
    /// 64 KB are fastest; they need not end with a row. Answers how many rows were copied.
    @discardableResult
    package func copyIn<Chunks: AsyncSequence & Sendable>(_ sql: SQL, chunks: Chunks) async throws -> Int
    where Chunks.Element == [UInt8] {
        try await beginCopy(sql, expecting: PGRES_COPY_IN)
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
        try await beginCopy(sql, expecting: PGRES_COPY_OUT)
        let number = copies
        return AsyncThrowingStream { try await self.nextCopy(of: number) }
    }

    private func beginCopy(_ sql: SQL, expecting status: ExecStatusType) async throws {
        try await run { link in
            try flush(on: link)
            count(statements: 1)
            try link.beginCopy(sql, expecting: status)
            copies += 1
        }
    }

    private func nextCopy(of number: Int) async throws -> [UInt8]? {
        if number == lastFinishedCopy { return nil }
        return try await run { link in
            // An end that is only the end of the scope must not look like the end of the data.
            guard link.isCopying, number == copies else { throw PostgresError.misuse("COPY was read beyond its scope") }
            let chunk = try link.getCopy()
            if !link.isCopying { lastFinishedCopy = number }
            return chunk
        }
    }

    /// Ends a COPY … FROM STDIN that failed half-way.
    private func giveUpCopyIn() {
        tidy { link in
            guard link.isCopying else { return }
            do { _ = try link.endCopyIn(giveUp: true) } catch PostgresError.server {
                // The server says that the COPY was given up: as wished.
            }
        }
    }
}
