package import Base
package import Markup

/// What was wrong in a form, in the order of its fields.
package struct FieldErrors: Sendable, Hashable {
    package let problems: [FieldProblem]

    package init(_ problems: [FieldProblem] = []) {
        self.problems = problems
    }

    package var isEmpty: Bool { problems.isEmpty }

    /// The first complaint about a field.
    package subscript(name: String) -> String? {
        problems.first { $0.field == name }?.message
    }
}

/// What every field shows besides its control: label, hint, error, and whether it must be filled.
package struct FieldFace: Sendable {
    package enum Need: Sendable {
        case required, optional
        /// Says nothing, for filters and search.
        case unmarked
    }

    let name: String
    let label: String
    let hint: String?
    let error: String?
    let need: Need
    let part: String?

    /// - Parameter part: tells apart fields of one name in several forms of a page.
    package init(
        _ name: String, _ label: String, _ need: Need = .required, hint: String? = nil, error: String? = nil,
        part: String? = nil
    ) {
        self.name = name
        self.part = part
        self.label = label
        self.need = need
        self.hint = hint
        self.error = error
    }

    /// The id of the control, to which labels and the error summary lead.
    package var id: String { FieldFace.id(of: name, part: part) }

    static func id(of name: String, part: String? = nil) -> String {
        let name = part.map { "\($0)-\(name)" } ?? name
        return "f-" + String(decoding: name.utf8.map { $0.isNamePart ? $0 : UInt8(ascii: "-") }, as: UTF8.self)
    }

    fileprivate var describedBy: String? {
        let ids = [hint == nil ? nil : "\(id)-h", error == nil ? nil : "\(id)-e"].compactMap { $0 }
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }

    fileprivate var needMark: HTML {
        switch need {
        case .required: "<span class=\"req\">必填</span>"
        case .optional: "<span class=\"opt\">选填</span>"
        case .unmarked: .empty
        }
    }

    fileprivate var hintAndError: HTML {
        let hintLine: HTML? = hint.map { "<p class=\"hint\" id=\"\(id)-h\">\($0)</p>" }
        let errorLine: HTML? = error.map { "<p class=\"errmsg\" id=\"\(id)-e\"><span class=\"sr\">错误：</span>\($0)</p>" }
        return "\(hintLine)\(errorLine)"
    }

    /// The attributes that tie a control to its label, hint and error.
    fileprivate var ties: HTML {
        """
        \(attribute: "required", if: need == .required)\(attribute: "aria-invalid", error == nil ? nil : "true")\
        \(attribute: "aria-describedby", describedBy)
        """
    }

    fileprivate func labelled(_ control: HTML) -> HTML {
        """
        <div class="field\(error == nil ? "" : " is-err")"><label class="lab" for="\(id)">\(label)\(needMark)</label>\
        \(hintAndError)\(control)</div>
        """
    }

    fileprivate func grouped(_ controls: HTML) -> HTML {
        """
        <fieldset class="field\(error == nil ? "" : " is-err")" id="\(id)" tabindex="-1"\
        \(attribute: "aria-describedby", describedBy)><legend class="lab">\(label)\(needMark)</legend>\
        \(hintAndError)\(controls)</fieldset>
        """
    }
}

