import Foundation
import Items
import Testing

@testable import People
@testable import PublicDoor

struct PrefillTests {
    private static let form = FormDefinition(sections: [
        FormSection(
            key: "unit", title: "申请单位",
            fields: [
                FormField(key: "unitName", label: "名称", kind: .text, prefill: .applicantName),
                FormField(key: "creditCode", label: "统一社会信用代码", kind: .creditCode, prefill: .documentNumber),
                FormField(key: "principalID", label: "身份证号", kind: .citizenID, prefill: .documentNumber),
            ])
    ])

    private func account(isOrganisation: Bool, number: String) -> ApplicantAccount {
        ApplicantAccount(
            id: UUID(), isOrganisation: isOrganisation, name: "样例", documentType: isOrganisation ? "001" : "111",
            documentNumber: number, legalRepresentative: "", phone: "19900000001", address: "")
    }

    @Test("a person's number does not become a company's credit code, which could then not be typed")
    func person() {
        let values = account(isOrganisation: false, number: "110101199003077096").prefilled(Self.form)

        #expect(values["principalID"] == .text("110101199003077096"))
        #expect(values["creditCode"] == nil)
        #expect(values["unitName"] == .text("样例"))
    }

    @Test("a company's credit code does not become somebody's ID number")
    func company() {
        let values = account(isOrganisation: true, number: "91140902MA0K00000X").prefilled(Self.form)

        #expect(values["creditCode"] == .text("91140902MA0K00000X"))
        #expect(values["principalID"] == nil)
    }
}
