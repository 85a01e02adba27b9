"""Functions of the rule language about dates, times and durations."""

from __future__ import annotations

from crf_app.expressions import moments
from crf_app.expressions.function import Example, Function, Parameter
from crf_app.expressions.types import Type

_NUMBER, _DATE, _CLOCK = (Type.NUMBER,), (Type.DATE,), (Type.DATE, Type.TIME)
_FROM, _TO = Parameter("start", _DATE), Parameter("end", _DATE)
_FROM_CLOCK, _TO_CLOCK = Parameter("start", _CLOCK), Parameter("end", _CLOCK)


def _date_complaint(text: str) -> str | None:
    if moments.date_from(text) is None:
        return 'Write a date as date("2024-03-07"), or with less: date("2024-03"), date("2024").'
    return None


def _time_complaint(text: str) -> str | None:
    return 'Write a time of day as time("08:20").' if moments.time_from(text) is None else None


MOMENTS = (
    Function(
        "date",
        (Parameter("text", (Type.TEXT,), True, _date_complaint),),
        Type.DATE,
        moments.date_from,
        "A date written in the rule; it may be partial.",
        (Example('date("2024-03")', "2024-03"),),
    ),
    Function(
        "time",
        (Parameter("text", (Type.TEXT,), True, _time_complaint),),
        Type.TIME,
        moments.time_from,
        "A time of day written in the rule.",
        (Example('time("08:20")', "08:20"),),
    ),
    Function(
        "days_between",
        (_FROM, _TO),
        Type.NUMBER,
        moments.days_between,
        "Calendar days from the first date to the second; unknown when a day is not known.",
        (
            Example('days_between(date("2024-02-28"), date("2024-03-01"))', "2"),
            Example('days_between(date("2024-02"), date("2024-03-01"))', "unknown"),
        ),
    ),
    Function(
        "hours_between",
        (_FROM_CLOCK, _TO_CLOCK),
        Type.NUMBER,
        moments.hours_between,
        "Hours from the first moment to the second; unknown when a time is not known.",
        (Example('hours_between(date("2024-03-07T22:00"), date("2024-03-08T01:30"))', "3.5"),),
    ),
    Function(
        "minutes_between",
        (_FROM_CLOCK, _TO_CLOCK),
        Type.NUMBER,
        moments.minutes_between,
        "Minutes from the first moment to the second; unknown when a time is not known.",
        (Example('minutes_between(time("08:20"), time("09:05"))', "45"),),
    ),
    Function(
        "years_between",
        (_FROM, _TO),
        Type.NUMBER,
        moments.years_between,
        "Completed years from the first date to the second; also of partial dates when they leave no doubt.",
        (
            Example('years_between(date("1980-03-07"), date("2024-03-06"))', "43"),
            Example('years_between(date("1980-03"), date("2024-05"))', "44"),
            Example('years_between(date("1980"), date("2024-05"))', "unknown"),
        ),
    ),
    Function(
        "add_days",
        (Parameter("date", _DATE), Parameter("days", _NUMBER)),
        Type.DATE,
        moments.add_days,
        "The date so many days later, or earlier when negative.",
        (
            Example('add_days(date("2024-02-28"), 2)', "2024-03-01"),
            Example('add_days(date("2024"), 2)', "unknown"),
        ),
    ),
    Function(
        "add_months",
        (Parameter("date", _DATE), Parameter("months", _NUMBER)),
        Type.DATE,
        moments.add_months,
        "The date so many calendar months later (earlier when negative), as exact as it was.",
        (
            Example('add_months(date("2024-01-31"), 1)', "2024-02-29"),
            Example('add_months(date("2021-01-10"), -36)', "2018-01-10"),
            Example('add_months(date("2018"), 36)', "2021"),
            Example('add_months(date("2018"), 3)', "unknown"),
        ),
    ),
    Function(
        "months_between",
        (_FROM, _TO, Parameter("days_in_month", _NUMBER)),
        Type.NUMBER,
        moments.months_between,
        "Months from the first date to the second, by days; the study says how many days it counts as a month.",
        (
            Example('months_between(date("2021-01-10"), date("2021-04-10"), 30)', "3"),
            Example('months_between(date("2021-01"), date("2021-04-10"), 30)', "unknown"),
        ),
    ),
    Function(
        "first_day",
        (Parameter("date", _DATE),),
        Type.DATE,
        moments.first_day,
        "The first day a date may mean.",
        (Example('first_day(date("2024-02"))', "2024-02-01"),),
    ),
    Function(
        "last_day",
        (Parameter("date", _DATE),),
        Type.DATE,
        moments.last_day,
        "The last day a date may mean.",
        (Example('last_day(date("2024-02"))', "2024-02-29"),),
    ),
    Function(
        "year",
        (Parameter("date", _DATE),),
        Type.NUMBER,
        moments.year,
        "The year of a date, which is always known.",
        (Example('year(date("2024-03"))', "2024"),),
    ),
    Function(
        "date_of",
        (Parameter("date_time", _DATE),),
        Type.DATE,
        moments.date_of,
        "A date and time without its time.",
        (Example('date_of(date("2024-03-07T08:20"))', "2024-03-07"),),
    ),
    Function(
        "time_of",
        (Parameter("date_time", _DATE),),
        Type.TIME,
        moments.time_of,
        "The time of a date and time.",
        (Example('time_of(date("2024-03-07T08:20"))', "08:20"),),
    ),
    Function(
        "hours_in",
        (Parameter("duration", (Type.DURATION,)),),
        Type.NUMBER,
        moments.hours_in,
        "A duration in hours.",
        (Example('hours_in(date("2024-03-08") - date("2024-03-07"))', "24"),),
    ),
    Function(
        "minutes_in",
        (Parameter("duration", (Type.DURATION,)),),
        Type.NUMBER,
        moments.minutes_in,
        "A duration in minutes.",
        (Example('minutes_in(date("2024-03-08") - date("2024-03-07"))', "1440"),),
    ),
)
