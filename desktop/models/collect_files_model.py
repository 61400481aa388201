"""Files that came back, one a row: what each is to the plan, whose it is, and what there is to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from domain.labels import RETURN_KIND_LABELS
from domain.returns import ReturnedFile, ReturnKind, RowKind

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
HEADS = ("文件", "类型", "报送企业", "行", "有错", "请核对")
FILE, KIND, SENDER, ROWS, WRONG, LOOK = range(6)
_SIGNS = ((RowKind.NEW, "＋"), (RowKind.CHANGED, "～"), (RowKind.SAME, "＝"), (RowKind.GONE, "－"))
_TAKEN = (ReturnKind.NEW, ReturnKind.CORRECTED)


def kind_words(one: ReturnedFile) -> str:
    """首次报送; 更正 第2次."""
    word = RETURN_KIND_LABELS[one.kind.value]
    return f"{word} 第{one.round}次" if one.kind is ReturnKind.CORRECTED else word


def row_counts(one: ReturnedFile) -> str:
    """＋3 ～1 ＝6 －1; only what there is."""
    counts = ((sign, sum(change.kind is kind for change in one.rows)) for kind, sign in _SIGNS)
    return " ".join(f"{sign}{count}" for sign, count in counts if count)


def look_words(one: ReturnedFile) -> str:
    """What a person should look at, in one line."""
    return one.error or "".join(finding.message for finding in one.findings)


class FilesModel(QAbstractTableModel):
    """`ticked` carries the SHA-256 of a file and whether it is to be taken in."""

    ticked = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[ReturnedFile] = ()
        self._shown: list[ReturnedFile] = []
        self._only_doubtful = False

    def show(self, files: Sequence[ReturnedFile]) -> None:
        """Take the files of a plan; where they are the same ones, only what changed is told."""
        before = [_key(one) for one in self._shown]
        after = self._filtered(files)
        self._all = files
        if before == [_key(one) for one in after]:
            self._shown = after
            if after:
                self.dataChanged.emit(self.index(0, 0), self.index(len(after) - 1, len(HEADS) - 1))
            return
        self.beginResetModel()
        self._shown = after
        self.endResetModel()

    def show_only_doubtful(self, only: bool) -> None:
        """Show all, or what a person should look at."""
        self.beginResetModel()
        self._only_doubtful = only
        self._shown = self._filtered(self._all)
        self.endResetModel()

    def doubtful_count(self) -> int:
        """How many files a person should look at."""
        return sum(_asks(one) for one in self._all)

    def file_at(self, row: int) -> ReturnedFile | None:
        """The file in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, one: ReturnedFile | None) -> int:
        """Where a file stands; -1 where it is not shown."""
        key = _key(one) if one is not None else None
        return next((row for row, other in enumerate(self._shown) if _key(other) == key), -1)

    def toggle(self, rows: Sequence[int]) -> None:
        """Turn the ticks of files that can be taken in, all as the first of them turns."""
        files = [one for one in map(self.file_at, rows) if one is not None and one.kind in _TAKEN and one.draft]
        if files:
            is_wanted = not files[0].is_wanted
            for one in files:
                if one.draft is not None:
                    self.ticked.emit(one.draft.sha256, is_wanted)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a file."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """See HEADS."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words above."""
        known = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return HEADS[section] if known else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Files that can be taken in have a tick."""
        flag = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        one = self.file_at(index.row())
        can_tick = one is not None and one.kind in _TAKEN and index.column() == FILE
        return flag | Qt.ItemFlag.ItemIsUserCheckable if can_tick else flag

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, the tick."""
        one = self.file_at(index.row())
        if one is None:
            return None
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == FILE and one.kind in _TAKEN:
            return Qt.CheckState.Checked if one.is_wanted else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(one)[index.column()] or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join(f"{head} {word}" for head, word in zip(HEADS, self._words(one), strict=True) if word)
        return None

    def setData(self, index: _Index, _value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or not."""
        if role == Qt.ItemDataRole.CheckStateRole:
            self.toggle([index.row()])
        return role == Qt.ItemDataRole.CheckStateRole

    def _words(self, one: ReturnedFile) -> tuple[str, ...]:
        sender = one.sender.name if one.sender else one.name
        unsure = any(finding.code in ("sender_like", "sender_unknown") for finding in one.findings)
        if one.draft is not None and not sender:
            sender = self.tr("请指定")
        elif unsure:
            sender = f"？{sender}"
        elif one.draft is not None and one.sender is None and one.kind in _TAKEN:
            sender = self.tr("{}（新企业）").format(sender)
        wrong = str(one.mistakes) if one.mistakes else ""
        return one.file, kind_words(one), sender, row_counts(one), wrong, look_words(one)

    def _filtered(self, files: Sequence[ReturnedFile]) -> list[ReturnedFile]:
        return [one for one in files if not self._only_doubtful or _asks(one)]


def _asks(one: ReturnedFile) -> bool:
    return one.is_doubtful or one.mistakes > 0


def _key(one: ReturnedFile) -> str:
    return one.draft.sha256 if one.draft is not None else one.file
