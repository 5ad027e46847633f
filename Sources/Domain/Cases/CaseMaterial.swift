package import Foundation
package import Items

/// A material of a case as frozen from its revision and situation, and what was handed in for it.
package struct CaseMaterial: Sendable, Hashable {
    package let key: String
    package let sort: Int
    package let name: String
    package let need: MaterialContent.Need
    package internal(set) var receipt: MaterialReceipt
    /// Originals (原件) that lie on paper.
    package internal(set) var originals: Int
    /// Copies (复印件) that lie on paper.
    package internal(set) var copies: Int
    package internal(set) var checked: MaterialCheck
    package internal(set) var remark: String
    package internal(set) var fileIDs: [UUID]

    package init(
        key: String, sort: Int, name: String, need: MaterialContent.Need, receipt: MaterialReceipt, originals: Int = 0,
        copies: Int = 0, checked: MaterialCheck = .unchecked, remark: String = "", fileIDs: [UUID] = []
    ) {
        self.key = key
        self.sort = sort
        self.name = name
        self.need = need
        self.receipt = receipt
        self.originals = originals
        self.copies = copies
        self.checked = checked
        self.remark = remark
        self.fileIDs = fileIDs
    }

    /// Pieces of paper that were handed in.
    package var pieces: Int { originals + copies }

    /// Whether a necessary material has not come and was not promised for later.
    package var isLacking: Bool { need == .required && receipt == .missing }
}

/// How a material came (收取方式).
package enum MaterialReceipt: String, Sendable, Hashable, Codable, CaseIterable {
    case missing
    /// 纸质收取
    case paper
    /// 附件上传
    case upload
    /// 扫描
    case scan
    /// 容缺后补
    case later
    /// 证照库: nothing to hand in (免提交)
    case licence
    /// Made from the answers of the form (在线填表)
    case form

    /// How a material came by what lies there now: files are scans unless the applicant sent them, paper is paper, and
    /// where nothing lies what was said stands.
    package func settled(hasFiles: Bool, pieces: Int) -> MaterialReceipt {
        if hasFiles { return self == .upload ? .upload : .scan }
        if pieces > 0 { return .paper }
        return self == .upload || self == .scan ? .missing : self
    }
}

/// What the window found.
package enum MaterialCheck: String, Sendable, Hashable, Codable, CaseIterable {
    case unchecked, fine, defective
}

/// What was handed in for one material.
package struct MaterialInput: Sendable, Hashable, Codable {
    package let key: String
    package let receipt: MaterialReceipt
    package let originals: Int
    package let copies: Int
    package let remark: String
    package let fileIDs: [UUID]

    package init(
        key: String, receipt: MaterialReceipt, originals: Int = 0, copies: Int = 0, remark: String = "",
        fileIDs: [UUID] = []
    ) {
        self.key = key
        self.receipt = receipt
        self.originals = originals
        self.copies = copies
        self.remark = remark
        self.fileIDs = fileIDs
    }

    /// Files uploaded for a material.
    package static func upload(_ key: String, _ fileIDs: [UUID]) -> MaterialInput {
        MaterialInput(key: key, receipt: .upload, fileIDs: fileIDs)
    }
}
