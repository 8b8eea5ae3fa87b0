internal import Scheduling

extension ConfigurationProblem {
    package var chinese: String { wording.chinese }
    package var english: String { wording.english }

    private var wording: (chinese: String, english: String) {
        switch self {
        case .missingFile: ("缺少文件", "file missing")
        case .missingFolder: ("缺少文件夹", "folder missing")
        case .unexpectedFile: ("此处不应有该文件", "no such file belongs here")
        case .unreadable: ("无法读取", "cannot be read")
        case .tooLarge(let limit): ("文件超过 \(limit) 字节", "file is larger than \(limit) bytes")
        case .notUTF8: ("不是 UTF-8 编码", "not UTF-8")
        case .empty: ("没有内容", "empty")
        case .nothingToDo(let what): ("没有任何\(what.chinese)", "there is no \(what.english)")
        case .syntax(let text): ("YAML 语法错误：\(text)", "YAML syntax: \(text)")
        case .anchor: ("不支持 YAML 锚点（&）", "YAML anchors (&) are not supported")
        case .unknownKey: ("未知键", "unknown key")
        case .missingKey: ("缺少此键", "required key missing")
        case .wrongShape(let expected): ("应为\(expected.chinese)", "expected \(expected.english)")
        case .outOfRange(let low, let high): ("应在 \(low) 至 \(high) 之间", "expected \(low) to \(high)")
        case .wrongOrder(let first, let second): ("\(first) 不得大于 \(second)", "\(first) is greater than \(second)")
        case .notFileName(let expected): ("应与文件名一致：\(expected)", "expected the file's name: \(expected)")
        case .badName(let pattern): ("名称只能用 \(pattern)", "a name is made of \(pattern)")
        case .unknown(let what): ("未知\(what.chinese)", "unknown \(what.english)")
        case .duplicate(let first): ("重复，首次出现于 \(first)", "duplicate, first at \(first)")
        case .wrongFieldType(let field, let expected):
            (
                "字段 \(field) 的类型应为 \(expected.joined(separator: "、"))",
                "field \(field) must be of type \(expected.joined(separator: ", "))"
            )
        case .needs(let key): ("须同时有 \(key)", "needs \(key)")
        case .excludes(let key): ("不能与 \(key) 并存", "cannot stand beside \(key)")
        case .notUsedHere(let key): ("只用于 \(key)", "only for \(key)")
        case .counterpartNotGovernment: ("比对对象应为政府信息", "the counterpart must be disclosed by government")
        case .itemOfPresetDiffers(let preset): ("与预设 \(preset) 的事项不符", "not the item of preset \(preset)")
        case .labelTaken(let field): ("列名已用于字段 \(field)", "label already stands for field \(field)")
        case .labelIgnored: ("列名已列入 ignore", "label is ignored as well")
        case .repairColumn: ("是修复文件的附加列", "is a column that repair files add")
        case .notCreditCode: ("不是有效的统一社会信用代码", "not a valid unified social credit code")
        case .wrongYear(let year): ("日期不在 \(year) 年", "the date is not in \(year)")
        case .notWeekend: ("调休上班日应为周六或周日", "a working weekend must be a Saturday or Sunday")
        case .secretInPlain:
            (
                "密钥不能写在此处，应为 { env: 变量名 } 或 { file: 路径 }",
                "a secret cannot stand here; write { env: NAME } or { file: PATH }"
            )
        case .oneOf(let keys):
            ("须有且只有其一：\(keys.joined(separator: "、"))", "needs exactly one of \(keys.joined(separator: ", "))")
        case .timetable(let mistake): (mistake.chinese, mistake.english)
        case .wrongCount(let expected, let found):
            ("应有 \(expected) 项，实有 \(found) 项", "expected \(expected) entries, found \(found)")
        case .unclosedQuote: ("引号未闭合", "quote not closed")
        }
    }
}

extension ConfigurationProblem.Shape {
    var chinese: String { wording.0 }
    var english: String { wording.1 }

    private var wording: (String, String) {
        switch self {
        case .mapping: ("键值表", "a mapping")
        case .list: ("列表", "a list")
        case .text: ("文本", "text")
        case .flag: (" true 或 false", "true or false")
        case .integer: ("整数", "a whole number")
        case .decimal: ("数字（至多 6 位小数）", "a number with at most 6 decimals")
        case .date: ("日期 YYYY-MM-DD", "a date YYYY-MM-DD")
        case .year: ("四位年份", "a year of four digits")
        case .duration: ("时长，如 90s、15m、6h、1d", "a length of time such as 90s, 15m, 6h or 1d")
        case .secret: (" { env: 变量名 } 或 { file: 路径 }", "{ env: NAME } or { file: PATH }")
        case .textOrList: ("文本或文本列表", "text or a list of texts")
        case .choice(let names):
            ("以下之一：\(names.joined(separator: "、"))", "one of \(names.joined(separator: ", "))")
        }
    }
}

extension ConfigurationProblem.Reference {
    var chinese: String { wording.0 }
    var english: String { wording.1 }

    private var wording: (String, String) {
        switch self {
        case .field: ("字段", "field")
        case .list: ("代码表", "code list")
        case .item: ("事项", "item")
        case .preset: ("预设", "preset")
        case .department: ("部门", "department")
        case .rule: ("规则", "rule")
        case .label: ("代码表值", "value of the code list")
        case .region: ("行政区划", "region")
        case .timeZone: ("时区", "time zone")
        }
    }
}
