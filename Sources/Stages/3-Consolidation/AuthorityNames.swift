package import Bytes
package import Model

/// Departments by every name they go by, so that 市文旅局 and its full title make the same key (domain §8: authority by code or alias).
package struct AuthorityNames: Sendable {
    private var canonical: [Int64: Int64] = [:]

    package init(departments: [Department]) {
        let scratch = ByteBuffer()
        for department in departments {
            let title = AuthorityNames.hash(department.title, scratch)
            for alias in department.aliases { canonical[AuthorityNames.hash(alias, scratch)] = title }
        }
    }

    private static func hash(_ name: String, _ scratch: ByteBuffer) -> Int64 {
        name.withSlice { Int64(bitPattern: nameKeyHash($0, scratch: scratch)) }
    }

    /// The hash of a name's match key, of the title where the name is an alias.
    package func hash(_ name: ByteSlice, _ scratch: ByteBuffer) -> Int64 {
        let hash = Int64(bitPattern: nameKeyHash(name, scratch: scratch))
        return canonical[hash] ?? hash
    }
}
