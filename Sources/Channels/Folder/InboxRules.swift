/// When a file in a watched folder is complete.
package struct InboxRules: Sendable, Equatable {
    /// Seconds for which size and time of a file stay the same before it is taken.
    package var quiet: Double
    /// The same for a file that its writer has closed or moved in.
    package var settle: Double
    /// Seconds between looks at all folders: network file systems send no events.
    package var rescan: Double

    package init(quiet: Double = 5, settle: Double = 0.5, rescan: Double = 10) {
        self.quiet = quiet
        self.settle = settle
        self.rescan = rescan
    }

    private static let temporaryEndings = [".part", ".tmp", ".crdownload", ".filepart", ".swp"]

    /// Whether a name says that its file is still being written, or is nobody's delivery.
    package static func isTemporary(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return name.hasPrefix(".") || name.hasPrefix("~$") || temporaryEndings.contains { lowered.hasSuffix($0) }
    }
}
