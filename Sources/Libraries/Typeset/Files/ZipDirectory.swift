/// The names in the central directory of a ZIP file (APPNOTE 4.3.12), read without unpacking anything.
struct ZipDirectory {
    let names: [String]

    private static let endLength = 22

    init?<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes) where Bytes.Index == Int {
        guard let end = Self.endRecord(in: bytes), let count = bytes.littleEndian16(at: end + 10),
            let length = bytes.littleEndian32(at: end + 12), let start = bytes.littleEndian32(at: end + 16),
            start + length <= end
        else { return nil }
        var names: [String] = []
        var offset = start
        for _ in 0..<count {
            guard bytes.littleEndian32(at: offset) == 0x0201_4B50,
                let nameLength = bytes.littleEndian16(at: offset + 28),
                let extraLength = bytes.littleEndian16(at: offset + 30),
                let commentLength = bytes.littleEndian16(at: offset + 32),
                offset + 46 + nameLength <= end
            else { return nil }
            let name = bytes[(offset + 46)..<(offset + 46 + nameLength)]
            names.append(String(decoding: name, as: UTF8.self))
            offset += 46 + nameLength + extraLength + commentLength
        }
        self.names = names
    }

    /// Whether a file of another kind ends like a ZIP file.
    static func endsLikeArchive<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes) -> Bool where Bytes.Index == Int {
        endRecord(in: bytes) != nil
    }

    /// Offset of the end record: the signature stands at most 65557 bytes before the end, and its comment reaches
    /// exactly to the end.
    private static func endRecord<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes) -> Int?
    where Bytes.Index == Int {
        var offset = bytes.count - endLength
        let lowest = max(0, offset - 0xFFFF)
        while offset >= lowest {
            if bytes.littleEndian32(at: offset) == 0x0605_4B50,
                let comment = bytes.littleEndian16(at: offset + 20), offset + endLength + comment == bytes.count
            {
                return offset
            }
            offset -= 1
        }
        return nil
    }
}
