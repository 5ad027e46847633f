/// Sentences about single fields of an act.
enum CaseFieldTerms {
    static let reasonMissing = "请写明理由"
    static let opinionMissing = "请填写意见"
    static let sendBackReasonMissing = "请写明退回原因"
    static let withdrawalReasonMissing = "请写明撤回原因"
    static let denialReasonMissing = "请写明不予决定的理由和法律依据"
    static let authorityMissing = "请写明应向哪个机关申请"
    static let receiverMissing = "请填写签收人姓名"
    static let problemMissing = "请写明哪里不对、怎样改"
    static let controlCharacter = "内容含有看不见的控制字符，请重新输入"
    static let phoneMissing = "请填写联系电话"
    static let nameMissing = "请填写申请人姓名或名称"
    static let documentMissing = "请填写证件号码"
    static let phraseMissing = "请填写常用语"
    static let submitKeyLength = "提交编号应为 8 至 100 个字符"

    static func tooLong(_ count: Int, most: Int) -> String { "最多 \(most) 个字，您填了 \(count) 个字，请删减" }

    static func materialMissing(_ name: String) -> String { "请提交“\(name)”" }

    static func materialFileMissing(_ name: String) -> String { "请上传“\(name)”的文件" }

    static func tooManyFiles(_ name: String, most: Int) -> String { "“\(name)”最多 \(most) 个文件，请合并后上传" }

    static func notTolerable(_ name: String) -> String { "“\(name)”不能容缺后补，请提交" }

    static func unanswered(_ label: String) -> String { "请补正“\(label)”" }

    static func situation(_ question: String) -> String { "请回答“\(question)”" }
}
