from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Article, Topic

from .paging import page_of


def topics(request: HttpRequest) -> HttpResponse:
    listed = Topic.objects.told_in(Article.objects.public())
    return render(request, "articles/topics.html", {"topics": listed})


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    stories = Article.objects.public()
    topic = get_object_or_404(Topic.objects.told_in(stories), slug=slug)
    about = stories.about(topic)
    return render(
        request, "articles/topic.html", {"topic": topic, "page": page_of(request, about.for_lists().newest_first())}
    )
