/// What an extractor is told: the mapping, the fields it fills, and the limits it keeps.
package struct ExtractionPlan: Sendable {
    package var mapping: Mapping
    package var item: Item
    /// Most rows in a batch.
    package var batchRows: Int
    /// Longest row in bytes; a longer one is damaged.
    package var rowLimit: Int
    /// XML, JSON: deepest nesting.
    package var depthLimit: Int

    /// A batch ends where its texts take more, however few its rows are.
    package static let batchBytes = 8 << 20

    package init(mapping: Mapping, item: Item, batchRows: Int = 4096, rowLimit: Int = 1 << 20, depthLimit: Int = 64) {
        self.mapping = mapping
        self.item = item
        self.batchRows = batchRows
        self.rowLimit = rowLimit
        self.depthLimit = depthLimit
    }
}

/// What an extractor saw of a whole file.
package struct ExtractionSummary: Sendable, Equatable {
    package var layout: Layout
    /// Data rows, damaged ones included.
    package var rows = 0
    /// Title rows above the header and footers (合计, 填表说明) below the data, which are no data rows.
    package var dropped = 0
    package init(layout: Layout) { self.layout = layout }
}

/// Turns a file of one format into batches of catalogue fields: the first stage's plug-in.
///
/// Memory is bounded by a batch and the row limit whatever the size of the file. A damaged row is a row of the batch with its
/// ``Damage``; only a file that cannot be read as this format at all is an error.
package protocol Extractor {
    /// Type name, as a mapping's `format` gives it.
    static var type: String { get }

    /// Whether a mapping says by `row` where the rows are.
    static var rowPath: RowPathUse { get }

    /// - Parameter path: the file as received.
    init(path: String, plan: ExtractionPlan)

    /// Reads the whole file; `sink` gets each batch, filled, in file order, and may not keep it.
    func extract(_ sink: (Batch) throws -> Void) throws -> ExtractionSummary

    /// Reads one row again from its bytes as received into an empty batch (row 0); false where they are no row.
    static func reread(_ raw: [UInt8], layout: Layout, plan: ExtractionPlan, into batch: Batch) throws -> Bool
}

/// A worksheet that was written out as text.
package struct UnfoldedSheet: Sendable, Equatable {
    package var name: String
    /// Names of the file's other sheets that hold something and are not read.
    package var unread: [String]
    package init(name: String, unread: [String] = []) {
        self.name = name
        self.unread = unread
    }
}

/// Reads files whose rows do not stand in them as bytes, workbooks above all: what is to be read is written out as text first, and the
/// extractor is made for that text. Rows' positions are places in it; a line's number is the row's number in the file.
package protocol UnfoldingExtractor: Extractor {
    /// - Parameters:
    ///   - path: the file as received.
    ///   - target: where the text is written.
    /// - Throws: ``RefusedFile`` where the file cannot be read as a whole.
    static func unfold(path: String, plan: ExtractionPlan, to target: String) throws -> UnfoldedSheet
}

/// Whether a format has names that lead to its rows. Where a mapping need not give any, files of the format are tables like any other.
package enum RowPathUse: Sendable { case none, optional, required }

/// What a mapping may give as `format`.
package struct FileFormat: Sendable, Equatable {
    package var type: String
    /// Whether a mapping says by `row` where the rows are.
    package var rowPath: RowPathUse
    package init(type: String, rowPath: RowPathUse) {
        self.type = type
        self.rowPath = rowPath
    }
}

/// A file that cannot be taken as a whole: the submission is refused with this reason.
package struct RefusedFile: Error, Sendable, Equatable {
    package enum Reason: String, Sendable {
        case unreadable, empty, unknownFormat, noHeader, missingColumn, notWellFormed, unsupportedFormat, tooDeep
        case noMapping, severalMappings
    }
    package var reason: Reason
    package var chinese: String
    package var english: String
    package init(_ reason: Reason, chinese: String, english: String) {
        self.reason = reason
        self.chinese = chinese
        self.english = english
    }
}
