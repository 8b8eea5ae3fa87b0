import Consolidation
import Extraction
import Foundation
package import GuijiConfiguration
import Ledger
import Model
import Validation

/// A department's delivery of one item in one layout.
struct Delivery: Sendable {
    var department: Department
    var mapping: Mapping
    /// What the file is, which may be another table than the mapping says.
    var format: String
}

/// What the record stage needs of the configuration, prepared once and shared by all threads.
struct RecordContext: Sendable {
    let settings: Settings
    let catalogue: Catalogue
    let departments: [Department]
    let lists: PreparedLists
    let plans: [RecordPlan]
    let names: AuthorityNames
    /// By department, in its order: its deliveries ready to be held against headers.
    let mappings: [String: [PreparedMapping]]

    init(_ configuration: Configuration) {
        settings = configuration.settings
        catalogue = configuration.catalogue
        departments = configuration.departments
        lists = PreparedLists(configuration.catalogue)
        plans = RecordPlan.all(of: configuration.catalogue)
        names = AuthorityNames(departments: configuration.departments)
        let items = configuration.catalogue.items
        mappings = Dictionary(
            uniqueKeysWithValues: configuration.departments.map { department in
                (department.id, department.deliveries.map { PreparedMapping($0, item: items[$0.item]) })
            })
    }

    func department(_ id: String) -> Department? { departments.first { $0.id == id } }

    /// The delivery that a held submission was read as; nil where it is no longer configured.
    func delivery(of submission: Submission) -> Delivery? {
        if submission.mapping == EntryForm.name {
            guard let department = department(submission.source), let id = submission.item,
                let item = catalogue.item(id)
            else { return nil }
            let mapping = EntryForm.mapping(item, department: department.id)
            return Delivery(department: department, mapping: mapping, format: mapping.format)
        }
        guard let department = department(submission.source),
            let mapping = department.deliveries.first(where: {
                $0.name == submission.mapping && catalogue.items[$0.item].id == submission.item
            })
        else { return nil }
        return Delivery(
            department: department, mapping: mapping, format: submission.layout?.format ?? mapping.format)
    }

    /// - Parameter size: bytes of the file, where they are known: a small one needs no large batch.
    func extractionPlan(_ mapping: Mapping, size: Int? = nil) -> ExtractionPlan {
        let rows = size.map { max(16, $0 / 16) } ?? .max
        return ExtractionPlan(
            mapping: mapping, item: catalogue.items[mapping.item], batchRows: min(settings.batchRows, rows),
            rowLimit: settings.rowBytes, depthLimit: settings.xmlDepth)
    }

    /// - Parameter day: of receipt, days since 1970-01-01.
    func stage(_ delivery: Delivery, day: Int) -> RecordStage {
        RecordStage(
            item: catalogue.items[delivery.mapping.item], mapping: delivery.mapping, format: delivery.format,
            department: delivery.department, catalogue: catalogue, lists: lists, settings: settings.validation,
            receiptDay: day)
    }

    func encoder(_ delivery: Delivery, submission: Int, received: Int) -> RecordEncoder {
        RecordEncoder(
            plan: plans[delivery.mapping.item], department: delivery.department, authority: catalogue.authority,
            names: names,
            submission: RecordEncoder.Submission(
                number: submission, received: received,
                source: departments.firstIndex { $0.id == delivery.department.id } ?? departments.count))
    }
}

extension Settings {
    /// The civil day of a moment in the instance's time zone, in days since 1970-01-01.
    package func day(of seconds: Int) -> Int {
        let local = seconds + timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        return Int((Double(local) / 86_400).rounded(.down))
    }

    /// The first second of a civil day in the instance's time zone.
    package func seconds(ofDay day: Int) -> Int {
        let guess = day * 86_400
        return guess - timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(guess)))
    }
}
