from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from . import large_type
from .here import SECTIONS
from .models import Newsroom


def newsroom(request):
    return {
        "newsroom": SimpleLazyObject(Newsroom.current),
        "sections": [(label, reverse(name)) for name, label in SECTIONS.items()],
        "text_size": large_type.size_of(request),
        "text_sizes": large_type.SIZES,
        "first_text_size": large_type.FIRST,
    }
