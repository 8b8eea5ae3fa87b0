import Foundation
import Glibc
import Model
import Testing

@testable import Channels

/// Real programs.
@Suite struct ExecFeedTests {
    @Test func whatAProgramWritesIsTaken() async throws {
        let scene = try FeedScene()
        let summary = try await scene.runner("exec", ["command": scene.program("printf '名称,编号\\n甲,1\\n'")]).pull()
        #expect(summary == FeedRunner.Summary(pages: 1, bytes: 20, notices: []))
        #expect(try scene.new() == ["名称,编号\n甲,1\n"])
        #expect(scene.taken[0].file.department == "culture" && scene.taken[0].file.received == 1000)
        #expect(scene.taken[0].name == "feed-000001.csv")
        #expect(scene.taken[0].note == DeliveryNote(channel: "exec", items: ["licence"]))
        #expect(try scene.state.succeeded == 1000 && scene.state.pending.isEmpty && scene.state.failures == 0)
    }

    /// The cursor comes as an argument and as a variable, and goes on by the file.
    @Test func aCursorGoesOn() async throws {
        let scene = try FeedScene()
        let program = try scene.program(
            """
            n=$((${GUIJI_CURSOR:-0} + 1))
            [ "$1" = "--after=$GUIJI_CURSOR" ] || exit 9
            echo "{\\"n\\": $n}"
            echo $n > "$GUIJI_CURSOR_FILE"
            """)
        guard case .texts(let command) = program else { return }
        let runner = scene.runner(
            "exec", ["command": .texts(command + ["--after={cursor}"]), "format": .text("ndjson")])
        for number in 1...3 {
            _ = try await runner.pull()
            #expect(try scene.new() == ["{\"n\": \(number)}\n"])
            #expect(try scene.state.cursor == "\(number)")
        }
        #expect(scene.taken.map(\.name) == ["feed-000001.ndjson", "feed-000002.ndjson", "feed-000003.ndjson"])
    }

    /// A pull without rows leaves neither a page nor a gap in the numbers.
    @Test func noRowsAreNoPage() async throws {
        let scene = try FeedScene()
        let program = try scene.program("[ -f ../go ] || [ -f go ] || exit 0; printf 'a\\n1\\n'")
        let runner = scene.runner("exec", ["command": program])
        for _ in 0..<3 { _ = try await runner.pull() }
        #expect(scene.names("claimed/.feeds/feed.incoming").isEmpty)
        _ = try scene.write("", to: "go")
        _ = try await runner.pull()
        #expect(try scene.new() == ["a\n1\n"] && scene.taken.map(\.name) == ["feed-000001.csv"])
    }

    @Test func aProgramThatFailsDeliversNothing() async throws {
        let scene = try FeedScene()
        let program = try scene.program(
            """
            echo 'a,b'; echo '1,2'; echo 5 > "$GUIJI_CURSOR_FILE"
            echo '91330102MA9X12346R 赵建国' >&2; echo two >&2
            exit 3
            """)
        let found = try #require(try await failure { try await scene.runner("exec", ["command": program]).pull() })
        #expect(found.isTemporary && found.chinese.contains("状态 3") && found.english.contains("2 lines"))
        #expect(!"\(found)".contains("赵建国") && found.english.contains("feed.stderr"))
        #expect(try scene.new().isEmpty && scene.names("claimed/culture").isEmpty)
        let state = try scene.state
        #expect(state.cursor == nil && state.failures == 1 && state.failed == 1000 && state.pending.isEmpty)
        #expect(try #require(state.retry) > 1000 && state.error == "\(found)")
        let errors = "\(scene.path)/claimed/.feeds/feed.stderr"
        #expect(try String(contentsOfFile: errors, encoding: .utf8).contains("赵建国"))
        let attributes = try FileManager.default.attributesOfItem(atPath: errors)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        // The partial page is gone at the next pull at the latest, and the number is used again.
        _ = try await scene.runner("exec", ["command": scene.program("echo x; echo y")]).pull()
        #expect(try scene.new() == ["x\ny\n"] && scene.names("claimed/.feeds/feed.incoming").isEmpty)
        #expect(try scene.state.failures == 0 && scene.state.error == nil)
    }

    @Test(arguments: ["", "a,b\n", "\"a\n\",b\r\n\n", "\n\n"]) func aPageWithoutRowsIsNoDelivery(_ text: String)
        async throws
    {
        let scene = try FeedScene()
        let file = try scene.write(text, to: "text")
        _ = try await scene.runner("exec", ["command": .texts(["cat", file])]).pull()
        #expect(try scene.new().isEmpty && scene.state.succeeded == 1000)
    }

    @Test func tooMuchIsRefused() async throws {
        let scene = try FeedScene()
        let found = try await failure {
            try await scene.runner("exec", ["command": scene.program("yes 1,2")], pageBytes: 100_000).pull()
        }
        #expect(try #require(found).english.contains("100000 bytes") && found?.isTemporary == false)
        #expect(try scene.new().isEmpty)
    }

