extension Composer {
    /// Name over date, placed as GB/T 9704 7.3.5 places them, with a seal (1) or without one (2).
    func signature(_ signature: TypesetDocument.Signature) -> Strip {
        let name = signedLines(signature.body)
        let date = signedLines(signature.date)
        let left =
            signature.seal == nil
            ? unsealedEdges(name: name.width, date: date.width)
            : sealedEdges(name: name.width, date: date.width)
        let seal = signature.seal.map { SealDrawing($0, setter: setter) }
        let code = signature.code.map {
            self.code(
                $0,
                width: bounded(
                    min(left.name, left.date) - 12, from: bounded($0.side, from: style.tableSize, to: width), to: width)
            )
        }

        let textHeight = name.height + date.height
        let sealHeight = seal?.diameter ?? 0
        let height = max(textHeight, sealHeight, code?.height ?? 0)
        // Name and date lie a little below the middle of the seal.
        let textTop = signature.seal == nil ? 0 : max(0, min((sealHeight - textHeight) / 2 + 6, height - textHeight))
        let centre = left.date + date.width / 2
        return Strip(height: height, gap: signature.seal == nil ? style.linePitch : style.linePitch / 2) { canvas, y in
            // The seal first: print over it stays readable, as it does under ink.
            seal?.draw(on: canvas, centreX: centre, centreY: y + sealHeight / 2)
            name.draw(on: canvas, x: left.name, y: y + textTop)
            date.draw(on: canvas, x: left.date, y: y + textTop + name.height)
            code?.draw(canvas, y + height - (code?.height ?? 0))
        }
    }

    /// The date ends four characters before the edge; the name stands over its middle.
    private func sealedEdges(name: Double, date: Double) -> (name: Double, date: Double) {
        let dateLeft = max(0, width - date - 4 * style.bodySize)
        let nameLeft = dateLeft + (date - name) / 2
        return (max(0, min(nameLeft, width - name)), dateLeft)
    }

    /// The longer ends two characters before the edge; the date begins two characters behind the name.
    private func unsealedEdges(name: Double, date: Double) -> (name: Double, date: Double) {
        let step = 2 * style.bodySize
        let longer = max(name, date + step)
        let nameLeft = max(0, width - step - longer)
        return (nameLeft, min(nameLeft + step, max(0, width - date)))
    }

    private func signedLines(_ text: String) -> TextBox {
        let setting = TextSetting(size: style.bodySize, pitch: style.linePitch, width: width)
        return TextBox(setter.lines(text, setting))
    }

    /// A code with its caption beside it.
    func qrCode(_ block: TypesetDocument.QRBlock) -> Strip {
        let side = bounded(block.side, from: 1, to: width)
        let setting = TextSetting(
            size: style.tableSize, pitch: style.tablePitch, width: max(style.tableSize, width - side - 12))
        let caption = TextBox(setter.lines(block.caption, setting))
        let height = max(side, caption.height)
        return Strip(height: height, gap: style.linePitch / 3) { canvas, y in
            canvas.draw(block.code, x: 0, y: y, side: side)
            caption.draw(on: canvas, x: side + 12, y: y + (height - caption.height) / 2)
        }
    }

    /// A code with its caption below it.
    private func code(_ block: TypesetDocument.QRBlock, width: Double) -> Strip {
        let side = bounded(block.side, from: 1, to: width)
        let setting = TextSetting(size: style.tableSize, pitch: style.tablePitch, width: width)
        let caption = TextBox(setter.lines(block.caption, setting))
        return Strip(height: side + caption.height) { canvas, y in
            canvas.draw(block.code, x: 0, y: y, side: side)
            caption.draw(on: canvas, x: 0, y: y + side)
        }
    }
}
