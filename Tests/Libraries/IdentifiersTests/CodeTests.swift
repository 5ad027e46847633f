import Testing

@testable import Identifiers

struct RegionCodeTests {
    @Test(
        "the length and the zeros say how far down a division stands",
        arguments: [
            ("140000", "140000000000", RegionCode.Level.province, nil, "140000"),
            ("140900", "140900000000", .city, "140000000000", "140900"),
            ("140902", "140902000000", .county, "140900000000", "140902"),
            ("140902001", "140902001000", .town, "140902000000", "140902001"),
            ("140902001003", "140902001003", .village, "140902001000", "140902001003"),
            ("140900000000", "140900000000", .city, "140000000000", "140900"),
            ("140902010", "140902010000", .town, "140902000000", "140902010"),
            ("140910", "140910000000", .county, "140900000000", "140910"),
            ("500000", "500000000000", .province, nil, "500000"),
            ("441900003000", "441900003000", .town, "441900000000", "441900003"),
        ])
    func levels(typed: String, text: String, level: RegionCode.Level, parent: String?, short: String) throws {
        let code = try RegionCode(typed)

        #expect(code.text == text)
        #expect(code.level == level)
        #expect(code.parent?.text == parent)
        #expect(code.short == short)
        #expect(code.six == String(text.prefix(6)))
    }

    @Test("a division contains itself and what lies below it, nothing else")
    func contains() throws {
        let city = try RegionCode("140900")
        let county = try RegionCode("140902")
        let village = try RegionCode("140902001003")

        #expect(city.contains(city) && city.contains(county) && city.contains(village) && county.contains(village))
        #expect(!county.contains(city) && !village.contains(county))
        #expect(!county.contains(try RegionCode("140921")))
        #expect(!city.contains(try RegionCode("140800")))
    }

    @Test(
        "every parent contains its child and stands higher",
        arguments: ["140902001003", "441900003000", "140900000001"])
    func chain(text: String) throws {
        var code = try RegionCode(text)
        var steps = 0
        while let parent = code.parent, steps < 5 {
            #expect(parent.contains(code))
            #expect(parent.level < code.level)
            code = parent
            steps += 1
        }

        #expect(code.level == .province)
        #expect(steps >= 1)
    }

    @Test(
        "other lengths, letters and unknown provinces are refused",
        arguments: [
            ("1409", "regionCode.length"), ("14090200100", "regionCode.length"), ("14090A", "regionCode.character"),
            ("000000", "regionCode.unknownSegment"), ("990000", "regionCode.unknownSegment"), ("", "regionCode.empty"),
        ])
    func refusals(text: String, code: String) throws {
        #expect(try #require(throws: IdentifierError.self) { try RegionCode(text) }.code == code)
    }

    @Test("the fourteen districts and counties lie within the city")
    func xinzhou() throws {
        let city = try RegionCode("140900")
        let counties = try AreaHistory.currentDivisions.dropFirst().map { try RegionCode($0.code) }

        #expect(counties.count == 14)
        #expect(counties.allSatisfy { $0.parent == city && $0.level == .county })
    }
}

struct ItemCodeTests {
    @Test("a base code falls into its parts")
    func catalogueParts() throws {
        let code = try CatalogueCode("000131127004")
        let main = try CatalogueCode("00013112700y")

        #expect(
            [code.source, code.itemType, code.department, code.mainSerial, code.subSerial] == [
                "00", "01", "31", "127", "004",
            ])
        #expect(ItemTypeCode.name(of: code.itemType) == "行政许可")
        #expect(DepartmentCode.name(of: code.department) == "市场监督管理")
        #expect(code.isSubItem && !code.isDividedMainItem)
        #expect(main.isDividedMainItem && !main.isSubItem)
        #expect(main.text == "00013112700Y")
        #expect(code.sharesMainItem(with: main))
        #expect(!code.sharesMainItem(with: try CatalogueCode("000131024000")))
    }

    @Test("types of local extensions are taken, without a name")
    func localTypes() throws {
        let code = try CatalogueCode("142199806003")

        #expect(ItemTypeCode.name(of: code.itemType) == nil)
        #expect(ItemTypeCode.isAppliedFor(code.itemType))
        #expect(!ItemTypeCode.isAppliedFor("02"))
    }

    @Test("an implementation code falls into body, level and item, and is made of them")
    func implementation() throws {
        let code = try ImplementationCode("11140900xqtx00040c3000131024000")

        #expect(code.body.text == "11140900XQTX00040C")
        #expect(code.level == .city)
        #expect(code.level.term == "市级")
        #expect(code.catalogue.text == "000131024000")
        #expect(code.text == "11140900XQTX00040C3000131024000")
        #expect(try ImplementationCode(body: code.body, level: .city, catalogue: code.catalogue) == code)
    }

    @Test("handling items refine an implementation or a national norm")
    func handlingItems() throws {
        let local = try HandlingItemCode("11140900XQTX00040C300013102400001")
        let norm = try HandlingItemCode("00013112700412")

        #expect(local.serial == 1)
        #expect(local.base == .implementation(try ImplementationCode("11140900XQTX00040C3000131024000")))
        #expect(local.text == "11140900XQTX00040C300013102400001")
        #expect(norm.serial == 12)
        #expect(norm.catalogue == (try CatalogueCode("000131127004")))
        #expect(norm.text == "00013112700412")
    }

    @Test(
        "a refusal names the part that is wrong",
        arguments: [
            ("11140900XQTX00040C300013102400", "implementationCode.length"),
            ("11140900XQTX00040D3000131024000", "implementationCode.unifiedCreditCode.checkCharacter"),
            ("11140900XQTX00040C8000131024000", "implementationCode.character"),
            ("11140900XQTX00040C3000031024000", "implementationCode.catalogueCode.unknownSegment"),
            ("11140900XQTX00040C3000131000000", "implementationCode.catalogueCode.zeroSerial"),
            ("11140900XQTX00040C300013112700Y", "implementationCode.mainItem"),
        ])
    func implementationRefusals(text: String, code: String) throws {
        let error = try #require(throws: IdentifierError.self) { try ImplementationCode(text) }

        #expect(error.code == code)
        #expect(error.message.hasPrefix("事项实施编码") || error.message.hasPrefix("这个编码是含有子项的主项"))
    }

    @Test(
        "handling items have a serial number from 1 on and no divided main item",
        arguments: [
            ("00013112700400", "handlingItemCode.zeroSerial"), ("00013112700Y01", "handlingItemCode.mainItem"),
            ("000131127004", "handlingItemCode.length"), ("0001311270040A", "handlingItemCode.character"),
            (
                "11140900XQTX00040D300013102400001",
                "handlingItemCode.implementationCode.unifiedCreditCode.checkCharacter"
            ), ("", "handlingItemCode.empty"),
        ])
    func handlingRefusals(text: String, code: String) throws {
        #expect(try #require(throws: IdentifierError.self) { try HandlingItemCode(text) }.code == code)
    }

    @Test("codes of the tables are unique")
    func tables() {
        #expect(Set(ItemTypeCode.table.map(\.code)).count == ItemTypeCode.table.count)
        #expect(Set(DepartmentCode.table.map(\.code)).count == DepartmentCode.table.count)
        #expect(Set(DocumentType.table.map(\.code)).count == DocumentType.table.count)
    }
}
