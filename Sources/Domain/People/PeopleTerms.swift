import Base

extension PeopleRefusal {
    package var reason: String {
        switch self {
        case .fields: "有内容需要修改，请按每一项的提示改正"
        case .rightMissing: "您没有这项操作的权限。如工作需要，请联系安全管理员授权"
        case .notFound: "没有找到。它可能已被删除，或不在您的数据范围内"
        case .changedMeanwhile: "您打开页面后，别人先保存了修改。请刷新后再改"
        case .signInRefused: "账号或口令不正确，请核对后再试"
        case .locked: "连续失败次数过多，请 30 分钟后再试，或联系安全管理员解锁"
        case .sessionEnded: "登录已失效，请重新登录"
        case .passwordWrong: "当前口令不正确，请重新输入"
        case .secondFactorRefused: "动态口令不正确或已用过。请等手机上出现下一个 6 位数字再输入"
        case .secondFactorExists: "您已绑定动态口令。更换手机请联系安全管理员重置"
        case .stepUpNeeded: "这项操作需要重新验证动态口令（5 分钟内有效）"
        case .codeTooSoon: "验证码刚刚发出，请 1 分钟后再获取"
        case .codeLimitOfPhone: "这个号码今天获取验证码已达 10 次，请明天再试，或到政务服务窗口办理"
        case .codeLimitOfSource: "您所在的网络获取验证码过于频繁，请 1 小时后再试"
        case .codeWrong: "验证码不正确，请核对短信中的 6 位数字"
        case .codeExpired: "验证码已失效，请重新获取"
        case .registrationExpired: "登记时间已过，请重新获取验证码"
        case .registrationRefused: "无法完成登记，请核对姓名和证件号码。如您换过手机号，请持本人证件到政务服务窗口变更"
        case .representativeDiffers: "法定代表人与您的姓名不一致。请由法定代表人本人登录，或申请授权代理"
        case .organisationTaken: "该单位已有登记。请由原登记人登录，或申请授权代理并上传授权书"
        case .representedAlready: "您已申请或已经可以代理，不需要重复提交"
        case .mayNotActFor: "您没有为其办事的授权，或授权已到期"
        case .evidenceMissing: "请上传能证明代理关系的文件"
        case .accountNameDiffers: "姓名与该证件号码已登记的姓名不一致，请核对证件原件"
        case .organisationNameTaken: "同一区划内已有同名机构，请换一个名称"
        case .organisationCodeTaken: "机构代码已被使用，请换一个"
        case .organisationInUse: "机构下还有下级机构或启用的账号，请先调整"
        case .organisationCycle: "不能移动到自己或自己的下级机构之下"
        case .loginTaken: "登录名已被使用，请换一个"
        case .personHasAccount: "此人已有账号，一人只能有一个账号"
        case .dutiesStaySeparate: "三员分立：系统管理员、安全管理员、审计管理员和业务人员的角色不能互相兼任，也不能给自己授权"
        case .lastOfficer: "这是最后一个启用的同类管理员账号，不能停用"
        case .notWithoutRole: "账号还没有角色，请先授予角色再启用"
        case .administratorSecondFactor: "管理员的动态口令只能在服务器上用命令重置"
        case .clientRefused: "系统标识或密钥不正确"
        case .clientScopeRefused: "申请了未授权的接口范围"
        case .clientTaken: "系统标识已被使用，请换一个"
        }
    }
}

/// Official words for the values of this module.
package enum PeopleTerms {
    /// Why a number is no phone for codes.
    static let mobileWanted = "请填写 11 位手机号，以 1 开头"

    /// 三员 and business staff.
    package static func category(_ category: String) -> String {
        switch category {
        case "sysadmin": "系统管理员"
        case "secadmin": "安全管理员"
        case "auditor": "审计管理员"
        default: "业务人员"
        }
    }

    /// What a row of the login log was about.
    package static func method(_ method: String) -> String {
        switch method {
        case "password": "口令"
        case "totp": "动态口令"
        case "change": "修改口令"
        case "phoneCode": "短信验证码"
        case "register": "登记"
        case "secret": "系统密钥"
        case "signOut": "退出"
        case "reset": "管理员操作"
        default: method
        }
    }

    /// How an attempt in the login log ended.
    package static func result(_ result: String) -> String {
        switch result {
        case "ok": "成功"
        case "refused": "失败"
        case "locked": "锁定"
        case "unlocked": "解锁"
        case "ended": "结束"
        default: result
        }
    }

    /// Who a row of a log is about.
    package static func actor(_ kind: String) -> String {
        switch kind {
        case "citizen": "公众"
        case "staff": "工作人员"
        case "client": "接入系统"
        case "system": "系统"
        default: "未登录"
        }
    }

    /// The reason in the login log of a refused attempt.
    enum Attempt {
        static let unknown = "账号不存在"
        static let wrong = "口令不正确"
        static let disabled = "账号停用或过期"
        static let secondFactor = "动态口令不正确"
    }
}

extension DataScope {
    /// 数据范围.
    package var term: String {
        switch self {
        case .own: "本人"
        case .office: "本处室"
        case .department: "本部门"
        case .below: "本部门及下级"
        case .region: "本区划"
        case .listed: "指定机构"
        }
    }
}

extension Right {
    /// What the right allows, in words.
    package var term: String {
        switch self {
        case .receiveCases: "窗口受理"
        case .examineCases: "承办审查"
        case .reviewCases: "审核"
        case .decideCases: "批准决定"
        case .deliverResults: "出证送达"
        case .searchCases: "查询办件"
        case .superviseCases: "查看运行总览"
        case .manageItems: "管理事项"
        case .manageOrganisations: "管理机构和账号"
        case .grantRights: "授权和重置口令"
        case .readAudit: "查看审计日志"
        case .manageClients: "管理接入系统"
        }
    }
}
