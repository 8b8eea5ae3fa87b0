import Foundation

/// A file that was taken out of the inbox by a rename, which is its time of receipt. Its name tells all that a restart has to know.
package struct ClaimedFile: Sendable, Equatable {
    /// Beginning of the name: seconds since 1970, and a number for what came within one second.
    package var received: Int
    package var number: Int
    package var department: String
    /// The delivery's own name.
    package var name: String

    package init(received: Int, number: Int, department: String, name: String) {
        self.received = received
        self.number = number
        self.department = department
        self.name = name
    }

    /// The name that it has while it is in hand: `1774233600-0001-licence.csv`.
    package var claimedName: String {
        let digits = String(number)
        return "\(received)-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)-\(name)"
    }

    /// What identifies it among all files ever claimed.
    package var claim: String { "\(department)/\(claimedName)" }

    /// nil for a name that no claim gives.
    package init?(department: String, claimedName: String) {
        let parts = claimedName.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let received = Int(parts[0]), let number = Int(parts[1]), !parts[2].isEmpty else {
            return nil
        }
        self.init(received: received, number: number, department: department, name: String(parts[2]))
    }

    static func < (left: ClaimedFile, right: ClaimedFile) -> Bool {
        (left.received, left.number, left.department) < (right.received, right.number, right.department)
    }
}
