"""Number formats → the text a sheet shows."""

from __future__ import annotations

import pytest

from importers.sheet_format import BUILT_IN, show_number

JUNE = 46203  # 2026-06-30


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (JUNE, BUILT_IN[14], "2026/6/30"),
        (JUNE, BUILT_IN[57], "2026年6月"),
        (JUNE, "yyyy\\-mm\\-dd", "2026-06-30"),
        (JUNE, "[$-804]yyyy年m月d日;@", "2026年6月30日"),
        (JUNE, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二六年六月三十日"),
        (JUNE, "aaaa", "星期二"),
        (JUNE + 0.5625, "yyyy/m/d h:mm", "2026/6/30 13:30"),
        (JUNE + 0.5625, "上午/下午h时mm分", "下午1时30分"),
        (0.0625, "mm:ss", "30:00"),
        (1.5, "[h]:mm", "36:00"),
        (-1, "yyyy/m/d", "-1"),
        (0.355, "0.0%", "35.5%"),
        (0.2, "0%", "20%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567.891, "#,##0", "1,234,568"),
        (12345678, '0!.0,"万"', "1234.6万"),
        (1500, '0.0,"千元"', "1.5千元"),
        (5, "000", "005"),
        (-12.5, "0.0;(0.0)", "(12.5)"),
        (0, '0;-0;"—"', "—"),
        (5, '[>=60]0;[<60]0"分"', "5分"),
        (1.5, "0.##", "1.5"),
        (3, "0.##", "3"),
        (0.5, "# ?/?", "0.5"),
        (123456, "0.00E+00", "1.23E+5"),
        (12, '0"个"', "12个"),
        (100, "¥#,##0;¥-#,##0", "¥100"),
        (1e15, "General", "1000000000000000"),
        (0.1 + 0.2, "", "0.3"),
        (12.0, "G/通用格式", "12"),
        (7, ";;;", "7"),
    ],
)
def test_a_number_is_shown_as_in_the_sheet(value: float, number_format: str, shown: str) -> None:
    assert show_number(value, number_format) == shown


def test_days_may_count_from_1904() -> None:
    assert show_number(JUNE - 1462, "yyyy/m/d", from_1904=True) == "2026/6/30"
