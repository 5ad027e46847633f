import Base
import Foundation
import People
import Testing

@testable import Cases

@Suite("Common phrases")
struct PhraseTests {
    @Test("everybody finds the city's phrases and their own")
    func listing() async throws {
        let world = try await CaseWorld.make()
        let officer = try #require(world.clerk.officer)
        let own = try await world.office.addPhrase("请补交原件。", for: .correct, by: officer, party: world.clerk.party)

        let mine = try await world.office.phrases(.correct, party: world.clerk.party)
        let others = try await world.office.phrases(.correct, party: world.examiner.party)

        #expect(mine.first == own)
        #expect(mine.count == others.count + 1)
        #expect(others.allSatisfy(\.isCommon) && others.count >= 5)
    }

    @Test("only one's own phrases are changed and deleted")
    func changing() async throws {
        let world = try await CaseWorld.make()
        let officer = try #require(world.clerk.officer)
        let party = world.clerk.party
        let own = try await world.office.addPhrase("请补交原件。", for: .correct, by: officer, party: party)
        let common = try #require(try await world.office.phrases(.examine, party: party).first { $0.isCommon })

        try await world.office.changePhrase(own.id, text: "请补交原件，谢谢。", party: party)
        for phrase in [common.id, own.id] {
            await #expect(throws: CaseRefusal.phraseNotFound) {
                try await world.office.deletePhrase(phrase, party: world.examiner.party)
            }
        }
        #expect(try await world.office.phrases(.correct, party: party).first?.text == "请补交原件，谢谢。")
        try await world.office.deletePhrase(own.id, party: party)

        #expect(try await world.office.phrases(.correct, party: party).allSatisfy(\.isCommon))
    }

    @Test("an empty or endless phrase is refused", arguments: ["", "  ", String(repeating: "长", count: 301)])
    func badTexts(_ text: String) async throws {
        let world = try await CaseWorld.make()
        let officer = try #require(world.clerk.officer)

        await #expect(throws: CaseRefusal.self) {
            _ = try await world.office.addPhrase(text, for: .examine, by: officer, party: world.clerk.party)
        }
    }
}
