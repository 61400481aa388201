"""Fonts an export names: which this machine lacks, and which characters of a plan they may not hold."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping

from domain.checks import Finding, Severity
from domain.exchange import PlanContent
from exporters.page import Layout
from exporters.profile import Face

# Fonts of the 6,763 characters of GB 2312: 仿宋_GB2312, 楷体_GB2312, 方正小标宋简体.
_NARROW_FONTS = ("GB2312", "简体")
_SHOWN = 12
_SECONDS = 10


def missing_fonts(layout: Layout, installed: Iterable[str]) -> tuple[str, ...]:
    """Font names of a layout that a machine does not have, each once, in the order of use."""
    known = {name.casefold() for name in installed}
    wanted = dict.fromkeys([*(layout.font(face) for face in Face), layout.latin_font])
    return tuple(name for name in wanted if name.casefold() not in known)


def font_findings(layout: Layout, installed: Iterable[str], stand_ins: Mapping[str, str]) -> list[Finding]:
    """Say once which fonts are missing here, and what stands in on this machine; files name them all the same."""
    missing = missing_fonts(layout, installed)
    if not missing:
        return []
    named = "、".join(f"{name}（这里显示为 {stand_ins[name]}）" if name in stand_ins else name for name in missing)
    message = f"本机没有这些字体：{named}。导出的文件仍写明规定的字体，在有这些字体的电脑上打开、打印即可。"
    return [Finding(Severity.NOTE, "fonts_missing", "版式", message)]


def character_findings(layout: Layout, content: PlanContent) -> list[Finding]:
    """List the characters that fonts of GB 2312 lack (镕, 喆, 堃 …): there they print in another font."""
    narrow = [layout.font(face) for face in Face if any(mark in layout.font(face) for mark in _NARROW_FONTS)]
    rare = rare_characters(content)
    if not narrow or not rare:
        return []
    shown = "、".join(rare[:_SHOWN]) + (f" 等 {len(rare)} 个字" if len(rare) > _SHOWN else "")
    fonts = "、".join(dict.fromkeys(narrow))
    message = f"这些字不在 {fonts} 里：{shown}。打印时会换成别的字体，请核对字形。"
    return [Finding(Severity.LOOK, "rare_characters", "全文", message)]


def rare_characters(content: PlanContent) -> tuple[str, ...]:
    """Ideographs of a plan that GB 2312 does not hold, each once, in order."""
    rare: dict[str, None] = {}
    for text in _texts(content):
        for char in text:
            if "\u3400" <= char <= "\U0003ffff" and not _in_gb2312(char) and _is_ideograph(char):
                rare[char] = None
    return tuple(rare)


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _texts(content: PlanContent) -> Iterable[str]:
    yield content.info.title
    yield content.info.issuing_authority
    yield from (paragraph.text for paragraph in content.preamble)
    for node in content.nodes:
        yield node.title
        yield from content.printed_paragraphs(node)
    for table in content.tables:
        yield table.spec.title
        yield from (part for column in table.spec.columns for part in column.path)
        yield from (cell.text for row in table.rows for cell in row.cells.values())


def installed_families() -> tuple[str, ...] | None:
    """Font families of this machine as its own system lists them; None where nobody can tell."""
    if sys.platform == "win32":  # untried: read from what Windows documents
        return _windows_families()
    program = shutil.which("fc-list")
    if program is None:
        return None
    listed = subprocess.run([program, ":", "family"], capture_output=True, text=True, timeout=_SECONDS, check=False)
    if listed.returncode:
        return None
    names = {name.strip() for line in listed.stdout.splitlines() for name in line.split(",")}
    return tuple(sorted(name for name in names if name))


def stand_ins(names: Iterable[str]) -> dict[str, str]:
    """What this machine shows in place of fonts it lacks; empty where nobody can tell."""
    program = shutil.which("fc-match")
    if program is None:
        return {}
    found = {}
    for name in names:
        # Asked for by name alone, an unknown font is answered with one that has no Chinese.
        wanted = name if name.isascii() else f"{name}:lang=zh-cn"
        shown = subprocess.run(
            [program, "--format=%{family[0]}", wanted], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        if shown.returncode == 0 and shown.stdout:
            found[name] = shown.stdout
    return found


def _windows_families() -> tuple[str, ...]:
    import winreg

    names = []
    for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):  # type: ignore[attr-defined]
        try:
            key = winreg.OpenKey(root, r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts")  # type: ignore[attr-defined]
        except OSError:
            continue  # no fonts of one's own
        with key:
            for index in range(winreg.QueryInfoKey(key)[1]):  # type: ignore[attr-defined]
                name = str(winreg.EnumValue(key, index)[0])  # type: ignore[attr-defined]
                names += [part.strip() for part in name.rpartition(" (")[0].split("&")]
    return tuple(names)


def export_findings(layout: Layout, content: PlanContent) -> list[Finding]:
    """What a person should know of the fonts before files go out: missing here, and characters they lack."""
    findings = character_findings(layout, content)
    installed = installed_families()
    if installed is not None:
        findings += font_findings(layout, installed, stand_ins(missing_fonts(layout, installed)))
    return findings
