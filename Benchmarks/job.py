"""What both peers have to do: the files of an instance in order of receipt, the columns of each item, and the rules as data.

The rules are those of Mappings/catalogue as far as they can reject a row; warnings and notices, which change no outcome,
are left out. A data engineer would have the same tables beside his script.
"""

import csv
import pathlib
import re
from dataclasses import dataclass, field

# Rows longer than this are not read, as in pipeline.yml (limits.row_bytes).
ROW_LIMIT = 1 << 20

# What departments write where there is nothing. Given to the CSV readers as their null values; each costs time, so only the usual ones.
PLACEHOLDERS = ["-", "--", "/", "—", "无", "暂无", "待补充", "不详", "NULL", "null", "N/A", "\\N", "0000", "0" * 15, "0000-00-00"]

# The alphabet of the unified social credit code (GB 32100-2015) and the weights of its first 17 characters; the last weighs 1.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1]
CREDIT_FORM = f"[{CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{CREDIT_ALPHABET}]{{10}}"
CITIZEN_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CITIZEN_CHECKS = "10X98765432"
ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

# Full width to half width; every kind of bracket becomes a round one, white space and zero-width characters go (no counterpart).
FULL_WIDTH = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
HALF_WIDTH = "".join(chr(code) for code in range(0x21, 0x7F))
BLANKS = " \t\u3000\u00a0\u200b\u200c\u200d\ufeff"
BRACKETS, ROUND = "[]{}<>【】〔〕〈〉《》［］｛｝＜＞", "()" * 10
OPEN_ENDED = ["长期", "永久", "无固定期限", "长期有效", "永久有效"]

WITHHELD_SCOPES = ["不公示", "仅政府部门内部共享", "仅可授权查询"]
WITHDRAWN = {"licence": ["撤销", "撤回", "注销", "吊销", "无效"], "penalty": ["撤销", "撤回", "注销", "无效"]}
PLATFORM = "credit-platform"


@dataclass
class Item:
    """One item of the catalogue, as its CSV layout delivers it."""

    name: str
    columns: dict[str, str]  # label: field
    code_columns: list[str]
    dates: list[str]
    event: str
    version: list[str]  # the first that is present orders the versions of a key
    open_ended: list[str] = field(default_factory=list)
    money: list[str] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)  # field: code list
    required: list[str] = field(default_factory=list)
    one_of: list[list[str]] = field(default_factory=list)
    lengths: dict[str, int] = field(default_factory=dict)
    not_after_receipt: list[str] = field(default_factory=list)
    order: list[tuple[str, str]] = field(default_factory=list)
    key: list[str] = field(default_factory=list)  # the first that is present, with the authority; none: the subject is the key
    not_content: list[str] = field(default_factory=list)  # says nothing about whether two statements are the same
    not_stored: list[str] = field(default_factory=list)  # not in the disclosure store

    @property
    def table(self) -> str:
        return self.name.replace("-", "_")

    @property
    def fields(self) -> list[str]:
        return list(self.columns.values())

    @property
    def party(self) -> str:
        return "name" if self.name == "registration" else "party_name"

    @property
    def content(self) -> list[str]:
        return [name for name in self.fields if name not in self.not_content]

    @property
    def has_persons(self) -> bool:
        return "party_type" in self.fields


PARTY = {
    "行政相对人名称": "party_name",
    "行政相对人类别": "party_type",
    "行政相对人代码_1 (统一社会信用代码)": "credit_code",
    "行政相对人代码_2 (工商注册号)": "registration_number",
    "行政相对人代码_3 (组织机构代码)": "organisation_code",
    "行政相对人代码_4 (税务登记号)": "taxpayer_number",
    "法定代表人": "legal_representative",
    "证件号码": "document_id",
}
IDENTIFIERS = ["credit_code", "registration_number", "organisation_code", "taxpayer_number"]
PARTY_LENGTHS = {"party_name": 200, "registration_number": 50, "organisation_code": 32, "taxpayer_number": 32,
                 "legal_representative": 200, "document_id": 64}
NOT_CONTENT = ["document_id", "source_unit", "source_unit_code", "publicity_scope", "updated_on"]
NOT_STORED = ["document_id", "publicity_scope", "updated_on"]

