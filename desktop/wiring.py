"""Which signal of the window's parts goes where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.errands import Errands
from desktop.views.find_commands import FindCommands

if TYPE_CHECKING:
    from desktop.collect_desk import CollectDesk
    from desktop.main_window import MainWindow


def connect_window(window: MainWindow) -> None:
    """Connect commands, start page and helpers of a window that has been built."""
    commands, files, start, desk = window.commands, window.files, window.start, window.desk
    for action, slot in (
        (commands.new, files.create_plan),
        (commands.open, files.choose_plan),
        (commands.sample, files.open_sample),
        (commands.read_new, lambda: window.read_sources(as_new_plan=True)),
        (commands.read, lambda: window.read_sources()),
        (commands.export, window.show_export),
        (commands.print, window.printing.print_part),
        (commands.print_review, window.printing.print_review),
        (commands.preview, window.preview.toggle),
        (commands.save, window.saving.save),
        (commands.save_as, window.saving.save_as),
        (commands.backups, lambda: window.safekeeping.show_backups(window.saving.keeper)),
        (commands.clean_copy, lambda: window.safekeeping.export_clean(window.session)),
        (commands.close, window.close_plan),
        (commands.quit, window.close),
        (commands.undo, window.undo),
        (commands.redo, window.redo),
        (commands.info, lambda: window.panels.show_info(window.session)),
        (
            commands.layout,
            lambda: window.panels.show_layout(
                window.session, window.outcomes.on_failed, window.outcomes.on_layout_saved
            ),
        ),
        (commands.history, lambda: window.panels.show_history(window.session, window.workspace)),
        (commands.remarks, lambda: window.panels.show_remarks(window.session, window.workspace)),
        (
            commands.versions,
            lambda: window.panels.show_versions(window.session, window.workspace, window.outcomes.on_failed),
        ),
        (
            commands.keep_version,
            lambda: window.panels.show_versions(window.session, window.workspace, window.outcomes.on_failed, keep=True),
        ),
        (commands.new_table, window.design.design_new),
        (commands.redesign, window.redesign_table),
        (commands.check_layout, window.checking.choose),
        (commands.collect, lambda: window.collecting.import_files()),
        (commands.collect_folder, lambda: window.collecting.import_folder()),
        (commands.collect_source, lambda: window.collecting.sources.show_selected()),
        (commands.help, window.help.show_place),
        (commands.shortcuts, window.help.show_shortcuts),
        (commands.about, window.panels.show_about),
    ):
        action.triggered.connect(slot)
    start.new_wanted.connect(files.create_plan)
    start.open_wanted.connect(files.choose_plan)
    start.sample_wanted.connect(files.open_sample)
    start.read_wanted.connect(window.read_sources)
    start.file_wanted.connect(files.open_soon)
    commands.file_wanted.connect(files.open_soon)
    files.working.connect(window.notice.follow)
    commands.place_wanted.connect(window.on_place_wanted)
    commands.scheme_wanted.connect(window.choose_scheme)
    files.opened.connect(window.show_plan)
    files.failed.connect(window.outcomes.on_failed)
    window.stepping.working.connect(window.notice.follow)
    window.stepping.failed.connect(window.outcomes.on_failed)
    desk.working.connect(window.notice.follow)
    desk.failed.connect(window.outcomes.on_failed)
    desk.foreign.connect(window.outcomes.on_foreign)
    desk.finished.connect(window.outcomes.on_imported)
    files.opened.connect(lambda: _serve_collecting(window))
    window.design.working.connect(window.notice.follow)
    window.design.failed.connect(window.outcomes.on_failed)
    window.design.made.connect(window.on_place_wanted)
    window.checking.working.connect(window.notice.follow)
    window.checking.failed.connect(window.outcomes.on_failed)
    window.checking.written.connect(window.outcomes.on_copy_written)
    window.outcomes.new_plan_wanted.connect(lambda path: window.read_sources([path], as_new_plan=True))
    window.pages.covered.connect(window.on_covered)
    window.pages.covered.connect(lambda page: commands.show_view(page.actions()))
    window.pages.uncovered.connect(window.on_uncovered)
    window.printing.working.connect(window.notice.follow)
    window.printing.failed.connect(window.outcomes.on_failed)
    window.printing.printed.connect(window.notice.say)
    window.preview.print_wanted.connect(window.printing.print_part)
    window.preview.shown.connect(commands.preview.setChecked)
    commands.follow_pane(window.preview.actions)
    commands.preview.setChecked(window.preview.is_wanted)
    window.frame.rules_wanted.connect(
        lambda code: window.panels.show_rules(window.session, window.frame.findings, code)
    )
    window.frame.info_wanted.connect(commands.info.trigger)
    window.pages.covered.connect(window.frame.on_covered)
    window.pages.uncovered.connect(window.frame.on_uncovered)
    window.pages.covered.connect(window.preview.on_covered)
    window.pages.uncovered.connect(window.preview.on_uncovered)
    files.locked.connect(window.outcomes.on_locked)
    window.saving.moved.connect(window.on_moved)
    window.saving.conflicted.connect(window.safekeeping.conflicts.on_conflicted)
    window.safekeeping.failed.connect(window.outcomes.on_failed)
    window.saving.failed.connect(window.outcomes.on_failed)
    window.recovery.wanted.connect(window.recover)
    window.recovery.failed.connect(window.outcomes.on_failed)
    Errands(window, FindCommands(window))


def make_collecting(window: MainWindow) -> CollectDesk:
    """What works for 征集, made when somebody goes there or asks for it: it brings readers along."""
    from desktop.collect_desk import CollectDesk

    desk = CollectDesk(window, window, window.files.chooser, window.saving.prepare_import)
    desk.working.connect(window.notice.follow)
    desk.failed.connect(window.outcomes.on_failed)
    desk.said.connect(lambda text, actions: window.notice.say(text, *actions))
    desk.offered.connect(lambda text, actions: window.outcomes.offer_undo(text, *actions))
    desk.place_wanted.connect(window.on_place_wanted)
    desk.row_actions = [window.commands.collect_source]
    return desk


def leave_collecting(window: MainWindow) -> None:
    """The plan is about to be closed: tell what works for 征集, where it has been made."""
    if "collecting" in vars(window):
        window.collecting.leave()


def _serve_collecting(window: MainWindow) -> None:
    """Give the view of 征集 what does the work, whenever it is open."""
    workspace = window.workspace
    if workspace is None:
        return

    def serve() -> None:
        if workspace.key == "collecting":
            window.collecting.on_place_changed()

    workspace.place_changed.connect(serve)
    serve()
