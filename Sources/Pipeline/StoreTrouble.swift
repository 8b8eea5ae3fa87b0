import GRDB
import Storage

/// An error as people are told it: what GRDB throws says what to do like what the stores' own connections throw.
/// - Parameters:
///   - path: the store's, where it is known.
///   - isReplayed: whether a replay of the archive makes the store anew.
package func explained(_ error: any Error, of path: String = "", isReplayed: Bool = true) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    return StorageError(
        code: error.extendedResultCode.rawValue, message: error.message ?? "\(error.resultCode)", sql: error.sql ?? "",
        path: path, isReplayed: isReplayed)
}
