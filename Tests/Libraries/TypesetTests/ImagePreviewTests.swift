import Foundation
import SeededRandom
import Testing

@testable import Typeset

@Suite struct ImagePreviewTests {
    @Test(
        "a large picture shrinks to the longest side, a small one keeps its size", arguments: ImagePreview.Size.allCases
    )
    func sizes(size: ImagePreview.Size) async throws {
        let wide = TestPicture(width: 2000, height: 500, red: 10, green: 120, blue: 200).png()
        let small = TestPicture(width: 40, height: 30, red: 10, green: 120, blue: 200).png()

        let wideResult = try await ImagePreview.make(from: wide, size: size)
        let smallResult = try await ImagePreview.make(from: small, size: size)

        #expect(wideResult.width == size.rawValue)
        #expect(wideResult.height == size.rawValue / 4)
        #expect(smallResult.width == 40 && smallResult.height == 30)
        #expect(FileSignature(wideResult.jpeg) == .jpg)
        #expect(
            JPEGSegments(wideResult.jpeg)?.dimensions
                == ImageDimensions(width: size.rawValue, height: size.rawValue / 4))
    }

    @Test("a preview of a JPEG is made from its own format")
    func jpeg() throws {
        let jpeg = try ImagePreview(TestPicture(width: 640, height: 640, red: 1, green: 2, blue: 3).png(), size: .page)
            .jpeg

        let preview = try ImagePreview(jpeg, size: .thumbnail)

        #expect(preview.width == 320 && preview.height == 320)
    }

    @Test("the camera's orientation mark turns the picture and does not outlive it")
    func orientation() throws {
        let plain = try ImagePreview(TestPicture(width: 60, height: 20, red: 9, green: 9, blue: 9).png(), size: .page)
            .jpeg
        // Exif: little-endian TIFF with one entry, orientation (0x112), short, 6: turn right.
        let exif: [UInt8] =
            Array("Exif\u{0}\u{0}II*\u{0}".utf8) + [
                8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
            ]
        let segment: [UInt8] = [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
        let marked = Array(plain.prefix(2)) + segment + Array(plain.dropFirst(2))

        let preview = try ImagePreview(marked, size: .page)

        #expect(preview.width == 20 && preview.height == 60)
        #expect(!String(decoding: preview.jpeg, as: UTF8.self).contains("Exif"))
    }

    @Test("transparent places become white")
    func transparency() throws {
        let clear = TestPicture(width: 16, height: 16, red: 0, green: 0, blue: 0, alpha: 0).png()

        let preview = try ImagePreview(clear, size: .page)

        let pixels = try Pixels.decoding(preview.jpeg, format: "jpeg", size: ImageDimensions(width: 16, height: 16))
        #expect(pixels.firstPixel.allSatisfy { $0 > 250 })
    }

    @Test("a picture that claims more than fifty megapixels is refused before it is decoded")
    func bomb() {
        let bomb = TestPicture(width: 8, height: 8, red: 0, green: 0, blue: 0).png(claiming: (50_000, 1_001))

        #expect(throws: ImagePreview.Failure.tooLarge(width: 50_000, height: 1_001)) {
            try ImagePreview(bomb, size: .thumbnail)
        }
    }

    @Test("absurd or missing dimensions are refused", arguments: [(0, 10), (10, 0), (4_294_967_295, 4_294_967_295)])
    func absurdDimensions(size: (width: Int, height: Int)) {
        let picture = TestPicture(width: 8, height: 8, red: 0, green: 0, blue: 0).png(claiming: size)

        #expect(throws: ImagePreview.Failure.tooLarge(width: size.width, height: size.height)) {
            try ImagePreview(picture, size: .page)
        }
    }

    @Test("a picture cut off anywhere gives an error, not a picture and not a crash")
    func truncated() throws {
        let png = TestPicture(width: 50, height: 50, red: 200, green: 3, blue: 3).png()
        let jpeg = try ImagePreview(png, size: .page).jpeg

        for file in [png, jpeg] {
            for length in stride(from: 3, to: file.count - 2, by: max(1, file.count / 60)) {
                #expect(throws: ImagePreview.Failure.self) { try ImagePreview(Array(file.prefix(length)), size: .page) }
            }
        }
    }

    @Test("flipped bytes never crash", arguments: 1...60)
    func damaged(seed: UInt64) throws {
        var generator = SeededRandom(seed)
        let png = TestPicture(width: 40, height: 40, red: 20, green: 30, blue: 40).png()
        var file = seed % 2 == 0 ? png : try ImagePreview(png, size: .page).jpeg
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            file[Int.random(in: 0..<file.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }

        do {
            let preview = try ImagePreview(file, size: .thumbnail)
            #expect(max(preview.width, preview.height) <= 320)
        } catch {
            #expect(error as Any is ImagePreview.Failure)
        }
    }

    @Test("what is no JPEG or PNG has an unknown format")
    func otherFormats() {
        for text in ["", "GIF89a......", "<svg xmlns='http://www.w3.org/2000/svg'/>", "BM", "RIFF....WEBP"] {
            #expect(throws: ImagePreview.Failure.unknownFormat) { try ImagePreview(Array(text.utf8), size: .page) }
        }
    }
}

extension Pixels {
    /// Red, green and blue of the upper left corner.
    fileprivate var firstPixel: [UInt8] { Array(bytes.prefix(3)) }
}
