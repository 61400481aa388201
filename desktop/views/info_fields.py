"""What the fields of 方案信息 are called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class InfoField:
    """A field of PlanInfo, its label with its access key, and what it may look like; `is_day` holds a date."""

    name: str
    label: str
    example: str = ""
    is_day: bool = False

    @property
    def plain(self) -> str:
        """The label without its access key."""
        return self.label.split("(&")[0]


FIRST_FIELDS = (
    InfoField("title", "标题(&T)"),
    InfoField("document_number", "发文字号(&N)", "例如 政办发〔2026〕1号"),
    InfoField("issuing_authority", "发文机关(&A)"),
    InfoField("issued_on", "成文日期(&D)", "例如 2026年3月1日", is_day=True),
)
OFFICIAL_FIELDS = (
    InfoField("addressees", "主送机关(&M)", "例如 各区人民政府，市有关部门"),
    InfoField("classification", "密级和期限", "例如 机密★1年"),
    InfoField("urgency", "紧急程度", "特急或加急"),
    InfoField("signer", "签发人"),
    InfoField("annotation", "附注", "例如 此件公开发布"),
    InfoField("copied_to", "抄送机关(&C)"),
    InfoField("printed_by", "印发机关", "不填用发文机关"),
    InfoField("printed_on", "印发日期", "不填用成文日期", is_day=True),
)
INFO_FIELDS = (*FIRST_FIELDS, *OFFICIAL_FIELDS)
