import Foundation
import GRDB
import Model
import TestKit
import Testing

@testable import Loading

@Suite struct SQLiteLoaderTests {
    private func item(_ fields: [String]) -> LoadedItem {
        var item = Item(
            number: 0, id: "test", title: "测试", itemClass: .basic, isSelfDisclosed: false,
            fields: (["credit_code"] + fields).map { Field(name: $0, title: $0) })
        item.subject.code = 0
        return LoadedItem(item: item, places: Array(0...fields.count), width: fields.count + 1)
    }

    private func rows(_ loader: SQLiteLoader) throws -> [[String]] {
        var rows: [[String]] = []
        try loader.forEachRow(of: "test") { rows.append($0) }
        return rows
    }

    @Test("A store made for other fields begins anew: it is rebuilt, and keeps nothing that is no longer shown")
    func otherFieldsBeginAnew() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guiji-store-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // The store's journal stays beside it.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/disclosure.sqlite"
        let wide = item(["name", "phone"])
        do {
            let loader = try SQLiteLoader(location: path, items: [wide])
            let session = try loader.begin()
            try session.note(submission: 1, source: "某局", day: "2025-03-31")
            let maker = RecordMaker(wide)
            let offset = maker.make("91350100M000100Y43", key: 1, ["name": "甲", "phone": "不再公示"])
            try session.apply([(record: maker.record(at: offset), action: .put)])
            try session.commit(run: 3)
            #expect(try rows(loader).count == 2)
        }
        #expect(try SQLiteLoader(location: path, items: [wide]).lastApplied() == 3)
        let loader = try SQLiteLoader(location: path, items: [item(["name"])])
        #expect(try loader.lastApplied() == 0)
        #expect(try rows(loader) == [["credit_code", "record", "name", "withdrawn", "source", "received_on"]])
        #expect(try !Data(contentsOf: URL(filePath: path)).contains(Data("不再公示".utf8)))
    }

    @Test("A shared store is read while another connection writes, opened again by others, and one file afterwards")
    func aSharedStoreIsOneFileAgain() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guiji-store-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/disclosure.sqlite"
        let loader = try SQLiteLoader(location: path, items: [item(["name"])])
        try loader.beginSharing()
        var reading = Configuration()
        reading.readonly = true
        let (writer, reader) = (try DatabaseQueue(path: path), try DatabaseQueue(path: path, configuration: reading))
        try writer.inTransaction(.exclusive) { db in
            try db.execute(sql: "INSERT INTO applied VALUES (5)")
            #expect(try reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM applied") } == 0)
            return .commit
        }
        #expect(try SQLiteLoader(location: path, items: [item(["name"])]).lastApplied() == 5)
        #expect(try loader.isShared)
        try writer.close()
        try reader.close()
        try loader.endSharing()
        #expect(try !loader.isShared)
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    }
}

extension Data {
    fileprivate func contains(_ other: Data) -> Bool { range(of: other) != nil }
}
