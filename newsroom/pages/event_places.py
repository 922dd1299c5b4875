"""Where a story's event took place, before readers and machines."""

from articles.models import Article
from articles.reading.where import Places, Village, places_of_event


def places(story: Article) -> Places:
    """Reads prefetched townships, villages and placements; of photo news the captions are the text."""
    told = places_of_event(
        story.joined_headline,
        story.body or "\n".join(placement.caption for placement in story.placements.all()),
        [township.name for township in story.townships.all()],
        [Village(village.township.name, village.name) for village in story.villages.all()],
    )
    if story.meeting and (place := story.meeting.place):
        return Places([place, *(name for name in told.at if name not in place)], told.concerned)
    return told
