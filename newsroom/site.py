"""Puts the desk in the place of Django's own admin site. Loaded before any model is."""

from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.desk.site.Desk"