    @Test func aMissingProgramIsNamed() async throws {
        let scene = try FeedScene()
        let found = try await failure {
            try await scene.runner("exec", ["command": .texts(["no-such-program-here"])]).pull()
        }
        #expect(try #require(found).english.contains("no-such-program-here") && found?.isTemporary == false)
    }

    /// Whatever the program started ends with it, also what ignores the polite signal.
    @Test(.timeLimit(.minutes(20))) func aProgramThatHangsIsEndedWithAllItStarted() async throws {
        let scene = try FeedScene()
        let program = try scene.program(
            """
            trap '' TERM
            sh -c 'trap "" TERM; echo $$ > "\(scene.path)/child"; while :; do sleep 0.1; done' &
            echo a
            while :; do sleep 0.1; done
            """)
        let found = try await failure {
            try await scene.runner("exec", ["command": program], timeout: 1).pull()
        }
        #expect(try #require(found).english.contains("1 seconds"))
        let child = try #require(
            Int32(
                String(contentsOfFile: "\(scene.path)/child", encoding: .utf8).trimmingCharacters(
                    in: .whitespacesAndNewlines)))
        #expect(try scene.new().isEmpty && hasEnded(child))
    }

    @Test(.timeLimit(.minutes(20))) func aCancelledPullEndsItsProgram() async throws {
        let scene = try FeedScene()
        let runner = scene.runner(
            "exec", ["command": try scene.program("echo $$ > \"\(scene.path)/self\"; exec sleep 600")])
        let pull = Task { try await runner.pull() }
        func number() -> Int32? {
            let text = try? String(contentsOfFile: "\(scene.path)/self", encoding: .utf8)
            return text.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        while number() == nil { try await Task.sleep(for: .seconds(0.05)) }
        pull.cancel()
        await #expect(throws: CancellationError.self) { _ = try await pull.value }
        let process = try #require(number())
        #expect(hasEnded(process))
        // To be stopped is no failure.
        #expect(try scene.state.failures == 0)
    }

    /// A program that ends and leaves something behind that holds its output is not waited for.
    @Test func whatAProgramLeavesBehindIsEnded() async throws {
        let scene = try FeedScene()
        let program = try scene.program(
            "sh -c 'echo $$ > \"\(scene.path)/child\"; exec sleep 600' & while [ ! -s \"\(scene.path)/child\" ]; do sleep 0.05; done; echo a; echo 1"
        )
        _ = try await scene.runner("exec", ["command": program]).pull()
        #expect(try scene.new() == ["a\n1\n"])
        let child = try #require(
            Int32(
                String(contentsOfFile: "\(scene.path)/child", encoding: .utf8).trimmingCharacters(
                    in: .whitespacesAndNewlines)))
        #expect(hasEnded(child))
    }

    @Test func aProgramKnowsItsOwnSecretsOnly() async throws {
        let scene = try FeedScene()
        let secret = try scene.write("hush\n", to: "secret")
        setenv("GUIJI_TEST_OTHER", "other", 1)
        defer { unsetenv("GUIJI_TEST_OTHER") }
        let program = try scene.program("echo a; echo \"$TOKEN|$PLAIN|$GUIJI_TEST_OTHER|$(pwd)\"")
        let runner = scene.runner(
            "exec",
            ["command": program, "env": .pairs(["TOKEN": .secret(.file(secret)), "PLAIN": .text("p")])])
        _ = try await runner.pull()
        #expect(try scene.new() == ["a\nhush|p||\(URL(filePath: scene.path).resolvingSymlinksInPath().path())\n"])
        let lacking = scene.runner(
            "exec", ["command": program, "env": .pairs(["TOKEN": .secret(.environment("GUIJI_TEST_NONE"))])])
        await #expect(throws: SystemError.self) { _ = try await lacking.pull() }
        #expect(try scene.state.failures == 1)
    }

    @Test func aLookKeepsNothing() async throws {
        let scene = try FeedScene()
        let runner = scene.runner("exec", ["command": try scene.program("echo a; echo 1; echo 7 > $GUIJI_CURSOR_FILE")])
        let summary = try await runner.look(to: "\(scene.path)/look.csv")
        #expect(summary.pages == 1)
        #expect(try String(contentsOfFile: "\(scene.path)/look.csv", encoding: .utf8) == "a\n1\n")
        #expect(try scene.new().isEmpty && scene.state == FeedState())
    }

    private func hasEnded(_ process: Int32) -> Bool {
        for _ in 0..<100 {
            // A zombie that nobody has reaped is none of ours.
            let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            if kill(process, 0) != 0 || status.contains(") Z ") { return true }
            usleep(20_000)
        }
        return false
    }
}
