package import Model

/// The loaders there are; the first is the default.
package var loaders: [any Loader.Type] {
    [
        SQLiteLoader.self
    ]
}

/// The loader that `pipeline.yml` names.
package func loader(for type: String) -> (any Loader.Type)? { loaders.first { $0.type == type } }
