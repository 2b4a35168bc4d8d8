"""The committee term a day falls in: a decision's number is unique within one."""

from datetime import date


def committee_term(day: date) -> str:
    """The five-year committee term the day falls in, such as "2020-2025".

    Provincial congresses met in the autumn of 2015, 2020 and 2025; the year's end is taken as the border, since the
    exact days differ by province and a number is seldom given twice in a congress year."""
    start = 2015 + (day.year - 2016) // 5 * 5
    return f"{start}-{start + 5}"
