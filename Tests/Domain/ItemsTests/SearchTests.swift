import Testing

@testable import Items

@Suite struct SearchTests {
    private static let loaded = Result { try Xinzhou.catalogue() }

    private func catalogue() throws -> Catalogue { try Self.loaded.get() }

    private func top(_ query: String, _ count: Int = 3) throws -> [String] {
        try catalogue().search(ItemSearch(text: query)).hits.prefix(count).map(\.item.code)
    }

    @Test(
        "People find what they mean in their own words",
        arguments: [
            ("开饭店", "XZ0004"), ("我想开个饭店", "XZ0004"), ("开小吃店", "XZ0004"), ("办老年证", "XZ0032"),
            ("补身份证", "XZ0092"), ("身份证丢了怎么办", "XZ0092"), ("生孩子", "XZ0029"), ("结婚", "XZ0060"),
            ("公积金提取", "XZ0197"), ("取公积金", "XZ0197"), ("个体户注册", "XZ0002"), ("灵活就业参保", "XZ0044"),
            ("给孩子上户口", "XZ0090"), ("房产过户", "XZ0110"), ("社保卡", "XZ0039"), ("残疾证", "XZ0075"),
            ("异地就医", "XZ0083"), ("护士延续注册", "XZ0024"), ("卖烟", "XZ0188"), ("开KTV", "XZ0158"),
            ("低保", "XZ0067"), ("施工许可证", "XZ0113"), ("打井", "XZ0138"), ("护照", "XZ0099"),
        ])
    func everydayWords(query: String, code: String) throws {
        let found = try top(query)
        #expect(found.contains(code), "\(found)")
    }

    @Test("The official name stands first", arguments: ["食品经营许可", "取水许可", "工伤认定", "护士执业注册", "居民身份证办理"])
    func officialName(name: String) throws {
        let first = try catalogue().search(ItemSearch(text: name)).hits.first
        #expect(first?.item.name == name)
        #expect(first?.via == nil)
    }

    @Test(
        "Pinyin in full and initials find items, also with readings that are not the usual ones",
        arguments: [
            ("shipinjingyingxuke", "XZ0004"), ("shenfenzheng", "XZ0092"), ("SFZ", "XZ0092"), ("gongjijin", "XZ0197"),
            ("kaifandian", "XZ0004"), ("hszyzc", "XZ0024"), ("huzhao", "XZ0099"), ("dailijizhang", "XZ0185"),
            ("jiehun", "XZ0060"), ("falvyuanzhu", "XZ0186"),
        ])
    func pinyin(query: String, code: String) throws {
        let found = try top(query, 5)
        #expect(found.contains(code), "\(found)")
    }

    @Test("Words with an unusual reading are read as people say them")
    func heteronyms() {
        var pinyin = Pinyin()
        let readings = ["会计", "银行", "土地", "行政给付", "重新申请", "KTV 登记"].map {
            String(decoding: pinyin.read($0).full, as: UTF8.self)
        }
        #expect(readings == ["kuaiji", "yinhang", "tudi", "xingzhengjifu", "chongxinshenqing", "ktvdengji"])
        #expect(String(decoding: pinyin.read("食品经营").initials, as: UTF8.self) == "spjy")
    }

    @Test(
        "One wrong character, a like sound or a slip of the keys is forgiven",
        arguments: [
            ("食品经赢许可", "XZ0004"), ("护士职业注册", "XZ0024"), ("老年政", "XZ0032"), ("身分证", "XZ0092"),
            ("公机金提取", "XZ0197"), ("shenfengzheng", "XZ0092"), ("shpinjingyingxuke", "XZ0004"),
            ("建筑工程施工许克证", "XZ0113"),
        ])
    func forgiving(query: String, code: String) throws {
        let found = try top(query, 5)
        #expect(found.contains(code), "\(found)")
    }

    @Test("Local and national codes lead straight to their item, of handling items too")
    func codes() throws {
        #expect(try top("XZ0004") == ["XZ0004"])
        #expect(try top("xz0004") == ["XZ0004"])
        #expect(try top("000131024000") == ["XZ0004"])
        #expect(try top("00016421300Y") == ["XZ0153"])
        let hit = try catalogue().search(ItemSearch(text: "XZ000405")).hits.first
        #expect(hit?.leaf?.name == "延续")
    }

