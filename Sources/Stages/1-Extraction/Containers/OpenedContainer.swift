package import Model

/// A file in a delivered archive.
package struct ContainerMember: Sendable, Equatable {
    /// Its name as the archive tells it, behind the names of the containers that it lies in: `2025.zip/许可.csv`. Only ever shown, never a path.
    package var name: String
    /// Its bytes; nil where they were not taken out.
    package var path: String?
    /// Why it is not taken.
    package var refusal: RefusedFile?

    package init(name: String, path: String?, refusal: RefusedFile? = nil) {
        self.name = name
        self.path = path
        self.refusal = refusal
    }
}

/// What a delivered archive holds, in its own order.
package struct OpenedContainer: Sendable, Equatable {
    package var members: [ContainerMember] = []
    /// Files that systems leave behind (`__MACOSX/`, `.DS_Store`, `Thumbs.db` …) and that nobody meant to send.
    package var leftOut = 0

    package init() {}
}
