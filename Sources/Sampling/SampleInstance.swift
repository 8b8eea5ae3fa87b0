package import GuijiConfiguration
package import Model

/// Writes a whole instance: configuration, inbox and truth.json. The same options give the same bytes.
package struct SampleInstance {
    /// The day of receipt that the truth holds for, and for any later one.
    package static let asOf = "2025-03-31"

    private let options: SampleOptions
    private let folder: String
    private let known: KnownNames

    /// - Parameter known: what the instance's configuration may name.
    package init(options: SampleOptions, folder: String, known: KnownNames) {
        self.options = options
        self.known = known
        self.folder = folder
    }

    package struct Summary: Sendable {
        package var received: Int
        package var outcomes: OutcomeCounts
        package var departments: Int
    }

    package func write() throws -> Summary {
        let departments = SampleDepartment.all(options)
        try InstanceFiles(directory: folder, departments: departments, options: options).write()
        // Read back as a run would: the labels are the mappings' own, and what is wrong shows before the first row.
        let configuration = try Configuration.load(directory: folder, known: known, digest: { _ in "" })
        let truth = try TruthWriter(path: "\(folder)/truth.json", options: options, asOf: SampleInstance.asOf)
        let regions = configuration.catalogue.lists["regions"]?.entries ?? []
        let subjects = Subjects(
            seed: options.seed, count: options.subjects,
            regions: regions.filter { $0.to == nil && $0.code.hasPrefix("33") && !$0.code.hasSuffix("00") }.map(\.code))

        func layout(_ department: SampleDepartment, _ item: String) throws -> SampleLayout {
            let source = configuration.departments.first { $0.id == department.id }
            guard let item = configuration.catalogue.item(item),
                let mapping = source?.deliveries.first(where: { $0.item == item.number })
            else {
                throw SystemError(
                    chinese: "\(folder)/Mappings 的目录中没有事项“\(item)”。",
                    english: "The catalogue in \(folder)/Mappings lacks \(item).")
            }
            return SampleLayout(
                item: item, mapping: mapping, style: department.style,
                wanted: SampleLayout.wanted(item.id, preset: mapping.name))
        }

        let sources = departments.filter { $0.role == .maker || $0.role == .relay }.sorted { $0.number < $1.number }
        func records(_ item: String, _ rows: Int) throws -> (RecordDeliveries, RecordMaker, [SampleLayout]) {
            let layouts = try sources.map { try layout($0, item) }
            let maker = RecordMaker(item: layouts[0].item, seed: options.seed, subjects: subjects)
            let deliveries = RecordDeliveries(
                folder: folder, options: options, rows: rows, maker: maker, sources: sources, layouts: layouts,
                truth: truth)
            return (deliveries, maker, layouts)
        }
        let (licences, licenceMaker, licenceLayouts) = try records("licence", options.rows)
        let (penalties, _, _) = try records("penalty", options.penalties)

        var registerConflicts = 0
        var comparison: [(String, Int)] = []
        for department in departments {
            switch department.role {
            case .register, .tax:
                let register = RegisterDeliveries(
                    folder: folder, options: options, subjects: subjects,
                    layout: try layout(department, "registration"),
                    truth: truth)
                try register.write(department)
                registerConflicts += register.conflicts
            case .enterprises:
                let own = SelfDeliveries(
                    folder: folder, options: options, licences: licences, maker: licenceMaker, sources: sources,
                    layouts: licenceLayouts, layout: try layout(department, "self-licence"), truth: truth)
                try own.write(department)
                comparison = [
                    ("match", own.matches), ("mismatch", own.mismatches), ("enterprise_only", own.enterpriseOnly),
                ]
            case .maker, .relay:
                try writeInOrder(department, licences, penalties)
            }
        }
        let paired = comparison.prefix(2).reduce(0) { $0 + $1.1 }
        // Penalties are compared too, and no enterprise has disclosed one.
        comparison.append(("government_only", licences.current + penalties.current - paired))
        try truth.finish(
            conflicts: licences.conflicts + penalties.conflicts + registerConflicts, comparison: comparison)
        return Summary(received: truth.received, outcomes: truth.totals, departments: departments.count)
    }

    /// Licences and penalties of one department.
    private func writeInOrder(
        _ department: SampleDepartment, _ licences: RecordDeliveries, _ penalties: RecordDeliveries
    ) throws {
        if options.rows > 0 { try licences.write(department) }
        if options.penalties > 0 { try penalties.write(department) }
    }
}
