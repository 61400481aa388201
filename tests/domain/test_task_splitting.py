"""Where a paragraph that holds several tasks may be cut, and where it must not be."""

import pytest

from domain.task_splitting import (
    CutKind,
    find_cuts,
    locate,
    piece_words,
    proposed_split,
    rejoin,
    split_at,
    title_and_body,
)

ORDINALS = "要做好三项工作：一是完善标准体系，制定标准10项；二是加强检验，覆盖重点产品；三是培育品牌。"


def words(text):
    return [piece.words for piece in proposed_split(text).pieces]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ORDINALS, ["完善标准体系，制定标准10项", "加强检验，覆盖重点产品", "培育品牌"]),
        ("一要抓责任。二要抓落实。", ["抓责任", "抓落实"]),
        ("（一）建台账。逐户登记。（二）建队伍。", ["建台账。逐户登记", "建队伍"]),
        ("1.建台账；2.建队伍；3.建制度。", ["建台账", "建队伍", "建制度"]),
        ("①建台账，②建队伍。", ["建台账", "建队伍"]),
        ("开展普查；建立台账；限期整改。", ["开展普查", "建立台账", "限期整改"]),
        ("抓住三件事：开展普查；建立台账。按月通报。", ["开展普查", "建立台账", "按月通报"]),
        ("形势严峻。开展普查；建立台账。", ["开展普查", "建立台账"]),
        ("开展普查。建立台账。", ["开展普查", "建立台账"]),
        ("第一是普查。第二是建账。", ["普查", "建账"]),
    ],
)
def test_pieces(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "开展普查，建立台账。",
        "开展普查",
        "",
        "开展普查（含甲；乙；丙）。",
        "落实“谁主管；谁负责”要求。",
        "坚持一是一、二是二，不打折扣。",
        "这一是非问题必须讲清。",
        "投入1.5万元，新增2.3公里。",
        "按照《办法。附则》执行。",
        "开展普查。（牵头单位：甲局；配合单位：乙局）",
    ],
)
def test_one_thing_is_not_cut(text):
    assert find_cuts(text) == ()


def test_markers_go_before_semicolons_and_stops():
    text = "一是普查，查甲；查乙。二是建账。"
    assert words(text) == ["普查，查甲；查乙", "建账"]
    kinds = {text[cut.start :][:2]: (cut.kind, cut.is_proposed) for cut in find_cuts(text)}
    assert kinds["查乙"] == (CutKind.SEMICOLON, False) and kinds["二是"] == (CutKind.MARKER, True)


def test_marker_out_of_count_is_none():
    assert [cut.kind for cut in find_cuts("三是普查；五是建账。")] == [CutKind.START, CutKind.SEMICOLON]
    assert words("（一）普查，详见（三）。（二）建账。") == ["普查，详见（三）", "建账"]
    assert words("1.普查2个区。2.建账。") == ["普查2个区", "建账"]


def test_semicolons_in_brackets_and_quotes_stay_inside():
    text = "一是普查（甲；乙）；二是落实“一岗；双责”。"
    assert words(text) == ["普查（甲；乙）", "落实“一岗；双责”"]


def test_unclosed_quote_encloses_nothing():
    assert words("开展“普查；建立台账。") == ["开展“普查", "建立台账"]


def test_duty_clause_stays_with_its_piece():
    text = "一是普查（牵头单位：甲局；配合单位：乙局）；二是建账（牵头单位：丙局）。"
    assert words(text) == ["普查（牵头单位：甲局；配合单位：乙局）", "建账（牵头单位：丙局）"]


def test_lead_and_endings_are_kept():
    split = proposed_split(ORDINALS)
    assert split.lead == "要做好三项工作："
    assert [(piece.marker, piece.ending) for piece in split.pieces] == [("一是", "；"), ("二是", "；"), ("三是", "。")]
    assert split.lead + "".join(ORDINALS[one.start : one.end] for one in split.pieces) == ORDINALS


def test_own_choice_of_cuts():
    cuts = find_cuts("开展普查；建立台账；限期整改。")
    assert [one.words for one in split_at("开展普查；建立台账；限期整改。", [cuts[0].start, cuts[2].start]).pieces] == [
        "开展普查；建立台账",
        "限期整改",
    ]


@pytest.mark.parametrize(
    ("piece", "title", "body"),
    [
        ("完善标准体系，制定标准10项", "完善标准体系", "制定标准10项。"),
        ("培育品牌", "培育品牌", ""),
        ("同时，加强检验，覆盖重点产品", "同时，加强检验", "覆盖重点产品。"),
        ("建立“甲，乙”机制，按月会商", "建立“甲，乙”机制", "按月会商。"),
        ("推动建设若干个面向中小企业的公共质量技术服务平台并在年底前全部投入使用", None, ""),
        ("建台账。逐户登记", "建台账", "逐户登记。"),
    ],
)
def test_title_and_body(piece, title, body):
    assert title_and_body(piece) == (title or piece, body)


def as_parts(pairs):
    return [(title, piece_words(title, body)) for title, body in pairs]


def test_unchanged_pieces_give_the_paragraph_back():
    pairs = [title_and_body(piece.words) for piece in proposed_split(ORDINALS).pieces]
    assert rejoin(ORDINALS, as_parts(pairs)) == ORDINALS
    assert rejoin(ORDINALS, as_parts([pairs[0], ("加强检验", "覆盖全部产品。"), pairs[2]])) == ORDINALS.replace(
        "重点", "全部"
    )
    assert "；二是加强监测，覆盖重点产品；三是" in rejoin(
        ORDINALS, as_parts([pairs[0], ("加强监测", pairs[1][1]), pairs[2]])
    )


def test_piece_with_its_clause_comes_back():
    text = "一是普查（牵头单位：甲局）；二是建账。"
    assert rejoin(text, [("普查", piece_words("普查", "", "（牵头单位：甲局）")), ("建账", "建账")]) == text


def test_other_number_of_pieces_is_joined_too():
    assert rejoin(ORDINALS, as_parts([("甲", ""), ("乙", "丙。")])) == "要做好三项工作：甲；乙，丙。"


def test_piece_is_found_in_its_paragraph():
    places = locate(ORDINALS, ["完善标准体系", "加强检验", "培育品牌"])
    assert [ORDINALS[start:end][:4] for start, end in places] == ["一是完善", "二是加强", "三是培育"]
    assert locate(ORDINALS, ["没有的"]) == []
