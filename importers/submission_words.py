"""What a header may mean: the words of the form, and words by which offices name such columns anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.collection import CollectionForm, FieldKind, FieldRole, FormField, RuleKind
from domain.form_values import match_choice
from domain.text import comparison_key

NUMBER_HEADS = frozenset({"序号", "编号", "no", "no.", "行号", "序", "项次", "№"})
CATEGORY = "category:"  # a column of the wide form, with the category
TICK = "tick:"  # a column that is ticked, with the field and the value that a tick means
_ENGLISH = re.compile(r"(?<=[\u4e00-\u9fff])[\s/／(（]*[A-Za-z][A-Za-z .,'&/()-]{2,}[)）]?\s*$")
_NOISE = re.compile(r"[*＊※☆★()（）【】\[\]：:。，,、/／\s]")
_BRACKETED = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_MARKED = re.compile(r"必填|选填|单选|下拉|请选择|可多行|限\d+字|不超过\d+字")
_LONGEST = 20  # characters of a header, without what stands in brackets
_KEPT = 4_000  # headers whose reading is kept
# Words that end or fill a header of a role; the first of a pair says the thing itself, the second is a hint.
_ROLE_WORDS: dict[FieldRole, tuple[str, str]] = {
    FieldRole.ENTERPRISE: (
        "企业名称|单位名称|公司名称|企业|单位|公司|厂家|厂名|工厂|厂商|主体|主体名称|机构名称|全称|法人|报送单位|填报单位",
        "名称|机构|工厂|单位|企业|公司",
    ),
    FieldRole.POSITION: (
        "上中下游|上下游|产业链位置|产业链环节|链条环节|环节|链段|产业链|供应链|链上位置|所处位置|产业链层级",
        "产业链|供应链|上游|下游|中游|链条|位置|环节|链",
    ),
    FieldRole.DISTRICT: (
        "所在区|行政区|区县|县区|辖区|属地|区域|地区|功能区|所在地|注册地|生产地|经营地|所属区|地理分布|地址|区|县|街道|园区",
        "区|县|属地|所在|地址|辖|注册地",
    ),
    FieldRole.CATEGORY: (
        "类别|类型|种类|分类|归类|大类|类|哪类|何种|什么类|方面|领域|归属|门类|属性|范畴|性质",
        "类|方面|领域|归属",
    ),
    FieldRole.SEVERITY: (
        "程度|等级|星级|级别|严重性|紧迫性|急迫性|迫切性|重要性|紧急性|优先级|评级|评星|打星|轻重缓急|缓急|分级|严重度|紧迫度|急难度|评分",
        "严重|紧迫|紧急|急迫|迫切|优先|星|级|缓急|程度|风险|危害",
    ),
    FieldRole.CONTACT: (
        "联系人|联络人|填表人|填报人|经办人|对接人|负责人|联系人姓名|姓名|联络员",
        "联系|姓名|经办|对接",
    ),
    FieldRole.CONTACT_PHONE: (
        "电话|手机|手机号|手机号码|联系方式|联系电话|电话号码|固话|座机",
        "电话|手机|号码",
    ),
}
_AT_START = ("上下游", "上中下游", "哪类", "何种", "什么类")  # words that tell a role at the start of a header too
# For the field that says the thing, by how its rows become a table.
_ITEM_WORDS = (
    "问题|困难|难题|难点|堵点|痛点|瓶颈|短板|问题描述|问题情况|问题详情|问题概述|情况描述|具体情况|问题内容|现状|表现|简述|详述|不足|障碍",
    "问题|困难|难|瓶颈|短板|描述|情况|现状|内容",
)


def header_key(text: str) -> str:
    """A header without blanks, signs and remarks in brackets (质量问题*（必填） → 质量问题)."""
    if not text.isascii() and text[-1:].isascii():
        text = _ENGLISH.sub("", text)
    bare = _NOISE.sub("", _MARKED.sub("", _BRACKETED.sub("", text)))
    return comparison_key(bare or _NOISE.sub("", text))


class HeaderWords:
    """What headers mean by one form; what was asked once is kept."""

    def __init__(self, form: CollectionForm) -> None:
        self.form = form
        self.values: dict[str, bool] = {}  # texts that can only be values, and others, as they were asked for
        self._keys: dict[str, str] = {}
        self._offers: dict[str, dict[str, float]] = {}
        self._paths: dict[tuple[str, ...], dict[str, float]] = {}
        self._names = {
            field.key: [key for name in (field.title, *field.synonyms) if (key := header_key(name))]
            for field in form.fields
        }
        self._words = {field.key: _words(form, field) for field in form.fields}
        is_items = form.rule is not None and form.rule.kind is RuleKind.ITEMS
        self._columns = {header_key(name): name for name in form.rule.columns} if form.rule and is_items else {}
        self._category = form.role(FieldRole.CATEGORY) if is_items else None

    def key(self, text: str) -> str:
        """`header_key`, kept."""
        found = self._keys.get(text)
        if found is None:
            if len(self._keys) > _KEPT:
                self._keys.clear()
            found = self._keys[text] = header_key(text)
        return found

    def is_number(self, text: str) -> bool:
        """Whether a header only heads the numbers of the rows."""
        return self.key(text) in NUMBER_HEADS

    def offers(self, path: Sequence[str]) -> dict[str, float]:
        """The fields a header may mean, each with how surely; the lowest header counts, those above help."""
        asked = tuple(path)
        found = self._paths.get(asked)
        if found is None:
            if len(self._paths) > _KEPT:
                self._paths.clear()
            found = self._paths[asked] = self._read_path(asked)
        return found

    def wide_category(self, text: str) -> str:
        """The category that a header of the wide form names, in full or for short; empty for none."""
        key = self.key(text)
        if key in self._columns:
            return self._columns[key]
        if self._category is None or not 2 <= len(key) <= 8:
            return ""
        known = match_choice(text, self._category.choices)
        return "" if known.problem else known.text

    def _read_path(self, path: tuple[str, ...]) -> dict[str, float]:
        leaf = path[-1] if path else ""
        if self.key(leaf) in NUMBER_HEADS:
            return {}
        found = dict(self._leaf(leaf))
        if self.key(leaf) in self._columns:
            found[f"{CATEGORY}{self._columns[self.key(leaf)]}"] = 1.0
        elif self._columns and (category := self.wide_category(leaf)):
            found[f"{CATEGORY}{category}"] = 0.8
        if len(path) > 1:
            for key, score in self._leaf("".join(path)).items():
                found[key] = max(found.get(key, 0.0), 0.85 * score)
        return found

    def _leaf(self, text: str) -> dict[str, float]:
        key = self.key(text)
        found = self._offers.get(key)
        if found is None:
            if len(self._offers) > _KEPT:
                self._offers.clear()
            fields = self.form.fields if 0 < len(key) <= _LONGEST else ()
            scores = {field.key: self._score(field, key) for field in fields}
            found = self._offers[key] = {one: score for one, score in scores.items() if score}
        return found

    def _score(self, field: FormField, key: str) -> float:
        """By the whole header; 工厂名称 and 区县名称 are what 工厂 and 区县 are."""
        best = self._score_key(field, key)
        bare = key.removesuffix("名称").removesuffix("情况")
        if len(bare) >= 2 and bare != key and field.role in _ROLE_WORDS:
            best = max(best, 0.97 * self._score_key(field, bare))
        return best

    def _score_key(self, field: FormField, key: str) -> float:
        best = max((_by_name(key, known, rank) for rank, known in enumerate(self._names[field.key])), default=0.0)
        strong, weak = self._words[field.key]
        best = max([best, *(_by_word(key, word) for word in strong)])
        if best < 0.5:
            hits = [len(word) for word in weak if word in key]
            best = max(best, 0.35 + 0.2 * max(hits) / len(key) if hits else 0.0)
        return best if best >= 0.5 else max(best, self._alike(field, key))

    def _alike(self, field: FormField, key: str) -> float:
        """How many pairs of characters a header shares with the names of a field that plays no role."""
        mine = _pairs(key)
        if field.role not in (FieldRole.NONE, FieldRole.TEXT) or not mine:
            return 0.0
        best = 0.0
        for known in self._names[field.key]:
            if len(known) >= 2 and key[-2:] == known[-2:] and field.role is FieldRole.NONE:
                best = max(best, 0.8)
            other = _pairs(known)
            if other and (common := len(mine & other)):
                best = max(best, 2 * common / (len(mine) + len(other)))
        return 0.3 + 0.35 * best if best >= 0.25 else 0.0


def _by_name(key: str, known: str, rank: int) -> float:
    """How much a header is one of the names of a field; the title itself is the first."""
    length, size = len(known), len(key)
    if key == known:
        return 1.0 if rank == 0 else 0.98
    if length >= 2 and key.endswith(known):  # what a Chinese compound means stands at its end
        return 0.6 + 0.3 * length / size
    if length >= 2 and known in key:
        return 0.45 + 0.25 * length / size
    return 0.4 + 0.25 * size / length if size >= 2 and key in known else 0.0


def _by_word(key: str, word: str) -> float:
    """How much a header ends in a word of its role, or begins with one that tells there too."""
    if key == word:
        return 0.92
    if key.endswith(word):
        return 0.62 + 0.2 * len(word) / len(key)
    return 0.75 if word in _AT_START and key.startswith(word) else 0.0


def _pairs(key: str) -> set[str]:
    return {key[place : place + 2] for place in range(len(key) - 1)}


def _words(form: CollectionForm, field: FormField) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pair = _ROLE_WORDS.get(field.role)
    if field.role is FieldRole.TEXT and form.rule is not None and form.rule.kind is RuleKind.ITEMS:
        pair = _ITEM_WORDS
    if pair is None and field.kind is FieldKind.PHONE:
        pair = _ROLE_WORDS[FieldRole.CONTACT_PHONE]
    if pair is None and field.kind is FieldKind.GRADE:
        pair = _ROLE_WORDS[FieldRole.SEVERITY]
    strong, weak = pair or ("", "")
    return tuple(filter(None, strong.split("|"))), tuple(filter(None, weak.split("|")))


_known: dict[int, HeaderWords] = {}


def words_of(form: CollectionForm) -> HeaderWords:
    """The words of a form, made once for each form object."""
    words = _known.get(id(form))
    if words is None or words.form is not form:
        if len(_known) > 8:
            _known.clear()
        words = _known[id(form)] = HeaderWords(form)
    return words
