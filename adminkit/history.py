"""What a register's entries were before, to be read: a former state comes back only through the entry's own form."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404
from simple_history.admin import SimpleHistoryAdmin


class HistoryAdmin(SimpleHistoryAdmin):
    """The package's list without its form, which saves for whoever may view, past the entry's own rules."""

    # The package's own list carries a style attribute, which the site's security policy forbids.
    object_history_list_template = "admin/history_list.html"

    def get_urls(self):
        return admin.ModelAdmin.get_urls(self)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        raise Http404  # it has no address; nobody gives it one again by mistake

    def revert_disabled(self, request, obj=None):
        return True

    def history_view(self, request, object_id, extra_context=None):
        """Only of what this person may see: the package looks an entry up by itself, and also what was deleted."""
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)
