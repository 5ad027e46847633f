import CLibPQ

extension Link {
    /// Runs a text of many statements by the simple protocol; the server makes them one implicit transaction.
    func runScript(_ text: String) throws {
        try outsidePipeline {
            guard PQsendQuery(pointer, text) == 1 else { throw lost() }
            try drain(scriptText: text)
        }
    }

    /// Begins COPY … FROM STDIN or COPY … TO STDOUT.
    func beginCopy(_ statement: SQL, expecting status: ExecStatusType) throws {
        guard statement.parameters.isEmpty else { throw PostgresError.misuse("COPY takes no parameters") }
        try leavePipeline()
        guard PQsendQuery(pointer, statement.text) == 1, let result = PQgetResult(pointer) else { throw lost() }
        defer { PQclear(result) }
        let found = PQresultStatus(result)
        if found == status {
            isCopying = true
            return
        }
        let error = failure(result) ?? .misuse("the statement is not the COPY that was asked for")
        if found == PGRES_COPY_IN || found == PGRES_COPY_OUT { isBroken = true }
        if !isBroken {
            try drain(scriptText: nil)
            try enterPipeline()
        }
        throw error
    }

    func putCopy(_ chunk: [UInt8]) throws {
        let isPut = chunk.withUnsafeBytes { bytes in
            PQputCopyData(pointer, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count))
        }
        guard isPut == 1 else { throw lost() }
    }

    /// Ends COPY … FROM STDIN, or gives it up when there is a reason to. Answers how many rows were copied.
    func endCopyIn(giveUp: Bool) throws -> Int {
        guard PQputCopyEnd(pointer, giveUp ? "given up by the client" : nil) == 1 else { throw lost() }
        return try endCopy()
    }

    /// Reads the next piece of COPY … TO STDOUT, whole rows of about 64 KB together; `nil` at the end.
    func getCopy() throws -> [UInt8]? {
        var chunk: [UInt8] = []
        chunk.reserveCapacity(72 << 10)
        while chunk.count < 64 << 10 {
            var row: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(pointer, &row, 0)
            guard count > 0, let row else {
                if count == -1 { _ = try endCopy() } else { throw lost() }
                return chunk.isEmpty ? nil : chunk
            }
            chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(count)))
            PQfreemem(row)
        }
        return chunk
    }

    private func endCopy() throws -> Int {
        isCopying = false
        let outcome = Swift.Result { try drain(scriptText: nil) }
        if !isBroken { try enterPipeline() }
        return try outcome.get()
    }

    private func outsidePipeline(_ body: () throws -> Void) throws {
        guard !isBroken else { throw PostgresError.connection("lost earlier in this scope") }
        guard !isCopying else { throw PostgresError.misuse("a COPY is under way on this connection") }
        try leavePipeline()
        defer { if !isBroken, PQenterPipelineMode(pointer) != 1 { isBroken = true } }
        try body()
    }

    /// Reads results to their end and throws the first error. Answers the rows of the last one.
    @discardableResult
    private func drain(scriptText: String?) throws -> Int {
        var first: PostgresError?
        var count = 0
        while let result = PQgetResult(pointer) {
            defer { PQclear(result) }
            let status = PQresultStatus(result)
            if status == PGRES_COPY_IN || status == PGRES_COPY_OUT {
                isBroken = true
                throw PostgresError.misuse("COPY with data of the client needs copyIn or copyOut")
            }
            if let error = failure(result, scriptText: scriptText) { first = first ?? error }
            count = ServerMessage.count(PQcmdTuples(result))
            if isBroken { break }
        }
        if PQstatus(pointer) == CONNECTION_BAD { isBroken = true }
        if let first { throw isBroken ? .connection(first.description) : first }
        return count
    }

    private func failure(_ result: OpaquePointer, scriptText: String? = nil) -> PostgresError? {
        guard PQresultStatus(result) == PGRES_FATAL_ERROR else { return nil }
        if PQstatus(pointer) == CONNECTION_BAD || ServerMessage.isFatal(result) { isBroken = true }
        return ServerMessage.error(result, scriptText: scriptText)
    }
}
