"""Every public address, on one screen. Once published, an address is kept for ever."""

from django.contrib import admin
from django.urls import path, register_converter

from .converters import WeekConverter
from .pages.text_size import choose_size
from .syndication import feeds
from .views import crawlers, health, people, pictures, places, roundup, search, stories, topics

register_converter(WeekConverter, "week")

urlpatterns = [
    path("", roundup.home, name="home"),
    path("weeks/", roundup.weeks, name="weeks"),
    path("weeks/<week:week>/", roundup.roundup, name="roundup"),
    path("weeks/<week:week>/reporters/", roundup.roundup_by_reporter, name="roundup_by_reporter"),
    path("weeks/<week:week>/dates/", roundup.roundup_by_date, name="roundup_by_date"),
    path("weeks/<week:week>/topics/", roundup.roundup_by_topic, name="roundup_by_topic"),
    path("articles/<int:pk>/", stories.article, name="article"),
    path("corrections/", stories.corrections, name="corrections"),
    path("photos/", pictures.photos, name="photos"),
    path("photos/<int:pk>/", pictures.photo, name="photo"),
    path("pictures/<int:pk>/<str:name>", pictures.picture, name="picture"),
    path("meetings/", stories.meetings, name="meetings"),
    path("meetings/<int:pk>/", stories.meeting, name="meeting"),
    path("officials/", people.officials, name="officials"),
    path("officials/<int:pk>/", people.official, name="official"),
    path("reporters/", people.reporters, name="reporters"),
    path("reporters/<int:pk>/", people.reporter, name="reporter"),
    path("reporters/<int:pk>/feed/", feeds.ReporterFeed(), name="reporter_feed"),
    path("townships/", places.townships, name="townships"),
    path("townships/<slug:slug>/", places.township, name="township"),
    path("townships/<slug:slug>/feed/", feeds.TownshipFeed(), name="township_feed"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("topics/<slug:slug>/feed/", feeds.TopicFeed(), name="topic_feed"),
    path("search/", search.search_page, name="search"),
    path("text-size/", choose_size, name="text_size"),
    path("feed/", feeds.NewsFeed(), name="feed"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", crawlers.sitemap_section, name="sitemap_section"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]

handler400 = "newsroom.views.errors.bad_request"
handler404 = "newsroom.views.errors.not_found"
handler500 = "newsroom.views.errors.server_error"
