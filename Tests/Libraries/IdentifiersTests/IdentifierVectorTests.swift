import Testing
import WorkCalendar

@testable import Identifiers

struct IdentifierVectorTests {
    let today: CalendarDate

    init() throws {
        today = try #require(CalendarDate("2026-11-24"))
    }

    @Test("synthetic texts are taken or refused as the reference says", arguments: IdentifierVector.all)
    func vectors(vector: IdentifierVector) {
        #expect(isAccepted(vector) == vector.isValid)
    }

    @Test("the table holds all 43 vectors")
    func countsVectors() {
        #expect(IdentifierVector.all.count == 43)
    }

    private func isAccepted(_ vector: IdentifierVector) -> Bool {
        let text = vector.text
        switch vector.kind {
        case .citizenID: return (try? CitizenID(text, on: today)) != nil
        case .creditCode: return (try? UnifiedCreditCode(text)) != nil
        case .phone: return (try? PhoneNumber(text)) != nil
        case .implementation: return (try? ImplementationCode(text)) != nil
        case .handlingItem: return (try? HandlingItemCode(text)) != nil
        case .catalogue: return (try? CatalogueCode(text)) != nil
        case .projectNumber:
            let date = text.dropFirst(31).prefix(8)
            return (try? ImplementationCode(String(text.prefix(31)))) != nil
                && CalendarDate(compact: String(date)) != nil && text.count <= 50
        }
    }
}
