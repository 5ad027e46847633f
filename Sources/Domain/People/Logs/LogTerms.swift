package import Foundation
import WorkCalendar

/// The words of the logs.
package enum LogTerms {
    static let signInColumns = ["时间", "对象", "账号", "方式", "结果", "原因", "来源地址", "浏览器"]
    static let operationColumns = [
        "序号", "时间", "操作人类别", "操作人", "操作", "对象", "结果", "原因", "内容", "来源地址", "请求编号",
    ]

    /// `2025-11-24 10:22:05`, in Shanghai.
    package static func moment(_ date: Date) -> String {
        let day = CalendarDate(date)
        let seconds = Int(date.timeIntervalSince(day.startOfDay))
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day.description) \(parts.joined(separator: ":"))"
    }

    /// What an act is called; nil for the acts on cases, which the cases name, and for those that have no name.
    package static func act(_ code: String) -> String? { acts[code] }

    /// What the thing acted on is called; its code where it has no name here.
    package static func object(_ kind: String) -> String { objects[kind] ?? kind }

    private static let objects: [String: String] = [
        "account": "公众账号", "audit": "审计链", "case": "办件", "catalogue": "事项目录", "client": "接入系统", "job": "后台任务",
        "log": "日志", "organisation": "机构", "representation": "代理关系", "review": "评价", "setting": "设置",
        "staff": "工作人员账号",
    ]

    private static let acts: [String: String] = [
        "staff.create": "新增账号", "staff.describe": "修改账号资料", "staff.grant": "授予角色", "staff.revoke": "收回角色",
        "staff.enable": "启用账号", "staff.disable": "停用账号", "staff.reset": "重置口令", "staff.unlock": "解除登录锁定",
        "staff.password": "设置口令", "staff.second-factor": "绑定动态口令", "staff.resetSecondFactor": "重置动态口令",
        "session.end": "强制下线", "organisation.create": "新增机构", "organisation.renamed": "机构更名",
        "organisation.described": "修改机构联系方式", "organisation.moved": "调整机构隶属", "organisation.closed": "撤销机构",
        "organisation.reopened": "恢复机构", "client.register": "登记接入系统", "client.secret": "更换接入密钥",
        "client.enable": "启用接入系统", "client.disable": "停用接入系统", "account.register": "公众登记",
        "account.registerOrganisation": "登记单位", "representation.ask": "申请代理", "representation.confirm": "确认代理",
        "representation.refuse": "不予确认代理", "representation.choose": "切换办事身份", "representation.end": "结束代理",
        "audit.searchSignIns": "查询登录日志", "audit.searchOperations": "查询操作日志",
        "audit.exportSignIns": "导出登录日志", "audit.exportOperations": "导出操作日志",
        "staff.disableUnused": "停用长期未登录的账号", "setting.change": "更改设置", "setting.reset": "恢复默认设置",
        "review.submit": "提交评价", "items.import": "导入事项目录", "job.retry": "重试后台任务",
        "case.replayClock": "按新日历重算时限",
    ]
}
