import Foundation

/// The eight legal grounds on which the limit stands still (行政许可法 第四十五条); nothing else stops it.
package enum PauseGround: String, Sendable, Hashable, Codable, CaseIterable {
    /// 听证
    case hearing
    /// 招标
    case tender
    /// 拍卖
    case auction
    /// 检验
    case inspection
    /// 检测
    case testing
    /// 检疫
    case quarantine
    /// 鉴定
    case appraisal
    /// 专家评审
    case expertReview
}

/// Stops the clock for a special procedure (特别程序); the time it needs is told to the applicant.
package struct PauseClock: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let ground: PauseGround
    /// The time it needs and why, as told to the applicant.
    let reason: String

    package init(_ caseID: Case.ID, version: Int, ground: PauseGround, reason: String) {
        self.caseID = caseID
        self.version = version
        self.ground = ground
        self.reason = reason
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.pauseClock, version: version, in: context)
        let reason = try CaseText.required(reason, field: "reason", message: CaseFieldTerms.reasonMissing)
        step.record.clock.pause(on: context.today)
        step.reason = reason
        step.happened(.paused, CaseEventTerms.paused(ground.term, reason), opinion: reason)
        step.notice = NoticeDraft(kind: .paused)
        return step
    }
}

/// Lets the clock run again; that day counts.
package struct ResumeClock: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let result: String

    package init(_ caseID: Case.ID, version: Int, result: String) {
        self.caseID = caseID
        self.version = version
        self.result = result
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.resumeClock, version: version, in: context)
        guard file.record.clock.isPaused, let start = file.record.decisionStart else { throw .clockNotPaused }
        let result = try CaseText.required(result, field: "result", message: CaseFieldTerms.opinionMissing)
        step.record.clock.resume(on: context.today, started: start, in: context.calendar)
        step.happened(.resumed, CaseEventTerms.resumed(due: step.record.clock.promisedDue), opinion: result)
        step.notice = NoticeDraft(kind: .resumed, due: step.record.clock.promisedDue)
        return step
    }
}

extension CaseOperations {
    /// Stops the clock on a legal ground.
    package func pauseClock(_ command: PauseClock, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }

    /// Lets the clock run again.
    package func resumeClock(_ command: ResumeClock, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}
