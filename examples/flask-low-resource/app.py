from datetime import date, timedelta

from flask import Flask, abort

FIXED_HOLIDAYS = {(1, 1), (5, 1), (12, 25), (12, 26)}  # (month, day)
SATURDAY = 5
MOST_DAYS = 366

app = Flask(__name__)


def parse_day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(400, "dates are written as YYYY-MM-DD")


def is_workday(day):
    return day.weekday() < SATURDAY and (day.month, day.day) not in FIXED_HOLIDAYS


@app.errorhandler(OverflowError)
def beyond_calendar(error):
    return {"error": f"the calendar ends on {date.max}"}, 400


@app.get("/workdays/<day>")
def show_day(day):
    day = parse_day(day)
    return {"date": day.isoformat(), "workday": is_workday(day)}


@app.get("/workdays/<start>/plus/<int:days>")
def add_workdays(start, days):
    """Count forward from a date, over weekends and holidays."""
    if days > MOST_DAYS:
        abort(400, f"at most {MOST_DAYS} days")
    day = parse_day(start)
    while days:
        day += timedelta(days=1)
        days -= is_workday(day)
    return {"date": day.isoformat()}
