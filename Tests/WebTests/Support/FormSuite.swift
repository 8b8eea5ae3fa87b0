import Foundation
import HTTPTypes
import NIOCore
import Testing

/// What suites about forms have in common: a register, a form, and how it is sent.
protocol FormSuite {}

extension FormSuite {
    /// An instance whose register knows the sample month's first subjects, and one of their codes with its name.
    func registered() throws -> (scene: Scene, code: String, name: String) {
        let scene = try Scene()
        try scene.register("market-supervision/2025-03-03-registration.csv")
        let lines = String(buffer: try Scene.sample("market-supervision/2025-03-03-registration.csv")).split(
            whereSeparator: \.isNewline)
        let labels = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        let (code, name) = (
            try #require(labels.firstIndex { $0.contains("统一社会信用代码") }),
            try #require(labels.firstIndex { $0.contains("名称") })
        )
        let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return (scene, cells[code], cells[name])
    }

    func licence(_ code: String, _ number: String) -> [String: String] {
        [
            "credit_code": code, "party_type": "法人及非法人组织", "document_name": "准予许可决定书", "document_number": number,
            "licence_type": "普通", "content": "经营性演出", "decision_date": "2025-03-10", "valid_from": "2025-03-10",
            "valid_to": "2027-03-09", "authority": "示例市文化和旅游局", "status": "有效",
        ]
    }

    func body(_ members: [String: Any]) throws -> ByteBuffer {
        ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: members, options: .sortedKeys))
    }

    var json: HTTPFields { [.contentType: "application/json"] }
}
