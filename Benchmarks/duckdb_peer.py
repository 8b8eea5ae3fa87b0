"""The benchmark's job in DuckDB: one SQL script over the files of an instance, into one indexed .duckdb file.

    python3 duckdb_peer.py DIR OUT --as-of 2025-03-31

Prints one JSON object. Nothing loops over rows in Python. The CSV reader runs with quotes switched off, because a quote that is
never closed would swallow rows up to the next one; what it then rejects, and the rows that have a quote, are taken apart by SQL.
"""

import argparse
import json
import pathlib
import time

import duckdb

import job
from job import Instance, Item

# 1, 2, 3 … of a row are one apart times this, so that rows read a second time find their place in between.
STEP = 1 << 20
OPEN_END = "DATE '9999-12-31'"
NO_DATE = "DATE '0001-01-01'"

# 慈税罚〔2018〕40号 as most write it, and all other ways: prefix, year, middle, serial, what follows it.
DOCUMENT = "^([^0-9〔〕()字第]*)[字第]*〔([0-9]{4})〕0*([0-9]+)号$"
ANY_DOCUMENT = r"^(.*?)[字第]*\(?((?:19|20)[0-9][0-9])(?:\)|年度?\)?|第)[字第]*(.*?)[字第]*0*([0-9][0-9-]*)(?:号(.*))?$"


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def texts(values) -> str:
    return ", ".join(text(value) for value in values)


def among(value: str, values) -> str:
    """As IN with a long list, which would become a join, behind which rows no longer stand in the order of the file."""
    return f"CASE {value} {' '.join(f'WHEN {text(other)} THEN true' for other in values)} ELSE false END"


def weighted(weights: list[int], alphabet: str) -> str:
    return " + ".join(f"(strpos({text(alphabet)}, c[{i + 1}]) - 1) * {weight}" for i, weight in enumerate(weights))


