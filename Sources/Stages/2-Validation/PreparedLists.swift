import Bytes
package import Model

/// All code lists of a catalogue, prepared once and shared by all threads.
package struct PreparedLists: Sendable {
    private let lists: [String: PreparedList]
    let regions: RegionTable
    let classes: ClassTable

    package init(_ catalogue: Catalogue) { self.init(catalogue.lists) }

    package init(_ lists: [String: CodeList]) {
        self.lists = lists.mapValues { PreparedList($0) }
        regions = RegionTable(lists["regions"])
        classes = ClassTable(lists["uscc-classes"])
    }

    package subscript(id: String) -> PreparedList? { lists[id] }
}

/// Which codes of six digits are regions, by their number (GB/T 2260, all editions).
final class RegionTable: Sendable {
    enum State: UInt8 { case unknown, current, retired }

    /// 国家: not in GB/T 2260, used by central registering authorities (GB 32100-2015, 4.3).
    private static let national = 100_000

    private let states: [UInt8]
    private let successors: [Int: String]
    /// Without the list `regions` nothing can be said.
    let isEmpty: Bool

    init(_ list: CodeList?) {
        var states = [UInt8](repeating: State.unknown.rawValue, count: 1_000_000)
        var successors: [Int: String] = [:]
        for entry in list?.entries ?? [] {
            guard entry.code.utf8.count == 6, let number = Int(entry.code), number >= 0 else { continue }
            states[number] = (entry.to == nil ? State.current : .retired).rawValue
            if let successor = entry.successor { successors[number] = successor }
        }
        states[RegionTable.national] = State.current.rawValue
        self.states = states
        self.successors = successors
        isEmpty = list == nil
    }

    /// The state of the six bytes of `code`; anything but digits is unknown.
    @inline(__always)
    func state(_ code: ByteSlice) -> State {
        guard let number = RegionTable.number(code) else { return .unknown }
        return State(rawValue: states[number]) ?? .unknown
    }

    /// The codes that a retired one became, separated by `;`.
    func successor(_ code: ByteSlice) -> String { RegionTable.number(code).flatMap { successors[$0] } ?? "" }

    @inline(__always)
    private static func number(_ code: ByteSlice) -> Int? {
        guard code.count == 6 else { return nil }
        var number = 0
        for index in 0..<6 {
            let digit = code.base[index] &- 0x30
            if digit > 9 { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}

/// The pairs of registering authority and class that a credit code can begin with (GB 32100-2015, table 1 and later additions).
struct ClassTable: Sendable {
    private let pairs: [UInt16]
    let isEmpty: Bool

    init(_ list: CodeList?) {
        pairs = (list?.entries ?? []).compactMap { entry in
            let bytes = Array(entry.code.utf8)
            return bytes.count == 2 ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : nil
        }
        isEmpty = list == nil
    }

    func contains(_ authority: UInt8, _ authorityClass: UInt8) -> Bool {
        pairs.contains(UInt16(authority) << 8 | UInt16(authorityClass))
    }
}
