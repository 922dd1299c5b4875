"""A newsroom that is grown for measuring is a sound one."""

import pytest
from django.core.management import call_command

from articles.models import Article, Review
from articles.records.verifying import verify
from newsroom.archive.export import export
from newsroom.archive.progress import Progress
from newsroom.archive.restoring import restore
from tests import factories

from . import moving

pytestmark = pytest.mark.whole


@pytest.mark.django_db(transaction=True)
def test_a_grown_newsroom_has_as_many_stories_each_with_a_whole_chain(tmp_path, settings):
    settings.RECORDS_KEY_FILE = tmp_path / "records_key"
    silent = Progress(lambda said: None)
    factories.make_signed_article(placements=[factories.make_photo(photographers=["甲"])], topics=["生态"])
    factories.make_submitted_article()
    export(tmp_path / "small.zip", silent)
    call_command("flush", interactive=False, verbosity=0)

    moving.grown(tmp_path / "small.zip", tmp_path / "large.zip", stories=10)
    restore(tmp_path / "large.zip", silent)

    assert Article.objects.count() == 10
    assert Review.objects.count() == 5 * (4 + 1)
    assert Article.objects.public().count() == 5
    assert list(verify(Article.objects.all())) == []
