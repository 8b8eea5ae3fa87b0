import Extraction
import Foundation
import Ledger
import Model

/// A file that came in, with what is taken in of it: itself, or the members of the archive that it is.
struct ReceivedParts {
    var file: ReceivedFile
    var parts: [ReceivedFile]
    /// An opened archive's own bytes: they are the evidence, its members are had from them again.
    var container: (digest: String, size: Int)?
}

/// Opens what came in as archives, so that each member becomes a submission of its own.
struct Unpacking {
    let intake: Intake
    let limits: ContainerLimits
    /// For the members while the run lasts.
    let folder: String

    /// - Returns: the files in order of receipt, and what is taken in of each.
    func callAsFunction(_ files: [ReceivedFile]) throws -> [ReceivedParts] {
        let files = files.sorted { $0.precedes($1) }
        return try concurrentMap(Array(files.enumerated())) { try open($1, number: $0) }
    }

    private func open(_ file: ReceivedFile, number: Int) throws -> ReceivedParts {
        var file = file
        file.source = intake.source(of: file)
        guard file.refusal == nil else { return ReceivedParts(file: file, parts: [file]) }
        let place = "\(folder)/\(String(format: "%06d", number))"
        do {
            let opened = try ContainerOpener.open(path: file.path, name: file.ownPart, into: place, limits: limits)
            guard let opened else { return ReceivedParts(file: file, parts: [file]) }
            let container = try Archive.digest(ofFile: file.path)
            let parts = try opened.members.enumerated().map { index, member in
                try part(of: file, member, number: index + 1, in: place, container: container.digest)
            }
            return ReceivedParts(file: file, parts: parts, container: container)
        } catch let refusal as RefusedFile {
            file.refusal = refusal
            return ReceivedParts(file: file, parts: [file])
        }
    }

    private func part(
        of file: ReceivedFile, _ member: ContainerMember, number: Int, in place: String, container: String
    ) throws -> ReceivedFile {
        let path = try member.path ?? note(member, number: number, in: place, container: container)
        // Whoever is known to have sent an archive has sent all of it; else its folders may tell.
        let source = file.source ?? intake.source(byFolderOf: member.name)
        var part = ReceivedFile(
            path: path, source: source, received: file.received, channel: file.channel, isClaimed: false)
        part.ownName = "\(file.name)/\(member.name)"
        part.claim = file.claim.map { "\($0)#\(number)" }
        part.refusal = member.refusal
        part.items = file.items
        return part
    }

    /// A member that was not taken out is archived as a note of where it is: the archive has its container.
    private func note(_ member: ContainerMember, number: Int, in place: String, container: String) throws -> String {
        let path = "\(place)/\(String(format: "%06d", number)).note"
        let text = "guiji: member \(number) of the archive with SHA-256 \(container), not taken out: \(member.name)\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }
}

extension ReceivedFile {
    /// The order of receipt; what came at one time is ordered by department and name.
    func precedes(_ other: ReceivedFile) -> Bool {
        (received, source ?? "", name, path) < (other.received, other.source ?? "", other.name, other.path)
    }
}
