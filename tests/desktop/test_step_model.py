"""改动 as a list: what each line says, to the eye and to the ear."""

from __future__ import annotations

from pathlib import Path

import docx
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.drafts import preview_draft
from desktop.models.step_model import StepModel
from desktop.source_reading import Ticks
from importers.read import read_plan
from tests.exporters.export_case import make_plan
from tests.journeys.round_trip_case import store_of
from tests.journeys.test_returned_meanwhile import word

_DELETION = """<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="900"
w:author="市财政局 王工" w:date="2026-03-01T09:00:00Z"/>"""


def test_a_tracked_change_names_who_made_it(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp
    store = store_of(make_plan(3), tmp_path)
    path = word(store, tmp_path)
    document = docx.Document(str(path))
    run = next(one for paragraph in document.paragraphs for one in paragraph.runs if "逐户走访" in one.text)
    mark = docx.oxml.parse_xml(_DELETION)
    run._r.addprevious(mark)
    mark.append(run._r)
    for text in run._r.findall(docx.oxml.ns.qn("w:t")):
        text.tag = docx.oxml.ns.qn("w:delText")
    document.save(str(path))
    model = StepModel()
    model.show(preview_draft(store, read_plan(path)).steps, Ticks())
    assert model.index(0).data().endswith(" · 市财政局 王工")
    assert "市财政局 王工 修改" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    store.close()
