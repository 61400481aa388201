"""What the values of a column say of its field: names of enterprises, choices, grades, telephone numbers, sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from domain.collection import CollectionForm, FieldKind, FieldRole, FormField
from domain.enterprise_names import looks_like_enterprise
from domain.form_values import is_phone, match_choice, parse_grade

_SAMPLE = 24  # values looked at
_DISTRICT = re.compile(r"^[\u4e00-\u9fff]{1,12}(?:区|县|旗|镇|街道|新城)$")
_LOCATED = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
_PERSON = re.compile(
    "^[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文][\u4e00-\u9fff]{1,3}$"
)
_NUMBER = re.compile(r"^[\d.,%\-/ ：:年月日]+$")
_SHORT = 7  # characters: below that a column is no text


class ColumnValues:
    """The values below a header, in one column; what is asked of them is kept."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = [text for text in texts if text][:_SAMPLE]
        self._fits: dict[str, float] = {}

    def fit(self, field: FormField) -> float:
        """How well the values suit a field: 1 they can be nothing else, 0 nothing is told, -1 they cannot be it."""
        found = self._fits.get(field.key)
        if found is None:
            found = self._fits[field.key] = self._fit(field) if self.texts else 0.0
        return found

    @property
    def length(self) -> float:
        """How long the values are in the mean."""
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0

    def _share(self, is_one: Callable[[str], bool]) -> float:
        return sum(map(is_one, self.texts)) / len(self.texts)

    def _fit(self, field: FormField) -> float:
        match field.kind:
            case FieldKind.CHOICE:
                return _spread(self._share(lambda text: not match_choice(text, field.choices).problem))
            case FieldKind.GRADE:
                return self._grade_fit()
            case FieldKind.PHONE:
                return _spread(self._share(is_phone))
            case FieldKind.NUMBER | FieldKind.DATE:
                return 0.3 if self._share(lambda text: _NUMBER.match(text) is not None) > 0.7 else -0.4
        return self._role_fit(field)

    def _grade_fit(self) -> float:
        share = self._share(lambda text: parse_grade(text) is not None)
        counts = [str(number) for number in range(1, len(self.texts) + 1)]
        if len(self.texts) > 1 and self.texts == counts:
            return -0.5  # 1 2 3 counts the rows
        bare = self._share(str.isdecimal)
        return _spread(share) * (0.7 if bare > 0.5 else 1.0)

    def _role_fit(self, field: FormField) -> float:
        numbers = self._share(lambda text: _NUMBER.match(text) is not None)
        enterprises = self._share(looks_like_enterprise)
        match field.role:
            case FieldRole.ENTERPRISE:
                return enterprises if enterprises > 0.3 else -0.7 if numbers > 0.5 or self.length > 40 else -0.2
            case FieldRole.DISTRICT:
                share = self._share(lambda text: _DISTRICT.match(text) is not None)
                maybe = self._share(lambda text: _LOCATED.match(text) is not None)
                return 0.8 * share if share > 0.3 else 0.1 if maybe > 0.8 else -0.6
            case FieldRole.CONTACT:
                return 0.6 if self._share(lambda text: _PERSON.match(text) is not None) > 0.7 else -0.5
        if numbers > 0.5:
            return -0.8
        if field.role is FieldRole.TEXT or field.kind is FieldKind.LONG_TEXT:
            return self._text_fit(enterprises)
        return -0.3 if enterprises > 0.8 and field.role is not FieldRole.NONE else 0.0

    def _text_fit(self, enterprises: float) -> float:
        if enterprises > 0.5:
            return -0.8
        distinct = len(set(self.texts)) / len(self.texts)
        if self.length < 4:
            return -0.8
        if self.length < _SHORT:
            return -0.4
        return min(0.4 + self.length / 60, 0.8) * (1.0 if distinct > 0.5 else 0.6)


def _spread(share: float) -> float:
    """A share of values that match, as a fit: none of them says that the column is another."""
    return share if share >= 0.5 else -0.9 if share < 0.2 else 0.0


def is_choice(form: CollectionForm, text: str) -> bool:
    """Whether a text is a value that some field of the form takes."""
    return any(not match_choice(text, field.choices).problem for field in form.fields if field.kind is FieldKind.CHOICE)
