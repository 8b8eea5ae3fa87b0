import Bytes
import Model

/// Base of the small parts' readers: what they are told of is start tags; a document type is noted, never followed.
class XLSXPart: XMLEvents {
    private(set) var hasDocumentType = false
    /// Local names of the open elements.
    private(set) var path: [String] = []

    func started(_ name: String, _ attribute: (String) -> String?) {}

    final func start(_ name: Name, prefix: Name?, attributes: XMLAttributes) {
        let local = String(cString: name)
        started(local) { wanted in
            for index in 0..<attributes.count {
                guard let (name, value) = attributes[index], XMLName.isSame(name, wanted) else { continue }
                return value.string
            }
            return nil
        }
        path.append(local)
    }

    final func end() { path.removeLast() }
    func text(_ bytes: ByteSlice) {}
    final func documentType() { hasDocumentType = true }

    /// Reads a part of the package, which must be whole.
    func read(_ name: String, of parts: ZipParts) throws {
        let isWhole = try parts.parse(name, self, limit: 64 << 20) { hasDocumentType }
        try XLSXPart.refuseDocumentType(hasDocumentType)
        guard isWhole else {
            throw RefusedFile(
                .notWellFormed, chinese: "工作簿已损坏：\(name) 不完整", english: "the workbook is damaged: \(name) is not whole")
        }
    }

    static func refuseDocumentType(_ isThere: Bool) throws(RefusedFile) {
        guard isThere else { return }
        throw RefusedFile(
            .notWellFormed, chinese: "工作簿含有文档类型声明（DTD），不予读取",
            english: "the workbook has a document type declaration, which is not read")
    }
}

/// `_rels/….rels`: which part an id stands for (ECMA-376 part 2, §9.3).
final class XLSXRelationships: XLSXPart {
    /// By id: the kind's last word, such as `worksheet`, and the target as it is written.
    private(set) var targets: [String: (kind: String, target: String)] = [:]

    override func started(_ name: String, _ attribute: (String) -> String?) {
        guard name == "Relationship", let id = attribute("Id"), let target = attribute("Target") else { return }
        let kind = attribute("Type")?.split(separator: "/").last.map(String.init) ?? ""
        targets[id] = (kind, target)
    }

    /// The target of the first relationship of a kind, as a part's name.
    func part(ofKind kind: String, from folder: String) -> String? {
        targets.values.filter { $0.kind == kind }.map(\.target).min().map { XLSXRelationships.part($0, from: folder) }
    }

    /// A part's name from a target relative to a folder, or absolute with `/` before it.
    static func part(_ target: String, from folder: String) -> String {
        var names = target.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
        for name in target.split(separator: "/") {
            if name == ".." { _ = names.popLast() } else if name != "." { names.append(String(name)) }
        }
        return names.joined(separator: "/")
    }
}

/// `xl/workbook.xml`: the sheets, and from when days are counted (ECMA-376 part 1, §18.2).
final class XLSXWorkbookPart: XLSXPart {
    private(set) var sheets: [(name: String, id: String, isHidden: Bool)] = []
    private(set) var is1904 = false

    override func started(_ name: String, _ attribute: (String) -> String?) {
        switch name {
        case "sheet":
            let state = attribute("state") ?? "visible"
            guard sheets.count <= WorkbookLimits.sheets else { return }
            sheets.append((attribute("name") ?? "", attribute("id") ?? "", state != "visible"))
        case "workbookPr":
            let value = attribute("date1904") ?? ""
            is1904 = value == "1" || value == "true"
        default: break
        }
    }
}

/// `xl/styles.xml`: the number format of each cell style (ECMA-376 part 1, §18.8).
final class XLSXStyles: XLSXPart {
    private var codes: [Int: NumberFormat] = [:]
    private var ids: [Int] = []

    override func started(_ name: String, _ attribute: (String) -> String?) {
        switch name {
        // Differential styles (dxfs) have formats of their own under numbers of their own.
        case "numFmt" where path.last == "numFmts":
            guard let id = attribute("numFmtId").flatMap({ Int($0) }) else { return }
            codes[id] = attribute("formatCode").map(NumberFormat.init(code:))
        case "xf" where path.last == "cellXfs": ids.append(attribute("numFmtId").flatMap { Int($0) } ?? 0)
        default: break
        }
    }

    /// By style number, as cells give it.
    var formats: [NumberFormat] {
        ids.map { codes[$0] ?? NumberFormat(builtIn: $0) }
    }
}
