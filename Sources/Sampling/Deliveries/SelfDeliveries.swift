import Bytes
import Model

/// Writes what enterprises disclose of their licences themselves: mostly what the departments say, some of it wrong, some of it
/// unknown to any department.
final class SelfDeliveries {
    private let folder: String
    private let options: SampleOptions
    private let licences: RecordDeliveries
    private let maker: RecordMaker
    private let sources: [SampleDepartment]
    private let layouts: [SampleLayout]
    private let layout: SampleLayout
    private let truth: TruthWriter
    private let fields: RowFields
    private let row: SampleRow
    private(set) var matches = 0
    private(set) var mismatches = 0
    private(set) var enterpriseOnly = 0

    init(
        folder: String, options: SampleOptions, licences: RecordDeliveries, maker: RecordMaker,
        sources: [SampleDepartment], layouts: [SampleLayout], layout: SampleLayout, truth: TruthWriter
    ) {
        self.folder = folder
        self.options = options
        self.licences = licences
        self.maker = maker
        self.sources = sources
        self.layouts = layouts
        self.layout = layout
        self.truth = truth
        fields = RowFields(layout.item)
        row = SampleRow(fieldCount: layout.item.fields.count)
    }

    func write(_ department: SampleDepartment) throws {
        let again = options.selfDisclosed / 50
        let rows = options.selfDisclosed - again
        let file = SampleFile(
            folder: folder, department: department, name: "2025-03-12-self-licence", layout: layout, truth: truth)
        let dirt = Dirt.possible(in: layout, fields)
        var cursor = Cursor(self)
        for number in 0..<rows {
            var dice = Dice(options.seed, .selfLicence, number)
            let record = cursor.next()
            copy(record, number)
            let isLast = number == rows - 1 && options.dirt > 0
            if isLast || dice.chance(options.dirt) && !row.isAbsent(fields.code ?? 0) {
                let kind = isLast ? .overlong : dirt[dice.below(dirt.count)]
                DirtMaker(layout: layout, fields: fields, seed: options.seed)
                    .apply(kind, to: row, subject: maker.subjects, key: number)
                // What is taken says nothing else than the department.
                if !kind.isRejected {
                    if record == nil { enterpriseOnly += 1 } else { matches += 1 }
                }
                try file.add(row, kind.isRejected ? .rejected : .published, dirt: kind)
            } else {
                disclose(record, &dice)
                try file.add(row, .published)
            }
        }
        try file.close()
        let second = SampleFile(
            folder: folder, department: department, name: "2025-03-26-self-licence", layout: layout, truth: truth)
        cursor = Cursor(self)
        var written = 0
        for number in 0..<max(0, rows - 1) where written < again {
            var dice = Dice(options.seed, .selfLicence, number)
            let record = cursor.next()
            copy(record, number)
            if dice.chance(options.dirt) && !row.isAbsent(fields.code ?? 0) { continue }
            let kept = (matches, mismatches, enterpriseOnly)
            disclose(record, &dice)
            (matches, mismatches, enterpriseOnly) = kept
            try second.add(row, .unchanged)
            written += 1
        }
        try second.close()
    }

    /// Changes ``row`` where the enterprise does not say what the department says.
    private func disclose(_ record: (source: Int, index: Int)?, _ dice: inout Dice) {
        switch dice.below(100) {
        case _ where record == nil: enterpriseOnly += 1
        case 0..<8:
            row.set(fields.validTo, "2031-01-01")
            mismatches += 1
        case 8..<13:
            row.edit(fields.documentNumber ?? 0) { $0.insert(contentsOf: "自".utf8, at: 3) }
            enterpriseOnly += 1
        default: matches += 1
        }
    }

    /// Makes ``row`` what the department says of the record, or of a licence of nobody.
    private func copy(_ record: (source: Int, index: Int)?, _ number: Int) {
        let source = record?.source ?? 0
        let index = record?.index ?? (90_000_000 + number)
        maker.make(
            index, of: sources[source], .plain, .original, layout: layouts[source], deliverer: sources[source])
        row.begin()
        for (own, theirs) in [
            (fields.code, maker.fields.code), (fields.registrationNumber, maker.fields.registrationNumber),
            (fields.name, maker.fields.name), (fields.documentNumber, maker.fields.documentNumber),
            (fields.licenceNumber, maker.fields.licenceNumber), (fields.content, maker.fields.content),
            (fields.certificateName, maker.fields.certificateName), (fields.event, maker.fields.event),
            (fields.validFrom, maker.fields.validFrom), (fields.validTo, maker.fields.validTo),
            (fields.authority, maker.fields.authority),
        ] {
            if let theirs { row.set(own) { $0.append(maker.row.value(theirs)) } }
        }
        row.set(fields.status, "有效")
        if index % 3 == 0 { row.set(fields.authority, sources[source].alias) }
        row.set(fields.updated, "2025-03-01")
    }

    /// Goes through the records that can be disclosed: by the makers in turn, current as delivered, about normal enterprises.
    private struct Cursor {
        let owner: SelfDeliveries
        let makers: [Int]
        var places: [Int]
        var turn = 0

        init(_ owner: SelfDeliveries) {
            self.owner = owner
            makers = owner.sources.indices.dropLast().filter {
                owner.layouts[$0].has(owner.maker.fields.certificateName)
                    && owner.layouts[$0].has(owner.maker.fields.updated)
            }
            places = Array(repeating: 0, count: makers.count)
        }

        mutating func next() -> (source: Int, index: Int)? {
            var exhausted = 0
            while exhausted < makers.count {
                turn = (turn + 1) % makers.count
                let source = makers[turn]
                guard places[turn] < owner.licences.storied(source) else {
                    exhausted += 1
                    continue
                }
                while places[turn] < owner.licences.storied(source) {
                    let index = places[turn]
                    places[turn] += 1
                    let fate = owner.licences.fate(source, index)
                    if [.plain, .resent, .relayed, .relayedAgain, .repeated].contains(fate) { return (source, index) }
                }
                exhausted += 1
            }
            return nil
        }
    }
}
