"""Days: the first day of a day's week or month, and the days between two, as each database says it."""

from typing import Any, Literal

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

Kind = Literal["week", "month"]
KINDS: tuple[Kind, ...] = ("week", "month")


class first_of_week(FunctionElement[Any]):
    """The Monday on or before a day."""

    type, name, inherit_cache = Date(), "first_of_week", True


class first_of_month(FunctionElement[Any]):
    """The first day of a day's month."""

    type, name, inherit_cache = Date(), "first_of_month", True


class days_between(FunctionElement[Any]):
    """How many days the second day lies after the first."""

    type, name, inherit_cache = Integer(), "days_between", True


@compiles(first_of_week, "sqlite")
def _(element: first_of_week, compiler: SQLCompiler, **how: Any) -> str:
    return f"date({compiler.process(element.clauses, **how)}, '-6 days', 'weekday 1')"


@compiles(first_of_week, "postgresql")
def _(element: first_of_week, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST(date_trunc('week', CAST({compiler.process(element.clauses, **how)} AS TIMESTAMP)) AS DATE)"


@compiles(first_of_month, "sqlite")
def _(element: first_of_month, compiler: SQLCompiler, **how: Any) -> str:
    return f"date({compiler.process(element.clauses, **how)}, 'start of month')"


@compiles(first_of_month, "postgresql")
def _(element: first_of_month, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST(date_trunc('month', CAST({compiler.process(element.clauses, **how)} AS TIMESTAMP)) AS DATE)"


@compiles(days_between, "sqlite")
def _(element: days_between, compiler: SQLCompiler, **how: Any) -> str:
    first, last = (compiler.process(each, **how) for each in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _(element: days_between, compiler: SQLCompiler, **how: Any) -> str:
    first, last = (compiler.process(each, **how) for each in element.clauses)
    return f"(CAST({last} AS DATE) - CAST({first} AS DATE))"
