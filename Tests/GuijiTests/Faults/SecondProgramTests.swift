import Foundation
import Testing

/// `guiji run` and other commands beside a running service: one at a time, and each file once.
@Suite struct SecondProgramTests {
    @Test func runsBesideAServiceTakeNothingTwice() throws {
        let scene = try FaultScene()
        try scene.start()
        scene.waitForInterface()
        var (done, refused) = (0, 0)
        for stage in MixedDelivery.stages {
            for delivery in stage {
                try scene.deliver(delivery)
                let run = try scene.run("run")
                if run.status == 0 { done += 1 } else { refused += 1 }
                // What it may not do at the moment it says.
                #expect(run.status == 0 || run.error.contains("另一个 guiji"), "\(run)")
            }
            try #require(scene.settle(), "\(scene.service?.log.suffix(3000) ?? "")")
        }
        #expect(done > 0)
        // Of what the other program took the service learns at its next start: then senders are told, and notes are tidied up.
        #expect(scene.service?.stop() == 0)
        try scene.start()
        scene.waitForInterface()
        try #require(scene.settle())
        try scene.expectQuietState("\(done) runs, \(refused) refused")
    }

    @Test func aSecondServiceLeavesTheFirstAlone() throws {
        let scene = try FaultScene()
        try scene.start()
        scene.waitForInterface()
        try scene.deliverAll {
            let second = try RunningService(scene.folder, log: "second.log", environment: scene.page.environment())
            #expect(second.status() == 1 && second.log.contains("already"))
        } end: {
        }
        try scene.expectQuietState()
    }
}
