// What the problems are called for people.

extension Problem {
    /// One Chinese sentence without a full stop.
    package var sentence: String {
        switch self {
        case .syntax(let reason): reason.sentence
        case .unknownName(let name): "没有名为“\(name)”的变量或函数"
        case .unknownType(let name): "没有名为“\(name)”的类型"
        case .unknownMember(let name, let type): "“\(type)”没有名为“\(name)”的成员"
        case .notCallable(let text): "“\(text)”不是函数，不能调用"
        case .operands(let operation, let left, let right): "运算“\(operation)”不适用于“\(left)”和“\(right)”"
        case .condition(let type): "条件应当是 true 或 false，现在是“\(type)”"
        case .argumentCount(let function, let given): "函数“\(function)”不接受 \(given) 个参数"
        case .unknownArgument(let function, let name): "函数“\(function)”没有参数“\(name)”"
        case .argument(let function, let parameter, let given):
            "函数“\(function)”的参数“\(parameter)”不能是“\(given)”"
        case .functionFailed(let function): "函数“\(function)”对这些参数没有结果"
        case .noFiniteNumber: "计算结果超出数值范围"
        case .divisionByZero: "除数为零"
        case .notIterable(let type): "“\(type)”不能逐项处理"
        case .notComparable(let left, let right): "“\(left)”和“\(right)”不能比较"
        case .indexOutOfRange: "列表没有这个序号"
        case .external: "不支持外部函数"
        case .noClock: "没有提供当前时间"
        case .result(let expected, let given): "结果应当是“\(expected)”，现在是“\(given)”"
        }
    }
}

extension SyntaxError.Reason {
    /// One Chinese sentence without a full stop.
    package var sentence: String {
        switch self {
        case .unclosedComment: "注释没有结束"
        case .unclosedText: "文字缺少结束的引号"
        case .unknownEscape: "反斜杠后的写法无法识别"
        case .unexpectedCharacter(let character): "不能使用字符“\(character)”"
        case .unexpected(let found, let expected):
            expected.isEmpty ? "“\(found)”是多余的" : "这里应当是“\(expected)”，现在是“\(found)”"
        case .unexpectedEnd(let expected): "表达式没有写完，还缺“\(expected)”"
        case .invalidLiteral(let text): "“\(text)”不是有效的数值、日期或时间"
        case .tooLong: "表达式太长"
        case .tooDeep: "表达式嵌套太深"
        case .repeatedKey(let key): "名称“\(key)”重复"
        }
    }
}
