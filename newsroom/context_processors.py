from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from .models import Newsroom
from .pages import text_size
from .pages.page_meta import SECTIONS


def newsroom(request):
    return {
        "newsroom": SimpleLazyObject(Newsroom.current),
        "sections": [(label, reverse(name)) for name, label in SECTIONS.items()],
        "text_size": text_size.size_of(request),
        "text_sizes": text_size.SIZES,
        "first_text_size": text_size.FIRST,
    }
