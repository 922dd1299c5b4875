from django.contrib import admin
from taggit.admin import Tag

from people.admin import RegisterAdmin

from ..models import Topic

# The package's own tags, which the newsroom does not use; importing its admin has registered them.
admin.site.unregister(Tag)


@admin.register(Topic)
class TopicAdmin(RegisterAdmin):
    list_display = ["name", "slug", "order"]
    list_editable = ["order"]
    fields = ["name", "slug", "order"]
    address_field = "slug"
    used_in = ["main_stories", "assignments__content_object"]
