import Foundation
import Testing

/// What the commands print holds no number of a person.
@Suite struct OutputPrivacyTests {
    /// Runs of 17 digits with a check, and of 11 that begin as mobile numbers do, in the files of the month.
    private static func numbers(in text: String) -> Set<String> {
        var found: Set<String> = []
        for match in text.matches(of: /[0-9]{17}[0-9Xx]|[0-9]{11}/) {
            let number = String(match.output).uppercased()
            if number.count == 11 ? number.hasPrefix("1") && number.dropFirst().first! >= "3" : isCitizen(number) {
                found.insert(number)
            }
        }
        return found
    }

    private static func isCitizen(_ number: String) -> Bool {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let digits = number.utf8.prefix(17).map { Int($0) - 48 }
        let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let year = digits[6..<10].reduce(0) { $0 * 10 + $1 }
        return Array("10X98765432")[sum % 11] == number.last && (1900...2030).contains(year)
    }

    private static let secrets: Result<Set<String>, any Error> = Result {
        var found: Set<String> = []
        let samples = "\(Guiji.project)/Samples"
        for name in try FileManager.default.subpathsOfDirectory(atPath: samples) where name.contains("/") {
            let bytes = try Data(contentsOf: URL(filePath: "\(samples)/\(name)"))
            // Digits are what they are in every encoding but UTF-16, of which the zero bytes are dropped.
            found.formUnion(
                numbers(in: String(decoding: bytes.filter { $0 != 0 }.map { $0 < 0x80 ? $0 : 0x20 }, as: UTF8.self)))
        }
        return found
    }

    @Test func theCommandsPrintNone() throws {
        let secrets = try Self.secrets.get()
        #expect(secrets.count >= 5)
        let month = try SampleMonth.get()
        var texts = [("run", month.run.text + month.run.error)]
        for table in ["licence", "penalty", "registration", "registration_change", "annual_report", "contribution"] {
            let item = table.replacing("_", with: "-")
            let export = try month.guiji("export", item)
            #expect(export.status == 0)
            texts.append(("export \(item)", export.text))
        }
        let codes = Set(
            try month.guiji("export", "registration").text.split(separator: "\n").dropFirst().map { $0.prefix(18) })
        #expect(codes.count > 60)
        for code in codes.sorted().prefix(25) {
            let explained = try month.guiji("explain", String(code), "--json")
            texts.append(("explain \(code)", explained.text + explained.error))
        }
        for report in [["quality"], ["timeliness", "--month", "2025-03", "--format", "json"], ["comparison"]] {
            texts.append(
                ("report \(report[0])", try month.folder.guiji.run(["report"] + report + ["-C", "demo"]).text))
        }
        for name in [
            "fire/2025-03-07-licence.csv", "culture/2025-03-05-persons-xk.csv",
            "self-disclosure/2025-03-24-annual-report.csv",
        ] {
            let folder = try TestFolder()
            let check = try month.guiji(
                "check", "--to", folder.path, "--as-of", "2025-03-31", CommandFolder.sample(name))
            texts.append(("check \(name)", check.text + check.error))
        }
        for (name, text) in texts {
            for secret in secrets where text.contains(secret) {
                Issue.record("\(name) prints the private number \(secret.prefix(3))… of \(secret.count) characters")
            }
        }
    }
}