LICENCE = Item(
    name="licence",
    columns=PARTY | {
        "行政许可决定文书名称": "document_name",
        "行政许可决定文书号": "document_number",
        "许可类别": "licence_type",
        "许可证书名称": "certificate_name",
        "许可编号": "licence_number",
        "许可内容": "content",
        "许可决定日期": "decision_date",
        "有效期自": "valid_from",
        "有效期至": "valid_to",
        "许可机关": "authority",
        "许可机关统一社会信用代码": "authority_code",
        "当前状态": "status",
        "数据来源单位": "source_unit",
        "数据来源单位统一社会信用代码": "source_unit_code",
        "信息使用范围": "publicity_scope",
        "数据更新时间": "updated_on",
    },
    code_columns=["credit_code", "authority_code", "source_unit_code"],
    dates=["decision_date", "valid_from", "valid_to", "updated_on"],
    event="decision_date",
    version=["updated_on", "decision_date"],
    open_ended=["valid_to"],
    lists={"party_type": "subject-types", "licence_type": "licence-types", "status": "record-status",
           "publicity_scope": "publicity-scopes"},
    required=["party_name", "licence_type", "content", "decision_date", "authority"],
    one_of=[["document_number", "licence_number"], IDENTIFIERS],
    lengths=PARTY_LENGTHS | {"document_name": 256, "document_number": 128, "certificate_name": 256, "licence_number": 128,
                             "content": 4000, "authority": 200, "source_unit": 200},
    not_after_receipt=["decision_date", "updated_on"],
    order=[("decision_date", "updated_on"), ("decision_date", "valid_to"), ("valid_from", "valid_to")],
    key=["document_number", "licence_number"],
    not_content=NOT_CONTENT,
    not_stored=NOT_STORED,
)

PENALTY = Item(
    name="penalty",
    columns=PARTY | {
        "行政处罚决定书文号": "document_number",
        "违法行为类型": "violation_type",
        "违法事实": "violation_facts",
        "处罚依据": "legal_basis",
        "处罚类别": "penalty_type",
        "处罚内容": "penalty_content",
        "罚款金额（万元）": "fine_amount",
        "没收违法所得、没收非法财物的金额（万元）": "confiscated_amount",
        "处罚决定日期": "decision_date",
        "公示截止期": "publicity_until",
        "处罚机关": "authority",
        "处罚机关统一社会信用代码": "authority_code",
        "当前状态": "status",
        "数据来源单位": "source_unit",
        "信息使用范围": "publicity_scope",
        "数据更新时间": "updated_on",
    },
    code_columns=["credit_code", "authority_code"],
    dates=["decision_date", "publicity_until", "updated_on"],
    event="decision_date",
    version=["updated_on", "decision_date"],
    open_ended=["publicity_until"],
    money=["fine_amount", "confiscated_amount"],
    lists={"party_type": "subject-types", "penalty_type": "penalty-types", "status": "record-status",
           "publicity_scope": "publicity-scopes"},
    required=["party_name", "document_number", "violation_facts", "legal_basis", "penalty_type", "penalty_content",
              "decision_date", "authority"],
    one_of=[IDENTIFIERS],
    lengths=PARTY_LENGTHS | {"document_number": 128, "violation_type": 2000, "violation_facts": 4000, "legal_basis": 4000,
                             "penalty_content": 4000, "authority": 200, "source_unit": 200},
    not_after_receipt=["decision_date", "updated_on"],
    order=[("decision_date", "updated_on"), ("decision_date", "publicity_until")],
    key=["document_number"],
    not_content=NOT_CONTENT,
    not_stored=NOT_STORED,
)

