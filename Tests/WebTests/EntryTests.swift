import Foundation
import GuijiConfiguration
import HTTPTypes
import Model
import NIOCore
import Pipeline
import Testing

@testable import Web

/// Records filled in one by one: the register's fields, the rules, drafts, and taking one back.
@Suite struct EntryTests: FormSuite {
    @Test func theFormIsMadeOfTheCatalogue() async throws {
        let (scene, code, name) = try registered()
        let token = try scene.token(items: ["licence"])
        try await scene.client { client in
            let form = try await client.send(.get, "/api/v1/forms/licence", token: token)
            let fields = try #require(form.members["fields"] as? [[String: Any]])
            let item = try #require(scene.configuration.catalogue.item("licence"))
            #expect(fields.compactMap { $0["name"] as? String } == item.fields.map(\.name))
            let filled = Set(fields.filter { $0["filled_in"] as? Bool == true }.compactMap { $0["name"] as? String })
            #expect(filled.contains("party_name") && filled.contains("legal_representative"))
            #expect(!filled.contains("credit_code"))
            let subject = try await client.send(.get, "/api/v1/subjects/\(code)", token: token)
            #expect((subject.members["values"] as? [String: String])?["name"] == name)
            #expect(try await client.send(.get, "/api/v1/subjects/91110000X", token: token).status == 404)
            #expect(try await client.send(.get, "/api/v1/forms/penalty", token: token).status == 403)
            #expect(try await client.send(.get, "/api/v1/forms/nothing", token: token).status == 404)
        }
    }

