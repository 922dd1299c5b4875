from articles.values.weeks import Week


class WeekConverter:
    """2026-W47 in an address and Week in a view; a week that the year does not have is simply not found."""

    regex = r"\d{4}-W\d{2}"
    to_python = staticmethod(Week.parse)
    to_url = staticmethod(str)
