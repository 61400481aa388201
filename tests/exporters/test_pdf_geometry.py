"""Where the ink and the letters of a PDF are, measured on its pages (GB/T 9704 5.2, 7.3, 7.4, 7.5, 8)."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from domain.cell_items import parse_cell
from domain.exchange import PlanContent
from domain.units import Duty, Role, Unit
from exporters.blocks import AnnexNote, BodyParagraph, Document, Heading, Imprint, Section, Signature, Table
from exporters.compose_matrix import compose_matrix
from exporters.compose_plan import compose_plan
from exporters.compose_tables import compose_appendix
from exporters.page import Layout
from exporters.pdf import PdfWriter, Review
from exporters.profile import STANDARD, Face, LayoutProfile, PageProfile
from tests.exporters.export_case import make_plan
from tests.exporters.test_geometry import DPI, Picture, dashes, read_pgm

pypdf = pytest.importorskip("pypdf", reason="pypdf reads the pages and is not installed")
PDFTOPPM = shutil.which("pdftoppm")
measured = pytest.mark.skipif(PDFTOPPM is None, reason="poppler is not installed, so no page can be measured")
LAYOUT = Layout()
OTHER = LayoutProfile("本省", PageProfile(28, 27, 156, 241, 20, 28, False))
FILLED = (BodyParagraph("字" * 26 + "字" * 28 * 4),) * 10
BODY = Document("正文", (Section("正文", False, FILLED),))
MM = 25.4 / 72
CHAR = 156 / 28


def pictures(folder: Path, pdf: bytes, last: int = 2) -> list[Picture]:
    """The first pages in grey."""
    (folder / "made.pdf").write_bytes(pdf)
    command = [str(PDFTOPPM), "-gray", "-r", str(DPI), "-l", str(last), str(folder / "made.pdf"), str(folder / "made")]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return [read_pgm(path.read_bytes()) for path in sorted(folder.glob("made-*.pgm"))]


@dataclass(frozen=True)
class Run:
    """Letters set at one go: mm from the upper left corner, `y` that of their base line."""

    text: str
    x: float
    y: float


def runs(pdf: bytes, page: int = 0) -> list[Run]:
    shown = pypdf.PdfReader(io.BytesIO(pdf)).pages[page]
    height = float(shown.mediabox.height)
    found = []

    def visit(text: str, around: list[float], matrix: list[float], _: object, __: object) -> None:
        if text.strip():
            x = around[4] + around[0] * matrix[4] + around[2] * matrix[5]
            y = around[5] + around[1] * matrix[4] + around[3] * matrix[5]
            found.append(Run(text.replace("\u200b", "").strip(), x * MM, (height - y) * MM))

    shown.extract_text(visitor_text=visit)
    return found


def run_of(pdf: bytes, begin: str, page: int = 0) -> Run:
    return next(one for one in runs(pdf, page) if one.text.startswith(begin))


def compiled(document: Document, layout: Layout = LAYOUT) -> bytes:
    return PdfWriter(layout).compile(document)


def page_of(*blocks: Any) -> Document:
    return Document("正文", (Section("正文", False, blocks),))


@measured
@pytest.mark.parametrize(
    ("profile", "lefts", "top", "bottom"),
    [(STANDARD, (28, 26), 37, 262), (OTHER, (27, 27), 28, 269)],
    ids=["standard", "other"],
)
def test_the_text_fills_the_frame(
    tmp_path: Path, profile: LayoutProfile, lefts: tuple[float, float], top: float, bottom: float
) -> None:
    for picture, edge in zip(pictures(tmp_path, compiled(BODY, Layout(profile))), lefts, strict=True):
        left, upper, right, lower = picture.ink(0, 0, 210, bottom + 2)
        assert edge <= left <= edge + 0.8
        assert edge + 155 <= right <= edge + 156
        assert top <= upper <= top + 4
        assert bottom - 5 <= lower <= bottom


@measured
def test_punctuation_stays_inside_the_frame(tmp_path: Path) -> None:
    texts = ("一、二，三；（四）《五》“六”—" * 12, "（甲）〔乙〕《丙》…—，" * 16, "1.2-3,4;5:" * 40)
    (picture,) = pictures(tmp_path, compiled(page_of(*map(BodyParagraph, texts))), 1)
    left, _, right, _ = picture.ink(0, 0, 210, 264)
    assert left >= 28 - 0.3
    assert right <= 184 + 0.3


@pytest.mark.parametrize(("profile", "lines"), [(STANDARD, 22), (OTHER, 20)], ids=["standard", "other"])
def test_a_page_has_its_lines(profile: LayoutProfile, lines: int) -> None:
    pdf = compiled(BODY, Layout(profile))
    assert len({round(one.y, 1) for one in runs(pdf) if "字" in one.text}) == lines


@measured
@pytest.mark.parametrize(
    ("profile", "dash", "ends"),
    [(STANDARD, 269, ("right", "left")), (OTHER, 28 + 241 + 7, ("right", "right"))],
    ids=["standard", "other"],
)
def test_the_number_stands_below_the_frame_one_character_in(
    tmp_path: Path, profile: LayoutProfile, dash: float, ends: tuple[str, str]
) -> None:
    layout = Layout(profile)
    one = 14 * MM
    for picture, end in zip(pictures(tmp_path, compiled(BODY, layout)), ends, strict=True):
        assert dashes(picture, dash - 3, dash + 3) == pytest.approx([dash], abs=0.5)
        left, _, right, _ = picture.ink(0, dash - 3, 210, dash + 3)
        if end == "right":
            assert right == pytest.approx(profile.page.binding + 156 - one, abs=0.7)
        else:
            assert left == pytest.approx(210 - profile.page.binding - 156 + one, abs=0.7)


@measured
def test_a_landscape_page_has_its_number_turned_at_the_left(tmp_path: Path) -> None:
    one = 14 * MM
    for picture, end in zip(
        pictures(tmp_path, compiled(compose_appendix(LAYOUT, make_plan(30).tables[0]))), ("low", "high"), strict=True
    ):
        (across,) = dashes(picture.turned(), 20, 35)
        assert across == pytest.approx(36 - 7, abs=0.6)
        _, top, _, bottom = picture.ink(20, 0, 35, 210)
        if end == "low":
            assert bottom == pytest.approx(27 + 156 - one, abs=0.8)
        else:
            assert top == pytest.approx(27 + one, abs=0.8)
        left, _, right, lower = picture.ink(35, 0, 297, 210)
        assert (left, right) == pytest.approx((36, 261), abs=0.3)
        assert lower <= 27 + 156 + 0.3


@measured
def test_the_strip_for_remarks_stands_at_the_outer_edge(tmp_path: Path) -> None:
    writer, target = PdfWriter(LAYOUT, Review("", margin=True)), io.BytesIO()
    writer.write(BODY, target, None, lambda: None)  # type: ignore[arg-type]
    odd, even = pictures(tmp_path, target.getvalue())
    scale = (210 - 36) / 210
    for picture, text, strip in ((odd, 28 * scale, (174, 210)), (even, 36 + 26 * scale, (0, 36))):
        left, top, right, bottom = picture.ink(max(text - 4, strip[1] % 210), 30, 210 if strip[0] == 0 else 174, 225)
        assert left == pytest.approx(text, abs=1)
        assert right - left == pytest.approx(156 * scale, abs=1)
        assert bottom > top
        inner, _, outer, _ = picture.ink(*(strip[0], 30, strip[1], 270))
        assert strip[0] + 2 <= inner < outer <= strip[1] - 2


def test_a_part_that_begins_on_an_even_page_has_its_margins() -> None:
    whole = compiled(BODY)
    part = PdfWriter(LAYOUT).compile(BODY, first=2)
    places = [min(one.x for one in runs(whole, page) if "字" in one.text) for page in (0, 1)]
    assert places == pytest.approx([28, 26], abs=0.3)
    assert [min(one.x for one in runs(part, page) if "字" in one.text) for page in (0, 1)] == pytest.approx(
        places[::-1], abs=0.05
    )


@pytest.mark.parametrize(
    ("names", "sealed", "name_at", "date_at"),
    [
        # 7.3.5.2: the name two characters from the right, the date begins two characters further in
        (("海州市市场监督管理委员会",), False, 28 - 2 - 12, 28 - 2 - 12 + 2),
        # a date longer than the name stands two characters from the right and pushes the name on
        (("海州市",), False, 28 - 2 - 7 - 2, 28 - 2 - 7),
        # 7.3.5.1: the date four characters from the right, the name centred on it
        (("海州市教委",), True, 28 - 4 - 7 + 1, 28 - 4 - 7),
    ],
    ids=["name longer", "date longer", "sealed"],
)
def test_signature_and_date(names: tuple[str, ...], sealed: bool, name_at: float, date_at: float) -> None:
    pdf = compiled(page_of(Signature(names, "2026年11月21日", sealed)))
    assert run_of(pdf, names[0][:2]).x == pytest.approx(28 + name_at * CHAR, abs=0.6)
    assert run_of(pdf, "2026").x == pytest.approx(28 + date_at * CHAR, abs=0.6)


def test_names_of_annexes_hang_below_their_first_character() -> None:
    long = "海州市海洋产业链供应链质量联动提升重点问题和重点项目清单汇总表"
    pdf = compiled(page_of(AnnexNote("附件", (("1", long), ("2", long)))))
    found = [one for one in runs(pdf) if one.y < 260]
    rows = sorted({round(one.y, 1) for one in found})
    assert len(rows) == 4
    begins = [min(one.x for one in found if abs(one.y - row) < 0.2) for row in rows]
    name = 28 + (2 + 3 + 0.75) * CHAR
    assert begins[0] == pytest.approx(28 + 2 * CHAR, abs=0.5)
    assert begins[2] == pytest.approx(28 + 5 * CHAR, abs=0.5)
    assert [begins[1], begins[3]] == pytest.approx([name, name], abs=0.5)
    assert [one.x for one in found if one.text.startswith("海州")] == pytest.approx([name, name], abs=0.5)


@measured
def test_the_imprint_ends_the_frame(tmp_path: Path) -> None:
    imprint = Imprint("各区政府", "海州市市场监督管理委员会", "2026年11月21日印发")
    (picture,) = pictures(tmp_path, compiled(page_of(BodyParagraph("正文"), imprint)), 1)
    rules = dashes(picture, 230, 264)
    assert len(rules) == 3
    assert rules[-1] == pytest.approx(262, abs=0.4)
    for rule in rules:
        left, _, right, _ = picture.ink(0, rule - 0.1, 210, rule + 0.1)
        assert (left, right) == pytest.approx((28, 184), abs=0.2)


def test_upright_heads_stay_inside_their_cells() -> None:
    names = ("市科技局", "市人力资源社会保障局", "海州湾新区海洋经济和港产城融合发展领导小组办公室")
    base = make_plan()
    units = tuple(Unit(number, name, seq=number) for number, name in enumerate(names, start=1))
    plan: PlanContent = replace(base, units=units, duties=tuple(Duty(3, unit.id, Role.LEAD, unit.id) for unit in units))
    document = compose_matrix(LAYOUT, plan)
    (table,) = (block for block in document.sections[0].blocks if isinstance(block, Table))
    pdf = compiled(document)
    found = runs(pdf)
    below = run_of(pdf, "开展联合攻关").y - 3
    for name in names:
        letters = [one for one in found if len(one.text) == 1 and one.text in name and one.y < below]
        assert len(letters) >= len(name)
        assert max(one.y for one in letters) - min(one.y for one in letters) < sum(table.head_heights) * MM - 1.6


def test_no_heading_ends_a_page() -> None:
    blocks = [
        block for _ in range(30) for block in (*FILLED[:1], Heading(1, "一、标题", Face.HEAD), BodyParagraph("话"))
    ]
    pdf = compiled(page_of(*blocks))
    for number in range(len(pypdf.PdfReader(io.BytesIO(pdf)).pages)):
        texts = [one for one in runs(pdf, number) if one.y < 262]
        assert not max(texts, key=lambda one: one.y).text.startswith("一、")


def test_the_plan_has_the_pages_of_the_plan(plan: PlanContent) -> None:
    pdf = compiled(compose_plan(LAYOUT, plan))
    title = run_of(pdf, "海州市风电")
    assert title.y == pytest.approx(37 + 35 * MM * 0.7, abs=3)


def test_a_long_word_stays_inside_its_cell() -> None:
    table = make_plan(1).tables[0]
    code = "GB/T9704-2012+ISO19005-1:2005_" * 3
    row = replace(table.rows[0], cells=table.rows[0].cells | {"area": parse_cell(code), "p3": parse_cell("短")})
    document = compose_appendix(LAYOUT, replace(table, rows=(row,)))
    (drawn,) = (block for block in document.sections[0].blocks if isinstance(block, Table))
    widths = [column.width for column in drawn.columns]
    pdf = compiled(document)
    printed = [one for one in runs(pdf) if set(one.text) & set("GBT9704ISO") and set(one.text) <= set(code)]
    assert len("".join(one.text for one in printed)) >= len(code) * 0.8
    left = 36 + sum(widths[:2])
    assert all(left <= one.x <= left + widths[2] for one in printed)
    assert len({round(one.y, 1) for one in printed}) > 2
