"""What the panel at the right can show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.dialogs.file_chooser import FileChooser, free_path
from desktop.finding_desk import FindingDesk
from desktop.jobs.runner import JobRunner
from desktop.session import Session
from desktop.transfer import ExportWish
from desktop.views.workspace import Workspace
from desktop.widgets.side_panel import PairList, SidePanel
from domain.checks import Finding
from domain.comparison import Difference, excerpts
from domain.errors import FanganError

Failed = Callable[[FanganError], None]


class Panels(QObject):
    """Builds a content and puts it into the panel; its module is imported when it is first wanted.

    `plan_made` carries the path of a plan file that was made of a version.
    """

    plan_made = Signal(object)

    def __init__(self, panel: SidePanel, chooser: FileChooser) -> None:
        super().__init__(panel)
        self._runner = JobRunner(self)
        self._panel = panel
        self._chooser = chooser

    def show(self, title: str, content: QWidget) -> None:
        """A content somebody else made."""
        self._panel.present(title, content)

    def show_info(self, session: Session | None) -> None:
        """方案信息 of the open plan."""
        if session is not None:
            from desktop.views.info_panel import InfoPanel

            self._panel.present(self.tr("方案信息"), InfoPanel(session))

    def show_layout(self, session: Session | None, failed: Failed, saved: Callable[[Path], None]) -> None:
        """版式 of the open plan."""
        if session is not None:
            from desktop.views.layout_panel import LayoutPanel

            content = LayoutPanel(session, self._chooser.layout_to_load, self._chooser.layout_to_save)
            content.failed.connect(failed)
            content.saved.connect(saved)
            self._panel.present(self.tr("版式"), content)

    def show_history(self, session: Session | None, workspace: Workspace | None) -> None:
        """操作记录 of the open plan; it leads to what was changed."""
        if session is not None and workspace is not None:
            from desktop.views.history_panel import HistoryPanel
            from desktop.views.spots import show_spot

            content = HistoryPanel(session)
            content.spot_wanted.connect(lambda spot: show_spot(workspace, spot))
            self._panel.present(self.tr("操作记录"), content)

    def show_remarks(self, session: Session | None, workspace: Workspace | None) -> None:
        """批注 of what is selected."""
        if session is not None and workspace is not None:
            from desktop.views.remarks_panel import RemarksPanel

            self._panel.present(self.tr("批注"), RemarksPanel(session, workspace))

    def show_rules(self, session: Session | None, desk: FindingDesk, code: str = "") -> None:
        """检查项 of the open plan, at one of them."""
        if session is not None:
            from desktop.views.finding_rules_panel import FindingRulesPanel

            content = FindingRulesPanel(session, desk)
            self._panel.present(self.tr("检查项"), content)
            if code:
                content.ask_why(code)

    def show_versions(
        self, session: Session | None, workspace: Workspace | None, failed: Failed, *, keep: bool = False
    ) -> None:
        """版本 of the open plan; `keep` names the present state first."""
        if session is not None and workspace is not None:
            from desktop.views.spots import show_spot
            from desktop.views.version_choice import choose_version, chosen_version
            from desktop.views.versions_panel import VersionsPanel

            workspace.finish_editing()
            content = VersionsPanel(session, chosen_version(workspace))
            content.spot_wanted.connect(lambda spot: show_spot(workspace, spot))
            content.chosen.connect(lambda version_id: choose_version(workspace, version_id))
            content.failed.connect(failed)
            content.plan_wanted.connect(partial(self._save_version, session.store.path, failed))
            self._panel.present(self.tr("版本"), content)
            if keep:
                content.keep_version()

    def _save_version(self, path: Path, failed: Failed, name: str, packed: str) -> None:
        from desktop.routines import PLAN_SUFFIX, create_from_version
        from exporters.file_names import file_name

        suggested = Path(file_name(path.stem, name, PLAN_SUFFIX[1:])).stem
        target = self._chooser.plan_to_save_as(free_path(path.parent, suggested, PLAN_SUFFIX))
        if target is None:
            return
        job = self._runner.prepare(lambda _progress, _is_cancelled: create_from_version(target, name, packed))
        job.done.connect(lambda _nothing: self.plan_made.emit(target))
        job.failed.connect(failed)
        self._runner.start(job)

    def show_export(self, session: Session, go: Callable[[ExportWish], None], own: str = "") -> None:
        """What can be exported, and where to: by default a folder beside the plan file.

        `own` is a part that prints what is shown; it alone is ticked then.
        """
        from desktop.views.export_panel import ExportPanel
        from exporters.export import part_names

        path = session.store.path
        folder = path.absolute().with_name(self.tr("{} 导出").format(path.stem))
        content = ExportPanel(part_names(session.content), folder, self._chooser, own=own)
        content.wanted.connect(go)
        self._panel.present(self.tr("导出"), content)

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """What a reader noticed."""
        pairs = [(finding.where, finding.message) for finding in findings]
        self._panel.present(self.tr("提示"), PairList(pairs, stacked=True))

    def show_differences(self, name: str, differences: Sequence[Difference]) -> None:
        """Another version of the plan beside this one, place by place."""
        pairs = [(one.place, self._two_texts(one)) for one in differences]
        pairs = pairs or [(self.tr("两份内容相同"), self.tr("留一份即可。"))]
        self._panel.present(self.tr("与“{}”对照").format(name), PairList(pairs, stacked=True))

    def _two_texts(self, difference: Difference) -> str:
        theirs, mine = (text or self.tr("（没有）") for text in excerpts(difference.left, difference.right))
        return self.tr("对方：{}\n本机：{}").format(theirs, mine)

    def show_about(self) -> None:
        """Name, version, licence, and that nothing leaves the machine."""
        pairs = [
            (self.tr("方案工作台"), self.tr("版本 {}").format(_version())),
            (self.tr("离线使用"), self.tr("程序不连接网络，方案只保存在您选定的文件里。")),
            (self.tr("许可"), self.tr("MIT 许可证。界面使用 Qt（LGPL）。")),
        ]
        self._panel.present(self.tr("关于"), PairList(pairs, stacked=True))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("fangan")
    except PackageNotFoundError:  # run from the source tree, where nothing is installed
        return "0.1.0"
