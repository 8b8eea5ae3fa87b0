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


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def texts(values) -> str:
    return ", ".join(text(value) for value in values)


def weighted(weights: list[int], alphabet: str) -> str:
    return " + ".join(f"(strpos({text(alphabet)}, c[{i + 1}]) - 1) * {weight}" for i, weight in enumerate(weights))


MACROS = f"""
    CREATE TEMP MACRO half_width(x) AS
        upper(translate(x, {text(job.FULL_WIDTH + job.BLANKS)}, {text(job.HALF_WIDTH)}));
    CREATE TEMP MACRO folded(x) AS
        translate(x, {text(job.BRACKETS + job.FULL_WIDTH + job.BLANKS)}, {text(job.ROUND + job.HALF_WIDTH)});
    CREATE TEMP MACRO name_key(x) AS replace(upper(folded(x)), '有限责任公司', '有限公司');
    CREATE TEMP MACRO text_key(x) AS replace(folded(x), '。', '.');
    CREATE TEMP MACRO document_key(x) AS regexp_replace(
        folded(x),
        '^(.*?)[字第]*\\(?((?:19|20)[0-9][0-9])(?:\\)|年度?\\)?|第)[字第]*(.*?)[字第]*0*([0-9][0-9-]*)(?:号(.*))?$',
        '\\1\\3|\\2|\\4\\5');
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
        AND (list_reduce(list_prepend(10, list_transform(range(1, 15), lambda i: c[i]::INT)),
                lambda p, d: CASE WHEN (p + d) % 10 = 0 THEN 20 ELSE (p + d) % 10 * 2 END % 11) + c[15]::INT) % 10 = 1;
    CREATE TEMP MACRO kind_of(c) AS CASE
        WHEN c IS NULL THEN NULL
        WHEN regexp_full_match(c, {text(job.CREDIT_FORM)}) AND NOT is_citizen(c) THEN 'code'
        WHEN length(c) = 18 AND is_citizen(c) THEN 'citizen'
        WHEN length(c) = 15 AND is_registration(c) THEN 'registration'
        WHEN regexp_full_match(c, '[1-9][0-9]{{14}}')
            AND try_cast('19' || substr(c, 7, 2) || '-' || substr(c, 9, 2) || '-' || substr(c, 11, 2) AS DATE) IS NOT NULL THEN 'citizen'
        WHEN length(c) = 15 AND regexp_full_match(c[1:6], '[0-9]{{6}}') AND is_organisation(c[7:15]) THEN 'taxpayer'
        WHEN length(c) = 20 AND is_citizen(c[1:18]) THEN 'citizen'
        WHEN length(c) IN (9, 10) AND is_organisation(replace(c, '-', '')) THEN 'organisation'
        WHEN regexp_full_match(c, '[0-9]{{13,15}}') OR c LIKE '企%字第%' THEN 'registration'
        WHEN regexp_full_match(c, '[0-9][0-9.]*E[+-][0-9]{{2,3}}') THEN 'scientific'
        ELSE 'form' END;
    CREATE TEMP MACRO loose_date(x) AS CASE
        WHEN x IN ({texts(job.OPEN_ENDED)}) THEN {OPEN_END}
        WHEN regexp_full_match(x, '[0-9]{{5}}([.][0-9]+)?') AND x::DOUBLE BETWEEN 20000 AND 60000.9
            THEN DATE '1899-12-30' + x::DOUBLE::INT
        WHEN regexp_full_match(x, '[0-9]{{8}}') THEN coalesce(try_cast(x[1:4] || '-' || x[5:6] || '-' || x[7:8] AS DATE), {NO_DATE})
        WHEN regexp_full_match(x, '[0-9]{{4}}([-./年])[0-9]{{1,2}}[-./月][0-9]{{1,2}}日?([ T]*[0-9]{{1,2}}:[0-9:.]*)?')
            THEN coalesce(try_cast(regexp_replace(x, '^([0-9]{{4}}).([0-9]{{1,2}}).([0-9]{{1,2}}).*$', '\\1-\\2-\\3') AS DATE), {NO_DATE})
        ELSE {NO_DATE} END;
    -- The day; {OPEN_END} without an end; {NO_DATE} where the text is no date.
    CREATE TEMP MACRO as_date(x) AS coalesce(
        CASE WHEN strlen(x) = 10 AND x[5] = '-' THEN try_cast(x AS DATE) END, loose_date(half_width(x)));
    CREATE TEMP MACRO date_fault(x) AS CASE
        WHEN regexp_full_match(half_width(x), '[0-9]{{8}}|[0-9]{{4}}[-./年][0-9]{{1,2}}[-./月][0-9]{{1,2}}日?.*') THEN 'impossible-date'
        WHEN regexp_full_match(half_width(x), '[0-9][0-9.]*E[+-][0-9]{{2,3}}') THEN 'scientific-notation'
        ELSE 'date-format' END;
    CREATE TEMP MACRO as_amount(x) AS
        try_cast(regexp_replace(half_width(x), ',|万元$', '', 'g') AS DECIMAL(18, 6));
"""


