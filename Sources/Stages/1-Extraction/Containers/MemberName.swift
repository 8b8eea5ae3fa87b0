import Bytes
import Foundation
import Model

/// Names in archives, which are anybody's bytes: decoded to be shown, judged, and never used as paths.
enum MemberName {
    /// Bytes of the longest name that is taken.
    private static let longest = 1024

    /// - Parameter isUTF8: whether the archive says so; without it Chinese programs mean GBK, others UTF-8.
    static func decode(_ raw: [UInt8], isUTF8: Bool) -> String {
        raw.withSlice { raw in
            let encoding: TextEncoding = isUTF8 || !looksLikeGB(raw) ? .utf8 : .gb18030
            let output = ByteBuffer(capacity: raw.count * 2 + 16)
            _ = Transcoder(encoding).decode(raw, into: output, isLast: true)
            return String(decoding: output.all.buffer, as: UTF8.self)
        }
    }

    /// Names are short: two bytes of GBK that happen to be a letter of UTF-8 are likelier a Chinese character. What has a sequence of three bytes is
    /// Chinese in UTF-8.
    private static func looksLikeGB(_ raw: ByteSlice) -> Bool {
        guard ByteScan.firstNonASCII(in: raw) != nil, EncodingGuess.gb18030(raw).errors == 0 else { return false }
        guard firstInvalidUTF8(in: raw) == nil else { return true }
        return !raw.buffer.contains { $0 >= 0xE0 }
    }

    /// Whether a system left the file there, and nobody sent it.
    static func isLeftOut(_ name: String) -> Bool {
        if name.hasPrefix("__MACOSX/") || name.contains("/__MACOSX/") { return true }
        let file = (name as NSString).lastPathComponent
        return [".DS_Store", "Thumbs.db", "desktop.ini"].contains(file) || file.hasPrefix("._")
    }

    /// Why a file of this name is not taken; nil where it is.
    static func refusal(_ name: String) -> RefusedFile? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let hasDrive = name.utf8.count > 1 && name.dropFirst().first == ":" && name.first?.isASCII == true
        let isEscape = name.hasPrefix("/") || name.contains("\\") || hasDrive || parts.contains { $0 == ".." }
        let isControlled = name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        guard isEscape || isControlled || name.utf8.count > longest || name.isEmpty else { return nil }
        return RefusedFile(
            .unsafeMember,
            chinese: "压缩包中的文件名不安全（绝对路径、..、反斜杠、控制字符，或超过 \(longest) 字节）；请改名后重新打包报送",
            english:
                "its name in the archive is unsafe (an absolute path, .., a backslash, a control character, or over \(longest) bytes); rename it, pack it again and send it"
        )
    }

    /// The name as it may be told: what would disturb a line is replaced.
    static func shown(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            scalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar)
        }
        let text = String(scalars)
        guard text.utf8.count > longest else { return text }
        return String(text.prefix(80)) + "…"
    }
}