extension UInt8 {
    fileprivate var isNamePart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// What is typed into a field of one line; decides the keyboard of phones and what browsers fill in.
package enum TextKind: Sendable {
    case text, name, phone, idNumber, creditCode, number, email, password, newPassword, oneTimeCode, search

    fileprivate var attributes: HTML {
        switch self {
        case .text: "type=\"text\""
        case .name: "type=\"text\" autocomplete=\"name\""
        case .phone: "type=\"tel\" inputmode=\"tel\" autocomplete=\"tel\" data-check=\"phone\""
        case .idNumber:
            "type=\"text\" autocapitalize=\"characters\" autocomplete=\"off\" spellcheck=\"false\" data-check=\"id\""
        case .creditCode:
            "type=\"text\" autocapitalize=\"characters\" autocomplete=\"off\" spellcheck=\"false\" data-check=\"credit\""
        case .number: "type=\"text\" inputmode=\"numeric\""
        case .email: "type=\"email\" autocomplete=\"email\""
        case .password: "type=\"password\" autocomplete=\"current-password\""
        case .newPassword: "type=\"password\" autocomplete=\"new-password\""
        case .oneTimeCode: "type=\"text\" inputmode=\"numeric\" autocomplete=\"one-time-code\""
        case .search: "type=\"search\" autocomplete=\"off\""
        }
    }

    fileprivate var isFigures: Bool {
        switch self {
        case .phone, .idNumber, .creditCode, .number, .oneTimeCode: true
        default: false
        }
    }
}

/// A field of one line.
///
/// - Parameters:
///   - isReadOnly: shown and sent, but not to be changed; say in the hint where the value came from (自动带入).
///   - key: the shortcut that leads to the field.
///   - placeholder: an example, never the label.
package func textField(
    _ face: FieldFace, value: String? = nil, kind: TextKind = .text, maximumLength: Int? = nil,
    isReadOnly: Bool = false, placeholder: String? = nil, key: String? = nil
) -> HTML {
    face.labelled(
        """
        <input class="in\(kind.isFigures ? " num" : "")" id="\(face.id)" name="\(face.name)" \(kind.attributes)\
        \(attribute: "value", kind.keepsValue ? value : nil)\(attribute: "maxlength", maximumLength)\
        \(attribute: "readonly", if: isReadOnly)\(attribute: "placeholder", placeholder)\(attribute: "data-key", key)\(face.ties)>
        """)
}

extension TextKind {
    /// Secrets are never sent back to the browser.
    fileprivate var keepsValue: Bool {
        switch self {
        case .password, .newPassword, .oneTimeCode: false
        default: true
        }
    }
}

/// A field of several lines. The leading line end is part of HTML: without it the first line end of the value is lost.
package func textArea(_ face: FieldFace, value: String? = nil, rows: Int = 4, maximumLength: Int? = nil) -> HTML {
    face.labelled(
        """
        <textarea class="in" id="\(face.id)" name="\(face.name)" rows="\(rows)"\
        \(attribute: "maxlength", maximumLength)\(face.ties)>
        \(value)</textarea>
        """)
}

/// A date; browsers without a calendar take `2025-11-24`.
package func dateField(_ face: FieldFace, value: String? = nil, earliest: String? = nil, latest: String? = nil) -> HTML
{
    face.labelled(
        """
        <input class="in num" id="\(face.id)" name="\(face.name)" type="date" placeholder="2025-11-24"\
        \(attribute: "value", value)\(attribute: "min", earliest)\(attribute: "max", latest)\(face.ties)>
        """)
}

/// One choice of several.
package struct Choice: Sendable, Hashable {
    package let value: String
    package let words: String
    let hint: String?

    package init(_ value: String, _ words: String, hint: String? = nil) {
        self.value = value
        self.words = words
        self.hint = hint
    }
}

/// A list to choose one from; for more than six choices.
package func selectField(
    _ face: FieldFace, choices: [Choice], value: String? = nil, emptyChoice: String? = "请选择"
) -> HTML {
    let first: HTML? = emptyChoice.map { "<option value=\"\">\($0)</option>" }
    let options: [HTML] = choices.map { choice in
        "<option value=\"\(choice.value)\"\(attribute: "selected", if: choice.value == value)>\(choice.words)</option>"
    }
    return face.labelled(
        "<select class=\"in\" id=\"\(face.id)\" name=\"\(face.name)\"\(face.ties)>\(first)\(options)</select>")
}

/// Up to six choices as cards, one of which is taken; nothing is chosen beforehand unless `value` says so. `hasKeys` gives
/// them the keys 1, 2, 3 … of the workbench.
package func radioCards(
    _ face: FieldFace, choices: [Choice], value: String? = nil, columns: Int = 1, hasKeys: Bool = false
) -> HTML {
    let cards: [HTML] = choices.enumerated().map { index, choice in
        let hint: HTML? = choice.hint.map { "<span class=\"hint\">\($0)</span>" }
        let key = hasKeys ? String(index + 1) : nil
        let shortcut: HTML? = key.map { "<kbd>\($0)</kbd>" }
        return """
            <label class="opt-card"><input type="radio" name="\(face.name)" value="\(choice.value)"\
            \(attribute: "checked", if: choice.value == value)\(attribute: "data-key", key)\(attribute: "required", if: face.need == .required && index == 0)>\
            <span class="grow">\(choice.words)\(hint)</span>\(shortcut)</label>
            """
    }
    return face.grouped("<div class=\"grid opts\(columns > 1 ? " g\(columns)" : "")\">\(cards)</div>")
}

/// Several choices, any number of which may be taken.
package func checkboxes(_ face: FieldFace, choices: [Choice], values: Set<String> = []) -> HTML {
    let rows: [HTML] = choices.map { choice in
        checkRow(face.name, choice, isChecked: values.contains(choice.value))
    }
    return face.grouped("\(rows)")
}

/// One thing to agree to.
package func checkbox(_ face: FieldFace, value: String = "yes", isChecked: Bool = false) -> HTML {
    """
    <div class="field\(face.error == nil ? "" : " is-err")">\(face.hintAndError)<label class="opt-row">\
    <input type="checkbox" id="\(face.id)" name="\(face.name)" value="\(value)"\(attribute: "checked", if: isChecked)\
    \(face.ties)><span class="grow">\(face.label)</span></label></div>
    """
}

private func checkRow(_ name: String, _ choice: Choice, isChecked: Bool) -> HTML {
    let hint: HTML? = choice.hint.map { "<span class=\"hint\">\($0)</span>" }
    return """
        <label class="opt-row"><input type="checkbox" name="\(name)" value="\(choice.value)"\
        \(attribute: "checked", if: isChecked)><span class="grow">\(choice.words)\(hint)</span></label>
        """
}

/// A file to choose. With `upload.js` on the page and an address in `uploadTo` it is sent in pieces at once.
///
/// - Parameters:
///   - accept: types the browser offers, `.pdf,.jpg,.png`; say them in the hint as well.
///   - limit: bytes that one file may have; the server checks again.
///   - about: what the file is of, for screen readers, where the label alone does not say it.
///   - key: the shortcut that opens the choice.
package func fileField(
    _ face: FieldFace, accept: String, limit: Int? = nil, isMultiple: Bool = false, uploadTo: String? = nil,
    about: String? = nil, key: String? = nil
) -> HTML {
    face.labelled(
        """
        <input class="in in-file" id="\(face.id)" name="\(face.name)" type="file" accept="\(accept)"\
        \(attribute: "multiple", if: isMultiple)\(attribute: "data-upload", uploadTo)\(attribute: "data-limit", limit)\
        \(attribute: "aria-label", about.map { "\(face.label)：\($0)" })\(attribute: "data-key", key)\(face.ties)>
        """)
}

/// A value that the person does not see.
package func hiddenField(_ name: String, _ value: String) -> HTML {
    "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
}

/// The errors of a form at the top of its page: takes the focus, links to each field, says the same words as the field.
package func errorSummary(_ errors: FieldErrors, part: String? = nil) -> HTML {
    guard !errors.isEmpty else { return .empty }
    let items: [HTML] = errors.problems.map { problem in
        "<li><a href=\"#\(FieldFace.id(of: problem.field, part: part))\">\(problem.message)</a></li>"
    }
    return """
        <div class="errsum" role="alert" tabindex="-1" data-focus><h2>有 \(errors.problems.count) 处需要修改</h2>\
        <ul>\(items)</ul></div>
        """
}

/// A form of ours: carries its token as the first field.
///
/// - Parameters:
///   - isMultipart: for files without script.
///   - autosave: where script sends the fields while the person types.
///   - warnsBeforeLeaving: whether script asks before unsaved fields are left.
package func form(
    action: String, token: FormToken, isMultipart: Bool = false, autosave: String? = nil,
    warnsBeforeLeaving: Bool = false, id: String? = nil, _ content: HTML
) -> HTML {
    """
    <form method="post" action="\(action)"\(attribute: "id", id)\
    \(attribute: "enctype", isMultipart ? "multipart/form-data" : nil)\(attribute: "data-autosave", autosave)\
    \(attribute: "data-dirty", if: warnsBeforeLeaving) novalidate>\(token)\(content)</form>
    """
}

extension HTML.Interpolation {
    /// The token as a hidden field.
    package mutating func appendInterpolation(_ token: FormToken) {
        appendInterpolation(hiddenField(FormGuard.fieldName, token.value))
    }
}
