import CLibPQ

/// One statement of an exchange failed. The index counts from 0 over all statements of the exchange.
struct ExchangeFailure: Error {
    let index: Int
    let error: PostgresError
    let isStalePlan: Bool
}

extension Link {
    /// What the server will answer, in order.
    private enum Step {
        case parse(PreparedStatement, index: Int)
        case close(name: String)
        case statement(PreparedStatement?, index: Int)
    }

    /// Sends all statements in one round trip and collects the answers. Outside an explicit transaction they are one
    /// implicit transaction. Throws `ExchangeFailure` for a refused statement and `PostgresError` for a lost connection.
    func exchange(_ statements: [SQL]) throws -> [ResultStorage] {
        guard !isBroken else { throw PostgresError.connection("lost earlier in this scope") }
        guard !isCopying else { throw PostgresError.misuse("a COPY is under way on this connection") }
        for statement in statements { try ParameterBlock.check(statement.parameters) }
        var steps: [Step] = []
        steps.reserveCapacity(2 * statements.count)
        try closeDiscarded(&steps)
        for (index, statement) in statements.enumerated() { try send(statement, index: index, &steps) }
        guard PQpipelineSync(pointer) == 1 else { throw lost() }
        return try collect(steps, count: statements.count)
    }

    private func closeDiscarded(_ steps: inout [Step]) throws {
        guard !statements.discarded.isEmpty, transactionState != .failed else { return }
        for name in statements.discarded {
            guard PQsendQueryParams(pointer, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
            steps.append(.close(name: name))
        }
    }

    private func send(_ statement: SQL, index: Int, _ steps: inout [Step]) throws {
        // In a failed transaction only its end is accepted, and what is discarded cannot be closed yet.
        let prepares = preparesStatements && transactionState != .failed
        let prepared = prepares ? try prepare(statement, index: index, &steps) : nil
        let count = Int32(truncatingIfNeeded: statement.parameters.count)
        let isSent = try ParameterBlock.withPointers(to: statement.parameters) { values, lengths, formats in
            if let prepared {
                PQsendQueryPrepared(pointer, prepared.name, count, values, lengths, formats, 0)
            } else {
                PQsendQueryParams(pointer, statement.text, count, nil, values, lengths, formats, 0)
            }
        }
        guard isSent == 1 else { throw lost() }
        steps.append(.statement(prepared, index: index))
    }

    private func prepare(_ statement: SQL, index: Int, _ steps: inout [Step]) throws -> PreparedStatement {
        if let known = statements.find(statement.shape) { return known }
        let prepared = statements.add(statement.shape)
        guard PQsendPrepare(pointer, prepared.name, statement.text, 0, nil) == 1 else { throw lost() }
        steps.append(.parse(prepared, index: index))
        return prepared
    }

    private func collect(_ steps: [Step], count: Int) throws -> [ResultStorage] {
        var answers: [ResultStorage] = []
        answers.reserveCapacity(count)
        var failure: ExchangeFailure?
        for step in steps {
            let result = try nextResult()
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
                accept(result, for: step, &answers)
            case PGRES_PIPELINE_ABORTED:
                PQclear(result)
                forget(step)
            case PGRES_FATAL_ERROR:
                let refused = refusal(result, of: step)
                failure = failure ?? refused
                forget(step)
                if isBroken { throw PostgresError.connection(refused.error.description) }
            default:
                PQclear(result)
                isBroken = true
                throw PostgresError.misuse("COPY needs copyIn or copyOut")
            }
            endOfStatement()
        }
        let sync = try nextResult()
        defer { PQclear(sync) }
        guard PQresultStatus(sync) == PGRES_PIPELINE_SYNC else { throw lost() }
        if let failure { throw failure }
        return answers
    }

    private func nextResult() throws -> OpaquePointer {
        guard let result = PQgetResult(pointer) else { throw lost() }
        return result
    }

    /// libpq ends the results of each statement by a null pointer.
    private func endOfStatement() {
        while let more = PQgetResult(pointer) { PQclear(more) }
    }

    private func accept(_ result: OpaquePointer, for step: Step, _ answers: inout [ResultStorage]) {
        switch step {
        case .parse: PQclear(result)
        case .close(let name):
            statements.forgetDiscarded(name)
            PQclear(result)
        case .statement(let prepared, _):
            answers.append(ResultStorage(result, columns: columns(of: result, prepared)))
        }
    }

    private func columns(of result: OpaquePointer, _ prepared: PreparedStatement?) -> Columns {
        let count = Int(PQnfields(result))
        guard count > 0 else { return .none }
        if let known = prepared?.columns, known.names.count == count { return known }
        let columns = Columns(result)
        prepared?.columns = columns
        return columns
    }

    private func refusal(_ result: OpaquePointer, of step: Step) -> ExchangeFailure {
        defer { PQclear(result) }
        if PQstatus(pointer) == CONNECTION_BAD || ServerMessage.isFatal(result) { isBroken = true }
        let isStale = ServerMessage.isStalePlan(result)
        if isStale { statements.discardAll() }
        let index =
            switch step {
            case .parse(_, let index), .statement(_, let index): index
            case .close: 0
            }
        return ExchangeFailure(index: index, error: ServerMessage.error(result), isStalePlan: isStale)
    }

    private func forget(_ step: Step) {
        switch step {
        case .parse(let prepared, _): statements.forget(prepared)
        case .close(let name): statements.forgetDiscarded(name)
        case .statement: break
        }
    }
}
