import GRDB
import Storage

/// An error as people are told it: what GRDB throws says what to do like what the stores' own connections throw.
package func explained(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    return StorageError(
        code: error.extendedResultCode.rawValue, message: error.message ?? "\(error.resultCode)", sql: error.sql ?? "")
}
