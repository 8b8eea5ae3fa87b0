/// How far a delivered archive (zip, gz) is opened (pipeline.yml `containers`). What is counted is what really comes out of it.
package struct ContainerLimits: Sendable, Equatable {
    /// Containers within the one that was delivered.
    package var depth = 1
    /// Most files in it, those of containers within included.
    package var members = 1000
    /// Most bytes of one file, unpacked.
    package var memberBytes = 4 << 30
    /// Most bytes of all, unpacked.
    package var totalBytes = 8 << 30
    /// Most bytes unpacked for each byte delivered, beyond the first ``freeBytes``.
    package var ratio = 200

    /// Unpacked bytes that are never too many for their container's size.
    package static let freeBytes = 10 << 20

    package init() {}
}