class Peer:
    def __init__(self, instance: Instance, out: pathlib.Path, as_of: str):
        self.instance = instance
        self.out = out
        self.as_of = as_of
        self.db = duckdb.connect(str(out / "store.duckdb"))
        self.db.execute(MACROS)
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
            -- A line may be rejected for several reasons; lines count from 1, the header's.
            CREATE TEMP TABLE dropped_{table} AS
            WITH base AS (
                SELECT file, coalesce(sum(count) OVER (ORDER BY file ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS base
                FROM (SELECT file, count(c.file) AS count FROM file_{table} LEFT JOIN clean_{table} c USING (file) GROUP BY file)),
            lines AS (
                SELECT f.file, line, max(csv_line) AS line_text, list(error_type::VARCHAR) AS errors
                FROM rejects_{table} JOIN scans_{table} s USING (scan_id, file_id) JOIN file_{table} f ON f.path = s.file_path
                GROUP BY ALL)
            SELECT file, line, line_text, errors, number, line - 1 - number AS before,
                (base + line - 1 - number)::BIGINT * {STEP} + number AS seq
            FROM (SELECT *, row_number() OVER (PARTITION BY file ORDER BY line) AS number FROM lines) JOIN base USING (file);

            CREATE TEMP TABLE mended_{table} AS
            WITH suspects AS (
                SELECT seq, file, line_text AS original, CASE
                    WHEN list_contains(errors, 'LINE SIZE OVER MAXIMUM') THEN 'row-too-long'
                    WHEN list_contains(errors, 'INVALID ENCODING') THEN 'undecodable' END AS damage
                FROM dropped_{table}
                UNION ALL
                SELECT (rowid + 1) * {STEP}, file, original, NULL FROM clean_{table} WHERE reason = 'suspect'),
            looked AS (
                SELECT *, regexp_replace(original, '"([^"]|"")*"', '', 'g') AS bare FROM suspects)
            SELECT seq, file, original, CASE
                WHEN damage IS NOT NULL THEN damage
                WHEN contains(original, chr(0)) THEN 'nul-byte'
                WHEN contains(bare, '"') AND (length(original) - length(replace(original, '"', ''))) % 2 = 1 THEN 'unclosed-quote'
                WHEN NOT regexp_full_match(original, '(?s)([^",]*|"([^"]|"")*")(,([^",]*|"([^"]|"")*"))*') THEN 'stray-quote'
                WHEN length(bare) - length(replace(bare, ',', '')) <> {width - 1} THEN 'ragged-row' END AS reason,
                CASE WHEN reason IS NULL THEN regexp_extract_all(original, '(?:^|,)("(?:[^"]|"")*"|[^",]*)', 1) END AS cells
            FROM looked;
            DELETE FROM clean_{table} WHERE reason = 'suspect'""")
        cell = """CASE WHEN cells[{0}][1] = '"' THEN replace(cells[{0}][2:-2], '""', '"') ELSE cells[{0}] END"""
        cells = ", ".join(f"{cell.format(place + 1)} AS {name}" for place, name in enumerate(fields))
        nulls = ", ".join(f"CASE WHEN {name} IN ({texts([''] + job.PLACEHOLDERS)}) THEN NULL ELSE {name} END AS {name}" for name in fields)
        source = f"""
            SELECT seq AS fixed, file, {nulls}
            FROM (SELECT seq, file, {cells} FROM mended_{table} WHERE reason IS NULL)"""
        self.run(f"""
            INSERT INTO clean_{table} {self.clean(item, fields, source, mended=True)};
            CREATE TEMP VIEW row_{table} AS SELECT coalesce(fixed, (rowid + 1) * {STEP}) AS seq, * FROM clean_{table}""")

    def clean(self, item: Item, fields: list[str], source: str, mended: bool = False) -> str:
        """The query that repairs and judges the rows of `source`."""
        return f"""
            WITH source AS ({source}),
            tidy AS (SELECT fixed, file, {", ".join(self.tidy(item, name) for name in fields)}, {self.raw(fields, mended)} FROM source),
            placed AS (SELECT * REPLACE ({", ".join(self.placed(item))}) FROM tidy),
            judged AS (SELECT *, {self.person(item)} AS person, {self.withheld(item)} AS withheld FROM placed),
            named AS (SELECT * EXCLUDE (raw), CASE WHEN {self.any_fault(item)} THEN concat_ws(' ', {", ".join(self.faults(item))}) END
                AS reason, CASE WHEN reason IS NOT NULL THEN raw_text END AS original FROM judged)
            SELECT * EXCLUDE (kind, raw_text) FROM named"""
