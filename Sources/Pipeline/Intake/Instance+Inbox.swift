package import Channels
import GuijiConfiguration
import Model

extension Instance {
    /// Claims all that waits in the inbox now, and what a stop left in hand. What is still being written waits for the next run.
    /// - Parameters:
    ///   - time: the time of receipt, seconds since 1970.
    ///   - dated: the time by a delivery's name, where names tell it.
    /// - Returns: the files, and what could not be taken.
    func claimWaiting(at time: Int, dated: (String) -> Int?) throws -> (files: [ReceivedFile], troubles: [any Error]) {
        let channel = try FolderChannel(
            inbox: settings.paths.inbox, spool: try Spool(settings.paths.claimed),
            rules: InboxRules(quiet: 0, settle: 0, rescan: 0))
        var files: [ReceivedFile] = []
        while true {
            let taken = channel.take(within: 0, now: { 0 }, time: { time })
            if taken.files.isEmpty {
                if files.isEmpty, taken.isBlocked, let trouble = taken.troubles.last { throw trouble }
                return (files, taken.troubles)
            }
            files += taken.files.map { file in
                var received = ReceivedFile(file)
                received.received = dated(file.file.name) ?? file.file.received
                return received
            }
        }
    }
}

extension ReceivedFile {
    /// A file that a channel hands over.
    package init(_ taken: TakenFile) {
        self.init(
            path: taken.path, source: taken.file.department, received: taken.file.received, channel: taken.note.channel,
            isClaimed: true)
        claim = taken.file.claim
        ownName = taken.name
        items = taken.note.items
        refusal = taken.refusal
    }
}
