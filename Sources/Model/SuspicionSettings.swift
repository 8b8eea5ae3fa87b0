/// From when on something is suspected to be an omission (pipeline.yml `suspicions`).
package struct SuspicionSettings: Sendable, Equatable {
    /// A month's volume is unusual where it lies this many median absolute deviations from the median of the months before.
    package var volumeDeviations = 5
    /// Months before the reported one that must be known.
    package var volumeMonths = 6
    /// Share of a series' numbers that must be there for it to count as sequential, in millionths.
    package var serialDensity: Int64 = 500_000

    package init() {}
}
