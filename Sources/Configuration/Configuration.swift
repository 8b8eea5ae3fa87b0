package import Model

/// All that departments and administrators may change, read and checked whole: `pipeline.yml` and the files under `Mappings/`.
package struct Configuration: Sendable {
    package var settings: Settings
    /// Items in the order of their ids, which is the order of their numbers.
    package var catalogue: Catalogue
    /// In the order of their ids.
    package var departments: [Department]
    package var versions = Versions()
    /// What it was read from, by path in an instance's folder: `pipeline.yml`, `Mappings/catalogue/licence.yml` …
    package private(set) var files: [(path: String, bytes: [UInt8])] = []

    /// SHA-256 of what the figures of a month depend on, each part apart.
    package struct Versions: Sendable, Equatable {
        /// Catalogue, code lists, authority and the settings that rules obey.
        package var catalogue = ""
        /// Departments and presets.
        package var mappings = ""
        package var calendar = ""

        package init() {}
    }

    package init(settings: Settings, catalogue: Catalogue, departments: [Department]) {
        self.settings = settings
        self.catalogue = catalogue
        self.departments = departments
    }

    /// Reads the configuration of one instance.
    ///
    /// - Parameters:
    ///   - directory: folder of the instance.
    ///   - pipelineFile: path of `pipeline.yml` from there.
    ///   - mappings: a folder to read in place of the one that `pipeline.yml` names, from the working directory on.
    ///   - known: rules and plug-ins that the configuration may name.
    ///   - digest: SHA-256 of bytes, as hexadecimal digits.
    /// - Throws: every mistake of every file at once.
    package static func load(
        directory: String, pipelineFile: String = "pipeline.yml", mappings folder: String? = nil, known: KnownNames,
        digest: ([UInt8]) -> String
    ) throws(ConfigurationErrors) -> Configuration {
        let errors = ErrorList()
        let path = SettingsReader.resolve(pipelineFile, in: directory)
        guard
            let file = SourceFile.read(
                path: path, name: pipelineFile, limit: MappingsFolder.yamlLimit, errors: errors)
        else { throw ConfigurationErrors(errors.errors) }
        let pipeline = SettingsReader(file: file, folder: Self.folder(of: path), known: known, errors: errors)
            .read()
        // The mappings are checked also where pipeline.yml cannot be used.
        let name = pipeline?.mappings ?? "Mappings"
        let source = MappingsFolder(
            path: folder ?? pipeline?.settings.paths.mappings
                ?? SettingsReader.resolve(name, in: Self.folder(of: path)),
            name: folder ?? SettingsReader.resolve(name, in: Self.folder(of: pipelineFile)), errors: errors)
        let mappings = MappingsReader(source: source, formats: known.formats, errors: errors).read()
        for feed in pipeline?.references ?? [] { feed.check(mappings.departments, mappings.items) }
        guard errors.errors.isEmpty, var settings = pipeline?.settings else { throw ConfigurationErrors(errors.errors) }
        if let folder { settings.paths.mappings = folder }
        let catalogue = Catalogue(
            items: mappings.items, lists: mappings.lists, calendar: mappings.calendar, authority: mappings.authority,
            fingerprint: digest(Fingerprint.content(of: source, settings: settings)))
        var configuration = Configuration(
            settings: settings, catalogue: catalogue, departments: mappings.departments)
        configuration.files =
            [("pipeline.yml", file.bytes)] + source.files.map { ("Mappings/\($0.path)", $0.file.bytes) }
        let mappingFolders: Set<Substring> = ["departments", "presets"]
        configuration.versions.mappings = digest(Fingerprint.files(of: source) { mappingFolders.contains($0) })
        configuration.versions.calendar = digest(Fingerprint.files(of: source) { $0 == "calendar" })
        configuration.versions.catalogue = digest(
            Fingerprint.files(of: source) { $0 != "calendar" && !mappingFolders.contains($0) }
                + Fingerprint.settingsText(settings))
        return configuration
    }

    /// The folder part of a path, empty where there is none.
    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