REGISTRATION = Item(
    name="registration",
    columns={
        "统一社会信用代码": "credit_code",
        "工商注册号": "registration_number",
        "纳税人识别号": "taxpayer_number",
        "企业名称": "name",
        "曾用名": "former_names",
        "企业类型": "enterprise_type",
        "法定代表人": "legal_representative",
        "注册资本（万元）": "registered_capital",
        "成立日期": "established_on",
        "核准日期": "approved_on",
        "经营期限自": "valid_from",
        "经营期限至": "valid_to",
        "登记机关": "registration_authority",
        "登记状态": "status",
        "住所": "address",
        "经营范围": "business_scope",
        "行业代码": "industry",
        "行政区划代码": "region",
    },
    code_columns=["credit_code"],
    dates=["established_on", "approved_on", "valid_from", "valid_to"],
    event="approved_on",
    version=["approved_on", "established_on"],
    open_ended=["valid_to"],
    money=["registered_capital"],
    lists={"status": "registration-status"},
    required=["name"],
    one_of=[["credit_code", "registration_number"]],
    lengths={"registration_number": 50, "taxpayer_number": 32, "name": 200, "former_names": 1000, "enterprise_type": 200,
             "legal_representative": 200, "registration_authority": 200, "address": 500, "business_scope": 20000},
    not_after_receipt=["established_on", "approved_on"],
    order=[("established_on", "approved_on"), ("valid_from", "valid_to")],
)

SELF_LICENCE = Item(
    name="self-licence",
    columns={
        "统一社会信用代码": "credit_code",
        "注册号": "registration_number",
        "企业名称": "party_name",
        "许可决定文书号": "document_number",
        "许可文件编号": "licence_number",
        "许可文件名称": "certificate_name",
        "许可内容": "content",
        "取得日期": "decision_date",
        "有效期自": "valid_from",
        "有效期至": "valid_to",
        "许可机关": "authority",
        "状态": "status",
        "公示日期": "updated_on",
    },
    code_columns=["credit_code"],
    dates=["decision_date", "valid_from", "valid_to", "updated_on"],
    event="decision_date",
    version=["updated_on", "decision_date"],
    open_ended=["valid_to"],
    lists={"status": "record-status"},
    required=["party_name", "decision_date", "authority"],
    one_of=[["document_number", "licence_number"], ["credit_code", "registration_number"]],
    lengths={"registration_number": 50, "party_name": 200, "document_number": 128, "licence_number": 128,
             "certificate_name": 256, "content": 4000, "authority": 200},
    not_after_receipt=["decision_date"],
    order=[("valid_from", "valid_to"), ("decision_date", "updated_on")],
    key=["document_number", "licence_number"],
    not_content=["updated_on"],
)

# The register first: all other rows need it.
ITEMS = [REGISTRATION, LICENCE, PENALTY, SELF_LICENCE]
OUTCOMES = ["published", "updated", "unchanged", "duplicate", "stale", "overruled", "unattributed", "withheld", "rejected"]
COMPARISONS = ["match", "mismatch", "enterprise_only", "government_only", "not_comparable"]


@dataclass
class Department:
    name: str
    title: str
    code: str
    aliases: list[str]


class Instance:
    """The folder that `guiji sample` wrote."""

    def __init__(self, folder: str):
        self.folder = pathlib.Path(folder)
        self.departments = [self._department(path) for path in sorted(self.folder.glob("Mappings/departments/*.yml"))]

    @staticmethod
    def _department(path: pathlib.Path) -> Department:
        text = path.read_text("utf-8")

        def value(key: str) -> str:
            found = re.search(rf"^{key}: (.*)$", text, re.MULTILINE)
            return found.group(1).strip(" \"[]") if found else ""

        aliases = [alias.strip() for alias in value("aliases").split(",") if alias.strip()]
        return Department(value("department"), value("title"), value("code"), aliases)

    def files(self, item: Item) -> list[pathlib.Path]:
        """The item's files in order of receipt: all have one time, so by department and name."""
        return [path for path in sorted(self.folder.glob("inbox/*/*.csv")) if path.stem[11:] == item.name]

    def header(self, item: Item) -> list[str]:
        """The fields of the item's columns; its files all have one layout."""
        headers = {path.open("rb").readline().decode("utf-8-sig").rstrip("\r\n") for path in self.files(item)}
        if len(headers) != 1:
            raise SystemExit(f"{item.name}: {len(headers)} layouts, one expected")
        return [item.columns[label] for label in headers.pop().split(",")]

    def code_list(self, name: str) -> dict[str, str]:
        """Codes and labels of a code list, each with the label."""
        with open(self.folder / "Mappings" / "codes" / f"{name}.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return {row["code"]: row["label"] for row in rows} | {row["label"]: row["label"] for row in rows}
