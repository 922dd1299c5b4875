from django.contrib import admin

from people.admin import RegisterAdmin

from ..models import Meeting


@admin.register(Meeting)
class MeetingAdmin(RegisterAdmin):
    list_display = ["name", "day", "part_of_day", "place"]
    date_hierarchy = "day"
    fields = ["name", ("day", "part_of_day"), "place"]
    used_in = ["coverage"]
