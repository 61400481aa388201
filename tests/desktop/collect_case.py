"""Returned files made on the spot, and the window with the sample plan for the tests of collecting."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook

from desktop.main_window import MainWindow
from desktop.routines import create_sample
from desktop.views.collect_page import CollectPage
from desktop.views.collect_view import CollectView
from tests.desktop.window_helpers import settle

HEAD = ("企业名称", "环节", "所在区", "类别", "问题", "等级")
FIRST = ("甲川科技有限公司", "上游", "东城区", "技术", "车载终端在低温下启动缓慢，影响冬季交付", "★★★")
SECOND = ("甲川科技有限公司", "上游", "东城区", "管理", "来料检验记录不全，追溯困难", "2")
OTHER = ("乙海机电有限公司", "中游", "西城区", "技术", "车载终端在低温下启动较慢，影响冬季交付", "★★★")
WRONG = ("丙山电子有限公司", "下游", "南城区", "技术", "", "★")


def write_csv(folder: Path, name: str, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join(",".join(row) for row in (head, *rows)), encoding="utf-8")
    return path


def write_xlsx(folder: Path, name: str, *rows: tuple[str, ...]) -> Path:
    folder.mkdir(exist_ok=True)
    book = Workbook()
    sheet = book.active
    sheet.title = "填报"
    for row in (HEAD, *rows):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    path = folder / name
    path.write_bytes(buffer.getvalue())
    return path


def open_sample(window: MainWindow, folder: Path) -> MainWindow:
    """The window with the sample plan, at 征集."""
    path = folder / "样例.fangan"
    create_sample(path)
    window.files.open_plan(path)
    window.on_place_wanted("collecting")
    return window


def view_of(window: MainWindow) -> CollectView:
    window.on_place_wanted("collecting")
    view = window.workspace.view()
    assert isinstance(view, CollectView)
    return view


def read(window: MainWindow, qtbot, *paths: Path) -> CollectPage:
    """Read files onto the page."""
    window.collecting.import_paths(paths)
    settle(window, qtbot)
    page = window.collecting.imports.page
    assert page is not None
    return page


def take(window: MainWindow, qtbot, *paths: Path) -> None:
    """Read files and take them in."""
    read(window, qtbot, *paths).accept()
    settle(window, qtbot)


def kinds(page: CollectPage) -> list[str]:
    return [str(page.files.index(row, 1).data()) for row in range(page.files.rowCount())]
