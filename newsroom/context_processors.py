from django.utils.functional import SimpleLazyObject

from .models import Newsroom


def newsroom(request):
    return {"newsroom": SimpleLazyObject(Newsroom.current)}
