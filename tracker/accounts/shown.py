"""How a browser is called on pages: by what it and its system are, where it says so."""

from tracker.accounts import agents
from tracker.web.locale import gettext as _


def browser_words(agent: str) -> str:
    """Say “Firefox on Linux”, or as much of it as is known."""
    name, system = agents.browser_of(agent), agents.system_of(agent)
    if name and system:
        return _("%(browser)s on %(system)s", browser=name, system=system)
    return name or system or _("not known")
