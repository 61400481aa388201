"""导入回收文件: what came back, file by file, looked through before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.collecting_errands import Errands
from desktop.collecting_forms import offered_forms
from desktop.collecting_run import CollectRun
from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.models.collect_files_model import SENDER, FilesModel
from desktop.models.collect_rows_model import RowsModel
from desktop.theme import GAP, MARGIN
from desktop.views.collect_left_out import LeftOutPane
from desktop.views.collect_mapping import MappingPane
from desktop.views.collect_tables import FileTable, plain_table
from desktop.views.view_commands import add_command
from desktop.widgets.collect_picker import NEW, Option, Picker
from desktop.widgets.collect_sheets import SheetsView
from desktop.widgets.frame import ElidedLabel, Hairline, HairlineSplitter, HeadingLabel, PrimaryButton
from domain.content import PlanContent
from domain.returns import ReturnedFile, RowKind
from domain.source_sheet import SourceSheet
from domain.submission_draft import ReadSheet
from importers.worker import Reader

ROWS_TAB, MAPPING_TAB, LEFT_OUT_TAB, SHEET_TAB = range(4)


class CollectPage(QWidget):
    """`accepted` asks to take in what is ticked, `cancelled` to leave all as it was."""

    accepted = Signal()
    cancelled = Signal()
    failed = Signal(object)
    working = Signal(object, str)

    def __init__(self, run: CollectRun, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("导入回收文件"))
        self._run = run
        self._content = PlanContent()
        self._errands = Errands(runner, self)
        self._sheets: dict[str, tuple[SourceSheet, ...]] = {}
        self._is_writing = False
        self._framed: tuple[str, str] = ("", "")
        self.heading = HeadingLabel()
        self.forms = QComboBox()
        self.forms.setAccessibleName(self.tr("按哪份征集表读取"))
        self.doubtful = QCheckBox()
        self.files = FilesModel(self)
        self.list = FileTable(self.files)
        self.rows = RowsModel(self)
        self.table = plain_table(self.rows, self.tr("填报的行"))
        self.mapping = MappingPane()
        self.left_out = LeftOutPane()
        self.sheets = SheetsView()
        self.tabs = QTabBar()
        self.count = ElidedLabel()
        self.cancel = QPushButton(self.tr("取消"))
        self.go = PrimaryButton(self.tr("收入方案"))
        self._build()
        self._build_commands()
        self._connect()

    def show_plan(self, content: PlanContent) -> None:
        """Show what would be taken in; the selected file stays selected."""
        self._content = content
        current = self.current()
        plan, reading = self._run.plan, self._run.reading
        if plan is None or reading is None:
            return
        self.forms.blockSignals(True)
        self.forms.clear()
        for one in offered_forms(content):
            self.forms.addItem(one.title, one.key)
        self.forms.setCurrentIndex(self.forms.findData(reading.form.key))
        self.forms.blockSignals(False)
        self.files.show(plan.files)
        row = max(self.files.row_of(current), 0)
        if self.list.currentIndex().row() != row:
            self.list.setCurrentIndex(self.files.index(row, SENDER))
        self.on_file_changed()
        self.show_state()

    def show_busy(self, *, is_writing: bool = False) -> None:
        """Say that something is being read or written."""
        self._is_writing = is_writing
        self.show_state()

    def show_state(self) -> None:
        """Counts, and whether there is something to take in."""
        plan = self._run.plan
        is_busy = self._run.is_busy or self._is_writing
        self.heading.setText(self.tr("导入回收文件　{} 份").format(len(plan.files) if plan else 0))
        still = self.files.doubtful_count()
        self.doubtful.setText(self.tr("只看要核对的 {}").format(still))
        wanted = plan.wanted() if plan is not None else ()
        self.go.setEnabled(bool(wanted) and not is_busy)
        if self._is_writing:
            said = self.tr("正在收入方案…")
        elif self._run.is_busy:
            said = self.tr("正在读取…")
        else:
            words = self.tr("将收入 {} 份：新增 {} 行，更正 {} 行，相同 {} 行，撤回 {} 行")
            counts = [plan.count(kind) if plan else 0 for kind in RowKind]
            said = words.format(len(wanted), *counts)
            wrong = sum(one.mistakes for one in wanted)
            said += self.tr("；{} 行有错，不收").format(wrong) if wrong else ""
        self.count.setText(said)
        self.count.setAccessibleName(said)

    def current(self) -> ReturnedFile | None:
        """The file that is looked at."""
        return self.files.file_at(self.list.currentIndex().row())

    def stop(self) -> None:
        """Give up what is being read for the page."""
        self._errands.stop()

    def on_file_changed(self) -> None:
        """Show another file."""
        one, reading = self.current(), self._run.reading
        if reading is None:
            return
        self.rows.show(reading.form, one)
        self.table.resizeColumnToContents(0)
        draft = one.draft if one is not None else None
        self.mapping.show_sheets(reading.form, draft.sheets if draft is not None else ())
        self.left_out.show_file(one)
        self.tabs.setTabText(LEFT_OUT_TAB, self.tr("提示和未收的内容 {}").format(self.left_out.model.rowCount()))
        unsure = draft is not None and draft.is_doubtful and bool(draft.sheets)
        self.tabs.setTabText(MAPPING_TAB, self.tr("对应关系 ？") if unsure else self.tr("对应关系"))
        self.tabs.setTabEnabled(MAPPING_TAB, bool(draft is not None and draft.sheets))
        self.on_tab_changed(self.tabs.currentIndex())

    def on_tab_changed(self, tab: int) -> None:
        """Show another side of the file; the sheet is read when it is first looked at."""
        self.middle.setCurrentIndex(tab)
        if tab in (MAPPING_TAB, SHEET_TAB):
            self._want_sheets()

    def on_row_opened(self) -> None:
        """Show the cell of a value in the original sheet."""
        sheet, cell = self.rows.cell_at(self.table.currentIndex())
        if sheet:
            self._framed = sheet, cell
            self.tabs.setCurrentIndex(SHEET_TAB)
            self._want_sheets()

    def on_form_chosen(self) -> None:
        """Read everything by another form."""
        self._run.use_form(str(self.forms.currentData()))
        self.show_state()

    def on_mapped(self, sheet: ReadSheet, fields: dict[str, str], only_sender: bool) -> None:
        """Read the files of a layout again."""
        one = self.current()
        name = (one.sender.name if one.sender else one.name) if one is not None else ""
        self._run.map_layout(sheet, fields, name if only_sender else "")
        self.show_state()

    def choose_sender(self) -> None:
        """Ask whose the current file is, by typing."""
        one = self.current()
        if one is None or one.draft is None:
            return
        draft = one.draft
        options = [Option(str(each.id), each.name, each.district) for each in self._content.enterprises]
        picker = Picker(self, self.tr("“{}”的报送企业").format(one.file), options, can_add=True)
        picker.chosen.connect(lambda key, text: self._set_sender(draft.sha256, key, text))
        picker.open_at(
            self.list.viewport(), self.list.visualRect(self.files.index(self.list.currentIndex().row(), SENDER))
        )

    def toggle(self) -> None:
        """Take the selected files or leave them out."""
        self.files.toggle(sorted({index.row() for index in self.list.selectionModel().selectedRows()}))

    def next_doubtful(self) -> None:
        """Go to the next file a person should look at."""
        count, row = self.files.rowCount(), self.list.currentIndex().row()
        for step in range(1, count + 1):
            place = (row + step) % count
            one = self.files.file_at(place)
            if one is not None and (one.is_doubtful or one.mistakes):
                self.list.setCurrentIndex(self.files.index(place, SENDER))
                return

    def accept(self) -> None:
        """Ask to take in, when there is something."""
        if self.go.isEnabled():
            self.accepted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def _set_sender(self, sha256: str, key: str, text: str) -> None:
        if key == NEW:
            self._run.set_sender(sha256, None, text)
        else:
            self._run.set_sender(sha256, int(key))

    def _want_sheets(self) -> None:
        """Read the sheets of the current file, in the reading process, where they are not known."""
        one = self.current()
        file = self._run.given_of(one) if one is not None else None
        if one is None or one.draft is None or file is None:
            self.sheets.clear()
            return
        digest = one.draft.sha256
        if digest in self._sheets:
            self._show_sheets(digest, self._sheets[digest])
            return
        self.sheets.clear()

        def work(_progress: Progress, is_cancelled: IsCancelled) -> tuple[SourceSheet, ...]:
            with Reader() as reader:
                return reader.read_source_sheets(file, is_cancelled=is_cancelled)

        self._errands.run(work, self.tr("正在打开原表"), lambda sheets: self._show_sheets(digest, sheets))

    def _show_sheets(self, digest: str, sheets: tuple[SourceSheet, ...]) -> None:
        self._sheets[digest] = sheets
        one = self.current()
        if one is None or one.draft is None or one.draft.sha256 != digest:
            return
        self.mapping.model.show_examples(sheets)
        sheet, cell = self._framed
        if not sheet and one.draft.rows:
            wrong = next(((row.sheet, each.cell) for row in one.draft.rows for each in row.findings if each.cell), None)
            sheet, cell = wrong or (one.draft.rows[0].sheet, "")
        self.sheets.show_sheets(sheets, sheet, [cell] if cell else [])
        self._framed = ("", "")

    def _build_commands(self) -> None:
        tr = self.tr
        add_command(
            self, tr("收入方案"), ["Ctrl+Return", "Ctrl+Enter"], self.accept, icon="import",
            tip=tr("把勾选的文件收入方案，一步可以撤销"),
        )  # fmt: skip
        add_command(
            self, tr("指定报送企业"), ["Ctrl+Alt+H"], self.choose_sender, icon="enterprise",
            tip=tr("输入名称或拼音，说明这份文件是哪家企业报送的"),
        )  # fmt: skip
        add_command(
            self, tr("收或不收"), ["Ctrl+Alt+G"], self.toggle, icon="check", tip=tr("勾选、取消选中的文件，空格也可以")
        )
        add_command(
            self,
            tr("下一份要核对的"),
            ["Alt+F8"],
            self.next_doubtful,
            icon="finding-next",
            tip=tr("到下一份要核对的文件"),
        )

    def _connect(self) -> None:
        self.list.selectionModel().currentRowChanged.connect(self.on_file_changed)
        self.list.sender_wanted.connect(self.choose_sender)
        self.files.ticked.connect(lambda digest, wanted: self._run.set_wanted(digest, is_wanted=wanted))
        self.doubtful.toggled.connect(self.on_filter)
        self.forms.activated.connect(self.on_form_chosen)
        self.mapping.confirmed.connect(self.on_mapped)
        self.mapping.examples_wanted.connect(self._want_sheets)
        self.table.activated.connect(self.on_row_opened)
        self.tabs.currentChanged.connect(self.on_tab_changed)
        self._errands.failed.connect(self.failed)
        self._errands.working.connect(self.working)
        self.go.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.cancelled)

    def on_filter(self, only: bool) -> None:
        """Show all files, or those to look at."""
        current = self.current()
        self.files.show_only_doubtful(only)
        self.list.setCurrentIndex(self.files.index(max(self.files.row_of(current), 0), SENDER))
        self.on_file_changed()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, MARGIN - 2, MARGIN, GAP)
        top.setSpacing(GAP)
        top.addWidget(self.heading, 1)
        top.addWidget(self.forms)
        top.addWidget(self.doubtful)
        self.tabs.setAccessibleName(self.tr("这份文件"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.middle = QStackedWidget()
        pages: Sequence[tuple[str, QWidget]] = (
            (self.tr("填报内容"), self.table),
            (self.tr("对应关系"), self.mapping),
            (self.tr("提示和未收的内容"), self.left_out),
            (self.tr("原表"), self.sheets),
        )
        for word, pane in pages:
            self.tabs.addTab(word)
            self.middle.addWidget(pane)
        lower = QWidget()
        lines = QVBoxLayout(lower)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, GAP, 0, GAP)
        row.addWidget(self.tabs)
        row.addStretch(1)
        lines.addLayout(row)
        lines.addWidget(self.middle, 1)
        halves = HairlineSplitter(Qt.Orientation.Vertical)
        for part in (self.list, lower):
            halves.addWidget(part)
        halves.setSizes([300, 300])
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        foot.setSpacing(GAP)
        foot.addWidget(self.count, 1)
        for button in (self.cancel, self.go):
            button.setMinimumSize(96, 30)
            foot.addWidget(button)
        self.cancel.setToolTip(self.tr("不收入，方案保持原样（Esc）"))
        self.go.setToolTip(self.tr("把勾选的文件收入方案，一步可以撤销（Ctrl+回车）"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        halves.setContentsMargins(MARGIN, 0, MARGIN, 0)
        layout.addWidget(halves, 1)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addLayout(foot)
        self.setFocusProxy(self.list)
