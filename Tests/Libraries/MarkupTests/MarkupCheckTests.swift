import SeededRandom
import Testing

@testable import Markup

struct MarkupCheckTests {
    @Test(
        "well-made markup passes",
        arguments: [
            "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"></head><body></body></html>",
            "<ul><li>办件 &amp; 材料<li2></li2></li></ul>",
            "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg><!-- <b> -->",
            "<input type=\"checkbox\" checked><br><script src=\"/a.js\"></script>",
        ])
    func passes(markup: String) {
        #expect(MarkupCheck.faults(in: HTML(trusted: markup)) == [])
    }

    @Test(
        "each fault is named",
        arguments: [
            ("<p><b></p>", "</p> where </b> is open"),
            ("<p>", "never closed: p"),
            ("</p>", "</p> where nothing is open"),
            ("<p id=\"a\"></p><p id=\"a\"></p>", "id a occurs twice"),
            ("<p id=\"\"></p>", "empty id"),
            ("<p class=a></p>", "class of <p> is not in double quotes"),
            ("<p class='a'></p>", "class of <p> is not in double quotes"),
            ("<p class=\"a\" class=\"b\"></p>", "class twice in <p>"),
            ("<p class=\"a\"title=\"b\"></p>", "no space before title"),
            ("<p style=\"color:red\"></p>", "inline style in <p>"),
            ("<p onclick=\"x()\"></p>", "event attribute onclick"),
            ("<a href=\"javascript:x\"></a>", "script link in <a>"),
            ("<script>x()</script>", "inline script"),
            ("<style>p{}</style>", "style element"),
            ("<p>a & b</p>", "unescaped &"),
            ("<p>1 < 2</p>", "stray <"),
            ("<p>2 > 1</p>", "stray >"),
            ("<img src=\"/a.png\">", "img without alt"),
            ("<br></br>", "</br> closes an element that has no end"),
            ("<p", "<p> is not finished"),
            ("<!-- a", "comment never closed"),
        ])
    func finds(markup: String, fault: String) {
        let faults = MarkupCheck.faults(in: HTML(trusted: markup))

        #expect(faults.contains { $0.contains(fault) }, "found \(faults)")
    }

    @Test("any bytes are read to the end without a trap")
    func survivesAnything() {
        var random = SeededRandom(7)
        let pieces = ["<", ">", "</", "p", " ", "=", "\"", "id", "&", ";", "<!--", "-->", "/", "办", "'"]
        for _ in 0..<3_000 {
            let markup = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()

            let faults = MarkupCheck.faults(in: HTML(trusted: markup + "<i"))

            #expect(!faults.isEmpty, "seed 7, markup \(markup)")
        }
    }
}
