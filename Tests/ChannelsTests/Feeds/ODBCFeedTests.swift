import Foundation
import Model
import Testing

@testable import Channels

/// Real databases behind their drivers from Debian.
@Suite(.serialized) struct ODBCFeedTests {
    private struct Scene {
        let feed: FeedScene
        let connection: String

        init(_ database: TestDatabase) throws {
            feed = try FeedScene()
            connection = try database.connection(in: feed.path)
        }

        func run(_ statements: String...) throws {
            let connection = try ODBCConnection(connection, secrets: [], timeout: 60)
            for text in statements {
                let statement = try connection.statement()
                try statement.prepare(text)
                try statement.run()
            }
        }

        func rows(_ sql: String) throws -> [[String?]] {
            let connection = try ODBCConnection(connection, secrets: [], timeout: 60)
            let statement = try connection.statement()
            try statement.prepare(sql)
            try statement.run()
            var rows: [[String?]] = []
            while try statement.fetch() { rows.append(try statement.columns.indices.map(statement.text)) }
            return rows
        }

        func runner(_ options: [String: FeedOptions.Value], pageBytes: Int = 1 << 20, spool: Spool? = nil) -> FeedRunner
        {
            feed.runner(
                "odbc", options.merging(["connection": .text(connection)]) { $1 }, pageBytes: pageBytes, spool: spool)
        }
    }

    @Test(.enabled(if: TestDatabase.available.count == 2, "needs libsqliteodbc, odbc-postgresql and postgresql"))
    func bothDriversAreTested() { #expect(TestDatabase.available == [.sqlite, .postgresql]) }

    @Test(arguments: TestDatabase.available) func textsStayWhatTheyAre(_ database: TestDatabase) async throws {
        let scene = try Scene(database)
        // Pairs of UTF-16 that the borders of chunks cut, too.
        let long = String(repeating: "字𠮷é", count: 20_000)
        try scene.run(
            "CREATE TABLE t (n integer, 名称 text, amount numeric(12,2), day date, at timestamp, long text)",
            "INSERT INTO t VALUES (1, '甲,\"乙\"', 1.10, '2025-03-05', '2025-03-05 10:11:12.123456', 'a\nb')",
            "INSERT INTO t VALUES (2, '', NULL, NULL, NULL, '\(long)')",
            "INSERT INTO t VALUES (-9, NULL, -0.50, NULL, NULL, ' x ')")
        let query = "SELECT * FROM t WHERE 名称 IS NULL OR 名称 <> '不在' ORDER BY n;"
        _ = try await scene.runner(["query": .text(query)]).pull()
        let text = try scene.feed.new().joined()
        let amount = database == .sqlite ? ["-0.5", "1.1"] : ["-0.50", "1.10"]
        #expect(
            text == """
                n,名称,amount,day,at,long\r
                -9,,\(amount[0]),,, x \r
                1,"甲,""乙\""",\(amount[1]),2025-03-05,2025-03-05 10:11:12.123456,"a
                b"\r
                2,,,,,\(long)\r

                """)
        #expect(scene.feed.taken[0].note == DeliveryNote(channel: "odbc", items: ["licence"]))
    }

    /// Rows with the last watermark that appear later are taken, and none twice; whatever the column's type.
    @Test(arguments: TestDatabase.available, ["integer", "text", "timestamp", "date", "bigint"])
    func tiesAreNeitherLostNorDoubled(_ database: TestDatabase, _ type: String) async throws {
        let scene = try Scene(database)
        func mark(_ number: Int) -> String {
            switch type {
            case "timestamp": "'2025-03-0\(number) 10:00:00.50000\(number)'"
            case "date": "'2025-03-0\(number)'"
            case "text": "'水位\(number)'"
            default: "\(number)"
            }
        }
        try scene.run(
            "CREATE TABLE t (id integer, changed \(type))", "INSERT INTO t VALUES (1, \(mark(1)))",
            "INSERT INTO t VALUES (2, \(mark(2)))", "INSERT INTO t VALUES (3, \(mark(2)))",
            "INSERT INTO t VALUES (3, \(mark(2)))", "INSERT INTO t VALUES (99, NULL)")
        let runner = scene.runner(["table": .text("t"), "watermark": .text("changed"), "page_rows": .integer(2)])
        func ids() throws -> [[String]] {
            try scene.feed.new().map {
                $0.replacing("\r\n", with: "\n").split(separator: "\n").dropFirst().map {
                    String($0.prefix { $0 != "," })
                }.sorted()
            }
        }
        #expect(try await runner.pull().pages == 2)
        #expect(try ids().joined().sorted() == ["1", "2", "3", "3"])
        #expect(try await runner.pull().pages == 0)
        try scene.run(
            "INSERT INTO t VALUES (4, \(mark(2)))", "INSERT INTO t VALUES (3, \(mark(2)))",
            "INSERT INTO t VALUES (5, \(mark(3)))")
        #expect(try await runner.pull().pages == 2)
        #expect(try ids().joined().sorted() == ["3", "4", "5"])
        #expect(try await runner.pull().pages == 0 && ids().isEmpty)
        let query = scene.runner(["query": .text("SELECT id, changed FROM t"), "watermark": .text("changed")])
        try scene.run("INSERT INTO t VALUES (6, \(mark(3)))")
        _ = try await query.pull()
        #expect(try ids() == [["6"]])
    }

