package import Base

/// Why something about service items is answered with no.
package enum ItemRefusal: Refusal, Hashable {
    case notFound
    case handlingItemNotFound
    case revisionNotFound
    case themeNotFound
    case bodyNotFound

    package var code: String {
        switch self {
        case .notFound: "items.not-found"
        case .handlingItemNotFound: "items.handling-item-not-found"
        case .revisionNotFound: "items.revision-not-found"
        case .themeNotFound: "items.theme-not-found"
        case .bodyNotFound: "items.body-not-found"
        }
    }

    package var kind: RefusalKind { .notFound }

    package var reason: String {
        switch self {
        case .notFound: "没有这个事项，可能已经取消或换了编码。请回到首页搜索事项名称"
        case .handlingItemNotFound: "没有这个业务办理项，可能已经取消或换了编码。请从办事指南重新选择"
        case .revisionNotFound: "没有事项的这个版本"
        case .themeNotFound: "没有这个主题。请从个人服务或法人服务中选择"
        case .bodyNotFound: "这个部门没有公布事项。请从部门服务中选择"
        }
    }
}
