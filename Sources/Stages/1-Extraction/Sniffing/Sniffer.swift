import Bytes
import Model

/// Finds out what a file is by its content: format, encoding, line break, delimiter.
package enum Sniffer {
    /// Bytes that a decision rests on.
    static let sampleSize = 1 << 20
    private static let headSize = 64 << 10

    /// - Parameter labels: header labels of the mappings that may fit; they help to find the delimiter.
    /// - Throws: ``RefusedFile`` where the file cannot be read.
    package static func inspect(path: String, labels: [String] = []) throws -> FileNature {
        let file = try RawBytes(path: path)
        let size = try file.size()
        let head = ByteBuffer(capacity: sampleSize)
        while head.count < sampleSize, try file.read(into: head, count: sampleSize - head.count) > 0 {}
        var nature = FileNature(format: .empty)
        nature.size = size
        guard head.count > 0 else { return nature }
        if let format = try Signature.format(of: head.all, path: path) {
            nature.format = format
            return nature
        }

        let mark = Signature.byteOrderMark(head.all)
        nature.byteOrderMark = mark?.length ?? 0
        let sample = cutAtLineEnd(head.all, isWhole: head.count == size)
        let text = sample[min(nature.byteOrderMark, sample.count)..<sample.count]
        nature.encoding = try mark?.encoding ?? EncodingGuess.decide(text) ?? laterEncoding(file) ?? .utf8
        if nature.encoding.unit == 1 && Signature.isBinary(text) {
            nature.format = .binary
            return nature
        }

        let start = decode(text, nature.encoding)
        if start.all.buffer.allSatisfy({ $0 <= 0x20 }) { return nature }
        nature.format = Signature.textFormat(String(decoding: start.all.buffer.prefix(8192), as: UTF8.self))
        nature.lineBreak = lineBreak(start.all)
        if nature.format == .csv {
            nature.delimiter = DelimiterGuess.decide(start.all, labels: Set(labels.map(HeaderLabel.normal)))
        }
        return nature
    }

    /// The sample without its last, incomplete line; where it is one line, without what follows the last ASCII byte.
    private static func cutAtLineEnd(_ sample: ByteSlice, isWhole: Bool) -> ByteSlice {
        if isWhole { return sample }
        var end = sample.count
        while end > 0, sample[end - 1] != 0x0A, sample[end - 1] != 0x0D { end -= 1 }
        if end > 0 { return sample[0..<end] }
        end = sample.count
        while end > 0, sample[end - 1] >= 0x80 { end -= 1 }
        return sample[0..<end]
    }

    /// The encoding by the first region of a file that is not ASCII, the file's beginning being read already.
    private static func laterEncoding(_ file: RawBytes) throws -> TextEncoding? {
        let chunk = ByteBuffer(capacity: sampleSize)
        while true {
            chunk.removeAll()
            guard try file.read(into: chunk, count: sampleSize) > 0 else { return nil }
            guard let first = ByteScan.firstNonASCII(in: chunk.all) else { continue }
            chunk.discardPrefix(first)
            while chunk.count < sampleSize, try file.read(into: chunk, count: sampleSize - chunk.count) > 0 {}
            return EncodingGuess.decide(cutAtLineEnd(chunk.all, isWhole: chunk.count < sampleSize))
        }
    }

    private static func decode(_ text: ByteSlice, _ encoding: TextEncoding) -> ByteBuffer {
        let output = ByteBuffer(capacity: headSize * 2)
        _ = Transcoder(encoding).decode(text[0..<min(text.count, headSize)], into: output, isLast: false)
        return output
    }

    private static func lineBreak(_ text: ByteSlice) -> FileNature.LineBreak {
        var counts = (lf: 0, crlf: 0, cr: 0)
        var index = 0
        while index < text.count {
            if text[index] == 0x0A { counts.lf += 1 }
            if text[index] == 0x0D {
                let isPair = index + 1 < text.count && text[index + 1] == 0x0A
                if isPair { counts.crlf += 1 } else { counts.cr += 1 }
                index += isPair ? 1 : 0
            }
            index += 1
        }
        if counts.crlf > 0 && counts.crlf >= counts.lf { return .crlf }
        return counts.cr > counts.lf ? .cr : .lf
    }
}
