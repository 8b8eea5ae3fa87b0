import Foundation
import Model

@testable import Reporting

/// A folder of its own for a test, gone afterwards.
final class TemporaryFolder {
    let path = NSTemporaryDirectory() + "guiji-reporting-\(UInt64.random(in: 0...UInt64.max))"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
    }
}

/// A small reader of RFC 4180, written apart from what is tested.
enum SmallCSV {
    static func rows(_ text: String, delimiter: Character) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        let separator = delimiter.unicodeScalars.first
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if isQuoted {
                if scalar != "\"" {
                    cell.unicodeScalars.append(scalar)
                } else if index < scalars.count, scalars[index] == "\"" {
                    cell.append("\"")
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if scalar == "\"" {
                isQuoted = true
            } else if scalar == separator {
                row.append(cell)
                cell = ""
            } else if scalar == "\r" || scalar == "\n" {
                if scalar == "\r", index < scalars.count, scalars[index] == "\n" { index += 1 }
                rows.append(row + [cell])
                row = []
                cell = ""
            } else {
                cell.unicodeScalars.append(scalar)
            }
        }
        if !row.isEmpty || !cell.isEmpty { rows.append(row + [cell]) }
        return rows
    }
}

extension [UInt8] {
    func text(_ encoding: TextEncoding) -> String { TextCodec(encoding).decode(self[...]) }
}
