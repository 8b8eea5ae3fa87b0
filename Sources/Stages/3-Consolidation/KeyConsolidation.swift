import Model

/// Consolidates the claims about one key: gives each new claim its outcome, finds the current one, and the conflicts.
///
/// The winner and the conflicts are functions of the set of claims; only the outcomes of new claims follow the order of receipt.
/// - Parameters:
///   - claims: in order of receipt (``Claim/wasReceivedBefore(_:)``); at least one.
///   - differing: the fields in which two claims with different content hashes contradict each other; a value that one of them
///     lacks is no contradiction.
package func consolidate(
    _ claims: inout [Claim], differing: (Claim, Claim) throws -> [Int]
) rethrows -> KeyVerdict {
    var best = 0
    if !claims[0].isHeld { claims[0].outcome = claims[0].flags.contains(.withheld) ? .withheld : .published }
    for index in claims.indices.dropFirst() {
        if !claims[index].isHeld {
            claims[index].outcome = try outcome(of: index, in: claims, best: best, differing: differing)
        }
        if claims[best].isBelow(claims[index]) { best = index }
    }
    let conflicts = claims.count == 1 ? [] : try conflicts(in: claims, winner: best, differing: differing)
    return KeyVerdict(winner: best, conflicts: conflicts)
}

/// The outcome of a claim received after all before it, of which `best` is current.
private func outcome(
    of index: Int, in claims: [Claim], best: Int, differing: (Claim, Claim) throws -> [Int]
) rethrows -> Outcome {
    let claim = claims[index]
    if claim.flags.contains(.withheld) { return .withheld }
    let current = claims[best]
    if let own = latest(of: claim.source, in: claims[..<index]) {
        if claims[own].content == claim.content {
            return claims[own].submission == claim.submission ? .duplicate : .unchanged
        }
        if claim.version < claims[own].version { return .stale }
    }
    if current.source != claim.source {
        if current.content == claim.content { return .duplicate }
        if try differing(current, claim).isEmpty { return .duplicate }
    }
    if current.isBelow(claim) { return .updated }
    return claim.rank > current.rank ? .overruled : .stale
}

/// The newest claim of a source among `claims`.
private func latest(of source: Int, in claims: ArraySlice<Claim>) -> Int? {
    var found: Int?
    for index in claims.indices where claims[index].source == source {
        if let best = found, !claims[best].isOlder(than: claims[index]) { continue }
        found = index
    }
    return found
}

/// The newest claims of the other sources that contradict the winner, in order of receipt.
private func conflicts(
    in claims: [Claim], winner: Int, differing: (Claim, Claim) throws -> [Int]
) rethrows -> [Conflict] {
    let current = claims[winner]
    var conflicts: [Conflict] = []
    for index in claims.indices {
        let claim = claims[index]
        guard claim.source != current.source, claim.content != current.content,
            !claim.flags.contains(.withheld), !current.flags.contains(.withheld),
            latest(of: claim.source, in: claims[...]) == index
        else { continue }
        let fields = try differing(current, claim)
        if !fields.isEmpty { conflicts.append(Conflict(loser: index, fields: fields)) }
    }
    return conflicts
}

/// Which source's newest claim gives each field of what identifies a subject: authority field by field (domain §7).
///
/// - Parameters:
///   - count: number of fields.
///   - rank: the rank of a claim's source for a field.
///   - isPresent: whether a claim has a value for a field.
/// - Returns: for each field the index of the claim, or nil where nobody has it.
package func composeIdentity(
    _ claims: [Claim], fields count: Int, rank: (Claim, Int) -> Int, isPresent: (Claim, Int) throws -> Bool
) rethrows -> [Int?] {
    let newest = claims.indices.filter { latest(of: claims[$0].source, in: claims[...]) == $0 }
    return try (0..<count).map { field in
        var chosen: Int?
        for index in newest where try isPresent(claims[index], field) {
            guard let best = chosen else {
                chosen = index
                continue
            }
            let (left, right) = (rank(claims[best], field), rank(claims[index], field))
            if right < left || (right == left && claims[best].isOlder(than: claims[index])) { chosen = index }
        }
        return chosen
    }
}
