import Bytes
import Extraction
import Foundation
import GuijiConfiguration
package import Model

/// A file that came in, before it is known what it is.
package struct ReceivedFile: Sendable {
    package var path: String
    /// The department that sent it, where the folder or the caller says so.
    package var source: String?
    /// Seconds since 1970.
    package var received: Int
    package var channel: String
    /// Whether the file is moved out of the inbox when it is done.
    package var isClaimed: Bool
    /// The name under which a channel hands it over: it is taken once under this name.
    package var claim: String?
    /// The delivery's own name, where the file has another.
    package var ownName: String?
    /// The only items that whoever sent it may deliver; nil for any.
    package var items: [String]?
    /// Why the channel refuses it.
    package var refusal: RefusedFile?

    package init(path: String, source: String?, received: Int, channel: String, isClaimed: Bool) {
        self.path = path
        self.source = source
        self.received = received
        self.channel = channel
        self.isClaimed = isClaimed
    }

    /// Of what came in an archive, behind the archive's name: `2025-03.zip/许可.csv`.
    package var name: String { ownName ?? (path as NSString).lastPathComponent }

    /// The name that the file itself has, by which a mapping or a nil return may know it.
    var ownPart: String { (name as NSString).lastPathComponent }
}

/// Finds what waits, and which mapping reads it.
struct Intake {
    let context: RecordContext

    /// The department that sent a file, by the caller or by the name of its folder or the one above; nil where neither says.
    func source(of file: ReceivedFile) -> String? { file.source ?? source(byFolderOf: file.path) }

    /// The department that a file's folder or the one above is named after.
    func source(byFolderOf path: String) -> String? {
        let folders = (path as NSString).deletingLastPathComponent.split(separator: "/").map(String.init).reversed()
        return folders.prefix(2).first { context.department($0) != nil }
    }

    /// What a nil-return file confirms; it must say by its folder or caller whose it is.
    func nilReturns(of file: ReceivedFile) throws -> [NilReturn] {
        guard let source = source(of: file), let department = context.department(source) else {
            throw RefusedFile(
                .noMapping, chinese: "不知道零报送来自哪个部门：请放入 inbox/<部门>/，或用 --source 指明",
                english:
                    "Whose nil return this is cannot be known: put it into inbox/<department>/ or name one with --source"
            )
        }
        return try NilReturnFile.read(
            file.path, for: department, on: context.settings.day(of: file.received), context)
    }

    /// The department and mapping that read a file: by its folder or the caller, else by its header where only one mapping fits.
    func delivery(for file: ReceivedFile) throws -> Delivery {
        let named = source(of: file)
        let known = named.flatMap { context.department($0) }
        if file.channel == EntryForm.name, let known,
            let item = EntryForm.item(ofFile: file.name, among: context.catalogue.items)
        {
            let mapping = EntryForm.mapping(item, department: known.id)
            return Delivery(department: known, mapping: mapping, format: mapping.format)
        }
        let labels = (known.map { [$0] } ?? context.departments).flatMap {
            $0.deliveries.flatMap { $0.columns.flatMap(\.labels) }
        }
        let nature = try Sniffer.inspect(path: file.path, labels: labels)
        if nature.format == .empty { throw RefusedFile(.empty, chinese: "文件为空", english: "The file is empty") }
        if nature.format == .tar {
            throw RefusedFile(
                .unsupportedFormat, chinese: "TAR 打包文件不打开；请改用 ZIP 打包，或直接报送其中的文件",
                english: "Tar archives are not opened; pack the files as ZIP, or send them as they are")
        }
        let header = try requireExtractor(for: nature.format.rawValue).header(
            path: file.path, nature: nature, limit: context.settings.rowBytes)
        if let named {
            guard let department = known else {
                throw RefusedFile(
                    .noMapping, chinese: "没有部门“\(named)”的映射；请在 Mappings/departments/ 中登记，或用 --source 指明",
                    english:
                        "There is no department “\(named)”; add it to Mappings/departments/ or name one with --source")
            }
            return try choose(among: [department], file, nature, header)
        }
        return try choose(among: context.departments, file, nature, header)
    }

    private struct Candidate {
        var delivery: Delivery
        var fit: MappingFit
        var isNamed: Bool
    }

    private func choose(
        among departments: [Department], _ file: ReceivedFile, _ nature: FileNature, _ header: FileHeader
    ) throws -> Delivery {
        var candidates: [Candidate] = []
        for department in departments {
            for prepared in context.mappings[department.id] ?? [] {
                let mapping = prepared.mapping
                let format = nature.format.rawValue
                guard reads(mapping, format) else { continue }
                guard let fit = prepared.fit(header), fit.score > 0 else { continue }
                let isNamed = mapping.files.map { Glob.matches(file.ownPart, $0) } ?? false
                candidates.append(
                    Candidate(
                        delivery: Delivery(department: department, mapping: mapping, format: format), fit: fit,
                        isNamed: isNamed))
            }
        }
        let whole = candidates.filter { $0.fit.missing.isEmpty && $0.fit.score >= 0.2 }
        if let items = file.items {
            let allowed = whole.filter { items.contains(context.catalogue.items[$0.delivery.mapping.item].id) }
            guard let best = allowed.first(where: \.isNamed) ?? best(allowed) else { throw Intake.outside(items) }
            return best.delivery
        }
        if departments.count == 1 {
            if let named = whole.first(where: \.isNamed) { return named.delivery }
            if let best = best(whole) ?? best(candidates.filter(\.isNamed)) ?? best(candidates) { return best.delivery }
            throw noMapping(header)
        }
        let departmentsThatFit = Set(whole.map(\.delivery.department.id))
        guard departmentsThatFit.count <= 1 else {
            throw RefusedFile(
                .severalMappings,
                chinese: "表头符合多个部门的映射（\(departmentsThatFit.sorted().joined(separator: "、"))）；请用 --source 指明部门",
                english:
                    "The header fits several departments (\(departmentsThatFit.sorted().joined(separator: ", "))); name one with --source"
            )
        }
        guard let best = whole.first(where: \.isNamed) ?? best(whole) else { throw noMapping(header) }
        return best.delivery
    }

    private func best(_ candidates: [Candidate]) -> Candidate? {
        candidates.enumerated().max { ($0.element.fit.score, -$0.offset) < ($1.element.fit.score, -$1.offset) }?.element
    }

    private static func outside(_ items: [String]) -> RefusedFile {
        RefusedFile(
            .noMapping,
            chinese: "没有映射适合该文件：所用的令牌或数据源只准报送\(items.joined(separator: "、"))，且该部门须有这些事项的映射",
            english:
                "No mapping fits the file: its token or feed may deliver \(items.joined(separator: ", ")) only, and the department needs mappings of these"
        )
    }

    private func noMapping(_ header: FileHeader) -> RefusedFile {
        let known = context.departments.flatMap { context.mappings[$0.id] ?? [] }
            .compactMap { $0.fit(header)?.matched.count }.max()
        let seen = HeaderLabel.shown(header.sample, known: known ?? 0)
        return RefusedFile(
            .noMapping, chinese: "没有映射适合该文件；\(seen.chinese)。可用 guiji peek 查看并生成映射建议",
            english: "No mapping fits the file; \(seen.english). guiji peek shows it and suggests a mapping")
    }
}
