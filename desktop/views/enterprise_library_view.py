"""企业库: the enterprises of the plan, what is known of each, and where it is used."""

from __future__ import annotations

from collections.abc import Sequence

from db.enterprises import add_enterprise, merge_enterprises, remove_enterprises
from desktop.models.enterprise_library_model import SUBMISSIONS, EnterpriseLibraryModel
from desktop.views.library_view import LibraryView
from desktop.widgets.library_doubles import Pair
from domain.changes import ChangeSet
from domain.enterprise_names import find_enterprise_doubles
from domain.enterprises import Enterprise
from domain.library_usage import rows_naming
from domain.spots import Spot


class EnterpriseLibraryView(LibraryView[Enterprise]):
    """Name, place in the chain, district, other names, 链主, contact, telephone; rows and returns that name it."""

    kind = "enterprise"
    list_kind = "enterprises"
    tables = ("enterprise",)

    def make_model(self) -> EnterpriseLibraryModel:
        """The enterprises."""
        return EnterpriseLibraryModel(self.session, self)

    def heading(self) -> str:
        """What the place is called."""
        return self.tr("企业库")

    def adding_words(self) -> str:
        """What the line says that takes a new name."""
        return self.tr("新增企业：输入企业全称")

    def empty_words(self) -> str:
        """What belongs here."""
        return self.tr("还没有企业。征集和附表要用到的企业列在这里，可以导入名单，也可以逐家新增或从表格粘贴。")

    def add_named(self, name: str) -> ChangeSet:
        """Add an enterprise."""
        return self.session.perform(add_enterprise, Enterprise(0, name))

    def merge(self, kept: int, gone: int) -> None:
        """Make two enterprises one, and stay with it."""
        if self.session.perform(merge_enterprises, kept, gone):
            self.show_entry(kept)

    def remove(self) -> None:
        """Take the selected enterprises out."""
        self.grid.finish_editing()
        self.session.perform(remove_enterprises, [self.model.entry_at(row).id for row in self.grid.selected_rows()])

    def pairs(self) -> Sequence[Pair]:
        """Enterprises that may be one."""
        return [
            Pair(one.first.id, one.first.name, one.second.id, one.second.name, one.reason)
            for one in find_enterprise_doubles(self.session.content.enterprises)
        ]

    def follow(self, row: int, key: str) -> None:
        """The rows that name an enterprise, or what it sent."""
        one = self.model.entry_at(row)
        if key == SUBMISSIONS:
            self.errand.emit("place", "collecting")
        else:
            self.errand.emit("rows", rows_naming(self.session.content, one))

    def spot(self) -> Spot:
        """The current enterprise."""
        return Spot(enterprise=self.current_id())

    def show_spot(self, spot: Spot) -> None:
        """Go to an enterprise."""
        if spot.enterprise is not None:
            self.show_entry(spot.enterprise, spot.field)
