import Foundation
import Testing

@testable import Pipeline

@Suite struct PrivateFolderTests {
    @Test func isItsOwnersAloneAndGoneAfterwards() throws {
        var path = ""
        do {
            let folder = try PrivateFolder("guiji-private")
            path = folder.path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o700)
            try FileManager.default.createDirectory(atPath: "\(path)/a/b", withIntermediateDirectories: true)
            try Data([1]).write(to: URL(filePath: "\(path)/a/b/c"))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func twoAreApart() throws {
        let (one, other) = (try PrivateFolder("guiji-private"), try PrivateFolder("guiji-private"))
        #expect(one.path != other.path)
    }
}
