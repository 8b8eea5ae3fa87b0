import Foundation
package import Model

/// The compatibility suite of loaders: what every one of them keeps, wherever its store is.
///
/// Call it from a test with a way to make an empty place for a store; it tells what is broken, in words.
package struct LoaderSuite {
    private let type: any Loader.Type
    private let location: () throws -> String

    /// - Parameter location: a new, empty place at each call.
    package init(_ type: any Loader.Type, location: @escaping () throws -> String) {
        self.type = type
        self.location = location
    }

    /// What the loader does not keep; empty for a compatible one.
    package func violations() throws -> [String] {
        try [
            emptyStore, values, repetition, replacing, withdrawal, removal, subjectRemoval, rollback, reopening, order,
            hostileTexts, sharing,
        ].flatMap { check in
            var expectations = Expectations()
            try check(&expectations)
            return expectations.broken
        }
    }

    private struct Expectations {
        var broken: [String] = []
        mutating func expect<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String) {
            if found != wanted { broken.append("\(what): \(found), not \(wanted)") }
        }
    }

    // MARK: The store under test

    private static let first = "91350100M000100Y43"
    private static let second = "9111000071093123XX"

    /// A register item with one field of each kind, one of which is not shown.
    private static let register: LoadedItem = {
        func field(_ name: String, _ title: String, _ change: (inout Field) -> Void = { _ in }) -> Field {
            var field = Field(name: name, title: title)
            change(&field)
            return field
        }
        var item = Item(
            number: 0, id: "suite-register", title: "登记", itemClass: .basic, isSelfDisclosed: false,
            fields: [
                field("credit_code", "统一社会信用代码"), field("name", "名称") { $0.type = .name },
                field("capital", "资本") { $0.type = .money }, field("year", "年度") { $0.type = .year },
                field("state", "状态") { $0.repeats = true }, field("secret", "内部备注") { $0.disclosure = .no },
            ])
        item.subject.code = 0
        item.subject.name = 1
        item.isRegister = true
        return LoadedItem(item: item, places: [0, 1, 2, 3, 4, 5], width: 6)
    }()

    private func open(_ location: String) throws -> any Loader {
        try type.init(location: location, items: [LoaderSuite.register])
    }

    private func empty() throws -> any Loader { try open(location()) }

    private typealias Change = (code: String, key: Int64, action: PublishAction, values: [String: String])

    /// Applies changes in one transaction, in one call or one by one, and commits it as `run`.
    private func apply(_ changes: [Change], to loader: any Loader, run: Int?, oneByOne: Bool = false) throws {
        let session = try loader.begin()
        try session.note(submission: 1, source: "市场监管局", day: "2025-03-31")
        let maker = RecordMaker(LoaderSuite.register)
        let offsets = changes.map { maker.make($0.code, key: $0.key, $0.values) }
        let steps = zip(offsets, changes).map { (record: maker.record(at: $0), action: $1.action) }
        for part in oneByOne ? steps.map({ [$0] }) : [steps] { try session.apply(part) }
        if let run { try session.commit(run: run) }
    }

    private func rows(_ loader: any Loader) throws -> [[String: String]] {
        var names: [String] = []
        var rows: [[String: String]] = []
        try loader.forEachRow(of: LoaderSuite.register.item.table) { values in
            guard !names.isEmpty else {
                names = values
                return
            }
            rows.append(Dictionary(zip(names, values)) { first, _ in first }.filter { !$0.value.isEmpty })
        }
        return rows
    }

    private static let full = ["name": "示例有限公司", "capital": "100.5", "year": "2024", "state": "存续", "secret": "机密"]

    // MARK: What is kept

    private func emptyStore(_ check: inout Expectations) throws {
        let loader = try empty()
        check.expect(try loader.lastApplied(), 0, "last run of an empty store")
        check.expect(try rows(loader), [], "rows of an empty store")
        check.expect(try loader.rows(of: LoaderSuite.first), [], "a subject of an empty store")
    }

    private func values(_ check: inout Expectations) throws {
        let loader = try empty()
        try apply([(LoaderSuite.first, 0, .put, LoaderSuite.full)], to: loader, run: 1)
        check.expect(
            try rows(loader),
            [
                [
                    "credit_code": LoaderSuite.first, "record": "0", "name": "示例有限公司", "capital": "100.5",
                    "year": "2024", "state": "存续", "withdrawn": "0", "source": "市场监管局", "received_on": "2025-03-31",
                ]
            ], "values by their English names, the hidden one left out")
        let shown = try loader.rows(of: LoaderSuite.first)
        check.expect(shown.map(\.title), ["登记"], "items of a subject")
        check.expect(
            shown.first?.rows.first?.first { $0.name == "资本" }?.value, "100.5", "a value by the catalogue's title")
        check.expect(try loader.subjects(named: "示例有限公司"), [LoaderSuite.first], "a subject by name")
        check.expect(try loader.subjects(named: "别的公司"), [], "a subject by another name")
        check.expect(try loader.lastApplied(), 1, "last run")
    }

    /// A run that is applied again after a stop changes nothing.
    private func repetition(_ check: inout Expectations) throws {
        let loader = try empty()
        let changes: [Change] = [
            (LoaderSuite.first, 7, .put, LoaderSuite.full), (LoaderSuite.first, 8, .tombstone, LoaderSuite.full),
            (LoaderSuite.first, 9, .remove, [:]),
        ]
        try apply(changes, to: loader, run: 1)
        let once = try rows(loader)
        try apply(changes, to: loader, run: 1)
        check.expect(try rows(loader), once, "rows of a run that was applied twice")
        check.expect(try loader.lastApplied(), 1, "last run after it")
    }

    private func replacing(_ check: inout Expectations) throws {
        let loader = try empty()
        try apply([(LoaderSuite.first, 7, .put, LoaderSuite.full)], to: loader, run: 1)
        try apply([(LoaderSuite.first, 7, .put, ["name": "新名有限公司"])], to: loader, run: 2)
        let rows = try rows(loader)
        check.expect(rows.map { $0["name"] }, ["新名有限公司"], "a key's new values")
        check.expect(rows.first?["capital"], nil, "a value that the new version lacks")
        check.expect(try loader.subjects(named: "示例有限公司"), [], "a subject by the name it had")
    }

    private func withdrawal(_ check: inout Expectations) throws {
        let loader = try empty()
        try apply([(LoaderSuite.first, 7, .put, LoaderSuite.full)], to: loader, run: 1)
        try apply([(LoaderSuite.first, 7, .tombstone, LoaderSuite.full)], to: loader, run: 2)
        let row = try rows(loader).first ?? [:]
        check.expect(
            [row["credit_code"], row["record"], row["withdrawn"]], [LoaderSuite.first, "7", "1"], "a tombstone")
        check.expect(row["name"], nil, "a value behind a tombstone")
        try apply([(LoaderSuite.first, 7, .put, LoaderSuite.full)], to: loader, run: 3)
        check.expect(try rows(loader).map { $0["withdrawn"] }, ["0"], "a record after its tombstone")
    }

    private func removal(_ check: inout Expectations) throws {
        let loader = try empty()
        try apply(
            [(LoaderSuite.first, 7, .put, LoaderSuite.full), (LoaderSuite.first, 8, .put, LoaderSuite.full)],
            to: loader, run: 1)
        try apply([(LoaderSuite.first, 7, .remove, [:]), (LoaderSuite.first, 9, .remove, [:])], to: loader, run: 2)
        check.expect(try rows(loader).map { $0["record"] }, ["8"], "keys after a removal")
    }

    private func subjectRemoval(_ check: inout Expectations) throws {
        let loader = try empty()
        try apply(
            [(LoaderSuite.first, 1, .put, LoaderSuite.full), (LoaderSuite.second, 1, .put, LoaderSuite.full)],
            to: loader, run: 1)
        let session = try loader.begin()
        try session.removeAll(of: LoaderSuite.first)
        try session.commit(run: 2)
        check.expect(try rows(loader).map { $0["credit_code"] }, [LoaderSuite.second], "subjects after a removal")
    }

    private func rollback(_ check: inout Expectations) throws {
        let loader = try empty()
        try apply([(LoaderSuite.first, 1, .put, LoaderSuite.full)], to: loader, run: nil)
        check.expect(try rows(loader), [], "rows of a transaction that was not committed")
        check.expect(try loader.lastApplied(), 0, "last run after it")
    }

    private func reopening(_ check: inout Expectations) throws {
        let place = try location()
        try apply([(LoaderSuite.first, 1, .put, LoaderSuite.full)], to: open(place), run: 4)
        let loader = try open(place)
        check.expect(try loader.lastApplied(), 4, "last run of a store opened again")
        check.expect(try rows(loader).count, 1, "rows of a store opened again")
    }

    /// While the store is shared a session keeps no reader waiting, and nobody sees what is not committed.
    private func sharing(_ check: inout Expectations) throws {
        let place = try location()
        let loader = try open(place)
        try apply([(LoaderSuite.first, 1, .put, LoaderSuite.full)], to: loader, run: 1)
        try loader.beginSharing()
        let session = try loader.begin()
        try session.removeAll(of: LoaderSuite.first)
        check.expect(try loader.rows(of: LoaderSuite.first).count, 1, "a subject's items while a session writes")
        try session.commit(run: 2)
        check.expect(try rows(loader).count, 0, "rows after the session's commit")
        try loader.endSharing()
        try apply([(LoaderSuite.second, 1, .put, LoaderSuite.full)], to: loader, run: 3)
        check.expect(try rows(open(place)).count, 1, "rows of a store that is shared no more")
    }

    /// Neither the order of changes nor how they are handed in makes a difference.
    private func order(_ check: inout Expectations) throws {
        let codes = [LoaderSuite.second, LoaderSuite.first]
        let changes: [Change] = codes.flatMap { code in
            [9, -3, 4].map { (code, Int64($0), .put, $0 == 4 ? ["year": "2023"] : LoaderSuite.full) }
        }
        let (one, other) = (try empty(), try empty())
        try apply(changes, to: one, run: 1)
        try apply(changes.reversed(), to: other, run: 1, oneByOne: true)
        let rows = try rows(one)
        check.expect(rows == (try self.rows(other)), true, "the same rows in another order are the same")
        let places = rows.map { "\($0["credit_code"] ?? "") \($0["record"] ?? "")" }
        check.expect(
            places, [LoaderSuite.second, LoaderSuite.first].flatMap { code in [-3, 4, 9].map { "\(code) \($0)" } },
            "rows by code and record")
    }

    private func hostileTexts(_ check: inout Expectations) throws {
        let texts = [
            "'; DROP TABLE x; --", "\"引号\"", "逗号,换行\n制表\t", "〔2018〕0号\u{200B}", "𠮷野",
            String(repeating: "长", count: 70_000),
        ]
        for text in texts {
            let loader = try empty()
            try apply([(LoaderSuite.first, 1, .put, ["name": text, "state": text])], to: loader, run: 1)
            let row = try rows(loader).first ?? [:]
            check.expect(row["name"] == text && row["state"] == text, true, "the text \(text.prefix(20)) comes back")
        }
    }
}
