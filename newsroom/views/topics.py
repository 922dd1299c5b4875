from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from articles.models import Article, Topic

from ..pages.page_meta import in_section, the_section
from .paging import page_of

# How many of the latest stories stand under a topic in the list.
OF_A_TOPIC = 3


def topics(request: HttpRequest) -> HttpResponse:
    stories = Article.objects.public()
    latest: dict[Topic, list[Article]] = {topic: [] for topic in Topic.objects.mentioned_in(stories)}
    for story in stories.latest_by_topic(latest, OF_A_TOPIC).select_related("main_topic"):
        if story.main_topic in latest:
            latest[story.main_topic].append(story)
    return render(request, "articles/topics.html", {"topics": latest, "page_meta": the_section("topics")})


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    stories = Article.objects.public()
    topic = get_object_or_404(Topic.objects.mentioned_in(stories), slug=slug)
    about = stories.about(topic)
    context = {
        "topic": topic,
        "page": page_of(request, about.for_lists().newest_first()),
        "page_meta": in_section("topics", topic.name, feed=reverse("topic_feed", args=[slug])),
    }
    return render(request, "articles/topic.html", context)
