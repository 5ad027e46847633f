import Base
import Cases
import Markup

/// The way of a case as a picture made on the server, and the same as a list for screen readers and phones (ui-guide 4.8).
struct ProcessDiagram {
    let record: Case
    let events: [CaseEvent]

    private struct Stage {
        let name: String
        let note: String
        let state: State
    }

    private enum State {
        case done, now, todo

        var word: String {
            switch self {
            case .done: "已完成"
            case .now: "办理中"
            case .todo: "未开始"
            }
        }

        /// The class of its line in the list.
        var mark: String {
            switch self {
            case .done: "done"
            case .now: "now"
            case .todo: "todo"
            }
        }
    }

    private static let names = ["申请", "受理", "承办", "审核", "决定", "送达"]

    /// Where the case is; `names.count` when all is done, nil when it ended on the way.
    private var position: Int {
        switch record.status {
        case .submitted, .received, .correcting, .notAccepted: 1
        case .accepted, .examining: 2
        case .reviewing: 3
        case .approving: 4
        case .granted, .denied: 5
        case .delivered: 6
        case .withdrawn, .terminated: record.acceptedAt == nil ? 1 : 2
        }
    }

    private var isEnded: Bool { [.notAccepted, .withdrawn, .terminated].contains(record.status) }

    private var stages: [Stage] {
        Self.names.enumerated().map { index, name in
            let state: State = index < position ? .done : index == position && !isEnded ? .now : .todo
            return Stage(name: name, note: note(index, state), state: state)
        }
    }

    private func note(_ index: Int, _ state: State) -> String {
        let kinds: [[CaseEventKind]] = [
            [.submitted, .registered], [.accepted, .deemedAccepted], [.examined], [.reviewed], [.granted, .denied],
            [.delivered],
        ]
        if index == position, isEnded { return record.status.term }
        guard state == .done, let event = events.last(where: { kinds[index].contains($0.kind) }) else {
            return state.word
        }
        let day = ShanghaiTime.minuteText(event.at).dropFirst(5)
        return index == 0 ? String(day) : "\(event.actorName) \(day.prefix(5))"
    }

    var html: HTML {
        let stages = stages
        let boxes: [HTML] = stages.enumerated().map { index, stage in box(stage, at: 10 + index * 150) }
        let arrows: [HTML] = stages.indices.dropLast().map { index in
            let isDone = stages[index].state == .done && stages[index + 1].state != .todo
            let x = 10 + index * 150 + 112
            return
                "<path d=\"M\(x) 44h30m-7-5l7 5-7 5\" fill=\"none\" stroke=\"\(isDone ? "#1f8a54" : "#8b96a6")\" stroke-width=\"2\"/>"
        }
        let rows: [HTML] = stages.map { "<li class=\"\($0.state.mark)\"><b>\($0.name)</b> \($0.note)</li>" }
        return """
            <div class="flow-x" tabindex="0" role="region" aria-label="流程图，可横向滚动"><svg class="flow-svg" viewBox="0 0 890 88" \
            aria-hidden="true">\(arrows)\(boxes)</svg></div><ol class="flow-list">\(rows)</ol>
            """
    }

    private func box(_ stage: Stage, at x: Int) -> HTML {
        let (fill, line, text, small) =
            switch stage.state {
            case .done: ("#e2f3e9", "#1f8a54", "#146c3f", "#525f71")
            case .now: ("#1a56a8", "#1a56a8", "#ffffff", "#dde9f8")
            case .todo: ("#ffffff", "#c3ccd7", "#263343", "#525f71")
            }
        let ring: HTML? =
            stage.state == .now
            ? "<rect x=\"\(x - 5)\" y=\"11\" width=\"122\" height=\"66\" rx=\"13\" fill=\"none\" stroke=\"#8db3e3\" stroke-width=\"2\"/>"
            : nil
        let tick: HTML? =
            stage.state == .done
            ? "<circle cx=\"\(x + 108)\" cy=\"20\" r=\"8.5\" fill=\"#1f8a54\" stroke=\"#fff\" stroke-width=\"2\"/><path d=\"M\(x + 104) 20l3 3 5-5.5\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.8\"/>"
            : nil
        return """
            \(ring)<rect x="\(x)" y="16" width="112" height="56" rx="9" fill="\(fill)" stroke="\(line)" stroke-width="1.5"/>\
            <text x="\(x + 56)" y="40" text-anchor="middle" font-size="14" font-weight="600" fill="\(text)">\(stage.name)</text>\
            <text x="\(x + 56)" y="59" text-anchor="middle" font-size="11" fill="\(small)">\(stage.note)</text>\(tick)
            """
    }
}
