"""How Chinese characters sound, arranged so that many texts can be searched at once."""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache

PAIRED_INITIALS = ("zh", "ch", "sh")
_TONES = str.maketrans("āáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeeiiiioooouuuuvvvvvnnnm")
_FIRST_CODE = 0x4E00
# Characters that are read in more than one way today; the dictionary has rare and old readings for thousands.
_SEVERAL = (
    "乐le,yue 乘cheng,sheng 乜mie,nie 了le,liao 亲qin,qing 什shen,shi 仇chou,qiu 仔zai,zi 会hui,kuai "
    "传chuan,zhuan 伺ci,si 似shi,si 佛fu,fo 便bian,pian 俟qi,si 俩lia,liang 六liu,lu 冯feng,ping "
    "刨pao,bao 刹sha,cha 削xue,xiao 剥bo,bao 劲jin,jing 勒lei,le 匙shi,chi 区qu,ou 卒zu,cu 单dan,shan "
    "卜bo,bu 卡ka,qia 厦xia,sha 参can,cen,shen 叨dao,tao 吁xu,yu 吓xia,he 否fou,pi 吭keng,hang 呢ne,ni "
    "呱gu,gua 和he,huo 咳ke,hai 咽yan,ye 啜chuai,chuo 喳zha,cha 嗒da,ta 嚼jue,jiao 囤dun,tun 圈quan,juan "
    "埋mai,man 埔pu,bu 堡bao,bu,pu 塞sai,se 壳ke,qiao 大da,dai 奇qi,ji 娜na,nuo 宿su,xiu 将jiang,qiang "
    "尉wei,yu 屏ping,bing 属shu,zhu 差cha,chai,ci 度du,duo 弄nong,long 弹dan,tan 强qiang,jiang 得de,dei "
    "恶e,wu 扎zha,za 扒ba,pa 扛kang,gang 折zhe,she 抹mo,ma 拓tuo,ta 拗ao,niu 择ze,zhai 捋lv,luo 擘bai,bo "
    "擿ti,zhai 攒zan,cuan 数shu,shuo 景jing,ying 暴bao,pu 曾ceng,zeng 朝chao,zhao 朴pu,piao,po 柏bai,bo "
    "柚you,zhou 柞zha,zuo 查cha,zha 栅zha,shan 校xiao,jiao 椎chui,zhui 槛kan,jian 模mo,mu 汤tang,shang "
    "沓da,ta 没mei,mo 泊po,bo 洞dong,tong 浒hu,xu 潦lao,liao 澄cheng,deng 爪zhao,zhua 牟mou,mu 率lv,shuai "
    "琢zuo,zhuo 畜chu,xu 番fan,pan 的de,di 盖gai,ge 盛sheng,cheng 省sheng,xing 着zhe,zhao,zhuo 石shi,dan "
    "磅bang,pang 称cheng,chen 粘zhan,nian 系xi,ji 絜jie,xie 纤xian,qian 纶lun,guan 给gei,ji 绿lv,lu "
    "缪mou,miu,miao 翟zhai,di 耙ba,pa 肋le,lei 脉mai,mo 臭chou,xiu 色se,shai 艾ai,yi 茄jia,qie 莘shen,xin "
    "莞guan,wan 莨lang,liang 落luo,la 著zhu,zhuo 蔓man,wan 薄bao,bo 藉ji,jie 藏cang,zang 蚌bang,beng "
    "蛤ha,ge 血xue,xie 行xing,hang 被bei,pi 裳shang,chang 覃qin,tan 见jian,xian 觉jue,jiao 角jiao,jue "
    "解jie,xie 诘ji,jie 谁shui,shei 调diao,tiao 谌chen,shen 贾jia,gu 蹊qi,xi 车che,ju 轧ya,zha 辟pi,bi "
    "还hai,huan 迫po,pai 遗yi,wei 都dou,du 重zhong,chong 钥yao,yue 铛dang,cheng 长zhang,chang 阿a,e "
    "陆lu,liu 降jiang,xiang 隗wei,kui 雀que,qiao 露lu,lou 靓jing,liang 颤chan,zhan 鹄gu,hu 龈ken,yin "
)
_NO_SOUND = "\u3400"