MACROS = f"""
    CREATE TEMP MACRO half_width(x) AS
        upper(translate(x, {text(job.FULL_WIDTH + job.BLANKS)}, {text(job.HALF_WIDTH)}));
    CREATE TEMP MACRO plain_date(x) AS trim(translate(x, {text(job.FULL_WIDTH + job.BLANKS)}, {text(job.HALF_WIDTH + " " * len(job.BLANKS))}));
    CREATE TEMP MACRO folded(x) AS
        translate(x, {text(job.BRACKETS + job.FULL_WIDTH + job.BLANKS)}, {text(job.ROUND + job.HALF_WIDTH)});
    -- translate() is slow: only for what is not written as usual.
    CREATE TEMP MACRO name_key(x) AS replace(
        CASE WHEN regexp_full_match(x, '[\\p{{Han}}（）()]*') THEN replace(replace(x, '（', '('), '）', ')') ELSE upper(folded(x)) END,
        '有限责任公司', '有限公司');
    CREATE TEMP MACRO text_key(x) AS replace(folded(x), '。', '.');
    CREATE TEMP MACRO document_key(x) AS CASE
        WHEN regexp_full_match(x, {text(DOCUMENT)}) THEN regexp_replace(x, {text(DOCUMENT)}, '\\1|\\2|\\3')
        ELSE regexp_replace(folded(x), {text(ANY_DOCUMENT)}, '\\1\\3|\\2|\\4\\5') END;
    CREATE TEMP MACRO without_quoted(x) AS regexp_replace(x, '"([^"]|"")*"', '', 'g');
    CREATE TEMP MACRO commas(x) AS strlen(x) - strlen(replace(x, ',', ''));
    CREATE TEMP MACRO is_citizen(c) AS
        regexp_full_match(c, '[1-9][0-9]{{16}}[0-9X]')
        AND try_cast(substr(c, 7, 4) || '-' || substr(c, 11, 2) || '-' || substr(c, 13, 2) AS DATE)
            BETWEEN DATE '1900-01-01' AND DATE '2030-12-31'
        AND substr({text(job.CITIZEN_CHECKS)}, ({weighted(job.CITIZEN_WEIGHTS, "0123456789")}) % 11 + 1, 1) = c[18];
    CREATE TEMP MACRO is_credit(c) AS
        regexp_full_match(c, {text(job.CREDIT_FORM)}) AND ({weighted(job.CREDIT_WEIGHTS, job.CREDIT_ALPHABET)}) % 31 = 0;
    CREATE TEMP MACRO is_organisation(c) AS
        regexp_full_match(c, '[0-9A-Z]{{8}}[0-9X]')
        AND substr('0X987654321', ({weighted(job.ORGANISATION_WEIGHTS, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}) % 11 + 1, 1) = c[9];
    CREATE TEMP MACRO is_registration(c) AS
        regexp_full_match(c, '[0-9]{{15}}')
        AND (list_reduce(list_prepend(10, list_transform(range(1, 15), lambda i: try_cast(c[i] AS INT))),
                lambda p, d: CASE WHEN (p + d) % 10 = 0 THEN 20 ELSE (p + d) % 10 * 2 END % 11) + try_cast(c[15] AS INT)) % 10 = 1;
    CREATE TEMP MACRO kind_of(c) AS CASE
        WHEN c IS NULL THEN NULL
        WHEN regexp_full_match(c, {text(job.CREDIT_FORM)}) AND NOT regexp_full_match(c, '[0-9]{{17}}[0-9X]') THEN 'code'
        WHEN length(c) = 18 AND is_citizen(c) THEN 'citizen'
        WHEN regexp_full_match(c, {text(job.CREDIT_FORM)}) THEN 'code'
        WHEN length(c) = 15 AND is_registration(c) THEN 'registration'
        WHEN regexp_full_match(c, '[1-9][0-9]{{14}}')
            AND try_cast('19' || substr(c, 7, 2) || '-' || substr(c, 9, 2) || '-' || substr(c, 11, 2) AS DATE) IS NOT NULL THEN 'citizen'
        WHEN length(c) = 15 AND regexp_full_match(c[1:6], '[0-9]{{6}}') AND is_organisation(c[7:15]) THEN 'taxpayer'
        WHEN length(c) = 20 AND is_citizen(c[1:18]) THEN 'citizen'
        WHEN length(c) IN (9, 10) AND is_organisation(replace(c, '-', '')) THEN 'organisation'
        WHEN regexp_full_match(c, '[0-9]{{13,15}}') OR c LIKE '企%字第%' THEN 'registration'
        WHEN regexp_full_match(c, '[0-9][0-9.]*E[+-][0-9]{{2,3}}') THEN 'scientific'
        ELSE 'form' END;
    -- {OPEN_END} without an end; {NO_DATE} where the text is no date.
    CREATE TEMP MACRO loose_date(x) AS CASE
        WHEN x IS NULL THEN NULL
        WHEN {among('x', job.OPEN_ENDED)} THEN {OPEN_END}
        WHEN regexp_full_match(x, '[0-9]{{5}}([.][0-9]+)?') AND try_cast(x AS DOUBLE) BETWEEN 20000 AND 60000.9
            THEN DATE '1899-12-30' + try_cast(x[1:5] AS INT)
        WHEN regexp_full_match(x, '[0-9]{{8}}') THEN coalesce(try_cast(x[1:4] || '-' || x[5:6] || '-' || x[7:8] AS DATE), {NO_DATE})
        WHEN regexp_full_match(x, '[0-9]{{4}}([-./年])[0-9]{{1,2}}[-./月][0-9]{{1,2}}日?([ T]*[0-9]{{1,2}}:[0-9:.]*)?')
            THEN coalesce(try_cast(regexp_replace(x, '^([0-9]{{4}}).([0-9]{{1,2}}).([0-9]{{1,2}}).*$', '\\1-\\2-\\3') AS DATE), {NO_DATE})
        ELSE {NO_DATE} END;
    CREATE TEMP MACRO date_fault(x) AS CASE
        WHEN regexp_full_match(x, '[0-9]{{8}}|[0-9]{{4}}[-./年][0-9]{{1,2}}[-./月][0-9]{{1,2}}日?.*') THEN 'impossible-date'
        WHEN regexp_full_match(x, '[0-9][0-9.]*E[+-][0-9]{{2,3}}') THEN 'scientific-notation'
        ELSE 'date-format' END;
    CREATE TEMP MACRO as_amount(x) AS coalesce(
        CASE WHEN regexp_full_match(x, '-?[0-9]+(\\.[0-9]+)?') THEN try_cast(x AS DECIMAL(18, 6)) END,
        try_cast(regexp_replace(half_width(x), ',|万元$', '', 'g') AS DECIMAL(18, 6)));
"""


def trimmed(name: str) -> str:
    """Most values need no trimming, and looking costs less than doing it."""
    return f"CASE WHEN starts_with({name}, ' ') OR ends_with({name}, ' ') THEN nullif(trim({name}), '') ELSE {name} END"


