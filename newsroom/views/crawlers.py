"""What search engines read before they read the paper."""

from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ..syndication.sitemaps import SITEMAPS


def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of lists, without those that are empty: the form asks for at least one address in each."""
    made = {section: pages() for section, pages in SITEMAPS.items()}
    filled = {section: pages for section, pages in made.items() if pages.paginator.count}
    return views.index(request, filled, sitemap_url_name="sitemap_section")


def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    template = "sitemaps/news.xml" if section == "news" else "sitemap.xml"
    return views.sitemap(request, SITEMAPS, section=section, template_name=template)
