import Bytes
package import Model

extension HeaderLabel {
    /// What a refusal says of the labels that were read. Where hardly any is known the file may have no header, and these may be what a row says
    /// of a person: then only how many there are.
    /// - Parameter known: how many of them a mapping knows.
    package static func shown(_ labels: [String], known: Int) -> (chinese: String, english: String) {
        let labels = labels.filter { !$0.isEmpty }
        guard known > 1, known * 4 >= labels.count else {
            return (
                "当作表头读到的 \(labels.count) 列几乎都不认识，也许没有表头行",
                "hardly one of the \(labels.count) labels read is known; the header may be missing"
            )
        }
        let shown = labels.prefix(40).map { PersonalNumbers.hidden(in: $0) }
        return ("读到的表头：\(shown.joined(separator: "、"))", "its header reads: \(shown.joined(separator: ", "))")
    }
}
