import Testing

@testable import GuijiConfiguration

@Suite struct SettingsMistakeTests {
    @Test(arguments: [
        Mistake("instance: 示例市", "instances: 示例市", 1, "instances", .unknownKey, nearest: "instance", alone: false),
        Mistake("Asia/Shanghai", "Asia/Shanghia", 2, "time_zone", .unknown(.timeZone), nearest: "Asia/Shanghai"),
        Mistake("data/ledger.sqlite", "inbox", 4, "stores.ledger", .excludes(key: "inbox")),
        Mistake("ledger:", "leger:", 4, "stores.leger", .unknownKey, nearest: "ledger"),
        Mistake("65536", "1", 5, "limits.row_bytes", .outOfRange(from: 1024, through: 64 << 20)),
        Mistake("workers: 4", "workers: many", 6, "workers", .wrongShape(expected: .integer)),
        Mistake("workers: 4", "workers:", 6, "workers", .wrongShape(expected: .integer)),
        Mistake(
            "required-field", "requird-field", 8, "severities.requird-field", .unknown(.rule),
            nearest: "required-field"),
        Mistake(
            ": warning", ": warn", 8, "severities.required-field",
            .wrongShape(expected: .choice(["error", "warning", "notice", "off"]))),
        Mistake(
            "apply", "aply", 10, "repairs.code_candidates", .wrongShape(expected: .choice(["suggest", "apply"])),
            nearest: "apply"),
        Mistake(
            "workers: 4", "workers: 4\nrehearsal: { max_complience_fall: 1 }", 7, "rehearsal.max_complience_fall",
            .unknownKey, nearest: "max_compliance_fall"),
        Mistake(
            "workers: 4", "workers: 4\nrehearsal: { max_compliance_fall: 100.5 }", 7, "rehearsal.max_compliance_fall",
            .outOfRange(from: 0, through: 100)),
        Mistake(
            "workers: 4", "workers: 4\nrehearsal: { max_compliance_fall: -1 }", 7, "rehearsal.max_compliance_fall",
            .outOfRange(from: 0, through: 100)),
        Mistake(
            "workers: 4", "workers: 4\nrehearsal: { max_compliance_fall: 1% }", 7, "rehearsal.max_compliance_fall",
            .wrongShape(expected: .decimal)),
        Mistake("workers: 4", "workers: 4\nrehearsal: 1", 7, "rehearsal", .wrongShape(expected: .mapping)),
        Mistake(
            "workers: 4", "workers: 4\nsuspicions: { volume_months: 12 }", 7, "suspicions.volume_months",
            .outOfRange(from: 3, through: 11)),
        Mistake(
            "workers: 4", "workers: 4\nsuspicions: { serial_density: 1.5 }", 7, "suspicions.serial_density",
            .outOfRange(from: 0, through: 1)),
        Mistake(
            "workers: 4", "workers: 4\nsuspicions: { volume_mads: 3 }", 7, "suspicions.volume_mads", .unknownKey,
            nearest: "volume_mad"),
        Mistake("workers: 4", "workers: 4\nworkers: 5", 7, "workers", .duplicate(first: "pipeline.yml:6")),
    ])
    func pipeline(mistake: Mistake) throws { try mistake.check(in: "pipeline.yml") }
}
