"""Where config.py, the templates and the migrations are, in a checkout and in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLE = _PACKAGE / "_bundled"

# A wheel carries them inside the package, so that nothing called `config` lands
# in site-packages; a checkout (an editable install too) has them at its top.
_HOME = _BUNDLE if _BUNDLE.is_dir() else _PACKAGE.parent

CONFIG = _HOME / "config.py"
TEMPLATES = _HOME / "templates"
MIGRATIONS = _HOME / "migrations"
STATIC = _PACKAGE / "static"
TRANSLATIONS = _PACKAGE / "translations"
