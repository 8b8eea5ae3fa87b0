import ArgumentParser
import Channels
import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Reporting

struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "数据源：有哪些、上次如何、现在就拉取。 Feeds: which, how they went, pull one now.",
        discussion: """
              guiji feed list                              各数据源的状态、上次、下次、错误 state, last, next, error
              guiji feed pull culture-api                  现在就拉取 pull now
              guiji feed pull culture-api --to 看看.csv    只看第一页，不入库、不记游标 look at the first page only

            数据源写在 pipeline.yml 的 feeds 中；serve 按时拉取。
            Feeds stand under feeds in pipeline.yml; serve pulls them at their times.
            """,
        subcommands: [FeedList.self, FeedPullCommand.self], defaultSubcommand: FeedList.self)
}

struct FeedList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "各数据源的状态、上次与下次。 The feeds, how they last went and when they come next.",
        discussion: "  guiji feed list --json    供程序使用 for programs")

    @OptionGroup var options: InstanceOptions
    @Flag(help: "输出 JSON 数组 print a JSON array") var json = false

    func run() throws {
        let configuration = try options.configuration()
        let clock = ReportClock(configuration.settings.timeZone)
        let now = Int(Date().timeIntervalSince1970)
        var rows = [
            ["数据源 name", "类型 type", "部门 department", "何时 when", "状态 state", "上次成功 last", "页 pages", "下次 next"]
        ]
        var objects: [[String: Any]] = []
        var errors: [String] = []
        for feed in configuration.settings.feeds {
            let folder = FeedFolder(claimed: configuration.settings.paths.claimed, feed: feed.name)
            let state = try folder.state()
            let due = Result { () throws(MissingCalendarYear) in
                try feed.due(state, since: now, now: now, calendar: configuration.catalogue.calendar)
            }
            var comes = "—"
            var object: [String: Any] = [:]
            switch due {
            case .success(let moment?):
                comes = clock.text(max(moment, now))
                object["next"] = clock.iso(max(moment, now))
            case .success(nil): break
            case .failure(let missing):
                comes = "日历缺少 \(missing.year) 年 add Mappings/calendar/\(missing.year).yml"
                object["missing_calendar_year"] = missing.year
            }
            let standing = FeedStanding(state)
            rows.append([
                feed.name, feed.type, feed.department, feed.rhythm.text, standing.text,
                state.succeeded.map(clock.text) ?? "—", "\(state.pages)", comes,
            ])
            if let error = state.error {
                errors.append("\(feed.name)（\(state.failed.map(clock.text) ?? "")）：\(error)")
            }
            let facts: [String: Any] = [
                "name": feed.name, "type": feed.type, "department": feed.department, "when": feed.rhythm.text,
                "state": standing.rawValue, "failures": state.failures, "pages": state.pages, "bytes": state.bytes,
            ]
            object.merge(facts) { $1 }
            object["last_success"] = state.succeeded.map(clock.iso)
            object["last_failure"] = state.failed.map(clock.iso)
            object["error"] = state.error
            objects.append(object)
        }
        if json { return print(try ScheduleText.json(objects)) }
        guard rows.count > 1 else { return print("pipeline.yml 中没有数据源（feeds）。 There are no feeds.") }
        print(TextTable.text(rows))
        for error in errors { print("\n\(error)") }
    }
}

/// How a feed stands.
private enum FeedStanding: String {
    case new, well, failing

    init(_ state: FeedState) { self = state.failures > 0 ? .failing : state.succeeded == nil ? .new : .well }

    var text: String {
        switch self {
        case .new: "未拉取 new"
        case .well: "正常 well"
        case .failing: "失败 failing"
        }
    }
}

struct FeedPullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "现在就拉取一个数据源。 Pull one feed now.",
        discussion: """
              guiji feed pull culture-api                  取到的页由运行中的服务或 guiji run 处理 serve or run takes the pages in
              guiji feed pull culture-api --to 看看.csv    只看第一页 look at the first page, keep nothing

            退出码 1：失败；失败之前的页已经取到。 Exit status 1: it failed; pages before that are taken.
            """)

    @OptionGroup var options: InstanceOptions
    @Argument(help: "数据源名称 the feed's name") var name: String
    @Option(help: "只把第一页写到此文件 write the first page here and keep nothing") var to: String?

    func run() async throws {
        let configuration = try options.configuration()
        guard let feed = configuration.settings.feeds.first(where: { $0.name == name }) else {
            let known = configuration.settings.feeds.map(\.name).joined(separator: "、")
            throw SystemError(
                chinese: "pipeline.yml 中没有数据源“\(name)”；有：\(known)",
                english: "There is no feed “\(name)”; known: \(known)")
        }
        let runner = feed.runner(into: try Spool(configuration.settings.paths.claimed))
        do {
            let summary = try await stoppable { [to] in
                if let to { try await runner.look(to: to) } else { try await runner.pull() }
            }
            let place = to.map { " → \($0)" } ?? ""
            print("\(name)：\(summary.pages) 页 pages，\(summary.bytes) 字节 bytes\(place)")
            for notice in summary.notices { FileHandle.standardError.write(Data("guiji: \(notice)\n".utf8)) }
        } catch let failure as FeedFailure {
            throw SystemError(chinese: failure.chinese, english: failure.english)
        } catch is CancellationError {
            throw SystemError(chinese: "已停止；取到的页不丢。", english: "Stopped; pages that were taken stay.")
        }
    }

    /// SIGINT and SIGTERM end the pull with all that it started.
    private func stoppable<Answer: Sendable>(
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await task.value
    }
}
