import Bytes

/// Element names as libxml2 gives them.
enum XMLName {
    /// Whether a local name is `other`, in any case of ASCII letters.
    static func isSame(_ name: XMLEvents.Name, _ other: String) -> Bool {
        var place = name
        for byte in other.utf8 {
            if place.pointee == 0 || lowered(place.pointee) != lowered(byte) { return false }
            place += 1
        }
        return place.pointee == 0
    }

    static func qualified(_ name: XMLEvents.Name, prefix: XMLEvents.Name?) -> String {
        (prefix.map { String(cString: $0) + ":" } ?? "") + String(cString: name)
    }

    /// A name without its prefix.
    static func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

    private static func lowered(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
