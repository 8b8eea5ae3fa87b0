import Foundation

/// A file that was taken out of the inbox by a rename, which is its time of receipt. Its name tells all that a restart has to know.
package struct ClaimedFile: Sendable, Equatable {
    /// Beginning of the name: seconds since 1970, and a number for what came within one second.
    package var received: Int
    package var number: Int
    /// Chosen by chance, so that no claim is ever that of another file: neither of another program, nor of before the clock was set back. Empty in
    /// names of old.
    package var mark: String
    package var department: String
    /// The delivery's own name.
    package var name: String

    package init(received: Int, number: Int, mark: String = "", department: String, name: String) {
        self.received = received
        self.number = number
        self.mark = mark
        self.department = department
        self.name = name
    }

    /// The name that it has while it is in hand: `1774233600-0001.3w5e11264sgsf-licence.csv`.
    package var claimedName: String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "\(received)-\(padded)\(mark.isEmpty ? "" : ".\(mark)")-\(name)"
    }

    /// What identifies it among all files ever claimed.
    package var claim: String { "\(department)/\(claimedName)" }

    /// nil for a name that no claim gives.
    package init?(department: String, claimedName: String) {
        let parts = claimedName.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let received = Int(parts[0]), !parts[2].isEmpty else { return nil }
        let counted = parts[1].split(separator: ".", maxSplits: 1)
        guard let number = counted.first.flatMap({ Int($0) }) else { return nil }
        self.init(
            received: received, number: number, mark: counted.count > 1 ? String(counted[1]) : "",
            department: department, name: String(parts[2]))
    }

    static func < (left: ClaimedFile, right: ClaimedFile) -> Bool {
        (left.received, left.number, left.department) < (right.received, right.number, right.department)
    }
}
