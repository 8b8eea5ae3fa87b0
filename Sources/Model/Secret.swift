import Foundation

/// Where something secret is kept: `pipeline.yml` names the place, and only who needs the secret reads it.
package enum Secret: Sendable, Equatable {
    /// A variable of the environment.
    case environment(String)
    /// A file; white space at its end does not count.
    case file(String)

    /// - Throws: ``SystemError`` that names the place, never what is in it.
    package func value() throws -> String {
        switch self {
        case .environment(let name):
            guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
                throw SystemError(
                    chinese: "没有环境变量 \(name)，其中应有密钥；请在启动前设好。",
                    english:
                        "There is no variable \(name) in the environment, which should hold a secret. Set it before the start."
                )
            }
            return value
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path),
                let text = String(validating: data, as: UTF8.self)
            else { throw SystemError.file("读取密钥文件", "read the secret in", path) }
            let value = String(text.reversed().drop { $0.isWhitespace }.reversed())
            guard !value.isEmpty else {
                throw SystemError(
                    chinese: "密钥文件 \(path) 是空的。", english: "The file \(path) should hold a secret and is empty.")
            }
            return value
        }
    }
}
