import Foundation
import Model

/// Takes a tap's messages, line by line, and commits what lies between two states. Its program's thread has it while its task waits.
final class SingerIntake: @unchecked Sendable {
    private let pull: FeedPull
    /// The item of each stream that is wanted.
    private let items: [String: String]
    /// A state behind so many bytes of records ends a page.
    private let splitBytes: Int
    private let lineBytes: Int
    private var line: [UInt8] = []
    private var lineNumber = 0
    private var described: Set<String> = []
    /// Records since the last commit, by stream.
    private var pages: [String: FeedPage] = [:]
    private var state: String?
    private var isStateNew = false
    /// Records of streams that are not mapped.
    private var leftOut: [String: Int] = [:]
    private var versions = 0

    init(_ pull: FeedPull, items: [String: String], splitBytes: Int, lineBytes: Int) {
        self.pull = pull
        self.items = items
        self.splitBytes = splitBytes
        self.lineBytes = lineBytes
        state = pull.cursor
    }

    func read(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line.append(contentsOf: rest[..<end])
            try take()
            rest = rest[(end + 1)...]
        }
        line.append(contentsOf: rest)
        guard line.count <= lineBytes else {
            throw mistake("消息超过 \(lineBytes) 字节", "the message takes more than \(lineBytes) bytes")
        }
    }

    /// The program has ended well: takes what is left.
    func finish() throws {
        if !line.isEmpty { try take() }
        if !pages.isEmpty || isStateNew { try commit() }
        for (stream, count) in leftOut.sorted(by: { $0.key < $1.key }) {
            pull.note(
                "没有映射的流 \(stream)，略去 \(count) 条；the stream \(stream) is not under streams: \(count) records left out")
        }
        if versions > 0 {
            pull.note("ACTIVATE_VERSION 消息不处理，\(versions) 条；\(versions) messages ACTIVATE_VERSION were passed over")
        }
    }

    private func take() throws {
        lineNumber += 1
        defer { line.removeAll(keepingCapacity: true) }
        guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { return }
        let message: JSONText
        do { message = try JSONText(line) } catch {
            throw mistake("第 \(error.offset) 字节起不是 JSON", "no JSON from byte \(error.offset) on")
        }
        let members = message.members(of: message.root)
        func member(_ name: String) -> Range<Int>? { members.first { $0.name == name }?.value }
        guard let type = member("type").flatMap(message.string) else { throw mistake("没有 type", "it has no type") }
        switch type {
        case "SCHEMA":
            guard let schema = member("schema"), message.isObject(schema) else {
                throw mistake("SCHEMA 没有 schema 对象", "a SCHEMA without an object schema")
            }
            described.insert(try stream(member("stream"), message))
        case "RECORD":
            let stream = try stream(member("stream"), message)
            guard let record = member("record"), message.isObject(record) else {
                throw mistake("RECORD 没有 record 对象", "a RECORD without an object record")
            }
            guard described.contains(stream) else {
                throw mistake("RECORD 之前没有该流的 SCHEMA", "a RECORD before the SCHEMA of its stream")
            }
            try add(message.bytes[record], of: stream)
        case "STATE":
            guard let value = member("value") else { throw mistake("STATE 没有 value", "a STATE without a value") }
            state = String(decoding: message.bytes[value], as: UTF8.self)
            isStateNew = true
            if pages.values.reduce(0, { $0 + $1.count }) >= splitBytes { try commit() }
        case "ACTIVATE_VERSION": versions += 1
        default: throw mistake("不支持的消息类型", "its type is not supported")
        }
    }

    private func stream(_ value: Range<Int>?, _ message: JSONText) throws -> String {
        guard let stream = value.flatMap(message.string), !stream.isEmpty else {
            throw mistake("没有 stream", "it has no stream")
        }
        return stream
    }

    private func add(_ record: ArraySlice<UInt8>, of stream: String) throws {
        guard let item = items[stream] else {
            leftOut[stream, default: 0] += 1
            return
        }
        let page = try pages[stream] ?? pull.page(ending: "ndjson", part: SingerIntake.part(stream), items: [item])
        pages[stream] = page
        try page.write(record)
        try page.write(CollectionOfOne(UInt8(ascii: "\n")))
    }

    /// A stream's name as a part of a file's name.
    private static func part(_ stream: String) -> String {
        String(stream.prefix(60).map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" ? $0 : "_" })
    }

    private func commit() throws {
        try pull.commit(pages.sorted { $0.key < $1.key }.map(\.value), cursor: state)
        pages = [:]
        isStateNew = false
    }

    private func mistake(_ chinese: String, _ english: String) -> FeedFailure {
        FeedFailure(
            chinese: "第 \(lineNumber) 条消息不合 Singer 规范：\(chinese)；上一次游标之后的都没有取。",
            english:
                "Message \(lineNumber) is not of the Singer specification: \(english); nothing since the last state taken was taken.",
            isTemporary: false)
    }
}
