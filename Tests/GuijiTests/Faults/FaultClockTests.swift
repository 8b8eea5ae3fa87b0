import Foundation
import Testing

/// A clock that is set back while files come, and again before a start: claims stay each other's own, nothing waits for a time that was there before,
/// and the result is the same.
@Suite struct FaultClockTests {
    @Test func aClockThatIsSetBackChangesNothing() throws {
        let scene = try FaultScene()
        let hour = 3600
        try scene.start()
        scene.waitForInterface()
        try scene.deliverAll {
            scene.page[.clock] -= 3 * hour
        } end: {
            #expect(scene.service?.stop() == 0)
            scene.page[.clock] -= 3 * hour
            try scene.start()
            scene.waitForInterface()
            #expect(scene.settle(), "\(scene.service?.log.suffix(3000) ?? "")")
            // What bears on these deliveries comes after them, as in the quiet run: which came first is what labels tell.
            scene.page[.clock] += 6 * hour
        }
        try scene.expectQuietState()
    }

    /// The shim's clock is the program's, or the test above would say nothing.
    @Test func theProgramHasTheClockOfTheShim() throws {
        let scene = try FaultScene()
        try scene.start()
        scene.waitForInterface()
        scene.kill()
        #expect(scene.service?.log.contains("\"time\":\"2025-03-31T") == true)
    }
}
