"""Fonts that are missing are named once, with what stands in; characters that GB 2312 lacks are listed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from domain.outline import Paragraph
from exporters import fonts
from exporters.page import Layout
from exporters.profile import STANDARD
from tests.exporters.export_case import make_plan, with_table_text

LAYOUT = Layout()


def test_missing_fonts_are_named_once_with_what_stands_in() -> None:
    installed = ["黑体", "宋体", "times new roman"]
    assert fonts.missing_fonts(LAYOUT, installed) == ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312")
    (finding,) = fonts.font_findings(LAYOUT, installed, {"仿宋_GB2312": "仿宋"})
    assert finding.code == "fonts_missing"
    assert finding.message.count("仿宋_GB2312（这里显示为 仿宋）") == 1


def test_a_machine_that_has_all_is_told_nothing() -> None:
    names = [LAYOUT.font(face) for face in fonts.Face]
    assert fonts.font_findings(LAYOUT, [*names, "Times New Roman"], {}) == []


def test_rare_characters_are_listed_in_order() -> None:
    plan = with_table_text(make_plan(), "王喆、李堃")
    plan = replace(plan, preamble=(Paragraph("朱镕基题词，𠮷字，English ★ ①。"),))
    assert fonts.rare_characters(plan) == ("镕", "𠮷", "喆", "堃")
    (finding,) = fonts.character_findings(LAYOUT, plan)
    assert "镕、𠮷、喆、堃" in finding.message


def test_a_layout_of_larger_fonts_has_nothing_to_say() -> None:
    plan = with_table_text(make_plan(), "王喆")
    larger = replace(STANDARD.fonts, title="方正小标宋_GBK", body="仿宋", kai="楷体")
    assert fonts.character_findings(Layout(replace(STANDARD, fonts=larger)), plan) == []
    assert fonts.character_findings(LAYOUT, make_plan()) == []


def test_what_the_system_lists_are_family_names(monkeypatch) -> None:
    monkeypatch.setattr(fonts.sys, "platform", "linux")
    monkeypatch.setattr(fonts.shutil, "which", lambda _: None)
    assert fonts.installed_families() is None
    assert fonts.stand_ins(["仿宋_GB2312"]) == {}


def test_a_stand_in_for_a_chinese_font_has_chinese(monkeypatch) -> None:
    asked = []

    def answer(command: list[str], **_: object) -> SimpleNamespace:
        asked.append(command[-1])
        return SimpleNamespace(returncode=0, stdout="某黑体")

    monkeypatch.setattr(fonts.shutil, "which", lambda _: "fc-match")
    monkeypatch.setattr(fonts.subprocess, "run", answer)
    assert fonts.stand_ins(["仿宋_GB2312", "Times New Roman"]) == {"仿宋_GB2312": "某黑体", "Times New Roman": "某黑体"}
    assert asked == ["仿宋_GB2312:lang=zh-cn", "Times New Roman"]
