import Dispatch
import Synchronization

/// So many requests a minute for each token: a bucket that fills steadily and holds ten seconds' worth, at least ten.
final class RateLimiter: Sendable {
    private struct Bucket {
        var level: Double
        var time: Double
    }
    private let perSecond: Double
    private let capacity: Double
    private let now: @Sendable () -> Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// - Parameter now: seconds of a clock that only goes forward.
    init(
        perMinute: Int,
        now: @escaping @Sendable () -> Double = { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
    ) {
        perSecond = Double(perMinute) / 60
        capacity = max(10, perSecond * 10)
        self.now = now
    }

    /// Takes one request's share.
    /// - Returns: where nothing is left, the whole seconds until there is.
    func take(_ token: String) -> Int? {
        let time = now()
        return buckets.withLock { buckets in
            var bucket = buckets[token] ?? Bucket(level: capacity, time: time)
            bucket.level = min(capacity, bucket.level + (time - bucket.time) * perSecond)
            bucket.time = time
            defer { buckets[token] = bucket }
            guard bucket.level < 1 else {
                bucket.level -= 1
                return nil
            }
            return max(1, Int(((1 - bucket.level) / perSecond).rounded(.up)))
        }
    }
}
