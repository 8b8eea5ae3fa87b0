import Foundation
import Model
import Testing

@testable import GuijiConfiguration

/// The project's own `Mappings/`: they must load as they are.
@Suite struct ProjectMappingsTests {
    @Test func load() throws {
        let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var instance = InstanceFolder()
        for path in instance.files.keys { instance[path] = nil }
        instance["pipeline.yml"] = "instance: 示例市\nmappings: \(project.path)/Mappings\n"
        do {
            let configuration = try instance.load()
            #expect(!configuration.catalogue.items.isEmpty)
            #expect(!configuration.departments.isEmpty)
        } catch let errors as ConfigurationErrors {
            Issue.record("\(errors)")
        }
    }
}
