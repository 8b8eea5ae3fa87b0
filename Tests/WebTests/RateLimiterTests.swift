import Synchronization
import Testing

@testable import Web

@Suite struct RateLimiterTests {
    @Test func theBucketFillsSteadilyAndNeverOverflows() {
        let clock = Mutex(0.0)
        let limiter = RateLimiter(perMinute: 120, now: { clock.withLock { $0 } })
        // Ten seconds' worth at once.
        for _ in 0..<20 { #expect(limiter.take("a") == nil) }
        #expect(limiter.take("a") == 1)
        clock.withLock { $0 = 0.5 }
        #expect(limiter.take("a") == nil && limiter.take("a") == 1)
        clock.withLock { $0 = 1000 }
        for _ in 0..<20 { #expect(limiter.take("a") == nil) }
        #expect(limiter.take("a") == 1)
    }

    @Test func aSlowOneTellsTheWholeSeconds() {
        let limiter = RateLimiter(perMinute: 1, now: { 0 })
        for _ in 0..<10 { #expect(limiter.take("a") == nil) }
        #expect(limiter.take("a") == 60)
    }
}
