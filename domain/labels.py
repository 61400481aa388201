"""The only place where a column, role, stage or state is spelled in Chinese."""

from __future__ import annotations

from enum import StrEnum

from domain.checks import Severity
from domain.units import Role


class PlanStage(StrEnum):
    """How far a plan has come; the values are what the plan file holds."""

    DRAFT = ""
    CONSULTATION = "consultation"
    REVIEW = "review"
    APPROVAL = "approval"
    ISSUED = "issued"


STAGE_LABELS = {
    PlanStage.DRAFT: "",
    PlanStage.CONSULTATION: "征求意见稿",
    PlanStage.REVIEW: "送审稿",
    PlanStage.APPROVAL: "报批稿",
    PlanStage.ISSUED: "正式文件",
}

ROLE_LABELS = {Role.LEAD: "牵头", Role.SUPPORT: "配合", Role.RESPONSIBLE: "落实"}
ROLE_CLAUSE_WORDS = {Role.LEAD: "牵头单位", Role.SUPPORT: "配合单位", Role.RESPONSIBLE: "落实单位"}

PART_BODY = "正文"
PART_PLAN = "方案全文"
PART_TASKS = "任务分解表"
PART_UNITS = "单位库"
PART_ENTERPRISES = "企业库"
PART_STATISTICS = "统计"
PART_MATRIX = "责任单位矩阵"
MATRIX_TOTAL = "承担任务（项）"
MATRIX_LEADING = "其中牵头（项）"
PART_UNIT_TASKS = "单位任务清单"
PART_COLLECTING = "征集"
PART_REMINDERS = "催报名单"
WORKING_COPY_MARK = "（工作底稿）"
REVIEW_MARK = "（审阅稿{}）"
APPENDIX_WORD = "附表"

NODE_KIND_LABELS = {"section": "章节", "task": "任务", "measure": "举措", "box": "专栏"}

TASK_STATE_LABELS = {"": "", "not_started": "未启动", "under_way": "推进中", "done": "已完成", "paused": "暂缓"}
TASK_STATE_WORD = "进展"

SEVERITY_LABELS = {Severity.MUST: "必须核对", Severity.LOOK: "请看一眼", Severity.NOTE: "供参考"}
COLUMN_KIND_LABELS = {"number": "序号", "text": "文字", "items": "分级条目", "measures": "编号措施"}
REMARK_KIND_LABELS = {
    "comment": "批注",
    "insertion": "插入的文字",
    "deletion": "删去的文字",
    "footnote": "脚注",
    "hidden": "隐藏的文字",
}

# Names of records for operation titles and for notices.
CHAIN_POSITION_LABELS = {"upstream": "上游", "midstream": "中游", "downstream": "下游", "": ""}

# Why a backup was taken, and what a salvaged row is, by the words the plan file and its backups use.
BACKUP_REASON_LABELS = {
    "import": "导入前",
    "migration": "版本升级前",
    "schedule": "定时",
    "close": "关闭时",
    "manual": "手动",
}
TABLE_LABELS = {
    "plan": "方案信息",
    "outline_node": "标题",
    "paragraph": "段落",
    "unit": "责任单位",
    "duty": "职责分工",
    "appendix_table": "附表",
    "appendix_column": "附表的列",
    "appendix_row": "附表的行",
    "cell_item": "附表内容",
    "enterprise": "企业",
    "source_document": "来源文件",
    "remark": "批注",
    "plan_version": "版本",
    "muted_rule": "停用的检查",
    "collection_form": "征集表",
    "dispatch": "征集对象",
    "submission": "回收的文件",
    "submitted_row": "填报内容",
    "item_source": "来源",
    "layout_mapping": "对应关系",
}

TASK_COLUMNS = {
    "seq": "序号",
    "task": "重点任务",
    "measure": "具体举措",
    "lead": "牵头单位",
    "support": "配合单位",
    "responsible": "落实单位",
    "deadline": "完成时限",
    "remark": "备注",
}
UNIT_TASK_COLUMNS = {
    "seq": "序号",
    "task": "重点任务",
    "measure": "具体举措",
    "role": "承担职责",
    "others": "其他责任单位",
    "deadline": "完成时限",
}
UNIT_COLUMNS = {"seq": "序号", "name": "简称", "full_name": "全称", "aliases": "别名"}
ENTERPRISE_COLUMNS = {
    "seq": "序号",
    "name": "企业名称",
    "chain_position": "产业链位置",
    "district": "地理分布",
    "aliases": "别名",
    "is_lead": "链主企业",
    "contact": "联系人",
    "phone": "电话",
}


def stage_from_label(label: str) -> PlanStage | None:
    """征求意见稿 → CONSULTATION; 讨论稿 and other marks offices use are None."""
    return next((stage for stage, text in STAGE_LABELS.items() if text and text == label), None)


FIELD_KIND_LABELS = {
    "text": "文字",
    "long_text": "长文字",
    "choice": "下拉选择",
    "grade": "★等级",
    "number": "数字",
    "date": "日期",
    "phone": "电话",
}
FIELD_ROLE_LABELS = {
    "": "一般项目",
    "enterprise": "企业名称",
    "position": "产业链位置",
    "district": "所在区",
    "category": "类别",
    "text": "主要内容",
    "severity": "严重程度",
    "contact": "联系人",
    "phone": "联系电话",
}
RETURN_KIND_LABELS = {
    "new": "首次报送",
    "corrected": "更正",
    "known": "已收过",
    "unchanged": "没有变化",
    "empty": "没有填报内容",
    "refused": "读不了",
}
