/// The base code of a service item (基本编码): source 2, item type 2, department 2, main item 3, sub-item 3.
package struct CatalogueCode: TextIdentifier {
    package let text: String

    /// Checks the twelve characters; the last three may be `00Y`, which marks a main item that has sub-items.
    package init(_ text: String) throws(IdentifierError) {
        let typed = TypedText(text)
        let isMain = typed.string.hasSuffix("00Y")
        _ = try typed.bytes(as: .catalogueCode, lengths: [12]) { index in
            index == 11 && isMain ? .letterOrDigit : .digit
        }
        let code = typed.string
        if code.dropFirst(2).prefix(2) == "00" {
            throw IdentifierError(.catalogueCode, .unknownSegment("00", position: 3))
        }
        if code.dropFirst(6).prefix(3) == "000" { throw IdentifierError(.catalogueCode, .zeroSerial) }
        self.text = code
    }

    /// `00` for a national entry, otherwise the first two digits of the province.
    package var source: String { String(text.prefix(2)) }
    /// Two digits of the item type; see `ItemTypeCode`.
    package var itemType: String { segment(2, 2) }
    /// Two digits of the guiding central department; see `DepartmentCode`.
    package var department: String { segment(4, 2) }
    /// Serial number of the main item.
    package var mainSerial: String { segment(6, 3) }
    /// Serial number of the sub-item, `000` for none, `00Y` for a main item that has some.
    package var subSerial: String { segment(9, 3) }

    /// Whether it names a main item with sub-items, which nobody can apply for itself.
    package var isDividedMainItem: Bool { subSerial == "00Y" }
    /// Whether it names a sub-item.
    package var isSubItem: Bool { subSerial != "000" && !isDividedMainItem }

    /// Whether both codes belong to one main item.
    package func sharesMainItem(with other: CatalogueCode) -> Bool {
        text.prefix(9) == other.text.prefix(9)
    }

    private func segment(_ from: Int, _ length: Int) -> String {
        String(text.dropFirst(from).prefix(length))
    }
}

/// The level at which a power is exercised (行使层级).
package enum ExerciseLevel: Int, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case national = 1
    case province, city, county, town, village, divided

    package static func < (left: ExerciseLevel, right: ExerciseLevel) -> Bool { left.rawValue < right.rawValue }
}

/// The code of one body's implementation of an item (实施编码): its credit code, the level, the base code; 31 characters.
package struct ImplementationCode: TextIdentifier {
    /// The executing body (实施主体).
    package let body: UnifiedCreditCode
    /// The level at which it acts.
    package let level: ExerciseLevel
    /// The item it implements.
    package let catalogue: CatalogueCode

    package init(_ text: String) throws(IdentifierError) {
        let bytes = try TypedText(text).bytes(as: .implementationCode, lengths: [31]) { index in
            index == 18 ? .levelDigit : .letterOrDigit
        }
        guard let level = ExerciseLevel(rawValue: Int(bytes[18]) - 48) else {
            let digit = String(decoding: bytes[18...18], as: UTF8.self)
            throw IdentifierError(.implementationCode, .unknownSegment(digit, position: 19))
        }
        let body: UnifiedCreditCode = try Self.part(bytes[..<18], from: 1)
        let catalogue: CatalogueCode = try Self.part(bytes[19...], from: 20)
        try self.init(body: body, level: level, catalogue: catalogue)
    }

    /// Composes the code; a main item that has sub-items cannot be implemented itself.
    package init(body: UnifiedCreditCode, level: ExerciseLevel, catalogue: CatalogueCode) throws(IdentifierError) {
        guard !catalogue.isDividedMainItem else { throw IdentifierError(.implementationCode, .mainItem) }
        self.body = body
        self.level = level
        self.catalogue = catalogue
    }

    package var text: String { "\(body.text)\(level.rawValue)\(catalogue.text)" }

    private static func part<Part: TextIdentifier>(
        _ bytes: ArraySlice<UInt8>, from position: Int
    ) throws(IdentifierError) -> Part {
        do {
            return try Part(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw IdentifierError(.implementationCode, .part(error, from: position))
        }
    }
}

/// The code of a handling item (业务办理项编码): 33 characters at the executing body, 14 in the national norm.
package struct HandlingItemCode: TextIdentifier {
    /// What the two digits of the serial number are added to.
    package enum Base: Sendable, Hashable {
        case implementation(ImplementationCode)
        case norm(CatalogueCode)
    }

    /// What the serial number is added to.
    package let base: Base
    /// 1 to 99.
    package let serial: Int

    package init(_ text: String) throws(IdentifierError) {
        let typed = TypedText(text)
        _ = try typed.bytes(as: .handlingItemCode, lengths: [14, 33]) { $0 < typed.count - 2 ? .letterOrDigit : .digit }
        let stem = String(typed.characters.dropLast(2))
        let serial = Int(String(typed.characters.suffix(2))) ?? 0
        let base: Base
        do {
            base = typed.count == 33 ? .implementation(try ImplementationCode(stem)) : .norm(try CatalogueCode(stem))
        } catch {
            throw IdentifierError(.handlingItemCode, .part(error, from: 1))
        }
        try self.init(base: base, serial: serial)
    }

    /// Composes the code from what it refines and a serial number from 1 to 99.
    package init(base: Base, serial: Int) throws(IdentifierError) {
        if case .norm(let code) = base, code.isDividedMainItem {
            throw IdentifierError(.handlingItemCode, .mainItem)
        }
        guard serial > 0 else { throw IdentifierError(.handlingItemCode, .zeroSerial) }
        guard serial < 100 else {
            throw IdentifierError(.handlingItemCode, .unknownSegment(String(serial), position: 32))
        }
        self.base = base
        self.serial = serial
    }

    /// The item that is handled.
    package var catalogue: CatalogueCode {
        switch base {
        case .implementation(let code): code.catalogue
        case .norm(let code): code
        }
    }

    package var text: String {
        let digits = serial < 10 ? "0\(serial)" : "\(serial)"
        return switch base {
        case .implementation(let code): code.text + digits
        case .norm(let code): code.text + digits
        }
    }
}
