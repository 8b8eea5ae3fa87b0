import Extraction
import Ledger
import Model

/// Whether a delivery has as many rows as its mapping expects (`volume`): a whole register that comes with a tenth of its rows is more likely an
/// export that broke off than nine tenths gone. A repair file has no more rows than had to be mended, and is never short.
struct VolumeGate {
    let context: RecordContext
    let delivery: Delivery

    private struct Enough: Error {}

    /// - Parameter layout: how the file was read.
    func isShort(rows: Int, layout: Layout?) -> Bool {
        rows < delivery.mapping.minimumRows ?? 0 && !RepairColumn.areIn(layout?.columns ?? [])
    }

    /// Counts rows until there are as many as there must be.
    /// - Parameter path: the text that rows stand in.
    /// - Returns: what the whole file came to where it is short; nil where it has enough, or none need be there.
    func shortfall(path: String) throws -> ExtractionSummary? {
        guard let minimum = delivery.mapping.minimumRows, minimum > 0 else { return nil }
        var plan = context.extractionPlan(delivery.mapping)
        plan.batchRows = min(plan.batchRows, minimum)
        var rows = 0
        do {
            let whole = try requireExtractor(for: delivery.format).init(path: path, plan: plan).extract { batch in
                rows += batch.count
                if rows >= minimum { throw Enough() }
            }
            return isShort(rows: whole.rows, layout: whole.layout) ? whole : nil
        } catch is Enough {
            return nil
        }
    }

    /// Why a delivery of so few rows is held.
    func reason(rows: Int) -> String {
        let minimum = delivery.mapping.minimumRows ?? 0
        return "只有 \(rows) 行，少于应有的 \(minimum) 行（映射的 volume.min）；由数据管理员裁定收或不收 / "
            + "\(rows) rows, fewer than the \(minimum) expected (volume.min of the mapping); a steward decides whether it is taken"
    }
}
