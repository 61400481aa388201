"""The words around the numbers of a plan: units, comparisons, verbs of reaching, what makes a number no indicator."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.patterns import pattern
from domain.text import parse_chinese_number

# Widths are folded one to one, so that places stay.
FOLD = str.maketrans("０１２３４５６７８９．％，：；（）", "0123456789.%，:；()", "")

_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3}){1,5}(?!\d)|\d{1,15}(?!\d))(?:\.\d{1,9})?"
_SCALE = r"(?:[十百千万亿]{1,3}(?![\d分]))?"
# Units that measure by themselves, and words that only count things.
_MEASURES = (
    "个百分点|百分点|%|‰|标准煤|元/[瓦千]?瓦?时|升/百公里|瓦时/公斤|千瓦时|兆瓦时|千瓦|兆瓦|吉瓦|平方公里|平方千米|平方米|"
    "立方米|公顷|公里|千米|海里|米|毫米|厘米|(?:吨|千克|公斤|克)标准煤|吨|公斤|千克|克|毫克|微克|元|美元|人民币|吉比特|兆比特|比特|EFLOPS|"
    "PFLOPS|TB|PB|GB|MB|GHz|MHz|Mbps|Gbps|MW|GW|kW|kWh|微秒|毫秒|秒|分贝|摄氏度|℃|度|倍|分|标箱|标准箱|TEU|人次|架次|"
    "床位|张床位|亩|斤|辆次|台次|件次|艘次"
)
COUNTERS = (
    "家次|家|个|项|件|辆|台套|台|套|人|名|户|所|座|条|处|批次|批|种|类|款|部|场次|场|次|期|支|艘|架|张|门|片|株|棵|"
    "册|间|栋|幢|村|镇|县|只|头|份|篇|枚|根|块|对|组|团|届|例|宗|笔|只|桩|车|井|站|班"
)
_LENGTHS = "个工作日|工作日|个月|个小时|小时|分钟|年|月|日|天|周|岁"
_MEASURE = rf"(?:{_MEASURES})"
_PER = r"(?:/(?:[A-Za-z]{1,6}|(?:(?![及以左上]|之内)[\u4e00-\u9fff]){1,6})|每[\u4e00-\u9fff]{1,3}(?=[，。；、以左]))?"
# 万千瓦 is 万 and 千瓦: the scale gives way to the unit.
_UNIT = rf"(?:{_SCALE}(?:{_MEASURE}|{_LENGTHS}|{COUNTERS}){_PER}|{_SCALE})"
BEHIND = r"(?:及?以上|及?以下|以内|之内|左右|上下)"
_DASH = r"(?:[-－—–―~～〜至到]{1,2})"
QUANTITY = pattern(
    rf"(?<![\d.A-Za-z])(?P<percent>百分之)?(?P<number>{_NUMBER}|(?<=百分之)[零一二三四五六七八九十百点]{{1,7}})"
    rf"(?:(?P<first>{_UNIT}){_DASH}(?P<upper>{_NUMBER}))?(?P<unit>{_UNIT})"
    rf"(?P<more>[多余]?)(?:\s?(?P<bound>{BEHIND}))?"
    r"|(?P<all>(?:基本)?(?:全覆盖|全面覆盖|应[\u4e00-\u9fff]尽[\u4e00-\u9fff](?=[。，；]|$)))"
)
YEAR = pattern(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?年(?!版)|“?(?P<plan>十[一二三四五六七八九]?五)”?(?:时期|期间|期)?末")

# Directly before the number.
REACH = pattern(
    r"(?:(?:达到?|保持在|稳定在)(?:日均|月均|年均)|(?:达到|达至|达|实现|完成|保持在|稳定在|维持在|保持|稳定|控制在|压缩到|压缩至|压减到|压减至|"
    r"(?:提高|提升|增长|增加|扩大|上升|增至|下降|降低|减少|缩短|缩减|压降|降)(?:到|至)|降到|降至|增至|升至|为|至|到|在|占)|突破|"
    r"力争|努力|争取|确保|将|可|预计|预期|总体|平均)$"
)
BEFORE_WORDS = {
    "不低于": "at_least",
    "不少于": "at_least",
    "不小于": "at_least",
    "不得低于": "at_least",
    "不得少于": "at_least",
    "至少": "at_least",
    "最低": "at_least",
    "不超过": "at_most",
    "不高于": "at_most",
    "不大于": "at_most",
    "不多于": "at_most",
    "不得超过": "at_most",
    "至多": "at_most",
    "最多": "at_most",
    "超过": "over",
    "超出": "over",
    "突破": "over",
    "高于": "over",
    "大于": "over",
    "多于": "over",
    "超": "over",
    "低于": "under",
    "少于": "under",
    "小于": "under",
    "约": "about",
    "大约": "about",
    "近": "about",
    "接近": "about",
    "≥": "at_least",
    "＞": "over",
    ">": "over",
    "≤": "at_most",
    "＜": "under",
    "<": "under",
}
BEFORE = pattern(rf"(?P<word>{'|'.join(sorted(BEFORE_WORDS, key=len, reverse=True))})$")
# A change of so much, which belongs to what is measured: 年均增长6%.
CHANGE = pattern(
    r"(?:(?:年均|同比|累计|平均|比[^，。；]{1,12}?|较[^，。；]{1,12}?|每年)?(?:复合)?"
    r"(?:增长率?|增速|递增|增加|提高|提升|上升|下降|降低|减少|压减|缩短|压缩|节约|增幅|降幅|扩大))$"
)
# What the number is a part of, so that it stands alone after it.
MEASURE_END = pattern(
    r"(?:率|比|比重|占比|比例|数|量|额|值|产值|收入|规模|面积|里程|总数|数量|能力|指数|评分|得分|强度|水平|时间|时限|期限|"
    r"成本|价格|密度|浓度|寿命|人数|户数|能耗|消耗|投资|投入|经费|支出|装机|产能|产销|销量|产量|税收|营收|利润|增加值|总值|效率|周期|份额)$"
)
ACTION = (
    "培育|打造|建成|建设|新建|新增|引进|引育|培养|培训|制定|制修订|修订|主导|参与制定|组织|举办|开展|认定|发布|创建|遴选|"
    "推广|实施|攻克|形成|完成|实现|孵化|支持|扶持|推动|推出|推进|组建|建立|设立|布局|改造|改建|取得|获得|获评|获批|集聚|聚集|"
    "入选|选树|树立|筛选|梳理|征集|落地|签约|招引|储备|谋划|编制|出台|研制|研发|开发|转化|突破|带动|吸引|纳入|拥有|评选|"
    "命名|申报|申请|授权|升级|更新|淘汰|关停|整治|治理|帮扶|服务|走访|检查|抽查|抽检|投放|购置|配备|安装|铺设|开通|新改建|"
    "改扩建|扩建|提供|解决|办理|整改|打通|覆盖|惠及"
)
ACTION_END = pattern(rf"(?:{ACTION})(?:并?(?:{ACTION}))?(?:了|出(?![口租生栏版警])|起(?![降点重源步]))?$")
# A word that begins with one of them is none of them: 在校生, 自来水, 并网容量, 使用率, 和谐, 及格率.
_PARTICLE = (
    r"(?:到(?!岗|位|账|课|访|达|货|期|场)|至(?!今|少)|自(?=[\d今“])|在(?![校园岗建职线册库编研产营用地役售网途运读保])|"
    r"于|并(?![网购轨联])|且|使(?!用|命)|将|是|以及|和(?![谐平美睦合])|及(?![格时]))"
)
_TIME_OF_YEAR = (
    r"(?:(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}\s?月(?:份|\s?\d{1,2}\s?[日号])?|全年(?!龄))"
    r"(?:底|末|初|上旬|中旬|下旬)?(?:之?前|内|以前)?|年(?:底|末|内)前?)"
)
LEADING = pattern(
    rf"^(?:(?:{_PARTICLE}|截至|力争|争取|努力|确保|预计|计划|实现|同时|其中|做到|"
    r"基本(?!养老|医疗|农田|公共|单元|药物)|全面|逐步|进一步|[一二三四五六]是|"
    r"(?:(?:19|20)\d\d\s?[-~～—–－至]{1,2}\s?)?(?:19|20)\d\d\s?年(?:底前|年底|底|末|前|内|以前)?|"
    r"(?:今明?年|明年|去年)(?:底前|底|末|前|内)?|“?十[一二三四五六七八九]?五”?(?:时期|期间|期)?末?|"
    rf"{_TIME_OF_YEAR}|每年|的|，|、|[—–―\-·•●■◆]+|\s)+)"
)
SUBJECT_END = pattern(
    r"(?:(?:均|都|分别|总体|仍|将|仍将|已|需|要|应|力争|努力|争取|确保|预计|预期|进一步|稳步|明显|显著|大幅|持续|逐步|平均|累计|总计|共计|共|合计|"
    r"每年|每年都|年均|的|在|实现|完成|做到|连续多年|多年))+$"
)
BASELINE = pattern(
    rf"(?:由|从)(?:(?P<year>(?:19|20)\d\d)\s?年底?的?|目前的?|现在的?|当前的?)?(?P<value>{_NUMBER})\s?{_UNIT}"
    r"(?:左右)?(?:稳步|逐步|进一步)?(?:提高|提升|增长|增加|扩大|上升|下降|降低|减少|缩短|压缩|压减|增|升|降)(?:到|至|为)?"
    r"(?:(?:19|20)\d\d\s?年底?的?)?$"
)
BASELINE_HEAD = pattern(r"(?:由|从)(?:(?:19|20)\d\d\s?年底?的?|目前的?|现在的?|当前的?)?$")
PAST = pattern("已|曾")

# No indicators: dates, numbers of papers, standards, articles, versions, things named by a number.
TIMES = pattern(
    r"(?:19|20)\d\d\s?[-－—–―~～〜至到]{1,2}\s?(?:19|20)?\d\d\s?年?|(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月(?:份|\s?\d{1,2}\s?日)?)?|"
    r"\d{1,2}\s?月(?:份|底|\s?\d{1,2}\s?[日号])|\d{1,2}\s?月前|(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?![\d万亿%个家项])|"
    r"[〔\[（(【]\s?(?:19|20)\d\d\s?[〕\]）)】]\s?第?\s?\d{0,8}\s?号?|第\s?\d{1,6}\s?[条章节款项号届期批次季个名位]?|(?<!\d)\d{1,8}\s?号|"
    r"(?:GB|DB|JB|QC|YD|HJ|ISO|IEC|CNAS|T)\s?(?:/[A-Z]{1,4})?\s?[\d.]{1,12}(?:[-—–:.]\d{1,6}){0,3}|《[^《》\n]{1,120}》|"
    r"\d{1,2}[:：]\d{2}|(?<!\d)\d{1,3}\s?[、)）．](?!\d)|^\s?\d{1,3}\.(?!\d)|[“\"][^“”\"\n]{0,6}\d{1,6}\s?(?:[+＋]\s?\d{1,6}|[^”\"%]{0,6})[^”\"\n]{0,30}[”\"]"
)
NOT_BEFORE = pattern(r"(?:第|等|图|表|附件|附表|专栏|前|连续|近年来|号|[〔\[“\"/Vv]|L|C-)\s?$")
NOT_BEHIND = pattern(
    r"(?:[+＋]\d|号|[A-Za-z](?![\u4e00-\u9fff])|D打印|G(?!B|W)|大(?!于|约|关)|方面|个?(?:方面|维度|环节|领域|层面|阶段|步骤|要求|原则|坚持|统筹)|条(?:措施|政策|意见)?规定)"
)
COMMA = pattern(r"[，,](?!\d{3}(?!\d))|[；;：:()、\u3000]")
# 乡镇（街道）卫生院, 比例（县、市）: a bracket inside a name does not part it; a number of a list in brackets does.
PART_OF_NAME = pattern(
    r"(?<=[\u4e00-\u9fff])\((?![一二三四五六七八九十]+\))[^()，。；：:\d\n]{1,12}\)(?=[\u4e00-\u9fff\d])"
)
# 超过3%的企业 says which ones are meant; 增长6%的目标 is a promise.
CONDITION = pattern(r"的(?!目标|任务|要求|水平|指标|增速|速度|增长|比例|总体)")
LIST_ITEM = pattern(
    r"[—–―\-·•●■◆①-⑳]|[一二三四五六七八九]是|[(（]?\d{1,2}[)）.．、]|[(（][一二三四五六七八九十]{1,3}[)）]"
)


def plain_number(number: str) -> str:
    """The number as a plain decimal: 1,200 → 1200, 百分之三十五's 三十五 → 35."""
    if not number:
        return ""
    digits = re.sub("[,，]", "", number)
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return str(Decimal(digits))
    whole, _, part = number.partition("点")
    value = parse_chinese_number(whole) or 0
    return f"{value}.{''.join(str('零一二三四五六七八九'.index(char)) for char in part)}" if part else str(value)


def year_of(match: re.Match[str]) -> int:
    """The year that a match of YEAR names; the last one of a five-year plan."""
    if match.group("year"):
        return int(match.group("year"))
    return 1955 + 5 * (parse_chinese_number(match.group("plan")[:-1]) or 0)
