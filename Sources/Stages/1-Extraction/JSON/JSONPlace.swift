import Bytes
import Model

/// How rows follow each other in a JSON file.
enum JSONShape: Equatable {
    /// The elements of an array: the whole document, or below some names.
    case array(isNested: Bool)
    /// One object a line: NDJSON, JSON Lines.
    case lines
    /// Objects over any number of lines.
    case values
}

/// Where the rows of a JSON file are.
struct JSONPlace: Equatable {
    var shape: JSONShape
    /// Names from the document's object to the array of rows.
    var path: [String] = []
    /// Behind the array's bracket, or where the first object may stand.
    var start: LineSource.Mark
    /// Whether the array ends where it begins.
    var isEmpty = false
}

/// A row of a JSON file, or what stands in its place.
struct JSONRow: Equatable {
    /// Its number is not known yet.
    var position: RowPosition
    var damage: Damage
}
