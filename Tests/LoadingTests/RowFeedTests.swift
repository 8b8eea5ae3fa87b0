import Bytes
import Foundation
import Testing

@testable import Storage

@Suite struct RowFeedTests {
    private struct Broken: Error {}

    private func withTable<Result>(_ body: (Connection, RowFeed) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "guiji-feed-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let connection = try Connection(path: path, pragmas: [])
        try connection.handle.execute("CREATE TABLE t (a, b, c, d)")
        return try body(connection, try RowFeed(connection.handle, width: 4))
    }

    private func rows(_ connection: Connection) throws -> [[String]] {
        let select = try Prepared(
            connection.handle, "SELECT typeof(a), a, typeof(b), b, typeof(c), c, typeof(d) FROM t")
        var rows: [[String]] = []
        while try select.next() { rows.append((0..<7).map { select.string(Int32($0)) }) }
        return rows
    }

    @Test func valuesKeepTheirTypes() throws {
        try withTable { connection, feed in
            let insert = try Prepared(connection.handle, "INSERT INTO t SELECT * FROM feed")
            var number = 0
            try feed.run(insert) {
                number += 1
                feed.values[0] = .integer(Int64(number) - 2)
                feed.values[1] = .real(0.5)
                feed.values[2] = .text(StaticString("归集").slice)
                feed.values[3] = .null
                return number <= 2
            }
            #expect(
                try rows(connection) == [
                    ["integer", "-1", "real", "0.5", "text", "归集", "null"],
                    ["integer", "0", "real", "0.5", "text", "归集", "null"],
                ])
        }
    }

    @Test func noRowsAreNone() throws {
        try withTable { connection, feed in
            try feed.run(try Prepared(connection.handle, "INSERT INTO t SELECT * FROM feed")) { false }
            #expect(try rows(connection).isEmpty)
        }
    }

    @Test func anErrorComesThroughAndTheFeedGoesOn() throws {
        try withTable { connection, feed in
            let insert = try Prepared(connection.handle, "INSERT INTO t (a) SELECT c0 FROM feed")
            var number = 0
            #expect(throws: Broken.self) {
                try feed.run(insert) {
                    number += 1
                    feed.values[0] = .integer(1)
                    if number == 3 { throw Broken() }
                    return true
                }
            }
            #expect(try rows(connection).isEmpty, "what failed leaves nothing behind")
            var isFirst = true
            try feed.run(insert) {
                defer { isFirst = false }
                return isFirst
            }
            #expect(try rows(connection).count == 1)
        }
    }
}

extension StaticString {
    fileprivate var slice: ByteSlice { ByteSlice(base: utf8Start, count: utf8CodeUnitCount) }
}
