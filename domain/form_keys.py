"""What the program hides in the forms it writes, to know them again when they come back."""

from __future__ import annotations

KEY_SHEET = "fangan"  # a very hidden sheet, name and value side by side: every office program keeps it
FORM = "form"
ENTERPRISE = "enterprise"
DOCUMENT = "document"  # id of the plan, so that an enterprise's number is not taken for that of another plan
ROUND = "round"
COVER_SHEET = "退回说明"  # sheets the program puts into a sender's own file
MISTAKES = "错误说明"
EXAMPLE_MARK = "示例"
