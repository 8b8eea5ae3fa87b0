package import Model

/// One kind of feed: brings rows of a department from elsewhere, page by page, and knows where it stopped.
///
/// Pulls of one feed never overlap. A pull that is cancelled ends soon, with whatever it started, and throws.
package protocol Feed: Sendable {
    /// Its name and the settings that it takes.
    static var kind: FeedKind { get }

    init(_ source: FeedSource) throws

    /// Fetches all that comes after the cursor. What was committed before an error stays.
    func pull(_ pull: FeedPull) async throws

    /// Does at the source what is left to do once a page is safely here. May be called again for the same page after a stop.
    /// - Parameter unfinished: what ``FeedPull/commit(_:cursor:unfinished:)`` was given.
    func finish(_ unfinished: String) async throws
}

extension Feed {
    package func finish(_ unfinished: String) async throws {}
}

/// What a feed is made from.
package struct FeedSource: Sendable, Equatable {
    /// As `pipeline.yml` calls it.
    package var name: String
    package var type: String
    package var options: FeedOptions
    /// Folder of `pipeline.yml`.
    package var folder: String
    /// Most bytes of one page.
    package var pageBytes: Int
    /// Seconds that a program, query or request may take.
    package var timeout: Int

    package init(
        name: String, type: String, options: FeedOptions, folder: String = ".", pageBytes: Int = 256 << 20,
        timeout: Int = 600
    ) {
        self.name = name
        self.type = type
        self.options = options
        self.folder = folder
        self.pageBytes = pageBytes
        self.timeout = timeout
    }
}

/// Why a pull stopped. Holds no value of any row and no secret.
package struct FeedFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package var chinese: String
    package var english: String
    /// Whether trying again soon may help.
    package var isTemporary: Bool
    /// Seconds that the source asks to be left alone.
    package var retryAfter: Double?

    package init(chinese: String, english: String, isTemporary: Bool = true, retryAfter: Double? = nil) {
        self.chinese = chinese
        self.english = english
        self.isTemporary = isTemporary
        self.retryAfter = retryAfter
    }

    package var description: String { "\(chinese)\n\(english)" }
}
