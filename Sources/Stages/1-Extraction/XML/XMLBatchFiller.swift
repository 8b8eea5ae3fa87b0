import Bytes
import Model

/// Puts the rows of an XML file into batches and hands those on.
final class XMLBatchFiller {
    let batch: Batch
    private let constants: Constants
    private let batchRows: Int
    private let sink: ((Batch) throws -> Void)?
    private var failure: (any Error)?
    private(set) var rows = 0
    private(set) var dropped = 0
    /// Cells that came as attributes, and those that came as elements.
    private(set) var attributeCells = 0
    private(set) var elementCells = 0

    init(_ plan: ExtractionPlan, _ sink: @escaping (Batch) throws -> Void) {
        // See CSVExtractor for the rows more.
        batch = Batch(fieldCount: plan.item.fields.count, capacity: plan.batchRows + 8)
        batchRows = plan.batchRows
        constants = Constants(plan.mapping)
        self.sink = sink
        startBatch()
    }

    /// Fills one row of somebody else's batch.
    init(_ plan: ExtractionPlan, into batch: Batch) {
        self.batch = batch
        batchRows = 1
        constants = Constants(plan.mapping)
        sink = nil
        startBatch()
    }

    private func startBatch() {
        constants.begin(batch)
        constants.fillRow(batch)
    }

    /// Takes the row that `source` has just read. An error of the sink stops the parser and is thrown by ``rethrow()``.
    func take(_ source: inout XMLRows) {
        if source.nonEmpty == 0 && source.damage == .none {
            dropped += 1
            return
        }
        if source.damage != .none && source.damage != .undecodable {
            batch.clearRow()
        }
        for cell in source.cells {
            guard let field = source.columns.fields[cell.column] else { continue }
            batch.put(field: field, start: cell.start, length: cell.length)
            if cell.isAttribute { attributeCells += 1 } else { elementCells += 1 }
        }
        end(source.position, source.damage)
        if failure != nil { source.stop(.byReader) }
    }

    /// Takes what is left of a document that is not well formed as one row.
    func takeBroken(_ position: RowPosition) {
        batch.clearRow()
        end(position, .malformed)
    }

    func finish() throws {
        try rethrow()
        if batch.count > 0 { try sink?(batch) }
    }

    func rethrow() throws {
        if let failure { throw failure }
    }

    private func end(_ place: RowPosition, _ damage: Damage) {
        rows += 1
        var position = place
        position.row = rows
        batch.endRow(position, damage: damage)
        if batch.count == batchRows || batch.text.count > ExtractionPlan.batchBytes, let sink {
            do {
                try sink(batch)
            } catch {
                failure = error
            }
            batch.removeAll()
            constants.begin(batch)
        }
        constants.fillRow(batch)
    }
}
