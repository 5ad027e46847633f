import Foundation
import SeededRandom

@testable import Typeset

extension TypesetDocument {
    /// A letter as a city would send it, to be looked at: set TYPESET_LOOK to a folder and run the tests.
    static func sampleLetter() throws -> TypesetDocument {
        let body = """
            您（单位）于2026年11月24日提出的公共场所卫生许可（新办）申请，所提交的申请材料齐全、符合法定形式，属于本机关职权范围。\
            根据《中华人民共和国行政许可法》第三十二条第一款第（五）项的规定，决定予以受理。
            """
        return TypesetDocument(
            title: "行政许可申请受理通知书", author: "雁门市示例审批服务管理局", created: .sample,
            footer: PageFooter(numbering: .dashes),
            blocks: [
                .letterhead("雁门市示例审批服务管理局"),
                .heading("行政许可申请受理通知书"),
                .text("雁审受字〔2026〕第000123号", alignment: .centre, indent: 0),
                .spacer(14),
                .text("雁门市示例餐饮服务有限公司：", indent: 0),
                .text(body),
                .paragraph(
                    .init([
                        TextRun("本事项承诺办结时限为"), TextRun("5个工作日", bold: true),
                        TextRun("，自受理之日起计算，将于"), TextRun("2026年12月1日", bold: true),
                        TextRun("前作出决定。检验、检测、现场核查等所需时间不计算在内。"),
                    ])),
                .text("您可凭办件编号14090020261124000123和查询码，扫描左下方二维码查询办理进度。"),
                .signature(
                    .init(
                        body: "雁门市示例审批服务管理局", date: "2026年11月24日",
                        seal: .sample(name: "雁门市示例审批服务管理局"),
                        code: .init(
                            try QRCode("https://zwfw.example.cn/c/14090020261124000123"),
                            caption: "扫码查询办理进度\n查询码 7K3F 92QD"))),
            ])
    }

    /// A receipt in the denser style of forms, several pages long.
    static func sampleReceipt(rows: Int = 60) throws -> TypesetDocument {
        let materials = (1...max(1, rows)).map { number in
            [
                "\(number)", number % 7 == 0 ? "法定代表人身份证明及授权委托书（委托代理人办理时提交，需加盖公章）" : "第\(number)项申请材料",
                number % 2 == 0 ? "原件" : "复印件", "\(number % 3 + 1)", number % 5 == 0 ? "容缺，5 个工作日内补交" : "",
            ]
        }
        return TypesetDocument(
            title: "收件回执", author: "示例政务大厅", created: .sample, margins: .form, style: .form,
            header: PageHeader(left: "雁门市政务服务大厅", right: "办件编号 14090020261124000123"),
            footer: PageFooter(text: "打印时间 2026-11-24 10:22"),
            blocks: [
                .heading("申请材料收件回执"),
                .keyValues(
                    .init(
                        [
                            .init("申请人", "雁门市示例餐饮服务有限公司"), .init("证件号码", "91140900MA0EXAMPLE"),
                            .init("事项名称", "公共场所卫生许可（新办）——含集中空调通风系统的住宿场所", isWide: true),
                            .init("联系人", "李*国"), .init("联系电话", "138****0621"),
                        ], pairsPerRow: 2)),
                .heading("申请材料", level: 2),
                .table(
                    .init(
                        columns: [
                            .init("序号", share: 1, alignment: .centre), .init("材料名称", share: 6),
                            .init("形式", share: 1.6, alignment: .centre), .init("份数", share: 1.2, alignment: .right),
                            .init("备注", share: 3),
                        ], rows: materials)),
                .rule(.grey),
                .text("本回执仅证明收到上述材料，不代表已经受理。", alignment: .left, indent: 0),
                .signature(.init(body: "雁门市政务服务大厅 3 号窗口", date: "2026年11月24日")),
            ])
    }
}

extension Date {
    /// 2026-11-24 10:22 in Shanghai.
    static let sample = Date(timeIntervalSince1970: 1_795_486_920)
}

extension TypesetDocument {
    /// Every kind of block once.
    static func everything(style: TypesetStyle) throws -> TypesetDocument {
        var generator = SeededRandom(5)
        let high = "很高的一行" + String(repeating: "，内容很长很长需要跨页接排", count: 160)
        return TypesetDocument(
            title: "样张", author: "示例局", created: .sample, margins: style == .form ? .form : .letter, style: style,
            header: PageHeader(left: "页眉左", right: "页眉右"), footer: PageFooter(text: "页脚"),
            blocks: [
                .letterhead("示例局文件"), .heading("关于版式检查的通知"), .heading("二级标题", level: 2),
                .heading("三级标题", level: 3),
                .text("他说：“今天要把‘版式’看清楚”，于是逐行检查——包括破折号、省略号……以及《书名号》、（括号）、“引号”和标点挤压。再说一遍：“不应出现行首标点。”"),
                .text(generator.prose(length: 200, alphabet: 2000)), .text("左对齐", alignment: .left, indent: 0),
                .text("居中", alignment: .centre, indent: 0), .text("右对齐", alignment: .right, indent: 0),
                .rule(.red), .spacer(12),
                .keyValues(
                    .init(
                        [.init("名称", "示例餐饮服务有限公司"), .init("住所", "雁门市示例路1号"), .init("经营范围", "餐饮服务", isWide: true)],
                        pairsPerRow: 2)),
                .table(
                    .init(
                        columns: [.init("序号"), .init("内容", share: 5)],
                        rows: [["1", "普通"], ["2", high], ["3", "普通"]])),
                .qrCode(.init(try QRCode("https://example.cn/v/1"), caption: "扫码核验\n真伪")),
                .signature(.init(body: "示例局", date: "2026年1月1日", seal: .sample(name: "示例市行政审批服务管理局"))),
                .pageBreak, .text("附件", indent: 0, bold: true),
                .signature(.init(body: "示例市特别长的名字审批服务管理局办公室", date: "2026年1月1日")),
            ])
    }
}
