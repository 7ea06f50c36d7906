"""The one Django application."""

from django.apps import AppConfig


class Store(AppConfig):
    name = "openkeden.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
