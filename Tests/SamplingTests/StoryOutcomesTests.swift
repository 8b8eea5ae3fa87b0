import Model
import Testing

@testable import Sampling

@Suite struct StoryOutcomesTests {
    private func outcomes(_ fate: Fate, relayFirst: Bool = false, hasUpdateTime: Bool = true) -> [Outcome] {
        let setting = StoryOutcomes.Setting(
            relayComesFirst: relayFirst, hasUpdateTime: hasUpdateTime, isKnownMaker: true)
        return StoryOutcomes(fate, setting).outcomes.map(\.outcome)
    }

    @Test func theMakerAlone() {
        #expect(outcomes(.resent) == [.published, .unchanged])
        #expect(outcomes(.repeated) == [.published, .duplicate])
        #expect(outcomes(.revised) == [.published, .updated])
        #expect(outcomes(.outdated) == [.published, .stale])
        #expect(outcomes(.outdated, hasUpdateTime: false) == [.published, .updated])
    }

    @Test func thePlatformAfterTheMaker() {
        #expect(outcomes(.relayed) == [.published, .duplicate])
        #expect(outcomes(.relayedAgain) == [.published, .duplicate, .unchanged])
        #expect(outcomes(.relayedAltered) == [.published, .overruled])
        #expect(outcomes(.revisedAndRelayed) == [.published, .updated, .overruled])
    }

    @Test func thePlatformBeforeTheMaker() {
        #expect(outcomes(.relayed, relayFirst: true) == [.published, .duplicate])
        #expect(outcomes(.relayedAltered, relayFirst: true) == [.published, .updated])
        #expect(outcomes(.revisedAndRelayed, relayFirst: true) == [.published, .duplicate, .updated])
    }

    @Test func contradictionsAreConflicts() {
        let setting = StoryOutcomes.Setting(relayComesFirst: true, hasUpdateTime: true, isKnownMaker: true)
        #expect(StoryOutcomes(.relayed, setting).conflicts == 0)
        #expect(StoryOutcomes(.relayedAltered, setting).conflicts == 1)
        #expect(StoryOutcomes(.withdrawn, setting).isWithdrawn)
    }
}
