import Bytes
package import Model

/// Amounts and numbers are read once: the text becomes a plain decimal, the number millionths, without a trace.
///
/// An amount in the unit that its text names, else the layout's, else the field's, becomes one in the field's unit: that unit is
/// declared, nothing is guessed. A currency that the text names goes to the item's field of currencies where that is empty.
package struct NumberReading: Rule {
    package static let facts: [RuleFacts] = []

    private struct Amount: Sendable {
        var field: Int
        var type: FieldType
        /// Whether a text that names no unit is in 万元, and whether the field is.
        var isGivenInTenThousand = false
        var isKeptInTenThousand = false
    }

    private let fields: [Amount]
    private let currency: Int?
    private let currencies: PreparedList?

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type.isNumeric }.map { index in
            let field = context.item.fields[index]
            let given = context.mapping.units[index] ?? field.unit
            return Amount(
                field: index, type: field.type, isGivenInTenThousand: given == .tenThousandYuan,
                isKeptInTenThousand: field.unit == .tenThousandYuan)
        }
        currency = context.item.fields.firstIndex { $0.list == "currencies" }
        currencies = context.lists["currencies"]
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for amount in fields where report.notes.present[amount.field] > 0 {
            let field = amount.field
            var column = Column(batch, field)
            let numbers = Numbers(batch, field)
            let isPlain = amount.type != .money || amount.isGivenInTenThousand == amount.isKeptInTenThousand
            for row in 0..<batch.count where column.length(row) > 0 {
                let value = column[row]
                if isPlain, case .value(let number, true) = NumberText.parseDecimal(value), fits(number, amount.type) {
                    numbers[row] = number
                    continue
                }
                if let number = read(value, amount, batch, report, row), fits(number, amount.type) {
                    numbers[row] = number
                    write(number, batch, field, row)
                } else {
                    numbers[row] = Batch.badNumber
                    report.notes.hasBadNumber[field] = true
                }
                column = Column(batch, field)
            }
        }
    }

    /// Whole numbers have no fraction; years have four digits.
    @inline(__always)
    private func fits(_ number: Int64, _ type: FieldType) -> Bool {
        switch type {
        case .integer: number % 1_000_000 == 0
        case .year: number % 1_000_000 == 0 && number >= 1900_000_000 && number <= 2100_000_000
        default: true
        }
    }

    private func read(_ value: ByteSlice, _ amount: Amount, _ batch: Batch, _ report: FindingReport, _ row: Int)
        -> Int64?
    {
        guard amount.type == .money else {
            guard case .value(let number, _) = NumberText.parseDecimal(amount.type == .year ? year(value) : value)
            else {
                return nil
            }
            return number
        }
        guard case .value(let millionths, let unit, let named) = NumberText.parseMoney(value) else { return nil }
        if let named, !keep(named, batch, report, row) { return nil }
        let isTenThousand = unit.map { $0 == .tenThousand } ?? amount.isGivenInTenThousand
        switch (isTenThousand, amount.isKeptInTenThousand) {
        case (true, false):
            let scaled = millionths.multipliedReportingOverflow(by: 10_000)
            return scaled.overflow ? nil : scaled.partialValue
        case (false, true):
            // A millionth of 万元 is a fen, below which there is no money.
            return (millionths + (millionths < 0 ? -5_000 : 5_000)) / 10_000
        default: return millionths
        }
    }

    /// The value without 年 or 年度 behind it.
    private func year(_ value: ByteSlice) -> ByteSlice {
        for mark in ["年度", "年"] where value.count > mark.utf8.count {
            let start = value.count - mark.utf8.count
            if mark.withSlice({ same($0, value[start..<value.count]) }) { return value[0..<start] }
        }
        return value
    }

    /// Keeps a currency that the text names; false where the item has no place for a foreign one.
    private func keep(_ named: CurrencyText, _ batch: Batch, _ report: FindingReport, _ row: Int) -> Bool {
        guard let currency, let label = label(of: named) else { return named == .cny }
        if batch.isAbsent(currency, row) {
            batch.replace(currency, row, with: label)
            report.notes.present[currency] += 1
        }
        return true
    }

    /// The list's label for a currency: 人民币元, 美元.
    private func label(of currency: CurrencyText) -> String? {
        let number =
            switch currency {
            case .cny: "156"
            case .usd: "840"
            case .hkd: "344"
            case .jpy: "392"
            case .eur: "978"
            case .gbp: "826"
            case .sgd: "702"
            case .aud: "036"
            case .cad: "124"
            case .chf: "756"
            case .krw: "410"
            case .twd: "901"
            case .mop: "446"
            case .nzd: "554"
            case .sek: "752"
            case .nok: "578"
            case .dkk: "208"
            case .dem: "276"
            case .frf: "250"
            case .itl: "380"
            case .nlg: "528"
            case .bef: "056"
            }
        return currencies?.entries.first { $0.code == number }?.label
    }

    /// Writes the number as a plain decimal unless the cell says just that.
    private func write(_ number: Int64, _ batch: Batch, _ field: Int, _ row: Int) {
        let start = batch.text.count
        NumberText.appendDecimal(number, to: batch.text)
        let length = batch.text.count - start
        if same(batch.text.slice(start, length), batch.value(field, row)) {
            batch.text.truncate(to: start)
        } else {
            batch.cells[field * batch.capacity + row] = Cell(start: start, length: length)
        }
    }
}
