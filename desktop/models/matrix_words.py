"""Signs and words of the roles, as the plan's own layout prints them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.session import Session
from domain.errors import InputError
from domain.responsibilities import Matrix
from domain.units import Role

if TYPE_CHECKING:
    from exporters.page import Layout


class MatrixWords:
    """Reads the plan's layout when it is first asked, and again when it is another."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._text = ""
        self._kept: Layout | None = None

    def signs(self, matrix: Matrix) -> Mapping[Role, str]:
        """What stands for each role."""
        from exporters.compose_matrix import matrix_signs

        return matrix_signs(self._layout(), matrix)

    def role_words(self) -> Mapping[Role, str]:
        """What each role is called in the legend."""
        from exporters.compose_tasks import role_words

        return role_words(self._layout(), self._session.content)

    def _layout(self) -> Layout:
        from exporters.export import layout_of
        from exporters.page import Layout

        content = self._session.content
        if self._kept is None or self._text != content.info.layout:
            self._text = content.info.layout
            try:
                self._kept = layout_of(content)
            except InputError:  # printing says what is wrong with it; the matrix can be worked on
                self._kept = Layout()
        return self._kept
