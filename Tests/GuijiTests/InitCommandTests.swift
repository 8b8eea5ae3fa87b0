import Foundation
import Testing

@Suite struct InitCommandTests {
    @Test func makesARunnableInstance() throws {
        let made = try CommandFolder.withInstance()
        for name in ["pipeline.yml", "Mappings/catalogue/licence.yml", "inbox/culture", "inbox/market-supervision"] {
            #expect(made.folder.has("demo/\(name)"), "\(name)")
        }
        let answer = try made.guiji("run", "-C", "demo")
        #expect(answer.status == 0, "\(answer)")
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        let second = try made.guiji("run", "-C", "demo", "--as-of", "2025-03-31")
        #expect(second.status == 0, "\(second)")
        #expect(second.text.contains("收到 63"), "\(second)")
    }

    @Test func neverOverwritesAnInstance() throws {
        let made = try CommandFolder.withInstance()
        let before = try made.folder.read("demo/pipeline.yml")
        let answer = try made.guiji("init", "demo", "--mappings", "\(Guiji.project)/Mappings")
        #expect(answer.status == 1)
        #expect(answer.error.contains("pipeline.yml"))
        #expect(try made.folder.read("demo/pipeline.yml") == before)
    }

    @Test func needsMappings() throws {
        let made = try CommandFolder()
        let answer = try made.guiji("init", "demo", "--mappings", "nowhere")
        #expect(answer.status == 1)
        #expect(answer.error.contains("--mappings"))
        #expect(!made.folder.has("demo"))
    }

    /// A name that means something to YAML stays a name.
    @Test(arguments: ["a: b", "\"quoted\" \\ # name", "- list", "我市 {x}"]) func strangeNames(_ name: String) throws {
        let made = try CommandFolder()
        let answer = try made.guiji("init", "demo", "--mappings", "\(Guiji.project)/Mappings", "--name=\(name)")
        #expect(answer.status == 0, "\(answer)")
        #expect(try made.guiji("run", "-C", "demo").status == 0)
    }
}
