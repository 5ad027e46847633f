package import Base
import Postgres
package import WorkCalendar

/// What a sampled city remembers of its making, so that an interrupted load goes on and a finished one is left alone.
package struct SampleState: Codable, Sendable, Hashable {
    /// Cases wanted.
    package var cases: Int
    package var seed: Int
    /// The day before which all of it happened.
    package var until: CalendarDate
    package var citizens: Int
    package var citizensDone = 0
    package var casesDone = 0
    /// Statements that bring back the indexes and constraints that were taken off for the load, in order.
    package var definitions: [String] = []
    package var isFinished = false

    package init(cases: Int, seed: Int, until: CalendarDate) {
        self.cases = cases
        self.seed = seed
        self.until = until
        citizens = min(max(cases / 10, 200), 500_000)
    }
}

extension SettingKey<SampleState?> {
    package static let sample = SettingKey("sample.city", fallback: nil)
}

/// Why no sample is made.
package enum SampleError: Error, Sendable, CustomStringConvertible {
    case realCases
    case otherSample(SampleState)
    case inUse
    case noServices
    case notSampled

    package var description: String {
        switch self {
        case .realCases: "这个数据库里有真实办件，不能装入样例。请另用一个数据文件夹或数据库。"
        case .otherSample(let state):
            "这个数据库已经是 \(state.cases) 件的样例（种子 \(state.seed)）。要别的数量，请另用一个数据文件夹或数据库。"
        case .inUse: "平台正在这个数据库上运行。请先停止 serve、work 或 up，再装入样例。"
        case .noServices: "目录里没有可以网上申请的事项，无法生成办件。"
        case .notSampled: "这不是样例数据库（先运行 yanmen sample）；测量用的会话只在样例上开。"
        }
    }
}
