import ArgumentParser
import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Web

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "接口令牌：发放、查看、撤销。 Tokens of the interface: give, list, revoke.",
        discussion: """
              guiji token add --department culture --note 业务系统
              guiji token add --department culture --items licence --scopes push --days 90
              guiji token list
              guiji token revoke 3k5x2m7q

            令牌只在发放时显示一次；库中只存其 SHA-256。撤销立即生效，服务不必重启。
            A token is shown once, when it is given; only its SHA-256 is kept. Revoking works at once.
            """,
        subcommands: [Add.self, List.self, Revoke.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "发放令牌 Give a token.")
        @OptionGroup var options: InstanceOptions
        @Option(help: "部门 id of the department") var department: String
        @Option(help: "只准报送和查看的事项，逗号分隔；缺省为全部 items it may deliver and see, parted by commas; all without")
        var items: String?
        @Option(help: "权限，逗号分隔：push 报送文件和零报送，entry 逐条填报 what it allows") var scopes = "push,entry"
        @Option(help: "有效天数 days it holds") var days = 365
        @Option(help: "用途 what it is for") var note = ""

        func run() throws {
            let configuration = try options.configuration()
            try TokenCommand.check([department], "部门 department", among: configuration.departments.map(\.id))
            let items = items.map(TokenCommand.names)
            try TokenCommand.check(items ?? [], "事项 item", among: configuration.catalogue.items.map(\.id))
            let names = TokenCommand.names(scopes)
            try TokenCommand.check(names, "权限 scope", among: TokenScope.allCases.map(\.rawValue))
            guard !names.isEmpty, items?.isEmpty != true else {
                throw ValidationError("至少一个权限，至少一个事项 / at least one scope and one item")
            }
            guard (1...3650).contains(days) else { throw ValidationError("--days 应为 1 到 3650 / from 1 to 3650") }
            let now = Int(Date().timeIntervalSince1970)
            let token = AccessToken(
                department: department, items: items, scopes: names.compactMap(TokenScope.init), note: note,
                created: now, expires: now + days * 86_400)
            let secret = try TokenStore(ServiceStore(path: configuration.settings.paths.service)).add(token)
            print(secret)
            FileHandle.standardError.write(
                Data("令牌 \(token.id)：请立即保存，不会再显示 / keep it now, it is not shown again\n".utf8))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "列出令牌，不含密文 The tokens, without their secrets.")
        @OptionGroup var options: InstanceOptions

        func run() throws {
            let configuration = try options.configuration()
            let now = Int(Date().timeIntervalSince1970)
            let store = try TokenStore(ServiceStore(path: configuration.settings.paths.service))
            var rows = [["id", "部门", "事项", "权限", "到期", "状态", "用途"]]
            for token in try store.all() {
                let expires = CivilDate.iso(configuration.settings.day(of: token.expires))
                let standing =
                    switch token.standing(at: now) {
                    case .valid: "有效 valid"
                    case .expired: "过期 expired"
                    case .revoked: "已撤销 revoked"
                    }
                rows.append([
                    token.id, token.department, token.items?.joined(separator: ",") ?? "*",
                    token.scopes.map(\.rawValue).joined(separator: ","), expires, standing, token.note,
                ])
            }
            print(TextTable.text(rows))
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "撤销令牌 Revoke a token.")
        @OptionGroup var options: InstanceOptions
        @Argument(help: "令牌的 id its id, see list") var id: String

        func run() throws {
            let store = try TokenStore(ServiceStore(path: try options.configuration().settings.paths.service))
            guard try store.revoke(id, at: Int(Date().timeIntervalSince1970)) else {
                throw ValidationError("没有有效的令牌“\(id)”，见 guiji token list / no token of this id holds")
            }
            print("已撤销 revoked：\(id)")
        }
    }

    private static func names(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func check(_ names: [String], _ what: String, among known: [String]) throws {
        for name in names where !known.contains(name) {
            throw ValidationError("\(what)：没有“\(name)”/ no such one; 可用 known: \(known.joined(separator: ", "))")
        }
    }
}
