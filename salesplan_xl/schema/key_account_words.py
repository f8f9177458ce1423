"""Words with a meaning of their own in what people type about key accounts, in both languages."""

from __future__ import annotations

# An owner that is nobody.
NOBODY = (
    "大家", "全体", "所有人", "各部门", "待定", "未定", "暂无", "无", "团队", "公司",
    "everyone", "all", "team", "tbd", "none",
)  # fmt: skip
# Endings of words that name a department instead of a person.
GROUPS = ("部", "部门", "团队", "小组", "组", "中心", "办", "公司", "team", "department")
# Words between two names.
JOINERS = ("和", "与", "及")
# Resources: nothing is needed; and how a sentence that says so begins.
NO_NEED = ("无需", "不需要", "不用", "无", "none")
NEEDLESS = ("无需", "不需要", "不用")
# Granted: nothing yet.
NOT_GRANTED = ("待定", "没有", "无", "未批", "tbd")