class Peer:
    def __init__(self, instance: Instance, out: pathlib.Path, as_of: str):
        self.instance = instance
        self.out = out
        self.as_of = as_of
        self.db = duckdb.connect(str(out / "store.duckdb"))
        self.db.execute(MACROS)
        self.received = 0
        self.outcomes = dict.fromkeys(job.OUTCOMES, 0)
        self.conflicts = 0
        self.codes = [department.code for department in instance.departments]

    def run(self, sql: str):
        return self.db.execute(sql)

    def value(self, sql: str) -> int:
        return self.db.execute(sql).fetchone()[0]

    # 1, 2: reading and validation

    def read(self, item: Item):
        """Makes CLEAN_<item>: every row with its fields as they should be, and the reasons why it is rejected."""
        table, fields = item.table, self.instance.header(item)
        files = self.instance.files(item)
        names = {str(path): path.parent.name for path in files}
        sources = [department.name for department in self.instance.departments]
        numbers = "MAP {" + ", ".join(f"{text(path)}: {number}" for number, path in enumerate(names)) + "}"
        self.run(f"""
            CREATE TEMP TABLE file_{table} (file INT, path VARCHAR, source INT, maker VARCHAR, is_platform BOOL);
            INSERT INTO file_{table} VALUES
            {", ".join(f"({n}, {text(path)}, {sources.index(source)}, {text(self.codes[sources.index(source)])},"
                       f" {source == job.PLATFORM})" for n, (path, source) in enumerate(names.items()))}""")
        columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name in fields)
        source = f"""
            SELECT NULL::BIGINT AS fixed, {numbers}[filename] AS file, {", ".join(fields)}
            FROM read_csv([{texts(names)}], columns = {{{columns}}}, auto_detect = false, header = true, delim = ',', quote = '',
                escape = '', nullstr = [{texts([""] + job.PLACEHOLDERS)}], max_line_size = {job.ROW_LIMIT}, filename = true,
                store_rejects = true, rejects_table = 'rejects_{table}', rejects_scan = 'scans_{table}', rejects_limit = 0)"""
        self.run(f"CREATE TEMP TABLE clean_{table} AS {self.clean(item, fields, source)}")
        self.mend(item, fields)

    def mend(self, item: Item, fields: list[str]):
        """What the reader rejected and what has quotes: taken apart by SQL, put back where it stood, or rejected for good."""
        table, width = item.table, len(fields)
        self.run(f"""
            -- How many rows were read of the files before.
            CREATE TEMP TABLE base_{table} AS
            SELECT file, path, coalesce(sum(count) OVER (ORDER BY file ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS base
            FROM (SELECT file, path, count(c.file) AS count FROM file_{table} LEFT JOIN clean_{table} c USING (file) GROUP BY ALL);

            -- A line may be rejected for several reasons; lines count from 1, the header's.
            CREATE TEMP TABLE dropped_{table} AS
            WITH lines AS (
                SELECT f.file, line, max(csv_line) AS line_text, list(error_type::VARCHAR) AS errors
                FROM rejects_{table} JOIN scans_{table} s USING (scan_id, file_id) JOIN file_{table} f ON f.path = s.file_path
                GROUP BY ALL)
            SELECT file, line_text, errors, (base + line - 1 - number) * {STEP} + number AS seq
            FROM (SELECT *, row_number() OVER (PARTITION BY file ORDER BY line) AS number FROM lines) JOIN base_{table} USING (file);

            CREATE TEMP TABLE mended_{table} AS
            WITH suspects AS (
                SELECT seq, file, line_text AS original, CASE
                    WHEN list_contains(errors, 'LINE SIZE OVER MAXIMUM') THEN 'row-too-long'
                    WHEN list_contains(errors, 'INVALID ENCODING') THEN 'undecodable' END AS damage
                FROM dropped_{table}
                UNION ALL
                -- The reader forgives one cell too many where it is empty, and drops it: where a comma stands in quotes, it was none too many.
                SELECT (rowid + 1) * {STEP}, file,
                    CASE WHEN commas(without_quoted(original)) = {width - 2} THEN original || ',' ELSE original END, NULL
                FROM clean_{table} WHERE reason = 'suspect'),
            looked AS (SELECT *, without_quoted(original) AS bare FROM suspects)
            SELECT seq, file, original, CASE
                WHEN damage IS NOT NULL THEN damage
                WHEN contains(original, chr(0)) THEN 'nul-byte'
                WHEN contains(bare, '"') AND (length(original) - length(replace(original, '"', ''))) % 2 = 1 THEN 'unclosed-quote'
                WHEN NOT regexp_full_match(original, '(?s)([^",]*|"([^"]|"")*")(,([^",]*|"([^"]|"")*"))*') THEN 'stray-quote'
                WHEN commas(bare) <> {width - 1} THEN 'ragged-row' END AS reason,
                CASE WHEN reason IS NULL THEN regexp_extract_all(',' || original, ',("(?:[^"]|"")*"|[^",]*)', 1) END AS cells
            FROM looked;
            DELETE FROM clean_{table} WHERE reason = 'suspect'""")
        cell = """CASE WHEN cells[{0}][1] = '"' THEN replace(cells[{0}][2:-2], '""', '"') ELSE cells[{0}] END"""
        cells = ", ".join(f"{cell.format(place + 1)} AS {name}" for place, name in enumerate(fields))
        nulls = ", ".join(f"CASE WHEN {among(name, [''] + job.PLACEHOLDERS)} THEN NULL ELSE {name} END AS {name}" for name in fields)
        source = f"""
            SELECT seq AS fixed, file, {nulls}
            FROM (SELECT seq, file, {cells} FROM mended_{table} WHERE reason IS NULL)"""
        self.run(f"""
            INSERT INTO clean_{table} {self.clean(item, fields, source, mended=True)};
            CREATE TEMP VIEW row_{table} AS SELECT coalesce(fixed, (rowid + 1) * {STEP}) AS seq, * FROM clean_{table}""")
        self.received += self.value(f"""
            SELECT (SELECT count(*) FROM clean_{table}) + (SELECT count(*) FROM mended_{table} WHERE reason IS NOT NULL)""")

    def clean(self, item: Item, fields: list[str], source: str, mended: bool = False) -> str:
        """The query that repairs and judges the rows of `source`."""
        faults = self.faults(item)
        is_suspect = "false" if mended else " OR ".join(f"contains(raw_{name}, '\"') OR contains(raw_{name}, chr(0))" for name in fields)
        return f"""
            WITH source AS ({source}),
            trimmed AS (SELECT fixed, file, {", ".join(f"{name} AS raw_{name}, {trimmed(name)} AS text_{name}" for name in fields)}
                FROM source),
            dated AS (SELECT *, {", ".join(
                f"CASE WHEN strlen(text_{name}) = 10 AND text_{name}[5] = '-' THEN try_cast(text_{name} AS DATE) END AS day_{name}"
                for name in item.dates)} FROM trimmed),
            odd AS (SELECT *, {", ".join(
                f"CASE WHEN day_{name} IS NULL AND text_{name} IS NOT NULL THEN plain_date(text_{name}) END AS odd_{name}"
                for name in item.dates)} FROM dated),
            read AS (SELECT *, {", ".join(f"coalesce(day_{name}, loose_date(odd_{name})) AS any_{name}" for name in item.dates)} FROM odd),
            tidy AS (SELECT *, {", ".join(f"{self.tidy(item, name)} AS {name}" for name in fields)} FROM read),
            sorted AS (SELECT *, kind_of(credit_code) AS kind FROM tidy),
            placed AS (SELECT * REPLACE ({", ".join(self.placed(item))}) FROM sorted),
            judged AS (SELECT *, {self.person(item)} AS person FROM placed),
            named AS (SELECT *,
                CASE WHEN coalesce({is_suspect}, false) THEN 'suspect' WHEN {" OR ".join(fault for fault, _ in faults)}
                    THEN concat_ws(' ', {", ".join(f"CASE WHEN {fault} THEN {reason} END" for fault, reason in faults)}) END AS reason
                FROM judged)
            SELECT fixed, file, {", ".join(fields)}, person, {self.withheld(item)} AS withheld, reason,
                CASE WHEN reason IS NOT NULL THEN concat_ws(',', {", ".join(f"coalesce(raw_{name}, '')" for name in fields)}) END AS original
            FROM named"""

    def tidy(self, item: Item, name: str) -> str:
        """A field as it should be, from its trimmed text."""
        value = f"text_{name}"
        if name in item.dates:
            end = OPEN_END if name in item.open_ended else "NULL"
            ends = f"WHEN DATE '2099-12-31' THEN {end} WHEN {OPEN_END} THEN {end}"
            return f"CASE any_{name} WHEN DATE '1900-01-01' THEN NULL {ends} ELSE any_{name} END"
        if name in item.money:
            return f"as_amount({value})"
        if name in item.lists:
            labels = self.instance.code_list(item.lists[name])
            labels = {label: label for label in labels.values()} | labels
            cases = " ".join(f"WHEN {text(code)} THEN {text(label)}" for code, label in labels.items())
            several = f"CASE WHEN list_has_all([{texts(labels)}], string_split_regex({value}, '[；;，,、|]')) THEN {value} END"
            return f"CASE {value} {cases} ELSE {several} END"
        if name in item.code_columns or name in job.IDENTIFIERS:
            return f"CASE WHEN regexp_full_match({value}, '[0-9A-Z]*') THEN {value} ELSE half_width({value}) END"
        return value

    def placed(self, item: Item) -> list[str]:
        """Other identifiers in the column of the credit code go to their own, where the item has it."""
        targets = {"registration_number": "registration", "organisation_code": "organisation", "taxpayer_number": "taxpayer"}
        targets = {name: kind for name, kind in targets.items() if name in item.fields}
        moved = texts(targets.values())
        return [f"CASE WHEN kind NOT IN ({moved}) THEN credit_code END AS credit_code"] + [
            f"CASE WHEN kind = {text(kind)} THEN coalesce({name}, credit_code) ELSE {name} END AS {name}" for name, kind in targets.items()]

    def person(self, item: Item) -> str:
        if not item.has_persons:
            return "false"
        return f"""coalesce(party_type = '自然人', false)
            OR party_type IS NULL AND text_party_type IS NULL AND document_id IS NOT NULL AND coalesce({", ".join(job.IDENTIFIERS)}) IS NULL"""

    def withheld(self, item: Item) -> str:
        if not item.has_persons:
            return "false"
        return f"person OR {among('publicity_scope', job.WITHHELD_SCOPES)}"

    def faults(self, item: Item) -> list[tuple[str, str]]:
        """The error rules: where they apply, and what they are called."""
        faults = [
            ("kind IN ('citizen', 'scientific', 'form')",
             "CASE kind WHEN 'citizen' THEN 'citizen-number-in-code-field' WHEN 'scientific' THEN 'scientific-notation' ELSE 'credit-code-form' END")]
        if item is job.REGISTRATION:
            faults.append(("kind = 'code' AND NOT is_credit(credit_code)", "'credit-code-check'"))
        for name in item.code_columns[1:]:
            # Departments of the instance are known; all others are checked.
            faults.append((
                f"CASE WHEN {name} IS NULL OR ({among(name, self.codes)}) THEN false ELSE NOT is_credit({name}) END",
                f"CASE WHEN regexp_full_match({name}, {text(job.CREDIT_FORM)}) THEN 'credit-code-check' ELSE 'credit-code-form' END"))
        for name in item.dates:
            faults.append((f"{name} = {NO_DATE}", f"date_fault(odd_{name})"))
        for name in item.money:
            faults.append((f"text_{name} IS NOT NULL AND {name} IS NULL", "'number-format'"))
            faults.append((f"{name} < 0", "'number-range'"))
        for name in item.lists:
            faults.append((f"text_{name} IS NOT NULL AND {name} IS NULL", "'not-in-list'"))
        for name in item.required:
            faults.append((f"{'text_' if name in item.lists else ''}{name} IS NULL", "'required'"))
        for group in item.one_of:
            unless = " AND NOT person" if item.has_persons and group == job.IDENTIFIERS else ""
            faults.append((f"coalesce({', '.join(group)}) IS NULL{unless}", "'one-of'"))
        if "fine_amount" in item.fields:
            faults.append(("contains(penalty_type, '罚款') AND text_fine_amount IS NULL", "'conditional-requirement'"))
        if item.has_persons:
            faults.append((f"person AND coalesce({', '.join(job.IDENTIFIERS)}) IS NOT NULL", "'natural-person-with-organisation-code'"))
        for name, limit in item.lengths.items():
            # No text has more characters than bytes.
            faults.append((f"strlen({name}) > {limit} AND length({name}) > {limit}", "'too-long'"))
        for name in item.not_after_receipt:
            faults.append((f"{name} > DATE '{self.as_of}'", "'future-date'"))
        for first, second in item.order:
            faults.append((f"{first} > {second} AND {second} <> {NO_DATE}", "'date-order'"))
        return [(f"coalesce({fault}, false)", reason) for fault, reason in faults]

    # 3: attribution and consolidation

    def register(self):
        """Who is known: by credit code, or by an old registration number that nobody's code has."""
        self.run("""
            CREATE TEMP TABLE subject AS
            WITH sound AS (SELECT * FROM row_registration WHERE reason IS NULL),
            coded AS (
                SELECT credit_code AS code, arg_min(registration_number, seq) AS registration_number,
                    arg_min(taxpayer_number, seq) AS taxpayer_number, arg_min(name, seq) AS name,
                    arg_min(legal_representative, seq) AS legal_representative
                FROM sound WHERE credit_code IS NOT NULL GROUP BY ALL),
            numbered AS (
                SELECT registration_number AS code, NULL, NULL, arg_min(name, seq), arg_min(legal_representative, seq)
                FROM sound WHERE credit_code IS NULL AND registration_number NOT IN
                    (SELECT registration_number FROM coded WHERE registration_number IS NOT NULL)
                GROUP BY ALL)
            FROM coded UNION ALL FROM numbered;
            -- Each way in to a subject, where it leads to one only.
            CREATE TEMP TABLE by_number AS
                SELECT registration_number AS number, min(code) AS code FROM subject WHERE registration_number IS NOT NULL
                GROUP BY ALL HAVING count(*) = 1
                UNION SELECT code, code FROM subject WHERE length(code) <> 18;
            CREATE TEMP TABLE by_organisation AS
                SELECT code[9:17] AS number, min(code) AS code FROM subject WHERE length(code) = 18 GROUP BY ALL HAVING count(*) = 1;
            CREATE TEMP TABLE by_taxpayer AS
                SELECT taxpayer_number AS number, min(code) AS code FROM subject WHERE taxpayer_number IS NOT NULL
                GROUP BY ALL HAVING count(*) = 1""")

    def attribute(self, item: Item):
        """Makes CLAIM_<item>: a sound row's subject, key, rank and version; and counts the rows that have none."""
        table, names = item.table, item.fields
        ids = {name: name if name in names else "NULL" for name in job.IDENTIFIERS + ["legal_representative"]}
        version = f"coalesce({', '.join(item.version)})"
        key = f"hash(s.subject, {self.key(item)})" if item.key else "hash(s.subject)"
        rank = "CASE WHEN authority_code = maker THEN 0 WHEN is_platform THEN 1 ELSE 2 END" if "authority_code" in names else "0"
        self.run(f"""
            CREATE TEMP TABLE unresolved_{table} AS
            WITH lost AS (
                SELECT seq, {", ".join(f"{value} AS {name}" for name, value in ids.items())}, {item.party} AS party FROM row_{table}
                WHERE reason IS NULL AND NOT person AND credit_code IS NULL),
            -- A name counts only where the legal representative agrees.
            named AS (
                SELECT l.seq, min(s.code) AS code FROM lost l JOIN subject s
                    ON s.legal_representative = l.legal_representative AND name_key(s.name) = name_key(l.party)
                GROUP BY ALL HAVING count(*) = 1)
            SELECT l.seq, coalesce(n.code, o.code, t.code, i.code, named.code) AS subject
            FROM lost l LEFT JOIN by_number n ON n.number = l.registration_number
                LEFT JOIN by_organisation o ON o.number = replace(l.organisation_code, '-', '')
                LEFT JOIN by_taxpayer t ON t.number = l.taxpayer_number
                LEFT JOIN by_organisation i ON length(l.taxpayer_number) = 15 AND i.number = l.taxpayer_number[7:15]
                LEFT JOIN named ON named.seq = l.seq;

            CREATE TEMP TABLE claim_{table} AS
            WITH found AS (
                SELECT r.*, s.code AS subject FROM row_{table} r LEFT JOIN subject s ON s.code = r.credit_code
                WHERE reason IS NULL AND NOT person AND credit_code IS NOT NULL
                UNION ALL BY NAME
                SELECT r.*, u.subject FROM row_{table} r JOIN unresolved_{table} u USING (seq))
            SELECT s.seq, file, source, s.subject, withheld, {key} AS key,
                {rank} AS rank, coalesce(datediff('day', DATE '1800-01-01', {version}), 0)::BIGINT AS version,
                CASE WHEN s.subject IS NULL AND credit_code IS NOT NULL AND NOT is_credit(credit_code) THEN 'credit-code-check' END AS reason
            FROM found s JOIN file_{table} USING (file)""")
        self.count("rejected", f"""SELECT (SELECT count(*) FROM row_{table} WHERE reason IS NOT NULL)
            + (SELECT count(*) FROM mended_{table} WHERE reason IS NOT NULL)
            + (SELECT count(*) FROM claim_{table} WHERE reason IS NOT NULL)""")
        lost = f"FROM claim_{table} WHERE subject IS NULL AND reason IS NULL"
        self.count("unattributed", f"SELECT count(*) {lost} AND NOT withheld")
        self.count("withheld", f"""SELECT (SELECT count(*) {lost} AND withheld)
            + (SELECT count(*) FROM row_{table} WHERE reason IS NULL AND person)""")

    def key(self, item: Item) -> str:
        """The document number's key and the authority, by whatever name it goes."""
        number = f"document_key(coalesce({', '.join(item.key)}))"
        titles = [department.title for department in self.instance.departments]
        aliases = " ".join(f"WHEN authority = {text(alias)} THEN {text(department.title)}"
                           for department in self.instance.departments for alias in department.aliases)
        return f"{number}, CASE WHEN {among('authority', titles)} THEN authority {aliases} ELSE name_key(authority) END"

    def count(self, outcome: str, sql: str):
        self.outcomes[outcome] += self.value(sql)

    def consolidate(self, item: Item):
        """Gives every claim its outcome, finds the current one of each key, and counts the conflicts.

        The order whose maximum is current is one number: authority, version, place in the order of receipt.
        """
        table = item.table
        content = ", ".join(f"name_key({name})" if name == item.party else name for name in item.content)
        differs = " OR ".join(
            f"coalesce(name_key(l.{name}) <> name_key(r.{name}), false)" if name == item.party else f"coalesce(l.{name} <> r.{name}, false)"
            for name in item.content)
        self.run(f"""
            -- Most keys have one claim: nothing to weigh.
            CREATE TEMP TABLE many_{table} AS
            SELECT c.*, hash({content}) AS content, version * {1 << 44} + c.seq AS age, (3 - rank) * {1 << 61} + age AS strength
            FROM claim_{table} c JOIN row_{table} USING (seq)
            WHERE key IN (SELECT key FROM claim_{table} WHERE subject IS NOT NULL GROUP BY key HAVING count(*) > 1)
                AND subject IS NOT NULL;

            CREATE TEMP TABLE weighed_{table} AS
            WITH before AS (
                SELECT *, max(strength) OVER (PARTITION BY key ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS best,
                    max(age) OVER (PARTITION BY key, source ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS own,
                    max(strength) OVER (PARTITION BY key) AS winner
                FROM many_{table}),
            -- A value that one of two statements lacks is no contradiction.
            same AS (
                SELECT n.seq FROM before n JOIN many_{table} b ON b.key = n.key AND b.strength = n.best
                    JOIN row_{table} l ON l.seq = n.seq JOIN row_{table} r ON r.seq = b.seq
                WHERE b.source <> n.source AND b.content <> n.content AND NOT ({differs}))
            SELECT n.seq, n.key, n.source, n.strength, n.age, n.content, n.withheld, n.strength = n.winner AS is_current, CASE
                WHEN n.withheld THEN 'withheld'
                WHEN n.best IS NULL THEN 'published'
                WHEN o.content = n.content AND o.file = n.file THEN 'duplicate'
                WHEN o.content = n.content THEN 'unchanged'
                WHEN n.version < o.version THEN 'stale'
                WHEN b.source <> n.source AND (b.content = n.content OR n.seq IN (FROM same)) THEN 'duplicate'
                WHEN n.strength > n.best THEN 'updated'
                WHEN n.rank > b.rank THEN 'overruled'
                ELSE 'stale' END AS outcome
            FROM before n LEFT JOIN many_{table} b ON b.key = n.key AND b.strength = n.best
                LEFT JOIN many_{table} o ON o.key = n.key AND o.source = n.source AND o.age = n.own;

            CREATE TEMP TABLE current_{table} AS
            SELECT seq, subject, key, withheld FROM claim_{table}
                ANTI JOIN (FROM weighed_{table} WHERE NOT is_current) lost USING (seq)
            WHERE subject IS NOT NULL""")
        for outcome, count in self.run(f"SELECT outcome, count(*) FROM weighed_{table} GROUP BY ALL").fetchall():
            self.outcomes[outcome] += count
        single = f"FROM claim_{table} ANTI JOIN many_{table} USING (seq) WHERE subject IS NOT NULL"
        self.count("published", f"SELECT count(*) {single} AND NOT withheld")
        self.count("withheld", f"SELECT count(*) {single} AND withheld")
        self.conflicts += self.value(f"""
            WITH newest AS (
                -- The newest claim of every source; where another source's contradicts the current one, that is a conflict.
                FROM weighed_{table} QUALIFY age = max(age) OVER (PARTITION BY key, source))
            SELECT count(*) FROM (
                SELECT l.seq AS loser, w.seq AS winner FROM newest l JOIN weighed_{table} w ON w.key = l.key AND w.is_current
                WHERE l.source <> w.source AND l.content <> w.content AND NOT l.withheld AND NOT w.withheld)
            JOIN row_{table} l ON l.seq = loser JOIN row_{table} r ON r.seq = winner WHERE {differs}""")

    def conflicts_of_names(self):
        """In the register: one code with two names in one delivery, and one name with several codes."""
        self.conflicts += self.value("""
            SELECT count(*) FROM weighed_registration w JOIN claim_registration USING (seq) JOIN row_registration r USING (seq)
                JOIN (SELECT w.key, c.file, c.source, r.name FROM weighed_registration w JOIN claim_registration c USING (seq)
                    JOIN row_registration r USING (seq) WHERE is_current) won ON won.key = w.key
            WHERE NOT w.is_current AND won.file = r.file AND name_key(won.name) <> name_key(r.name)""")
        self.conflicts += self.value("""
            SELECT coalesce(sum(count - 1), 0) FROM (
                SELECT count(*) AS count FROM current_registration JOIN row_registration USING (seq)
                WHERE name IS NOT NULL GROUP BY name_key(name))""")

    # 4, 5: comparison, the store, what goes back

    def compare(self) -> dict[str, int]:
        """Pairs what enterprises disclose of their licences with the departments' by subject, document and authority."""
        def view(item: Item) -> str:
            return f"""(SELECT key, c.withheld, status IN ({texts(job.WITHDRAWN["licence"])}) AS withdrawn, party_name, decision_date,
                valid_from, valid_to, certificate_name, status FROM current_{item.table} c JOIN row_{item.table} USING (seq))"""

        counts = self.run(f"""
            WITH pair AS (
                SELECT s.key AS own, l.key AS theirs, l.withheld, l.withdrawn AND NOT coalesce(s.withdrawn, false) AS is_gone,
                    CASE WHEN l.key IS NOT NULL THEN [
                        CASE WHEN s.party_name = l.party_name THEN false ELSE name_key(s.party_name) <> name_key(l.party_name) END,
                        s.decision_date <> l.decision_date, s.valid_from <> l.valid_from, s.valid_to <> l.valid_to,
                        CASE WHEN s.certificate_name = l.certificate_name THEN false
                            ELSE text_key(s.certificate_name) <> text_key(l.certificate_name) END,
                        s.status <> l.status] END AS differences
                FROM {view(job.SELF_LICENCE)} s LEFT JOIN {view(job.LICENCE)} l ON l.key = s.key)
            SELECT CASE WHEN theirs IS NULL THEN 'enterprise_only' WHEN withheld THEN 'not_comparable'
                WHEN is_gone OR list_contains(differences, true) THEN 'mismatch'
                WHEN len(list_filter(differences, lambda d: d IS NOT NULL)) = 0 THEN 'not_comparable'
                ELSE 'match' END, count(*) FROM pair GROUP BY ALL
            UNION ALL
            -- Of the penalties, which nobody discloses himself here, all are the departments' only.
            SELECT 'government_only', (
                SELECT count(*) FROM {view(job.LICENCE)} l ANTI JOIN current_self_licence USING (key)
                WHERE NOT withheld AND NOT coalesce(withdrawn, false)) + (SELECT count(*) FROM penalty)""").fetchall()
        return dict.fromkeys(job.COMPARISONS, 0) | dict(counts)

    def publish(self, item: Item):
        """The disclosed table of an item, with an index on the code."""
        table = item.table
        stored = ", ".join(name for name in item.fields if name not in item.not_stored and name != "credit_code")
        gone = f"coalesce(status IN ({texts(job.WITHDRAWN[item.name])}), false)" if item.name in job.WITHDRAWN else "false"
        self.run(f"""
            CREATE TABLE {table} AS SELECT c.subject AS credit_code, {stored} FROM row_{table} JOIN current_{table} c USING (seq)
            WHERE NOT c.withheld AND NOT {gone};
            CREATE INDEX {table}_code ON {table} (credit_code)""")

    def report(self):
        """Every rejected row with its reasons, its file and its row (counted from 1 behind the header)."""
        parts = [f"""
            SELECT f.path, (SELECT count(*) FROM dropped_{t} d WHERE d.file = r.file AND d.seq <= r.seq) + r.seq // {STEP} - base AS row,
                r.reason, r.original
            FROM (
                SELECT file, seq, reason, original FROM row_{t} WHERE reason IS NOT NULL
                UNION ALL SELECT file, seq, reason, original FROM mended_{t} WHERE reason IS NOT NULL
                UNION ALL SELECT file, seq, c.reason, concat_ws(',', {", ".join(f"coalesce({name}::VARCHAR, '')" for name in item.fields)})
                    FROM row_{t} JOIN claim_{t} c USING (seq, file) WHERE c.reason IS NOT NULL) r
            JOIN base_{t} f USING (file)"""
            for item in job.ITEMS for t in [item.table]]
        self.run(f"COPY ({' UNION ALL '.join(parts)}) TO {text(str(self.out / 'rejected.csv'))} (HEADER)")


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
        peer.read(item)
        if item is job.REGISTRATION:
            peer.register()
        peer.attribute(item)
        peer.consolidate(item)
        peer.publish(item)
    peer.conflicts_of_names()
    mismatches = peer.compare()
    peer.report()
    peer.db.close()
    if peer.received != sum(peer.outcomes.values()):
        raise SystemExit(f"{peer.received} rows received, {sum(peer.outcomes.values())} outcomes")
    print(json.dumps({
        "received": peer.received, "outcomes": peer.outcomes, "conflicts": peer.conflicts, "mismatches": mismatches,
        "seconds": round(time.perf_counter() - began, 3)}))


if __name__ == "__main__":
    main()
