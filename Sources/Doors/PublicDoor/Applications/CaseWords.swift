import Base
import Cases
import Foundation
import Markup
import Web
import WorkCalendar

/// How a case stands, in the words and marks of the citizens' pages.
enum CaseWords {
    static func status(_ status: CaseStatus) -> HTML { Web.status(status.publicTerm, tone(status)) }

    static func tone(_ status: CaseStatus) -> Tone {
        switch status {
        case .correcting: .warn
        case .granted, .delivered: .ok
        case .denied, .notAccepted: .error
        case .withdrawn, .terminated: .neutral
        case .submitted, .received, .accepted, .examining, .reviewing, .approving: .brand
        }
    }

    /// What the running clock says, with its bar.
    static func clock(_ clock: ClockView) -> HTML {
        guard clock.phase != .ended else { return .empty }
        let left = clock.remaining ?? 0
        let tone: Tone =
            clock.isPaused ? .neutral : clock.isOverdue ? .error : left <= 1 || clock.usedPercent >= 80 ? .warn : .ok
        let words = "\(clock.phase.term)：\(clock.term)"
        let colour = tone == .neutral ? "muted" : "t-\(tone == .error ? "error" : tone.rawValue)"
        return """
            \(progressBar(percent: clock.usedPercent, label: "时限已用 \(clock.usedPercent)%", tone))\
            <p class="small \(colour)">\(words)</p>
            """
    }

    /// `12 月 1 日`, the form of sentences, with the year where it is not that of the submission.
    static func day(_ date: CalendarDate, submitted: Date) -> String { date.sentence(since: CalendarDate(submitted)) }

    /// What happens now, who does it, and until when.
    static func now(_ status: CaseStatus, body: String, clock: ClockView, submitted: Date) -> String {
        let until = clock.due.map { " \(day($0, submitted: submitted))前" } ?? ""
        return switch status {
        case .submitted, .received: "\(body)将在\(until)答复是否受理。"
        case .correcting: "请您在\(until)补正。"
        case .accepted, .examining, .reviewing, .approving:
            clock.isPaused ? "正在进行法定程序，计时中止，结束后恢复。" : "\(body)将在\(until)作出决定。"
        case .granted, .denied: "决定已作出，\(body)将在\(until)送达。"
        case .delivered: "办理结果已送达。"
        case .notAccepted: "申请没有被受理，理由见决定书。"
        case .withdrawn: "您已撤回申请。需要时可以重新申请。"
        case .terminated: "办理已终止，原因见通知书。"
        }
    }

    static func timeline(_ events: [CaseEvent]) -> HTML {
        let shown = events.filter { !$0.publicText.isEmpty }.reversed()
        return Web.timeline(
            shown.enumerated().map { index, event in
                entry(event.kind, event.publicText, event.bodyName, at: event.at, isNewest: index == 0)
            })
    }

    static func timeline(_ steps: [CaseProgress.Step]) -> HTML {
        Web.timeline(
            steps.enumerated().map { index, step in
                entry(step.kind, step.text, step.bodyName, at: step.at, isNewest: index == 0)
            })
    }

    /// Bodies are named, persons are not.
    private static func entry(
        _ kind: CaseEventKind, _ text: String, _ body: String, at moment: Date, isNewest: Bool
    ) -> TimelineEntry {
        let isApplicants = kind == .submitted || kind == .correctionAnswered || kind == .withdrawn
        let who = isApplicants ? "申请人" : body
        return TimelineEntry(
            kind.term, time: ShanghaiTime.minuteText(moment), detail: "<p>\(text)</p><p class=\"muted\">\(who)</p>",
            state: isNewest ? .now : .done)
    }
}
