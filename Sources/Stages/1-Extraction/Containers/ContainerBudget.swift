import Model

/// What may still come out of one delivered archive, all containers in it included.
///
/// Bytes are counted as they are unpacked, against the size of the delivery itself: what an archive says of its members is not believed.
final class ContainerBudget {
    /// A limit is broken: the delivery is refused as a whole.
    struct Broken: Error {
        var refusal: RefusedFile

        init(_ chinese: String, _ english: String) {
            refusal = RefusedFile(
                .overLimit, chinese: "\(chinese)；请分成几个压缩包，或直接报送其中的文件",
                english: "\(english); split it into several archives, or send the files themselves")
        }
    }

    private let limits: ContainerLimits
    /// Most bytes that a container of this size may hold.
    private let expansion: Int
    private var members = 0
    private var bytes = 0
    private var memberBytes = 0

    /// - Parameter size: of the delivery in bytes.
    init(_ limits: ContainerLimits, size: Int) {
        self.limits = limits
        let (product, isLarge) = size.multipliedReportingOverflow(by: limits.ratio)
        expansion = isLarge ? .max : ContainerLimits.freeBytes.addingReportingOverflow(product).partialValue
    }

    /// The bytes that follow are another member's.
    func addMember() throws(Broken) {
        members += 1
        memberBytes = 0
        guard members > limits.members else { return }
        throw ContainerBudget.tooMany(limits)
    }

    static func tooMany(_ limits: ContainerLimits) -> Broken {
        Broken(
            "压缩包里的文件多于 \(limits.members) 个（containers.members）",
            "the archive holds more than \(limits.members) files (containers.members)")
    }

    /// What an archive itself says it holds is refused before anything is unpacked.
    func expect(bytes declared: Int) throws(Broken) { try check(total: bytes &+ declared, in: nil) }

    func add(_ count: Int, to member: String) throws(Broken) {
        bytes += count
        memberBytes += count
        guard memberBytes <= limits.memberBytes else {
            throw Broken(
                "压缩包里的 \(member) 解压后超过 \(limits.memberBytes) 字节（containers.member_bytes）",
                "\(member) in the archive unpacks to more than \(limits.memberBytes) bytes (containers.member_bytes)")
        }
        try check(total: bytes, in: member)
    }

    private func check(total: Int, in member: String?) throws(Broken) {
        let place = member.map { ("（解到 \($0)）", " (at \($0))") } ?? ("", "")
        guard total <= limits.totalBytes, total >= 0 else {
            throw Broken(
                "压缩包解压后超过 \(limits.totalBytes) 字节（containers.total_bytes）\(place.0)",
                "the archive unpacks to more than \(limits.totalBytes) bytes (containers.total_bytes)\(place.1)")
        }
        guard total <= expansion else {
            throw Broken(
                "压缩包解压后大于原来的 \(limits.ratio) 倍（containers.ratio）\(place.0)，像是压缩炸弹",
                "the archive unpacks to more than \(limits.ratio) times its size (containers.ratio)\(place.1), as bombs do"
            )
        }
    }
}