    /// What is typed is judged before it is sent; what is sent is published under the register's name; a correction is a new version; what is taken back
    /// leaves a tombstone.
    @Test func aRecordIsFilledInCorrectedAndTakenBack() async throws {
        let (scene, code, name) = try registered()
        let token = try scene.token()
        let json = json
        let values = licence(code, "示文许〔2025〕901号")
        try await scene.client { client in
            let path = "/api/v1/entries/licence"
            var bad = values
            bad["decision_date"] = "2025-13-40"
            let typed = try await client.send(
                .post, "\(path)?dry-run", token: token, headers: json, try self.body(["values": bad]))
            #expect(typed.status == 200 && typed.members["valid"] as? Bool == false)
            let rules = (typed.members["findings"] as? [[String: Any]] ?? []).compactMap { $0["rule"] as? String }
            #expect(rules.contains("impossible-date"), "\(rules)")
            var without = values
            without["content"] = nil
            let incomplete = try await client.send(
                .post, "\(path)?dry-run", token: token, headers: json, try self.body(["values": without]))
            let missing = try #require(incomplete.members["findings"] as? [[String: Any]])
            #expect(missing.contains { $0["field"] as? String == "content" && $0["severity"] as? String == "error" })
            let refused = try await client.send(
                .post, path, token: token, headers: json, try self.body(["values": bad]))
            #expect(refused.status == 422 && refused.problem == "invalid-entry")
            #expect((refused.members["findings"] as? [Any])?.isEmpty == false)
            #expect(scene.names("inbox.claimed/.incoming").isEmpty && scene.claimed("culture").isEmpty)

            let first = try await client.send(
                .post, path, token: token, headers: json, try self.body(["values": values]))
            #expect(first.status == 202 && first["channel"] == "entry")
            try scene.run()
            let place = try #require(first.headers[.location])
            let answer = try await client.send(.get, place, token: token)
            #expect((answer.members["outcomes"] as? [String: Int])?["published"] == 1, "\(answer.text)")
            #expect(try scene.shown(code).contains { $0.contains("示文许〔2025〕901号") && $0.contains(name) })

            var corrected = values
            corrected["content"] = "经营性演出、剧本娱乐"
            let second = try await client.send(
                .post, path, token: token, headers: json,
                try self.body(["values": corrected, "reason": "内容漏写"]))
            try scene.run()
            let again = try await client.send(.get, try #require(second.headers[.location]), token: token)
            #expect((again.members["outcomes"] as? [String: Int])?["updated"] == 1, "\(again.text)")
            #expect(try scene.shown(code).contains { $0.contains("剧本娱乐") })
            let explained = try Explainer(try Instance(scene.configuration)).explain(code, item: "licence")
            #expect(explained.flatMap(\.voices).map(\.given) == ["内容漏写", nil])

            // The values of before again are another version, not the first one repeated.
            let back = try await client.send(
                .post, path, token: token, headers: json,
                try self.body(["values": values, "reason": "剧本娱乐误填"]))
            try scene.run()
            let third = try await client.send(.get, try #require(back.headers[.location]), token: token)
            #expect((third.members["outcomes"] as? [String: Int])?["updated"] == 1, "\(third.text)")
            #expect(try !scene.shown(code).contains { $0.contains("剧本娱乐") })

            let other = try scene.token("fire")
            let stolen = try await client.send(
                .post, "\(place)/withdrawal", token: other, headers: json, try self.body(["reason": "x"]))
            #expect(stolen.status == 404)
            let unexplained = try await client.send(
                .post, "\(place)/withdrawal", token: token, headers: json, try self.body([:]))
            #expect(unexplained.status == 400)
            let taken = try await client.send(
                .post, "\(try #require(back.headers[.location]))/withdrawal", token: token, headers: json,
                try self.body(["reason": "错发"]))
            #expect(taken.status == 202)
            try scene.run()
            #expect(try !scene.shown(code).contains { $0.contains("剧本娱乐") || $0.contains("经营性演出") })
        }
    }

    @Test func theRegistersFieldsAreNotTyped() async throws {
        let (scene, code, name) = try registered()
        let token = try scene.token()
        let json = json
        try await scene.client { client in
            func send(_ change: [String: String]) async throws -> Answer {
                let values = self.licence(code, "示文许〔2025〕902号").merging(change) { $1 }
                return try await client.send(
                    .post, "/api/v1/entries/licence", token: token, headers: json, try self.body(["values": values]))
            }
            let typed = try await send(["party_name": "别的名称有限公司"])
            #expect(typed.status == 422 && typed["detail"]?.contains("party_name") == true)
            // Another code of the same subject brings the row to it as well, however it is written.
            for (field, value) in [
                ("registration_number", "330102000200004"), ("registration_number", "３３０１０２０００２００００４"),
                ("organisation_code", "MA9X1234-6"), ("taxpayer_number", code),
            ] {
                for own in [("party_name", "别的名称有限公司"), ("legal_representative", "别的人")] {
                    let other = try await send(["credit_code": "", field: value, own.0: own.1])
                    #expect(other.status == 422 && other["detail"]?.contains(own.0) == true, "\(value) \(other.text)")
                }
            }
            let numbered = try await send([
                "credit_code": "", "registration_number": "330102000200004", "document_number": "示文许〔2025〕904号",
            ])
            #expect(numbered.status == 202, "\(numbered.text)")
            try scene.run()
            #expect(try scene.shown(code).contains { $0.contains("904号") && $0.contains(name) && $0.contains("赵建国") })
            // What the register does not know, and natural persons, are as they are typed.
            let foreign = try await send([
                "credit_code": "", "registration_number": "330102000999999", "party_name": "未登记有限公司",
            ])
            #expect(foreign.status == 202, "\(foreign.text)")
            let person = try await send([
                "credit_code": "", "party_type": "自然人", "party_name": "张三", "document_number": "示文许〔2025〕905号",
                "document_type": "身份证", "document_id": "110101199003070011",
            ])
            #expect(person.status == 202, "\(person.text)")
            #expect(try await send(["party_name": name]).status == 202)
            let unknown = try await send(["credit_code": "91350100M000100Y43"])
            #expect(unknown.status == 422 && unknown["detail"]?.contains("91350100M000100Y43") == true)
            #expect(try await send(["nonsense": "x"]).status == 422)
            for text in ["[]", "{", "{\"values\":{\"status\":1}}", "{\"value\":{}}"] {
                let answer = try await client.send(
                    .post, "/api/v1/entries/licence", token: token, headers: json, ByteBuffer(string: text))
                #expect(answer.status == 400, "\(text)")
            }
        }
    }

    @Test func draftsAreKeptForTheDepartment() async throws {
        let scene = try Scene()
        let (token, other) = (try scene.token(), try scene.token("fire"))
        let json = json
        try await scene.client { client in
            let draft = try self.body(["item": "licence", "values": ["content": "半"]])
            let place = "/api/v1/drafts/one"
            #expect(try await client.send(.put, place, token: token, headers: json, draft).status == 204)
            let kept = try await client.send(.get, place, token: token)
            #expect(kept["item"] == "licence" && kept.members["values"] as? [String: String] == ["content": "半"])
            #expect(try await client.send(.get, place, token: other).status == 404)
            let list = try await client.send(.get, "/api/v1/drafts", token: token)
            #expect((list.members["drafts"] as? [[String: String]])?.map { $0["id"] } == ["one"])
            #expect(try await client.send(.delete, place, token: other).status == 404)
            #expect(try await client.send(.delete, place, token: token).status == 204)
            #expect(try await client.send(.get, place, token: token).status == 404)
            #expect(try await client.send(.put, "\(place)~", token: token, headers: json, draft).status == 400)
        }
    }

    @Test func thatThereWasNothingIsConfirmed() async throws {
        let scene = try Scene()
        let token = try scene.token(items: ["penalty"])
        let json = json
        try await scene.client { client in
            func send(_ members: [String: Any]) async throws -> Answer {
                try await client.send(
                    .post, "/api/v1/nil-returns", token: token, headers: json, try self.body(members))
            }
            let accepted = try await send(["item": "penalty", "period": "2025-W10", "reason": "本周\"无\"处罚"])
            #expect(accepted.status == 202)
            try scene.run()
            let answer = try await client.send(.get, try #require(accepted.headers[.location]), token: token)
            #expect(answer["state"] == "published", "\(answer.text)")
            // No week of a year, and one that is to come.
            for period in ["2025-W60", "2999-W01"] {
                let wrong = try await send(["item": "penalty", "period": period])
                #expect(wrong.status == 422 && wrong.text.contains(period), "\(wrong.text)")
            }
            #expect(try await send(["item": "licence", "period": "2025-W10"]).status == 403)
            #expect(try await send(["item": "penalty"]).status == 400)
        }
    }

    /// The archive holds the form as it was taken: replayed, it gives the same.
    @Test func formsAreReplayed() async throws {
        let (scene, code, _) = try registered()
        let token = try scene.token()
        let (values, json) = (licence(code, "示文许〔2025〕903号"), json)
        try await scene.client { client in
            let accepted = try await client.send(
                .post, "/api/v1/entries/licence", token: token, headers: json, try self.body(["values": values]))
            #expect(accepted.status == 202)
        }
        try scene.run()
        #expect(try scene.replayedShows(code) == scene.shown(code))
    }
}
