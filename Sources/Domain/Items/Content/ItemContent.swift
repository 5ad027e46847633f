package import Identifiers
package import WorkCalendar

/// One revision of a service item (事项实施清单): everything its guide says; immutable once published.
///
/// A fact that the source does not know is nil and shown as 待完善; an empty list is knowledge: there is none.
/// What `examples` names is written for the demo city and is no fact of a real item (示例).
package struct ItemContent: Codable, Sendable, Hashable {
    package var name: String
    /// Other official names, among them the wording of other regions.
    package var aliases: [String]
    /// Two digits of the item type (事项类型); dictionary `itemType`.
    package var typeCode: String
    /// The department that guides the matter (行业主管部门), which need not be the one that decides.
    package var competentDepartment: String
    /// Levels at which the item is exercised (行使层级).
    package var levels: [ExerciseLevel]
    /// Whom the item serves (服务对象); dictionary `serverType`.
    package var serverTypes: [String]
    package var projectType: ProjectType
    /// Laws the item rests on (设定依据), in order.
    package var legalBasis: [String]
    package var statutoryLimit: StatutoryLimit?
    package var promisedLimit: Limit?
    package var limitStart: LimitStart
    /// Examinations beyond the desk (特别程序), such as an inspection on site.
    package var procedures: [SpecialProcedure]
    /// The leaves that an applicant chooses from; never empty.
    package var handlingItems: [HandlingItemContent]
    package var conditions: [String]?
    package var materials: [MaterialContent]?
    /// Questions that tailor the materials (办理情形).
    package var situations: [SituationQuestion]
    package var form: FormDefinition?
    package var fees: FeeSchedule?
    package var steps: [StepContent]?
    package var result: ResultContent?
    package var places: [PlaceContent]?
    /// Telephone for questions (咨询方式).
    package var contact: String?
    /// Telephone for complaints (监督投诉方式); differs from `contact`.
    package var complaint: String?
    package var remedies: [RemedyContent]?
    package var questions: [AnsweredQuestion]
    package var onlineDepth: OnlineDepth?
    /// How often the applicant has to come (到办事现场次数).
    package var visits: Int?
    /// Codes of the themes the item stands under.
    package var themes: [String]
    /// National codes of the item (基本编码), each with its series.
    package var codes: [SeriesCode]
    /// Remarks for the guide, one sentence each.
    package var notes: [String]
    /// Elements whose content is an example of the demo city and no fact; sorted, so that equal contents are equal texts.
    package var examples: [ItemElement]

    package init(
        name: String, aliases: [String] = [], typeCode: String, competentDepartment: String,
        levels: [ExerciseLevel] = [], serverTypes: [String], projectType: ProjectType, legalBasis: [String] = [],
        statutoryLimit: StatutoryLimit? = nil, promisedLimit: Limit? = nil, limitStart: LimitStart = .acceptance,
        procedures: [SpecialProcedure] = [], handlingItems: [HandlingItemContent], themes: [String] = [],
        codes: [SeriesCode] = [], notes: [String] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.typeCode = typeCode
        self.competentDepartment = competentDepartment
        self.levels = levels
        self.serverTypes = serverTypes
        self.projectType = projectType
        self.legalBasis = legalBasis
        self.statutoryLimit = statutoryLimit
        self.promisedLimit = promisedLimit
        self.limitStart = limitStart
        self.procedures = procedures
        self.handlingItems = handlingItems
        self.situations = []
        self.questions = []
        self.themes = themes
        self.codes = codes
        self.notes = notes
        self.examples = []
    }

    /// The handling item with that two-digit key.
    package func handlingItem(_ key: String) -> HandlingItemContent? {
        handlingItems.first { $0.key == key }
    }

    /// The form of one handling item: sections that are not its own left out.
    package func form(for handlingItem: String) -> FormDefinition? {
        guard let form else { return nil }
        return FormDefinition(
            sections: form.sections.filter { $0.handlingItems?.contains(handlingItem) ?? true })
    }
}

/// The leaf that an applicant chooses (业务办理项): new, change, renewal, replacement, cancellation.
package struct HandlingItemContent: Codable, Sendable, Hashable {
    /// Two digits, `01` to `99`; the code is the item's code followed by them.
    package var key: String
    package var name: String

    package init(key: String, name: String) {
        self.key = key
        self.name = name
    }
}

/// Whether the result comes at once (即办件) or within a promised time (承诺件).
package enum ProjectType: String, Codable, Sendable, Hashable, CaseIterable {
    case instant, promised
}

/// What starts the limit: acceptance, or the receipt of the application where a special law says so.
package enum LimitStart: String, Codable, Sendable, Hashable, CaseIterable {
    case acceptance, receipt
}

/// The limit that law sets (法定办结时限); without a limit, law is known to set none.
package struct StatutoryLimit: Codable, Sendable, Hashable {
    package var limit: Limit?
    /// The law and clause, or nil when none is known.
    package var basis: String?
    package var confidence: Confidence
    /// When the limit may be extended or differs, one sentence.
    package var remark: String?

    package init(limit: Limit?, basis: String? = nil, confidence: Confidence, remark: String? = nil) {
        self.limit = limit
        self.basis = basis
        self.confidence = confidence
        self.remark = remark
    }

    /// How sure the source is.
    package enum Confidence: String, Codable, Sendable, Hashable, CaseIterable {
        /// The default rule of 行政许可法 第四十二条.
        case law
        /// Read in the named law or a public guide.
        case sourced
        /// Known from the named law, to be checked against its text.
        case unchecked
        /// Usual in guides; no law was found.
        case usual
        /// Law sets none.
        case none
    }
}

/// An examination that takes place beside the desk (特别程序).
package struct SpecialProcedure: Codable, Sendable, Hashable {
    package var name: String
    /// Whether the clock stands still meanwhile (行政许可法 第四十五条).
    package var stopsClock: Bool

    package init(name: String, stopsClock: Bool) {
        self.name = name
        self.stopsClock = stopsClock
    }
}

/// A national code of an item and the series it belongs to; two series coexist.
package struct SeriesCode: Codable, Sendable, Hashable {
    package var code: CatalogueCode
    package var series: String

    package init(code: CatalogueCode, series: String) {
        self.code = code
        self.series = series
    }
}
