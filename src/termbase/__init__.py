"""termbase: translation memories and terminology for releases in English, Arabic and French."""

__version__ = "0.1.0"
