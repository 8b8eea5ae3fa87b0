import Foundation
package import Model

/// What has to be known of a claimed file besides its name; kept beside the file, so that a restart knows it.
package struct DeliveryNote: Sendable, Codable, Equatable {
    /// The channel's name in ledger and reports.
    package var channel: String
    /// The delivery's own name, where a claim's name has no room for it.
    package var name: String?
    /// The only items that whoever sent it may deliver; nil for any.
    package var items: [String]?
    /// What its content is to add up to; told apart from what it does, since only a file that is claimed stays as it is.
    package var checksum: Checksum?
    /// Why the channel refuses it.
    private var refusedFor: [String]?

    package init(channel: String, items: [String]? = nil, refusal: RefusedFile? = nil) {
        self.channel = channel
        self.items = items
        self.refusal = refusal
    }

    package var refusal: RefusedFile? {
        get {
            guard let texts = refusedFor, texts.count == 2 else { return nil }
            return RefusedFile(.unreadable, chinese: texts[0], english: texts[1])
        }
        set { refusedFor = newValue.map { [$0.chinese, $0.english] } }
    }

    /// What a file without a note came by.
    package static let folder = DeliveryNote(channel: "folder")

    private enum CodingKeys: String, CodingKey {
        case channel, name, items, checksum
        case refusedFor = "refused"
    }
}