    @Test("The search says which everyday word it used, and can be held to the words as written")
    func synonyms() throws {
        let wide = try catalogue().search(ItemSearch(text: "开小吃店"))
        #expect(wide.synonyms.contains("开小吃店"))
        let exact = try catalogue().search(ItemSearch(text: "开小吃店", exactOnly: true))
        #expect(exact.total == 0)
        let name = try catalogue().search(ItemSearch(text: "食品经营", exactOnly: true))
        #expect(name.total > 0 && name.synonyms.isEmpty && !name.isForgiving)
        #expect(name.hits.allSatisfy { $0.item.name.contains("食品经营") })
    }

    @Test("A handling item that was meant is named")
    func leaf() throws {
        let hit = try catalogue().search(ItemSearch(text: "食品经营许可变更法定代表人")).hits.first
        #expect(hit?.item.code == "XZ0004")
        #expect(hit?.leaf?.name == "变更法定代表人（负责人）")
    }

    @Test("Nonsense finds nothing", arguments: ["zzzzqqqq", "𠮷𠮷𠮷", "!!!???", "犇骉羴"])
    func nonsense(query: String) throws {
        let result = try catalogue().search(ItemSearch(text: query))
        // Marks alone are an empty query, which lists everything.
        #expect(result.total == (query == "!!!???" ? 202 : 0))
    }

    @Test(
        "Odd input does no harm",
        arguments: ["", " ", "\u{0}", "＇ＯＲ 1=1", String(repeating: "许可", count: 5000), "👨‍👩‍👧", "%", "a"])
    func oddInput(query: String) throws {
        let result = try catalogue().search(ItemSearch(text: query, limit: 5))
        #expect(result.hits.count <= 5)
        #expect(try catalogue().suggest(query).count <= 8)
    }

    @Test("Facets narrow, their numbers say what each would leave, and pages do not overlap")
    func facets() throws {
        let all = try catalogue().search(ItemSearch(text: "许可"))
        var facets = SearchFacets(types: ["01"])
        let permits = try catalogue().search(ItemSearch(text: "许可", facets: facets, limit: 100))
        #expect(permits.total == all.counts.types["01"])
        #expect(permits.hits.allSatisfy { $0.item.content.typeCode == "01" })
        #expect(permits.counts.types == all.counts.types)
        facets.audiences = [.personal]
        facets.ways = [.online]
        let own = try catalogue().search(ItemSearch(text: "许可", facets: facets, limit: 100))
        #expect(own.total == permits.hits.count { $0.item.audiences.contains(.personal) && $0.item.isOpenOnline })
        let first = try catalogue().search(ItemSearch(text: "许可", limit: 10)).hits.map(\.item.code)
        let second = try catalogue().search(ItemSearch(text: "许可", offset: 10, limit: 10)).hits.map(\.item.code)
        #expect(Set(first).isDisjoint(with: second))
        #expect(all.counts.regions == [Xinzhou.region: all.total])
    }

    @Test("Suggestions go on from two characters or two letters")
    func suggestions() throws {
        #expect(try catalogue().suggest("身份").map(\.itemCode).contains("XZ0092"))
        #expect(try catalogue().suggest("sfz").map(\.itemCode).contains("XZ0092"))
        #expect(try catalogue().suggest("老年").map(\.itemCode).contains("XZ0032"))
        #expect(try catalogue().suggest("").isEmpty)
        #expect(try catalogue().suggest("许可", limit: 5).count == 5)
    }

    @Test("Five times the items cost five times the work, not twenty-five")
    func growth() throws {
        let source = try Xinzhou.source()
        let large = try Xinzhou.catalogue(source, copies: 5)
        for query in ["开饭店", "许可", "shenfenzheng", "sfz", "食品经营许可变更"] {
            let small = try catalogue().search(ItemSearch(text: query)).visits
            let big = large.search(ItemSearch(text: query)).visits
            #expect(big <= small * 5, "\(query): \(small) → \(big)")
            #expect(big <= 40 * large.items.count, "\(query): \(big)")
        }
    }
}
