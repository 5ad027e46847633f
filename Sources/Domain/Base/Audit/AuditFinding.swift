/// The first thing found wrong with the operation log, with its place.
package enum AuditFinding: Sendable, Hashable {
    /// A sealed row, or its seal, is not what it was when it was sealed.
    case changed(sequence: Int, entryID: Int)
    /// A sealed row is gone.
    case missing(sequence: Int, entryID: Int)
    /// A row stands among sealed rows and was never sealed: it was put in afterwards.
    case inserted(entryID: Int)
    /// A seal is gone.
    case gap(sequence: Int)
    /// Seals do not follow the order in which rows are sealed.
    case disordered(sequence: Int)
    /// The head file knows a later place than the chain reaches: the end was cut off.
    case cutOff(sequence: Int, head: Int)
    /// The head file knows another hash for this place: the whole chain was made anew.
    case rewritten(sequence: Int)
    /// The head file itself goes backwards.
    case headRewound(sequence: Int)

    /// What is wrong and where, in Chinese.
    package var sentence: String {
        switch self {
        case .changed(let sequence, let entryID): "第 \(sequence) 条日志（记录号 \(entryID)）或其封存值被改动。"
        case .missing(let sequence, let entryID): "第 \(sequence) 条日志（记录号 \(entryID)）已被删除。"
        case .inserted(let entryID): "记录号 \(entryID) 是事后插入的，从未封存。"
        case .gap(let sequence): "第 \(sequence) 条封存值缺失。"
        case .disordered(let sequence): "第 \(sequence) 条封存值的次序不对。"
        case .cutOff(let sequence, let head): "封存链止于第 \(sequence) 条，而链首文件记载到第 \(head) 条：末尾被截去。"
        case .rewritten(let sequence): "第 \(sequence) 条的封存值与链首文件不符：封存链被重新生成。"
        case .headRewound(let sequence): "链首文件在第 \(sequence) 条之后倒退：文件被改动，或数据库曾从备份恢复。"
        }
    }
}

/// What a verification found.
package struct AuditVerdict: Sendable, Hashable {
    /// Sealed rows that were proved, up to the first finding.
    package let proved: Int
    /// The hash of the last proved row.
    package let head: String
    /// Rows that wait for their seal.
    package let waiting: Int
    /// Lines of the head file that agree with the chain.
    package let headLines: Int
    /// Nil when the chain is whole.
    package let finding: AuditFinding?
}
