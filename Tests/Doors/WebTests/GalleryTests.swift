import Base
import Foundation
import Markup
import People
import Testing

@testable import Web

struct GalleryTests {
    @Test("every component is well made, whatever stands in it", arguments: Gallery.components.map(\.name))
    func component(name: String) throws {
        let markup = try #require(Gallery.components.first { $0.name == name }).markup

        #expect(MarkupCheck.faults(in: markup) == [])
        #expect(!markup.text.contains("<script>"))
    }

    @Test("a secret is never sent back in its field")
    func secrets() {
        for kind in [TextKind.password, .newPassword, .oneTimeCode] {
            #expect(!textField(FieldFace("secret", "口令"), value: "tiger", kind: kind).text.contains("tiger"))
        }
    }

    @Test("a field ties its label, hint and error to its control")
    func ties() {
        let face = FieldFace("applicant.name", "姓名", hint: "与身份证一致", error: "请填写姓名")
        let text = textField(face).text

        #expect(text.contains("<label class=\"lab\" for=\"f-applicant-name\">"))
        #expect(text.contains("name=\"applicant.name\""))
        #expect(text.contains("aria-describedby=\"f-applicant-name-h f-applicant-name-e\""))
        #expect(text.contains("aria-invalid=\"true\""))
        #expect(
            errorSummary(FieldErrors([.init(field: "applicant.name", message: "请填写姓名")])).text.contains(
                "href=\"#f-applicant-name\""))
    }

    @Test("each layout is well made for everybody, in every way of looking")
    func layouts() throws {
        var elder = Preferences()
        elder.isElder = true
        elder.textSize = .max
        elder.isHighContrast = true
        let visitors: [Visitor] = [
            .nobody, .session(.example(.citizen(.example))),
            .session(.example(.officer(.example(rights: [.receiveCases])))),
        ]
        let layouts: [any Layout] = [
            Gallery.publicLayout, Gallery.officeLayout, PlainLayout(), PlainLayout(isForPrint: true),
        ]
        for visitor in visitors {
            for layout in layouts {
                for preferences in [Preferences(), elder] {
                    let viewer = Gallery.viewer(visitor, path: "/inbox", preferences: preferences)
                    let document = layout.document(Gallery.AllPage(), for: viewer)

                    #expect(MarkupCheck.faults(in: document) == [])
                    #expect(document.text.components(separatedBy: "<h1").count == 2)
                    #expect(document.text.contains("<a class=\"skip\" href=\"#main\">"))
                }
            }
        }
    }

    @Test("a member of staff sees only the entries of the menu that are theirs")
    func menuByRights() {
        let viewer = Gallery.viewer(.session(.example(.officer(.example(rights: [.receiveCases])))), path: "/inbox/2")
        let text = Gallery.officeLayout.document(TextPage("我的待办"), for: viewer).text

        #expect(text.contains("窗口受理"))
        #expect(!text.contains("操作日志") && !text.contains("系统管理"))
        #expect(text.contains("href=\"/inbox\" aria-current=\"page\""))
    }

    @Test("the portal shows a person's name masked")
    func maskedName() {
        let viewer = Gallery.viewer(.session(.example(.citizen(.example))))
        let text = Gallery.publicLayout.document(TextPage("首页"), for: viewer).text

        #expect(text.contains("李*国") && !text.contains("李建国"))
    }

    @Test("names are masked by their length", arguments: [("王丽", "王*"), ("李建国", "李*国"), ("欧阳修文", "欧**文"), ("甲", "甲")])
    func masking(name: String, masked: String) {
        #expect(PersonName.masked(name) == masked)
    }

    @Test("the place in a menu is the longest address that the path begins with")
    func place() {
        let menu = ["/", "/my", "/my/licences", "/items"]

        #expect(NavigationPlace.current(menu, path: "/my/licences/1") == "/my/licences")
        #expect(NavigationPlace.current(menu, path: "/myself") == nil)
        #expect(NavigationPlace.current(menu, path: "/") == "/")
    }

    /// `GALLERY=folder swift test --filter GalleryTests` writes the pages there, to be looked at in a browser.
    @Test("the gallery can be written to a folder", .enabled(if: ProcessInfo.processInfo.environment["GALLERY"] != nil))
    func write() throws {
        let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["GALLERY"]))
        for (path, file) in Assets.shared.files {
            let target = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.plain).write(to: target)
        }
        let clerk = Visitor.session(.example(.officer(.example(rights: [.receiveCases]))))
        let pages: [(String, any Layout, Visitor)] = [
            ("public", Gallery.publicLayout, .nobody), ("office", Gallery.officeLayout, clerk),
            ("plain", PlainLayout(), .nobody),
        ]
        for (name, layout, visitor) in pages {
            let document = layout.document(
                Gallery.AllPage(omitted: ["errors", "emblem"]), for: Gallery.viewer(visitor, path: "/personal"))
            try Data(document.bytes).write(to: folder.appending(path: "\(name).html"))
        }
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "public.html").path()))
    }
}
