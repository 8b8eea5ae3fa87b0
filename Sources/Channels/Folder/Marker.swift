import Crypto
import Foundation
import Glibc

/// A small file beside a delivery that says that it is complete: `file.csv.ok`, or with its checksum `file.csv.md5`, `file.csv.sha256`; the
/// delivery's own ending may be left out.
package struct Marker: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case ok, md5, sha256
    }

    package var name: String
    package var kind: Kind
    /// Whether it has looked the same for the quiet time.
    package var hasSettled = false

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// The markers among what stands in the folders.
    struct Found {
        fileprivate var byDelivery: [InboxPlace: Marker] = [:]
        fileprivate var places: Set<InboxPlace> = []

        subscript(place: InboxPlace) -> Marker? { byDelivery[place] }
        /// Whether an entry is a marker, be its delivery there or not.
        func isMarker(_ place: InboxPlace) -> Bool { places.contains(place) }
    }

    static func all(among entries: [InboxEntry]) -> Found {
        var found = Found()
        var deliveries: [InboxPlace: InboxPlace] = [:]
        var markers: [(place: InboxPlace, stem: String, kind: Kind)] = []
        for entry in entries where entry.kind == .file && !InboxRules.isTemporary(entry.name) {
            if let (stem, kind) = split(entry.name) {
                markers.append((entry.place, stem, kind))
                found.places.insert(entry.place)
            } else {
                deliveries[entry.place] = entry.place
                let stem = InboxPlace(
                    department: entry.department, name: (entry.name as NSString).deletingPathExtension)
                if deliveries[stem] == nil { deliveries[stem] = entry.place }
            }
        }
        for (place, stem, kind) in markers.sorted(by: { $0.place < $1.place }) {
            guard let delivery = deliveries[InboxPlace(department: place.department, name: stem)] else { continue }
            found.byDelivery[delivery] = Marker(name: place.name, kind: kind)
        }
        return found
    }

    private static func split(_ name: String) -> (stem: String, kind: Kind)? {
        guard let kind = Kind(rawValue: (name as NSString).pathExtension.lowercased()) else { return nil }
        let stem = (name as NSString).deletingPathExtension
        return stem.isEmpty ? nil : (stem, kind)
    }

    /// The checksum that a marker of such a kind holds: `md5sum` writes the sum, then the name; some programs the name first.
    /// - Returns: nil where it holds none, or is no file that may be read.
    /// - Throws: where the disk fails: what it holds is not known then.
    func checksum(at path: String) throws -> String? {
        let length = kind == .md5 ? 32 : 64
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let text = String(decoding: try handle.read(upToCount: 4096) ?? Data(), as: UTF8.self)
        let words = text.split { !$0.isHexDigit && !$0.isLetter }.map { $0.lowercased() }
        return words.first { $0.count == length && $0.allSatisfy(\.isHexDigit) }
    }
}

/// What a delivery's content is to add up to.
package struct Checksum: Sendable, Codable, Equatable {
    /// The marker's name and kind.
    var marker: String
    var kind: Marker.Kind
    /// Hexadecimal, lower case.
    var expected: String

    /// What a file adds up to.
    func found(in path: String) throws -> String {
        kind == .md5 ? try Checksum.sum(path, Insecure.MD5()) : try Checksum.sum(path, SHA256())
    }

    private static func sum<Function: HashFunction>(_ path: String, _ function: Function) throws -> String {
        var function = function
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { function.update(data: chunk) }
        return function.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }
}
