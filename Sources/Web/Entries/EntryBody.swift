import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Model
import NIOCore
import NIOFoundationEssentialsCompat

/// The body of a request that is a small JSON object.
struct EntryBody {
    private let members: [String: Any]
    /// SHA-256 of the body as it was sent.
    let digest: String
    static let limit = 1 << 20

    init(_ request: Request) async throws {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: EntryBody.limit)
        } catch is NIOTooManyBytesError {
            throw Problem(
                .tooLarge, chinese: "内容超过 \(EntryBody.limit) 字节", english: "More than \(EntryBody.limit) bytes")
        }
        guard let members = try? JSONSerialization.jsonObject(with: Data(buffer: buffer)) as? [String: Any] else {
            throw Problem(.badRequest, chinese: "内容应为一个 JSON 对象", english: "The body is one JSON object")
        }
        self.members = members
        digest = Archive.digest(of: [UInt8](buffer: buffer))
    }

    /// Values by field names: texts, as they were typed; null and empty are no value.
    func values() throws -> [String: String] {
        guard let given = members["values"] as? [String: Any] else {
            throw Problem(
                .badRequest, chinese: "缺少 values：字段名与值",
                english: "values is missing: an object of fields and their values")
        }
        var values: [String: String] = [:]
        for (name, value) in given where !(value is NSNull) {
            guard let text = value as? String else {
                throw Problem(
                    .badRequest, chinese: "字段“\(name)”的值应为文本，数字也写在引号里",
                    english: "The value of “\(name)” is a text; quote numbers, too")
            }
            values[name] = text
        }
        return values
    }

    /// - Throws: ``Problem`` where it is no text or too long a one.
    func text(_ name: String, required: Bool = true) throws -> String? {
        let value = members[name]
        if value == nil || value is NSNull, !required { return nil }
        guard let text = value as? String, (1...1000).contains(text.count) else {
            throw Problem(
                .badRequest, chinese: "\(name) 应为 1 到 1000 字的文本", english: "\(name) is a text of 1 to 1000 characters")
        }
        return text
    }

    func required(_ name: String) throws -> String { try text(name) ?? "" }
}
