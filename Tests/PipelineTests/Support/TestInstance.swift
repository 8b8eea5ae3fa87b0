import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline

/// An instance with the project's configuration (or a given one) and stores in a folder of its own.
struct TestInstance {
    let folder: TestFolder
    let configuration: Configuration

    init(
        _ base: Configuration? = nil, in folder: TestFolder? = nil, _ change: (inout Configuration) -> Void = { _ in }
    ) throws {
        self.folder = try folder ?? TestFolder()
        var configuration = try base ?? Project.configuration()
        let path = self.folder.path
        configuration.settings.paths.ledger = "\(path)/ledger.sqlite"
        configuration.settings.paths.disclosure = "\(path)/disclosure.sqlite"
        configuration.settings.paths.archive = "\(path)/archive"
        configuration.settings.paths.outbox = "\(path)/outbox"
        configuration.settings.paths.reports = "\(path)/reports"
        configuration.settings.paths.inbox = "\(path)/inbox"
        configuration.settings.paths.claimed = "\(path)/inbox.claimed"
        change(&configuration)
        self.configuration = configuration
    }

    func open() throws -> Instance { try Instance(configuration) }

    /// Seconds since 1970 of 09:00 on a day `YYYY-MM-DD` in the instance's time zone.
    func morning(_ day: String) throws -> Int {
        guard let number = CivilDate.parse(day) else { throw CocoaError(.formatting) }
        return configuration.settings.seconds(ofDay: number) + 9 * 3600
    }

    /// Takes files in, each received on the day that its name begins with; the run is at the end of March.
    @discardableResult
    func run(_ files: [String], asOf: String = "2025-03-31") throws -> RunSummary {
        var options = RunOptions()
        options.files = files
        options.isDated = true
        options.asOf = try morning(asOf)
        return try Run(instance: open(), options: options)()
    }

    /// Takes in what waits in the inbox; without one, nothing.
    @discardableResult
    func runInbox(asOf: String = "2025-03-31", isDated: Bool = true) throws -> RunSummary {
        var options = RunOptions()
        options.isDated = isDated
        options.asOf = try morning(asOf)
        return try Run(instance: open(), options: options)()
    }

    /// Puts a file where the archive wants a folder for this one's bytes: a run that takes it fails. To be removed at the path given back.
    func obstruct(_ file: String) throws -> String {
        let stored = Archive(directory: configuration.settings.paths.archive).path(
            of: try Archive.digest(ofFile: file).digest)
        let folder = (stored as NSString).deletingLastPathComponent
        guard !FileManager.default.fileExists(atPath: folder) else { throw CocoaError(.fileWriteFileExists) }
        try Data().write(to: URL(filePath: folder))
        return folder
    }

    /// Writes a delivery beside the stores, in a folder named after its department.
    func deliver(_ text: String, as name: String, from department: String) throws -> String {
        try folder.write(text, to: "deliveries/\(department)/\(name)")
    }
}
