package import GuijiConfiguration
import Model

/// An instance that is looked at, and how closely.
package struct Patient: Sendable {
    package var configuration: Configuration
    /// Seconds since 1970.
    package var now: Int
    /// Whether whole stores and all archived files are read.
    package var isThorough: Bool

    package init(_ configuration: Configuration, now: Int, isThorough: Bool) {
        self.configuration = configuration
        self.now = now
        self.isThorough = isThorough
    }

    package var settings: Settings { configuration.settings }
}
