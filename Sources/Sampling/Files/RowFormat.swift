import Bytes
import Model

/// Writes rows in one layout into a file.
protocol RowFormat {
    func begin(title: String, file: EncodedFile)
    /// - Parameter damage: how the row's bytes are spoilt.
    func write(_ row: SampleRow, damage: Dirt?, to file: EncodedFile)
    func end(rows: Int, file: EncodedFile)
}
