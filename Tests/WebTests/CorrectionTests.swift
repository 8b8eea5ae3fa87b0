import Foundation
import GuijiConfiguration
import HTTPTypes
import Model
import NIOCore
import Pipeline
import Testing

@testable import Web

/// Other versions of what a department has stated: with a reason, and with effect or not at all.
@Suite struct CorrectionTests: FormSuite {
    /// A correction wins though it says an earlier date, and a withdrawal though a file stated the record again since.
    @Test func correctionsAndWithdrawalsTakeEffect() async throws {
        let (scene, code, _) = try registered()
        let token = try scene.token()
        let json = json
        try await scene.client { client in
            func send(_ change: [String: String], reason: String? = nil) async throws -> Answer {
                var members: [String: Any] = ["values": self.licence(code, "示文许〔2025〕911号").merging(change) { $1 }]
                members["reason"] = reason
                let answer = try await client.send(
                    .post, "/api/v1/entries/licence", token: token, headers: json, try self.body(members))
                try scene.run()
                return answer
            }
            func outcomes(_ answer: Answer) async throws -> [String: Int] {
                let place = try #require(answer.headers[.location], "\(answer.text)")
                let now = try await client.send(.get, place, token: token)
                let all = try #require(now.members["outcomes"] as? [String: Int], "\(now.text)")
                return all.filter { $0.value > 0 }
            }
            let first = try await send(["updated_on": "2025-03-12"])
            #expect(try await outcomes(first) == ["published": 1])
            let earlier = try await send(["decision_date": "2025-03-03"], reason: "日期有误")
            #expect(try await outcomes(earlier) == ["updated": 1])
            #expect(try scene.shown(code).contains { $0.contains("911号") && $0.contains("2025-03-03") })

            let today = CivilDate.iso(scene.configuration.settings.day(of: Int(Date().timeIntervalSince1970)))
            let file = """
                行政相对人名称,行政相对人类别,统一社会信用代码,许可决定文书名称,许可决定文书号,许可类别,许可内容,许可决定日期,有效期自,有效期至,许可机关,当前状态,数据更新时间
                示例市云溪科技有限公司,法人及非法人组织,\(code),准予许可决定书,示文许〔2025〕911号,普通,经营性演出和展览,2025-03-10,2025-03-10,2027-03-09,示例市文化和旅游局,有效,\(today)

                """
            let pushed = try await client.push(ByteBuffer(string: file), token: token, query: "?name=licence.csv")
            try scene.run()
            #expect(try await outcomes(pushed) == ["updated": 1])
            #expect(try scene.shown(code).contains { $0.contains("经营性演出和展览") })
            let withdrawn = try await client.send(
                .post, "\(try #require(first.headers[.location]))/withdrawal", token: token, headers: json,
                try self.body(["reason": "错发"]))
            #expect(withdrawn.status == 202)
            try scene.run()
            #expect(try await outcomes(withdrawn) == ["updated": 1])
            #expect(try scene.shown(code).allSatisfy { !$0.contains("演出") })
            #expect(try scene.replayedShows(code) == scene.shown(code))

            // What came by a file is no form; how to take it back is said.
            let place = try #require(pushed.headers[.location])
            let none = try await client.send(
                .post, "\(place)/withdrawal", token: token, headers: json, try self.body(["reason": "x"]))
            #expect(none.status == 409 && none["detail"]?.contains("status") == true, "\(none.text)")
            #expect(none["detail"]?.contains("撤销") == true && none["detail"]?.contains("penalty") == false)
            let form = try await client.send(.get, "/api/v1/forms/licence", token: token)
            #expect(form.members["withdrawal"] as? [String: String] == ["field": "status", "value": "撤销"])
        }
    }

    /// What could not win is not accepted: another source has more authority, or what is held is newer.
    @Test func whatWouldChangeNothingIsNotAccepted() async throws {
        let (scene, code, name) = try registered()
        let (culture, fire) = (try scene.token(), try scene.token("fire"))
        let market = try scene.token("market-supervision")
        let json = json
        try await scene.client { client in
            func send(_ item: String, _ values: [String: String], _ token: String, _ reason: String? = nil)
                async throws -> Answer
            {
                var members: [String: Any] = ["values": values]
                members["reason"] = reason
                return try await client.send(
                    .post, "/api/v1/entries/\(item)", token: token, headers: json, try self.body(members))
            }
            var values = self.licence(code, "示文许〔2025〕921号")
            values["authority_code"] = "11330100MB9900443R"
            #expect(try await send("licence", values, culture).status == 202)
            try scene.run()
            values["content"] = "展览"
            let weaker = try await send("licence", values, fire, "有误")
            #expect(weaker.status == 409 && weaker["detail"]?.contains("culture") == true, "\(weaker.text)")
            // What it states for the first time is kept, whoever prevails.
            #expect(try await send("licence", values, fire).status == 202)

            var entry = [
                "credit_code": code, "name": name, "established_on": "2010-01-01", "approved_on": "2023-01-01",
            ]
            let old = try await send("registration", entry, market, "更正")
            #expect(old.status == 409 && old["detail"]?.contains("approved_on") == true, "\(old.text)")
            entry["approved_on"] = "2025-02-01"
            #expect(try await send("registration", entry, market).status == 422)
            #expect(try await send("registration", entry, market, "更正").status == 202)
        }
    }

    /// Before a run has taken the record in as well as afterwards.
    @Test func aCorrectionGivesItsReason() async throws {
        let (scene, code, _) = try registered()
        let token = try scene.token()
        try await scene.client { client in
            func send(_ query: String = "", reason: String? = nil, key: String = UUID().uuidString) async throws
                -> Answer
            {
                var members: [String: Any] = ["values": self.licence(code, "示文许〔2025〕931号")]
                members["reason"] = reason
                return try await client.send(
                    .post, "/api/v1/entries/licence\(query)", token: token,
                    headers: [.contentType: "application/json", .idempotencyKey: key], try self.body(members))
            }
            #expect(try await send("?dry-run").status == 200)
            let first = try await send(key: "once")
            #expect(first.status == 202)
            for isTakenIn in [false, true] {
                if isTakenIn { try scene.run() }
                for query in ["", "?dry-run"] {
                    let bare = try await send(query)
                    #expect(bare.status == 422 && bare["detail"]?.contains("reason") == true, "\(bare.text)")
                }
                #expect(try await send("?dry-run", reason: "有误").status == 200)
                #expect(try await send(key: "once")["id"] == first["id"])
            }
            #expect(try await send(reason: "有误").status == 202)
        }
    }
}
