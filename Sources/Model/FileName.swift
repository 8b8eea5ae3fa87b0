import Foundation

/// Names of files, which Linux's file systems stop at 255 bytes.
package enum FileName {
    /// Bytes of the longest ending that is kept.
    private static let longestEnding = 20

    /// A name of so many bytes of UTF-8 at most: its stem is cut; its ending stays, unless that is long itself.
    package static func shortened(_ name: String, to most: Int) -> String {
        guard name.utf8.count > most else { return name }
        let own = (name as NSString).pathExtension
        let ending = own.isEmpty || own.utf8.count > longestEnding ? "" : "." + own
        var stem = name.dropLast(ending.count)
        while stem.utf8.count + ending.utf8.count > most, !stem.isEmpty { stem.removeLast() }
        return stem + ending
    }
}
