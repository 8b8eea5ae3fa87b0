package import Model

/// An extractor as the first stage knows it: it also reads files that no mapping describes yet, to recognise and to show them.
package protocol FileExtractor: Extractor {
    /// What the beginning of a file offers as column labels; ``FileHeader``.
    /// - Parameter limit: longest row in bytes.
    static func header(path: String, nature: FileNature, limit: Int) throws -> FileHeader

    /// Sets what a file without a mapping says of itself: its labels, where they stand, where its rows begin.
    static func describe(_ file: inout PeekedFile) throws

    /// Reads every row of a file that was described; blank lines are left out. `body` returns whether to go on.
    static func rows(of file: PeekedFile, _ body: (PeekedRow) throws -> Bool) throws
}