    @Test(arguments: TestDatabase.available) func anInboxTableIsMarked(_ database: TestDatabase) async throws {
        let scene = try Scene(database)
        try scene.run("CREATE TABLE inbox (id text, name text, taken integer)")
        for number in 1...5 {
            try scene.run("INSERT INTO inbox VALUES ('甲\(number)', 'n\(number)', \(number == 1 ? "0" : "NULL"))")
        }
        let mark = FeedOptions.Value.section(
            FeedOptions(["column": .text("taken"), "value": .text("1"), "key": .text("id")]))
        let runner = scene.runner(["table": .text("inbox"), "mark": mark, "page_rows": .integer(2)])
        #expect(try await runner.pull().pages == 3)
        #expect(
            try scene.feed.new() == [
                "id,name\r\n甲1,n1\r\n甲2,n2\r\n", "id,name\r\n甲3,n3\r\n甲4,n4\r\n", "id,name\r\n甲5,n5\r\n",
            ])
        #expect(try scene.rows("SELECT count(*) FROM inbox WHERE taken = 1") == [["5"]])
        #expect(try await runner.pull().pages == 0)
        try scene.run("INSERT INTO inbox VALUES ('乙', 'n6', NULL)")
        let columns = scene.runner(["table": .text("inbox"), "mark": mark, "columns": .texts(["name"])])
        _ = try await columns.pull()
        #expect(try scene.feed.new() == ["name\r\nn6\r\n"])
    }

    /// Stopped after the page was noted and before its rows were marked: they are marked at the start, and not taken again.
    @Test(arguments: TestDatabase.available) func aStopBeforeTheMarkDoublesNothing(_ database: TestDatabase)
        async throws
    {
        let scene = try Scene(database)
        try scene.run(
            "CREATE TABLE inbox (id integer, taken integer)", "INSERT INTO inbox VALUES (1, NULL)",
            "INSERT INTO inbox VALUES (2, NULL)")
        let mark = FeedOptions.Value.section(
            FeedOptions(["column": .text("taken"), "value": .text("1"), "key": .text("id")]))
        let runner = scene.runner(["table": .text("inbox"), "mark": mark])
        try runner.folder.prepare()
        var state = FeedState()
        state.type = "odbc"
        state.number = 1
        state.pending = [FeedState.Page(file: "000001.csv", name: "feed-000001.csv", items: nil)]
        state.unfinished = "[\"1\"]"
        try runner.folder.write(state)
        try "id\r\n1\r\n".write(toFile: "\(runner.folder.incoming)/000001.csv", atomically: true, encoding: .utf8)
        _ = try await runner.pull()
        #expect(try scene.feed.new().sorted() == ["id\r\n1\r\n", "id\r\n2\r\n"])
        #expect(try scene.rows("SELECT count(*) FROM inbox WHERE taken = 1") == [["2"]])
        #expect(try scene.feed.state.unfinished == nil)
    }

    @Test(arguments: TestDatabase.available) func aMarkThatDoesNotStayIsTold(_ database: TestDatabase) async throws {
        let scene = try Scene(database)
        try scene.run("CREATE TABLE inbox (id integer, taken text)", "INSERT INTO inbox VALUES (1, NULL)")
        if database == .sqlite {
            try scene.run("CREATE TRIGGER g AFTER UPDATE ON inbox BEGIN UPDATE inbox SET taken = NULL; END")
        } else {
            try scene.run(
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.taken = NULL; RETURN NEW; END'",
                "CREATE TRIGGER g BEFORE UPDATE ON inbox FOR EACH ROW EXECUTE FUNCTION f()")
        }
        let mark = FeedOptions.Value.section(
            FeedOptions(["column": .text("taken"), "value": .text("1"), "key": .text("id")]))
        let found = try await failure { try await scene.runner(["table": .text("inbox"), "mark": mark]).pull() }
        #expect(found?.english.contains("does not stay") == true && found?.isTemporary == false)
    }

    @Test(arguments: TestDatabase.available) func mistakesAreTold(_ database: TestDatabase) async throws {
        let scene = try Scene(database)
        try scene.run("CREATE TABLE t (id integer, share double precision)", "INSERT INTO t VALUES (1, 0.1)")
        func told(_ options: [String: FeedOptions.Value]) async throws -> FeedFailure {
            try #require(try await failure { try await scene.runner(options).pull() })
        }
        #expect(try await told(["table": .text("nowhere")]).english.contains("nowhere"))
        #expect(try await told(["table": .text("t; DROP TABLE t")]).english.contains("no name"))
        #expect(try await told(["table": .text("t"), "watermark": .text("share")]).english.contains("floating"))
        let lacking = try await told(["query": .text("SELECT id AS n FROM t"), "watermark": .text("id")])
        #expect(lacking.english.contains("no column id") && !lacking.isTemporary)
        #expect(try scene.feed.new().isEmpty)
    }

    @Test(arguments: TestDatabase.available) func aPageIsCutByItsBytes(_ database: TestDatabase) async throws {
        let scene = try Scene(database)
        try scene.run("CREATE TABLE t (id integer)")
        for number in 100..<140 { try scene.run("INSERT INTO t VALUES (\(number))") }
        let summary = try await scene.runner(["query": .text("SELECT id FROM t ORDER BY id")], pageBytes: 100).pull()
        #expect(summary.pages == 4)
        #expect(try scene.feed.new().allSatisfy { $0.hasPrefix("id\r\n1") })
    }

    /// A password stands in no message, and what a row holds neither.
    @Test(.enabled(if: TestDatabase.available.contains(.postgresql), "needs odbc-postgresql and postgresql"))
    func messagesHoldNothingPrivate() async throws {
        let scene = try Scene(.postgresql)
        let file = try scene.feed.write("hunter2\n", to: "password")
        let wrong = scene.feed.runner(
            "odbc",
            [
                "connection": .text("Driver=PostgreSQL Unicode;Server=/nowhere;Database=x"), "user": .text("nobody"),
                "password": .secret(.file(file)), "table": .text("t"),
            ])
        let found = try #require(try await failure { try await wrong.pull() })
        #expect(found.english.contains("SQLSTATE 08") && found.isTemporary && !"\(found)".contains("hunter2"))
        try scene.run("CREATE TABLE t (name text)", "INSERT INTO t VALUES ('赵建国')")
        let cast = try #require(
            try await failure { try await scene.runner(["query": .text("SELECT CAST(name AS integer) FROM t")]).pull() }
        )
        #expect(cast.english.contains("SQLSTATE 22P02") && !"\(cast)".contains("赵建国"))
        let driver = scene.feed.runner("odbc", ["connection": .text("Driver=Nothing"), "table": .text("t")])
        #expect(try await failure { try await driver.pull() }?.english.contains("Nothing") == true)
    }

    @Test(
        .enabled(if: TestDatabase.available.contains(.postgresql), "needs odbc-postgresql and postgresql"),
        .timeLimit(.minutes(20)))
    func aCancelledPullEndsItsStatement() async throws {
        let scene = try Scene(.postgresql)
        let runner = scene.runner(["query": .text("SELECT pg_sleep(86400)")])
        let pull = Task { try await runner.pull() }
        try await Task.sleep(for: .seconds(1))
        pull.cancel()
        await #expect(throws: CancellationError.self) { _ = try await pull.value }
        #expect(try scene.feed.state.failures == 0)
    }
}
