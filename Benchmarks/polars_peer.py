"""The benchmark's job in Polars: lazy, streaming expressions over the files of an instance, everything in memory.

    python3 polars_peer.py DIR OUT --as-of 2025-03-31

Prints one JSON object. Polars has no store with an index: what is disclosed goes into one Parquet file for each item, as it is seen in
practice. Its CSV reader can neither report a row with too few cells nor survive a quote that is never closed, so a first pass over
the bare lines finds those that are not plain; only they are taken apart in Python, and those that are sound join the others.
"""

import argparse
import json
import pathlib
import re
import time

import polars as pl
from polars import col, lit, when

import job
from job import Instance, Item

DOCUMENT = "^[^0-9〔〕()字第]*字?〔[0-9]{4}〕[0-9]+号$"
ANY_DOCUMENT = r"^(.*?)[字第]*\(?((?:19|20)[0-9][0-9])(?:\)|年度?\)?|第)[字第]*(.*?)[字第]*0*([0-9][0-9-]*)(?:号(.*))?$"
# A row's place in the order of receipt: eight bits for the file, the others for the row in it.
ROW_BITS, SEQ_BITS = 28, 36
COMPARED = ["party_name", "decision_date", "valid_from", "valid_to", "certificate_name", "status"]
CELLS = re.compile(r'(?:[^",]*|"(?:[^"]|"")*")(?:,(?:[^",]*|"(?:[^"]|"")*"))*')
QUOTED = re.compile(r'"(?:[^"]|"")*"')
NO_DATE = pl.date(1, 1, 1)
OPEN_END = pl.date(9999, 12, 31)


def half_width(value: pl.Expr) -> pl.Expr:
    return value.str.replace_many(
        list(job.FULL_WIDTH + job.BLANKS), list(job.HALF_WIDTH) + [""] * len(job.BLANKS)).str.to_uppercase()


def folded(value: pl.Expr | pl.Series):
    brackets = dict(zip(job.BRACKETS, job.ROUND))
    table = dict(zip(job.FULL_WIDTH, job.HALF_WIDTH)) | dict.fromkeys(job.BLANKS, "") | brackets
    return value.str.replace_many(list(table), list(table.values()))


def name_key(value: pl.Expr) -> pl.Expr:
    return folded(value).str.to_uppercase().str.replace_all("有限责任公司", "有限公司", literal=True)


def text_key(value: pl.Expr) -> pl.Expr:
    return folded(value).str.replace_all("。", ".", literal=True)


def document_keys(values: pl.Series) -> pl.Series:
    """慈税罚〔2018〕40号 without the zeros before its serial, whatever way it is written; few are written otherwise."""
    keys = values.str.replace("字〔", "〔", literal=True).str.replace("〕0+", "〕")
    odd = (~values.str.contains(DOCUMENT)).arg_true()
    return keys.scatter(odd, folded(values.gather(odd)).str.replace(ANY_DOCUMENT, "${1}${3}〔${2}〕${4}号${5}")) if len(odd) else keys


def weighted(value: pl.Expr, weights: list[int], alphabet: str) -> pl.Expr:
    """The weighted sum of a value's characters; null where one is not of the alphabet."""
    numbers = {character: number for number, character in enumerate(alphabet)}
    return pl.sum_horizontal([
        value.str.slice(place, 1).replace_strict(numbers, default=None, return_dtype=pl.Int32) * weight
        for place, weight in enumerate(weights)])


def is_credit(value: pl.Expr) -> pl.Expr:
    return value.str.contains(f"^{job.CREDIT_FORM}$") & (weighted(value, job.CREDIT_WEIGHTS, job.CREDIT_ALPHABET) % 31 == 0)


def is_citizen(value: pl.Expr) -> pl.Expr:
    check = (weighted(value, job.CITIZEN_WEIGHTS, "0123456789") % 11).replace_strict(dict(enumerate(job.CITIZEN_CHECKS)), default=None)
    born = value.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return (value.str.contains("^[1-9][0-9]{16}[0-9X]$") & (check == value.str.slice(17, 1))
            & born.is_between(pl.date(1900, 1, 1), pl.date(2030, 12, 31))).fill_null(False)


