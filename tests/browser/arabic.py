"""The river towns told in Arabic: the statement in the case's own language, its translation, and names in three scripts."""

from __future__ import annotations

from pathlib import Path

from cases.river import CASE, PARTIES, REPORTS, write_river

STATEMENT = """# ما جرى للمدارس

[أصيبت ثلاث مدارس في آذار 2020.](claim:schools-struck) [نفذ ذلك الجيش الأزرق.](claim:by-blue) [ما يلي خلفية.](context:)
"""
ENGLISH = """# [What happened to the schools](context:)

[Three schools were struck in March 2020.](claim:schools-struck) [Blue forces did it.](claim:by-blue) [Background follows.](context:)
"""


def write_arabic(root: Path) -> Path:
    """Write the case at `root`."""
    case = CASE.replace('title = "Schools on the river"', 'title = "المدارس على ضفة النهر"\nlanguage = "ar"')
    parties = PARTIES.replace('aliases = ["Blue"]', 'aliases = ["Blue", "الجيش الأزرق", "Синяя армия"]')
    reports = REPORTS.replace(
        "r12,2020-03-03,,2020-03-03,River Agency,news", "r12,2020-03-03,,2020-03-03,Речное агентство,news"
    )
    reports = reports.replace("Teachers' Union,ngo", "نقابة المعلمين,ngo")
    return write_river(
        root, {"statement.en.md": ENGLISH}, case=case, parties=parties, reports=reports, statement=STATEMENT
    )