class Folding(dict[int, str]):
    """A table for `str.translate` which gives every sign in one width and case, and a blank for blanks and marks.

    The length stays, so that places in the folded text are places in the text.
    """

    def __missing__(self, code: int) -> str:
        """Fold one sign, and remember it."""
        sign = chr(code)
        plain = [part for part in unicodedata.normalize("NFKC", sign).casefold() if not _is_separator(part)]
        folded = plain[0] if plain else sign if unicodedata.category(sign)[0] == "S" else " "
        self[code] = folded
        return folded


def _is_separator(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "ZPCM"


class SoundTable(Folding):
    """A folding that also gives one sign for all characters which sound alike: 是 and 市 become the same.

    A character of several readings has a sign of its own kind, which stands in the list of each of its readings.
    """

    def __init__(self, readings: dict[int, str]) -> None:
        """Take readings by character, each as “zhòng,chóng”."""
        super().__init__()
        self._readings: dict[str, tuple[str, ...]] = {}
        self._signs: dict[str, list[str]] = {}
        self._classes: dict[tuple[str, bool], str] = {}
        sounds = "\n".join(readings.values()).translate(_TONES).split("\n")
        spoken = {sound: _read(sound) for sound in set(sounds)}
        # In the order of their readings, signs of one initial stand together, which keeps patterns short.
        signs = {known: chr(_FIRST_CODE + place) for place, known in enumerate(sorted(set(spoken.values())))}
        for known, sign in signs.items():
            self._readings[sign] = known
            for reading in known:
                self._signs.setdefault(reading, []).append(sign)
        for code, sound in zip(readings, sounds, strict=True):
            self[code] = signs[spoken[sound]]

    def __missing__(self, code: int) -> str:
        """Fold one sign; a character nobody can pronounce must not look like a sign of the table."""
        if 0x3400 <= code < 0xA000:
            self[code] = _NO_SOUND
            return _NO_SOUND
        return super().__missing__(code)

    def readings(self, sign: str) -> tuple[str, ...]:
        """List the readings behind a sign of the table, without tones; none when it is not Chinese."""
        return self._readings.get(sign, ())

    def is_syllable(self, letters: str) -> bool:
        """Say whether some character sounds like this."""
        return letters in self._signs

    def signs(self, letters: str, is_last: bool) -> str:
        """List the signs that the letters can stand for: a syllable, its initial, or its beginning when it is the last.

        The result is the inner part of a class in a regular expression; a single letter stands for itself, too.
        """
        key = (letters, is_last)
        if key not in self._classes:
            begins = is_last or len(letters) == 1 or letters in PAIRED_INITIALS
            found = {
                sign
                for reading, signs in (self._signs.items() if begins else ((letters, self._signs.get(letters, [])),))
                if reading.startswith(letters)
                for sign in signs
            }
            self._classes[key] = _ranges(sorted(found)) + (letters if len(letters) == 1 else "")
        return self._classes[key]


def _read(sound: str) -> tuple[str, ...]:
    # ü is typed as v in most input methods, as u by those who do not know.
    spoken = {part for reading in sound.split(",") for part in (reading, reading.replace("v", "u"))}
    return tuple(sorted(reading for reading in spoken if reading.isalpha() and reading.isascii()))


def _ranges(signs: list[str]) -> str:
    parts: list[list[str]] = []
    for sign in signs:
        if parts and ord(sign) == ord(parts[-1][1]) + 1:
            parts[-1][1] = sign
        else:
            parts.append([sign, sign])
    return "".join(first if first == last else f"{first}-{last}" for first, last in parts)


@lru_cache(maxsize=1)
def sound_table() -> SoundTable:
    """Load the table; the first time takes a moment."""
    # The phrases would cost half of the time and serve only the reading of whole sentences.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin.constants import PINYIN_DICT

    readings = {
        code: sounds.partition(",")[0]
        for code, sounds in PINYIN_DICT.items()
        if code == 0x3007 or 0x4E00 <= code < 0xA000
    }
    return SoundTable(readings | {ord(several[0]): several[1:] for several in _SEVERAL.split()})
