extension InboxTab {
    package var term: String {
        switch self {
        case .mine: "待我处理"
        case .dueSoon: "即将超期"
        case .overdue: "超期"
        case .correcting: "补正中"
        case .toDeliver: "待送达"
        case .done: "已办"
        case .all: "全部"
        }
    }
}
