import Markup
import Reviews

/// The face of a grade: colour, mouth and word together say what it means.
func face(of grade: ReviewGrade) -> HTML {
    let colour = faceColour(grade)
    return """
        <svg viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="28" fill="\(colour)" opacity=".13"/>\
        <g fill="none" stroke="\(colour)" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">\
        <circle cx="32" cy="32" r="28"/>\(mouth(of: grade))</g>\
        <circle cx="23" cy="28" r="3.2" fill="\(colour)"/><circle cx="41" cy="28" r="3.2" fill="\(colour)"/></svg>
        """
}

private func faceColour(_ grade: ReviewGrade) -> String {
    switch grade {
    case .excellent: "#1f8a54"
    case .good: "#3f9b57"
    case .fair: "#c08a1c"
    case .poor: "#cf6a1d"
    case .veryPoor: "#c8302a"
    }
}

private func mouth(of grade: ReviewGrade) -> HTML {
    switch grade {
    case .excellent: "<path d=\"M20 40c3 8 8 12 12 12s9-4 12-12z\" fill=\"#1f8a54\"/>"
    case .good: "<path d=\"M21 41c3 6 7 8 11 8s8-2 11-8\"/>"
    case .fair: "<path d=\"M22 44h20\"/>"
    case .poor: "<path d=\"M21 47c3-5 7-7 11-7s8 2 11 7\"/>"
    case .veryPoor: "<path d=\"M20 49c3-7 8-10 12-10s9 3 12 10\"/><path d=\"M18 20l7 3M46 20l-7 3\"/>"
    }
}

/// The five faces as buttons that lead on, best first; only a grade that the person has pressed is marked.
func faces(token: String, chosen: ReviewGrade? = nil) -> HTML {
    let buttons: [HTML] = ReviewGrade.allCases.reversed().map { grade in
        """
        <button type="submit" name="grade" value="\(grade.rawValue)" aria-pressed="\(grade == chosen ? "true" : "false")">\
        \(face(of: grade))\(grade.term)</button>
        """
    }
    return """
        <form method="get" action="/review/\(token)"><div class="face" role="group" aria-label="满意程度">\(buttons)</div></form>
        """
}
