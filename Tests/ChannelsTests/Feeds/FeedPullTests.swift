import Foundation
import Model
import Testing

@testable import Channels

/// Pages, cursors, and what a stop leaves between two steps.
@Suite struct FeedPullTests {
    /// Stopped after the state was written: the page is in the spool, or still to be taken; never both, never neither.
    @Test(arguments: [true, false]) func aPageThatWasNotedIsTakenOnce(wasTaken: Bool) async throws {
        let scene = try FeedScene()
        let runner = scene.runner("exec", ["command": try scene.program("echo a; echo $GUIJI_CURSOR")])
        try runner.folder.prepare()
        var state = FeedState()
        state.type = "exec"
        state.cursor = "9"
        state.number = 4
        state.pending = [FeedState.Page(file: "000004.csv", name: "feed-000004.csv", items: ["licence"])]
        try runner.folder.write(state)
        if !wasTaken {
            try "四".write(toFile: "\(runner.folder.incoming)/000004.csv", atomically: true, encoding: .utf8)
        }
        // A page of a pull that was stopped before.
        try "五".write(toFile: "\(runner.folder.incoming)/000005.csv", atomically: true, encoding: .utf8)
        try await runner.recover()
        #expect(try scene.new() == (wasTaken ? [] : ["四"]))
        #expect(try scene.state.pending.isEmpty && scene.names("claimed/.feeds/feed.incoming").isEmpty)
        _ = try await runner.pull()
        #expect(try scene.new() == ["a\n9\n"])
        #expect(scene.taken.last?.name == "feed-000005.csv")
        if !wasTaken {
            #expect(scene.taken[0].name == "feed-000004.csv" && scene.taken[0].note.channel == "exec")
            #expect(scene.taken[0].note.items == ["licence"])
        }
    }

    /// The cursor of another kind is not used, its page is taken.
    @Test func anotherKindBeginsAnew() async throws {
        let scene = try FeedScene()
        let runner = scene.runner("exec", ["command": try scene.program("echo a; echo \"[$GUIJI_CURSOR]\"")])
        try runner.folder.prepare()
        var state = FeedState()
        state.type = "http"
        state.cursor = "9"
        state.pending = [FeedState.Page(file: "000001.xml", name: "feed-000001.xml", items: nil)]
        state.number = 1
        try runner.folder.write(state)
        try "<a/>".write(toFile: "\(runner.folder.incoming)/000001.xml", atomically: true, encoding: .utf8)
        _ = try await runner.pull()
        #expect(try Set(scene.new()) == ["<a/>", "a\n[]\n"])
        #expect(scene.taken.map(\.note.channel).sorted() == ["exec", "http"])
    }

    @Test func aStateThatCannotBeReadStopsThePull() async throws {
        let scene = try FeedScene()
        let runner = scene.runner("exec", ["command": try scene.program("echo a; echo 1")])
        try runner.folder.prepare()
        try "{".write(toFile: "\(runner.folder.path)/feed.json", atomically: true, encoding: .utf8)
        await #expect(throws: SystemError.self) { _ = try await runner.pull() }
        #expect(try scene.new().isEmpty)
    }

    @Test(.timeLimit(.minutes(20))) func twoPullsOfOneFeedNeverOverlap() async throws {
        let scene = try FeedScene()
        let program = try scene.program(
            "echo a; touch '\(scene.path)/began'; while [ ! -e '\(scene.path)/go' ]; do sleep 0.05; done; echo 1")
        let slow = scene.runner("exec", ["command": program], timeout: 1000)
        let pull = Task { try await slow.pull() }
        while !scene.names("").contains("began") { try await Task.sleep(for: .seconds(0.02)) }
        let found = try await failure { try await slow.pull() }
        _ = try scene.write("", to: "go")
        #expect(try #require(found).english.contains("another process"))
        _ = try await pull.value
        #expect(try scene.new() == ["a\n1\n"] && scene.state.failures == 0)
    }

    @Test func aFeedThatFailsIsLeftAloneLongerAndLonger() {
        #expect(FeedBackOff.pause(failures: 1, asked: nil, chance: 0) == 2)
        #expect(FeedBackOff.pause(failures: 1, asked: nil, chance: 1) == 1)
        #expect(FeedBackOff.pause(failures: 5, asked: nil, chance: 0) == 32)
        #expect(FeedBackOff.pause(failures: 99, asked: nil, chance: 0) == 900)
        #expect(FeedBackOff.pause(failures: 1, asked: 60, chance: 1) == 60)
        #expect(FeedBackOff.pause(failures: 1, asked: 1e9, chance: 1) == 86_400)
    }
}
