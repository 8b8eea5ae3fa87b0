import Testing

@testable import Sampling

@Suite struct DiceTests {
    @Test func drawsDependOnWhatTheyAreForOnly() {
        var first = Dice(1, .licence, 3, 4)
        var again = Dice(1, .licence, 3, 4)
        var other = Dice(1, .licence, 4, 3)
        let drawn = first.next()
        #expect(drawn == again.next())
        #expect(drawn != other.next())
    }
}
