package import Model

/// The extractors there are, in the order they are offered.
package var extractors: [any Extractor.Type] {
    [
        CSVExtractor.self,
        XMLExtractor.self,
    ]
}

/// The extractor for a mapping's `format`.
package func extractor(for type: String) -> (any Extractor.Type)? {
    extractors.first { $0.type == type }
}
