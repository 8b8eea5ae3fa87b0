import Bytes
import Model

/// Guesses the row element of an unknown document: the one that repeats and has values.
final class XMLOutline: XMLEvents {
    private struct Element {
        var count = 0
        var leaves = 0
        var hasAttributes = false
    }

    private static let limit = 1000
    private var elements: [[String]: Element] = [:]
    private var path: [String] = []
    private var hasChildren: [Bool] = []
    weak var push: XMLPush?

    func start(_ name: Name, prefix: Name?, attributes: XMLAttributes) {
        if let last = hasChildren.indices.last { hasChildren[last] = true }
        path.append(String(cString: name))
        hasChildren.append(false)
        guard path.count <= 64, elements.count < XMLOutline.limit else {
            push?.stop()
            return
        }
        elements[path, default: Element()].count += 1
        if attributes.count > 0 { elements[path]?.hasAttributes = true }
    }

    func end() {
        let isLeaf = hasChildren.removeLast() == false
        path.removeLast()
        if isLeaf { elements[path]?.leaves += 1 }
    }

    func text(_ bytes: ByteSlice) {}
    func documentType() { push?.stop() }

    /// The path of the element that is most often there with values in it: the outermost of those, never the root if another is.
    var rowPath: [String] {
        let candidates = elements.filter { $0.value.leaves > 0 || $0.value.hasAttributes }
        let best = candidates.max { left, right in
            let isRoot = (left.key.count == 1, right.key.count == 1)
            if isRoot.0 != isRoot.1 { return isRoot.0 }
            if left.value.count != right.value.count { return left.value.count < right.value.count }
            let leaves = (left.value.leaves, right.value.leaves)
            if (leaves.0 > 0) != (leaves.1 > 0) { return leaves.0 == 0 }
            if left.key.count != right.key.count { return left.key.count > right.key.count }
            return left.key.lexicographicallyPrecedes(right.key)
        }
        return best?.key ?? []
    }

    /// Looks at the first megabyte of a file.
    static func guess(path: String, nature: FileNature) throws -> [String] {
        let outline = XMLOutline()
        let bytes = try RawBytes(path: path, from: nature.byteOrderMark)
        let reader = try XMLReader(
            bytes, encoding: nature.encoding, from: nature.byteOrderMark, chunkSize: 64 << 10, events: outline)
        outline.push = reader.push
        var seen = 0
        _ = try reader.run { raw, _, _ in
            seen += raw.count
            if seen > 1 << 20 { reader.push.stop() }
        }
        return outline.rowPath
    }
}
