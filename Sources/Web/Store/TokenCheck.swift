import Foundation
import GuijiConfiguration
package import Pipeline

/// Tokens of the interface do not run out unnoticed.
package enum TokenCheck {
    private static let notice = 30 * 86_400

    package static let check = DoctorCheck("tokens", "接口令牌 tokens") { patient in
        let path = patient.settings.paths.service
        guard FileManager.default.fileExists(atPath: path) else {
            return [Diagnosis(.well, "没有发放过", "none were given")]
        }
        let tokens = try TokenStore(ServiceStore(path: path, isReadOnly: true)).all().filter { $0.revoked == nil }
        let ending = tokens.filter { $0.expires < patient.now + notice }
        guard ending.isEmpty else {
            let names = ending.map { "\($0.id)（\($0.department)）" }.joined(separator: "、")
            return [
                Diagnosis(
                    .warning, "已到期或 30 天内到期：\(names)", "have run out or will within 30 days: \(names)",
                    mend: "发新的交给部门，再撤旧的 give new ones and revoke these: guiji token add --department …")
            ]
        }
        return [Diagnosis(.well, "\(tokens.count) 个有效", "\(tokens.count)")]
    }
}
