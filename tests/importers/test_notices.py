"""A numbered notice that hands a plan on: the plan is read, the notice kept behind it."""

from __future__ import annotations

from domain.reading import ReadingChoices
from importers.read import read_plan_text

TEXT = """云河市人民政府办公室关于印发云河市河道清淤
三年行动方案的通知
云政办发〔2026〕7号

各县（区）人民政府，市直有关部门：

现将行动方案印发给你们，并提出以下要求。

一、加强领导
各单位主要负责人要亲自抓。

二、按时报送
每月5日前报送进展。

云河市人民政府办公室
2026年3月2日

附件

云河市河道清淤三年行动方案

为改善水环境，制定本方案。

一、总体要求
坚持分段治理。

二、重点任务
（一）摸清底数
逐段测量。（牵头单位：市水务局）
"""


def headings(draft) -> list[str]:
    return [one.heading for one in draft.content.placed()]


def test_the_plan_is_read_and_the_notice_stands_behind_it() -> None:
    draft = read_plan_text(TEXT, "印发.txt")
    content = draft.content
    assert content.info.title == "云河市河道清淤三年行动方案"
    assert headings(draft) == ["一、总体要求", "二、重点任务", "（一）摸清底数", "印发通知"]
    assert content.info.document_number == "云政办发〔2026〕7号"
    assert content.info.issued_on == "2026-03-02"
    notice = [paragraph.text for paragraph in content.nodes[-1].paragraphs]
    assert "一、加强领导" in notice
    assert "每月5日前报送进展。" in notice
    assert [unit.name for unit in content.units] == ["市水务局"]
    (finding,) = (one for one in draft.findings if one.code == "notice")
    assert finding.question.startswith("notice:")
    assert not [one for one in draft.findings if one.code == "lost_text"]


def test_the_officer_may_say_that_the_notice_is_the_plan() -> None:
    (finding,) = (one for one in read_plan_text(TEXT, "印发.txt").findings if one.code == "notice")
    draft = read_plan_text(TEXT, "印发.txt", ReadingChoices(picks={finding.question: "notice"}))
    assert headings(draft)[:2] == ["一、加强领导", "二、按时报送"]


def test_a_plan_with_text_annexes_is_no_notice() -> None:
    text = TEXT.replace("关于印发云河市河道清淤\n三年行动方案的通知", "河道管护实施意见")
    draft = read_plan_text(text, "意见.txt")
    assert headings(draft)[:2] == ["一、加强领导", "二、按时报送"]
    assert not [one for one in draft.findings if one.code == "notice"]


def test_many_labels_are_looked_at_once() -> None:
    draft = read_plan_text("附件1\n甲\n" * 20_000, "附件.txt")
    assert draft.content.nodes or draft.content.preamble
