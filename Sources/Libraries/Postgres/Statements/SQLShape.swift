extension SQL {
    /// The text of a statement as the pieces it was made of. Statements are made for every request and prepared once, so
    /// the text itself is only written when the server asks for it; until then the places of the literals stand for it.
    struct Shape: Sendable {
        fileprivate enum Piece: Sendable {
            case literal(StaticString)
            case text(String)
            case parameter
        }

        private var pieces: [Piece] = []
        /// Depends on the pieces in their order.
        private var digest: UInt64 = 0xCBF2_9CE4_8422_2325

        var isEmpty: Bool { pieces.isEmpty }

        mutating func reserveCapacity(_ count: Int) {
            pieces.reserveCapacity(count)
        }

        mutating func append(_ literal: StaticString) {
            guard literal.hasPointerRepresentation else { return append(literal.description) }
            if literal.utf8CodeUnitCount > 0 { append(.literal(literal)) }
        }

        mutating func append(_ text: String) {
            if !text.isEmpty { append(.text(text)) }
        }

        mutating func appendParameter() {
            append(.parameter)
        }

        mutating func append(_ other: Shape) {
            if isEmpty {
                self = other
            } else {
                for piece in other.pieces { append(piece) }
            }
        }

        private mutating func append(_ piece: Piece) {
            pieces.append(piece)
            digest = (digest ^ piece.digest) &* 0x100_0000_01B3
        }

        /// The pieces with the parameters numbered in their order.
        var text: String {
            var text = ""
            var number = 0
            for piece in pieces {
                switch piece {
                case .literal(let literal): text += literal.description
                case .text(let words): text += words
                case .parameter:
                    number += 1
                    text += "$"
                    text += String(number)
                }
            }
            return text
        }
    }
}

/// Equal shapes have equal text; equal texts written in two places of the program are two shapes.
extension SQL.Shape: Hashable {
    func hash(into hasher: inout Hasher) {
        hasher.combine(digest)
    }
}

extension SQL.Shape.Piece: Equatable {
    fileprivate var digest: UInt64 {
        switch self {
        case .literal(let literal): UInt64(UInt(bitPattern: literal.utf8Start))
        case .text(let text): UInt64(truncatingIfNeeded: text.hashValue)
        case .parameter: 1
        }
    }

    fileprivate static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.literal(let one), .literal(let other)):
            one.utf8Start == other.utf8Start && one.utf8CodeUnitCount == other.utf8CodeUnitCount
        case (.text(let one), .text(let other)): one == other
        case (.parameter, .parameter): true
        default: false
        }
    }
}