def is_organisation(value: pl.Expr) -> pl.Expr:
    total = weighted(value, job.ORGANISATION_WEIGHTS, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") % 11
    check = total.replace_strict(dict(enumerate("0X987654321")), default=None)
    return (value.str.contains("^[0-9A-Z]{8}[0-9X]$") & (check == value.str.slice(8, 1))).fill_null(False)


def is_registration(values: pl.Series) -> pl.Series:
    """Fifteen digits with the check of ISO 7064 MOD 11,10, a digit at a time."""
    digits = [values.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(15)]
    product = pl.Series([10]).new_from_index(0, len(values))
    for digit in digits[:14]:
        total = (product + digit) % 10
        product = (total + (total == 0).cast(pl.Int32) * 10) * 2 % 11
    return (values.str.contains("^[0-9]{15}$") & ((product + digits[14]) % 10 == 1)).fill_null(False)


def kinds_of(values: pl.Series) -> pl.Series:
    """What values in the column of the credit code are."""
    value = col("value")
    length = value.str.len_chars()
    old_born = ("19" + value.str.slice(6, 6)).str.to_date("%Y%m%d", strict=False).is_not_null()
    kind = (
        when(value.is_null()).then(None)
        .when(is_citizen(value)).then(lit("citizen"))
        .when(value.str.contains(f"^{job.CREDIT_FORM}$")).then(lit("code"))
        .when("is_registration").then(lit("registration"))
        .when(value.str.contains("^[1-9][0-9]{14}$") & old_born).then(lit("citizen"))
        .when((length == 15) & value.str.contains("^[0-9]{6}") & is_organisation(value.str.slice(6, 9))).then(lit("taxpayer"))
        .when((length == 20) & is_citizen(value.str.slice(0, 18))).then(lit("citizen"))
        .when(is_organisation(value.str.replace("-", "", literal=True))).then(lit("organisation"))
        .when(value.str.contains("^[0-9]{13,15}$|^企.*字第")).then(lit("registration"))
        .when(value.str.contains(r"^[0-9][0-9.]*E[+-][0-9]{2,3}$")).then(lit("scientific"))
        .otherwise(lit("form")))
    return pl.DataFrame({"value": values, "is_registration": is_registration(values)}).select(kind).to_series()


def half_width_date(text: pl.Expr) -> pl.Expr:
    return text.str.replace_many(
        list(job.FULL_WIDTH + job.BLANKS), list(job.HALF_WIDTH) + [" "] * len(job.BLANKS)).str.strip_chars()


def any_date(value: pl.Expr) -> pl.Expr:
    """The day, from any way to write it; NO_DATE where it is none."""
    text = half_width_date(value)
    serial = text.str.extract(r"^([0-9]{5})(?:\.[0-9]+)?$").cast(pl.Int32, strict=False)
    parts = text.str.replace(r"^([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?(?:[ T]*[0-9]{1,2}:[0-9:.]*)?$", "${1}-${2}-${3}")
    return pl.coalesce(
        when(text.is_in(job.OPEN_ENDED)).then(OPEN_END),
        when(serial.is_between(20000, 60000)).then((serial - 25569).cast(pl.Date)),
        text.str.extract("^([0-9]{8})$").str.to_date("%Y%m%d", strict=False),
        when(parts.str.contains("^[0-9]{4}-")).then(parts).str.to_date("%Y-%m-%d", strict=False),
        when(text.is_not_null()).then(NO_DATE))


def fault_of_date(value: pl.Expr) -> pl.Expr:
    text = half_width_date(value)
    return (
        when(text.str.contains("^[0-9]{8}$|^[0-9]{4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?")).then(lit("impossible-date"))
        .when(text.str.contains(r"^[0-9][0-9.]*E[+-][0-9]{2,3}$")).then(lit("scientific-notation"))
        .otherwise(lit("date-format")))


class Peer:
    def __init__(self, instance: Instance, out: pathlib.Path, as_of: str):
        self.instance = instance
        self.out = out
        self.as_of = pl.lit(as_of).str.to_date("%Y-%m-%d")
        self.received = 0
        self.outcomes = dict.fromkeys(job.OUTCOMES, 0)
        self.conflicts = 0
        self.rejected: list[pl.DataFrame] = []
        self.current: dict[str, pl.DataFrame] = {}
        self.wrong: dict[str, list[str]] = {}
        self.paths: dict[int, str] = {}

    # 1, 2: reading and validation

    def scan(self, path: pathlib.Path, number: int, columns: list[str], **options) -> pl.LazyFrame:
        """A file without quotes, each row with its number."""
        return pl.scan_csv(
            path, has_header=False, skip_lines=1, schema=dict.fromkeys(columns, pl.String), quote_char=None, encoding="utf8-lossy",
            row_index_name="row", row_index_offset=1, **options
        ).with_columns(seq=lit(number << ROW_BITS, pl.Int64) + col("row"), file=lit(number, pl.Int32)).drop("row")

    def suspects(self, files: list[pathlib.Path], width: int) -> pl.DataFrame:
        """The lines that have quotes, bytes that are no text, or not as many commas as the header."""
        line = col("line")
        return pl.concat([self.scan(path, number, ["line"], separator="\x01") for number, path in enumerate(files)]).filter(
            (line.str.count_matches(",", literal=True) != width - 1) | (line.str.len_bytes() > job.ROW_LIMIT)
            | line.str.contains('"', literal=True) | line.str.contains("\0", literal=True) | line.str.contains("\ufffd", literal=True)
        ).collect()

    @staticmethod
    def damage(line: str, width: int) -> str | None:
        if len(line.encode()) > job.ROW_LIMIT:
            return "row-too-long"
        if "\ufffd" in line:
            return "undecodable"
        if "\0" in line:
            return "nul-byte"
        bare = QUOTED.sub("", line)
        if '"' in bare and line.count('"') % 2 == 1:
            return "unclosed-quote"
        if '"' in line and not CELLS.fullmatch(line):
            return "stray-quote"
        return None if bare.count(",") == width - 1 else "ragged-row"

    def read(self, item: Item) -> pl.DataFrame:
        """Every row that is a row, with its fields as they should be; `bad` where an error rule applies."""
        fields, files = self.instance.header(item), self.instance.files(item)
        suspects = self.suspects(files, len(fields))
        suspects = suspects.with_columns(reason=pl.Series([self.damage(line, len(fields)) for line in suspects["line"]], dtype=pl.String))
        broken = suspects.filter(col("reason").is_not_null())
        quoted = suspects.filter(col("reason").is_null())

        rows = pl.concat([
            self.scan(path, number, fields, extra_columns="ignore", missing_columns="insert", null_values=job.PLACEHOLDERS)
            for number, path in enumerate(files)]).filter(~col("seq").is_in(suspects["seq"].implode()))
        if len(quoted):
            text = "\n".join(quoted["line"]).encode()
            cells = pl.read_csv(text, has_header=False, schema=dict.fromkeys(fields, pl.String), null_values=job.PLACEHOLDERS)
            rows = pl.concat([rows, cells.with_columns(quoted["seq"], quoted["file"]).lazy()])
        departments = {number: path.parent.name for number, path in enumerate(files)}
        known = {department.name: place for place, department in enumerate(self.instance.departments)}
        rows = (
            rows.with_columns(col(fields).str.strip_chars())
            .with_columns(
                [self.day(col(name)).alias(f"{name}_day") for name in item.dates],
                source=col("file").replace_strict({n: known[name] for n, name in departments.items()}, return_dtype=pl.Int32),
                maker=col("file").replace_strict({n: self.instance.departments[known[name]].code for n, name in departments.items()}),
                is_platform=col("file").is_in([n for n, name in departments.items() if name == job.PLATFORM]))
            .with_columns(odd=self.is_odd(item)).collect())
        places = rows["odd"].arg_true()
        odd = self.mended(item, rows[places])
        rows = rows.with_columns(kind=pl.Series([None], dtype=pl.String).new_from_index(0, len(rows)))
        rows = rows.with_columns([
            rows[name].scatter(places, odd[name]) for name in ["kind"] + self.codes(item) + [f"{name}_day" for name in item.dates]])
        rows = self.typed(item, rows)
        self.wrong = {
            name: rows.select(col(name).unique()).filter(~is_credit(col(name)))[name].to_list() for name in item.code_columns[1:]}
        conditions = [condition.fill_null(False) for condition, _ in self.faults(item)]
        rows = rows.lazy().with_columns(bad=pl.any_horizontal(conditions)).collect()

        bad = rows.filter("bad")
        reasons = [when(condition).then(lit(reason) if isinstance(reason, str) else reason) for condition, reason in self.faults(item)]
        self.paths = dict(enumerate(map(str, files)))
        self.refuse(bad.select("seq", "file", reason=pl.concat_str(reasons, separator=" ", ignore_nulls=True),
                               line=pl.concat_str(col(fields).fill_null(""), separator=",")))
        self.refuse(broken)
        self.received += len(rows) + len(broken)
        return rows.drop([f"{name}_day" for name in item.dates] + ["odd", "kind"])

    def refuse(self, rows: pl.DataFrame):
        self.outcomes["rejected"] += len(rows)
        self.rejected.append(rows.select(
            path=col("file").replace_strict(self.paths, return_dtype=pl.String), row=col("seq") & (1 << ROW_BITS) - 1,
            reason="reason", original="line"))

    @staticmethod
    def day(text: pl.Expr) -> pl.Expr:
        """The day of a text as most write it."""
        day = when(text.str.len_bytes() == 10).then(text).str.to_date("%Y-%m-%d", strict=False)
        return when(text == "长期").then(OPEN_END).otherwise(day)

    def is_odd(self, item: Item) -> pl.Expr:
        """Whether a row has a code or a date that is not written as it should be; few have."""
        odd = [~col("credit_code").str.contains(f"^{job.CREDIT_FORM}$"), col("credit_code").str.contains("^[0-9]{17}")]
        odd += [~col(name).str.contains("^[0-9A-Z]*$") for name in self.codes(item)[1:]]
        odd += [col(name).is_not_null() & col(f"{name}_day").is_null() for name in item.dates]
        return pl.any_horizontal([condition.fill_null(False) for condition in odd])

    @staticmethod
    def codes(item: Item) -> list[str]:
        return [name for name in dict.fromkeys(item.code_columns + job.IDENTIFIERS) if name in item.fields]

    def mended(self, item: Item, rows: pl.DataFrame) -> pl.DataFrame:
        """Codes in half width and upper case, other identifiers in their own columns, dates from any way to write them."""
        rows = rows.with_columns(
            [half_width(col(name)) for name in self.codes(item)]
            + [pl.coalesce(col(f"{name}_day"), any_date(col(name))).alias(f"{name}_day") for name in item.dates]
        )
        rows = rows.with_columns(kind=kinds_of(rows["credit_code"]))
        targets = {"registration_number": "registration", "organisation_code": "organisation", "taxpayer_number": "taxpayer"}
        targets = {name: kind for name, kind in targets.items() if name in item.fields}
        return rows.with_columns(
            [when(col("kind") == kind).then(pl.coalesce(name, "credit_code")).otherwise(name).alias(name) for name, kind in targets.items()]
            + [when(col("kind").is_in(list(targets.values()))).then(None).otherwise("credit_code").alias("credit_code")])

    def typed(self, item: Item, rows: pl.DataFrame) -> pl.DataFrame:
        """Dates, amounts and labels of the code lists in place of texts, which stay beside them; whom the row is about."""
        changed = []
        for name in item.dates:
            day, end = col(f"{name}_day"), OPEN_END if name in item.open_ended else lit(None, pl.Date)
            changed.append(when((day == OPEN_END) | (day == pl.date(2099, 12, 31))).then(end).when(day != pl.date(1900, 1, 1)).then(day).alias(name))
        for name in item.money:
            changed.append(half_width(col(name)).str.replace_all(",|万元$", "").cast(pl.Decimal(18, 6), strict=False).alias(name))
        for name, codes in item.lists.items():
            changed.append(col(name).replace_strict(self.meanings(rows[name], codes), default=None, return_dtype=pl.String).alias(name))
        rows = rows.with_columns([col(name).alias(f"{name}_text") for name in item.money + list(item.lists) + item.dates]).with_columns(changed)
        if not item.has_persons:
            return rows.with_columns(person=lit(False), withheld=lit(False))
        anonymous = pl.all_horizontal([col(name).is_null() for name in job.IDENTIFIERS])
        rows = rows.with_columns(
            person=pl.coalesce(col("party_type") == "自然人", col("party_type_text").is_null() & col("document_id").is_not_null() & anonymous))
        return rows.with_columns(withheld=col("person") | col("publicity_scope").is_in(job.WITHHELD_SCOPES).fill_null(False))

    def meanings(self, values: pl.Series, codes: str) -> dict[str, str]:
        """The labels of the values that occur, which are few; one value may be several."""
        labels = self.instance.code_list(codes)
        found = {}
        for value in values.unique().drop_nulls():
            parts = [value] if value in labels else re.split("[；;，,、|]", value)
            if all(part in labels for part in parts):
                found[value] = "；".join(labels[part] for part in parts)
        return found or {"": ""}

    def faults(self, item: Item) -> list[tuple[pl.Expr, str | pl.Expr]]:
        """The error rules: where they apply, and what they are called."""
        form = f"^{job.CREDIT_FORM}$"
        faults = [
            (col("kind").is_in(["citizen", "scientific", "form"]),
             col("kind").replace_strict({"citizen": "citizen-number-in-code-field", "scientific": "scientific-notation", "form": "credit-code-form"},
                                        default=None, return_dtype=pl.String))]
        if item is job.REGISTRATION:
            is_code = col("kind").is_null() | (col("kind") == "code")
            faults.append((is_code & col("credit_code").is_not_null() & ~is_credit(col("credit_code")), "credit-code-check"))
        for name in item.code_columns[1:]:
            # Departments of the instance are known; of the others there are few.
            faults.append((col(name).is_in(self.wrong[name]),
                           when(col(name).str.contains(form)).then(lit("credit-code-check")).otherwise(lit("credit-code-form"))))
        for name in item.dates:
            faults.append((col(name) == NO_DATE, fault_of_date(col(f"{name}_text"))))
        for name in item.money:
            faults.append((col(f"{name}_text").is_not_null() & col(name).is_null(), "number-format"))
            faults.append((col(name) < 0, "number-range"))
        for name in item.lists:
            faults.append((col(f"{name}_text").is_not_null() & col(name).is_null(), "not-in-list"))
        for name in item.required:
            faults.append((col(f"{name}_text" if name in item.lists else name).is_null(), "required"))
        for group in item.one_of:
            condition = pl.all_horizontal([col(name).is_null() for name in group])
            faults.append((condition & ~col("person") if item.has_persons and group == job.IDENTIFIERS else condition, "one-of"))
        if "fine_amount" in item.fields:
            faults.append((col("penalty_type").str.contains("罚款", literal=True) & col("fine_amount_text").is_null(), "conditional-requirement"))
        if item.has_persons:
            coded = pl.any_horizontal([col(name).is_not_null() for name in job.IDENTIFIERS])
            faults.append((col("person") & coded, "natural-person-with-organisation-code"))
        for name, limit in item.lengths.items():
            faults.append((col(name).str.len_chars() > limit, "too-long"))
        for name in item.not_after_receipt:
            faults.append((col(name) > self.as_of, "future-date"))
        for first, second in item.order:
            faults.append(((col(first) > col(second)) & (col(second) != NO_DATE), "date-order"))
        return faults

    # 3: attribution and consolidation

    def register(self, rows: pl.DataFrame):
        """Who is known: by credit code, or by an old registration number that nobody's code has."""
        first = ["registration_number", "taxpayer_number", "name", "legal_representative"]
        sound = rows.filter(~col("bad")).sort("seq")
        coded = sound.filter(col("credit_code").is_not_null()).group_by("credit_code", maintain_order=True).agg(col(first).first())
        numbered = (
            sound.filter(col("credit_code").is_null()).join(coded, on="registration_number", how="anti")
            .group_by("registration_number", maintain_order=True).agg(col("name", "legal_representative").first())
            .rename({"registration_number": "credit_code"}))
        self.subjects = pl.concat([coded, numbered], how="diagonal").rename({"credit_code": "subject"})

        def unique(number: pl.Expr) -> pl.DataFrame:
            """Where a number leads to one subject only."""
            found = self.subjects.select(number=number, subject="subject").filter(col("number").is_not_null())
            return found.filter(col("number").is_unique())

        own = self.subjects.filter(col("subject").str.len_bytes() != 18).select(number="subject", subject="subject")
        self.by_number = pl.concat([unique(col("registration_number")), own]).unique("number")
        self.by_organisation = unique(when(col("subject").str.len_bytes() == 18).then(col("subject").str.slice(8, 9)))
        self.by_taxpayer = unique(col("taxpayer_number"))

    def resolve(self, item: Item, rows: pl.DataFrame) -> pl.DataFrame:
        """The subjects of rows that have no code: by another number, or by a name where the legal representative agrees."""
        missing = [name for name in job.IDENTIFIERS + ["legal_representative"] if name not in rows.columns]
        rows = rows.with_columns([lit(None, pl.String).alias(name) for name in missing])
        ways = [
            (self.by_number, col("registration_number")),
            (self.by_organisation, col("organisation_code").str.replace("-", "", literal=True)),
            (self.by_taxpayer, col("taxpayer_number")),
            (self.by_organisation, when(col("taxpayer_number").str.len_bytes() == 15).then(col("taxpayer_number").str.slice(6))),
        ]
        for place, (table, number) in enumerate(ways):
            rows = rows.with_columns(number=number).join(table.rename({"subject": f"way{place}"}), on="number", how="left").drop("number")
        ways = [f"way{place}" for place in range(len(ways))]
        lost = rows.filter(pl.all_horizontal(col(ways).is_null())).select("seq", "legal_representative", party=name_key(col(item.party)))
        names = self.subjects.filter(col("legal_representative").is_in(lost["legal_representative"].implode())).select(
            "subject", "legal_representative", party=name_key(col("name")))
        named = lost.join(names, on=["legal_representative", "party"]).filter(col("seq").is_unique()).select("seq", named="subject")
        return rows.join(named, on="seq", how="left").with_columns(subject=pl.coalesce(ways + ["named"])).drop(ways + ["named"] + missing)

    def attribute(self, item: Item, rows: pl.DataFrame) -> pl.DataFrame:
        """The sound rows with their subject, key, rank and version; those without a subject are counted."""
        rows = rows.with_columns(is_known=col("credit_code").is_in(self.subjects["subject"].implode()), place=pl.int_range(pl.len()))
        is_sound = ~col("bad") & ~col("person")
        self.outcomes["withheld"] += rows.select((~col("bad") & col("person")).sum()).item()
        strangers = rows.filter(is_sound & ~col("is_known"))
        wrong = strangers.filter(~is_credit(col("credit_code")))
        self.refuse(wrong.select("seq", "file", reason=lit("credit-code-check"), line=pl.concat_str(
            col(item.fields).cast(pl.String).fill_null(""), separator=",")))
        found = self.resolve(item, rows.filter(is_sound & col("credit_code").is_null()))
        lost = pl.concat([strangers.filter(is_credit(col("credit_code"))), found.filter(col("subject").is_null()).select(strangers.columns)])
        self.outcomes["withheld"] += lost["withheld"].sum()
        self.outcomes["unattributed"] += (~lost["withheld"]).sum()

        rank = lit(0, pl.Int64)
        if "authority_code" in item.fields:
            rank = when(col("authority_code") == col("maker")).then(0).when("is_platform").then(1).otherwise(2).cast(pl.Int64)
        version = pl.coalesce(item.version).cast(pl.Int32).fill_null(-200_000).cast(pl.Int64) + 200_000
        number, authority = (pl.coalesce(item.key), "authority") if item.key else (lit(None, pl.String), lit(None, pl.String))

        def thin(rows: pl.DataFrame, subject: str) -> pl.LazyFrame:
            return rows.lazy().select(
                "place", "seq", "file", "source", "withheld", subject=subject, rank=rank, version=version, number=number, authority=authority)

        claims = pl.concat([
            thin(rows, "credit_code").filter(rows.select(is_sound & col("is_known")).to_series().fill_null(False)),
            thin(found.filter(col("subject").is_not_null()), "subject")]).collect()
        # The order whose maximum is current, as one number: authority, version, place in the order of receipt.
        return claims.with_columns(
            key=self.key(claims) if item.key else col("subject").hash(), age=col("version") * (1 << SEQ_BITS) + col("seq")
        ).with_columns(strength=(3 - col("rank")) * (1 << SEQ_BITS + 20) + col("age")).drop("number", "authority")

    def key(self, claims: pl.DataFrame) -> pl.Expr:
        """The subject, with the document number's key and the authority by whatever name it goes."""
        names = claims.select(name=col("authority").unique()).with_columns(key=name_key(col("name")))
        titles = {alias: department.title for department in self.instance.departments for alias in department.aliases}
        names = {name: titles.get(key, key) for name, key in names.rows()}
        return pl.struct("subject", lit(document_keys(claims["number"])), col("authority").replace_strict(names)).hash()

    def consolidate(self, item: Item, rows: pl.DataFrame, claims: pl.DataFrame):
        """Gives every claim its outcome, finds the current one of each key, and counts the conflicts."""
        repeated = ~col("key").is_unique()
        single = claims.filter(~repeated)
        self.outcomes["withheld"] += single["withheld"].sum()
        self.outcomes["published"] += (~single["withheld"]).sum()
        content = [name_key(col(name)) if name == item.party else col(name) for name in item.content]
        many = claims.filter(repeated).sort("seq")
        many = many.with_columns(rows[many["place"]].select(digest=pl.struct(content).hash()))
        many = many.with_columns(
            best=col("strength").cum_max().shift(1).over("key"), own=col("age").cum_max().shift(1).over("key", "source"),
            winner=col("strength").max().over("key"))
        best = many.select("key", "place", "source", "digest", "rank", best="strength")
        own = many.select("key", "source", "file", "version", "digest", own="age")
        many = many.join(best, on=["key", "best"], how="left", suffix="_best").join(own, on=["key", "source", "own"], how="left", suffix="_own")
        other = many.filter((col("source") != col("source_best")) & (col("digest") != col("digest_best")))
        contradicted = self.contradictions(item, other.select(one="place", other="place_best"), rows)
        is_same = (col("digest") == col("digest_best")) | ~col("place").is_in(contradicted["one"].implode())
        many = many.with_columns(is_current=col("strength") == col("winner"), outcome=(
            when("withheld").then(lit("withheld"))
            .when(col("best").is_null()).then(lit("published"))
            .when((col("digest") == col("digest_own")) & (col("file") == col("file_own"))).then(lit("duplicate"))
            .when(col("digest") == col("digest_own")).then(lit("unchanged"))
            .when(col("version") < col("version_own")).then(lit("stale"))
            .when((col("source") != col("source_best")) & is_same).then(lit("duplicate"))
            .when(col("strength") > col("best")).then(lit("updated"))
            .when(col("rank") > col("rank_best")).then(lit("overruled"))
            .otherwise(lit("stale"))))
        for outcome, count in many.group_by("outcome").len().rows():
            self.outcomes[outcome] += count

        # The newest claim of every other source, where it contradicts the current one.
        winners = many.filter("is_current").select("key", "place", "source", "file", "digest", "withheld")
        losers = many.join(winners, on="key", suffix="_won")
        newest = losers.filter(
            (col("source") != col("source_won")) & (col("age") == col("age").max().over("key", "source"))
            & (col("digest") != col("digest_won")) & ~col("withheld") & ~col("withheld_won"))
        self.conflicts += len(self.contradictions(item, newest.select(one="place", other="place_won"), rows))
        if item is job.REGISTRATION:
            # One code with two names in one delivery.
            rivals = losers.filter(~col("is_current") & (col("file") == col("file_won"))).select(one="place", other="place_won")
            self.conflicts += len(self.contradictions(item, rivals, rows, ["name"]))
        current = pl.concat([single, many.filter("is_current").select(single.columns)]).sort("place")
        self.publish(item, rows, current)

    @staticmethod
    def contradictions(item: Item, pairs: pl.DataFrame, rows: pl.DataFrame, fields: list[str] | None = None) -> pl.DataFrame:
        """The pairs of rows that differ in a field; a value that one of two lacks is no contradiction."""
        fields = fields or item.content
        values = [name_key(col(name)) if name == item.party else col(name) for name in fields]
        one, other = rows[pairs["one"]].select(values), rows[pairs["other"]].select(values)
        differs = [(one[name] != other[name]).fill_null(False) for name in fields]
        return pairs.filter(pl.any_horizontal(differs))

    # 4, 5: comparison, the files, what goes back

    def conflicts_of_names(self):
        """One name with several codes."""
        names = self.current["registration"].filter(col("name").is_not_null()).group_by(name_key(col("name"))).len()
        self.conflicts += (names["len"] - 1).sum()

    @staticmethod
    def is_withdrawn(item: str) -> pl.Expr:
        return col("status").is_in(job.WITHDRAWN.get(item, [])).fill_null(False) if item != "registration" else lit(False)

    def compare(self) -> dict[str, int]:
        """Pairs what enterprises disclose of their licences with the departments' by subject, document and authority."""
        columns = ["key", "withheld", self.is_withdrawn("licence").alias("withdrawn"), *COMPARED]
        own, theirs = self.current["self-licence"].select(columns), self.current["licence"].select(columns)
        pairs = own.join(theirs, on="key", suffix="_theirs")
        differs = {name: col(name) != col(f"{name}_theirs") for name in COMPARED}
        for name, key in [("party_name", name_key), ("certificate_name", text_key)]:
            # Only of the few that are not written alike.
            odd = pairs.filter(differs[name]).select("key", same=key(col(name)) == key(col(f"{name}_theirs"))).filter("same")
            differs[name] &= ~col("key").is_in(odd["key"].implode())
        kind = (
            when("withheld_theirs").then(lit("not_comparable"))
            .when((col("withdrawn_theirs") & ~col("withdrawn")) | pl.any_horizontal(differs.values()).fill_null(False)).then(lit("mismatch"))
            .when(pl.all_horizontal([difference.is_null() for difference in differs.values()])).then(lit("not_comparable"))
            .otherwise(lit("match")))
        counts = dict.fromkeys(job.COMPARISONS, 0) | dict(pairs.group_by(kind.alias("kind")).len().rows())
        counts["enterprise_only"] = len(own) - len(pairs)
        shown = theirs.filter(~col("withheld") & ~col("withdrawn"))
        # Of the penalties, which nobody discloses himself here, all are the departments' only.
        penalties = self.current["penalty"].filter(~col("withheld") & ~self.is_withdrawn("penalty"))
        counts["government_only"] = len(shown.join(own, on="key", how="anti")) + len(penalties)
        return counts

    def publish(self, item: Item, rows: pl.DataFrame, current: pl.DataFrame):
        """Writes what is disclosed of an item, and keeps what comparison needs."""
        stored = [name for name in item.fields if name not in item.not_stored and name != "credit_code"]
        table = pl.concat([current.select("subject", "key", "withheld"), rows.select(stored)[current["place"]]], how="horizontal")
        shown = table.filter(~col("withheld") & ~self.is_withdrawn(item.name)).select(credit_code="subject", *stored)
        shown.write_parquet(self.out / f"{item.table}.parquet", compression="lz4")
        self.current[item.name] = table.select([name for name in ["key", "withheld", "name", *COMPARED] if name in table.columns])


def main():
    began = time.perf_counter()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance")
    parser.add_argument("out")
    parser.add_argument("--as-of", default="2025-03-31")
    options = parser.parse_args()
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    peer = Peer(Instance(options.instance), out, options.as_of)
    for item in job.ITEMS:
        rows = peer.read(item)
        if item is job.REGISTRATION:
            peer.register(rows)
        peer.consolidate(item, rows, peer.attribute(item, rows))
    peer.conflicts_of_names()
    mismatches = peer.compare()
    pl.concat(peer.rejected).write_csv(out / "rejected.csv")
    if peer.received != sum(peer.outcomes.values()):
        raise SystemExit(f"{peer.received} rows received, {sum(peer.outcomes.values())} outcomes")
    print(json.dumps({
        "received": peer.received, "outcomes": peer.outcomes, "conflicts": peer.conflicts, "mismatches": mismatches,
        "seconds": round(time.perf_counter() - began, 3)}))


if __name__ == "__main__":
    main()
