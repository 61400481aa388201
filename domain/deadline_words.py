"""The words for times in the plans of offices: dates, parts of a year, spans, periods, what follows a limit."""

from __future__ import annotations

import datetime

from domain.patterns import pattern

WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
GAP = r"[ \u3000]?"
DASH = r"[-－—–―~～〜至到]{1,2}"
QUOTE = r"[“”\"'‘’＂「」]?"
YEAR = rf"(?:(?:19|20|21)\d\d|[一二][〇零○一二三四五六七八九]{{3}}){GAP}年度?"
THIS = r"(?:今年|本年度?|当年|全年|明年|次年|年)"
MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]){GAP}月份?"
DAY = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]){GAP}[日号]"
QUARTER = r"第?[一二三四1-4]季度"
HALF = r"[上下]半年"
PART = rf"(?:{MONTH}(?:{GAP}{DAY}|{GAP}[上中下]旬)?|{QUARTER}|{HALF})"
NUMERIC = (
    r"(?P<ny>(?:19|20)\d\d)(?P<sign>[-./－．])(?P<nm>1[0-2]|0?[1-9])"
    r"(?:(?P=sign)(?P<nd>3[01]|[12]\d|0?[1-9]))?(?!\d|[-./－．]\d|[%％万亿个家项])"
)
EDGE = r"(?P<edge>(?:年?[底末中初]|终)?)(?P<before>之前|以前|前|之内|以内|内|期间|为止|止)?"
PLAN = rf"{QUOTE}十[一二三四五六七八九]?五{QUOTE}"
ORDINALS = "一二三四"
UNITS = {
    "年": "year",
    "年度": "year",
    "半年": "half_year",
    "季": "quarter",
    "季度": "quarter",
    "月": "month",
    "旬": "ten_days",
    "周": "week",
    "星期": "week",
    "日": "day",
    "天": "day",
}
PERIOD = r"年度|年|半年|季度|季|个?月|旬|周|星期|日|天"
LAST_YEAR = datetime.date.max.year - 1

ONGOING = (
    r"长期(?:坚持|推进|实施|开展|执行|任务|抓好|有效)?|(?:持续|滚动|常年)(?:推进|实施|开展|进行|坚持|落实|深化|用力|抓好)?"
    r"|常态化(?:推进|开展|实施|坚持|落实)?|全过程|贯穿始终|全程推进"
)
IMMEDIATE = r"即时|即知即改|立行立改|立即(?:整改|落实|执行)?|随时|马上"
AFTER = (
    rf"(?:(?:自|从)?[^，。；、（）()《》“”\s\d]{{0,12}}(?:印发|发布|施行|实施|批准|签订|公布|下达|启动)(?:之日起?|后|起){GAP})?"
    rf"(?P<amount>\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})(?P<span>个?工作日|个月|年|日|天|周|个?小时)(?:之内|以内|内)"
)
PATTERN = pattern(
    "|".join(
        [
            rf"(?P<plan>{PLAN})(?:规划)?(?:时期|期间|期)?(?P<planedge>末期?|中期|前期|末年|收官)?",
            rf"(?P<recur>(?:每|逐|按)(?:两|三|五|[2-9])?{GAP}(?:{PERIOD})(?:度)?)"
            rf"(?P<within>(?:{PART}|{DAY}|(?<=[周期])[一二三四五六日天])?)(?P<recuredge>年?[底末中初]?)(?:之前|以前|前|内)?",
            rf"(?P<range>(?P<from>{YEAR}{PART}?|(?:19|20)\d\d年?|{YEAR}(?:1[0-2]|[1-9])){GAP}{DASH}{GAP}"
            rf"(?P<to>{YEAR}{PART}?|{PART}))[底末]?(?:之?前|期间|内)?",
            rf"(?<![\d.]){NUMERIC}(?P<numericedge>之前|以前|前|底前)?",
            rf"(?P<lead>(?:截?至|到|于|在){GAP})?(?P<when>{YEAR}{GAP}{PART}?|{THIS}{PART}?|{PART}){EDGE}",
            AFTER,
            rf"(?P<ongoing>{ONGOING})",
            rf"(?P<now>{IMMEDIATE})",
        ]
    )
)
# In running text these follow a time that binds; without them it only tells when something was.
DEEDS = (
    "完成|实现|达到|建成|形成|启动|投用|投入|办结|取得|出台|印发|组织|开展|举办|召开|开工|竣工|交付|上线|运行|试运行|通车|"
    "验收|移交|公布|发布|报送|建立|制定|编制|推广|实施|开始|正式|启用|建设|新建|改造"
)
BINDING = pattern(
    rf"(?:[、和](?:{THIS})?{PART})*[，,]?(?:各|分别)?(?:(?:基本|全面|全部|初步|力争|努力)|(?:{DEEDS})(?![^，。；]{{0,2}}[了过])|$)"
)
# A length of time that something shall take, and the end of a span whose beginning stands before.
LENGTH_OF = pattern(r"(?:[到至为]|不超过|不多于|少于|低于|压缩|缩短|压减|缩减|控制在)$")
# 五年内可以保留原用途 grants a time, it sets none.
ALLOWED = pattern("(?:均|都|仍)?(?:可以|可|不得|不再|免|享受|保持|保留|有效)")
END_OF_SPAN = pattern(r"[日月号时旬][ \u3000]?$")
BLANK = " \n\u3000"
BOUNDS = "，。；、：（）()【】[]:;,.\n \u3000"
