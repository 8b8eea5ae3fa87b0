import Foundation

/// What is kept of a feed between pulls.
package struct FeedState: Codable, Sendable, Equatable {
    /// A page that is on its way into the spool.
    package struct Page: Codable, Sendable, Equatable {
        /// Name in the folder of incoming pages.
        package var file: String
        /// The delivery's own name.
        package var name: String
        package var items: [String]?
    }

    /// The kind whose cursor this is.
    package var type = ""
    /// Where the next pull goes on; its form is the kind's own.
    package var cursor: String?
    /// Pages that belong to the cursor. Those whose file is still there are not taken yet.
    package var pending: [Page] = []
    /// What is still to be done at the source.
    package var unfinished: String?
    /// Pages so far.
    package var number = 0

    // What operators ask for; times in seconds since 1970.
    package var started: Int?
    package var succeeded: Int?
    /// Pages and bytes of the last pull that succeeded.
    package var pages = 0
    package var bytes = 0
    /// Pulls that failed since one succeeded.
    package var failures = 0
    package var failed: Int?
    /// Not before this time.
    package var retry: Int?
    package var error: String?

    package init() {}
}
